"""Where the chosen country stands in the hub index, in sentences that the rank intervals allow."""

from __future__ import annotations

from dashboard import words
from dashboard.hub import SQL, Standing, chosen, standings
from dashboard.narrative import sentence
from dashboard.narrative.grammar import fill
from dashboard.state import State
from dashboard.view import Rows, View, worded


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
    """Countries whose interval lies wholly before or after the country's own."""
    ahead = sum(s.high < own.low for s in others)
    behind = sum(s.low > own.high for s in others)
    left = len(others) - ahead - behind
    values = {name: words.number(n, state.lang) for name, n in (("ahead", ahead), ("behind", behind), ("open", left))}
    kind = "many" if left > 1 else "one" if left else "none"
    return fill(words.t(f"hub_rank.settled.{kind}", state.lang), values, {"ahead": ahead != 1})


VIEW = View(
    "hub_rank",
    SQL,
    draw,
    kind="sentence",
    params=("country", "weights", "normalisation", "aggregation"),
    empty="view.hub_index.empty",
    indicator="hub_index",
)
