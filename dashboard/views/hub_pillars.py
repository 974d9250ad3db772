"""The four pillars of the hub index by peer, as a heat table with each rank's interval and what is missing."""

from __future__ import annotations

import math

from dashboard import words
from dashboard.hub import PILLARS, SQL, Standing, standings, weights
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, View, capital, named


def draw(rows: Rows, state: State) -> Table:
    """A line a country that has an index, in the order of its rank under the reader's choices."""
    lines = [_line(s, state) for s in standings(rows, state)]
    columns = ("iso3", "rank_interval", "hub_index", *(f"pillar_{p}" for p in PILLARS))
    legend = [Cell(words.t("hub_pillars.legend", state.lang))]
    return Table(columns, lines, frozenset(columns[1:]), sortable=False, legend=legend, heads=_heads(state))


def _heads(state: State) -> dict[str, str]:
    """The pillars with what each weighs in the index under the reader's weights."""
    return {
        f"pillar_{p}": f"{words.t(f'column.pillar_{p}', state.lang)} {words.share(weight, state.lang)}"
        for p, weight in zip(PILLARS, weights(state), strict=True)
    }


def _line(s: Standing, state: State) -> list[Cell]:
    lang, strong = state.lang, s.iso3 == state.country
    span = f"{s.low}–{s.high}" if s.low != s.high else str(s.low)
    return [
        Cell(capital(named("country", s.iso3, lang)), f"country={s.iso3}", strong=strong),
        Cell(span, strong=strong),
        Cell(words.number(s.index, lang, 2), strong=strong),
        *(_pillar(s.pillars[p], s.coverage[p], lang) for p in PILLARS),
    ]


def _pillar(value: float, coverage: float, lang: str) -> Cell:
    """A pillar from 0 to 1; where it was computed without some of its indicators, the cell says how many it has."""
    if math.isnan(value):
        return Cell(words.t("ui.no_value", lang), mark="hatched")
    note = words.t("hub_pillars.coverage", lang).format(words.share(coverage, lang)) if coverage < 1 else ""
    star = "\u2009*" if coverage < 1 else ""
    return Cell(words.number(value, lang, 2) + star, tone=0.85 * value, note=note)


VIEW = View(
    "hub_pillars",
    SQL,
    draw,
    kind="table",
    params=("country", "weights", "normalisation", "aggregation"),
    empty="view.hub_index.empty",
    indicator="hub_index",
)
