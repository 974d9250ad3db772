"""Every indicator with its unit, formula, reference and SQL: the rows behind the methods page, for downloads."""

from __future__ import annotations

from dashboard.state import State
from dashboard.view import Rows, Table, View, named

SQL = """
select i.indicator, i.theme, i.unit, i.better, i.formula, i.reference, i.sql, i.reads,
    null::varchar as source, null::varchar as flag
from catalog.indicator i
left join catalog.theme t on t.theme = i.theme
order by t.number, i.indicator
"""


def draw(rows: Rows, state: State) -> Table:
    """One line an indicator: its name, unit and formula as the catalog writes it."""
    lang = state.lang
    lines = [[named("indicator", r["indicator"], lang), named("unit", r["unit"], lang), r["formula"]] for r in rows]
    return Table(("indicator", "unit", "formula"), lines, sortable=False)


VIEW = View("formula_list", SQL, draw, kind="table")
