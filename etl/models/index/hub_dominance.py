"""How often one country ranks before another in the hub index, over the draws, by year."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from etl.compute.hub import Peers
from etl.models import hub

META = {
    "key": ["year", "iso3", "other_iso3"],
    "checks": ["share BETWEEN 0 AND 1", "iso3 <> other_iso3"],
    "about": "share: of the draws in which iso3 ranks before other_iso3; what both directions lack to 1 are ties.",
}

SQL = hub.SQL


def make(table: pa.Table) -> pa.Table:
    """One row (year, iso3, other_iso3, share) an ordered pair of countries with an index."""
    return hub.by_year(table, ["iso3", "other_iso3", "share"], _rows)


def _rows(peers: Peers) -> Iterator[tuple[object, ...]]:
    if found := hub.drawn(peers):
        for a, b in np.argwhere(~np.isnan(found.dominance)).tolist():
            if a != b:
                yield peers.countries[a], peers.countries[b], found.dominance[a, b]
