"""Where the chosen country stands in the hub index, in sentences that the rank intervals allow."""

from __future__ import annotations

from dashboard import words
from dashboard.hub import SQL, Standing, chosen, standings
from dashboard.narrative import sentence
from dashboard.narrative.grammar import fill, join_names
from dashboard.state import State
from dashboard.view import Rows, View, worded

NAMED = 4  # countries on one side of the chosen one that are named


def draw(rows: Rows, state: State) -> list[str]:
    """The interval, with how many countries the order is settled, and whether the weights are the reader's own."""
    found = standings(rows, state)
    year = rows[0]["year"]
    own = next((s for s in found if s.iso3 == state.country), None)
    if state.country not in {r["iso3"] for r in rows}:
        return [worded("hub_rank.no_peer", state)]
    if own is None:
        return [sentence("hub_rank", state.lang, country=state.country, year=year, rank_low=None)]
    others = [s for s in found if s is not own]
    said = sentence(
        "hub_rank",
        state.lang,
        country=own.iso3,
        year=year,
        rank_low=own.low,
        rank_high=own.high,
        overlaps=any(own.overlaps(s) for s in others),
        count=len(found),
    )
    own_choice = [words.t("hub_rank.chosen", state.lang)] if chosen(state) else []
    return [said, _settled(own, others, state), *own_choice]


def _settled(own: Standing, others: list[Standing], state: State) -> str:
    """Countries whose interval lies wholly before or after the country's own; a few by name."""
    ahead = [s for s in others if s.high < own.low]
    behind = [s for s in others if s.low > own.high]
    counted = {"ahead": len(ahead), "behind": len(behind), "open": len(others) - len(ahead) - len(behind)}
    values = {name: words.number(n, state.lang) for name, n in counted.items()}
    values |= {"ahead_names": _names(ahead, state.lang), "behind_names": _names(behind, state.lang)}
    kind = "many" if counted["open"] > 1 else "one" if counted["open"] else "none"
    return fill(words.t(f"hub_rank.settled.{kind}", state.lang), values, {"ahead": len(ahead) != 1})


def _names(found: list[Standing], lang: str) -> str:
    """The countries between brackets, where they are few enough to be read in a sentence."""
    return f" ({join_names([s.iso3 for s in found], lang)})" if 0 < len(found) <= NAMED else ""


VIEW = View(
    "hub_rank",
    SQL,
    draw,
    kind="sentence",
    params=("country", "weights", "normalisation", "aggregation"),
    empty="view.hub_index.empty",
    indicator="hub_index",
)
