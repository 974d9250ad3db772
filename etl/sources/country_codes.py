"""Country codes, the point of each country's label, and the African regional communities: three small tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from etl import codes
from etl.source import Bloc, Country, File, Source, SourceError
from etl.table import columns, number, ragged

VINTAGE = "2026-05"
COUNTRIES = "country-codes.csv"
POINTS = "label_points.csv"
BLOCS = "african_recs.csv"

SOURCE = Source(
    slug="country_codes",
    publisher="Datopian (DataHub); Natural Earth",
    title="Country codes; label points; African regional economic communities, compiled by hand",
    vintage=VINTAGE,
    page="https://datahub.io/core/country-codes",
    files=(
        File(COUNTRIES, "https://raw.githubusercontent.com/datasets/country-codes/main/data/country-codes.csv"),
        File(POINTS, None),
        File(BLOCS, None),
    ),
    licence="PDDL 1.0 (codes); public domain (label points)",
    redistribution="open",
    citation="DataHub, Country codes; Natural Earth, Admin 0 label points",
    feeds=("country", "bloc"),
    rank={},
)

# Of the 56 columns, the five read here; the publisher shuffles the others from one release to the next.
_CODES = ("ISO3166-1-Alpha-3", "ISO3166-1-Alpha-2", "M49", "Region Code", "Sub-region Code")

# Natural Earth draws places that ISO 3166 does not code, and an islet of Australia beside Australia. Kosovo has a code
# by custom only and keeps its point.
_KOSOVO = "XKX"
_SKIPPED = {
    ("", "Indian Ocean Ter."),
    ("", "Siachen Glacier"),
    ("AUS", "Ashmore and Cartier Is."),
    ("XNC", "N. Cyprus"),
    ("XSL", "Somaliland"),
}

_NO_REGION = {"ATA"}

_BLOCS = {"AES", "AMU", "CEN-SAD", "COMESA", "EAC", "ECCAS", "ECOWAS", "IGAD", "SADC"}


def rows(folder: Path) -> Iterator[Country | Bloc]:
    """Yield every country with its codes (M49 as three digits, empty where none) and label point, then the blocs.

    A member's note (accession, contested participation) is kept as written. Raises SourceError for a missing column, a
    code the catalog does not list, a bloc nobody has named, and a repeated line.
    """
    points = _points(folder / VINTAGE / POINTS)
    listed: set[str] = set()
    for row, line in _table(folder / VINTAGE / COUNTRIES):
        if missing := [c for c in _CODES if c not in line]:
            raise SourceError(COUNTRIES, 1, list(line), f"has no column {missing}")
        iso3, iso2, *m49 = (line[c] for c in _CODES)
        codes.iso3(iso3, COUNTRIES, row)
        if iso3 in listed or len(iso2) != len("MA"):
            raise SourceError(COUNTRIES, row, [iso3, iso2], "is a repeated country or one without its ISO2")
        listed.add(iso3)
        if not all(m49) and iso3 not in _NO_REGION:
            raise SourceError(COUNTRIES, row, [iso3, *m49], "lacks its M49 code, region or subregion")
        code, region, subregion = (_m49(m, row) for m in m49)
        latitude, longitude = points.get(iso3, (None, None))
        yield Country(iso3, iso2, code, region, subregion, latitude, longitude, SOURCE.slug)
    if _KOSOVO in points:
        yield Country(_KOSOVO, "", "", "", "", *points[_KOSOVO], SOURCE.slug)
    if stray := points.keys() - listed - {_KOSOVO}:
        raise SourceError(POINTS, "-", sorted(stray), f"are label points of no country in {COUNTRIES}")
    yield from _blocs(folder / VINTAGE / BLOCS)


def _points(path: Path) -> dict[str, tuple[float, float]]:
    """ISO3 → latitude, longitude in degrees."""
    points: dict[str, tuple[float, float]] = {}
    for row, line in _table(path):
        columns(list(line), ["iso_a3", "name", "lat", "lon"], POINTS)
        iso3 = line["iso_a3"]
        if (iso3, line["name"]) in _SKIPPED:
            continue
        if iso3 in points:
            raise SourceError(POINTS, row, iso3, "is a second point for this country")
        points[iso3] = number(line["lat"], POINTS, row), number(line["lon"], POINTS, row)
        if abs(points[iso3][0]) > 90 or abs(points[iso3][1]) > 180:
            raise SourceError(POINTS, row, points[iso3], "is not a point on the map")
    return points


def _blocs(path: Path) -> Iterator[Bloc]:
    seen: set[tuple[str, str]] = set()
    for row, line in _table(path):
        columns(list(line), ["bloc", "iso_a3", "note"], BLOCS)
        bloc, iso3, note = line.values()
        if bloc not in _BLOCS:
            raise SourceError(BLOCS, row, bloc, f"is not one of the blocs {sorted(_BLOCS)}")
        if (bloc, iso3) in seen:
            raise SourceError(BLOCS, row, [bloc, iso3], "is a second line for this member")
        seen.add((bloc, iso3))
        yield Bloc(bloc, codes.iso3(iso3, BLOCS, row), note, SOURCE.slug)


def _m49(text: str, row: int) -> str:
    if text and not (text.isdecimal() and len(text) <= 3):
        raise SourceError(COUNTRIES, row, text, "is not an M49 code")
    return text.zfill(3) if text else ""


def _table(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Numbered records, cells stripped; every cell is text, so that Namibia's NA stays a code."""
    header: list[str] = []
    for row, line in ragged(path):
        if row == 1:
            header = line
        elif len(line) != len(header):
            raise SourceError(path.name, row, line, f"has {len(line)} cells instead of {len(header)}")
        else:
            yield row, {name: cell.strip() for name, cell in zip(header, line, strict=True)}
