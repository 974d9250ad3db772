"""The stage as pages of this site: slides with their data in them, scripts and styles from our addresses.

/stage?deck=hub shows a ready deck; /stage alone waits for the one that the reader's browser holds and sends it here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson
from flask import Blueprint, Response, request
from markupsafe import Markup

from dashboard import deck as decks
from dashboard import look, words
from dashboard.address import RefusedError, Shelf, cached
from dashboard.export import markup
from dashboard.export.scene import House, Show, outline
from dashboard.page import Page
from dashboard.place import places
from dashboard.slide_address import language, refusing, shown, site, today
from dashboard.static import asset
from dashboard.warehouse import Warehouse

_STYLES = ("fonts/fonts.css", "tokens.css", "marks.css", "stage/stage.css")
_SCRIPTS = ("plotly/plotly.min.js", "stage/speaker.js", "stage/stage.js")
_WAITING = (*_SCRIPTS, "deck-link.js", "stage/live.js")


def stage_addresses(
    pages: Sequence[Page], views: Mapping[str, Any], warehouse: Warehouse, version: Callable[[Warehouse], str]
) -> Blueprint:
    """/stage, and /deck: what the page of the deck says of each slide."""
    routes = Blueprint("stage", __name__)
    shelf = Shelf(16 << 20)
    refusing(routes)

    @routes.post("/deck")
    def _outline() -> Response:
        found, lang, house = decks.read(request.get_data()), language(), _house()
        slides = [outline(s, i + 1, lang, house) for i, s in enumerate(found.slides)]
        answer = {"deck": orjson.loads(decks.write(found)), "slides": slides}
        return Response(orjson.dumps(answer), mimetype="application/json")

    @routes.get("/stage")
    def _stage() -> Response:
        name, lang = request.args.get("deck", ""), language()
        if not name:
            return Response(empty(lang), mimetype="text/html")
        found = decks.ready().get(name)
        if found is None:
            raise RefusedError(404, "export.no_deck", name[:60])
        key = f"{site()}/{version(warehouse)}/{today()}/stage/{name}?{lang}"

        def make() -> bytes:
            return stage(shown(found, lang, _house())).encode()

        return cached(key, "", lambda: Response(shelf.get(key, make), mimetype="text/html"))

    @routes.post("/stage")
    def _own() -> Response:
        made = shown(decks.read(request.get_data()), language(), _house())
        return Response(stage(made), mimetype="text/html")

    def _house() -> House:
        return House(views, warehouse, places(pages, site()))

    return routes


def stage(show: Show) -> str:
    """The slides of a show, one at a time."""
    data = markup.stage(show) | {"boundaries": look.topojson()}
    held = Markup('<script type="application/json" id="data">{}</script>').format(markup.script_json(data))
    return _page(show.lang, show.title, markup.slides(show) + held, _SCRIPTS)


def empty(lang: str) -> str:
    """A stage without slides, and what it says where the browser holds none."""
    title = words.t("page.presentation.title", lang)
    problem = Markup(
        '<main class="problem" role="alert" hidden data-empty="{}" data-failed="{}"><p></p>'
        '<a href="/presentation?lang={}">{}</a></main>'
    ).format(words.t("ui.deck.empty", lang), words.t("ui.error.offline", lang), lang, title)
    return _page(lang, title, problem, _WAITING)


def _page(lang: str, title: str, inside: Markup, scripts: tuple[str, ...]) -> str:
    styles = Markup("").join(Markup('<link rel="stylesheet" href="{}">').format(asset(s)) for s in _STYLES)
    loaded = Markup("").join(Markup('<script src="{}"></script>').format(asset(s)) for s in scripts)
    return Markup(
        '<!doctype html><html lang="{}" dir="{}" class="deck"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>{}</title>'
        '<link rel="icon" href="{}" type="image/svg+xml">{}</head><body>{}{}</body></html>'
    ).format(lang, words.direction(lang), title, asset("icon.svg"), styles, inside, loaded)
