from pathlib import Path

import pytest

from etl.source import KEYS, Score, SourceError
from etl.sources import unctad_lsci

# Excerpt of the published file (six of its quarters): CRLF, quoted names.
QUARTERS = ["Q4 2010", "Q1 2011", "Q2 2011", "Q3 2011", "Q4 2011", "Q1 2012"]
HEADER = ",".join(["Economy_Label", *(f"{q}_Index_Average_Q1_2023__100_Value" for q in QUARTERS)])
LINES = [
    '"China, Hong Kong SAR",572.27,577.35,581.71,570.52,557.84,536.51',
    "Dem. Rep. of the Congo,24.61,24.71,24.87,25.23,25.15,23.91",
    "Falkland Islands (Malvinas),4.28,4.28,,,,",
    "Morocco,183.29,187.33,194.27,183.22,167.37,165.47",
    "Netherlands Antilles,49.28,,,,,",
    "Sudan,,,,,,26.75",
    "Sudan (...2011),32.76,33.3,34.68,32.88,31.44,",
]


def read(tmp_path: Path, header: str = HEADER, lines: list[str] = LINES) -> list[Score]:
    path = tmp_path / unctad_lsci.EDITION / unctad_lsci.FILE
    path.parent.mkdir(exist_ok=True)
    path.write_bytes("\r\n".join([header, *lines, ""]).encode())
    return list(unctad_lsci.rows(tmp_path))


def test_each_quarter_is_a_score_of_its_year(tmp_path: Path) -> None:
    morocco = {(r.year, r.score): r.value for r in read(tmp_path) if r.iso3 == "MAR"}
    assert morocco == {
        (2010, "lsci_q4"): 183.29, (2011, "lsci_q1"): 187.33, (2011, "lsci_q2"): 194.27, (2011, "lsci_q3"): 183.22,
        (2011, "lsci_q4"): 167.37, (2012, "lsci_q1"): 165.47,
    }  # fmt: skip
    assert read(tmp_path)[0] == Score(2010, "lsci_q4", "HKG", 572.27, "index", "unctad_lsci", "2025Q3", None)


def test_a_blank_is_no_row(tmp_path: Path) -> None:
    assert len([r for r in read(tmp_path) if r.iso3 == "FLK"]) == 2
    assert [r.year for r in read(tmp_path) if r.iso3 == "ANT"] == [2010]


def test_the_two_lines_of_sudan_follow_one_another(tmp_path: Path) -> None:
    sudan = [(r.year, r.score, r.value) for r in read(tmp_path) if r.iso3 == "SDN"]
    assert sorted(sudan)[-2:] == [(2011, "lsci_q4", 31.44), (2012, "lsci_q1", 26.75)]
    assert len(sudan) == len(QUARTERS)


def test_names_without_codes_are_the_right_congo(tmp_path: Path) -> None:
    assert {r.iso3 for r in read(tmp_path)} == {"HKG", "COD", "FLK", "MAR", "ANT", "SDN"}


def test_keys_are_unique(tmp_path: Path) -> None:
    keys = [tuple(getattr(r, k) for k in KEYS["score"]) for r in read(tmp_path)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("header", "lines", "message"),
    [
        (HEADER, ["Atlantis,1,2,3,4,5,6"], "row 2: 'Atlantis'.* place"),
        (HEADER, ["Morocco,1,2,3,4,5"], "row 2.*5 figures for 6 quarters"),
        (HEADER, ["Morocco,1,2,..,4,5,6"], "row 2: '..'.* not a number"),
        (HEADER, [LINES[3], LINES[3]], "row 3: 'Morocco'.* second figure for MAR in Q4 2010"),
        (HEADER.replace("Q2 2011", "Q2 2012"), LINES, "not quarters in their order"),
        (HEADER.replace("Q1_2023", "Q1_2006"), LINES, "not quarters in their order"),
        (HEADER.replace("Economy_Label", "Economy"), LINES, "not quarters in their order"),
    ],
)
def test_what_nobody_mapped_stops_the_build(tmp_path: Path, header: str, lines: list[str], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, header, lines)
