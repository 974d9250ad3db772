"""The editions of 2022, 2023 and 2024: a zip with one csv a commodity, units and years in the column names."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from etl.source import SourceError
from etl.sources.usgs_mcs.archive import members
from etl.sources.usgs_mcs.cells import Cell, spelled
from etl.sources.usgs_mcs.values import estimated
from etl.table import spent

_MEMBER = re.compile(r"(?:[a-z_]+_)?mcs20\d\d-([a-z-]+)_world\.csv", re.IGNORECASE)
_UNIT = "(kct|mct|mcm|mmt|kg|kt|mt|t)"
_PRODUCTION = re.compile(rf"prod_(?:sponge_)?{_UNIT}(_est)?_(20\d\d)")
_RESERVE = re.compile(rf"reserves_(?:(ore_k2o_equiv|ore)_)?{_UNIT}(?:_20\d\d)?")
_NOTES = {"prod_note": "production", "prod_notes": "production", "reserves_notes": "reserve"}


class _Figure(NamedTuple):
    """A column of figures: where it stands, what it measures, in which unit and year, and whether it estimates."""

    position: int
    measure: str
    unit: str
    year: int
    estimated: bool


class _Header(NamedTuple):
    """The columns of one csv that are read: figures, notes by what they speak of, and those without a name."""

    figures: list[_Figure]
    notes: dict[str, int]
    nameless: list[int]


def cells(path: Path, edition: int) -> Iterator[Cell]:
    """Yield every production and reserves figure of the zip; raises SourceError for an unknown member or column."""
    for member, text in members(path, "utf-8-sig"):
        match = _MEMBER.fullmatch(member)
        if not match:
            raise SourceError(path.name, "-", member, "is not named like a world table")
        yield from _table(member, match[1].lower(), list(csv.reader(io.StringIO(text))), edition)


def _table(file: str, table: str, lines: list[list[str]], edition: int) -> Iterator[Cell]:
    names = [name.strip() for name in (lines or [[]])[0]]
    if names[:2] != ["Source", "Country"] or not "".join(names[2:3]):
        raise SourceError(file, 1, names[:3], "should be Source, Country, Type")
    header = _header(names, file, edition)
    if not any(any(line) for line in lines[1:]):
        raise SourceError(file, 1, names[:3], "is a header with nothing below it")
    for row, line in enumerate(lines[1:], start=2):
        fields = [field.strip() for field in line]
        if not any(fields):
            continue
        # Three tables of 2024 leave the edition out, one writes 'MCS 2024'.
        if len(fields) != len(names) or fields[0].replace(" ", "") not in (f"MCS{edition}", ""):
            raise SourceError(file, row, line, f"should be {len(names)} fields, the first MCS{edition}")
        if names[2] not in ("Type", fields[2]):  # MCS2024 fluorspar has the type's name where 'Type' should be
            raise SourceError(file, 1, names[2], "should be Type")
        _nothing_unread(fields, header, file, row)
        for figure in header.figures:
            note = fields[header.notes[kind]] if (kind := figure.measure.split()[0]) in header.notes else ""
            yield Cell(file, row, table, spelled(fields[2]), figure.measure, fields[1], figure.year, figure.unit,
                       fields[figure.position], note, _estimated(figure, note, edition))  # fmt: skip


def _header(names: list[str], file: str, edition: int) -> _Header:
    header = _Header([], {}, [])
    for index, name in list(enumerate(names))[3:]:
        low = name.lower()
        if match := _PRODUCTION.fullmatch(low):
            header.figures.append(_Figure(index, "production", match[1], int(match[3]), bool(match[2])))
        elif match := _RESERVE.fullmatch(low):
            measure = f"reserve {match[1] or ''}".strip()
            header.figures.append(_Figure(index, measure, match[2], edition - 1, estimated=False))
        elif low in _NOTES:
            header.notes[_NOTES[low]] = index
        elif not low:
            header.nameless.append(index)
        elif not low.startswith("cap_"):  # yearend capacity is not read
            raise SourceError(file, 1, name, "is a column this reader does not know")
    years = [f.year for f in header.figures if f.measure == "production"]
    if years not in ([edition - 2, edition - 1], []):
        raise SourceError(file, 1, names, f"should have production of {edition - 2} and {edition - 1}")
    return header


def _estimated(figure: _Figure, note: str, edition: int) -> bool:
    """The note speaks of the first year (the second is always an estimate) or, for reserves, says 'Estimated.'."""
    if figure.measure != "production":
        return note.lower().rstrip(". ") == "estimated"
    return figure.year == edition - 1 or estimated(figure.estimated, note)


def _nothing_unread(fields: list[str], header: _Header, file: str, row: int) -> None:
    """A figure under no column name must be the reserves once more (MCS2024 barite); stray prose is no figure."""
    known = {fields[f.position].replace(",", "") for f in header.figures}
    left = {f"column {i + 1}": fields[i].replace(",", "") for i in header.nameless}
    spent({k: v for k, v in left.items() if re.fullmatch(r"[\d.]+", v) and v not in known}, file, row)
