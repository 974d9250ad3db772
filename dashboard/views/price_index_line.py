"""Yearly prices of several metals as indices, 2015 = 100: the chosen metal beside others."""

from __future__ import annotations

from dataclasses import replace

from dashboard.indicator import draw
from dashboard.look import Figure
from dashboard.series import view
from dashboard.state import State
from dashboard.view import Rows
from dashboard.warehouse import Warehouse

HEIGHT = 380


def _index(state: State, _: Warehouse) -> State:
    """The price index as lines, since 2000 unless the address says otherwise."""
    stage = "" if "stage" in state.implied else state.stage
    return replace(state, indicator="price_index", form="line", stage=stage, year=None, start=state.start or 2000)


def _draw(rows: Rows, state: State) -> Figure:
    return draw(rows, state, HEIGHT)


VIEW = view("price_index_line", _draw, params=("scale",), height=HEIGHT, empty="price.none", settle=_index)
