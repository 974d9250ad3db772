"""The congress's themes as the warehouse has them: which indicator stands where on a theme's page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dashboard.series import valued
from dashboard.state import State
from dashboard.warehouse import Warehouse

# Places on a theme's page, and how many of them also speak at its head.
PLACES, SPOKEN = 6, 3

_PLACED = """
select indicator from catalog.indicator where theme = $theme and place is not null order by place, indicator
"""


def placed(state: State, warehouse: Warehouse) -> list[str]:
    """The indicators of the state's theme that have a place on its page, in their order.

    One without a value anywhere, its source being absent, is only listed with the others; but a theme keeps as many as
    speak at its head.
    """
    wanted = [r["indicator"] for r in warehouse.once(_PLACED, {"theme": state.theme})]
    drawn = [i for i in wanted if valued(i, warehouse)]
    return drawn + [i for i in wanted if i not in drawn][: max(0, SPOKEN - len(drawn))]


def at(place: int) -> Callable[[State, Warehouse], State]:
    """What settles the state of the view at a place: the indicator that stands there, as lines over all years.

    A stage that the address does not name is left open: each indicator takes the one it has most values for.
    """

    def settle(state: State, warehouse: Warehouse) -> State:
        found = placed(state, warehouse)
        stage = "" if "stage" in state.implied else state.stage
        indicator = found[place - 1] if place <= len(found) else state.indicator
        return replace(state, indicator=indicator, stage=stage, form="line", scale="linear", start=None, end=None,
                       year=None)  # fmt: skip

    return settle
