"""Yearly prices of the edition of 2026, among its figures on the United States: catalog/usgs_prices.csv says which.

Left out: lithium's, which is deflated to a year that the file does not name, and scandium's, which is a range.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from etl import codes
from etl.source import Flag, PriceYear, SourceError
from etl.sources.usgs_mcs.assembly import SLUG
from etl.sources.usgs_mcs.single_file import lines_2026
from etl.table import calendar_year, number

_EDITION = 2026
_UNKNOWN = "NA"


def rows(path: Path) -> Iterator[PriceYear]:
    """Yield the mapped quotations, five years each, in the unit that the catalog gives; NA is no row.

    Raises SourceError for a unit other than the mapped one, a year outside the edition's five, a figure that is no
    number, and a commodity whose mapped price is gone while others of its prices stand.
    """
    wanted = {(r["commodity"], r["detail"]): r for r in codes.rows("usgs_prices")}
    seen: set[tuple[str, str]] = set()
    for row, (_, _, commodity, _, statistics, detail, unit, year, text, note, _, _) in lines_2026(path):
        if statistics != "Price":
            continue
        seen.add((commodity, detail))
        quote = wanted.get((commodity, detail))
        if quote is None or text == _UNKNOWN:
            continue
        if unit != quote["published"]:
            raise SourceError(path.name, row, unit, f"should be {quote['published']}")
        when = calendar_year(year, path.name, row)
        if not _EDITION - 5 <= when < _EDITION:
            raise SourceError(path.name, row, year, "is not one of the five years before the edition")
        flag: Flag = "estimated" if note.startswith("Estimated") else None
        value = number(text, path.name, row, 0)
        yield PriceYear(when, quote["metal"], quote["series"], value, quote["unit"], SLUG, str(_EDITION), flag)
    there = {commodity for commodity, _ in seen}
    if gone := sorted(key for key in wanted.keys() - seen if key[0] in there):
        raise SourceError(path.name, "-", gone[0], "is a price that is no longer there")
