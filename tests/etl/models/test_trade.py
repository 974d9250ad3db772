"""Golden rows, worked by hand, of the trade marts and indicators."""

from typing import Any

import pytest

from tests.etl.models.conftest import World


@pytest.fixture
def traded(world: World) -> World:
    """Cobalt refined on two codes, tungsten ore on one; France and Germany buy, DRC, Morocco and China sell."""
    world.series("cobalt", "refined", ["282200", "810510"])
    world.series("tungsten", "mine", ["261100"])
    world.series("tungsten", "refined", ["810110"])
    world.series("gold", "refined", ["710812"])
    world.trade(
        [
            (2023, "282200", "COD", "FRA", 60.0, 6.0),
            (2023, "810510", "MAR", "FRA", 30.0, 1.0),
            (2023, "810510", "CHN", "FRA", 10.0, None),
            (2023, "810510", "MAR", "COD", 10.0, 0.5),
            (2023, "282200", "DEU", "FRA", 40.0, 2.0),
            (2023, "810510", "XXX", "DEU", 50.0, 3.0),
            (2023, "261100", "MAR", "CHN", 5.0, 1.0),
            (2023, "810110", "CHN", "DEU", 20.0, 1.0),
            (2023, "810110", "MAR", "DEU", 15.0, 1.0),
            (2023, "710812", "MAR", "FRA", 999.0, 0.1),
        ]
    )
    return world


def cobalt(table: dict[tuple[Any, ...], Any], iso3: str) -> float | None:
    return table.get((2023, "cobalt", "refined", iso3))


def test_shares_of_world_trade(traded: World) -> None:
    exports, imports = traded.read("indicators.export_share"), traded.read("indicators.import_share")
    assert cobalt(exports, "MAR") == pytest.approx(40 / 200)
    assert cobalt(imports, "FRA") == pytest.approx(140 / 200)
    assert cobalt(exports, "FRA") is None, "no trade is no value, never 0"
    assert cobalt(exports, "XXX") is None


def test_concentration_counts_the_unspecified_in_the_denominator_only(traded: World) -> None:
    suppliers = traded.read("indicators.supplier_hhi")
    assert cobalt(suppliers, "FRA") == pytest.approx((60**2 + 30**2 + 10**2 + 40**2) / 140**2)
    assert cobalt(suppliers, "DEU") is None
    assert cobalt(traded.read("indicators.customer_hhi"), "MAR") == pytest.approx((30**2 + 10**2) / 40**2)


def test_directions(traded: World) -> None:
    assert cobalt(traded.read("indicators.europe_market_share"), "MAR") == pytest.approx(0.75)
    assert cobalt(traded.read("indicators.intra_africa_share"), "MAR") == pytest.approx(0.25)
    assert cobalt(traded.read("indicators.africa_sourcing_share"), "FRA") == pytest.approx(90 / 140)
    dependence = traded.read("indicators.eu_dependence")
    assert cobalt(dependence, "COD") == pytest.approx(60 / 150), "Germany's own 40 is inside, XXX's 50 outside"
    assert cobalt(dependence, "DEU") is None


def test_rca_over_the_basket_leaves_gold_out(traded: World) -> None:
    rca = traded.read("indicators.rca")
    morocco, world_total = 30 + 10 + 5 + 15, 200 + 5 + 35
    assert cobalt(rca, "MAR") == pytest.approx((40 / morocco) / (200 / world_total))
    assert not [k for k in rca if k[1] == "gold"]


def test_rca_over_whole_trade_where_the_complete_file_is_loaded(traded: World) -> None:
    totals = [("MAR", 400.0), ("COD", 600.0), ("CHN", 1000.0)]
    traded.add("staging.trade_total", [(2023, "HS92", iso3, x, 0.0, "baci") for iso3, x in totals])
    assert cobalt(traded.read("indicators.rca"), "MAR") == pytest.approx((40 / 400) / (200 / 2000))


