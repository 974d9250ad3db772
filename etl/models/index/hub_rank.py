"""The rank of each country in the hub index, with the interval that weights, normalisation and aggregation leave."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from etl.compute import composite
from etl.compute.hub import Peers
from etl.models import hub

META = {
    "key": ["year", "iso3"],
    "checks": ["rank_low <= rank_median", "rank_median <= rank_high", "coverage BETWEEN 0.6 AND 1"],
    "about": "Countries with an index. rank: of the default index; median and 5–95 % interval over 1,000 seeded draws "
    "(weights ±25 %, three normalisations, two aggregations). Two countries whose intervals overlap are not ranked "
    "against one another.",
}

SQL = hub.SQL


def make(table: pa.Table) -> pa.Table:
    """One row (year, iso3, hub_index, rank, rank_median, rank_low, rank_high, coverage) a country with an index."""
    return hub.by_year(table, ["iso3", "hub_index", "rank", "rank_median", "rank_low", "rank_high", "coverage"], _rows)


def _rows(peers: Peers) -> Iterator[tuple[object, ...]]:
    if found := hub.drawn(peers):
        index = composite.score(peers.frame, *peers.equal()).index
        ranks = composite.rank(index)
        held = (~np.isnan(peers.frame.values)).mean(axis=1)
        for c in np.flatnonzero(~np.isnan(index)).tolist():
            yield peers.countries[c], index[c], ranks[c], found.median[c], found.low[c], found.high[c], held[c]
