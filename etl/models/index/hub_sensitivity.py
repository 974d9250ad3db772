"""Which choice moves a country's rank in the hub index: first-order shares of the rank's variance, by year."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from etl.compute.hub import Peers
from etl.models import hub

META = {
    "key": ["year", "choice", "iso3"],
    "checks": ["share BETWEEN 0 AND 1.000001"],
    "about": "choice: 'normalisation', 'aggregation', or the pillar or indicator whose weight it is. share: of the "
    "variance of the country's rank over the draws, explained by that choice alone (Saisana et al. 2005).",
}

SQL = hub.SQL


def make(table: pa.Table) -> pa.Table:
    """One row (year, choice, iso3, share) a choice and country with an index."""
    return hub.by_year(table, ["choice", "iso3", "share"], _rows)


def _rows(peers: Peers) -> Iterator[tuple[object, ...]]:
    found = hub.drawn(peers)
    for name, shares in found.sensitivity.items() if found else ():
        for c in np.flatnonzero(~np.isnan(shares)).tolist():
            yield peers.choice(name), peers.countries[c], shares[c]
