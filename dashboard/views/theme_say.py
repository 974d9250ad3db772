"""The answer to a theme's question: its first indicators in a sentence each, for the chosen country and metal."""

from __future__ import annotations

from dashboard.answer import answer
from dashboard.series import SQL
from dashboard.theme import SPOKEN, at
from dashboard.view import View

VIEWS = tuple(
    View(f"theme_say_{n}", SQL, answer, kind="sentence", params=("theme",), empty="theme.line.empty", settle=at(n))
    for n in range(1, SPOKEN + 1)
)
