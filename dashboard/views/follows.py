"""What follows for others if the chosen country stopped selling what it sells most of: the simulator's first answer."""

from __future__ import annotations

from dataclasses import replace

from dashboard import words
from dashboard.shock import view
from dashboard.state import State
from dashboard.view import Rows
from dashboard.views import shock_answer
from dashboard.views.headlines import credit
from dashboard.warehouse import Warehouse

# The stage that the country sells for most in the latest year, of series whole and held by no other material.
_SOLD = """
select p.metal, p.stage
from marts.pair p
join marts.series s on s.metal = p.metal and s.stage = p.stage and s.year = p.year
where p.exporter_iso3 = $country and not s.partial and not s.shared
    and p.year = (select max(year) from marts.series where loaded > 0)
group by p.metal, p.stage
order by sum(p.value_usd) desc, p.metal, p.stage
limit 1
"""


def settle(state: State, warehouse: Warehouse) -> State:
    """The whole stop of that stage under the simulator's usual assumptions; no stage where the country sells none."""
    usual = State()
    sold = warehouse.once(_SOLD, {"country": state.country})
    what = sold[0] if sold else {"metal": state.metal, "stage": ""}
    return replace(state, **what, year=None, stop=(state.country,), feed="same", loss=usual.loss, spare=usual.spare)


def draw(rows: Rows, state: State) -> str:
    """The world's gap and the Union's, with what the simulation assumes and where its flows come from."""
    world, _, _, europe, *_ = [*shock_answer.draw(rows, state), "", "", ""]
    assumed = words.t("follows.assumed", state.lang).format(words.share(state.spare / 100, state.lang))
    said = [world, europe, assumed] if europe else [world]  # what is covered whole names its assumption itself
    return " ".join([*said, credit(rows, state.lang)])


VIEW = replace(
    view("follows", draw, kind="sentence", params=("country",)),
    settle=settle, empty="view.follows.empty", leads="resilience",
)  # fmt: skip
