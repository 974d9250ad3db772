"""ICMM's Global Mining Dataset: 8,508 mines, smelters and refineries of the world, with how sure each place is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from etl import codes
from etl.codes import Commodity
from etl.source import File, Site, Source, SourceError
from etl.table import columns, figure, sheets, text

VINTAGE = "2025-09"
FILE = "global-mining-dataset.xlsx"
SHEET = "External"

SOURCE = Source(
    slug="icmm_mines",
    publisher="International Council on Mining and Metals",
    title="Global Mining Dataset, September 2025",
    vintage=VINTAGE,
    page="https://www.icmm.com/en-gb/research/data/2025/global-mining-dataset",
    files=(File(FILE, None),),  # behind a form
    licence="CC BY 4.0",
    redistribution="open",
    citation="ICMM Global Mining Dataset, September 2025 (V1) release",
    feeds=("site",),
    rank={},
)

Kind = Literal["mine", "plant"]

_HEADER = [
    "ICMMID", "Confidence Factor", "Mine Name ", "Group Names", "Latitude", "Longitude", "Asset Type", "Country",
    "Primary Commodity", "Secondary Commodity", "Other Commodities",
]  # fmt: skip
_CONFIDENCE = {"High": "high", "Moderate": "moderate", "Very Low": "very_low"}
_ASSETS = {"Mine", "Plant", "Smelter", "Refinery", "Steel Plant"}
_FURNACES = {"Smelter", "Refinery", "Steel Plant"}
# What a smelter of these makes, where nothing refines it, is blister or matte.
_SMELTED = {"copper", "nickel"}


# Degrees east. The publisher counts two dozen mines of Australia, from Paulsens to Mount Rawdon, as New Caledonia's.
_EASTERN_AUSTRALIA = 155.0


def rows(folder: Path) -> Iterator[Site]:
    """Yield a row for each facility, metal of the catalog and stage; a mine with a smelter is a row of each.

    No capacity, status or year is given. A plant that is neither smelter nor refinery prepares ore: stage mine. Raises
    SourceError for a commodity, asset, country or confidence nobody has mapped, a repeated ID, and a point off the map.
    """
    book = sheets(folder / VINTAGE / FILE)
    if SHEET not in book:
        raise SourceError(FILE, "-", list(book), f"are sheets, none of them {SHEET}")
    table = book[SHEET]
    columns([str(cell) for cell in table[0]] if table else [], _HEADER, FILE)
    seen: set[str] = set()
    for row, line in enumerate(table[1:], start=2):
        uid = text(line[0])
        if not re.fullmatch(r"ICMM\d+", uid) or uid in seen:
            raise SourceError(FILE, row, uid, "is no ICMMID, or a repeated one")
        seen.add(uid)
        yield from _sites(uid, line, row)


def _sites(uid: str, line: list[object], row: int) -> Iterator[Site]:
    confidence, name, _, latitude, longitude, assets, country, *commodities = line[1:]
    kinds = {codes.fold(part) for part in str(assets).split(";")}
    if not kinds or kinds - _ASSETS:
        raise SourceError(FILE, row, assets, f"is not made of {sorted(_ASSETS)}")
    if confidence not in _CONFIDENCE:
        raise SourceError(FILE, row, confidence, f"is not one of {sorted(_CONFIDENCE)}")
    iso3 = codes.place(str(country), SOURCE.slug, FILE, row)
    point = _degrees(latitude, row), _degrees(longitude, row)
    if iso3 == "NCL" and point[1] < _EASTERN_AUSTRALIA:
        iso3 = "AUS"
    if abs(point[0]) > 90 or abs(point[1]) > 180:
        raise SourceError(FILE, row, point, "is not a point on the map")
    names = [codes.fold(n) for cell in commodities for n in str(cell).split(";")]
    series = [s for n in names if n and (s := codes.commodity(n, SOURCE.slug, FILE, row))]
    made: dict[tuple[str, str], Site] = {}
    for kind, metal, stage in ((k, s.metal, t) for s in series for k, t in _stages(kinds, s)):
        made.setdefault(
            (metal, stage),
            Site(
                uid, kind, codes.fold(str(name)), metal, stage, iso3, *point, None, False, "unstated", "unknown", "",
                _CONFIDENCE[str(confidence)], None, SOURCE.slug,
            ),
        )  # fmt: skip
    yield from made.values()


def _degrees(cell: object, row: int) -> float:
    # One latitude is text, with a typographic minus.
    return figure(cell.replace("\N{MINUS SIGN}", "-") if isinstance(cell, str) else cell, FILE, row)


def _stages(kinds: set[str], series: Commodity) -> Iterator[tuple[Kind, str]]:
    """What a facility of these kinds does with one commodity; alumina, steel and alloys carry their own stage."""
    furnaces = kinds & _FURNACES
    if "Mine" in kinds or not furnaces:
        yield "mine" if "Mine" in kinds else "plant", series.stage
    if furnaces:
        block = codes.metals()[series.metal]
        refines = "refined" in {*block["production"], *block.get("trade", {})}
        if series.stage != "mine" or not refines:
            yield "plant", series.stage
        else:
            yield "plant", "intermediate" if furnaces == {"Smelter"} and series.metal in _SMELTED else "refined"
