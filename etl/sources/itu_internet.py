"""Share of people who use the internet, per country and year, as the ITU collects or estimates it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from etl import codes
from etl.source import File, Flag, Score, Source, SourceError
from etl.table import calendar_year, lines, number

EDITION = "2024"
FILE = "itu_individuals_using_internet.csv"

SOURCE = Source(
    slug="itu_internet",
    publisher="International Telecommunication Union",
    title="Individuals using the Internet (% of population)",
    vintage=EDITION,
    page="https://datahub.itu.int/",
    files=(File(FILE, None),),  # the DataHub is a form
    licence="CC BY-NC-SA 3.0 IGO",
    redistribution="own use",
    citation="International Telecommunication Union, DataHub, Individuals using the Internet",
    feeds=("score",),
    rank={},
)

_HEADER = ["seriesID", "seriesCode", "seriesName", "seriesParent", "seriesUnits", "entityID", "entityIso", "entityName",
           "dataValue", "dataYear", "dataNote", "dataSource", "seriesDescription"]  # fmt: skip
# Ascension is a part of Saint Helena, Ascension and Tristan da Cunha, which has no figure as a whole.
_LEFT_OUT = {"ASC"}


def rows(folder: Path) -> Iterator[Score]:
    """Yield internet_users in percent of the people; flagged estimated where the source's note calls it an estimate.

    Raises SourceError for another series, a code nobody has mapped, a repeated country and year, and a share above 100.
    """
    seen: set[tuple[str, str]] = set()
    for row, line in lines(folder / EDITION / FILE, _HEADER, ended=False):
        series, unit, code, value, year, origin = (line[i] for i in (1, 4, 6, 8, 9, 11))
        if (series, unit) != ("i99H", "%"):
            raise SourceError(FILE, row, [series, unit], "is not the series i99H in %")
        if code in _LEFT_OUT:
            continue
        iso3 = codes.country(code, SOURCE.slug, FILE, row)
        if (iso3, year) in seen:
            raise SourceError(FILE, row, [code, year], "is a second line for this country and year")
        seen.add((iso3, year))
        share = number(value, FILE, row)
        if not 0 <= share <= 100:
            raise SourceError(FILE, row, value, "is no percentage")
        flag: Flag = "estimated" if "estimate" in origin.lower() else None
        when = calendar_year(year, FILE, row)
        yield Score(when, "internet_users", iso3, share, "percent", SOURCE.slug, EDITION, flag)
