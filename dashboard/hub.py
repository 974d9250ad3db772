"""The hub index as the reader weighs it: rows of index.hub_input become ranks with intervals, pillars and coverage."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dashboard.state import State
from dashboard.view import Rows
from etl.compute.composite import Aggregation, Floats, Normalisation, overlap, rank, score, uncertainty
from etl.compute.hub import DRAWS, SEED, peers

# The order of the pillars on screen and of the weights in the address.
PILLARS = ("resource", "transformation", "connection", "enabling")
EQUAL = "25"
_NORMALISATIONS: dict[str, Normalisation] = {"minmax": "min_max", "z": "z", "rank": "rank"}

SQL = """
select h.year, h.iso3, h.indicator, h.pillar, h.better, h.value, h.value_year, i.unit,
    c.source, null::varchar as flag
from index.hub_input h
join catalog.indicator i on i.indicator = h.indicator
left join (
    select o.indicator, string_agg(distinct o.source, ' ' order by o.source) as source
    from marts.indicator_source o
    where o.source in (select source from marts.indicator_source where indicator = 'hub_index')
    group by o.indicator) c on c.indicator = h.indicator
where h.year = coalesce($year, (select max(year) from index.hub_input))
order by h.iso3, h.indicator
"""


@dataclass(frozen=True)
class Standing:
    """One country: index and rank under the reader's choices, the rank's 5–95 % interval, pillars and coverage."""

    iso3: str
    index: float
    rank: int
    low: int
    high: int
    pillars: dict[str, float]
    coverage: dict[str, float]

    def overlaps(self, other: Standing) -> bool:
        """Whether no sentence may rank one before the other."""
        return overlap((self.low, self.high), (other.low, other.high))


def standings(rows: Rows, state: State) -> list[Standing]:
    """The countries that have an index, best rank first; those below the coverage rule are left out."""
    facts = tuple((r["iso3"], r["indicator"], r["pillar"], r["better"], r["value"]) for r in rows)
    return list(_standings(facts, weights(state), state.normalisation, state.aggregation))


def weights(state: State) -> tuple[float, ...]:
    """The pillars' weights in the order of PILLARS, summing to 1; equal where the address gives none, or only zeros."""
    given = [float(w) for w in state.weights]
    if len(given) != len(PILLARS) or not sum(given):
        given = [1.0] * len(PILLARS)
    return tuple(w / sum(given) for w in given)


def chosen(state: State) -> bool:
    """Whether the reader has left the default index."""
    changed = len({round(w, 6) for w in weights(state)}) > 1
    return changed or state.normalisation != "minmax" or state.aggregation != "arithmetic"


@lru_cache(maxsize=64)
def _standings(
    facts: tuple[tuple[str, str, str, str, float | None], ...],
    given: tuple[float, ...],
    normalisation: str,
    aggregation: str,
) -> tuple[Standing, ...]:
    """Kept for the views of one page, which all ask for the same choices."""
    found = peers(facts)
    indicators, _ = found.equal()
    by_pillar = np.array([given[PILLARS.index(p)] for p in found.pillars])
    how: Aggregation = "geometric" if aggregation == "geometric" else "arithmetic"
    scores = score(found.frame, indicators, by_pillar, _NORMALISATIONS[normalisation], how)
    doubt = uncertainty(found.frame, indicators, by_pillar, DRAWS, SEED)
    ranks = rank(scores.index)
    held = np.flatnonzero(~np.isnan(scores.index)).tolist()
    made = [
        Standing(
            found.countries[c],
            float(scores.index[c]),
            int(ranks[c]),
            int(doubt.low[c]),
            int(doubt.high[c]),
            _named(found.pillars, scores.pillars[c]),
            _named(found.pillars, scores.coverage[c]),
        )
        for c in held
    ]
    return tuple(sorted(made, key=lambda s: (s.rank, s.iso3)))


def _named(pillars: tuple[str, ...], values: Floats) -> dict[str, float]:
    return dict(zip(pillars, values.tolist(), strict=True))
