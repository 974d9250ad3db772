import zipfile
from pathlib import Path

import pytest

from etl.source import SourceError
from etl.table import figure, lines, ragged, sheets, text
from tests.xlsx import write_xlsx

HEADER = ["Entity", "Code", "Year"]


def write(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    return path


def test_lines_are_numbered_as_in_the_file_and_a_bom_is_no_part_of_the_header(tmp_path: Path) -> None:
    path = write(tmp_path, b'\xef\xbb\xbfEntity,Code,Year\r\nMorocco,MAR,2024\r\n"Congo, Rep.",COG,2024\r\n')
    assert list(lines(path, HEADER)) == [(2, ["Morocco", "MAR", "2024"]), (3, ["Congo, Rep.", "COG", "2024"])]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Entity,Code\nMorocco,MAR\n", "row 1.*missing .'Year'."),
        (b"Entity,Code,Year,Value\n", "row 1.*new .'Value'."),
        (b"Entity,Code,Year\nMorocco,MAR\n", "row 2.*2 cells instead of 3"),
        (b"Entity,Code,Year\nMorocco,MAR,2024,\n", "row 2.*4 cells instead of 3"),
        (b"Entity,Code,Year\n\n", "row 2.*0 cells instead of 3"),
        (b"Entity,Code,Year\nC\xf4te d'Ivoire,CIV,2024\n", "not a readable table"),
        (b"Entity,Code,Year\nMorocco,MAR,202", "row last: .*MAR,202': is a line without its end"),
        (b'Entity,Code,Year\nMorocco,MAR,"20\n', "not a readable table"),
        (b"", "empty table"),
    ],
)
def test_another_table_stops_the_build(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        list(lines(write(tmp_path, content), HEADER))


def test_a_ragged_table_keeps_its_lines_as_they_stand(tmp_path: Path) -> None:
    assert list(ragged(write(tmp_path, b"a\n\nb,c\n"))) == [(1, ["a"]), (2, []), (3, ["b", "c"])]


def test_a_missing_file_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"not a readable table"):
        list(ragged(tmp_path / "none.csv"))
    with pytest.raises(SourceError, match=r"not a readable workbook"):
        sheets(tmp_path / "none.xlsx")


def test_sheets_keep_their_order_and_their_cells(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "book.xlsx", {"2023": [["country", "score"], ["Morocco", 2.5]], "2018": [["a"]]})
    found = sheets(path)
    assert list(found) == ["2023", "2018"]
    assert found["2023"] == [["country", "score"], ["Morocco", 2.5]]


def test_a_damaged_workbook_stops_the_build(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "book.xlsx", {"2023": [["country"]]})
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(SourceError, match=r"not a readable workbook"):
        sheets(path)


def test_a_cell_whose_formula_failed_stops_the_build(tmp_path: Path) -> None:
    """The library reads #REF! as an empty cell, and an empty cell is a figure that nobody has published."""
    whole = write_xlsx(
        tmp_path / "whole.xlsx", {"2022": [["country"]], "2023": [["country", "score"], ["Morocco", 2.5]]}
    )
    failed = tmp_path / "failed.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(failed, "w") as new:
        for part in old.namelist():
            cell, error = b'<c r="B2"><v>2.5</v></c>', b'<c r="B2" s="1" t="e"><f>Sheet1!#REF!</f><v>#REF!</v></c>'
            new.writestr(part, old.read(part).replace(cell, error))
    assert sheets(whole)["2023"][1] == ["Morocco", 2.5]
    with pytest.raises(SourceError, match=r"failed\.xlsx, row B2: .*sheet2.*formula failed"):
        sheets(failed)


def test_a_workbook_that_unpacks_without_end_is_refused_unread(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts, parts.open("xl/worksheets/sheet1.xml", "w") as part:
        for _ in range(300):
            part.write(bytes(1 << 20))
    with pytest.raises(SourceError, match=r"bomb\.xlsx.*once unpacked"):
        sheets(bomb)


def test_a_number_reads_alike_as_a_number_and_as_text() -> None:
    assert figure(2.5, "f", 1) == figure("2.5", "f", 1) == 2.5
    assert figure(7, "f", 1) == 7.0
    assert text(2018.0) == text("2018 ") == "2018"


@pytest.mark.parametrize("cell", ["", "…", "n/a", True, None])
def test_what_is_no_number_stops_the_build(cell: object) -> None:
    with pytest.raises(SourceError, match=r"is not a number"):
        figure(cell, "f", 1)


@pytest.mark.parametrize("text", ["1,5", "1,50", "12,34,567", "1 5", "5,", ",5", "nan", "", "12x", "1.234.567", "1e99"])
def test_a_number_of_another_spelling_is_refused_rather_than_guessed(text: str) -> None:
    with pytest.raises(SourceError, match=r"file, row 2: .*is not a number"):
        figure(text, "file", 2)


def test_a_cell_below_the_least_there_can_be_stops_the_build() -> None:
    assert [figure(cell, "file", 2, 0) for cell in (0.0, "1,234.5", "1 234")] == [0.0, 1234.5, 1234.0]
    for cell in (-1.0, "-1", float("nan")):
        with pytest.raises(SourceError, match=r"file, row 2: .*less than 0"):
            figure(cell, "file", 2, 0)
