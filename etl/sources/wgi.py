"""Worldwide Governance Indicators: six estimates per economy and year, on the scale of a standard normal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from etl import codes
from etl.source import File, Score, Source, SourceError
from etl.table import columns, sheets

EDITION = "2024"
FILE = "wgidataset.xlsx"

SOURCE = Source(
    slug="wgi",
    publisher="World Bank",
    title="Worldwide Governance Indicators, 2024 update",
    vintage=EDITION,
    page="https://www.worldbank.org/en/publication/worldwide-governance-indicators",
    # The API (/v2/country/all/indicator/CC.EST?source=3) gives the same figures in six answers, as JSON.
    files=(File(FILE, f"https://www.worldbank.org/content/dam/sites/govindicators/doc/{FILE}"),),
    licence="CC BY 4.0",
    redistribution="open",
    citation="Kaufmann and Kraay (2024), Worldwide Governance Indicators, 2024 update, World Bank",
    feeds=("score",),
    rank={},
)

# Control of corruption, government effectiveness, political stability, regulatory quality, rule of law, voice.
SCORES = {dimension: f"wgi_{dimension}" for dimension in ("cc", "ge", "pv", "rq", "rl", "va")}

_HEADER = ["codeindyr", "code", "countryname", "year", "indicator", "estimate", "stddev", "nsource", "pctrank",
           "pctranklower", "pctrankupper"]  # fmt: skip
_MISSING = ".."
_FARTHEST = 5.0  # standard deviations from the mean: the lowest estimate so far is -3.3


def rows(folder: Path) -> Iterator[Score]:
    """Yield the estimates of 1996–2023, about −2.5 (weak) to 2.5 (strong) with a few beyond, as published.

    A missing estimate gives no row. Raises SourceError for a column, economy or dimension nobody has mapped, for a cell
    that is neither a number nor missing, and for a repeated line.
    """
    table = next(iter(sheets(folder / EDITION / FILE).values()), [])
    columns([str(c) for c in table[0]] if table else [], _HEADER, FILE)
    seen: set[tuple[int, str, str]] = set()
    for row, line in enumerate(table[1:], start=2):
        key, code, dimension, estimate = str(line[0]), str(line[1]), str(line[4]), line[5]
        if dimension not in SCORES:
            raise SourceError(FILE, row, dimension, f"is not one of the dimensions {sorted(SCORES)}")
        iso3 = codes.place(code, SOURCE.slug, FILE, row)
        when = _year(line[3], row)
        if key != f"{code}{dimension}{when}":
            raise SourceError(FILE, row, key, f"is not the line's own key {code}{dimension}{when}")
        if (when, dimension, iso3) in seen:
            raise SourceError(FILE, row, key, f"is a second line for {iso3}")
        seen.add((when, dimension, iso3))
        if estimate != _MISSING:
            if not isinstance(estimate, float | int) or abs(estimate) > _FARTHEST:
                raise SourceError(FILE, row, estimate, "is not an estimate")
            yield Score(when, SCORES[dimension], iso3, float(estimate), "wgi_estimate", SOURCE.slug, EDITION, None)


def _year(cell: object, row: int) -> int:
    if not isinstance(cell, float | int) or int(cell) != cell:
        raise SourceError(FILE, row, cell, "is not a year")
    return int(cell)
