from pathlib import Path

import pytest

from etl.source import KEYS, Score, SourceError
from etl.sources import itu_internet

# Lines of the published file: BOM, quoted text, bare numbers.
HEADER = (
    '\ufeff"seriesID","seriesCode","seriesName","seriesParent","seriesUnits","entityID","entityIso","entityName",'
    '"dataValue","dataYear","dataNote","dataSource","seriesDescription"'
)


def line(place: str, value: str, year: int, origin: str) -> str:
    return (
        f'11624,"i99H","Individuals using the Internet",,"%",{place},"{value}",{year},"",'
        f'"{origin}","Refers to the proportion of individuals who used the Internet from any location."'
    )


LINES = [
    line('155,"MAR","Morocco"', "89.9", 2022, "Agence Nationale de Réglementation des Télécommunications (ANRT)"),
    line('155,"MAR","Morocco"', "91", 2023, "ITU estimate."),
    line('318,"KSO","Kosovo"', "89.443", 2018, "Eurostat"),
    line('288,"ASC","Ascension"', "34.9379", 2000, "Cable & Wireless plc. (C&W)."),
    line('300,"AAA","Guernsey"', "83.632", 2011, "ITU estimate."),
    line('292,"GBJ","Jersey"', "31.25", 2005, ""),
]


def read(tmp_path: Path, *lines: str) -> list[Score]:
    path = tmp_path / itu_internet.EDITION / itu_internet.FILE
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([HEADER, *(lines or LINES), ""]), encoding="utf-8")
    return list(itu_internet.rows(tmp_path))


def test_a_line_gives_one_row(tmp_path: Path) -> None:
    assert read(tmp_path)[0] == Score(2022, "internet_users", "MAR", 89.9, "percent", "itu_internet", "2024", None)


def test_an_estimate_is_flagged(tmp_path: Path) -> None:
    flags = {(r.iso3, r.year): r.flag for r in read(tmp_path)}
    assert (flags["MAR", 2022], flags["MAR", 2023], flags["XKX", 2018]) == (None, "estimated", None)


def test_codes_of_its_own_are_mapped_and_ascension_left_out(tmp_path: Path) -> None:
    assert {r.iso3 for r in read(tmp_path)} == {"MAR", "XKX", "GGY", "JEY"}


def test_keys_are_unique(tmp_path: Path) -> None:
    keys = [tuple(getattr(r, k) for k in KEYS["score"]) for r in read(tmp_path)]
    assert len(keys) == len(set(keys))


def test_it_never_leaves_the_machine() -> None:
    assert itu_internet.SOURCE.redistribution == "own use"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([LINES[0].replace("MAR", "ATL")], "row 2: 'ATL'.* country code"),
        ([LINES[0], LINES[0]], "row 3.*second line"),
        ([LINES[0].replace("i99H", "i99L")], "not the series i99H"),
        ([LINES[0].replace("89.9", "899")], "no percentage"),
        ([LINES[0].replace('"89.9"', "")], "not a number"),
    ],
)
def test_what_nobody_mapped_stops_the_build(tmp_path: Path, lines: list[str], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, *lines)
