"""The regional hub: the index with its doubt, the reader's own weights, the bridge, the sites and what is announced."""

from __future__ import annotations

from dashboard.page import Page, Panel, Section

PAGE = Page(
    "hub",
    "/hub",
    number=2,
    controls=("country",),
    sections=(
        Section(panels=(Panel("hub_rank"),)),
        Section(
            "page.hub.index",
            panels=(Panel("hub_index", 6), Panel("hub_pillars", 6)),
            controls=("weights", "normalisation", "aggregation"),
        ),
        Section("page.hub.doubt", panels=(Panel("hub_ahead", 6), Panel("hub_choices", 6))),
        Section("page.hub.peers", panels=(Panel("hub_peers"),), controls=("countries",)),
        Section("page.hub.bridge", panels=(Panel("hub_bridge_answer"), Panel("hub_bridge"))),
        Section(
            "page.hub.sites",
            panels=(Panel("hub_sites", 7), Panel("hub_sites_metals", 5), Panel("hub_sites_table")),
            controls=("kind", "metals"),
        ),
        Section("page.hub.projects", panels=(Panel("hub_projects"), Panel("hub_projects_table"))),
    ),
)
