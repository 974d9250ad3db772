"""Golden rows, worked by hand, of the hub index: inputs, scores, ranks, sensitivity, dominance."""

from __future__ import annotations

import pytest

from etl import codes
from etl.model import load
from tests.etl.models.conftest import World

WGI = ("wgi_va", "wgi_pv", "wgi_ge", "wgi_rq", "wgi_rl", "wgi_cc")


def govern(world: World, year: int, iso3: str, value: float) -> None:
    world.add("staging.score", [(year, s, iso3, value, "wgi_estimate", "wgi", "2024", None) for s in WGI])


@pytest.fixture
def hub(world: World) -> World:
    """Morocco and the DRC against France as outside reference; cobalt and tungsten, weighing 300 and 100 in 2023."""
    world.add("catalog.hub_peer", [("FRA",)])
    world.add("staging.bloc", [("AMU", "MAR", "", "country_codes"), ("SADC", "COD", "", "country_codes")])
    world.add("catalog.hub_metal", [("cobalt",), ("tungsten",)])
    world.add(
        "catalog.hub_indicator",
        [
            ("production_share", "resource", "zero", "metal"),
            ("africa_sourcing_share", "connection", "leave_out", "stage"),
            ("governance", "enabling", None, None),
        ],
    )
    world.add("catalog.hub_stage", [("production_share", "mine"), ("africa_sourcing_share", "refined")])
    names = ("production_share", "africa_sourcing_share", "governance")
    world.add("catalog.indicator", [(name, "", "high", *[""] * 6, None) for name in names])
    world.series("cobalt", "refined", ["282200"])
    world.series("tungsten", "refined", ["810110"])
    world.trade(
        [
            (2023, "282200", "COD", "MAR", 10.0, 1.0),
            (2023, "282200", "CHN", "MAR", 30.0, 1.0),
            (2023, "282200", "MAR", "COD", 20.0, 1.0),
            (2023, "282200", "COD", "FRA", 200.0, 1.0),
            (2023, "282200", "CHN", "FRA", 40.0, 1.0),
            (2023, "810110", "CHN", "COD", 40.0, 1.0),
            (2023, "810110", "MAR", "FRA", 30.0, 1.0),
            (2023, "810110", "CHN", "FRA", 30.0, 1.0),
            (2024, "810110", "CHN", "MAR", 50.0, 1.0),
        ]
    )
    world.add("catalog.source_rank", [("wmd", "mine", 1)])
    world.add("catalog.basis", [("cobalt", "mine", "content"), ("tungsten", "mine", "content")])
    world.produce([(2023, "cobalt", "mine", i, q, None) for i, q in (("COD", 60.0), ("MAR", 20.0), ("CHN", 20.0))])
    world.produce([(2023, "tungsten", "mine", i, q, None) for i, q in (("MAR", 10.0), ("CHN", 90.0))])
    govern(world, 2020, "MAR", -0.3)
    govern(world, 2023, "COD", -1.6)
    govern(world, 2016, "FRA", 1.0)
    return world


def test_shares_of_metals_are_weighed_by_world_exports_and_who_is_absent_holds_nothing(hub: World) -> None:
    found = hub.read("index.hub_input")
    assert found[2023, "MAR", "production_share"]["value"] == pytest.approx((300 * 0.2 + 100 * 0.1) / 400)
    assert found[2023, "COD", "production_share"]["value"] == pytest.approx(300 * 0.6 / 400)
    assert found[2023, "FRA", "production_share"]["value"] is None, "no mine of any metal: no value"
    assert {key[1] for key in found} == {"MAR", "COD", "FRA"}, "China is no peer"


def test_a_ratio_without_trade_is_left_out_of_the_mean(hub: World) -> None:
    found = hub.read("index.hub_input")
    assert found[2023, "MAR", "africa_sourcing_share"]["value"] == pytest.approx(0.25)
    assert found[2023, "COD", "africa_sourcing_share"]["value"] == pytest.approx((300 * 1 + 100 * 0) / 400)
    assert found[2023, "FRA", "africa_sourcing_share"]["value"] == pytest.approx((300 * 5 / 6 + 100 / 2) / 400)


def test_the_latest_table_of_a_metal_enters_with_its_age(hub: World) -> None:
    found = hub.read("index.hub_input")
    morocco, congo = (found[2024, iso3, "africa_sourcing_share"] for iso3 in ("MAR", "COD"))
    assert morocco["value"] == pytest.approx((300 * 0.25 + 50 * 0) / 350), "cobalt of 2023, tungsten of 2024"
    assert (morocco["value_year"], morocco["age"], morocco["metals"]) == (2023, 1, 2)
    assert (congo["value"], congo["metals"]) == (1, 1), "no tungsten in 2024: nothing of 2023 fills it"


def test_a_score_enters_up_to_six_years_old(hub: World) -> None:
    found = hub.read("index.hub_input")
    assert (found[2023, "MAR", "governance"]["value"], found[2023, "MAR", "governance"]["age"]) == (-0.3, 3)
    assert found[2023, "FRA", "governance"]["value"] is None, "2016 is seven years back"


def test_a_shared_code_weighs_nothing(hub: World) -> None:
    hub.series("gallium", "refined", ["811292"], shared=True)
    hub.add("catalog.hub_metal", [("gallium",)])
    hub.trade([(2023, "811292", "CHN", "MAR", 1e6, 1.0)])
    assert hub.read("index.hub_input")[2023, "MAR", "africa_sourcing_share"]["value"] == pytest.approx(0.25)


