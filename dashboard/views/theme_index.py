"""The ten themes of the congress: the question of each, one figure towards its answer, and the way to its page."""

from __future__ import annotations

from dashboard import words
from dashboard.state import State
from dashboard.theme_figure import SQL, about, value
from dashboard.view import Card, Rows, View, capital, named
from dashboard.warehouse import Row


def draw(rows: Rows, state: State) -> list[Card]:
    """Ten cards in the order of the communiqué."""
    lang = state.lang
    return [
        Card(
            label=words.t(f"theme.{r['theme']}", lang),
            value=words.t(f"theme.{r['theme']}.question", lang),
            change=_figure(r, lang) if r["value"] is not None else "",
            note=words.t("theme.index.count", lang).format(words.number(r["indicators"], lang)),
            symbol=str(r["number"]),
            href=f"/themes/{r['theme']}",
        )
        for r in rows
    ]


def _figure(r: Row, lang: str) -> str:
    name = capital(named("indicator", r["indicator"], lang))
    where = words.DOT.join(about(r, lang))
    return words.t("theme.index.figure", lang).format(name=name, value=value(r, lang), about=where)


VIEW = View("theme_index", SQL, draw, kind="cards")
