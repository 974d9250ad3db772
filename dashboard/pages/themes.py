"""The congress's ten themes: an index, and one page a theme, all of one shape, made from the catalog."""

from __future__ import annotations

from dashboard.page import Page, Panel, Section
from dashboard.state import State
from dashboard.theme import PLACES, SPOKEN, placed
from dashboard.warehouse import Warehouse

_EACH = ("theme_say", "theme_line", "theme_about")


def _without(state: State, warehouse: Warehouse) -> set[str]:
    """The places that a theme of fewer indicators leaves empty, and its list of others where there are none."""
    count = len(placed(state, warehouse))
    out = {f"{view}_{n}" for view in _EACH for n in range(count + 1, PLACES + 1)}
    every = warehouse.once("select indicator from catalog.indicator where theme = $theme", {"theme": state.theme})
    return out if len(every) > count else out | {"theme_others"}


PAGES = (
    Page("themes", "/themes", number=4, sections=(Section(panels=(Panel("theme_index"),)),)),
    Page(
        "theme",
        "/themes/<theme>",
        number=None,
        controls=("metal", "country", "countries", "metals"),
        sections=(
            Section(panels=tuple(Panel(f"theme_say_{n}") for n in range(1, SPOKEN + 1))),
            Section(
                "ui.evidence",
                panels=tuple(
                    panel
                    for n in range(1, PLACES + 1)
                    for panel in (Panel(f"theme_line_{n}", 7), Panel(f"theme_about_{n}", 5))
                ),
            ),
            Section("page.theme.others", panels=(Panel("theme_others"),)),
            Section("page.theme.limits", panels=(Panel("theme_limits"),)),
        ),
        without=_without,
    ),
)
