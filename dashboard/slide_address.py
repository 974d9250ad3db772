"""The addresses of slides: a view as one slide or picture, decks in every form, a page of the dashboard as a report."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import orjson
from flask import Blueprint, Response, request

from dashboard import deck as decks
from dashboard import words
from dashboard.address import RefusedError, Shelf, asked, cached, known, pinned, refused
from dashboard.deck import Deck, DeckError
from dashboard.export import chromium, offline, pictures, slides, whole
from dashboard.export.scene import House, Show, alone, scene, show
from dashboard.page import Page
from dashboard.place import places
from dashboard.state import LANGS, PARAMS, State
from dashboard.view import worded
from dashboard.warehouse import Warehouse

_PNG, _JSON = "image/png", "application/json"
SHARED = (1200, 630)  # the picture that other sites show beside a link
_DOTS = ("1", "2", "3", "4")  # a CSS pixel


def slide_addresses(
    pages: Sequence[Page], views: Mapping[str, Any], warehouse: Warehouse, version: Callable[[Warehouse], str]
) -> Blueprint:
    """/slide, /picture, /decks and /report; what a browser made is kept as long as data and code are the same."""
    routes = Blueprint("slides", __name__)
    shelf = Shelf(64 << 20)
    refusing(routes)

    @routes.get("/slide/<slug>.pptx")
    def _slide(slug: str) -> Response:
        view, store = known(views, slug), pinned(warehouse)
        state, now, house = asked(store), version(store), _house(store)
        key = f"{site()}/{now}/{today()}/{slug}.pptx?{state.key(view.reads)}"

        def make() -> bytes:
            made = alone(view, state, house, today())
            return slides.pptx(made, lambda wanted: pictures.album(made, wanted))

        return cached(key, now, lambda: _file(shelf.get(key, make), f"{slug}.pptx", whole.FORMS["pptx"]))

    @routes.get("/picture/<slug>.png")
    def _picture(slug: str) -> Response:
        view, store = known(views, slug), pinned(warehouse)
        now, house = version(store), _house(store)
        dots = request.args.get("dots", "1")
        if dots not in _DOTS:
            raise RefusedError(400, "screen.bad_value", value=dots[:60], param="dots")
        state = replace(asked(store, ("dots",)), present=False)
        key = f"{now}/{slug}.png?{state.key(view.reads)}&{dots}"

        def make() -> bytes:
            made = scene(view, state, house, present=False)
            shown = Show(state.lang, made.title, [made], now, today())
            return chromium.png(offline.card(shown), *SHARED, float(dots))

        return cached(key, now, lambda: Response(shelf.get(key, make), mimetype=_PNG))

    @routes.get("/decks")
    def _list() -> Response:
        lang = language()
        found = [
            {"deck": name, "title": decks.said(d.title, lang), "slides": len(d.slides)}
            | {form: f"/decks/{name}.{form}" for form in ("json", *whole.FORMS)}
            for name, d in decks.ready().items()
        ]
        return Response(orjson.dumps(found), mimetype=_JSON)

    @routes.get("/decks/<name>.<form>")
    def _ready(name: str, form: str) -> Response:
        found = decks.ready().get(name)
        if found is None:
            raise RefusedError(404, "export.no_deck", name[:60])
        if form == "json":
            return Response(decks.write(found), mimetype=_JSON)
        now, lang, house = version(warehouse), language(), _house(warehouse)
        key = f"{site()}/{now}/{today()}/decks/{name}.{form}?{lang}"
        return cached(key, now, lambda: _deck(shelf.get(key, lambda: _made(found, form, lang, house)), name, form))

    @routes.post("/decks/<name>.<form>")
    def _own(name: str, form: str) -> Response:
        lang = language()
        return _deck(_made(decks.read(request.get_data()), form, lang, _house(warehouse)), name, form)

    @routes.get("/report/<slug>.pdf")
    def _report(slug: str) -> Response:
        store = pinned(warehouse)
        page, state = _page(pages, slug, store)
        now, house, at = version(store), _house(store), page.at(state, store)
        key = f"{site()}/{now}/{today()}/{slug}.pdf?{state.key(PARAMS)}"

        def make() -> bytes:
            parts = [scene(views[v], state, house, present=False) for v in at.views]
            title = worded(f"page.{slug}.title", state)
            made = Show(state.lang, title, parts, store.opened().version, today(), site() + at.href(state))
            return chromium.pdf(offline.report(made, worded(f"page.{slug}.lead", state)))

        return cached(key, now, lambda: _file(shelf.get(key, make), f"{slug}.pdf", whole.FORMS["pdf"]))

    def _made(found: Deck, form: str, lang: str, house: House) -> bytes:
        if form not in whole.FORMS:
            raise RefusedError(404, "export.no_form", form[:60])
        return whole.made(form, shown(found, lang, house), house)

    def _house(store: Warehouse) -> House:
        return House(views, store, places(pages, site()))

    return routes


def _page(pages: Sequence[Page], slug: str, store: Warehouse) -> tuple[Page, State]:
    """The page of this name and the state of the address, which names what stands in the page's own path."""
    page = next((p for p in pages if p.slug == slug), None)
    state = asked(store, marts=page.coverage) if page else None
    if page is None or state is None or not all(getattr(state, name) for name in page.fields):
        raise RefusedError(404, "ui.error.not_found")
    return page, state


def refusing(routes: Blueprint) -> None:
    """What is wrong with an address or a deck, or lacking on this machine, is a sentence of these routes."""
    routes.register_error_handler(RefusedError, refused)

    @routes.errorhandler(DeckError)
    def _no_deck(error: DeckError) -> Response:
        return Response(orjson.dumps({"error": error.sentence(language())}), 400, mimetype=_JSON)

    @routes.errorhandler(chromium.ChromiumError)
    def _no_browser(error: chromium.ChromiumError) -> Response:
        missing = isinstance(error, chromium.MissingError)
        text = words.t("export.no_browser" if missing else "export.browser_failed", language())
        later = {} if missing else {"Retry-After": "30"}
        return Response(orjson.dumps({"error": text}), 503, later, mimetype=_JSON)


def shown(found: Deck, lang: str, house: House) -> Show:
    """A deck made ready as of today for whoever asks."""
    return show(found, lang, house, today(), f"{site()}/?lang={lang}")


def site() -> str:
    """Where links of what is handed out lead: SITE where an operator says so, else where the reader is."""
    return (os.environ.get("SITE") or request.url_root).rstrip("/")


def today() -> date:
    """The day that is written on what is handed out."""
    return datetime.now(UTC).date()


def language() -> str:
    """The language asked for; French where it is none of ours."""
    lang = request.args.get("lang", LANGS[0])
    return lang if lang in LANGS else LANGS[0]


def _deck(made: bytes, name: str, form: str) -> Response:
    return _file(made, f"{name}.{form}", whole.FORMS[form])


def _file(made: bytes, name: str, kind: str) -> Response:
    answer = Response(made, content_type=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=re.sub(r"[^\w.-]", "_", name))
    return answer
