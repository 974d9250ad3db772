"""Africa–Europe flows: who supplies whom with one metal at one stage, on the map, as a Sankey, in tables, over time."""

from __future__ import annotations

from dashboard.page import Page, Panel, Section

PAGE = Page(
    "flows",
    "/flows",
    number=3,
    controls=("metal", "stage", "year", "sellers", "buyers", "country", "measure", "years"),
    coverage=("flow",),
    sections=(
        Section(panels=(Panel("flow_answer"),)),
        Section(panels=(Panel("flow_map", 6), Panel("flow_blocs", 6))),
        Section("page.flows.partners", panels=(Panel("partner_imports", 6), Panel("partner_exports", 6))),
        Section("page.flows.depends", panels=(Panel("dependence_matrix"),)),
        Section("page.flows.over", panels=(Panel("europe_line", 6), Panel("flow_years", 6))),
        Section("page.flows.mirror", panels=(Panel("mirror_gap"),)),
        Section("page.flows.limits", panels=(Panel("flow_notes"), Panel("flow_limits"), Panel("flow_apart"))),
    ),
)
