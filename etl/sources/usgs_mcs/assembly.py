"""Cells become contract rows: names to codes, units to tonnes, ilmenite and rutile to titanium."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple, get_args

from etl import codes
from etl.source import Flag, Production, Reserve, SourceError, Stage
from etl.sources.usgs_mcs.cells import Cell
from etl.sources.usgs_mcs.units import tonnes
from etl.sources.usgs_mcs.values import amount, leaves_out_us

SLUG = "usgs_mcs"

# The one metal whose series are added: USGS gives ilmenite and rutile apart for the countries, and their sum for the
# world. A country listed under one of them alone counts with that one; what it has of the other is in OTH.
ADDED = "titanium"

_STAGES: dict[str, Stage] = {stage: stage for stage in get_args(Stage)}
_FOOTNOTE = re.compile(r"\s*\d+$")


class _Key(NamedTuple):
    measure: str
    year: int
    metal: str
    stage: str
    iso3: str
    basis: str


@dataclass
class _Figure:
    """What is known of one key so far: tonnes, flag, the series it comes from, and whether it leaves out the U.S."""

    quantity_t: float | None
    flag: Flag
    series: set[str] = field(default_factory=set)
    without_us: bool = False


def assembled(cells: Iterable[Cell], edition: int) -> Iterator[Production | Reserve]:
    """Yield an edition's rows in published order.

    A figure not given (NA, XX, blank) has no row, and a year without one quantity has none either (germanium from 2023
    on: a W among NAs, which would hide the older edition's figures). A titanium mineral not given leaves its country
    without a sum. A world total that leaves out a withheld producer has the flag withheld. Raises SourceError for an
    unknown series, unit or place and for a key published twice.
    """
    figures: dict[_Key, _Figure] = {}
    for cell in cells:
        if cell.table not in _left_out():
            _add(figures, cell, edition)
    _flag_worlds(figures)
    told = {key._replace(iso3="") for key, figure in figures.items() if figure.quantity_t is not None}
    for key, figure in figures.items():
        if key._replace(iso3="") not in told or (figure.quantity_t is None and figure.flag is None):
            continue
        tail = (key.iso3, figure.quantity_t, key.basis, SLUG, str(edition), figure.flag)
        if key.measure == "production":
            yield Production(key.year, key.metal, _STAGES[key.stage], *tail)
        else:
            yield Reserve(key.year, key.metal, *tail)


@cache
def _left_out() -> set[str]:
    """Tables that the catalog leaves out whole, by one row that names the table alone."""
    return {r["name"] for r in codes.rows(f"commodities/{SLUG}") if " | " not in r["name"]}


def _add(figures: dict[_Key, _Figure], cell: Cell, edition: int) -> None:
    kept = codes.commodity(cell.series, SLUG, cell.file, cell.row)
    if kept is None:
        return
    iso3, marked = _place(cell)
    read = amount(cell)
    if read is None:
        return
    quantity, flag = read
    if marked and quantity is not None and cell.measure == "production":
        flag = "estimated"
    scaled = None if quantity is None else round(quantity * tonnes(cell, edition), 6)
    key = _Key(cell.measure.split()[0], cell.year, kept.metal, kept.stage, iso3, kept.basis)
    new = _Figure(scaled, flag, {cell.series}, without_us=iso3 == "WLD" and leaves_out_us(cell))
    old = figures.get(key)
    if old is None:
        figures[key] = new
    elif kept.metal == ADDED and not old.series & new.series:
        figures[key] = _sum(old, new)
    else:
        raise SourceError(cell.file, cell.row, f"{key}", f"is a key published twice ({cell.series}, {cell.place})")


def _sum(one: _Figure, other: _Figure) -> _Figure:
    """Ilmenite plus rutile; a part without a quantity leaves none for the sum, nor a flag if the part is not given."""
    series = one.series | other.series
    if one.quantity_t is None or other.quantity_t is None:
        parts = [f for f in (one, other) if f.quantity_t is None]
        return _Figure(None, parts[0].flag if all(p.flag for p in parts) else None, series)
    return _Figure(one.quantity_t + other.quantity_t, one.flag or other.flag, series)


def _place(cell: Cell) -> tuple[str, bool]:
    """ISO3 of a place, and whether an 'e' is glued to its name (Russiae: estimated); footnote digits fall off."""
    name = _FOOTNOTE.sub("", codes.fold(cell.place))
    try:
        return codes.place(name, SLUG, cell.file, cell.row), False
    except SourceError:
        if not name.endswith("e"):
            raise
    return codes.place(name[:-1], SLUG, cell.file, cell.row), True


def _flag_worlds(figures: dict[_Key, _Figure]) -> None:
    """Flag world totals that leave somebody out: a producer marked W, or the U.S. unless its output is a zero."""
    withheld = {
        k._replace(iso3="WLD") for k, f in figures.items() if f.flag == "withheld" and k.measure == "production"
    }
    for key, figure in figures.items():
        if key.iso3 != "WLD" or key.measure != "production" or figure.quantity_t is None:
            continue
        us = figures.get(key._replace(iso3="USA"))
        if key in withheld or (figure.without_us and (us is None or us.quantity_t != 0)):
            figure.flag = "withheld"
