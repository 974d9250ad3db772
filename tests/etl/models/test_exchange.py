"""Golden rows, worked by hand, of tonnes, balances, unit values, the bridge, baskets and pairs."""

from typing import Any

import pytest

from tests.etl.models.conftest import World


@pytest.fixture
def traded(world: World) -> World:
    """Cobalt refined on two codes. Morocco buys hydroxide in DRC, sells metal to France and China."""
    world.series("cobalt", "refined", ["282200", "810510"])
    world.trade(
        [
            (2023, "282200", "COD", "MAR", 3e6, 300.0),
            (2023, "282200", "COD", "CHN", 5e6, 500.0),
            (2023, "810510", "MAR", "FRA", 4e6, 100.0),
            (2023, "810510", "MAR", "CHN", 2e6, 40.0),
            (2023, "810510", "CHN", "FRA", 6e6, 160.0),
        ]
    )
    return world


def cobalt(table: dict[tuple[Any, ...], Any]) -> dict[str, Any]:
    """iso3 → value of refined cobalt, 2023."""
    return {k[3]: v for k, v in table.items() if k[:3] == (2023, "cobalt", "refined")}


def test_shares_in_tonnes(traded: World) -> None:
    exports, imports = traded.read("indicators.export_share_t"), traded.read("indicators.import_share_t")
    assert cobalt(exports) == {"COD": pytest.approx(800 / 1100), "MAR": pytest.approx(140 / 1100), "CHN": 160 / 1100}
    assert cobalt(imports) == {"MAR": pytest.approx(300 / 1100), "CHN": pytest.approx(540 / 1100), "FRA": 260 / 1100}


def test_no_share_in_tonnes_where_weights_are_missing(traded: World) -> None:
    traded.trade([(2023, "810510", "DEU", "FRA", 0.3e6, None)])
    exports, imports = traded.read("indicators.export_share_t"), traded.read("indicators.import_share_t")
    assert sorted(cobalt(exports)) == ["CHN", "COD", "MAR"], "98.5 % of the world's value has a weight, Germany's none"
    assert sorted(cobalt(imports)) == ["CHN", "MAR"], "3 % of what France buys has no weight"
    traded.trade([(2023, "282200", "MAR", "FRA", 0.2e6, None)])
    assert cobalt(traded.read("indicators.export_share_t")) == {}, "a pair weighed on one code hides nothing"


def test_net_position(traded: World) -> None:
    assert cobalt(traded.read("indicators.net_position")) == {
        "COD": 1.0,
        "MAR": pytest.approx((6 - 3) / (6 + 3)),
        "CHN": pytest.approx((6 - 7) / (6 + 7)),
        "FRA": -1.0,
    }


def test_trade_within_an_industry_is_told_code_by_code(traded: World) -> None:
    intra = cobalt(traded.read("indicators.intra_industry"))
    assert intra["MAR"] == pytest.approx(0.0), "hydroxide in, metal out: nothing goes both ways"
    assert intra["CHN"] == pytest.approx(1 - (5 + (6 - 2)) / (5 + 8))
    assert intra["COD"] == pytest.approx(0.0)


def test_unit_value_against_the_world_of_the_same_codes(traded: World) -> None:
    traded.trade([(2023, "282200", "MAR", "DEU", 2e6, 100.0), (2023, "282200", "MAR", "COD", 9e9, 0.001)])
    # World: hydroxide 10 M USD / 900 t, metal 12 M USD / 300 t; the flow at the rounding floor of 0.001 t is left out.
    hydroxide, metal = 10e6 / 900, 12e6 / 300
    ratio = cobalt(traded.read("indicators.unit_value_ratio"))
    assert ratio["COD"] == pytest.approx(1e4 / hydroxide)
    assert ratio["MAR"] == pytest.approx((6e6 + 2e6) / (140 * metal + 100 * hydroxide))
    assert "FRA" not in ratio


def test_bridge_is_balanced_when_both_legs_are(traded: World) -> None:
    mart = traded.read("marts.bridge")[2023, "cobalt", "refined", "MAR"]
    assert mart == {"africa_usd": 3e6, "eu_usd": 4e6, "upgrade": False}
    bridge = cobalt(traded.read("indicators.bridge"))
    assert bridge["MAR"] == pytest.approx(3 / 4)
    assert bridge["CHN"] == pytest.approx(6 / 7)
    assert bridge["FRA"] == 0.0, "France buys 4 M USD in Africa and sells nothing: a dead end"


def test_a_bridge_below_a_million_has_no_value(world: World) -> None:
    world.series("copper", "scrap", ["740400"])
    world.trade([(2023, "740400", "COD", "MAR", 9e5, 1.0), (2023, "740400", "MAR", "FRA", 999_999.0, 1.0)])
    assert world.read("indicators.bridge") == {}
    world.trade([(2023, "740400", "MAR", "DEU", 1.0, 1.0)])
    assert world.read("indicators.bridge") == {(2023, "copper", "scrap", "MAR"): pytest.approx(0.9)}


