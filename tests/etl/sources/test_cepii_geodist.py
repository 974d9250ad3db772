from pathlib import Path

import pytest

from etl.source import KEYS, Distance, SourceError
from etl.sources import cepii_geodist as geodist

# Lines of the published file.
HEADER = "iso_o,iso_d,contig,comlang_off,comlang_ethno,colony,comcol,curcol,col45,smctry,dist,distcap,distw,distwces"
LINES = [
    "ABW,CCK,0,0,1,0,0,0,0,0,18614.29,18614.29,.,.",
    "COD,MAR,0,1,1,0,1,0,0,0,4849.547,4849.547,4740.031,4736.086",
    "MAR,COD,0,1,1,0,1,0,0,0,4849.547,4849.547,4740.03,4736.086",
    "MAR,ESH,1,1,1,1,0,1,1,0,975.2991,975.2991,1016.28,945.7622",
    "MAR,ESP,0,0,0,0,0,0,0,0,762.6525,762.6525,886.4353,768.6356",
    "MAR,MAR,0,0,0,0,0,0,0,0,317.1194,317.1194,242.0836,112.3241",
    "MAR,ZAR,0,1,1,0,0,0,0,0,4859.512,4859.512,5178.286,5133.901",
    "PAL,MAR,0,1,1,0,0,0,0,0,3847.671,3847.671,3876.789,3868.833",
    "ROM,MAR,0,0,0,0,0,0,0,0,3042.643,3042.643,3048.656,3029.499",
    "TMP,MAR,0,0,0,0,0,0,0,0,14414.92,14414.92,14440.58,14438.22",
    "YUG,MAR,0,0,0,0,0,0,0,0,2622.986,2622.986,2631.641,2616.426",
]


def read(tmp_path: Path, *lines: str) -> list[Distance]:
    path = tmp_path / geodist.EDITION / geodist.FILE
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([HEADER, *(lines or LINES), ""]), encoding="utf-8")
    return list(geodist.rows(tmp_path))


def kilometres(rows: list[Distance]) -> dict[tuple[str, str], float]:
    return {(r.iso3_o, r.iso3_d): r.km for r in rows}


def test_a_pair_gives_its_kilometres(tmp_path: Path) -> None:
    assert Distance("MAR", "ESP", 762.6525, "cepii_geodist") in read(tmp_path)


def test_cod_is_brazzaville_and_zar_is_kinshasa(tmp_path: Path) -> None:
    found = kilometres(read(tmp_path))
    assert (found["MAR", "COG"], found["MAR", "COD"]) == (4849.547, 4859.512)


def test_old_codes_are_todays(tmp_path: Path) -> None:
    origins = {r.iso3_o for r in read(tmp_path)}
    assert origins == {"ABW", "COG", "MAR", "PSE", "ROU", "TLS", "SCG"}


def test_western_sahara_and_a_country_itself_are_pairs_like_others(tmp_path: Path) -> None:
    found = kilometres(read(tmp_path))
    assert (found["MAR", "ESH"], found["MAR", "MAR"]) == (975.2991, 317.1194)


def test_a_distance_stands_where_the_weighted_ones_are_missing(tmp_path: Path) -> None:
    assert kilometres(read(tmp_path))["ABW", "CCK"] == 18614.29


def test_keys_are_unique(tmp_path: Path) -> None:
    keys = [tuple(getattr(r, k) for k in KEYS["distance"]) for r in read(tmp_path)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([LINES[4].replace("ESP", "ATL")], r"row 2: 'ATL'.* country code"),
        ([LINES[4], LINES[4]], r"row 3.*second line for this pair"),
        ([LINES[1], LINES[2].replace("4849", "4848")], r"row 3.*not the distance of the way back"),
        ([LINES[4].replace("762.6525", ".")], r"row 2: '\.'.* not a number"),
    ],
)
def test_what_nobody_mapped_stops_the_build(tmp_path: Path, lines: list[str], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, *lines)
