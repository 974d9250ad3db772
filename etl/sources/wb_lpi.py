"""Logistics Performance Index: seven surveys since 2007, each a sheet, in which an economy may be absent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from etl import codes
from etl.source import File, Score, Source, SourceError
from etl.table import figure, sheets

EDITION = "2023"
FILE = "International_LPI_from_2007_to_2023_0.xlsx"
YEARS = ("2023", "2018", "2016", "2014", "2012", "2010", "2007")

SOURCE = Source(
    slug="wb_lpi",
    publisher="World Bank",
    title="Logistics Performance Index, international scores 2007 to 2023",
    vintage=EDITION,
    page="https://lpi.worldbank.org/international/global",
    # The API (/v2/country/all/indicator/LP.LPI.OVRL.XQ) gives the overall score only, this workbook the components too.
    files=(File(FILE, None),),
    licence="CC BY 4.0",
    redistribution="open",
    citation="World Bank, Logistics Performance Index 2023: Connecting to Compete",
    feeds=("score",),
    rank={},
)

# The columns read; 2007 calls two of them otherwise. Ranks and bounds follow from the scores and the survey.
SCORES = {
    "LPI Score": "lpi_overall",
    "Customs score": "lpi_customs",
    "Infrastructure score": "lpi_infrastructure",
    "International shipments score": "lpi_shipments",
    "Ease of shipment score": "lpi_shipments",
    "Logistics quality and competence score": "lpi_competence",
    "Tracking and tracing score": "lpi_tracking",
    "Ease of tracking score": "lpi_tracking",
    "Timeliness score": "lpi_timeliness",
}
_PARTS = sorted(set(SCORES.values()))
# Asked once, in 2007, and no part of the index since.
_LEFT_OUT = {"Domestic Logistics Costs score"}


def rows(folder: Path) -> Iterator[Score]:
    """Yield the overall score and its six components, 1 (weak) to 5 (strong); an absent economy has no row.

    The sheets give codes, old ones among them (ROM, ZAR, TMP, YUG), save 2023, which gives names only. Raises
    SourceError for a sheet, score or economy nobody has mapped, a repeated economy, and a score off the scale.
    """
    tables = sheets(folder / EDITION / FILE)
    if tuple(tables) != YEARS:
        raise SourceError(FILE, "-", list(tables), f"are not the sheets {YEARS}")
    for year, table in tables.items():
        yield from _survey(int(year), table)


def _survey(year: int, table: list[list[object]]) -> Iterator[Score]:
    where = f"{FILE}, sheet {year}"
    header = [codes.fold(str(cell)) for cell in table[0]] if table else []
    unknown = {name for name in header if name.endswith(("Score", "score"))} - SCORES.keys() - _LEFT_OUT
    read = {SCORES[name]: place for place, name in enumerate(header) if name in SCORES}
    coded = header[1:2] == ["Code"]
    if header[:1] != ["country"] or unknown or sorted(read) != _PARTS or coded == (year == 2023):
        raise SourceError(where, 1, header, f"are not the columns of the survey of {year}")
    seen: set[str] = set()
    for row, line in enumerate(table[1:], start=2):
        name, code = str(line[0]), str(line[1])
        iso3 = (codes.country if coded else codes.place)(code if coded else name, SOURCE.slug, where, row)
        if iso3 in seen:
            raise SourceError(where, row, name, f"is a second line for {iso3}")
        seen.add(iso3)
        for score, place in read.items():
            value = figure(line[place], where, row)
            if not 1 <= value <= 5:
                raise SourceError(where, row, value, "is off the scale of 1 to 5")
            yield Score(year, score, iso3, value, "score_1_5", SOURCE.slug, EDITION, None)
