"""Golden rows, worked by hand, of the marts that reconcile: what is loaded, what is apart, what disagrees."""

import pytest

from etl import codes
from tests.etl.models.conftest import World


def test_a_series_ends_where_its_code_was_merged_away(world: World) -> None:
    world.add("catalog.series", [("germanium", "refined", "HS92", 2006)])
    world.add("catalog.hs_code", [("germanium", "refined", "HS92", "811230", False, False)])
    world.trade([(year, "811230", "CHN", "FRA", 5.0, 1.0) for year in (2006, 2007)])
    assert {k[2] for k in world.read("marts.series")} == {2006}
    assert {k[0] for k in world.read("marts.flow")} == {2006}


def test_codes_apart_are_shown_and_never_added(world: World) -> None:
    world.series("phosphate", "mine", ["251010"])
    world.add("catalog.hs_code", [("phosphate", "mine", "HS92", "251020", False, True)])
    world.trade([(2023, "251010", "MAR", "FRA", 5.0, 1.0), (2023, "251020", "MAR", "FRA", 7.0, 1.0)])
    pair = world.read("marts.pair")["phosphate", "mine", 2023, "MAR", "FRA"]
    assert (pair["value_usd"], pair["weighed_usd"]) == (5.0, 5.0)
    [(key, apart)] = world.read("marts.flow_apart").items()
    assert (key[4], apart["value_usd"]) == ("251020", 7.0)


def test_other_sulphur_which_hs_1996_merged_away_is_apart_so_that_its_end_is_no_fall(world: World) -> None:
    """BACI's last lines of 250390 are of 2007: its few million USD stand apart, and the series goes on without them."""
    world.series("sulphur", "mine", codes.metals()["sulphur"]["trade"]["mine"]["HS92"])
    [apart] = codes.metals()["sulphur"]["apart"]
    world.add("catalog.hs_code", [("sulphur", apart["stage"], "HS92", code, False, True) for code in apart["HS92"]])
    world.trade([(2007, "250310", "CAN", "MAR", 900.0, 9.0), (2007, "250390", "FRA", "MAR", 4.2, 0.1)])
    world.trade([(2008, "250310", "CAN", "MAR", 950.0, 9.5)])
    assert {(k[0], v["value_usd"]) for k, v in world.read("marts.flow").items()} == {(2007, 900.0), (2008, 950.0)}
    [(key, shown)] = world.read("marts.flow_apart").items()
    assert (key[4], shown["value_usd"]) == ("250390", 4.2)
    assert "no fall" in apart["note"]


def test_a_code_apart_that_baci_lacks_comes_from_the_importers(world: World) -> None:
    codes = [("HS92", "253090"), ("HS17", "253090"), ("HS17", "870380")]
    world.add("catalog.hs_code", [("lithium", "product", *code, True, True) for code in codes])
    world.trade([(2023, "253090", "MAR", "FRA", 5.0, 1.0)], revision="HS17")
    world.add(
        "staging.trade",
        [(2023, r, k, "MAR", "DEU", 7.0, 1.0, "CIF", "comtrade") for r, k in (("HS22", "253090"), ("HS22", "870380"))],
    )
    found = {(k[4], k[6]): row["source"] for k, row in world.read("marts.flow_apart").items()}
    assert found == {("253090", "FRA"): "baci", ("870380", "DEU"): "comtrade"}


def test_tonnes_of_a_country_are_null_where_flows_lack_a_weight(world: World) -> None:
    world.series("copper", "mine", ["260300"])
    world.trade([(2023, "260300", "COD", "CHN", 98.0, 9.0), (2023, "260300", "COD", "FRA", 2.0, None)])
    trade = {k[3]: row for k, row in world.read("marts.country_trade").items()}
    assert trade["COD"] == {"export_usd": 100.0, "import_usd": None, "export_t": 9.0, "import_t": None}
    assert trade["FRA"] == {"export_usd": None, "import_usd": 2.0, "export_t": None, "import_t": None}


def test_the_newest_edition_of_a_score_stands(world: World) -> None:
    rows = [(2020, "2023", 1.0), (2020, "2024", 2.0), (2021, "2024", None), (2019, "2023", 3.0)]
    world.add(
        "staging.score", [(year, "wgi_rl", "MAR", v, "wgi_estimate", "wgi", edition, None) for year, edition, v in rows]
    )
    assert {k: row["value"] for k, row in world.read("marts.score").items()} == {(2020, "wgi_rl", "MAR"): 2.0}


