"""Golden rows, worked by hand, of reserves: shares, years of output, corrections."""

import pytest

from tests.etl.models.conftest import World


@pytest.fixture
def reserved(world: World) -> World:
    """Zinc of edition 2026: reserves and mine output of Morocco, China and the world."""
    world.add("catalog.basis", [("zinc", "mine", "content")])
    rows = [("MAR", 30.0, None), ("CHN", 50.0, None), ("OTH", 20.0, None), ("WLD", 100.0, None)]
    world.add("staging.reserve", [(2025, "zinc", i, q, "content", "usgs_mcs", "2026", f) for i, q, f in rows])
    world.produce([(2025, "zinc", "mine", "MAR", 2.0, None)], source="usgs_mcs")
    world.produce([(2025, "zinc", "mine", "CHN", 0.0, None)], source="usgs_mcs")
    return world


def test_reserve_life_in_years_of_the_same_edition(reserved: World) -> None:
    reserved.produce([(2025, "zinc", "mine", "WLD", 10.0, None), (2025, "zinc", "mine", "OTH", 8.0, None)], "usgs_mcs")
    assert reserved.read("indicators.reserve_life") == {
        (2025, "zinc", "mine", "MAR"): pytest.approx(15.0),
        (2025, "zinc", "mine", "WLD"): pytest.approx(10.0),
    }


@pytest.mark.parametrize(
    ("source", "edition", "basis"),
    [("wmd", "2026", "content"), ("usgs_mcs", "2025", "content"), ("usgs_mcs", "2026", "gross")],
)
def test_reserve_life_mixes_neither_source_nor_edition_nor_basis(
    world: World, source: str, edition: str, basis: str
) -> None:
    world.add("catalog.basis", [("zinc", "mine", "content")])
    world.add("staging.reserve", [(2025, "zinc", "MAR", 30.0, "content", "usgs_mcs", "2026", None)])
    world.produce([(2025, "zinc", "mine", "MAR", 2.0, None)], source, edition, basis)
    assert world.read("indicators.reserve_life") == {}


def test_a_world_total_without_a_withheld_producer_gives_no_reserve_life(reserved: World) -> None:
    reserved.produce([(2025, "zinc", "mine", "WLD", 10.0, "withheld")], source="usgs_mcs")
    assert reserved.read("indicators.reserve_life") == {(2025, "zinc", "mine", "MAR"): pytest.approx(15.0)}


@pytest.mark.parametrize(("flag", "known"), [("withheld", False), ("bound", False), ("small", True)])
def test_a_reserve_that_is_only_a_bound_leaves_no_share(reserved: World, flag: str, known: bool) -> None:
    reserved.add("staging.reserve", [(2025, "zinc", "FRA", None, "content", "usgs_mcs", "2026", flag)])
    share = reserved.read("indicators.reserve_share")
    assert share == (
        {(2025, "zinc", "mine", i): pytest.approx(s) for i, s in (("MAR", 0.3), ("CHN", 0.5))} if known else {}
    )


def test_a_world_total_that_is_a_bound_says_nothing_against_the_sum(world: World) -> None:
    rows = [("MAR", 30.0, None), ("CHN", 70.0, None), ("WLD", None, "bound")]
    world.add("staging.reserve", [(2025, "zinc", i, q, "content", "usgs_mcs", "2026", f) for i, q, f in rows])
    assert world.read("indicators.reserve_share")[2025, "zinc", "mine", "MAR"] == pytest.approx(0.3)


def test_reserves_are_corrected_too(reserved: World) -> None:
    slip = ("reserve", "usgs_mcs", 2025, "zinc", "mine", "CHN", 50.0, 30.0, "a footnote's digits", "the world total")
    reserved.add("catalog.source", [("usgs_mcs", *[""] * 8)])
    reserved.add("catalog.correction", [slip])
    row = reserved.read("marts.reserve")[2025, "zinc", "CHN"]
    assert (row["quantity_t"], row["flag"]) == (30.0, "corrected")
    assert reserved.read("indicators.reserve_share")[2025, "zinc", "mine", "MAR"] == pytest.approx(30 / 80)
    [applied] = reserved.read("marts.correction").values()
    assert applied["applies"] is True
