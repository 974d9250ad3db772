"""Golden rows, worked by hand, of the trade network: shortest paths, rank, partners."""

import math

import pytest

from tests.etl.models.conftest import World


@pytest.fixture
def traded(world: World) -> World:
    """Copper ore: DRC → China directly for 1, or by way of Morocco for 10 and 10; France buys from China for 5."""
    world.series("copper", "mine", ["260300"])
    world.trade(
        [
            (2023, "260300", "COD", "CHN", 1.0, 1.0),
            (2023, "260300", "COD", "MAR", 10.0, 1.0),
            (2023, "260300", "MAR", "CHN", 10.0, 1.0),
            (2023, "260300", "CHN", "FRA", 5.0, 1.0),
            (2023, "260300", "XXX", "FRA", 99.0, 1.0),
        ]
    )
    return world


def copper(found: dict[tuple[int, str, str, str], float]) -> dict[str, float]:
    assert {k[:3] for k in found} == {(2023, "copper", "mine")}
    return {k[3]: v for k, v in found.items()}


def test_betweenness_follows_the_large_flows(traded: World) -> None:
    # Lengths 1, 0.1, 0.1, 0.2: COD → CHN and COD → FRA go through Morocco; COD → FRA and MAR → FRA through China.
    assert copper(traded.read("indicators.betweenness")) == {
        "COD": 0.0,
        "MAR": pytest.approx(2 / (3 * 2)),
        "CHN": pytest.approx(2 / (3 * 2)),
        "FRA": 0.0,
    }


def test_equal_paths_share_the_betweenness(world: World) -> None:
    world.series("copper", "mine", ["260300"])
    legs = [("COD", "MAR"), ("COD", "DEU"), ("MAR", "CHN"), ("DEU", "CHN")]
    world.trade([(2023, "260300", i, j, 7.0, 1.0) for i, j in legs])
    found = copper(world.read("indicators.betweenness"))
    assert found == {"COD": 0.0, "MAR": pytest.approx(0.5 / 6), "DEU": pytest.approx(0.5 / 6), "CHN": 0.0}


def test_paths_that_differ_by_less_than_a_billionth_of_a_thousandth_are_not_equal(world: World) -> None:
    """Behind two flows of one dollar each, the large flows before them still tell the paths apart."""
    world.series("copper", "mine", ["260300"])
    legs = [("COD", "MAR", 5e9), ("COD", "DEU", 4e9), ("MAR", "CHN", 1.0), ("DEU", "CHN", 1.0)]
    world.trade([(2023, "260300", i, j, usd, 1.0) for i, j, usd in legs])
    found = copper(world.read("indicators.betweenness"))
    assert found == {"COD": 0.0, "MAR": pytest.approx(1 / 6), "DEU": 0.0, "CHN": 0.0}


def test_two_countries_are_no_network_to_stand_between(world: World) -> None:
    world.series("copper", "mine", ["260300"])
    world.trade([(2023, "260300", "COD", "CHN", 1.0, 1.0)])
    assert world.read("indicators.betweenness") == {}
    # r_COD = 0.075 + 0.85·r_CHN/2, r_CHN = r_COD + 0.85·r_COD: China exports nothing and passes its rank to both.
    cod = 1 / 2.85
    assert copper(world.read("indicators.pagerank")) == {"COD": pytest.approx(cod), "CHN": pytest.approx(1 - cod)}


def test_pagerank_weighs_by_value(traded: World) -> None:
    rank = copper(traded.read("indicators.pagerank"))
    floor = 0.15 / 4 + 0.85 * rank["FRA"] / 4
    assert rank["COD"] == pytest.approx(floor)
    assert rank["MAR"] == pytest.approx(floor + 0.85 * rank["COD"] * 10 / 11)
    assert rank["CHN"] == pytest.approx(floor + 0.85 * (rank["COD"] / 11 + rank["MAR"]))
    assert math.fsum(rank.values()) == pytest.approx(1)


def test_partners_are_counted_each_way_apart(traded: World) -> None:
    assert copper(traded.read("indicators.degree_export")) == {"COD": 2.0, "MAR": 1.0, "CHN": 1.0}
    assert copper(traded.read("indicators.degree_import")) == {"MAR": 1.0, "CHN": 2.0, "FRA": 1.0}, "XXX is nobody"


def test_no_trade_no_network(world: World) -> None:
    assert world.read("indicators.betweenness") == {}
    assert world.read("indicators.pagerank") == {}