def test_a_world_total_is_held_against_its_countries(world: World) -> None:
    world.add("catalog.basis", [("cobalt", "mine", "content")])
    for year, world_t in ((2023, 105.0), (2024, 200.0)):
        world.produce(
            [(year, "cobalt", "mine", i, q, None) for i, q in (("COD", 60.0), ("MAR", 40.0), ("WLD", world_t))]
        )
    gap = {k[0]: row for k, row in world.read("marts.world_gap").items()}
    assert gap[2023]["gap"] == pytest.approx(100 / 105 - 1)
    assert (gap[2023]["beyond"], gap[2023]["reason"]) == (False, None)
    assert (gap[2024]["beyond"], gap[2024]["reason"]) == (True, "unexplained")


def test_the_choice_of_a_source_says_why(world: World) -> None:
    world.add("catalog.source_rank", [("wmd", "mine", 1), ("usgs_mcs", "mine", 2)])
    world.add("catalog.basis", [("cobalt", "mine", "content")])
    for source, years in (("wmd", (2023,)), ("usgs_mcs", (2023, 2024))):
        world.produce([(year, "cobalt", "mine", "COD", 60.0, None) for year in years], source)
    choice = {
        k[0]: (row["source"], row["candidates"], row["reason"])
        for k, row in world.read("marts.production_choice").items()
    }
    assert choice == {2023: ("wmd", 2, "first_rank"), 2024: ("usgs_mcs", 1, "only_source")}


def test_unit_values_ten_times_off_are_flagged_and_kept(world: World) -> None:
    world.series("copper", "mine", ["260300"])
    buyers = ["FRA", "DEU", "CHN", "MAR"]
    world.trade([(2023, "260300", "COD", j, 2e6, 2_000.0) for j in buyers])
    world.trade([(2023, "260300", "MAR", "FRA", 2e6, 190.0), (2023, "260300", "MAR", "DEU", 2e5, 1.0)])
    [(key, row)] = world.read("marts.unit_value_outlier").items()
    assert key[4:] == ("MAR", "FRA")
    assert row["ratio"] == pytest.approx(2_000 / 190)
    assert world.read("marts.pair")["copper", "mine", 2023, "MAR", "FRA"]["value_usd"] == 2e6


def test_scores_stand_as_published(world: World) -> None:
    scores = [("lpi_overall", 2.5), ("egdi", 0.7), ("internet_users", 90.0), ("lsci_q1", 50.0), ("lsci_q2", 70.0)]
    world.add("staging.score", [(2023, s, "MAR", v, "as published", "x", "2024", None) for s, v in scores])
    key = (2023, "all", "all", "MAR")
    found = {
        name: world.read(f"indicators.{name}") for name in ("logistics", "egov", "internet_use", "liner_connectivity")
    }
    assert found == {
        "logistics": {key: 2.5},
        "egov": {key: 0.7},
        "internet_use": {key: 90.0},
        "liner_connectivity": {key: pytest.approx(60.0)},
    }


def test_what_each_source_says_alone_stands_beside_what_is_shown(world: World) -> None:
    world.add("catalog.source_rank", [("wmd", "mine", 1), ("usgs_mcs", "mine", 2)])
    world.add("catalog.basis", [("cobalt", "mine", "content")])
    world.produce([(2024, "cobalt", "mine", i, t, None) for i, t in (("COD", 60.0), ("MAR", 20.0))], "wmd")
    told = [("COD", 90.0, None), ("MAR", 5.0, None), ("OTH", 5.0, None), ("WLD", 130.0, None)]
    world.produce([(2024, "cobalt", "mine", *t) for t in told], "usgs_mcs")
    world.produce([(2023, "cobalt", "mine", *t) for t in (("COD", 7.0, None), ("MAR", None, "withheld"))], "usgs_mcs")
    said = {
        (k[0], k[4], k[3]): (row["share"], row["rank"], row["shown"])
        for k, row in world.read("marts.production_by_source").items()
    }
    assert said == {
        (2024, "wmd", "COD"): (0.75, 1, True),
        (2024, "wmd", "MAR"): (0.25, 2, True),
        (2024, "usgs_mcs", "COD"): (0.9, 1, False),
        (2024, "usgs_mcs", "MAR"): (0.05, 2, False),
        (2023, "usgs_mcs", "COD"): (None, 1, True),
    }
