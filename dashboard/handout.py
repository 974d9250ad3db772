"""The addresses of what is handed out as a whole: /bulk and its files, single slides, decks, page reports, embeds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson
from flask import Blueprint, Response, request, send_file
from markupsafe import escape

from dashboard import words
from dashboard.address import FORMATS, RefusedError, cached, pinned, refused
from dashboard.export import bulk, formats
from dashboard.export.open_part import tables
from dashboard.state import LANGS
from dashboard.static import asset
from dashboard.warehouse import Warehouse

_TABLES = ("csv", "parquet")


def bulk_addresses(warehouse: Warehouse, version: Callable[[Warehouse], str]) -> Blueprint:
    """/bulk: every open table; as a data package, as a DuckDB file, and each alone as CSV or Parquet."""
    routes = Blueprint("bulk", __name__)
    routes.register_error_handler(RefusedError, refused)

    @routes.get("/bulk")
    def _list() -> Response:
        opened = warehouse.opened()
        found = tables(opened.cursor())
        if request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html":
            return Response(_listed([(t.label, t.about) for t in found], _lang()), mimetype="text/html")
        entries = [
            {"table": t.label, "about": t.about, "columns": list(t.columns), "key": list(t.key)}
            | {f: f"/bulk/{t.label}.{f}" for f in _TABLES}
            for t in found
        ]
        about = {"data_version": opened.version, "files": [f"/bulk/{n}" for n in bulk.NAMES], "tables": entries}
        return Response(orjson.dumps(about), mimetype="application/json")

    @routes.get("/bulk/<any('datapackage.zip', 'observatory.duckdb'):name>")
    def _file(name: str) -> Response:
        store = pinned(warehouse)
        path = bulk.file(name, store.path, store.opened(), _lang())
        # Words and forms come of the code, not of the data alone.
        etag = f"{version(store)}-{_lang()}"
        return send_file(path, as_attachment=True, download_name=name, etag=etag, conditional=True)

    @routes.get("/bulk/<any('datapackage.zip', 'observatory.duckdb'):name>/progress")
    def _progress(name: str) -> Response:
        lang = _lang()
        found = bulk.made(name, pinned(warehouse).opened(), lang)
        done, of = found or (0, 0)
        key = "export.bulk.made" if found is None else "export.bulk.making" if of else "export.bulk.waiting"
        said = words.t(key, lang).format(*(words.number(n, lang) for n in (done, of)))
        body = {"ready": found is None, "done": done, "of": of, "said": said}
        return Response(orjson.dumps(body), headers={"Cache-Control": "no-store"}, mimetype="application/json")

    @routes.get("/bulk/<label>.<any(csv, parquet):form>")
    def _table(label: str, form: str) -> Response:
        store = pinned(warehouse)
        opened, now = store.opened(), version(store)
        found = bulk.table(opened.cursor(), label)
        if found is None:
            raise RefusedError(404, "export.bulk.missing", label[:60])

        def body() -> Response:
            schema, batches = store.batches(found.sql, {})
            about: Mapping[str, Any] = {"table": label, "data_version": opened.version, "about": found.about}
            csv = form == "csv"
            chunks = formats.csv(schema, batches) if csv else formats.parquet(schema, batches, about)
            answer = Response(chunks, content_type=FORMATS[form])
            answer.headers["Content-Disposition"] = f'attachment; filename="{label}.{form}"'
            return answer

        return cached(f"{now}/bulk/{label}.{form}", now, body)

    return routes


def _lang() -> str:
    lang = request.args.get("lang", LANGS[0])
    return lang if lang in LANGS else LANGS[0]


def _listed(found: list[tuple[str, str]], lang: str) -> str:
    """The list for people: plain HTML that needs no script; one tells how far a file is that takes a while."""
    whole = " · ".join(f'<a href="/bulk/{n}?lang={lang}">{n}</a>' for n in bulk.NAMES)
    items = "".join(
        f"<li><h2><code>{escape(label)}</code></h2><p>{escape(about)}</p><p>"
        + " · ".join(f'<a href="/bulk/{label}.{f}">{f}</a>' for f in _TABLES)
        + "</p></li>"
        for label, about in found
    )
    body = f"<p>{whole}</p><ul>{items}</ul>"
    script = f'<script src="{asset("bulk.js")}"></script>'
    return formats.plain_page(words.t("export.bulk.title", lang), body, lang) + f"</main>{script}</html>"
