"""Sites: one place under two names where the USGS and the ICMM list the same mine, and never by chance."""

from __future__ import annotations

from typing import Any

from tests.etl.models.conftest import World


def site(slug: str, source: str, at: tuple[float, float] | None, **over: Any) -> tuple[Any, ...]:
    """A row of staging.site: a cobalt mine in Morocco unless `over` says otherwise."""
    latitude, longitude = at or (None, None)
    row = {
        "site": slug, "kind": "mine", "name": slug.title(), "metal": "cobalt", "stage": "mine", "iso3": "MAR",
        "latitude": latitude, "longitude": longitude, "capacity_t": None, "shared": False, "basis": "content",
        "status": "unknown", "operator": "", "confidence": "high", "year": None, "source": source,
    } | over  # fmt: skip
    return tuple(row.values())


def places(world: World) -> dict[str, tuple[str, str | None]]:
    """Site → its place and other name."""
    return {key[0]: (row["place"], row["other_name"]) for key, row in world.read("marts.site").items()}


def test_a_mine_of_two_publishers_is_one_place_with_both_names(world: World) -> None:
    usgs, icmm = (30.5166, -6.9150), (30.5299, -6.9179)
    world.add("staging.site", [site("bou azzer mine", "usgs_africa_gis", usgs), site("bou azzer", "icmm_mines", icmm)])
    assert places(world) == {
        "bou azzer mine": ("bou azzer mine", "Bou Azzer"),
        "bou azzer": ("bou azzer mine", "Bou Azzer Mine"),
    }
    (km,) = {round(row["km"], 1) for row in world.read("marts.site").values()}
    assert km == 1.5


def test_another_metal_kind_country_or_six_kilometres_are_another_place(world: World) -> None:
    here = (30.0, -6.0)
    world.add(
        "staging.site",
        [
            site("u", "usgs_africa_gis", here),
            site("zinc", "icmm_mines", here, metal="zinc"),
            site("plant", "icmm_mines", here, kind="plant"),
            site("abroad", "icmm_mines", here, iso3="COD"),
            site("far", "icmm_mines", (30.0, -6.0624)),
        ],
    )
    assert all(place == slug and other is None for slug, (place, other) in places(world).items())


def test_only_the_nearest_of_several_is_the_same_place(world: World) -> None:
    world.add(
        "staging.site",
        [
            site("u", "usgs_africa_gis", (30.0, -6.0)),
            site("near", "icmm_mines", (30.01, -6.0)),
            site("further", "icmm_mines", (30.02, -6.0)),
        ],
    )
    assert places(world) == {"u": ("u", "Near"), "near": ("u", "U"), "further": ("further", None)}


def test_every_metal_of_a_twin_follows_it_and_a_site_without_a_point_stays_alone(world: World) -> None:
    here = (30.0, -6.0)
    world.add(
        "staging.site",
        [
            site("u", "usgs_africa_gis", here),
            site("i", "icmm_mines", here),
            site("i", "icmm_mines", here, metal="silver"),
            site("nowhere", "iiasa_phosphate", None, metal="phosphate"),
        ],
    )
    found = {key[:2]: row["place"] for key, row in world.read("marts.site").items()}
    assert found[("i", "silver")] == found[("i", "cobalt")] == "u"
    assert found[("nowhere", "phosphate")] == "nowhere"


def test_ports_that_the_index_lacks_stand_beside_it_without_a_point(world: World) -> None:
    world.add(
        "catalog.port",
        [("new_port", "New Port", "MAR", "MAR", None, None, "construction", None, None, "https://x", None)],
    )
    world.add("staging.site", [site("45793", "nga_wpi", (33.6, -7.6), kind="port", metal="all", stage="all")])
    found = {key[0]: row for key, row in world.read("marts.site").items()}
    assert set(found) == {"45793", "new_port"}
    assert (found["new_port"]["status"], found["new_port"]["latitude"]) == ("construction", None)


def test_a_latitude_whose_sign_is_wrong_is_corrected_for_every_metal_of_the_site(world: World) -> None:
    lost = (25.707186, 27.356989)
    metals = ("platinum", "palladium")
    world.add("catalog.country", [("ZAF", "country", True, False, None, None, -28.47, 26.1)])
    world.add("staging.site", [site("k", "usgs_africa_gis", lost, iso3="ZAF", metal=m, year=2018) for m in metals])
    assert {round(row["country_km"]) for row in world.read("marts.site").values()} == {6026}
    row = ("site", "usgs_africa_gis", 2018, "platinum", "mine", "ZAF", 25.707186, -25.707186, "sign", "map")
    world.add("catalog.correction", [row])
    assert [row["latitude"] for row in world.read("marts.site").values()] == [-25.707186] * 2
    assert max(row["country_km"] for row in world.read("marts.site").values()) < 500