def test_the_upgrade_flag_tells_transformation_from_transit(world: World) -> None:
    world.series("copper", "mine", ["260300"])
    world.series("copper", "refined", ["740311"])
    world.series("copper", "scrap", ["740400"])
    world.trade(
        [
            (2023, "260300", "COD", "MAR", 9e6, 1.0),
            (2023, "260300", "MAR", "FRA", 1e6, 1.0),
            (2023, "740311", "MAR", "FRA", 5e6, 1.0),
            (2023, "260300", "MAR", "COD", 8e6, 1.0),
            (2023, "260300", "COD", "FRA", 2e6, 1.0),
            (2023, "740400", "COD", "MAR", 5e6, 1.0),
            (2023, "740400", "COD", "FRA", 9e6, 1.0),
        ]
    )
    upgrade = {(k[2], k[3]): row["upgrade"] for k, row in world.read("marts.bridge").items()}
    assert upgrade["mine", "MAR"] is True, "ore in from Africa, metal out to the EU"
    assert upgrade["refined", "MAR"] is False
    assert upgrade["mine", "COD"] is False, "scrap is no later stage"


def test_export_diversification_over_the_basket(world: World) -> None:
    world.series("cobalt", "refined", ["282200", "810510"])
    world.series("gold", "refined", ["710812"])
    world.series("coking_coal", "mine", ["270112"])
    world.add("catalog.hs_code", [("phosphate", "mine", "HS92", "251020", False, True)])
    world.add("catalog.hs_code", [("nickel", "refined", "HS92", "810510", True, True)])
    rows = [("282200", 20.0), ("810510", 30.0), ("251020", 50.0), ("710812", 900.0), ("270112", 900.0)]
    world.trade([(2023, hs6, "MAR", "FRA", usd, 1.0) for hs6, usd in rows])
    world.trade([(2023, "282200", "COD", "FRA", 7.0, 1.0), (2023, "710812", "CHN", "FRA", 7.0, 1.0)])
    world.trade([(2022, "282200", "MAR", "FRA", 7.0, 1.0)], revision="HS17")
    assert world.read("indicators.export_diversification") == {
        (2023, "all", "all", "MAR"): pytest.approx(1 - (0.2**2 + 0.3**2 + 0.5**2)),
        (2023, "all", "all", "COD"): 0.0,
    }


def test_the_basket_of_rca_holds_codes_shown_apart(world: World) -> None:
    world.series("cobalt", "refined", ["810510"])
    world.add("catalog.hs_code", [("phosphate", "mine", "HS92", "251020", False, True)])
    world.trade([(2023, "810510", "MAR", "FRA", 20.0, 1.0), (2023, "251020", "MAR", "FRA", 60.0, 1.0)])
    world.trade([(2023, "810510", "CHN", "FRA", 100.0, 1.0), (2023, "251020", "CHN", "FRA", 20.0, 1.0)])
    rca = cobalt(world.read("indicators.rca"))
    assert rca == {"MAR": pytest.approx((20 / 80) / (120 / 200)), "CHN": pytest.approx((100 / 120) / (120 / 200))}


def test_trade_intensity_of_every_pair(traded: World) -> None:
    traded.trade([(2023, "810510", "XXX", "MAR", 5e6, 1.0)])
    pairs = traded.read("marts.trade_intensity")
    world = 3e6 + 5e6 + 4e6 + 2e6 + 6e6 + 5e6
    assert pairs["cobalt", "refined", 2023, "MAR", "FRA"] == pytest.approx((4e6 / 6e6) / (10e6 / world))
    assert pairs["cobalt", "refined", 2023, "CHN", "FRA"] == pytest.approx((6e6 / 6e6) / (10e6 / world))
    assert len(pairs) == 5, "the unspecified weigh in the world and are no partner"


def test_complementarity_of_what_one_sells_and_the_other_buys(world: World) -> None:
    world.series("cobalt", "refined", ["282200", "810510"])
    world.series("copper", "mine", ["260300"])
    rows = [
        ("282200", "MAR", "CHN", 60.0),
        ("260300", "MAR", "CHN", 40.0),
        ("282200", "COD", "FRA", 20.0),
        ("810510", "CHN", "FRA", 30.0),
        ("260300", "COD", "FRA", 50.0),
    ]
    world.trade([(2023, hs6, i, j, usd, 1.0) for hs6, i, j, usd in rows])
    found = {k[1:]: v for k, v in world.read("marts.complementarity").items()}
    # Morocco sells 0.6 hydroxide and 0.4 ore; France buys 0.2, 0.3 metal and 0.5: 1 − ½(0.4 + 0.3 + 0.1).
    assert found["MAR", "FRA"] == pytest.approx(0.6)
    assert found["MAR", "CHN"] == pytest.approx(1.0)
    assert ("CHN", "CHN") not in found
    assert ("COD", "MAR") not in found, "Morocco buys nothing"


def test_notes_of_indicators_over_all_stages_and_metals(traded: World) -> None:
    indicators = [("processed_share", "provisional"), ("export_diversification", "basket_rca")]
    traded.add("catalog.indicator_note", indicators)
    notes = traded.read("marts.indicator_note")
    assert ("processed_share", 2023, "cobalt", "all", "WLD", "provisional") in notes
    assert ("export_diversification", 2023, "all", "all", "WLD", "basket_rca") in notes
