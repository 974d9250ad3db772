"""One figure of a USGS world table as published, before any name, unit or mark is interpreted."""

from __future__ import annotations

import re
from typing import NamedTuple

# 'World total (ilmenite, rounded)' is a series of its own: in 2025 its type says no more than ilmenite.
_WORLD_OF_ONE = re.compile(r"world total \((?!rounded\))")


class Cell(NamedTuple):
    """A figure and what stands beside it; table, detail and measure are in lower case.

    measure is 'production', 'reserve', or for potash of 2023 and 2024 'reserve ore' and 'reserve ore_k2o_equiv';
    estimated is what the table says of the figure by its column, its type or its note.
    """

    file: str
    row: int
    table: str
    detail: str
    measure: str
    place: str
    year: int
    unit: str
    text: str
    note: str
    estimated: bool

    @property
    def series(self) -> str:
        """How catalog/commodities/usgs_mcs.csv and catalog/usgs_units.csv spell what the figure measures."""
        place = spelled(self.place)
        return f"{self.table} | {place if _WORLD_OF_ONE.match(place) else self.detail} | {self.measure}"


def spelled(text: str) -> str:
    """A table or type as the catalog spells it: lower case, single spaces."""
    return " ".join(text.split()).lower()
