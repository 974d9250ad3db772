"""E-Government Development Index of 2024: the index, its three parts and the participation index, by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from etl import codes
from etl.source import File, Score, Source, SourceError
from etl.table import lines, number

EDITION = "2024"
FILE = "EGOV_DATA_2024.csv"

SOURCE = Source(
    slug="un_egdi",
    publisher="United Nations Department of Economic and Social Affairs",
    title="E-Government Survey 2024, E-Government Development Index",
    vintage=EDITION,
    page="https://publicadministration.un.org/egovkb",
    files=(File(FILE, None),),  # the Data Center is a form
    licence="United Nations terms of use: for own, non-commercial use",
    redistribution="own use",
    citation="United Nations, E-Government Survey 2024, New York",
    feeds=("score",),
    rank={},
)

SCORES = {
    "E_Index": "egdi",
    "E_Participation": "egdi_participation",
    "Online_Service": "egdi_online",
    "Human_Capital": "egdi_human_capital",
    "Tele_Infra": "egdi_telecom",
}
_HEADER = ["Survey Year", "Country", "Rank", *SCORES, "Region"]


def rows(folder: Path) -> Iterator[Score]:
    """Yield five scores of 0 to 1 per member state; names end in spaces.

    Raises SourceError for a name nobody has mapped, a repeated one, another year than the survey's, and a score off the
    scale.
    """
    seen: set[str] = set()
    for row, (year, name, _, *scores, _) in lines(folder / EDITION / FILE, _HEADER):
        iso3 = codes.place(name, SOURCE.slug, FILE, row)
        if iso3 in seen or year != EDITION:
            raise SourceError(FILE, row, [year, name], f"is a second line for {iso3} or of another survey")
        seen.add(iso3)
        for score, cell in zip(SCORES.values(), scores, strict=True):
            value = number(cell, FILE, row)
            if not 0 <= value <= 1:
                raise SourceError(FILE, row, cell, "is off the scale of 0 to 1")
            yield Score(int(year), score, iso3, value, "index_0_1", SOURCE.slug, EDITION, None)
