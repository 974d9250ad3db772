"""Blocs beside one another: every African country counted once, Africa and the EU27 among the blocs."""

from tests.etl.models.conftest import World


def test_a_country_of_several_blocs_is_counted_with_one(world: World) -> None:
    members = [("CEN-SAD", "MAR"), ("AMU", "MAR"), ("COMESA", "COD"), ("SADC", "COD")]
    world.add("staging.bloc", [(bloc, iso3, None, "wits") for bloc, iso3 in members])
    blocs = world.read("marts.bloc")
    assert {key for key, row in blocs.items() if row["counted"]} == {("AMU", "MAR"), ("SADC", "COD")}
    assert {iso3 for bloc, iso3 in blocs if bloc == "AFRICA"} == {"MAR", "COD"}
    assert {iso3 for bloc, iso3 in blocs if bloc == "EU27"} == {"FRA", "DEU"}
    assert ("CEN-SAD", "MAR") in blocs, "a bloc keeps all its members"
