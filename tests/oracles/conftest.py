"""Random worlds: trade and production drawn from a seed, in the staging tables the models read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd
import pytest

from tests.etl.models.conftest import World

PLACES = ["MAR", "COD", "ZAF", "FRA", "DEU", "CHN", "USA", "IND", "XXX"]
SERIES = {
    ("cobalt", "refined"): ["282200", "810510"],
    ("copper", "mine"): ["260300"],
    ("zinc", "mine"): ["260800"],
    ("tungsten", "refined"): ["810110"],
    ("tungsten", "mine"): ["261100"],
    ("gold", "refined"): ["710812"],
}
NAMED = [p for p in PLACES if p != "XXX"]


@dataclass
class Drawn:
    """One random world: its models, and the rows they were made of as the oracles read them."""

    world: World
    trade: pd.DataFrame  # year, hs6, exporter, importer, usd, tonnes, metal, stage
    production: pd.DataFrame  # year, metal, iso3, tonnes

    def read(self, table: str) -> pd.Series:
        """An indicator as a series indexed by (year, metal, stage, iso3)."""
        found = self.world.rows(table)
        index = pd.MultiIndex.from_tuples(list(found), names=["year", "metal", "stage", "iso3"])
        return pd.Series(list(found.values()), index=index, dtype=float).sort_index()


def draw(con: duckdb.DuckDBPyConnection, seed: int) -> Drawn:
    """Draw flows between nine places over two years, sparse and skewed, and the output of eight countries."""
    rng = np.random.default_rng(seed)

    def skewed(mean: float, sigma: float) -> float:
        return float(rng.lognormal(mean, sigma))

    world = World(con)
    world.add("catalog.country", [(p, "country", p == "ZAF", False, *[None] * 4) for p in ("ZAF", "USA", "IND")])
    for (metal, stage), codes in SERIES.items():
        world.series(metal, stage, codes)
    metal_of = {code: key for key, codes in SERIES.items() for code in codes}
    rows = [
        (
            year,
            code,
            i,
            j,
            float(np.exp(rng.normal(8, 3))),
            float(np.exp(rng.normal(2, 2))) if rng.random() > 0.1 else None,
        )
        for year in (2022, 2023)
        for code in metal_of
        for i in PLACES
        for j in PLACES
        if i != j and rng.random() < 0.35
    ]
    world.trade([rows[k] for k in rng.permutation(len(rows))])
    trade = pd.DataFrame(rows, columns=["year", "hs6", "exporter", "importer", "usd", "tonnes"])
    trade[["metal", "stage"]] = [metal_of[code] for code in trade.hs6]
    world.add("catalog.source_rank", [("wmd", "mine", 1)])
    world.add("catalog.basis", [("copper", "mine", "content"), ("zinc", "mine", "content")])
    output = [
        (year, metal, iso3, skewed(5, 2))
        for year in (2022, 2023)
        for metal in ("copper", "zinc")
        for iso3 in [*NAMED, "OTH"]
        if rng.random() < 0.8
    ]
    world.produce([(year, metal, "mine", iso3, tonnes, None) for year, metal, iso3, tonnes in output])
    world.make(*(t for t in world.models if t.startswith("indicators.")))
    return Drawn(world, trade, pd.DataFrame(output, columns=["year", "metal", "iso3", "tonnes"]))


@pytest.fixture(scope="session", params=range(5), ids=lambda seed: f"seed{seed}")
def drawn(request: pytest.FixtureRequest) -> Iterator[Drawn]:
    with duckdb.connect() as con:
        yield draw(con, request.param)
