"""Shares and concentrations of random worlds against some lines of pandas each."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.oracles.conftest import Drawn

KEY = ["year", "metal", "stage"]
SIDES = ("exporter", "importer")
AFRICA, EU27 = ["MAR", "COD", "ZAF"], ["FRA", "DEU"]


def same(ours: pd.Series, oracle: pd.Series) -> None:
    """Equal to 1e-9, on the same keys."""
    oracle = oracle[~oracle.index.get_level_values(-1).isin(["XXX", "OTH"])]
    oracle.index.names = ours.index.names
    pd.testing.assert_series_equal(
        ours.sort_index(), oracle.sort_index(), check_names=False, rtol=1e-9, atol=1e-12, check_index_type=False
    )


@pytest.mark.parametrize(("table", "side"), [("export_share", "exporter"), ("import_share", "importer")])
def test_shares_of_trade(drawn: Drawn, table: str, side: str) -> None:
    value = drawn.trade.groupby([*KEY, side]).usd.sum()
    share = value / value.groupby(level=KEY).transform("sum")
    same(drawn.read(f"indicators.{table}"), share)
    assert share.groupby(level=KEY).sum().to_numpy() == pytest.approx(1)


@pytest.mark.parametrize(
    ("table", "side", "partner"),
    [("supplier_hhi", "importer", "exporter"), ("customer_hhi", "exporter", "importer")],
)
def test_concentration_of_partners(drawn: Drawn, table: str, side: str, partner: str) -> None:
    pairs = drawn.trade.groupby([*KEY, side, partner]).usd.sum()
    squares = (pairs / pairs.groupby(level=[*KEY, side]).transform("sum")) ** 2
    named = squares[squares.index.get_level_values(partner) != "XXX"]
    same(drawn.read(f"indicators.{table}"), named.groupby(level=[*KEY, side]).sum())


@pytest.mark.parametrize(
    ("table", "side", "partner", "bloc"),
    [
        ("intra_africa_share", "exporter", "importer", AFRICA),
        ("africa_sourcing_share", "importer", "exporter", AFRICA),
        ("europe_market_share", "exporter", "importer", EU27),
    ],
)
def test_directions(drawn: Drawn, table: str, side: str, partner: str, bloc: list[str]) -> None:
    trade = drawn.trade.assign(inside=drawn.trade.usd.where(drawn.trade[partner].isin(bloc), 0.0))
    sums = trade.groupby([*KEY, side])[["inside", "usd"]].sum()
    same(drawn.read(f"indicators.{table}"), sums.inside / sums.usd)


def test_dependence_of_the_eu(drawn: Drawn) -> None:
    trade = drawn.trade
    entering = trade[trade.importer.isin(EU27) & ~trade.exporter.isin(EU27)].groupby([*KEY, "exporter"]).usd.sum()
    same(drawn.read("indicators.eu_dependence"), entering / entering.groupby(level=KEY).transform("sum"))


def test_balance_and_intra_industry(drawn: Drawn) -> None:
    by_code = [*KEY, "hs6"]
    sold = drawn.trade.groupby([*by_code, "exporter"]).usd.sum().rename_axis(index={"exporter": "iso3"})
    bought = drawn.trade.groupby([*by_code, "importer"]).usd.sum().rename_axis(index={"importer": "iso3"})
    both = pd.concat([sold, bought], axis=1, keys=["x", "m"]).fillna(0.0)
    sums = both.assign(apart=(both.x - both.m).abs()).groupby(level=[*KEY, "iso3"]).sum()
    same(drawn.read("indicators.net_position"), (sums.x - sums.m) / (sums.x + sums.m))
    same(drawn.read("indicators.intra_industry"), 1 - sums.apart / (sums.x + sums.m))


def test_unit_values(drawn: Drawn) -> None:
    weighed = drawn.trade[drawn.trade.tonnes > 0.001].copy()
    code = weighed.groupby(["year", "hs6"])[["usd", "tonnes"]].transform("sum")
    weighed["at_world_price"] = weighed.tonnes * code.usd / code.tonnes
    sums = weighed.groupby([*KEY, "exporter"])[["usd", "at_world_price"]].sum()
    same(drawn.read("indicators.unit_value_ratio"), sums.usd / sums.at_world_price)


def test_diversification(drawn: Drawn) -> None:
    basket = drawn.trade[drawn.trade.metal != "gold"].groupby(["year", "exporter", "hs6"]).usd.sum()
    shares = basket / basket.groupby(level=["year", "exporter"]).transform("sum")
    simpson = 1 - (shares**2).groupby(level=["year", "exporter"]).sum()
    simpson.index = pd.MultiIndex.from_tuples([(year, "all", "all", iso3) for year, iso3 in simpson.index])
    same(drawn.read("indicators.export_diversification"), simpson)


def test_complementarity(drawn: Drawn) -> None:
    basket = drawn.trade[drawn.trade.metal != "gold"]
    expected = {}
    for year, flows in basket.groupby("year"):
        x, m = (
            flows.pivot_table(index="hs6", columns=side, values="usd", aggfunc="sum", fill_value=0) for side in SIDES
        )
        x, m = x / x.sum(), m / m.sum()
        expected |= {
            (year, i, j): 1 - (m[j] - x[i]).abs().sum() / 2 for i in x for j in m if "XXX" not in (i, j) and i != j
        }
    shown = {key: value for key, value in expected.items() if value > 1e-12}
    assert drawn.world.read("marts.complementarity") == pytest.approx(shown, rel=1e-9)


def test_shares_and_concentration_of_output(drawn: Drawn) -> None:
    output = drawn.production.assign(stage="mine").set_index([*KEY, "iso3"]).tonnes
    shares = output / output.groupby(level=KEY).transform("sum")
    same(drawn.read("indicators.production_share"), shares)
    named = shares[shares.index.get_level_values("iso3") != "OTH"].groupby(level=KEY)
    for table, world in {
        "production_hhi": named.apply(lambda s: (s**2).sum()),
        "top_producer_share": named.max(),
        "top3_share": named.apply(lambda s: s.nlargest(3).sum()),
        "supply_without_top": 1 - named.max(),
    }.items():
        same(drawn.read(f"indicators.{table}"), pd.concat({"WLD": world}).reorder_levels([1, 2, 3, 0]))
