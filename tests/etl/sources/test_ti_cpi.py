import re
from pathlib import Path

import pytest

from etl import codes
from etl.model import MODELS
from etl.source import KEYS, Score, SourceError
from etl.sources import ti_cpi
from tests.xlsx import Cell, write_xlsx

Sheet = list[list[Cell]]

# Lines of the published first sheet, and of one of the working sheets behind it.
TITLE: Sheet = [["Corruption Perceptions Index 2023: Global scores"], [""], [""]]
HEADER: list[Cell] = [
    "Country / Territory", "ISO3", "Region", "CPI score 2023", "Rank", "Standard error", "Number of sources",
    "Lower CI", "Upper CI",
]  # fmt: skip
LINES: Sheet = [
    ["Denmark", "DNK", "WE/EU", 90.0, 1.0, 1.819265, 8.0, 87.0164, 92.9836],
    ["Kosovo", "KSV", "ECA", 41.0, 83.0, 2.362685, 6.0, 37.12519, 44.87481],
    ["Morocco", "MAR", "MENA", 38.0, 97.0, 1.703866, 7.0, 35.20566, 40.79434],
]
HISTORY: Sheet = [
    ["Corruption Perceptions Index 2023: Historical Results"],
    ["EMBARGOED UNTIL 30.01.2024"],
    [""],
    ["Country / Territory", "ISO3", "Year", "Region", "CPI score"],
    ["Morocco", "MAR", 2022.0, "MENA", 38.0],
]


def read(tmp_path: Path, lines: Sheet = LINES, header: list[Cell] = HEADER, name: str = "CPI 2023") -> list[Score]:
    book = {name: [*TITLE, header, *lines], "CPI Historical (internal)": HISTORY}
    write_xlsx(tmp_path / ti_cpi.EDITION / ti_cpi.FILE, book)
    return list(ti_cpi.rows(tmp_path))


def test_a_score_is_kept_as_published(tmp_path: Path) -> None:
    assert read(tmp_path)[2] == Score(2023, "cpi", "MAR", 38.0, "index_0_100", "ti_cpi", "2023", None)


def test_only_the_first_sheet_is_read(tmp_path: Path) -> None:
    assert [(r.iso3, r.year) for r in read(tmp_path)] == [("DNK", 2023), ("XKX", 2023), ("MAR", 2023)]


def test_keys_are_unique(tmp_path: Path) -> None:
    keys = [tuple(getattr(r, k) for k in KEYS["score"]) for r in read(tmp_path)]
    assert len(keys) == len(set(keys))


def test_it_never_leaves_the_machine() -> None:
    assert ti_cpi.SOURCE.redistribution == "own use"


def test_no_model_blends_it_into_anything() -> None:
    """Its licence forbids derived works: the one mart of scores passes it on as published, under no other's name."""
    texts = {p.name: p.read_text(encoding="utf-8") for p in MODELS.rglob("*") if p.suffix in {".sql", ".py"}}
    assert texts
    assert not [name for name, text in texts.items() if re.search(r"\bcpi\b", text)]
    assert not [r["indicator"] for r in codes.rows("hub") if "cpi" in r["indicator"]]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([["Atlantis", "ATL", "AP", 50.0]], "row 5: 'ATL'.* country code"),
        ([LINES[0], LINES[0]], "row 6.*repeated country"),
        ([["Morocco", "MAR", "MENA", 380.0]], "row 5.*off the scale"),
        ([["Morocco", "MAR", "MENA", "-"]], "row 5: '-'.* not a number"),
        ([], "not the first sheet"),
    ],
)
def test_what_nobody_mapped_stops_the_build(tmp_path: Path, lines: Sheet, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, lines)


def test_another_first_sheet_or_header_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"'CPI 2024'.* not the first sheet"):
        read(tmp_path, name="CPI 2024")
    with pytest.raises(SourceError, match=r"unexpected columns"):
        read(tmp_path, header=[*HEADER[:3], "CPI score 2024", *HEADER[4:]])
