"""The congress's ten themes, each with one figure for the chosen country or metal, and the way to the theme's page."""

from __future__ import annotations

from dashboard import words
from dashboard.state import State
from dashboard.theme_figure import SQL, about, value
from dashboard.view import Card, Rows, View, capital, lineage_url, named
from dashboard.warehouse import Row


def draw(rows: Rows, state: State) -> list[Card]:
    """Ten cards in the themes' order; one without a figure says so."""
    return [_card(r, state) for r in rows]


def _card(r: Row, state: State) -> Card:
    lang = state.lang
    known = r["value"] is not None
    return Card(
        label=words.t(f"theme.{r['theme']}.short", lang),
        value=value(r, lang) if known else words.t("ui.no_value", lang),
        note=_note(r, lang) if known else words.t("theme_strip.none", lang),
        symbol=str(r["number"]),
        href=f"/themes/{r['theme']}",
        traced=lineage_url(r["indicator"], state, r) if known else "",
    )


def _note(r: Row, lang: str) -> str:
    return capital(words.DOT.join([named("indicator", r["indicator"], lang), *about(r, lang)]))


VIEW = View("theme_strip", SQL, draw, kind="cards")
