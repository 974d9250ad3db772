"""The other indicators of a theme, in a line each, with the way to the explorer."""

from __future__ import annotations

from dashboard import words
from dashboard.definition import formula
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, View, capital, named

SQL = """
select i.theme, i.indicator, i.formula, i.reference, null::varchar as unit, null::varchar as source,
    null::varchar as flag
from catalog.indicator i
where i.theme = $theme and i.place is null
order by i.indicator
"""


def draw(rows: Rows, state: State) -> Table:
    """Name (a link), what it measures, its formula."""
    lang = state.lang
    query = state.query(("metal", "country", "lang", "look"))
    lines: list[list[Cell | str]] = [
        [
            Cell(
                capital(named("indicator", r["indicator"], lang)), href=f"/explorer?indicator={r['indicator']}&{query}"
            ),
            words.t(f"indicator.{r['indicator']}.short", lang),
            formula(r["indicator"], lang),
        ]
        for r in rows
    ]
    return Table(("indicator", "said", "formula"), lines, sortable=False)


VIEW = View("theme_others", SQL, draw, kind="table", params=("metal", "country"))
