"""Business Ready 2024: the three pillars and ten topics of fifty economies, one sheet each topic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from etl import codes
from etl.source import File, Score, Source, SourceError
from etl.table import figure, sheets

EDITION = "2024"
FILE = "B-READY-2024-PILLAR-TOPIC-SCORES.xlsx"

SOURCE = Source(
    slug="wb_bready",
    publisher="World Bank",
    title="Business Ready (B-READY) 2024, pillar and topic scores",
    vintage=EDITION,
    page="https://www.worldbank.org/en/businessready",
    files=(File(FILE, None),),  # offered among the publication's downloads, at no lasting address
    licence="CC BY 4.0",
    redistribution="open",
    citation="World Bank (2024), Business Ready 2024, Washington, DC",
    feeds=("score",),
    rank={},
)

PILLARS = {
    "Pillar 1 Regulatory Framework": "bready_regulatory_framework",
    "Pillar 2 Public Services": "bready_public_services",
    "Pillar 3 Operational Efficiency": "bready_operational_efficiency",
}
TOPICS = ("Business Entry", "Business Location", "Utility Services", "Labor", "Financial Services",
          "International Trade", "Taxation", "Dispute Resolution", "Market Competition",
          "Business Insolvency")  # fmt: skip
_SHEETS = ["ABOUT", "00_B-READY_Pillar_Score", *(f"{n:02}_{t.replace(' ', '_')}" for n, t in enumerate(TOPICS, 1))]
# Some sheets write EconomyName and EconomyCode.
_ECONOMY = re.compile(r"Economy( ?Name)?")


def rows(folder: Path) -> Iterator[Score]:
    """Yield three pillar and ten topic scores, 0 to 100, of each economy of the first report.

    Raises SourceError for sheets or columns other than these, a code nobody has mapped (ROM, TMP and WBG are), a
    repeated economy, and a score off the scale.
    """
    tables = sheets(folder / EDITION / FILE)
    if list(tables) != _SHEETS:
        raise SourceError(FILE, "-", list(tables), f"are not the sheets {_SHEETS}")
    yield from _sheet(_SHEETS[1], tables[_SHEETS[1]], 0, PILLARS)
    for topic, name in zip(TOPICS, _SHEETS[2:], strict=True):
        slug = f"bready_{topic.lower().replace(' ', '_')}"
        # Three lines of headings stand above the names; behind the topic's score come those of its parts.
        yield from _sheet(name, tables[name], 3, {f"{topic} Overall": slug})


def _sheet(name: str, table: list[list[object]], head: int, scores: dict[str, str]) -> Iterator[Score]:
    where = f"{FILE}, sheet {name}"
    header = [codes.fold(str(cell)) for cell in table[head]] if len(table) > head else []
    if header[2 : 2 + len(scores)] != list(scores) or not _ECONOMY.fullmatch(header[0]):
        raise SourceError(where, head + 1, header[:5], f"are not an economy, its code and {list(scores)}")
    seen: set[str] = set()
    for row, line in enumerate(table[head + 1 :], start=head + 2):
        iso3 = codes.country(str(line[1]), SOURCE.slug, where, row)
        if iso3 in seen:
            raise SourceError(where, row, line[0], f"is a second line for {iso3}")
        seen.add(iso3)
        for place, score in enumerate(scores.values(), start=2):
            value = figure(line[place], where, row)
            if not 0 <= value <= 100:
                raise SourceError(where, row, value, "is off the scale of 0 to 100")
            yield Score(2024, score, iso3, value, "index_0_100", SOURCE.slug, EDITION, None)