def test_what_may_not_be_passed_on_never_enters(hub: World) -> None:
    before = hub.read("index.hub_input")
    hub.add("catalog.source", [("comtrade", "", "", "", "", "", "own use", "", None)])
    hub.series("cobalt", "mine", ["260500"])
    hub.add("catalog.hub_stage", [("africa_sourcing_share", "mine")])
    row = (2023, "HS17", "260500", "COD", "MAR", 1e9, 1.0, "CIF", "comtrade")
    hub.add("staging.trade", [row])
    assert hub.read("index.hub_input") == before, "neither as a ratio nor as a weight of the metal"
    assert hub.read("indicators.africa_sourcing_share")[2023, "cobalt", "mine", "MAR"] == 1, "it is shown on its own"


def test_unit_values_of_small_exports_stay_out(hub: World) -> None:
    hub.add("catalog.hub_indicator", [("unit_value_ratio", "transformation", "leave_out", "stage")])
    hub.add("catalog.hub_stage", [("unit_value_ratio", "refined")])
    hub.add("catalog.indicator", [("unit_value_ratio", "", "high", *[""] * 6, None)])
    hub.trade([(2023, "810110", "COD", "DEU", 3e6, 1.0), (2023, "810110", "CHN", "DEU", 3e6, 2.0)])
    found = hub.read("index.hub_input")
    assert found[2023, "COD", "unit_value_ratio"]["value"] == pytest.approx(3e6 / (6_000_100 / 6))
    assert found[2023, "MAR", "unit_value_ratio"]["value"] is None


def test_a_unit_value_beyond_ten_times_the_worlds_sets_no_scale(hub: World) -> None:
    hub.add("catalog.hub_indicator", [("unit_value_ratio", "transformation", "leave_out", "stage")])
    hub.add("catalog.hub_stage", [("unit_value_ratio", "refined")])
    hub.add("catalog.indicator", [("unit_value_ratio", "", "high", *[""] * 6, None)])
    hub.trade([(2023, "810110", "COD", "DEU", 3e6, 0.1), (2023, "810110", "CHN", "DEU", 3e6, 20.0)])
    assert hub.read("indicators.unit_value_ratio")[2023, "tungsten", "refined", "COD"] > 10, "it is shown on its own"
    assert hub.read("index.hub_input")[2023, "COD", "unit_value_ratio"]["value"] is None


def test_scores_ranks_and_coverage(hub: World) -> None:
    """0.175 and 0.45, 0.25 and 0.75, −0.3 and −1.6: each of the two is best or worst; France lacks two pillars."""
    score = hub.read("index.hub_score")
    parts = ("index", "connection", "enabling", "resource")
    assert [score[2023, "MAR", p]["value"] for p in parts] == pytest.approx([1 / 3, 0, 1, 0])
    assert [score[2023, "COD", p]["value"] for p in parts] == pytest.approx([2 / 3, 1, 0, 1])
    assert [score[2023, "FRA", p]["value"] for p in parts] == [None, pytest.approx(1), None, None]
    assert [score[2023, "FRA", p]["coverage"] for p in parts] == [pytest.approx(1 / 3), 1, 0, 0]
    assert hub.read("indicators.hub_index") == {
        (year, "all", "all", iso3): pytest.approx(value)
        for year in (2023, 2024)
        for iso3, value in (("MAR", 1 / 3), ("COD", 2 / 3))
    }
    assert hub.read("indicators.hub_connection")[2023, "all", "all", "FRA"] == pytest.approx(1)


def test_a_country_ahead_in_every_draw_is_first_alone(hub: World) -> None:
    ranks = hub.read("index.hub_rank")
    assert {key for key in ranks if key[0] == 2023} == {(2023, "COD"), (2023, "MAR")}
    first = ranks[2023, "COD"]
    assert [first[k] for k in ("rank", "rank_median", "rank_low", "rank_high", "coverage")] == [1, 1, 1, 1, 1]
    assert ranks[2023, "MAR"]["rank_low"] == 2
    dominance = hub.read("index.hub_dominance")
    assert dominance[2023, "COD", "MAR"] == {"share": 1}
    assert dominance[2023, "MAR", "COD"] == {"share": 0}


def test_every_choice_has_its_share_of_the_rank(hub: World) -> None:
    shares = hub.read("index.hub_sensitivity")
    choices = {"normalisation", "aggregation", "resource", "connection", "enabling"}
    choices |= {"production_share", "africa_sourcing_share", "governance"}
    assert {(c, i) for y, c, i in shares if y == 2023} == {(c, i) for c in choices for i in ("MAR", "COD")}
    assert {row["share"] for row in shares.values()} == {0}, "nothing moves a rank that never moves"


def test_the_catalog_lists_what_exists_and_what_a_list_names() -> None:
    models = {m.name: m for m in load() if m.layer == "indicators"}
    stages = {"mine", "intermediate", "refined", "semi", "product", "all", ""}
    for row in codes.rows("hub"):
        assert row["indicator"] in models
        assert f"hub_{row['pillar']}" in models
        assert {*row["stages"].split()} <= stages
        assert (row["absent"], row["weight"]) in {("zero", "metal"), ("zero", "stage"), ("leave_out", "metal"),
                                                  ("leave_out", "stage"), ("", "")}  # fmt: skip
    for row in codes.rows("hub_metals"):
        member = codes.metals()[row["metal"]]["memberships"]
        assert "eu_critical" in member or "cese" in member, "the union of both lists, no metal of our choosing"
    assert {row["iso3"] for row in codes.rows("hub_peers")} <= set(codes.countries())
