"""The overview: where the chosen country stands from mine to product, theme by theme, then one metal in the world."""

from __future__ import annotations

from dashboard.page import Page, Panel, Section

PAGE = Page(
    "overview",
    "/",
    number=1,
    controls=("metal", "stage", "year", "country", "measure"),
    sections=(
        Section(panels=(Panel("headlines"), Panel("ties"), Panel("follows"), Panel("key_figures"))),
        Section(panels=(Panel("metal_matrix"), Panel("theme_strip"))),
        Section(
            "page.overview.metal",
            panels=(
                Panel("production_sentence"),
                Panel("production_map", 7),
                Panel("top_producers", 5),
                Panel("production_line", 6),
                Panel("flow_sankey", 6),
                Panel("producers_table"),
            ),
        ),
        Section(panels=(Panel("freshness"),)),
    ),
)
