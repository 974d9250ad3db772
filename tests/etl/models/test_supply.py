"""Golden rows, worked by hand, of concentration, governance, corrections and the spread of sources."""

import pytest

from tests.etl.models.conftest import World

SIX = ["wgi_va", "wgi_pv", "wgi_ge", "wgi_rq", "wgi_rl", "wgi_cc"]
COBALT = (2024, "cobalt", "mine", "WLD")


def govern(world: World, year: int, iso3: str, estimate: float) -> None:
    """Give a country the same estimate in all six dimensions."""
    world.add("staging.score", [(year, s, iso3, estimate, "wgi_estimate", "wgi", "2024", None) for s in SIX])


@pytest.fixture
def mined(world: World) -> World:
    """Cobalt of 2024: DRC 60, Morocco 25, China 10, others 5."""
    world.add("catalog.source_rank", [("wmd", "mine", 1), ("usgs_mcs", "mine", 2)])
    world.add("catalog.basis", [("cobalt", "mine", "content")])
    shares = {"COD": 60.0, "MAR": 25.0, "CHN": 10.0, "OTH": 5.0, "WLD": 100.0}
    world.produce([(2024, "cobalt", "mine", iso3, q, None) for iso3, q in shares.items()])
    return world


def test_the_first_producer_and_what_is_left_without_it(mined: World) -> None:
    assert mined.read("indicators.top_producer_share") == {COBALT: pytest.approx(0.60)}
    assert mined.read("indicators.supply_without_top") == {COBALT: pytest.approx(0.40)}


def test_others_are_never_the_first_producer(mined: World) -> None:
    mined.produce([(2023, "cobalt", "mine", "OTH", 90.0, None), (2023, "cobalt", "mine", "MAR", 10.0, None)])
    assert mined.read("indicators.top_producer_share")[2023, "cobalt", "mine", "WLD"] == pytest.approx(0.10)
    assert mined.read("indicators.top3_share")[2023, "cobalt", "mine", "WLD"] == pytest.approx(0.10)


def test_concentration_weighted_by_the_latest_governance_not_after_the_year(mined: World) -> None:
    govern(mined, 2022, "COD", 0.0)
    govern(mined, 2023, "COD", -1.5)
    govern(mined, 2025, "COD", 2.5)
    govern(mined, 2023, "MAR", -0.5)
    govern(mined, 2023, "CHN", 0.0)
    # W: DRC (2.5 + 1.5)·2 = 8, Morocco 6, China 5.
    weighted = 0.60**2 * 8 + 0.25**2 * 6 + 0.10**2 * 5
    assert mined.read("indicators.production_hhi_wgi") == {COBALT: pytest.approx(weighted)}


def test_producers_without_governance_may_hold_a_tenth_of_the_named_output(mined: World) -> None:
    govern(mined, 2023, "COD", 0.0)
    assert mined.read("indicators.production_hhi_wgi") == {}, "60 of the 95 named are governed"
    govern(mined, 2023, "MAR", 0.0)
    assert mined.read("indicators.production_hhi_wgi") == {}, "85 of 95 are still less than nine tenths"
    govern(mined, 2023, "CHN", 0.0)
    assert mined.read("indicators.production_hhi_wgi") == {COBALT: pytest.approx((0.36 + 0.0625 + 0.01) * 5)}


def test_rule_of_law_and_corruption_stand_as_published(world: World) -> None:
    rows = [(2023, "wgi_rl", "MAR", -0.25), (2023, "wgi_cc", "MAR", -0.5), (2023, "wgi_pv", "MAR", 1.0)]
    world.add("staging.score", [(*row, "wgi_estimate", "wgi", "2024", None) for row in rows])
    assert world.read("indicators.rule_of_law") == {(2023, "all", "all", "MAR"): -0.25}
    assert world.read("indicators.corruption_control") == {(2023, "all", "all", "MAR"): -0.5}


def test_a_figure_withdrawn_counts_for_nothing(mined: World) -> None:
    wrong = ("production", "wmd", 2024, "cobalt", "mine", "MAR", 25.0, None, "a slip", "the table")
    mined.add("catalog.correction", [wrong])
    assert mined.read("indicators.production_share") == {
        (2024, "cobalt", "mine", "COD"): pytest.approx(60 / 75),
        (2024, "cobalt", "mine", "CHN"): pytest.approx(10 / 75),
    }


def test_a_correction_leaves_alone_what_a_newer_edition_prints(world: World) -> None:
    world.add("catalog.source_rank", [("usgs_mcs", "mine", 1)])
    world.add("catalog.basis", [("cobalt", "mine", "content")])
    for edition, tonnes in (("2025", 205.0), ("2026", 2_050.0)):
        world.produce([(2024, "cobalt", "mine", "MAR", tonnes, None)], source="usgs_mcs", edition=edition)
    slip = ("production", "usgs_mcs", 2024, "cobalt", "mine", "MAR", 205.0, 2_100.0, "a slip", "the table")
    world.add("catalog.correction", [slip])
    row = world.read("marts.production")[2024, "cobalt", "mine", "MAR"]
    assert (row["quantity_t"], row["flag"]) == (2_050.0, None)


