"""Corruption Perceptions Index 2023: the score of each country, to be shown as published and never blended."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from etl import codes
from etl.source import File, Score, Source, SourceError
from etl.table import columns, figure, sheets

EDITION = "2023"
FILE = "CPI2023_Global_Results__Trends.xlsx"

SOURCE = Source(
    slug="ti_cpi",
    publisher="Transparency International",
    title="Corruption Perceptions Index 2023",
    vintage=EDITION,
    page="https://www.transparency.org/en/cpi",
    files=(File(FILE, f"https://images.transparencycdn.org/images/{FILE}"),),
    licence="CC BY-ND 4.0: shown unmodified, part of no composite",
    redistribution="own use",
    citation="Transparency International, Corruption Perceptions Index 2023",
    feeds=("score",),
    rank={},
)

_SHEET = "CPI 2023"
_HEADER = ["Country / Territory", "ISO3", "Region", "CPI score 2023", "Rank"]


def rows(folder: Path) -> Iterator[Score]:
    """Yield the score cpi of 2023, 0 (very corrupt) to 100 (very clean), for 180 countries.

    Only the first sheet is read: those behind it are working tables, marked internal or embargoed. Raises SourceError
    where the first sheet is another one, for a code nobody has mapped, a repeated country, and a score off the scale.
    """
    tables = sheets(folder / EDITION / FILE)
    name = next(iter(tables))
    table = tables[name]
    if name != _SHEET or len(table) < 5:
        raise SourceError(FILE, "-", name, f"is not the first sheet {_SHEET}")
    columns([str(cell) for cell in table[3][:5]], _HEADER, FILE)
    seen: set[str] = set()
    for row, line in enumerate(table[4:], start=5):
        iso3, score = codes.country(str(line[1]), SOURCE.slug, FILE, row), figure(line[3], FILE, row)
        if iso3 in seen or not 0 <= score <= 100:
            raise SourceError(FILE, row, line[:4], "is a repeated country or off the scale of 0 to 100")
        seen.add(iso3)
        yield Score(2023, "cpi", iso3, score, "index_0_100", SOURCE.slug, EDITION, None)
