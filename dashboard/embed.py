"""/embed/<view>: one view without controls, for an iframe on another site that the deployment allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response
from markupsafe import Markup

from dashboard import look, words
from dashboard.address import RefusedError, asked, known, pinned, refused
from dashboard.export import markup
from dashboard.export.scene import House, Scene, scene
from dashboard.page import Page
from dashboard.pin import shown_version
from dashboard.place import places
from dashboard.static import asset
from dashboard.view import figure_url
from dashboard.warehouse import Warehouse

_STYLES = ("fonts/fonts.css", "tokens.css", "marks.css", "embed.css")
_SCRIPTS = ("plotly/plotly.min.js", "narrow.js", "embed.js")
_ROWS = 50


def embed_addresses(
    pages: Sequence[Page], views: Mapping[str, Any], warehouse: Warehouse, version: Callable[[Warehouse], str]
) -> Blueprint:
    """The route. Who may frame it is the setting EMBED_ANCESTORS, which the security headers apply."""
    routes = Blueprint("embed", __name__)
    routes.register_error_handler(RefusedError, refused)

    @routes.get("/embed/<slug>")
    def _embed(slug: str) -> Response:
        view, store = known(views, slug), pinned(warehouse)
        state = asked(store)
        made = scene(view, state, House(views, store, places(pages, "")), present=state.present)
        made = replace(made, credit=" · ".join(t for t in (made.credit, shown_version(state, store)) if t))
        url = figure_url(view, view.settled(state, store), version(store)) if made.kind == "figure" else ""
        return Response(_page(made, state.look, url), mimetype="text/html")

    return routes


def _page(made: Scene, shade: str, url: str) -> str:
    """The page: everything but a figure is in it; a figure is fetched by the one script."""
    lang = made.state.lang
    styles = Markup("").join(Markup('<link rel="stylesheet" href="{}">').format(asset(s)) for s in _STYLES)
    scripts = Markup("").join(Markup('<script src="{}" defer></script>').format(asset(s)) for s in _SCRIPTS)
    return Markup(
        '<!doctype html><html lang="{}" dir="{}" data-look="{}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><link rel="icon" href="{}"><title>{}</title>{}</head><body '
        'data-figure="{}" data-locale="{}" data-boundaries="{}">'
        '<main class="{}"><h1>{}</h1><p class="subtitle">{}</p><div class="body">{}</div>'
        '<p class="credit">{} · <a href="{}" target="_blank" rel="noopener">{}</a></p></main>{}</body></html>'
    ).format(
        lang,
        words.direction(lang),
        shade,
        asset("icon.svg"),
        made.title,
        styles,
        url,
        {"ar": "ar-MA"}.get(lang, lang),
        look.topojson(),
        made.kind,
        made.title,
        made.subtitle,
        markup.body(made, 1, _ROWS),
        made.credit,
        made.link,
        words.t("ui.title", lang),
        scripts if url else "",
    )
