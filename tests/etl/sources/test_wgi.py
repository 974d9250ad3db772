from pathlib import Path

import pytest

from etl.source import Score, SourceError
from etl.sources import wgi
from tests.xlsx import Cell, write_xlsx

HEADER: list[Cell] = [
    "codeindyr", "code", "countryname", "year", "indicator", "estimate", "stddev", "nsource", "pctrank",
    "pctranklower", "pctrankupper",
]  # fmt: skip


def line(code: str, dimension: str, year: int, estimate: Cell) -> list[Cell]:
    rest: list[Cell] = [".."] * 5 if estimate == ".." else [0.16, 12.0, 36.3, 22.2, 51.4]
    return [f"{code}{dimension}{year}", code, "a name", float(year), dimension, estimate, *rest]


LINES = [
    line("MAR", "cc", 2023, -0.536348581314087),
    line("MAR", "va", 2023, -0.6),
    line("ZAR", "rl", 2023, -1.6707361936569214),
    line("ROM", "ge", 2000, -0.3),
    line("TMP", "pv", 2005, -0.9),
    line("ADO", "cc", 1996, ".."),
    line("KSV", "rq", 2010, -0.1),
    line("WBG", "pv", 2023, -1.87),
]


def read(tmp_path: Path, *lines: list[Cell], header: list[Cell] = HEADER) -> list[Score]:
    write_xlsx(tmp_path / wgi.EDITION / wgi.FILE, {"Sheet1": [header, *lines]})
    return list(wgi.rows(tmp_path))


def test_a_line_becomes_a_score(tmp_path: Path) -> None:
    assert read(tmp_path, *LINES)[0] == Score(
        2023, "wgi_cc", "MAR", -0.536348581314087, "wgi_estimate", "wgi", "2024", None
    )


def test_old_codes_become_todays(tmp_path: Path) -> None:
    found = {r.iso3 for r in read(tmp_path, *LINES)}
    assert found == {"MAR", "COD", "ROU", "TLS", "XKX", "PSE"}


def test_a_missing_estimate_is_no_row(tmp_path: Path) -> None:
    assert "AND" not in {r.iso3 for r in read(tmp_path, *LINES)}


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (line("ATL", "cc", 2023, 0.1), "row 2: 'ATL'.* place"),
        (line("MAR", "xx", 2023, 0.1), "row 2: 'xx'.* dimensions"),
        (line("MAR", "cc", 2023, -53.6), "row 2: -53.6.* not an estimate"),
        (line("MAR", "cc", 2023, "n/a"), "row 2: 'n/a'.* not an estimate"),
        (["MARcc2022", *line("MAR", "cc", 2023, 0.1)[1:]], "row 2: 'MARcc2022'.* own key MARcc2023"),
        ([*line("MAR", "cc", 2023, 0.1)[:3], "2023*", *line("MAR", "cc", 2023, 0.1)[4:]], "not a year"),
    ],
)
def test_what_nobody_mapped_stops_the_build(tmp_path: Path, bad: list[Cell], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, bad, *LINES)


def test_a_repeated_line_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"row 10.*second line for MAR"):
        read(tmp_path, *LINES, LINES[0])


def test_a_renamed_column_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="unexpected columns"):
        read(tmp_path, *LINES, header=["id", *HEADER[1:]])


def test_a_truncated_workbook_stops_the_build(tmp_path: Path) -> None:
    read(tmp_path, *LINES)
    path = tmp_path / wgi.EDITION / wgi.FILE
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(SourceError, match="not a readable workbook"):
        list(wgi.rows(tmp_path))
