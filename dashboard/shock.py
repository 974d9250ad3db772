"""The supplier-loss simulator on one state: flows of a metal, stage and year become an outcome that views share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from dashboard.flows import traded_year
from dashboard.narrative.grammar import Forms, forms
from dashboard.state import STAGES, State
from dashboard.view import Rows, View
from dashboard.warehouse import Row, Warehouse
from etl.compute.shock import Balance, Band, Bools, Floats, Flow, Outcome, Trade, fill, simulate, trades

# The steps of the cascade that are shown: up to the first that leaves less than this part of the gap unsaid.
UNSAID = 0.002
EUROPE = "EU27"

# Where a stop begins: address parameters by scenario (words: scenario.<slug>).
PRESETS: dict[str, dict[str, str]] = {
    "cobalt": {"metal": "cobalt", "stage": "refined", "stop": "COD", "feed": "same"},
    "graphite": {"metal": "graphite", "stage": "mine", "stop": "CHN", "loss": "50", "feed": "same"},
    "bauxite": {"metal": "aluminium", "stage": "mine", "stop": "GIN", "feed": "same"},
    "palladium": {"metal": "palladium", "stage": "refined", "stop": "RUS", "feed": "same"},
    "phosphate": {"metal": "phosphate", "stage": "mine", "stop": "MAR", "feed": "same"},
}

# The trade of the stage, and of the one that feeds it. The hub's output (the last not older than six years, as in the
# hub index) and reserves count only where they are in the weight that customs count.
SQL = """
with made as (
    select max_by(q.quantity_t, q.year) as output_t, max(q.year) as output_year,
        max_by(q.source, q.year) as output_source
    from marts.output_weight q
    where q.metal = $metal and q.stage = $stage and q.iso3 = $country
        and q.year between $chosen_year - 6 and $chosen_year
),
hub as (
    select made.*,
        (select max_by(r.quantity_t, r.year) from marts.reserve r
            where r.metal = $metal and r.iso3 = $country and r.basis = 'gross' and $stage = 'mine') as reserves_t
    from made
)
select p.year, p.stage, p.exporter_iso3, p.importer_iso3, p.value_usd, p.gross_weight_t,
    list_contains($chosen_stopped::varchar[], p.exporter_iso3) as stopped, i.eu27, p.partial, p.valuation,
    h.output_t, h.output_year, h.output_source, h.reserves_t,
    case when $measure = 'tonnes' then 't' else 'usd' end as unit, p.source, null::varchar as flag
from marts.pair p
join catalog.country i on i.iso3 = p.importer_iso3
cross join hub h
where p.metal = $metal and p.year = $chosen_year and list_contains($chosen_stages::varchar[], p.stage)
order by p.stage, p.value_usd desc, p.exporter_iso3, p.importer_iso3
"""
_LARGEST = """
select p.exporter_iso3 as iso3
from marts.pair p
join catalog.country e on e.iso3 = p.exporter_iso3 and e.kind <> 'pseudo'
where p.metal = $metal and p.stage = $stage and p.year = $year
group by p.exporter_iso3
order by sum(p.value_usd) desc, p.exporter_iso3
limit 1
"""
# Scrap comes from every stage and feeds any: it is not one of them.
_CHAIN = tuple(s for s in STAGES if s != "scrap")
_READS = ("metal", "stage", "year", "stop", "feed", "loss", "spare")


@dataclass(frozen=True)
class Case:
    """What an outcome depends on: the flows of the stage and of the one above, who stops and how much."""

    year: int
    above: str
    own: tuple[Flow, ...]
    fed: tuple[Flow, ...]
    stopped: tuple[str, ...]
    eu: frozenset[str]
    loss: float
    spare: float
    output_t: float | None
    output_year: int | None
    output_source: str | None
    reserves_t: float | None


@dataclass(frozen=True)
class Shock:
    """What a state's stop does. stopped: exporters that stop; above: the stage that feeds the cascade."""

    year: int
    above: str
    trade: Trade
    outcome: Outcome
    stopped: tuple[str, ...]
    eu: Bools
    output_t: float | None
    output_year: int | None
    output_source: str | None
    reserves_t: float | None

    def balance(self, state: State) -> Balance:
        """Lost, covered and gap by importer in the unit that the state measures in."""
        return self.outcome.tonnes if state.measure == "tonnes" else self.outcome.value

    def ranked(self, amounts: Floats, shown: int) -> list[int]:
        """Places of the named countries with the largest amounts, largest first; none without an amount."""
        known = np.where(self.trade.named, np.nan_to_num(amounts), 0)
        order = np.argsort(-known, kind="stable").tolist()
        return [n for n in order if known[n] > 0][:shown]

    def band(self, hub: str) -> Band | None:
        """What the hub could fill of the EU's need in USD; None where it does not trade here."""
        return fill(self.outcome.value, self.trade.codes.index(hub), self.eu) if hub in self.trade.codes else None

    def band_t(self, hub: str) -> Band | None:
        """The same in tonnes with its output, where a source gives that as customs weigh; None where none does."""
        if hub not in self.trade.codes or self.output_t is None:
            return None
        at = self.trade.codes.index(hub)
        return fill(self.outcome.tonnes, at, self.eu, output=self.output_t, reserves=self.reserves_t)

    def steps(self) -> int:
        """How many steps of the cascade are worth showing."""
        gaps = [s.gap for s in self.outcome.steps]
        near = (n for n, gap in enumerate(gaps, 1) if gaps[-1] - gap <= UNSAID * gaps[-1])
        return next(near, len(gaps))


