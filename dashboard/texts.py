"""/texts/<page>.json: what a page says in a state, its sentences, cards and tables as HTML by view.

An address like those of figures, so that the browser and a shared cache keep it: a hall that follows one link asks the
application once. assets/screen.js puts the texts into their frames.
"""

from __future__ import annotations

from dataclasses import replace

import orjson
from flask import Blueprint, Response

from dashboard.address import RefusedError, asked, cached, pinned, refused
from dashboard.screen import House


def text_addresses(house: House) -> Blueprint:
    """The route."""
    routes = Blueprint("texts", __name__)
    routes.register_error_handler(RefusedError, refused)
    pages = {p.slug: p for p in house.pages}

    @routes.get("/texts/<slug>.json")
    def _texts(slug: str) -> Response:
        if slug not in pages:
            raise RefusedError(404, "ui.error.not_found")
        store = pinned(house.warehouse)
        state, now = asked(store), house.version(store)
        if store is store.now:
            state = replace(state, v="")  # there for caches: links are pinned where the reader chose a version
        shown = [v for v in (house.views[s] for s in pages[slug].at(state, store).views) if v.kind != "figure"]
        key = f"{now}/texts/{slug}?{state.key([n for v in shown for n in v.reads] + ['v'])}"

        def body() -> Response:
            texts = {v.slug: house.content(v, state, store) for v in shown}
            return Response(orjson.dumps(texts), mimetype="application/json")

        return cached(key, now, body)

    return routes
