"""The editions of 2025 (a csv in a zip, a line per country and type) and 2026 (one csv, a line per figure)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from etl.source import SourceError
from etl.sources.usgs_mcs.archive import decoded, members
from etl.sources.usgs_mcs.cells import Cell, spelled
from etl.sources.usgs_mcs.values import estimated
from etl.table import columns

_COLUMNS_2025 = ["SOURCE", "COMMODITY", "COUNTRY", "TYPE", "UNIT_MEAS", "PROD_2023", "PROD_EST_ 2024", "PROD_NOTES",
                 "CAP_2023", "CAP_EST_ 2024", "CAP_NOTES", "RESERVES_2024", "RESERVE_NOTES"]  # fmt: skip
_COLUMNS_2026 = ["MCS chapter", "Section", "Commodity", "Country", "Statistics", "Statistics_detail", "Unit", "Year",
                 "Value", "Notes", "Is critical mineral 2025", "Other notes"]  # fmt: skip
# The sections of 2026 that are not about the world; the world's all begin with 'World '.
_NOT_WORLD = {"Salient Statistics—United States", "Import Sources"}
_MEASURES = {"Production": "production", "Reserves": "reserve", "Capacity": ""}  # '': not read


def cells_2025(path: Path, edition: int) -> Iterator[Cell]:
    """Yield the figures of World_Data.zip; a blank figure's mark (W, Large …) stays in its note."""
    for member, text in members(path, "utf-8-sig"):
        for row, line in _lines(text, _COLUMNS_2025, member):
            source, table, place, detail, unit, first, second, note, _, _, _, reserve, reserve_note = line
            if source != f"MCS{edition}":
                raise SourceError(member, row, source, f"should be MCS{edition}")
            declared = spelled(detail).endswith(", estimated")
            base = Cell(member, row, spelled(table), spelled(detail), "production", place, edition - 2, unit, first,
                        note, estimated(declared, note))  # fmt: skip
            yield base
            yield base._replace(year=edition - 1, text=second, estimated=True)
            yield base._replace(measure="reserve", year=edition - 1, text=reserve, note=reserve_note, estimated=False)


def cells_2026(path: Path, edition: int) -> Iterator[Cell]:
    """Yield the figures of the world sections; the year of reserves is the edition's last, whatever the label.

    (Chromium's ore reserves are labelled 2024 and their Cr2O3 content 2025: two columns of one table.)
    """
    for row, line in lines_2026(path):
        _, section, table, place, statistics, detail, unit, year, value, note, _, _ = line
        if section in _NOT_WORLD:
            continue
        if not section.startswith("World ") or statistics not in _MEASURES:
            raise SourceError(path.name, row, f"{section}: {statistics}", "is a section this reader does not know")
        if year not in (str(edition - 2), str(edition - 1)) and statistics == "Production":
            raise SourceError(path.name, row, year, f"should be {edition - 2} or {edition - 1}")
        if measure := _MEASURES[statistics]:
            # The world's rows say ': rounded' where the countries' say nothing.
            name = re.sub(r": rounded$", "", spelled(detail))
            when = int(year) if measure == "production" else edition - 1
            said = note.lower().startswith("estimated")
            yield Cell(path.name, row, spelled(table), name, measure, place, when, unit, value, note, said)


def lines_2026(path: Path) -> Iterator[tuple[int, list[str]]]:
    """(number, fields) of each line of the edition of 2026, whatever its section; columns as _COLUMNS_2026."""
    return _lines(decoded(path.read_bytes(), "cp1252", path.name), _COLUMNS_2026, path.name)


def _lines(text: str, expected: list[str], file: str) -> Iterator[tuple[int, list[str]]]:
    """(number, stripped fields) of each line that is not blank, once the header is what it should be."""
    header, *lines = list(csv.reader(io.StringIO(text))) or [[]]
    columns(header, expected, file)
    if not lines:
        raise SourceError(file, 1, header[:3], "is a header with nothing below it")
    for row, line in enumerate(lines, start=2):
        if not any(field.strip() for field in line):
            continue
        if len(line) != len(expected):
            raise SourceError(file, row, line, f"has {len(line)} fields, not {len(expected)}")
        yield row, [field.strip() for field in line]
