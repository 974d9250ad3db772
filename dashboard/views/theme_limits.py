"""What the figures of a theme do not say."""

from __future__ import annotations

from dashboard import words
from dashboard.state import State
from dashboard.view import Rows, View

SQL = """
select theme, null::varchar as unit, null::varchar as source, null::varchar as flag
from catalog.theme
where theme = $theme
"""


def draw(rows: Rows, state: State) -> str:
    """The theme's own words on its limits."""
    return words.t(f"theme.{rows[0]['theme']}.limits", state.lang)


VIEW = View("theme_limits", SQL, draw, kind="sentence")
