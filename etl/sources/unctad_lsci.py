"""Liner Shipping Connectivity Index: one figure an economy and quarter, by name, one score for each quarter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from etl import codes
from etl.source import File, Score, Source, SourceError
from etl.table import number, ragged

EDITION = "2025Q3"
FILE = "US_LSCI.csv"

SOURCE = Source(
    slug="unctad_lsci",
    publisher="UNCTAD",
    title="Liner shipping connectivity index, quarterly (average of Q1 2023 = 100)",
    vintage=EDITION,
    page="https://unctadstat.unctad.org/datacentre/dataviewer/US.LSCI",
    files=(File(FILE, None),),  # the data viewer is a form: all economies, all quarters, as CSV
    licence="Free with attribution according to secondary sources; the publisher's own terms have not been seen",
    redistribution="credit",
    citation="UNCTAD, UNCTADstat, Liner shipping connectivity index, quarterly",
    feeds=("score",),
    rank={},
)

_QUARTER = re.compile(r"Q([1-4]) (\d{4})_Index_Average_Q1_2023__100_Value")


def rows(folder: Path) -> Iterator[Score]:
    """Yield the index (mean of Q1 2023 = 100) of each quarter as scores lsci_q1 to lsci_q4 of its year.

    A blank cell gives no row. A year is whole once its four scores are there: it is for a mart to average them. Sudan
    has a line for the time before 2012 and one for the time since. Raises SourceError for an economy nobody has mapped,
    quarters with a gap, and two figures for one economy and quarter.
    """
    quarters: list[tuple[int, int]] = []
    seen: set[tuple[str, int, int]] = set()
    for row, (name, *cells) in ragged(folder / EDITION / FILE):
        if row == 1:
            quarters = _quarters(name, cells)
            continue
        iso3 = codes.place(name, SOURCE.slug, FILE, row)
        if len(cells) != len(quarters):
            raise SourceError(FILE, row, cells, f"are {len(cells)} figures for {len(quarters)} quarters")
        for (year, quarter), cell in zip(quarters, cells, strict=True):
            if cell:
                if (iso3, year, quarter) in seen:
                    raise SourceError(FILE, row, name, f"has a second figure for {iso3} in Q{quarter} {year}")
                seen.add((iso3, year, quarter))
                yield Score(
                    year, f"lsci_q{quarter}", iso3, number(cell, FILE, row, 0), "index", SOURCE.slug, EDITION, None
                )


def _quarters(name: str, cells: list[str]) -> list[tuple[int, int]]:
    """(year, quarter) of the columns, which follow one another without a gap."""
    found = [_QUARTER.fullmatch(cell) for cell in cells]
    quarters = [(int(m[2]), int(m[1])) for m in found if m]
    steps = [year * 4 + quarter for year, quarter in quarters]
    if name != "Economy_Label" or len(quarters) != len(cells) or steps != [*range(steps[0], steps[0] + len(steps))]:
        raise SourceError(FILE, 1, [name, *cells], "are not quarters in their order")
    return quarters
