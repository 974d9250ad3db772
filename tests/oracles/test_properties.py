"""What must hold for any trade and any output: bounds, sums, and no dependence on scale or order."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.etl.models.conftest import World

PLACES = ["MAR", "COD", "FRA", "DEU", "CHN"]
CODES = ["282200", "810510", "260300"]
SHARES = ["export_share", "import_share", "export_share_t", "import_share_t"]
RATIOS = ["rca", "unit_value_ratio", "net_position", "intra_industry", "supplier_hhi", "customer_hhi", "betweenness"]
TRADE = [*SHARES, *RATIOS, "pagerank", "eu_dependence", "africa_sourcing_share", "europe_market_share", "degree_export"]
OUTPUT = ["production_share", "production_hhi", "top3_share", "top_producer_share", "supply_without_top"]

Pair = tuple[str, str, str]
Flows = dict[Pair, tuple[float, float]]
Found = dict[str, dict[Any, float]]

places = st.sampled_from(PLACES)
pairs = st.tuples(st.sampled_from(CODES), places, places).filter(lambda pair: pair[1] != pair[2])
usd = st.integers(min_value=1_000, max_value=10**9).map(float)
flows = st.dictionaries(pairs, st.tuples(usd, usd.map(lambda v: v / 1000)), min_size=1, max_size=15)
outputs = st.dictionaries(st.sampled_from([*PLACES, "OTH"]), usd, min_size=1)
scales = st.sampled_from([0.01, 7.0, 1e6])  # no flow falls to the rounding floor of 0.001 t
# Each example builds dozens of tables: a counterexample is shown as found, shrinking it would take minutes.
few = settings(max_examples=12, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with duckdb.connect() as con:
        made = World(con)
        made.series("cobalt", "refined", CODES[:2])
        made.series("copper", "mine", CODES[2:])
        made.add("catalog.source_rank", [("wmd", "mine", 1)])
        made.add("catalog.basis", [("copper", "mine", "content")])
        yield made


def traded(world: World, rows: list[tuple[Pair, tuple[float, float]]], scale: float = 1.0) -> Found:
    """Every trade indicator of these flows."""
    world.con.execute("DELETE FROM staging.trade")
    world.trade([(2023, code, i, j, v * scale, q * scale) for (code, i, j), (v, q) in rows])
    return measured(world, TRADE)


def produced(world: World, rows: list[tuple[str, float]], scale: float = 1.0) -> Found:
    world.con.execute("DELETE FROM staging.production")
    world.produce([(2023, "copper", "mine", iso3, q * scale, None) for iso3, q in rows])
    return measured(world, OUTPUT)


def measured(world: World, names: list[str]) -> Found:
    world.make(*(f"indicators.{name}" for name in names))
    return {name: world.rows(f"indicators.{name}") for name in names}


def equal(one: Found, other: Found) -> bool:
    return all(other[name] == pytest.approx(one[name], rel=1e-9, abs=1e-9) for name in one)


@few
@given(drawn=flows, seed=st.integers(0, 99), scale=scales)
def test_trade_depends_on_neither_order_nor_scale(world: World, drawn: Flows, seed: int, scale: float) -> None:
    first = traded(world, list(drawn.items()))
    mixed = random.Random(seed).sample(list(drawn.items()), len(drawn))
    assert equal(first, traded(world, mixed))
    assert equal(first, traded(world, list(drawn.items()), scale))


@few
@given(drawn=flows)
def test_bounds_and_sums_of_trade(world: World, drawn: Flows) -> None:
    found = traded(world, list(drawn.items()))
    series = {(2023, "copper", "mine") if code == "260300" else (2023, "cobalt", "refined") for code, _, _ in drawn}
    whole = {key for key in series if key[1] == "copper" or {"282200", "810510"} <= {code for code, _, _ in drawn}}
    for name in [*SHARES, "pagerank"]:
        sums: Counter[Any] = Counter()
        for key, value in found[name].items():
            sums[key[:3]] += value
        assert sums == pytest.approx(dict.fromkeys(whole, 1.0)), name
    partners: dict[Any, set[str]] = {}
    for code, i, j in drawn:
        metal = "copper" if code == "260300" else "cobalt"
        partners.setdefault((metal, j), set()).add(i)
    for (_, metal, _, iso3), value in found["supplier_hhi"].items():
        assert 1 / len(partners[metal, iso3]) - 1e-9 <= value <= 1 + 1e-9
    assert all(-1 <= v <= 1 for v in found["net_position"].values())
    for name in ("intra_industry", "betweenness", "eu_dependence", "africa_sourcing_share", "europe_market_share"):
        assert all(-1e-9 <= v <= 1 + 1e-9 for v in found[name].values()), name


@few
@given(drawn=flows)
def test_a_country_without_trade_has_no_value(world: World, drawn: Flows) -> None:
    found = traded(world, list(drawn.items()))
    sells, buys = {i for _, i, _ in drawn}, {j for _, _, j in drawn}
    for name, table in found.items():
        assert {k[3] for k in table} <= sells | buys, name
    for name in ("export_share", "customer_hhi", "rca", "unit_value_ratio", "europe_market_share", "degree_export"):
        assert {k[3] for k in found[name]} <= sells, name
    for name in ("import_share", "supplier_hhi", "africa_sourcing_share"):
        assert {k[3] for k in found[name]} <= buys, name


@few
@given(drawn=outputs, seed=st.integers(0, 99), scale=scales)
def test_output(world: World, drawn: dict[str, float], seed: int, scale: float) -> None:
    first = produced(world, list(drawn.items()))
    mixed = random.Random(seed).sample(list(drawn.items()), len(drawn))
    assert equal(first, produced(world, mixed))
    assert equal(first, produced(world, list(drawn.items()), scale))
    named = [iso3 for iso3 in drawn if iso3 != "OTH"]
    assert {k[3] for k in first["production_share"]} == set(named)
    if not named:
        return
    others = drawn.get("OTH", 0.0) / math.fsum(drawn.values())
    assert math.fsum(first["production_share"].values()) == pytest.approx(1 - others)
    [hhi], [top], [top3] = (first[n].values() for n in ("production_hhi", "top_producer_share", "top3_share"))
    assert (1 - others) ** 2 / len(named) - 1e-9 <= hhi <= 1 + 1e-9
    assert top <= top3 + 1e-9
    assert hhi <= top * (1 - others) + 1e-9
