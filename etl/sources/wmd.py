"""World Mining Data, table 6.4: what each country mined, one sheet a mineral, with the world total as printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from etl import codes
from etl.codes import Commodity
from etl.source import File, Flag, Production, Source, SourceError, Stage
from etl.table import columns, number, sheets

EDITION = "2026"
YEARS = range(2018, 2025)
FILE = "6.4. Production_of_Mineral_Raw_Materials_of_individual_Countries_by_Minerals.xlsx"

SOURCE = Source(
    slug="wmd",
    publisher="Austrian Federal Ministry of Finance",
    title="World Mining Data 2026, table 6.4: production of mineral raw materials of individual countries by minerals",
    vintage=EDITION,
    page="https://www.world-mining-data.info/?World_Mining_Data___Data_Section",
    files=(File(FILE, f"https://www.world-mining-data.info/wmd/downloads/XLS/{FILE.replace(' ', '%20')}"),),
    licence="Free with attribution according to secondary sources; the publisher's own terms have not been seen",
    redistribution="credit",
    citation="Austrian Federal Ministry of Finance, World Mining Data 2026, Vienna",
    feeds=("production",),
    rank={"mine": 1, "refined": 3},
)

_HEADER = ["Country", "unit", *map(str, YEARS), "data source"]
_TONNES = {"metr. t": 1.0, "kg": 0.001}
_FLAGS: dict[str, Flag] = {"r": None, "e": "estimated", "p": "provisional"}


def rows(folder: Path) -> Iterator[Production]:
    """Yield output in tonnes of each catalogued mineral, 2018–2024, as printed, errors of the table included.

    `WLD` is the line Total as printed, which is not the sum of the countries in several sheets. A blank cell gives no
    row; a printed 0 is a 0. Raises SourceError for a sheet, column, country, unit or flag nobody has mapped.
    """
    for name, table in sheets(folder / EDITION / FILE).items():
        series = codes.commodity(name, SOURCE.slug, FILE, "name of a sheet")
        if series:
            yield from _sheet(name, series, [[_text(cell) for cell in line] for line in table])


def _sheet(sheet: str, series: Commodity, table: list[list[str]]) -> Iterator[Production]:
    where = f"{FILE}, sheet {sheet}"
    if len(table) < 3 or codes.fold(table[0][0]) != codes.fold(sheet):
        raise SourceError(where, 1, table[:1], "is not the mineral's name above a table")
    columns(table[1], _HEADER, where)
    metal, stage, basis = series.metal, cast(Stage, series.stage), series.basis
    seen: set[str] = set()
    for row, (country, unit, *values, mark) in enumerate(table[2:], start=3):
        iso3 = codes.place(country, SOURCE.slug, where, row)
        if iso3 in seen:
            raise SourceError(where, row, country, f"is a second line for {iso3}")
        seen.add(iso3)
        if unit not in _TONNES:
            raise SourceError(where, row, unit, f"is not one of the units {sorted(_TONNES)}")
        last = _flag(mark, iso3, where, row)
        for year, value in zip(YEARS, values, strict=True):
            if value:
                # Nine digits are more than the table prints; binary noise (63580.00000000001) is not data.
                tonnes = round(number(value, where, row, 0) * _TONNES[unit], 9)
                # The one mark of a line speaks of its last year only.
                flag = last if year == YEARS[-1] else None
                yield Production(year, metal, stage, iso3, tonnes, basis, SOURCE.slug, EDITION, flag)
    if "WLD" not in seen:
        raise SourceError(where, len(table), table[-1][0], "ends a sheet without a line Total")


def _flag(mark: str, iso3: str, where: str, row: int) -> Flag:
    if iso3 == "WLD" and not mark:
        return None
    if mark not in _FLAGS:
        raise SourceError(where, row, mark, f"is not one of the marks {sorted(_FLAGS)}")
    return _FLAGS[mark]


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
