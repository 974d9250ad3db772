"""The indicators of a theme, one figure a place: the country and its peers, or the metals, over the years."""

from __future__ import annotations

from dashboard.indicator import draw
from dashboard.look import Figure
from dashboard.series import view
from dashboard.state import State
from dashboard.theme import PLACES, at
from dashboard.view import Rows

HEIGHT = 360


def _draw(rows: Rows, state: State) -> Figure:
    return draw(rows, state, HEIGHT)


VIEWS = tuple(
    view(f"theme_line_{n}", _draw, params=("theme",), height=HEIGHT, settle=at(n)) for n in range(1, PLACES + 1)
)
