"""The other indicators of a theme, in a line each, with the way to the explorer."""

from __future__ import annotations

from dashboard import words
from dashboard.definition import formula
from dashboard.series import valued
from dashboard.state import State
from dashboard.theme import placed
from dashboard.view import Cell, Rows, Table, View, capital, named
from dashboard.warehouse import Row, Warehouse

SQL = """
select i.theme, i.indicator, i.formula, i.reference,
    not list_contains($chosen_silent::varchar[], i.indicator) as valued,
    null::varchar as unit, null::varchar as source, null::varchar as flag
from catalog.indicator i
where i.theme = $theme and not list_contains($chosen_placed::varchar[], i.indicator)
order by valued desc, i.indicator
"""
_THEME = "select indicator from catalog.indicator where theme = $theme"


def _choose(state: State, warehouse: Warehouse) -> dict[str, list[str]]:
    """What has a place above, and what has no value anywhere yet."""
    theme = [r["indicator"] for r in warehouse.once(_THEME, {"theme": state.theme})]
    return {"chosen_placed": placed(state, warehouse), "chosen_silent": [i for i in theme if not valued(i, warehouse)]}


def draw(rows: Rows, state: State) -> Table:
    """Name (a link where there is something to see), what it measures, its formula."""
    lang = state.lang
    query = state.query(("metal", "country", "lang", "look"))
    lines: list[list[Cell | str]] = [
        [
            Cell(
                capital(named("indicator", r["indicator"], lang)),
                href=f"/explorer?indicator={r['indicator']}&{query}" if r["valued"] else "",
            ),
            _said(r, lang),
            formula(r["indicator"], lang),
        ]
        for r in rows
    ]
    return Table(("indicator", "said", "formula"), lines, sortable=False)


def _said(r: Row, lang: str) -> str:
    said = words.t(f"indicator.{r['indicator']}.short", lang)
    return said if r["valued"] else f"{said} {words.t('theme.others.silent', lang)}"


VIEW = View("theme_others", SQL, draw, kind="table", params=("metal", "country"), choose=_choose)