def test_the_spread_of_the_sources_that_report_a_cell(mined: World) -> None:
    cell = (2024, "cobalt", "mine", "MAR")
    mined.produce([(*cell, 20.0, None)], source="usgs_mcs", edition="2025")
    mined.produce([(*cell, 40.0, None)], source="usgs_mcs", edition="2026")
    mined.produce([(*cell, 30.0, None)], source="bgs_wms", edition="2021")
    mined.produce([(2024, "cobalt", "mine", "CHN", 99.0, None)], source="usgs_mcs", basis="gross")
    mined.produce([(2024, "cobalt", "mine", "OTH", 99.0, None)], source="usgs_mcs")
    # Of USGS the newest edition alone: 25, 40 and 30; China's ore and the others are no second figure.
    assert mined.read("indicators.source_spread") == {cell: pytest.approx((40 - 25) / 30)}


def test_output_in_the_weight_of_customs_is_gross_or_a_refined_metal_s_content(world: World) -> None:
    world.add("catalog.source_rank", [("wmd", "mine", 1), ("usgs_mcs", "mine", 2), ("bgs_wms", "refined", 1)])
    rock, metal = (2024, "phosphate", "mine", "MAR"), (2021, "cobalt", "refined", "MAR")
    world.produce([(*rock, 11.0, None)], source="wmd", basis="P2O5")
    world.produce([(*rock, 30.0, None)], source="usgs_mcs", edition="2025", basis="gross")
    world.produce([(*rock, 35.0, None)], source="usgs_mcs", edition="2026", basis="gross")
    world.produce([(*metal, 1.8, None)], source="bgs_wms", edition="1970-2021")
    world.produce([(2024, "cobalt", "mine", "MAR", 1.3, None)], source="wmd")
    found = world.read("marts.output_weight")
    assert {key: (row["quantity_t"], row["source"]) for key, row in found.items()} == {
        rock: (35.0, "usgs_mcs"),
        metal: (1.8, "bgs_wms"),
    }


# Cobalt refined, as the study weighs it: every country's six WGI are 0, so that W = 5; restrictions on China only.
SHARES = {
    ("global", "CHN"): (0.6, 1.1),
    ("global", "FRA"): (0.2, 1.0),
    ("eu", "CHN"): (0.3, 1.1),
    ("eu", "FRA"): (0.5, 0.8),
}


@pytest.fixture
def studied(world: World) -> World:
    for iso3 in ("CHN", "FRA", "MAR"):
        for year in range(2016, 2021):
            govern(world, year, iso3, 0.0)
    for material in ("cobalt", "nickel"):
        world.add(
            "staging.supply_share",
            [
                (material, "cobalt", "refined", iso3, scope, share, t, "eu_crm", "2023", None)
                for (scope, iso3), (share, t) in SHARES.items()
            ],
        )
    return world


def parameter(world: World, material: str, shares: str, ir: float | None) -> None:
    world.add("staging.crm_parameter", [(material, "cobalt", "refined", ir, 0.2, 0.9, shares, "eu_crm", "2023")])


def test_supply_risk_by_hand(studied: World) -> None:
    hhi_global = 0.6**2 * 5 * 1.1 + 0.2**2 * 5
    hhi_eu = 0.3**2 * 5 * 1.1 + 0.5**2 * 5 * 0.8
    parameter(studied, "cobalt", "both", 0.4)
    risk = (hhi_global * 0.2 + hhi_eu * 0.8) * (1 - 0.2) * 0.9
    key = (2023, "cobalt", "refined", "WLD")
    assert studied.read("indicators.supply_risk_eu")[key] == pytest.approx(risk)
    parameter(studied, "nickel", "global", None)
    worse = hhi_global * 0.8 * 0.9
    assert studied.read("indicators.supply_risk_eu") == {
        key: pytest.approx(worse),
        (2023, "cobalt", "all", "WLD"): pytest.approx(worse),
    }, "the riskiest material stands for the metal"


def test_without_the_studys_parameters_there_is_no_risk(studied: World) -> None:
    parameter(studied, "cobalt", "both", None)
    assert studied.read("indicators.supply_risk_eu") == {}


def test_one_country_outside_the_union_holds_most_of_its_sourcing(studied: World) -> None:
    assert studied.read("indicators.crma_single_country") == {(2023, "cobalt", "refined", "EU27"): 0.3}


def test_the_unions_own_countries_and_its_recycling(studied: World) -> None:
    assert studied.read("indicators.crma_domestic") == {(2023, "cobalt", "refined", "EU27"): 0.5}
    world = studied
    world.add("staging.supply_share", [("cobalt", "cobalt", "mine", "CHN", "eu", 0.4, 1.0, "eu_crm", "2023", None)])
    assert (2023, "cobalt", "mine", "EU27") not in world.read("indicators.crma_domestic"), "less than half is named"
    world.add("staging.supply_share", [("cobalt", "cobalt", "mine", "MAR", "eu", 0.2, 1.0, "eu_crm", "2023", None)])
    assert world.read("indicators.crma_domestic")[2023, "cobalt", "mine", "EU27"] == 0
    parameter(world, "cobalt", "both", None)
    assert world.read("indicators.crma_recycling") == {(2023, "cobalt", "all", "EU27"): 0.2}
