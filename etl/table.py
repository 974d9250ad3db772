"""Tables as publishers write them, CSV or workbook: a damaged file or a ragged line stops the build."""

from __future__ import annotations

import csv
import math
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from etl.source import SourceError

_UNPACKED = 256 << 20  # bytes: the largest workbook of a publisher unpacks to 17 MB
_SECTOR = 512  # bytes: what an .xls is made of
# A cell of an .xlsx whose formula failed (#REF!, #N/A), which the library reads as an empty one.
_FAILED = re.compile(rb'<c\b(?=[^>]* t="e")[^>]*? r="([A-Z]+\d+)"')
# Separators stand between groups of three digits: "1,5" is a decimal comma, and would be read as fifteen. Nothing that
# is counted here comes near 1e16: a larger power is a slip.
_NUMBER = re.compile(r"-?(\d+|\d{1,3}([,\s\u00a0\u202f]\d{3})+)(\.\d+)?([eE](-\d+|\+?0?\d|\+?1[0-5]))?")
_YEARS = range(1900, 2101)


def lines(
    path: Path, header: Sequence[str], encoding: str = "utf-8-sig", *, ended: bool = True
) -> Iterator[tuple[int, list[str]]]:
    """Yield the numbered lines below the checked header of a CSV, as text.

    Raises SourceError for another header, a line longer or shorter than it, and a file that is no whole CSV.
    """
    for row, line in ragged(path, encoding, ended=ended):
        if row == 1:
            columns(line, list(header), path.name)
        elif len(line) != len(header):
            raise SourceError(path.name, row, line, f"has {len(line)} cells instead of {len(header)}")
        else:
            yield row, line


def ragged(path: Path, encoding: str = "utf-8-sig", *, ended: bool = True) -> Iterator[tuple[int, list[str]]]:
    """Yield every numbered line of a CSV as it stands; raises SourceError for a file that is none, or has no rows.

    ended: the publisher ends the last line like the others, so that one without its end is a file cut short, whose last
    figure may have lost digits.
    """
    row = 0
    try:
        if ended and (last := path.read_bytes()[-60:]) and not last.endswith((b"\n", b"\r")):
            raise SourceError(
                path.name, "last", last.splitlines()[-1], "is a line without its end: the file is cut short"
            )
        with path.open(encoding=encoding, newline="") as f:
            for row, line in enumerate(csv.reader(f, strict=True), start=1):
                yield row, line
    except (OSError, UnicodeDecodeError, csv.Error) as e:
        raise SourceError(path.name, row, str(e), "is not a readable table") from e
    if row < 2:
        raise SourceError(path.name, row, "", "is an empty table: nothing stands below its header")


def sheets(path: Path) -> dict[str, list[list[object]]]:
    """Sheet name → lines of cells (text, float, "" where empty) of an .xlsx or .xls; raises SourceError if damaged."""
    if path.suffix == ".xls" and path.stat().st_size % _SECTOR:
        raise SourceError(path.name, "-", path.stat().st_size, "bytes are no whole sectors: the workbook is cut short")
    try:
        if path.suffix == ".xlsx":
            _unfailed(path)
        book = CalamineWorkbook.from_path(path)
        return {name: [list(line) for line in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names}
    except (CalamineError, OSError, zipfile.BadZipFile, zlib.error) as e:
        raise SourceError(path.name, "-", str(e), "is not a readable workbook") from e
    except BaseException as e:
        # The library panics over some damaged .xls, which Python sees as something like an interrupt.
        if type(e).__name__ != "PanicException":
            raise
        raise SourceError(path.name, "-", str(e), "is not a readable workbook") from e


def _unfailed(path: Path) -> None:
    """Check that no cell of an .xlsx holds the error of a failed formula instead of a figure."""
    with zipfile.ZipFile(path) as parts:
        if (size := sum(part.file_size for part in parts.infolist())) > _UNPACKED:
            raise SourceError(path.name, "-", size, f"bytes once unpacked, more than the {_UNPACKED:,} of any workbook")
        for part in parts.namelist():
            if part.startswith("xl/worksheets/") and (cell := _FAILED.search(parts.read(part))):
                raise SourceError(path.name, cell[1].decode(), part, "is a cell whose formula failed, not a figure")


def whole(last: str, file: str, row: int) -> None:
    """Check that a table in the order of names, whose last line has no line end, goes on to Zambia or Zimbabwe."""
    if not last.startswith("Z"):
        raise SourceError(file, row, last, "is the last country: the table ends amid the alphabet, and is cut short")


def text(cell: object) -> str:
    """A cell as text: 2018.0, which a workbook stores for 2018, is "2018"."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def figure(cell: object, file: str, row: int | str, least: float = -math.inf) -> float:
    """The number of a cell, stored as a number or as text; raises SourceError for anything else, or less than least."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return number(str(cell), file, row, least)
    if not cell >= least:  # nor a cell that is no number
        raise SourceError(file, row, cell, f"is less than {least:g}, the least there can be")
    return float(cell)


def number(text: str, file: str, row: int | str, least: float = -math.inf) -> float:
    """Read a published number with thousands separators; anything else, or less than `least`, raises SourceError."""
    bare = text.strip()
    if not _NUMBER.fullmatch(bare):
        raise SourceError(file, row, text, "is not a number")
    value = float(re.sub(r"[,\s\u00a0\u202f]", "", bare))
    if value < least:
        raise SourceError(file, row, text, f"is less than {least:g}, the least there can be")
    return value


def calendar_year(text: str, file: str, row: int | str) -> int:
    """Read a year; whatever is none of these two centuries raises SourceError."""
    bare = text.strip()
    if not bare.isdecimal() or int(bare) not in _YEARS:
        raise SourceError(file, row, text, "is not a year")
    return int(bare)


def given(text: str, file: str, row: int | str, what: str) -> str:
    """A name folded by the caller that must not be empty; raises SourceError."""
    if not text:
        raise SourceError(file, row, text, f"is an empty {what}")
    return text


def spent(record: Mapping[str, object], file: str, row: int | str) -> None:
    """Check that every field of a record was popped: a field left over is a column nobody has read."""
    left = {k: v for k, v in record.items() if str(v if v is not None else "").strip()}
    if left:
        raise SourceError(file, row, left, "has fields this reader does not know")


def columns(found: list[str], expected: list[str], file: str) -> None:
    """Check a header: a renamed, missing or new column stops the build before any row is read."""
    if found != expected:
        missing = [c for c in expected if c not in found]
        new = [c for c in found if c not in expected]
        raise SourceError(file, 1, found, f"unexpected columns (missing {missing}, new {new})")
