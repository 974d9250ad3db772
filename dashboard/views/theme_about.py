"""Beside each figure of a theme: definition, formula, reference and limits of its indicator."""

from __future__ import annotations

from dashboard.definition import SQL, table
from dashboard.theme import PLACES, at
from dashboard.view import View

VIEWS = tuple(
    View(f"theme_about_{n}", SQL, table, kind="table", params=("theme", "country", "countries", "metals"), settle=at(n))
    for n in range(1, PLACES + 1)
)
