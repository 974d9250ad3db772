"""Betweenness of each country in a metal and stage's directed trade network."""

from __future__ import annotations

import igraph
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from etl.models import network

META = {
    "unit": "share_0_1",
    "better": "high",
    "theme": "hub",
    "place": 3,
    "key": ["year", "metal", "stage", "iso3"],
    "checks": ["value BETWEEN 0 AND 1.000001"],
    "formula": "share of shortest paths through the country, exporter → importer, length 1/value, divided by (n−1)(n−2)"
    "; no value with fewer than three countries",
    "reference": "Freeman (1977); Brandes (2001)",
    "notes": ["not_loaded", "partial_codes", "shared_codes", "lower_bound", "provisional"],
}

SQL = network.SQL


def make(table: pa.Table) -> pa.Table:
    """One row (year, metal, stage, iso3, value) a country that trades; networks of fewer than three have no value."""
    return network.measured(table, _betweenness, least=3)


def _betweenness(graph: igraph.Graph, usd: npt.NDArray[np.float64]) -> list[float]:
    """Brandes (2001), for all sources at once, on igraph's distances.

    igraph's own takes lengths that differ by less than 1e-10 of them for equal: behind two flows of a dollar each,
    paths that are not equal then are.
    """
    n = graph.vcount()
    lengths = usd.max() / usd
    distance = np.array(graph.distances(weights=lengths.tolist()))
    tail, head = np.array(graph.get_edgelist()).T
    # (source, edge) pairs on a shortest path; sums of the same lengths in another order differ by some last bits.
    close = distance[:, tail] + lengths <= distance[:, head] * (1 + 8 * np.finfo(float).eps)
    source, edge = np.nonzero(close & (distance[:, tail] < distance[:, head]))
    before, after = source * n + tail[edge], source * n + head[edge]
    newest: npt.NDArray[np.float64] = np.eye(n).ravel()
    paths, steps = newest.copy(), 0
    while newest.any():  # one edge further along every path
        newest = np.asarray(np.bincount(after, newest[before], n * n), dtype=np.float64)
        paths, steps = paths + newest, steps + 1
    share, through = paths[before] / paths[after], np.zeros(n * n)
    for _ in range(steps):
        through = np.bincount(before, share * (1 + through[after]), n * n)
    through = through.reshape(n, n)
    np.fill_diagonal(through, 0)
    found: list[float] = (through.sum(axis=0) / ((n - 1) * (n - 2))).tolist()
    return found
