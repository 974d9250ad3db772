"""Any indicator as lines, bars, a map or small multiples; on a linear, logarithmic or relative scale."""

from __future__ import annotations

from dashboard.indicator import draw
from dashboard.look import Figure
from dashboard.series import view
from dashboard.state import State
from dashboard.view import Rows

HEIGHT = 540


def _draw(rows: Rows, state: State) -> Figure:
    return draw(rows, state, HEIGHT)


VIEW = view("explore_figure", _draw, params=("scale",), height=HEIGHT)
