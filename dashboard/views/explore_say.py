"""The indicator of the explorer in a sentence: its value for the chosen country or metal, and what it was before."""

from __future__ import annotations

from dataclasses import replace

from dashboard.answer import answer
from dashboard.series import view
from dashboard.state import State
from dashboard.warehouse import Warehouse


def _all_years(state: State, _: Warehouse) -> State:
    """The sentence compares years, whatever the form and the period of the figure."""
    return replace(state, form="line", start=None, end=None)


VIEW = view("explore_say", answer, kind="sentence", settle=_all_years)
