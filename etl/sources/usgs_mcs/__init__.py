"""USGS Mineral Commodity Summaries: five editions of world tables, production and reserves by country, and prices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from etl.source import File, PriceYear, Production, Reserve, Source, SourceError
from etl.sources.usgs_mcs import per_commodity, prices, single_file
from etl.sources.usgs_mcs.agreement import check
from etl.sources.usgs_mcs.assembly import SLUG, assembled
from etl.sources.usgs_mcs.cells import Cell

_GET = "https://www.sciencebase.gov/catalog/file/get"

SOURCE = Source(
    slug=SLUG,
    publisher="U.S. Geological Survey",
    title="Mineral Commodity Summaries, data releases 2022 to 2026",
    vintage="2026",
    page="https://www.usgs.gov/centers/national-minerals-information-center/mineral-commodity-summaries",
    files=(
        File("world.zip", f"{_GET}/6197ccbed34eb622f692ee1c?name=world.zip", "2022"),
        File("world.zip", f"{_GET}/63b5f411d34e92aad3caa57f?name=world.zip", "2023"),
        File("world.zip", f"{_GET}/65a6e45fd34e5af967a46749?name=world.zip", "2024"),
        File("World_Data.zip", f"{_GET}/677eaf95d34e760b392c4970?name=World_Data.zip", "2025"),
        File(
            "MCS2026_Commodities_Data.csv", f"{_GET}/696a75d5d4be0228872d3bf8?name=MCS2026_Commodities_Data.csv", "2026"
        ),
    ),
    licence="U.S. public domain (CC0 1.0)",
    redistribution="open",
    citation=(
        "U.S. Geological Survey, Mineral Commodity Summaries data releases: 2022, doi:10.5066/P9KKMCP4; 2023, "
        "doi:10.5066/P9WCYUI6; 2024, doi:10.5066/P144BA54; 2025, doi:10.5066/P13XCP3R; 2026, doi:10.5066/P1WKQ63T"
    ),
    feeds=("production", "reserve", "price_year"),
    rank={"mine": 2, "intermediate": 1, "refined": 1},
)

_LAYOUTS: dict[str, Callable[[Path, int], Iterator[Cell]]] = {
    "2022": per_commodity.cells,
    "2023": per_commodity.cells,
    "2024": per_commodity.cells,
    "2025": single_file.cells_2025,
    "2026": single_file.cells_2026,
}


def rows(folder: Path) -> Iterator[Production | Reserve | PriceYear]:
    """Yield every edition's rows, oldest first, in tonnes of the basis that catalog/commodities/usgs_mcs.csv names.

    An edition gives two years of production (the second estimated) and reserves, whose year is the edition's less one;
    the latest also five years of prices, as published.
    An edition whose file is absent is skipped; none at all, or editions that disagree (agreement.py), raise SourceError
    before the first row.
    """
    found = [f for f in SOURCE.files if (folder / f.folder / f.name).exists()]
    if not found:
        raise SourceError(str(folder), "-", [f.folder for f in SOURCE.files], "holds no edition")
    editions = [
        list(assembled(_LAYOUTS[f.folder](folder / f.folder / f.name, int(f.folder)), int(f.folder))) for f in found
    ]
    check([row for edition in editions for row in edition])
    quoted = [row for f in found if f.folder == SOURCE.vintage for row in prices.rows(folder / f.folder / f.name)]
    for edition in editions:
        yield from edition
    yield from quoted
