"""What the explorer's indicator is: definition, formula, reference and limits."""

from __future__ import annotations

from dashboard.definition import SQL, table
from dashboard.state import State
from dashboard.view import Rows, Table, View


def draw(rows: Rows, state: State) -> Table:
    """The aspects of the indicator; the explorer needs no link to itself."""
    return table(rows, state, link=False)


VIEW = View("explore_about", SQL, draw, kind="table")
