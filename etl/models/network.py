"""The directed trade network of each metal, stage and year: what the network indicators are measured on."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import igraph
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

# Exporter → importer; a pseudo-code (unspecified, other countries) is no node. The rows of one network stand together.
SQL = """
SELECT p.year, p.metal, p.stage, p.exporter_iso3, p.importer_iso3, p.value_usd
FROM marts.pair AS p
JOIN catalog.country AS e ON e.iso3 = p.exporter_iso3 AND e.kind <> 'pseudo'
JOIN catalog.country AS i ON i.iso3 = p.importer_iso3 AND i.kind <> 'pseudo'
WHERE NOT p.partial AND p.value_usd > 0
ORDER BY p.metal, p.stage, p.year, p.exporter_iso3, p.importer_iso3
"""

_NETWORK = ["year", "metal", "stage"]
_NONE = np.empty(0, dtype=np.int64)

Measure = Callable[[igraph.Graph, npt.NDArray[np.float64]], list[float]]


def measured(table: pa.Table, measure: Measure, least: int) -> pa.Table:
    """One row (year, metal, stage, iso3, value) for each country of each network in `table`, the rows of SQL.

    measure(graph, USD of each edge) gives one value a node. Networks of fewer than `least` countries have no value.
    """
    ends = pa.chunked_array(table["exporter_iso3"].chunks + table["importer_iso3"].chunks, pa.string())
    names = ends.unique().sort()
    exporter, importer = pc.index_in(ends, value_set=names).to_numpy().reshape(2, -1)
    usd = table["value_usd"].to_numpy()
    rows, nodes, values = [_NONE], [_NONE], [np.empty(0)]
    for start, end in _networks(table):
        present, edges = np.unique(np.stack([exporter[start:end], importer[start:end]], axis=1), return_inverse=True)
        if len(present) >= least:
            graph = igraph.Graph(len(present), edges.reshape(-1, 2), directed=True)
            rows.append(np.full(len(present), start))
            nodes.append(present)
            values.append(np.array(measure(graph, usd[start:end])))
    found = table.select(_NETWORK).take(np.concatenate(rows))
    found = found.append_column("iso3", names.take(pa.array(np.concatenate(nodes))))
    return found.append_column("value", pa.array(np.concatenate(values)))


def _networks(table: pa.Table) -> list[tuple[int, int]]:
    """First row and row after the last of each network."""
    if not len(table):
        return []
    changes = np.zeros(len(table) - 1, dtype=bool)
    for name in _NETWORK:
        column = table[name].combine_chunks()
        changes |= pc.not_equal(column[1:], column[:-1]).to_numpy(zero_copy_only=False)
    cuts = [0, *(np.flatnonzero(changes) + 1).tolist(), len(table)]
    return list(pairwise(cuts))
