"""The catalog of places, themes and corrections: codes, memberships, years, and the names publishers share."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from etl import codes

COUNTRIES = codes.countries()


def kind(name: str) -> set[str]:
    return {iso3 for iso3, row in COUNTRIES.items() if row["kind"] == name}


def test_countries_are_unique_sorted_and_of_one_kind() -> None:
    rows = codes.rows("countries")
    assert len(rows) == len(COUNTRIES)
    assert kind("pseudo") == {"WLD", "OTH", "EU27", "XXX"}
    assert kind("historical") == {"SUN", "CSK", "YUG", "DDR", "SCG", "ANT"}
    assert len(kind("country")) == 250  # 249 of ISO 3166, and XKX
    assert len(rows) == 260
    assert all(re.fullmatch("[A-Z]{3}", i) for i in kind("country") | kind("historical"))
    iso2 = [r["iso2"] for r in rows if r["kind"] == "country"]
    assert len(set(iso2)) == 250
    assert COUNTRIES["NAM"]["iso2"] == "NA"


def test_eu_has_27_members_and_africa_is_region_002() -> None:
    eu = {i for i, r in COUNTRIES.items() if r["eu27"] == "1"}
    africa = {i for i, r in COUNTRIES.items() if r["africa"] == "1"}
    assert len(eu) == 27
    assert "GBR" not in eu
    assert {"MAR", "COD", "ZAF", "EGY", "ESH", "MYT", "REU", "SHN", "ATF", "IOT"} <= africa
    assert len(africa) == 60
    assert eu & africa == set()
    assert {r["africa"] for r in COUNTRIES.values()} | {r["eu27"] for r in COUNTRIES.values()} == {"0", "1"}


def test_every_country_has_a_point_on_the_map() -> None:
    for iso3 in kind("country"):
        assert -90 <= float(COUNTRIES[iso3]["latitude"]) <= 90, iso3
        assert -180 <= float(COUNTRIES[iso3]["longitude"]) <= 180, iso3
    assert {COUNTRIES[i]["latitude"] for i in kind("pseudo") | kind("historical")} == {""}


def test_historical_countries_have_the_years_they_end() -> None:
    ends = {i: int(COUNTRIES[i]["to_year"]) for i in kind("historical")}
    assert ends == {"SUN": 1992, "CSK": 1992, "YUG": 1991, "DDR": 1990, "SCG": 2005, "ANT": 2010}
    assert {COUNTRIES[i]["to_year"] for i in kind("country")} == {""}


@pytest.mark.parametrize("file", sorted((codes.CATALOG / "places").glob("*.csv")), ids=lambda p: p.stem)
def test_place_names_are_folded_unique_and_known(file: Path) -> None:
    rows = codes.rows(f"places/{file.stem}")
    names = [r["name"] for r in rows]
    assert names == [codes.fold(n) for n in names]
    assert len(names) == len(set(names))
    assert [r for r in rows if r["iso3"] not in COUNTRIES] == []


def test_shared_names_read_the_two_congos_and_koreas_apart() -> None:
    shared = {r["name"]: r["iso3"] for r in codes.rows("places/_shared")}
    assert (shared["Congo (Kinshasa)"], shared["Congo (Brazzaville)"]) == ("COD", "COG")
    assert (shared["Korea, Republic of"], shared["Korea, North"]) == ("KOR", "PRK")
    assert (shared["Turkey"], shared["Türkiye"], shared["Burma"]) == ("TUR", "TUR", "MMR")
    assert kind("country") <= set(shared.values())


def test_the_ten_themes_of_the_communique_stand_in_order() -> None:
    rows = codes.rows("themes")
    assert [int(r["number"]) for r in rows] == list(range(1, 11))
    assert [r["theme"] for r in rows] == [
        "sovereignty", "ecosystems", "hub", "african_cooperation", "africa_europe",
        "low_carbon", "governance", "infrastructure", "market", "resilience",
    ]  # fmt: skip


def test_every_correction_gives_its_reason_and_evidence() -> None:
    header = (codes.CATALOG / "corrections.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == "source,contract,year,metal,stage,iso3,column,published,corrected,reason,evidence"
    for row in codes.rows("corrections"):
        assert row["reason"], row
        assert row["evidence"], row
        assert row["metal"] in codes.metals(), row
        assert row["iso3"] in COUNTRIES, row
