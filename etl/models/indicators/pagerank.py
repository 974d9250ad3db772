"""PageRank of each country in a metal and stage's directed trade network, by igraph."""

from __future__ import annotations

import igraph
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from etl.models import network

META = {
    "unit": "share_0_1",
    "better": "high",
    "theme": "ecosystems",
    "key": ["year", "metal", "stage", "iso3"],
    "checks": ["value BETWEEN 0 AND 1.000001"],
    "formula": "PageRank on value, exporter → importer, damping 0.85; a country that exports nothing passes its rank "
    "on to all equally",
    "reference": "Page et al. (1999)",
    "notes": ["not_loaded", "partial_codes", "shared_codes", "lower_bound", "provisional"],
}

SQL = network.SQL


def make(table: pa.Table) -> pa.Table:
    """One row (year, metal, stage, iso3, value) a country that trades."""
    return network.measured(table, _pagerank, least=2)


def _pagerank(graph: igraph.Graph, usd: npt.NDArray[np.float64]) -> list[float]:
    ranks: list[float] = graph.pagerank(directed=True, damping=0.85, weights=usd.tolist())
    return ranks