def test_processed_share_needs_every_stage_whole(traded: World) -> None:
    share = traded.read("indicators.processed_share")
    assert share[2023, "tungsten", "all", "MAR"] == pytest.approx(15 / 20)
    assert (2023, "cobalt", "all", "MAR") not in share, "one stage alone cannot tell raw from transformed"


def test_a_missing_code_makes_a_series_partial_and_its_shares_null(traded: World) -> None:
    traded.series("aluminium", "refined", ["760110", "760120"])
    traded.trade([(2023, "760110", "MAR", "FRA", 7.0, 1.0)])
    series = traded.read("marts.series")["aluminium", "refined", 2023]
    assert (series["codes"], series["loaded"], series["partial"]) == (2, 1, True)
    assert not [k for k in traded.read("indicators.export_share") if k[1] == "aluminium"]
    assert [k for k in traded.read("marts.flow") if k[1] == "aluminium"], "the flows themselves stay visible"
    traded.add("catalog.indicator_note", [("export_share", "partial_codes")])
    notes = traded.read("marts.indicator_note")
    assert ("export_share", 2023, "aluminium", "refined", "WLD", "partial_codes") in notes


def test_a_series_of_some_of_a_materials_codes_says_so(traded: World) -> None:
    traded.series("phosphate", "mine", ["251010"])
    traded.trade([(2023, "251010", "MAR", "FRA", 7.0, 1.0)])
    traded.add("catalog.indicator_note", [("export_share", "lower_bound")])
    noted = ("export_share", 2023, "phosphate", "mine", "WLD", "lower_bound")
    assert noted not in traded.read("marts.indicator_note")
    traded.add("catalog.lower_bound", [("phosphate", "mine")])
    assert noted in traded.read("marts.indicator_note")


def test_a_country_without_a_value_has_its_reason(world: World) -> None:
    world.series("copper", "refined", ["740311"])
    flows = [("COD", "MAR", 9e5, 1.0), ("CHN", "FRA", 9e8, 900.0), ("DEU", "FRA", 1e6, None)]
    world.trade([(2023, "740311", *flow) for flow in flows])
    noted = {"bridge": ["small_trade"], "export_share_t": ["export_weight_unknown", "weight_unknown"]}
    world.add("catalog.indicator_note", [(name, code) for name, codes in noted.items() for code in codes])
    notes = {(name, iso3, code) for name, *_, iso3, code in world.read("marts.indicator_note")}
    assert notes == {("bridge", "MAR", "small_trade"), ("export_share_t", "DEU", "export_weight_unknown")}
    assert {key[3] for key in world.read("indicators.export_share_t")} == {"COD", "CHN"}


def test_a_world_without_weights_says_so(world: World) -> None:
    world.series("copper", "refined", ["740311"])
    world.trade([(2023, "740311", "COD", "MAR", 97.0, 1.0), (2023, "740311", "DEU", "FRA", 3.0, None)])
    world.add("catalog.indicator_note", [("export_share_t", "weight_unknown")])
    assert list(world.read("marts.indicator_note")) == [
        ("export_share_t", 2023, "copper", "refined", "WLD", "weight_unknown")
    ]
    assert not world.read("indicators.export_share_t")


def test_a_shared_code_cannot_tell_transformation(traded: World) -> None:
    traded.series("platinum", "mine", ["261690"], shared=True)
    traded.series("platinum", "refined", ["711011"])
    traded.trade([(2023, "261690", "MAR", "FRA", 1.0, 1.0), (2023, "711011", "MAR", "FRA", 1.0, 1.0)])
    assert traded.read("marts.chain")["platinum", 2023]["whole"] is False


