"""Golden rows, worked by hand, of import reliance and of geopolitical supply risk."""

import pytest

from tests.etl.models.conftest import World


@pytest.fixture
def refined(world: World) -> World:
    """Copper cathodes: Morocco makes 10 and imports 40 net, France makes none, Germany sells more than it buys."""
    world.add("catalog.source_rank", [("usgs_mcs", "refined", 1)])
    world.add("catalog.basis", [("copper", "refined", "content")])
    world.series("copper", "refined", ["740311"])
    made = {"MAR": 10.0, "FRA": 0.0, "DEU": 100.0, "CHN": 500.0}
    world.produce([(2024, "copper", "refined", iso3, q, None) for iso3, q in made.items()], source="usgs_mcs")
    world.trade(
        [
            (2024, "740311", "DEU", "MAR", 450.0, 50.0),
            (2024, "740311", "MAR", "FRA", 90.0, 10.0),
            (2024, "740311", "CHN", "COD", 90.0, 10.0),
        ]
    )
    return world


def test_import_reliance_in_tonnes_of_metal(refined: World) -> None:
    reliance = refined.read("indicators.import_reliance")
    assert reliance == {
        (2024, "copper", "refined", "MAR"): pytest.approx(40 / (10 + 40)),
        (2024, "copper", "refined", "FRA"): pytest.approx(1.0),
        (2024, "copper", "refined", "COD"): pytest.approx(1.0),
        (2024, "copper", "refined", "DEU"): 0.0,
        (2024, "copper", "refined", "CHN"): 0.0,
    }


def test_a_country_that_may_hide_in_the_others_has_no_reliance(refined: World) -> None:
    refined.produce([(2024, "copper", "refined", "OTH", 30.0, None)], source="usgs_mcs")
    reliance = refined.read("indicators.import_reliance")
    assert (2024, "copper", "refined", "COD") not in reliance
    assert reliance[2024, "copper", "refined", "MAR"] == pytest.approx(0.8)


def test_imports_without_a_weight_leave_no_reliance(refined: World) -> None:
    refined.trade([(2024, "740311", "CHN", "MAR", 45.0, None)])
    reliance = refined.read("indicators.import_reliance")
    assert (2024, "copper", "refined", "MAR") not in reliance, "45 of the 495 USD have no tonnes"
    assert (2024, "copper", "refined", "FRA") in reliance


def test_no_reliance_for_ores_oxides_or_gross_weight(refined: World) -> None:
    refined.series("cobalt", "mine", ["260500"])
    refined.trade([(2024, "260500", "COD", "MAR", 1.0, 1.0)])
    refined.series("cobalt", "refined", ["282200"])
    refined.add("catalog.basis", [("cobalt", "refined", "content"), ("niobium", "refined", "gross")])
    refined.series("niobium", "refined", ["811292"])
    for metal, hs6 in (("cobalt", "282200"), ("niobium", "811292")):
        refined.produce(
            [(2024, metal, "refined", "CHN", 5.0, None)], "usgs_mcs", basis={"niobium": "gross"}.get(metal, "content")
        )
        refined.trade([(2024, hs6, "CHN", "MAR", 1.0, 1.0)])
    assert {k[1] for k in refined.read("indicators.import_reliance")} == {"copper"}


@pytest.fixture
def risky(world: World) -> World:
    """DRC mines 60 t of cobalt, Morocco 25, China 10, others 5. Morocco imports 60 t of ore from DRC, 15 from China."""
    world.add("catalog.source_rank", [("wmd", "mine", 1)])
    world.add("catalog.basis", [("cobalt", "mine", "content")])
    shares = {"COD": 60.0, "MAR": 25.0, "CHN": 10.0, "OTH": 5.0}
    world.produce([(2024, "cobalt", "mine", iso3, q, None) for iso3, q in shares.items()])
    world.series("cobalt", "mine", ["260500"])
    world.trade([(2024, "260500", "COD", "MAR", 60.0, 60.0), (2024, "260500", "CHN", "MAR", 15.0, 15.0)])
    scores = [(2023, "wgi_pv", "COD", -2.0), (2023, "wgi_pv", "CHN", 3.0), (2025, "wgi_pv", "COD", 2.5)]
    world.add("staging.score", [(*s, "wgi_estimate", "wgi", "2024", None) for s in scores])
    return world


HHI = 0.60**2 + 0.25**2 + 0.10**2


def test_geopolrisk_counts_own_output_and_clips_stability(risky: World) -> None:
    # g: DRC (2.5 + 2)/5 = 0.9, China above 2.5, clipped to 0.
    risk = risky.read("indicators.geopolrisk")
    assert risk == {(2024, "cobalt", "mine", "MAR"): pytest.approx(HHI * 0.9 * 60 / (25 + 75))}


def test_geopolrisk_leaves_out_a_tenth_of_unknown_origin_at_most(risky: World) -> None:
    risky.trade([(2024, "260500", "XXX", "MAR", 5.0, 5.0)])
    risk = risky.read("indicators.geopolrisk")[2024, "cobalt", "mine", "MAR"]
    assert risk == pytest.approx(HHI * 0.9 * 60 / (25 + 80))
    risky.trade([(2024, "260500", "FRA", "MAR", 15.0, 15.0)])
    assert risky.read("indicators.geopolrisk") == {}, "20 of 95 t"


def test_no_geopolrisk_where_own_output_may_hide_in_the_others(risky: World) -> None:
    risky.trade([(2024, "260500", "COD", "FRA", 1.0, 1.0)])
    assert {k[3] for k in risky.read("indicators.geopolrisk")} == {"MAR"}
