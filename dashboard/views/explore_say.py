"""The indicator of the explorer in a sentence: its value for the chosen country or metal, and what it was before."""

from __future__ import annotations

from dataclasses import replace

from dashboard import words
from dashboard.answer import answer
from dashboard.series import view
from dashboard.state import State
from dashboard.view import Rows, named
from dashboard.warehouse import Warehouse


def _all_years(state: State, _: Warehouse) -> State:
    """The sentence compares years, whatever the form and the period of the figure."""
    return replace(state, form="line", start=None, end=None)


def draw(rows: Rows, state: State) -> list[str]:
    """The value; then, where the chosen stage has none, which stage the figure shows instead."""
    said, shown = answer(rows, state), {r["stage"] for r in rows if r["metal"] == state.metal}
    if len(shown) == 1 and not shown & {state.stage, "all"}:
        wanted, other = (named("stage", s, state.lang) for s in (state.stage, shown.pop()))
        said.append(words.t("explore.other_stage", state.lang).format(wanted=wanted, shown=other))
    return said


VIEW = view("explore_say", draw, kind="sentence", settle=_all_years)
