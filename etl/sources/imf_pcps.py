"""IMF Primary Commodity Prices: monthly quotations since 1992, with cobalt, manganese, palladium and minor metals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from etl import codes
from etl.source import File, Price, Source, SourceError
from etl.table import figure, sheets

EDITION = "2025-08"
FILE = "external-data.xls"
SHEET = "External"

SOURCE = Source(
    slug="imf_pcps",
    publisher="International Monetary Fund",
    title="Primary Commodity Prices, monthly",
    vintage=EDITION,
    page="https://www.imf.org/en/Research/commodity-prices",
    files=(File(FILE, "https://www.imf.org/-/media/Files/Research/CommodityPrices/Monthly/ExternalData.ashx"),),
    licence="IMF terms of use: attribution; what may be passed on differs from one text of the terms to another",
    redistribution="own use",
    citation="International Monetary Fund, Primary Commodity Prices",
    feeds=("price",),
    rank={},
)

_HEADS = ["Commodity", "Commodity.Description", "Data Type", "Frequency"]
# The unit stands in the description, spelt in many ways.
_PER = (
    (re.compile(r"per metric ton|/(metric )?ton|/MT\)", re.IGNORECASE), "usd_per_t"),
    (re.compile(r"troy ounce", re.IGNORECASE), "usd_per_oz"),
    (re.compile(r"per pound", re.IGNORECASE), "usd_per_lb"),
)
# Quoted in US dollars for a quantity that is stated nowhere.
_UNSTATED = {
    "Chromium =99.2%, Coarse Particle",
    "Lithium Metal =99%, Battery Grade",
    "Rare Earth Carbonate REO 42-45 Dom.",
    "Vanadium Pentoxide CIF NWE",
}
_MONTH = re.compile(r"(\d{4})M(1[0-2]|[1-9])")


def rows(folder: Path) -> Iterator[Price]:
    """Yield one quotation a month and series, as published; an empty cell gives no row.

    A series is known by its code, or by its description where the code row is empty. unit is usd_per_t, _oz or _lb,
    or usd alone where the publisher does not say for how much. Raises SourceError for a series nobody has mapped,
    a mapped one that is an index or in another currency, and a month out of order.
    """
    table = sheets(folder / EDITION / FILE).get(SHEET, [])
    if len(table) < 5 or [line[0] for line in table[:4]] != _HEADS:
        raise SourceError(FILE, 1, [line[:1] for line in table[:4]], f"are not the head lines {_HEADS}")
    read = {}  # column → (metal, series, unit)
    for place, (code, description, kind, frequency) in enumerate(zip(*table[:4], strict=True)):
        name = str(code) or str(description)
        commodity = codes.commodity(name, SOURCE.slug, FILE, f"column {place + 1}") if place else None
        if commodity:
            if (kind, frequency) != ("USD", "Monthly"):
                raise SourceError(FILE, 3, [name, kind, frequency], "is not a monthly quotation in US dollars")
            series = str(code).lower() or re.sub(r"\W+", "_", str(description).lower()).strip("_")
            read[place] = (commodity.metal, series, _unit(str(description)))
    before = date.min
    for row, line in enumerate(table[4:], start=5):
        month = _month(line[0], row)
        if month <= before:
            raise SourceError(FILE, row, line[0], "is a month out of order")
        before = month
        for place, (metal, series, unit) in read.items():
            if line[place] != "":
                value = figure(line[place], FILE, row, 0)
                yield Price(month, metal, series, value, unit, SOURCE.slug, EDITION, None)


def _unit(description: str) -> str:
    for pattern, unit in _PER:
        if pattern.search(description):
            return unit
    if description not in _UNSTATED:
        raise SourceError(FILE, 2, description, "names no unit this reader knows")
    return "usd"


def _month(cell: object, row: int) -> date:
    found = _MONTH.fullmatch(str(cell))
    if not found:
        raise SourceError(FILE, row, cell, "is not a month")
    return date(int(found[1]), int(found[2]), 1)
