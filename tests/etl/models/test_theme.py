"""Golden rows of the indicators that complete the themes, and of the sources behind an indicator."""

import pytest

from tests.etl.models.conftest import World

COBALT = ("cobalt", "refined")


@pytest.fixture
def traded(world: World) -> World:
    world.series(*COBALT, ["810510", "282200"])
    world.trade(
        [
            (2022, "810510", "MAR", "FRA", 60.0, 2.0),
            (2022, "282200", "MAR", "COD", 40.0, 4.0),
            (2022, "810510", "CHN", "MAR", 100.0, 5.0),
            (2022, "810510", "CHN", "DEU", 100.0, None),
        ]
    )
    return world


def test_sales_to_africa_against_its_weight_in_demand(traded: World) -> None:
    # Outside Morocco, Africa buys 40 of 200: Morocco sells 40 of 100 there. China sells half of its 200 to Africa,
    # which buys 140 of 300.
    assert traded.read("indicators.africa_trade_intensity") == {
        (2022, *COBALT, "MAR"): pytest.approx(0.4 / (40 / 200)),
        (2022, *COBALT, "CHN"): pytest.approx(0.5 / (140 / 300)),
    }


def test_carbon_of_unwrought_metal_alone_and_only_where_it_is_weighed(traded: World) -> None:
    traded.add("staging.footprint", [("cobalt", "cobalt", "nuss_2014", 8.0, None, 6.0, 11.0, "metal_lca")])
    assert traded.read("indicators.embodied_carbon") == {(2022, *COBALT, "MAR"): 16.0}


def test_scores_pass_through_as_published(world: World) -> None:
    scores = {"renewables_share": "renewables_share", "rd_spending": "rd_spending", "patents": "patents_resident"}
    scores |= {"electricity_access": "electricity_access"}
    for n, score in enumerate(scores.values()):
        world.add("staging.score", [(2020, score, "MAR", 10.0 + n, "percent", "wdi", "2024", None)])
    for n, indicator in enumerate(scores):
        assert world.read(f"indicators.{indicator}") == {(2020, "all", "all", "MAR"): 10.0 + n}


def test_the_sources_of_an_indicator_follow_its_models(world: World) -> None:
    world.produce([(2022, "cobalt", "mine", "COD", 5.0, None)])
    world.add("staging.score", [(2022, "rd_spending", "MAR", 0.7, "percent", "wdi", "2024", None)])
    world.add("catalog.source_rank", [("wmd", "mine", 1)])
    world.add("catalog.basis", [("cobalt", "mine", "content")])
    for name in ("production_share", "top3_share", "rd_spending"):
        model = world.models[f"indicators.{name}"]
        world.add("catalog.indicator", [(name, *[None] * 9)])
        world.add("catalog.model", [(model.layer, name, model.sql, None, " ".join(sorted(model.reads)))])
    in_2022, ever = {"first_year": 2022, "last_year": 2022}, {"first_year": None, "last_year": None}
    assert world.read("marts.indicator_source") == {
        ("production_share", "cobalt", "mine", "wmd"): in_2022,
        ("top3_share", "cobalt", "mine", "wmd"): in_2022,
        ("rd_spending", "all", "all", "wdi"): ever,
    }
