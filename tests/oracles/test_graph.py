"""Betweenness and PageRank of random worlds, by igraph in the models, against networkx."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import pandas as pd
import pytest

from tests.oracles.conftest import Drawn

Key = tuple[int, str, str]


def networks(drawn: Drawn) -> Iterator[tuple[Key, nx.DiGraph]]:
    named = drawn.trade[(drawn.trade.exporter != "XXX") & (drawn.trade.importer != "XXX")]
    for key, trade in named.groupby(["year", "metal", "stage"]):
        graph = nx.DiGraph()
        for (i, j), usd in trade.groupby(["exporter", "importer"]).usd.sum().items():
            graph.add_edge(i, j, usd=usd, length=1 / usd)
        yield key, graph


def of(found: pd.Series, key: Key) -> dict[str, float]:
    return {str(iso3): float(value) for iso3, value in found.loc[key].items()}


def test_betweenness(drawn: Drawn) -> None:
    found = drawn.read("indicators.betweenness")
    keys = [k for k, _ in networks(drawn)]
    assert sorted({i[:3] for i in found.index}) == keys
    for key, graph in networks(drawn):
        assert of(found, key) == pytest.approx(nx.betweenness_centrality(graph, weight="length"), rel=1e-9, abs=1e-12)


def test_pagerank(drawn: Drawn) -> None:
    found = drawn.read("indicators.pagerank")
    for key, graph in networks(drawn):
        expected = nx.pagerank(graph, alpha=0.85, weight="usd", tol=1e-14, max_iter=1000)
        assert of(found, key) == pytest.approx(expected, rel=1e-9)


def test_degrees(drawn: Drawn) -> None:
    exports, imports = drawn.read("indicators.degree_export"), drawn.read("indicators.degree_import")
    for key, graph in networks(drawn):
        assert of(exports, key) == {n: d for n, d in graph.out_degree() if d}
        assert of(imports, key) == {n: d for n, d in graph.in_degree() if d}
