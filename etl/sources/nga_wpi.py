"""World Port Index: 3,822 ports of the world with their coordinates, each a site of no metal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from etl import codes
from etl.source import File, Site, Source, SourceError
from etl.table import number, ragged

VINTAGE = "2025-04"
FILE = "UpdatedPub150.csv"

SOURCE = Source(
    slug="nga_wpi",
    publisher="National Geospatial-Intelligence Agency",
    title="World Port Index, Pub. 150",
    vintage=VINTAGE,
    page="https://msi.nga.mil/Publications/WPI",
    files=(
        File(FILE, "https://msi.nga.mil/api/publications/download?type=view&key=16920959/SFH00000/UpdatedPub150.csv"),
    ),
    licence="Public domain (U.S. Government work)",
    redistribution="open",
    citation="National Geospatial-Intelligence Agency, World Port Index (Pub. 150)",
    feeds=("site",),
    rank={},
)

# The columns read, of some hundred on depths (0: unknown), cranes and supplies.
_READ = ("World Port Index Number", "Main Port Name", "UN/LOCODE", "Country Code", "Latitude", "Longitude")
_NEAR = 0.1  # degrees


def rows(folder: Path) -> Iterator[Site]:
    """Yield each port once, metal and stage 'all', in the territory the index lists it under.

    A number that stands twice is one port listed twice, and its first line is read. A blank country is the one of the
    port's UN/LOCODE. Raises SourceError for a country nobody has mapped, a point off the map, and a number that two
    ports share.
    """
    seen: dict[str, tuple[float, float]] = {}
    lines = ragged(folder / VINTAGE / FILE)
    _, header = next(lines)
    if missing := set(_READ) - set(header):
        raise SourceError(FILE, 1, header[:10], f"lacks the columns {sorted(missing)}")
    places = [header.index(name) for name in _READ]
    for row, line in lines:
        if len(line) != len(header):
            raise SourceError(FILE, row, line[:3], f"has {len(line)} cells instead of {len(header)}")
        port, name, locode, country, north, east = (codes.fold(line[p]) for p in places)
        if not re.fullmatch(r"\d+(\.\d+)?", port):
            raise SourceError(FILE, row, port, "is not the number of a port")
        point = number(north, FILE, row), number(east, FILE, row)
        if abs(point[0]) > 90 or abs(point[1]) > 180:
            raise SourceError(FILE, row, point, "is not a point on the map")
        if port in seen:
            if max(abs(a - b) for a, b in zip(point, seen[port], strict=True)) > _NEAR:
                raise SourceError(FILE, row, port, "is the number of another port too")
            continue
        seen[port] = point
        iso3 = codes.place(country, SOURCE.slug, FILE, row) if country else _by_locode(locode, row)
        yield Site(
            port, "port", name, "all", "all", iso3, *point, None, False, "unstated", "unknown", "", "unknown", None,
            SOURCE.slug,
        )  # fmt: skip


def _by_locode(locode: str, row: int) -> str:
    for iso3, country in codes.countries().items():
        if locode and country["iso2"] == locode[:2]:
            return iso3
    raise SourceError(FILE, row, locode, "is no UN/LOCODE to tell the country by")
