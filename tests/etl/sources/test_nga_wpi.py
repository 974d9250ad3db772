"""The World Port Index in its true form, of its hundred columns those that matter."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from etl.source import Site, SourceError
from etl.sources import nga_wpi

HEADER = [
    "World Port Index Number", "Region Name", "Main Port Name", "Alternate Port Name", "UN/LOCODE", "Country Code",
    "World Water Body", "Channel Depth (m)", "Harbor Size", "Latitude", "Longitude",
]  # fmt: skip


def line(  # noqa: PLR0917
    number: str = "45796",
    name: str = "El Jorf Lasfar",
    locode: str = "MA JFL",
    country: str = "Morocco",
    latitude: str = "33.116667",
    longitude: str = "-8.616667",
) -> list[str]:
    return [number, " ", name, " ", locode, country, "North Atlantic Ocean", "0", "Medium", latitude, longitude]


def read(place: Path, *lines: list[str], header: list[str] = HEADER) -> list[Site]:
    path = place / nga_wpi.VINTAGE / nga_wpi.FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows([header, *lines])
    return list(nga_wpi.rows(place))


def test_a_port_is_a_site_of_no_metal(tmp_path: Path) -> None:
    assert read(tmp_path, line()) == [
        Site(
            "45796", "port", "El Jorf Lasfar", "all", "all", "MAR", 33.116667, -8.616667, None, False, "unstated",
            "unknown", "", "unknown", None, "nga_wpi",
        )
    ]  # fmt: skip


def test_territories_are_those_of_the_index(tmp_path: Path) -> None:
    ports = read(
        tmp_path,
        line("45808", "Ad Dakhla", "EH VIC", "Western Sahara", "23.7", "-15.916667"),
        line("1", "Kingstown", "VC KTN", "Saint Vincent and the Grenadines (Windward Islands)", "13.1", "-61.2"),
    )
    assert [p.iso3 for p in ports] == ["ESH", "VCT"]


def test_a_blank_country_is_told_by_the_locode(tmp_path: Path) -> None:
    assert read(tmp_path, line("20730", "Mehamnfjorden", "NOMEH", " ", "71.04", "27.83"))[0].iso3 == "NOR"
    for locode in ("", "QQXXX"):
        with pytest.raises(SourceError, match="no UN/LOCODE"):
            read(tmp_path, line(locode=locode, country=" "))


def test_a_port_listed_twice_is_one(tmp_path: Path) -> None:
    twice = [line("49460", "Machilipatnam", "IN MAP", "India", "16.15", east) for east in ("81.166667", "81.15")]
    assert [p.longitude for p in read(tmp_path, *twice)] == [81.166667]
    with pytest.raises(SourceError, match=r"row 3: '45796'.*another port"):
        read(tmp_path, line(), line(name="Safi", latitude="32.3"))


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (line(country="Atlantis"), "row 2: 'Atlantis'.*place"),
        (line(latitude="north"), "'north'.*not a number"),
        (line(longitude="188.6"), "not a point on the map"),
        (line("12x"), "row 2: .12x.* not the number of a port"),
        (line()[:-1], "has 10 cells instead of 11"),
    ],
)
def test_what_nobody_mapped_stops_the_build(tmp_path: Path, bad: list[str], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, bad)


def test_a_renamed_column_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"lacks the columns.*Country Code"):
        read(tmp_path, header=["Country" if name == "Country Code" else name for name in HEADER])
