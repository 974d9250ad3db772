from pathlib import Path

import pytest

from etl.source import Bloc, Country, SourceError
from etl.sources import country_codes

# The publisher's columns, but for those nobody reads.
CODES = """\
FIFA,ISO3166-1-Alpha-3,ISO3166-1-numeric,ISO3166-1-Alpha-2,Global Code,M49,Sub-region Code,Region Code,Capital,Languages
MAR,MAR,504,MA,1,504,15,2,Rabat,"ar-MA,ber,fr"
NAM,NAM,516,NA,1,516,202,2,Windhoek,"en-NA,af"
DZA,DZA,12,DZ,1,12,15,2,Algiers,ar-DZ
ROS,ATA,10,AQ,1,10,,,,
AUS,AUS,36,AU,1,36,53,9,Canberra,en-AU
SAH,ESH,732,EH,1,732,15,2,El-Aaiun,"ar,mey"
"""
POINTS = """\
iso_a3,name,lat,lon\r
AUS,Australia,-24.934,133.076\r
AUS,Ashmore and Cartier Is.,-12.43,123.584\r
MAR,Morocco,28.346,-10.089\r
,Siachen Glacier,35.407,77.262\r
XKX,Kosovo,42.576,20.898\r
XSL,Somaliland,9.69,46.099\r
"""
BLOCS = """\
bloc,iso_a3,note\r
AMU,DZA,\r
AMU,MAR,\r
SADC,NAM,\r
"""


def read(tmp_path: Path, codes: str = CODES, points: str = POINTS, blocs: str = BLOCS) -> list[Country | Bloc]:
    folder = tmp_path / country_codes.VINTAGE
    folder.mkdir()
    for name, text in (
        (country_codes.COUNTRIES, codes),
        (country_codes.POINTS, points),
        (country_codes.BLOCS, blocs),
    ):
        (folder / name).write_bytes(text.encode())
    return list(country_codes.rows(tmp_path))


def countries(found: list[Country | Bloc]) -> dict[str, Country]:
    return {r.iso3: r for r in found if isinstance(r, Country)}


def test_a_country_has_its_codes_and_its_point(tmp_path: Path) -> None:
    found = countries(read(tmp_path))
    assert found["MAR"] == Country("MAR", "MA", "504", "002", "015", 28.346, -10.089, "country_codes")


def test_namibia_keeps_its_two_letters(tmp_path: Path) -> None:
    assert countries(read(tmp_path))["NAM"].iso2 == "NA"


def test_m49_has_three_digits_or_none(tmp_path: Path) -> None:
    found = countries(read(tmp_path))
    assert (found["DZA"].m49, found["DZA"].region_m49) == ("012", "002")
    assert (found["ATA"].m49, found["ATA"].region_m49, found["ATA"].subregion_m49) == ("010", "", "")


def test_a_country_without_a_point_has_none(tmp_path: Path) -> None:
    found = countries(read(tmp_path))
    assert (found["ESH"].latitude, found["ESH"].longitude) == (None, None)
    assert found["AUS"].latitude == -24.934


def test_kosovo_has_a_point_and_no_iso_codes(tmp_path: Path) -> None:
    assert countries(read(tmp_path))["XKX"] == Country("XKX", "", "", "", "", 42.576, 20.898, "country_codes")


def test_members_of_blocs_keep_their_notes(tmp_path: Path) -> None:
    found = [r for r in read(tmp_path, blocs=BLOCS + "EAC,SOM,acceded 2024\r\n") if isinstance(r, Bloc)]
    assert found[0] == Bloc("AMU", "DZA", "", "country_codes")
    assert found[-1] == Bloc("EAC", "SOM", "acceded 2024", "country_codes")


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("codes", "M49", "UN M49", r"country-codes.csv, row 1.*has no column \['M49'\]"),
        ("codes", "NAM,NAM", "NAM,XYZ", "row 3: 'XYZ'.* does not list"),
        ("codes", "NAM,NAM", "NAM,MAR", "row 3.*repeated country"),
        ("codes", "516,NA,1,516", "516,,1,516", "row 3.*without its ISO2"),
        ("codes", "1,504,15,2", "1,504,15,Africa", "'Africa'.* not an M49 code"),
        ("codes", "516,NA,1,516", "516,NA,1,", "row 3: .'NAM'.* lacks its M49 code"),
        ("points", "28.346", "283.46", r"row \d: \(283.46.* not a point on the map"),
        ("codes", "Algiers,ar-DZ", "Algiers", "row 4.*9 cells instead of 10"),
        ("points", "MAR,Morocco", "TUN,Tunisia", r"\['TUN'\].*label points of no country"),
        ("points", "28.346", "28N", "'28N'.* not a number"),
        ("points", "MAR,Morocco", "AUS,Australia", "row 4: 'AUS'.* second point"),
        ("points", "lat", "latitude", "unexpected columns"),
        ("codes", ",MA,", ",Maroc,", "row 2: .'MAR', 'Maroc'.* ISO2"),
        ("blocs", "AMU,MAR", "AMU,XYZ", "row 3: 'XYZ'.* does not list"),
        ("blocs", "SADC", "SACD", "row 4: 'SACD'.* not one of the blocs"),
        ("blocs", "AMU,MAR", "AMU,DZA", "row 3.*second line for this member"),
    ],
)
def test_what_nobody_mapped_stops_the_build(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    texts = {"codes": CODES, "points": POINTS, "blocs": BLOCS}
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new, 1)
    with pytest.raises(SourceError, match=message):
        read(tmp_path, **texts)


@pytest.mark.parametrize("file", ["codes", "points", "blocs"])
def test_a_header_alone_stops_the_build(tmp_path: Path, file: str) -> None:
    head = {"codes": CODES, "points": POINTS, "blocs": BLOCS}[file].splitlines()[0]
    with pytest.raises(SourceError, match=r"row 1: .* nothing stands below its header"):
        read(tmp_path, **{file: f"{head}\n"})


def test_an_empty_table_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is an empty table"):
        read(tmp_path, blocs="")
