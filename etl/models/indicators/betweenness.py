"""Betweenness of each country in a metal and stage's directed trade network, by igraph."""

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
    n = graph.vcount()
    # Scaled so that the shortest length is 1: paths stay the same, and igraph compares lengths to within 1e-10.
    lengths = (usd.max() / usd).tolist()
    return [paths / ((n - 1) * (n - 2)) for paths in graph.betweenness(directed=True, weights=lengths)]