def shock(rows: Rows, state: State) -> Shock:
    """The outcome of a state; computed once for the views of one page."""
    fed = [r for r in rows if r["stage"] != state.stage]
    return _shock(
        Case(
            year=rows[0]["year"],
            above=fed[0]["stage"] if fed else "",
            own=tuple(_flow(r) for r in rows if r["stage"] == state.stage),
            fed=tuple(map(_flow, fed)),
            stopped=tuple(sorted({r["exporter_iso3"] for r in rows if r["stopped"]})),
            eu=frozenset(r["importer_iso3"] for r in rows if r["eu27"]),
            loss=state.loss / 100,
            spare=state.spare / 100,
            output_t=rows[0]["output_t"],
            output_year=rows[0]["output_year"],
            output_source=rows[0]["output_source"],
            reserves_t=rows[0]["reserves_t"],
        )
    )


def chosen(state: State, warehouse: Warehouse) -> dict[str, Any]:
    """What SQL binds beside the state: the year, the stage and with feed = 'above' the one before it, and who stops.

    Where no one is said to stop, the largest exporter does.
    """
    traded = warehouse.opened().coverage["flow"].get(state.metal, {})
    year = traded_year(state, warehouse)
    before = _CHAIN[: _CHAIN.index(state.stage)] if state.stage in _CHAIN and state.feed == "above" else ()
    above = [s for s in before if year in traded.get(s, ())][-1:]
    values = {"metal": state.metal, "stage": state.stage, "year": year}
    stopped = [c for name in state.stop for c in (name, *warehouse.members(name))]
    return {
        "chosen_year": year,
        "chosen_stages": [state.stage, *above],
        "chosen_stopped": stopped or [r["iso3"] for r in warehouse.rows(_LARGEST, values)],
    }


def view(slug: str, draw: Callable[[Rows, State], Any], **more: Any) -> View:
    """A view of SQL's rows, whatever it makes of them."""
    params = (*_READS, *more.pop("params", ()))
    return View(slug, SQL, draw, params=params, choose=chosen, empty="view.shock.empty", **more)


def stoppers(found: Shock, state: State) -> list[Forms]:
    """Names of who stops, as the address has them (countries, blocs), or the largest exporter."""
    return [_forms(code, state.lang) for code in state.stop or found.stopped]


def _forms(code: str, lang: str) -> Forms:
    try:
        return forms("country", code, lang)
    except KeyError:
        return forms("bloc", code, lang)


def _flow(r: Row) -> Flow:
    return r["exporter_iso3"], r["importer_iso3"], r["value_usd"], r["gross_weight_t"]


@lru_cache(maxsize=32)
def _shock(case: Case) -> Shock:
    made = trades(case.own, case.fed) if case.fed else trades(case.own)
    trade, loss = made[0], made[0].vector(dict.fromkeys(case.stopped, case.loss))
    outcome = simulate(trade, loss, case.spare, above=made[-1])
    eu = trade.members(case.eu)
    made_by = case.output_t, case.output_year, case.output_source, case.reserves_t
    return Shock(case.year, case.above, trade, outcome, case.stopped, eu, *made_by)