def test_governance_needs_all_six(world: World) -> None:
    six = ["wgi_va", "wgi_pv", "wgi_ge", "wgi_rq", "wgi_rl", "wgi_cc"]
    rows = [(2023, s, "MAR", v, "wgi_estimate", "wgi", "2024", None) for s, v in zip(six, range(6), strict=True)]
    world.add("staging.score", [*rows, (2023, "wgi_va", "FRA", 1.0, "wgi_estimate", "wgi", "2024", None)])
    assert world.read("indicators.governance") == {(2023, "all", "all", "MAR"): pytest.approx(2.5)}


@pytest.fixture
def harvested(traded: World) -> World:
    """Phosphoric acid, which BACI's file lacks, and cobalt oxide, which it has: both in Comtrade's imports."""
    traded.series("phosphate", "intermediate", ["280920"], revision="HS17")
    rows = [
        (2022, "HS22", "280920", "MAR", "FRA", 80.0, 8.0, "CIF", "comtrade"),
        (2022, "HS17", "280920", "MAR", "CHN", 20.0, 2.0, "CIF", "comtrade"),
        (2022, "HS17", "282200", "COD", "CHN", 99.0, 9.0, "CIF", "comtrade"),
    ]
    traded.add("staging.trade", rows)
    return traded


def test_a_series_baci_lacks_comes_whole_from_comtrade(harvested: World) -> None:
    series = harvested.read("marts.series")["phosphate", "intermediate", 2022]
    assert (series["source"], series["partial"]) == ("comtrade", False)
    share = harvested.read("indicators.europe_market_share")
    assert share[2022, "phosphate", "intermediate", "MAR"] == pytest.approx(0.8)


def test_a_series_baci_holds_takes_nothing_from_comtrade(harvested: World) -> None:
    flows = harvested.read("marts.flow")
    assert {row["source"] for key, row in flows.items() if key[1] == "cobalt"} == {"baci"}


def test_full_baci_replaces_comtrade(harvested: World) -> None:
    harvested.trade([(2022, "280920", "MAR", "FRA", 70.0, 7.0)], revision="HS17")
    flows = {k: v for k, v in harvested.read("marts.flow").items() if k[1] == "phosphate"}
    assert [(row["source"], row["value_usd"]) for row in flows.values()] == [("baci", 70.0)]


def test_a_comtrade_series_has_no_rca_over_the_basket_of_baci(harvested: World) -> None:
    assert not [k for k in harvested.read("indicators.rca") if k[1] == "phosphate"]


def test_the_mirror_gap_compares_codes_that_both_sides_declare(harvested: World) -> None:
    """France declares 80 USD CIF of acid, Morocco 64 FOB: 16 over their mean of 72. China's has no other side."""
    harvested.add(
        "staging.trade_export",
        [
            (2022, "HS22", "280920", "MAR", "FRA", 60.0, "comtrade"),
            (2022, "HS17", "280920", "MAR", "FRA", 4.0, "comtrade"),
            (2022, "HS22", "310530", "MAR", "FRA", 500.0, "comtrade"),
            (2021, "HS17", "280920", "MAR", "CHN", 20.0, "comtrade"),
            (2022, "HS17", "282200", "CHN", "COD", 99.0, "comtrade"),
        ],
    )
    [(key, gap)] = harvested.read("marts.mirror_gap").items()
    assert key == ("phosphate", "intermediate", 2022, "MAR", "FRA")
    assert gap == {
        "import_usd": 80.0, "export_usd": 64.0, "value": pytest.approx(16 / 72), "source": "comtrade",
    }  # fmt: skip


def test_without_declared_exports_there_is_no_mirror_gap(harvested: World) -> None:
    assert harvested.read("marts.mirror_gap") == {}


def test_an_import_valued_fob_has_no_mirror_gap(harvested: World) -> None:
    harvested.con.execute("UPDATE staging.trade SET valuation = 'FOB'")
    harvested.add("staging.trade_export", [(2022, "HS22", "280920", "MAR", "FRA", 60.0, "comtrade")])
    assert harvested.read("marts.mirror_gap") == {}
