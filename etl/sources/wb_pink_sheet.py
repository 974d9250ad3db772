"""World Bank Pink Sheet: monthly prices since 1960, of which the metals, phosphates and potash are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from etl import codes
from etl.source import File, Price, Source, SourceError
from etl.table import figure, sheets

EDITION = "2026-06"
FILE = "CMO-Historical-Data-Monthly.xlsx"
SHEET = "Monthly Prices"

SOURCE = Source(
    slug="wb_pink_sheet",
    publisher="World Bank",
    title="Commodity Price Data (The Pink Sheet), monthly prices in nominal US dollars",
    vintage=EDITION,
    page="https://www.worldbank.org/en/research/commodity-markets",
    files=(File(FILE, None),),  # the address changes every month: live() finds it on the page
    licence="CC BY 4.0",
    redistribution="open",
    citation="World Bank, Commodity Markets, Commodity Price Data (The Pink Sheet)",
    feeds=("price",),
    rank={},
)

_UNITS = {"($/mt)": "usd_per_t", "($/troy oz)": "usd_per_oz", "($/dmtu)": "usd_per_t"}
# One column holds two series, and its unit ($/dmtu) fits neither. By the sheet Description: spot ore of 63.5 and 62 %
# iron in US dollars a dry tonne from 2006 on, before it the yearly contract in US cents a dmtu (1 % of iron in a dry
# tonne; 65.0 in 2005, the year of the contract's rise by 71.5 %).
_IRON = "iron_ore_cfr_spot"
_CONTRACT = ("iron_ore_contract", "usc_per_dmtu")
_SPOT_SINCE = date(2006, 1, 1)
_MISSING = {"…", "..."}
_MONTH = re.compile(r"(\d{4})M(0[1-9]|1[0-2])")


def rows(folder: Path) -> Iterator[Price]:
    """Yield one quotation a month and series, USD per tonne or troy ounce, as published; a missing one gives no row.

    Raises SourceError for a series or unit nobody has mapped, a month out of order, and a cell that is neither a number
    nor missing.
    """
    table = sheets(folder / EDITION / FILE).get(SHEET, [])
    if len(table) < 7 or table[4][0] != "" or table[5][0] != "":
        raise SourceError(FILE, 5, table[4:6], f"are not the names and units of the sheet {SHEET}")
    names = [re.sub(r"[\s*]+$", "", str(cell)) for cell in table[4][1:]]
    read = {}  # column → (metal, series, unit)
    for place, (name, unit) in enumerate(zip(names, map(str, table[5][1:]), strict=True), start=1):
        commodity = codes.commodity(name, SOURCE.slug, FILE, 5)
        if commodity:
            series = re.sub(r"\W+", "_", name.lower())
            if unit not in _UNITS or (unit == "($/dmtu)") != (series == _IRON):
                raise SourceError(FILE, 6, unit, f"is an unexpected unit of {name}")
            read[place] = (commodity.metal, series, _UNITS[unit])
    months = [_month(line[0], row) for row, line in enumerate(table[6:], start=7)]
    for row, (line, month) in enumerate(zip(table[6:], months, strict=True), start=7):
        if row > 7 and month <= months[row - 8]:
            raise SourceError(FILE, row, line[0], "is a month out of order")
        for place, (metal, *quoted) in read.items():
            if line[place] not in _MISSING:
                value = figure(line[place], FILE, row, 0)
                series, unit = _CONTRACT if quoted[0] == _IRON and month < _SPOT_SINCE else quoted
                yield Price(month, metal, series, value, unit, SOURCE.slug, EDITION, None)


def live(get: Callable[[str], bytes], folder: Path) -> None:
    """Write this month's workbook under `folder`, found by its name on the publisher's page."""
    page = get(SOURCE.page).decode("utf-8", "replace")
    address = re.search(rf"https://[\w./-]+/{re.escape(FILE)}", page)
    if not address:
        raise SourceError(SOURCE.page, "-", FILE, "is not linked on the page any more")
    (folder / EDITION).mkdir(parents=True, exist_ok=True)
    (folder / EDITION / FILE).write_bytes(get(address[0]))


def _month(cell: object, row: int) -> date:
    found = _MONTH.fullmatch(str(cell))
    if not found:
        raise SourceError(FILE, row, cell, "is not a month")
    return date(int(found[1]), int(found[2]), 1)
