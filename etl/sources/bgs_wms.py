"""BGS World Mineral Statistics: mine, smelter and refinery output by country, 1970–2021, from two tables.

The long table holds 21 series from 1970 on with their parts (spodumene, lithium content …); the short one 69 series of
2012–2021 for the countries that produced in its last five years, without the names of the parts. Where both hold a
series they print the same figures: the long one is read, the short one checked against it.
"""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TextIO, cast

from etl import codes
from etl.codes import Commodity
from etl.source import File, Flag, Production, Source, SourceError, Stage
from etl.table import calendar_year, columns, number

VINTAGE = "2021"
LONG = "production_1970_2021_21_series.csv.gz"
SHORT = "production_2012_2021_69_series.csv"
LONG_EDITION = "1970-2021"
SHORT_EDITION = "2012-2021"

SOURCE = Source(
    slug="bgs_wms",
    publisher="British Geological Survey",
    title="World Mineral Statistics, 1970–2021",
    vintage=VINTAGE,
    page="https://ogcapi.bgs.ac.uk/collections/world-mineral-statistics",
    # The publisher answers page by page and commodity by commodity; these tables come by hand or from a mirror.
    files=(File(LONG, None), File(SHORT, None)),
    licence="Named by others as Open Government Licence v3.0; the publisher's own terms have not been seen",
    redistribution="credit",
    citation="British Geological Survey, World Mineral Statistics data. Contains BGS materials © UKRI",
    feeds=("production",),
    rank={"mine": 3, "refined": 2, "intermediate": 2},
)

_LONG_HEADER = ["Country", "commodity_code", "commodity_desc", "Sub-commodity", "year", "value"]
_YEARS = range(2012, 2022)
_SHORT_HEADER = ["Metal", "Country", *(f"Year {y}" for y in _YEARS), "Sum_2017_2021", "Share_2017_2021"]

# The short table names no unit: its precious metals are in kilograms, all else in tonnes.
_KILOGRAMS = {"gold", "silver", "palladium", "platinum"}

# Series of the short table in which a country has several lines, once told apart by a name that is lost. The catalog
# leaves them out, save phosphate rock, where two lines add up since neither can hold the other: the Philippines' first
# is the smaller in 2016 and the larger in 2017, and Senegal's larger alone would be 44 % P2O5 in 2018 (World Mining
# Data: 775,410 t of P2O5), which no rock is.
_REPEATED = {"Lithium, minerals", "Phosphate rock", "REE minerals", "Tantalum and niobium minerals"}

# Lines that give several alloys in one figure, and the alloys inside: a country with such a line (China and South
# Africa among them) makes an unknown part of each, so that the sum of the others is not the world.
_TOGETHER = {
    "Ferro-alloys": ("Ferro-chrome", "Ferro-manganese", "Ferro-molybdenum", "Ferro-vanadium"),
    "Ferro-manganese & ferro-silico-manganese": ("Ferro-manganese",),
    "Ferro-Alloys (Ferro-silicon & silicon metal)": ("Silicon metal",),
}


class _Key(NamedTuple):
    year: int
    metal: str
    stage: str
    iso3: str
    basis: str


def rows(folder: Path) -> Iterator[Production]:
    """Yield output in tonnes of each catalogued series, one edition per series; historical states keep their codes.

    A blank cell gives no row; a printed 0 stays 0, though BGS does not always tell it from missing. Null with the flag
    'withheld': inside a figure for several alloys. No world total is published. Raises SourceError for a column, place
    or series nobody has mapped, a repeated line, a line that does not add up, and two figures for one key.
    """
    long = _long(folder / VINTAGE / LONG)
    for key, tonnes in long.items():
        yield _row(key, tonnes, LONG_EDITION)
    for key, found in _short(folder / VINTAGE / SHORT, long).items():
        yield _row(key, found, SHORT_EDITION)


def _row(key: _Key, tonnes: float | None, edition: str) -> Production:
    year, metal, stage, iso3, basis = key
    flag: Flag = "withheld" if tonnes is None else None
    return Production(year, metal, cast(Stage, stage), iso3, tonnes, basis, SOURCE.slug, edition, flag)


