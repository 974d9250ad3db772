"""The address of a number's lineage: /lineage/<indicator>.json, or /lineage/<indicator> for whoever reads no HTML.

A browser at the second address gets the screen of the same name; /lineage/<indicator>/<table>.csv has every input row
of one table. Where an indicator has no metal or stage, `all` names it, as in the key of the answer. What is not
understood answers 400 or 404 with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import orjson
import pyarrow as pa
from flask import Blueprint, Response, current_app, make_response, request

from dashboard.address import RefusedError, asked, cached, pinned, refused
from dashboard.export import formats
from dashboard.lineage import document, trace
from dashboard.state import State
from dashboard.warehouse import Warehouse

# What decides a trace: the rest of the address belongs to the screen.
READS = ("lang", "indicator", "metal", "stage", "year", "country")
ROWS = 100_000  # of one table in a file: a key has some thousands at most
_PAGES = "/<path:path>"  # the name under which Dash serves every page


def lineages(warehouse: Warehouse, version: Callable[[Warehouse], str]) -> Blueprint:
    """The routes; `version` names data and code together."""
    routes = Blueprint("lineage", __name__)
    routes.register_error_handler(RefusedError, refused)

    @routes.get("/lineage/<indicator>.json")
    def _json(indicator: str) -> Response:
        return _answer(indicator)

    @routes.get("/lineage/<indicator>/<table>.csv")
    def _csv(indicator: str, table: str) -> Response:
        store = pinned(warehouse)
        state, now = _state(indicator, store), version(store)

        def body() -> Response:
            found = next((i for i in trace(store, state, ROWS).inputs if i.table == table), None)
            if found is None:
                raise RefusedError(404, "lineage.no_table", table[:60])
            columns = [list(c) for c in zip(*found.rows, strict=True)] or [[] for _ in found.columns]
            batch = pa.RecordBatch.from_pydict(dict(zip(found.columns, columns, strict=True)))
            answer = Response(formats.csv(batch.schema, iter([batch])), mimetype="text/csv")
            answer.headers["Content-Disposition"] = f"attachment; filename={indicator}_{table.replace('.', '_')}.csv"
            return answer

        return cached(f"{now}/lineage/{table}?{state.key(READS)}&{'stage' in state.implied}", now, body)

    @routes.get("/lineage/<indicator>")
    def _either(indicator: str) -> Response:
        wanted = request.accept_mimetypes.best_match(["application/json", "text/html"])
        html = wanted == "text/html"
        answer = (
            make_response(current_app.view_functions[_PAGES](f"lineage/{indicator}")) if html else _answer(indicator)
        )
        answer.vary.add("Accept")  # one address, two answers: a shared cache must not give one for the other
        return answer

    def _answer(indicator: str) -> Response:
        store = pinned(warehouse)
        state, now = _state(indicator, store), version(store)

        def body() -> Response:
            found = document(trace(store, state), state, store.opened().version)
            return Response(orjson.dumps(found), mimetype="application/json")

        return cached(f"{now}/lineage?{state.key(READS)}&{'stage' in state.implied}", now, body)

    def _state(indicator: str, store: Warehouse) -> State:
        whole = {n: "all" for n in ("metal", "stage") if request.args.get(n) == "all"}
        state = asked(store, also=("locale", *whole))
        metal, stage = whole.get("metal", state.metal), whole.get("stage", state.stage)
        state = replace(state, metal=metal, stage=stage, implied=state.implied - whole.keys())
        if indicator not in store.opened().vocabulary["indicator"]:
            raise RefusedError(404, "lineage.unknown", indicator[:60])
        return replace(state, indicator=indicator)

    return routes
