"""The years of index.hub_input as frames: what the hub models compute on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

import numpy as np
import pyarrow as pa

from etl.compute import composite
from etl.compute.hub import DRAWS, SEED, Peers, peers

SQL = "SELECT year, iso3, indicator, pillar, better, value FROM index.hub_input ORDER BY year, iso3, indicator"

_TYPES = {
    "year": pa.int32(),
    "iso3": pa.string(),
    "other_iso3": pa.string(),
    "part": pa.string(),
    "choice": pa.string(),
}


def by_year(table: pa.Table, columns: list[str], rows: Callable[[Peers], Iterator[tuple[object, ...]]]) -> pa.Table:
    """What rows(peers) gives for every year, under year and `columns`: text by the names above, else numbers."""
    names = ["year", *columns]
    found: list[list[object]] = [[] for _ in names]
    records = zip(*(table[name].to_pylist() for name in table.column_names), strict=True)
    for year, group in groupby(records, key=lambda record: record[0]):
        for row in rows(peers(record[1:] for record in group)):
            for column, cell in zip(found, (year, *row), strict=True):
                column.append(cell)
    types = [_TYPES.get(name, pa.float64()) for name in names]
    arrays = [pa.array(c, type=t, from_pandas=True) for c, t in zip(found, types, strict=True)]
    return pa.Table.from_arrays(arrays, names=names)


def drawn(peers: Peers) -> composite.Uncertainty | None:
    """The seeded draws around equal weights; None for a year in which no country has an index."""
    if np.isnan(composite.score(peers.frame, *peers.equal()).index).all():
        return None
    return composite.uncertainty(peers.frame, *peers.equal(), DRAWS, SEED)
