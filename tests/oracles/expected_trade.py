"""Trade indicators recomputed from BACI's own files with pandas and networkx."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import pandas as pd

from tests.oracles.raw import EU27, NOBODY, NOT_IN_BASKET, Raw

Key = tuple[str | int, ...]
Expected = Iterator[tuple[Key, float | None]]

COUNTRIES = ["MAR", "COD", "CHN", "GIN", "ZAF", "FRA", "TZA"]
YEARS = {"HS92": [1998, 2010, 2022, 2024], "HS17": [2022, 2024]}
SERIES = {
    ("cobalt", "refined"): ("HS92", ["282200", "810510"]),
    ("copper", "mine"): ("HS92", ["260300"]),
    ("manganese", "mine"): ("HS92", ["260200"]),
    ("aluminium", "mine"): ("HS92", ["260600"]),
    ("iron", "mine"): ("HS92", ["260111", "260112"]),
    ("zinc", "mine"): ("HS92", ["260800"]),
    ("lead", "mine"): ("HS92", ["260700"]),
    ("baryte", "mine"): ("HS92", ["251110"]),
    ("fluorspar", "mine"): ("HS92", ["252922"]),
    ("graphite", "mine"): ("HS92", ["250410", "250490"]),
    ("chromium", "mine"): ("HS92", ["261000"]),
    ("lithium", "refined"): ("HS92", ["282520", "283691"]),
    ("platinum", "refined"): ("HS92", ["711011"]),
    ("phosphate", "mine"): ("HS17", ["251010"]),
    ("copper", "refined"): ("HS17", ["740311"]),
    ("nickel", "refined"): ("HS17", ["750210"]),
}
NETWORKS = [("cobalt", "refined", 2022), ("copper", "mine", 2010), ("phosphate", "mine", 2024)]


def trade(raw: Raw) -> Expected:
    """Every trade indicator of some countries, series and years; None: no value."""
    for (metal, stage), (revision, codes) in SERIES.items():
        for year in YEARS[revision]:
            flows = raw.trade(revision, codes, year)
            everything = raw.baci(revision)
            everything = everything[(everything.year == year) & ~everything.code.str.startswith("27")]
            basket = everything[~everything.code.isin(NOT_IN_BASKET)]
            for iso3 in COUNTRIES:
                for table, value in country(raw, flows, basket, iso3):
                    yield (table, year, metal, stage, iso3), value
                yield ("embodied_carbon", year, metal, stage, iso3), carbon(raw, flows, metal, stage, iso3)
            for partner in ("FRA", "ESP", "CHN", "IND", "MEX"):
                yield from pair(flows, (year, metal, stage, "MAR", partner))


def country(raw: Raw, flows: pd.DataFrame, basket: pd.DataFrame, iso3: str) -> Iterator[tuple[str, float | None]]:
    sold, bought = flows[flows.exporter == iso3], flows[flows.importer == iso3]
    x, m, world = sold.usd.sum(), bought.usd.sum(), flows.usd.sum()
    yield "export_share", x / world if x else None
    yield "import_share", m / world if m else None
    yield "export_share_t", sold.tonnes.sum() / flows.tonnes.sum() if weighed(flows) and weighed(sold) else None
    yield "import_share_t", bought.tonnes.sum() / flows.tonnes.sum() if weighed(flows) and weighed(bought) else None
    yield "customer_hhi", hhi(sold, "importer")
    yield "supplier_hhi", hhi(bought, "exporter")
    yield "degree_export", partners(sold, "importer")
    yield "degree_import", partners(bought, "exporter")
    yield "net_position", (x - m) / (x + m) if x + m else None
    by_code = pd.concat({"x": sold.groupby("code").usd.sum(), "m": bought.groupby("code").usd.sum()}, axis=1).fillna(0)
    yield "intra_industry", 1 - (by_code.x - by_code.m).abs().sum() / (x + m) if x + m else None
    yield "intra_africa_share", sold[sold.importer.isin(raw.africa)].usd.sum() / x if x else None
    yield "europe_market_share", sold[sold.importer.isin(EU27)].usd.sum() / x if x else None
    from_africa = bought[bought.exporter.isin(raw.africa)].usd.sum()
    yield "africa_sourcing_share", from_africa / m if m else None
    to_eu = sold[sold.importer.isin(EU27)].usd.sum()
    legs = sorted([from_africa, to_eu])
    yield "bridge", legs[0] / legs[1] if legs[1] >= 1e6 else None
    entering = flows[flows.importer.isin(EU27) & ~flows.exporter.isin(EU27)]
    mine = entering[entering.exporter == iso3].usd.sum()
    yield "eu_dependence", mine / entering.usd.sum() if mine else None
    own = basket[basket.exporter == iso3].usd.sum()
    yield "rca", (x / own) / (world / basket.usd.sum()) if x else None
    heavy = flows[flows.tonnes > 0.001]
    world = heavy.groupby("code")[["usd", "tonnes"]].transform("sum")
    heavy = heavy.assign(at_world_price=heavy.tonnes * world.usd / world.tonnes)
    heavy = heavy[heavy.exporter == iso3]
    yield "unit_value_ratio", heavy.usd.sum() / heavy.at_world_price.sum() if len(heavy) else None


def carbon(raw: Raw, flows: pd.DataFrame, metal: str, stage: str, iso3: str) -> float | None:
    """Tonnes of CO₂e in the unwrought metal that a country sells; the factor is that of Nuss and Eckelman."""
    unwrought = flows.code.str[:2].isin(["71", "74", "75", "76", "78", "79", "80", "81"])
    sold = flows[(flows.exporter == iso3) & unwrought]
    factor = raw.footprint(metal)
    if stage != "refined" or factor is None or not sold.tonnes.sum():
        return None
    unweighed = sold[sold.tonnes.isna()].usd.sum()
    return float(sold.tonnes.sum() * factor) if unweighed <= 0.02 * sold.usd.sum() else None


def pair(flows: pd.DataFrame, key: tuple[int, str, str, str, str]) -> Expected:
    """A flow in USD, and its intensity."""
    iso3, partner = key[3:]
    value = flows[(flows.exporter == iso3) & (flows.importer == partner)].usd.sum()
    yield ("pair", *key), value or None
    sold, bought = flows[flows.exporter == iso3].usd.sum(), flows[flows.importer == partner].usd.sum()
    yield ("trade_intensity", *key), (value / sold) / (bought / flows.usd.sum()) if value else None


def diversification(raw: Raw) -> Expected:
    table = raw.baci("HS92")
    table = table[~table.code.isin(NOT_IN_BASKET) & ~table.code.str.startswith("27")]
    for year in YEARS["HS92"]:
        for iso3 in COUNTRIES:
            sold = table[(table.year == year) & (table.exporter == iso3)].groupby("code").usd.sum()
            yield ("export_diversification", year, "all", "all", iso3), 1 - ((sold / sold.sum()) ** 2).sum()


def complementarity(raw: Raw) -> Expected:
    table = raw.baci("HS92")
    table = table[~table.code.isin(NOT_IN_BASKET) & ~table.code.str.startswith("27")]
    for year in YEARS["HS92"]:
        flows = table[table.year == year]
        for i, j in (("MAR", "FRA"), ("MAR", "CHN"), ("COD", "MAR"), ("ZAF", "DEU"), ("GIN", "CHN")):
            x = flows[flows.exporter == i].groupby("code").usd.sum()
            m = flows[flows.importer == j].groupby("code").usd.sum()
            gaps = (m / m.sum()).sub(x / x.sum(), fill_value=0).abs()
            yield ("complementarity", year, i, j), 1 - gaps.sum() / 2


def networks(raw: Raw) -> Expected:
    for metal, stage, year in NETWORKS:
        revision, codes = SERIES[metal, stage]
        flows = raw.trade(revision, codes, year)
        named = flows[~flows.exporter.isin(NOBODY) & ~flows.importer.isin(NOBODY)]
        graph = nx.DiGraph()
        for (i, j), usd in named.groupby(["exporter", "importer"]).usd.sum().items():
            graph.add_edge(i, j, usd=usd, length=1 / usd)
        for iso3, value in nx.betweenness_centrality(graph, weight="length").items():
            yield ("betweenness", year, metal, stage, iso3), value
        for iso3, value in nx.pagerank(graph, weight="usd", tol=1e-15, max_iter=10_000).items():
            yield ("pagerank", year, metal, stage, iso3), value


def hhi(flows: pd.DataFrame, partner: str) -> float | None:
    named = flows[~flows[partner].isin(NOBODY)].groupby(partner).usd.sum()
    return float(((named / flows.usd.sum()) ** 2).sum()) if len(named) else None


def partners(flows: pd.DataFrame, partner: str) -> float | None:
    return float(flows[~flows[partner].isin(NOBODY)][partner].nunique()) or None


def weighed(flows: pd.DataFrame) -> bool:
    return bool(flows[flows.tonnes.notna()].usd.sum() >= 0.98 * flows.usd.sum() > 0)