def _long(path: Path) -> dict[_Key, float]:
    """Tonnes by key of the long table."""
    cells: dict[_Key, dict[tuple[str, str], float]] = {}
    seen: set[tuple[str, ...]] = set()
    with gzip.open(path, "rt", encoding="utf-8", newline="") as f:
        for row, line in _lines(f, LONG, _LONG_HEADER, ";"):
            country, _, name, part, year, value = map(codes.fold, line)
            series = codes.commodity(f"{name}: {part}" if part else name, SOURCE.slug, LONG, row)
            if (country, name, part, year) in seen:
                raise SourceError(LONG, row, [country, name, part, year], "is a second line for this key")
            seen.add((country, name, part, year))
            if series and value:
                iso3 = codes.place(country, SOURCE.slug, LONG, row)
                key = _Key(calendar_year(year, LONG, row), series.metal, series.stage, iso3, series.basis)
                cells.setdefault(key, {})[country, part] = number(value, LONG, row, 0)
    return {key: _one(key, found) for key, found in cells.items()}


def _one(key: _Key, found: dict[tuple[str, str], float]) -> float:
    """A country's whole where it is given, else the sum of its parts; of a state's two names only one may produce."""
    parts: dict[str, dict[str, float]] = {}
    for (country, part), tonnes in found.items():
        parts.setdefault(country, {})[part] = tonnes
    wholes = {country: p[""] if "" in p else sum(p.values()) for country, p in parts.items()}
    producing = {country: tonnes for country, tonnes in wholes.items() if tonnes}
    if len(producing) > 1:
        raise SourceError(LONG, f"{key.metal} {key.stage} {key.year}", producing, f"are two figures for {key.iso3}")
    return next(iter(producing.values()), 0.0)


def _short(path: Path, long: dict[_Key, float]) -> dict[_Key, float | None]:
    """Tonnes by key of the series that only the short table holds; None: withheld."""
    tonnes: dict[_Key, float] = {}
    withheld: dict[_Key, None] = {}
    lines: set[tuple[str, str]] = set()
    names: dict[tuple[Commodity, str], str] = {}
    with path.open(encoding="utf-8", newline="") as f:
        for row, line in _lines(f, SHORT, _SHORT_HEADER, ","):
            name, country, *cells, total, _ = map(codes.fold, line)
            if (name, country) in lines and name not in _REPEATED:
                raise SourceError(SHORT, row, [name, country], "is a second line for this key")
            lines.add((name, country))
            values = _values(cells, total, row)
            for one in _TOGETHER.get(name, (name,)):
                series = codes.commodity(one, SOURCE.slug, SHORT, row)
                if series is None:
                    continue
                iso3 = codes.place(country, SOURCE.slug, SHORT, row)
                keys = {year: _Key(year, series.metal, series.stage, iso3, series.basis) for year in values}
                if name in _TOGETHER:
                    withheld |= {keys[year]: None for year, value in values.items() if value}
                    continue
                if names.setdefault((series, iso3), country) != country:
                    raise SourceError(SHORT, row, country, f"is a second name for {iso3} in {name}")
                factor = 0.001 if series.metal in _KILOGRAMS else 1.0
                for year, value in values.items():
                    tonnes[keys[year]] = round(tonnes.get(keys[year], 0.0) + value * factor, 9)
    return withheld | _own(tonnes, long)


def _values(cells: list[str], total: str, row: int) -> dict[int, float]:
    """Year → figure of one line, checked against the sum that ends it."""
    values = {year: number(cell, SHORT, row, 0) for year, cell in zip(_YEARS, cells, strict=True) if cell}
    if abs(sum(v for year, v in values.items() if year >= 2017) - number(total, SHORT, row)) > 0.01:
        raise SourceError(SHORT, row, cells, f"do not add up to {total}, the line's own sum of 2017–2021")
    return values


def _own(short: dict[_Key, float], long: dict[_Key, float]) -> dict[_Key, float]:
    """What the long table does not hold; a series that both hold must have the same figures in both."""
    both = {(k.metal, k.stage, k.basis) for k in long}
    own = {k: v for k, v in short.items() if (k.metal, k.stage, k.basis) not in both}
    for key in short.keys() - own.keys():
        if long.get(key) != short[key]:
            raise SourceError(SHORT, str(key), short[key], f"is {long.get(key)} in {LONG}")
    return own


def _lines(f: TextIO, file: str, header: list[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Numbered lines below a checked header, all of the header's length."""
    try:
        lines = csv.reader(f, delimiter=delimiter)
        columns(next(lines, []), header, file)
        row = 1
        for row, line in enumerate(lines, start=2):
            if len(line) != len(header):
                raise SourceError(file, row, line, f"has {len(line)} cells instead of {len(header)}")
            yield row, line
        if row == 1:
            raise SourceError(file, row, header, "is a header with nothing below it")
    except (EOFError, OSError, UnicodeDecodeError, csv.Error, zlib.error) as e:
        raise SourceError(file, "-", str(e), "is not a readable table") from e
