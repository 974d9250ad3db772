"""Golden rows, worked by hand, of the production marts and indicators."""

import pytest

from tests.etl.models.conftest import World


@pytest.fixture
def mined(world: World) -> World:
    world.add("catalog.source_rank", [("wmd", "mine", 1), ("usgs_mcs", "mine", 2), ("bgs_wms", "mine", 3)])
    world.add("catalog.basis", [("cobalt", "mine", "content"), ("phosphate", "mine", "P2O5")])
    world.produce(
        [
            (2024, "cobalt", "mine", "COD", 60.0, None),
            (2024, "cobalt", "mine", "MAR", 20.0, "estimated"),
            (2024, "cobalt", "mine", "CHN", 10.0, None),
            (2024, "cobalt", "mine", "FRA", 5.0, None),
            (2024, "cobalt", "mine", "OTH", 5.0, None),
            (2024, "cobalt", "mine", "WLD", 100.0, None),
        ]
    )
    return world


def test_share_counts_other_countries_in_the_sum_only(mined: World) -> None:
    share = mined.read("indicators.production_share")
    assert share == {
        (2024, "cobalt", "mine", "COD"): pytest.approx(0.60),
        (2024, "cobalt", "mine", "MAR"): pytest.approx(0.20),
        (2024, "cobalt", "mine", "CHN"): pytest.approx(0.10),
        (2024, "cobalt", "mine", "FRA"): pytest.approx(0.05),
    }


def test_output_in_tonnes_is_of_countries_alone_and_no_figure_stands_for_one_withheld(mined: World) -> None:
    mined.produce([(2025, "cobalt", "mine", "MAR", None, "withheld"), (2025, "cobalt", "mine", "COD", 0.0, None)])
    tonnes = mined.read("indicators.production_t")
    assert tonnes == {
        (2024, "cobalt", "mine", "COD"): 60.0,
        (2024, "cobalt", "mine", "MAR"): 20.0,
        (2024, "cobalt", "mine", "CHN"): 10.0,
        (2024, "cobalt", "mine", "FRA"): 5.0,
        (2025, "cobalt", "mine", "COD"): 0.0,
    }


def test_hhi_and_top3_leave_other_countries_out(mined: World) -> None:
    key = (2024, "cobalt", "mine", "WLD")
    assert mined.read("indicators.production_hhi")[key] == pytest.approx(0.36 + 0.04 + 0.01 + 0.0025)
    assert mined.read("indicators.top3_share")[key] == pytest.approx(0.90)


def test_a_year_is_won_whole_by_the_first_source(mined: World) -> None:
    mined.produce([(2024, "cobalt", "mine", "DEU", 7.0, None)], source="usgs_mcs")
    won = mined.read("marts.production")
    assert (2024, "cobalt", "mine", "DEU") not in won
    assert {row["source"] for row in won.values()} == {"wmd"}


def test_the_newest_edition_wins_within_a_source(mined: World) -> None:
    for edition, tonnes in (("2025", 1.0), ("2026", 2.0)):
        mined.produce([(2025, "cobalt", "mine", "COD", tonnes, None)], source="usgs_mcs", edition=edition)
    row = mined.read("marts.production")[2025, "cobalt", "mine", "COD"]
    assert (row["quantity_t"], row["source"], row["edition"]) == (2.0, "usgs_mcs", "2026")


def test_a_year_on_another_basis_is_left_out_and_noted(mined: World) -> None:
    mined.produce([(2025, "phosphate", "mine", "MAR", 36_000.0, None)], source="usgs_mcs", basis="gross")
    assert not [k for k in mined.read("marts.production") if k[1] == "phosphate"]
    mined.add("catalog.indicator_note", [("production_share", "basis_mismatch")])
    notes = mined.read("marts.indicator_note")
    assert ("production_share", 2025, "phosphate", "mine", "WLD", "basis_mismatch") in notes


def test_a_withheld_producer_leaves_no_share(mined: World) -> None:
    mined.produce([(2024, "cobalt", "mine", "DEU", None, "withheld")])
    assert mined.read("indicators.production_share") == {}
    assert mined.read("indicators.production_hhi") == {}


def test_a_correction_replaces_the_cell_and_flags_it(mined: World) -> None:
    mined.add("catalog.source", [("wmd", *[""] * 8)])
    mined.add(
        "catalog.correction", [("production", "wmd", 2024, "cobalt", "mine", "MAR", 20.0, None, "a slip", "the table")]
    )
    row = mined.read("marts.production")[2024, "cobalt", "mine", "MAR"]
    assert (row["quantity_t"], row["flag"]) == (None, "corrected")
    applies = mined.read("marts.correction")["production", "wmd", 2024, "cobalt", "mine", "MAR"]["applies"]
    assert applies is True


def test_a_correction_of_a_cell_that_changed_no_longer_applies(mined: World) -> None:
    mined.add("catalog.source", [("wmd", *[""] * 8)])
    mined.add("catalog.correction", [("production", "wmd", 2024, "cobalt", "mine", "MAR", 21.0, 1.0, "a slip", "x")])
    [row] = mined.read("marts.correction").values()
    assert row["applies"] is False


def test_reserve_share_keeps_one_basis(world: World) -> None:
    world.add("catalog.basis", [("potash", "mine", "K2O")])
    rows = [("CHN", 30.0, "K2O"), ("FRA", 10.0, "K2O"), ("WLD", 40.0, "K2O"), ("CHN", 900.0, "gross")]
    world.add("staging.reserve", [(2025, "potash", i, q, b, "usgs_mcs", "2026", None) for i, q, b in rows])
    assert world.read("indicators.reserve_share") == {
        (2025, "potash", "mine", "CHN"): pytest.approx(0.75),
        (2025, "potash", "mine", "FRA"): pytest.approx(0.25),
    }
