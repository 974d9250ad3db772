"""Resilience: what happens when a supplier stops, who can step in, and what follows from it."""

from __future__ import annotations

from dashboard.page import Page, Panel, Section

PAGE = Page(
    "resilience",
    "/resilience",
    number=6,
    controls=("scenario", "stop", "metal", "stage", "year", "loss", "spare", "feed", "country", "measure"),
    coverage=("flow",),
    sections=(
        Section(panels=(Panel("shock_answer"),)),
        Section("page.resilience.hit", panels=(Panel("shock_map", 6), Panel("shock_hit", 6))),
        Section("page.resilience.replace", panels=(Panel("shock_substitutes", 6), Panel("shock_hhi", 6))),
        Section("page.resilience.follows", panels=(Panel("shock_cascade"),), controls=("step",)),
        Section("page.resilience.assumptions", panels=(Panel("shock_assumptions"),)),
    ),
)
