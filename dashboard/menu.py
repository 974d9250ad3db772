"""The menu of a figure: its rows in every format, its picture, a slide, its address, a table, its lineage.

Links carry the state: assets/screen.js writes that of the moment into those with `data-view`. What a browser makes by
itself (pictures, the clipboard) are buttons, which assets/figure-menu.js answers to.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dashboard import words
from dashboard.state import State
from dashboard.tag import tag
from dashboard.view import View, title

_ROWS = ("csv", "xlsx", "parquet", "json", "zip")
_DOTS = (1, 2, 3, 4)  # of a PNG, a CSS pixel


def menu(view: View, state: State) -> Any:
    """A closed menu; without pictures where the view is no figure."""
    lang = state.lang
    summary = tag.Summary(words.t("export.menu", lang), title=title(view.slug, state))
    groups = [_group("export.menu.rows", _rows(view, state), lang)]
    if view.kind == "figure":
        groups.append(_group("export.menu.picture", _pictures(lang), lang))
    groups.append(_group("ui.share_link", _shared(view, state), lang))
    more = [
        adder(view, lang, words.t("ui.present.add", lang)),
        _link(f"/data/{view.slug}.html", words.t("ui.as_table", lang), view, state),
        *_lineage(view, state),
        *_changes(view, state),
    ]
    return tag.Details([summary, tag.Div([*groups, tag.Div(more, className="more")])], className="menu",
                       **{"data-slug": view.slug, "data-copied": words.t("ui.copied", lang)})  # fmt: skip


def adder(view: View, lang: str, text: str) -> Any:
    """The button that adds a view to the reader's presentation: assets/deck.js answers to it."""
    says = words.t("ui.present.add", lang)
    return tag.Button(text, type="button", title=says, className="add", **{
        "data-add": view.slug, "aria-label": says,
        "data-added": words.t("page.presentation.added", lang), "data-full": words.t("page.presentation.full", lang),
    })  # fmt: skip


def _group(heading: str, items: list[Any], lang: str) -> Any:
    return tag.Div([tag.Span(words.t(heading, lang), className="heading"), tag.Div(items, className="choices")])


def _link(path: str, text: str, view: View, state: State, **attributes: Any) -> Any:
    query = urlencode(state.given((*view.reads, "v")) | {"lang": state.lang})
    return tag.A(text, href=f"{path}?{query}", **{"data-view": view.slug}, **attributes)


def _rows(view: View, state: State) -> list[Any]:
    lang = state.lang
    links = [
        _link(f"/data/{view.slug}.{f}", f.upper(), view, state, title=words.t(f"ui.download.{f}", lang)) for f in _ROWS
    ]
    french = _link(f"/data/{view.slug}.csv", "CSV ;", view, state,
                   **{"data-locale": "fr", "title": words.t("ui.download.csv_fr", lang)})  # fmt: skip
    return [links[0], french, *links[1:]]


def _pictures(lang: str) -> list[Any]:
    pngs = [_button(f"PNG {n}×", "png", words.t("ui.download.png", lang), dots=n) for n in _DOTS]
    return [*pngs, _button("SVG", "svg", words.t("ui.download.svg", lang)),
            _button(words.t("ui.copy", lang), "copy", words.t("ui.copy.image", lang))]  # fmt: skip


def _shared(view: View, state: State) -> list[Any]:
    lang = state.lang
    return [
        _button(words.t("ui.copy.link", lang), "link", words.t("ui.copy.link", lang)),
        _button(words.t("ui.embed", lang), "embed", words.t("export.menu.embed", lang)),
        _link(f"/slide/{view.slug}.pptx", "PPTX", view, state, title=words.t("ui.download.pptx", lang)),
    ]


def _button(text: str, makes: str, says: str, dots: int = 1) -> Any:
    return tag.Button(text, type="button", title=says, **{"data-make": makes, "data-dots": dots})


def _changes(view: View, state: State) -> list[Any]:
    """On a page of an earlier data version: the way to what has changed in the view since."""
    if not state.v:
        return []
    query = urlencode(state.given(view.reads) | {"lang": state.lang, "since": state.v, "of": view.slug})
    return [tag.A(words.t("page.changes.title", state.lang), href=f"/changes?{query}")]


def _lineage(view: View, state: State) -> list[Any]:
    """The way to where the view's numbers come from, or to how they are made.

    `data-lineage`: the browser writes the indicator of the moment.
    """
    slug = view.indicator or (state.indicator if "indicator" in view.reads else "")
    if not slug:
        return [_link(f"/method/{view.slug}", words.t("ui.method", state.lang), view, state)]
    follows = {} if view.indicator or view.settle else {"data-lineage": ""}
    return [_link(f"/lineage/{slug}", words.t("ui.lineage", state.lang), view, state, **follows)]
