"""The hub index and its pillars: min–max, equal weights, arithmetic, by year and country."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from etl.compute import composite
from etl.compute.hub import Peers
from etl.models import hub

META = {
    "key": ["year", "iso3", "part"],
    "checks": ["value BETWEEN 0 AND 1.000001", "coverage BETWEEN 0 AND 1"],
    "about": "part: 'index' or a pillar; coverage: share of its indicators that the country has; value is null where a "
    "country has less than 60 % of a pillar, and the index is null where it lacks a pillar.",
}

SQL = hub.SQL


def make(table: pa.Table) -> pa.Table:
    """One row (year, iso3, part, value, coverage) a peer and part."""
    return hub.by_year(table, ["iso3", "part", "value", "coverage"], _rows)


def _rows(peers: Peers) -> Iterator[tuple[object, ...]]:
    scores = composite.score(peers.frame, *peers.equal())
    held = (~np.isnan(peers.frame.values)).mean(axis=1)
    for c, iso3 in enumerate(peers.countries):
        yield iso3, "index", scores.index[c], held[c]
        for p, pillar in enumerate(peers.pillars):
            yield iso3, pillar, scores.pillars[c, p], scores.coverage[c, p]
