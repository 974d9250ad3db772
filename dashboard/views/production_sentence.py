"""Where the chosen country stands in the output of a metal, as a sentence."""

from __future__ import annotations

from dashboard.narrative import sentence
from dashboard.state import State
from dashboard.view import Rows, View, named
from dashboard.views.top_producers import SQL


def draw(rows: Rows, state: State) -> str:
    """Quantity, share and rank of the country in the year, or that no source gives its output."""
    own = next((r for r in rows if r["iso3"] == state.country), None)
    facts = own or rows[0] | {"quantity_t": None, "share": None, "rank": None, "flag": None}
    return sentence(
        "production",
        state.lang,
        country=state.country,
        metal=state.metal,
        **{k: facts[k] for k in ("stage", "year", "quantity_t", "share", "rank", "basis", "flag")},
        source=f"{named('source', facts['source'], state.lang)} {facts['vintage']}",
    )


VIEW = View("production_sentence", SQL, draw, kind="sentence", params=("country",))
