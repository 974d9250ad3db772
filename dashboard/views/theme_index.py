"""The ten themes of the congress: the question of each, how many indicators answer it, and the way to its page."""

from __future__ import annotations

from dashboard import words
from dashboard.state import State
from dashboard.view import Card, Rows, View

SQL = """
select t.number, t.theme, count(i.indicator) as indicators, null::varchar as unit, null::varchar as source,
    null::varchar as flag
from catalog.theme t
left join catalog.indicator i on i.theme = t.theme
group by t.number, t.theme
order by t.number
"""


def draw(rows: Rows, state: State) -> list[Card]:
    """Ten cards in the order of the communiqué."""
    lang = state.lang
    return [
        Card(
            label=words.t(f"theme.{r['theme']}", lang),
            value=words.t(f"theme.{r['theme']}.question", lang),
            note=words.t("theme.index.count", lang).format(words.number(r["indicators"], lang)),
            symbol=str(r["number"]),
            href=f"/themes/{r['theme']}",
        )
        for r in rows
    ]


VIEW = View("theme_index", SQL, draw, kind="cards")
