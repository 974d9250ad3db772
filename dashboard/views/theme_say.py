"""The answer to a theme's question: its first indicators in a sentence each, for the chosen country and metal."""

from __future__ import annotations

from dashboard.answer import answer
from dashboard.series import view
from dashboard.theme import SPOKEN, at

VIEWS = tuple(
    view(f"theme_say_{n}", answer, kind="sentence", params=("theme",), settle=at(n)) for n in range(1, SPOKEN + 1)
)
