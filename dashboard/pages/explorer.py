"""The explorer: any indicator over countries, metals and years, in the form and on the scale of one's choice."""

from __future__ import annotations

from dashboard.page import Page, Panel, Section

PAGE = Page(
    "explorer",
    "/explorer",
    number=7,
    controls=("indicator", "metal", "stage", "country", "countries", "metals", "year"),
    sections=(
        Section(panels=(Panel("explore_say"),)),
        Section(
            controls=("form", "scale", "start", "end"),
            panels=(
                Panel("explore_figure"),
                Panel("explore_rows"),
                Panel("explore_about", 7),
                Panel("explore_files", 5),
            ),
        ),
    ),
)
