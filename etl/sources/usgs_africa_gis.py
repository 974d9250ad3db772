"""USGS, Africa: mines and plants with their capacity of 2017 or 2018, deposits, and sites of exploration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import orjson

from etl import codes
from etl.source import File, Site, Source, SourceError

VINTAGE = "2021"
FACILITIES, DEPOSITS, EXPLORATION = (f"AFR_Mineral_{n}.geojson" for n in ("Facilities", "Deposits", "Exploration"))

SOURCE = Source(
    slug="usgs_africa_gis",
    publisher="U.S. Geological Survey",
    title="Mineral industries and related infrastructure of Africa (2021)",
    vintage=VINTAGE,
    page="https://doi.org/10.5066/P97EQWXP",
    files=tuple(File(name, None) for name in (FACILITIES, DEPOSITS, EXPLORATION)),  # from the release's shapefiles
    licence="Public domain (USGS)",
    redistribution="open",
    citation="U.S. Geological Survey (2021), Compilation of geospatial data (GIS) for the mineral industries and "
    "related infrastructure of Africa, data release, doi:10.5066/P97EQWXP",
    feeds=("site",),
    rank={},
)

T = TypeVar("T", bound=str)
Feature = dict[str, Any]
Kind = Literal["mine", "plant", "deposit", "exploration"]

_KINDS: dict[str, Kind] = {
    "Mines and Quarries": "mine",
    "Brine": "mine",
    "Oil and Gas Fields": "mine",
    "Mineral Processing Plants": "plant",
    "Oil and Gas Refineries and (or) Petrochemical Complexes": "plant",
}
_TONNES = {"Thousand metric tons": 1000.0, "Metric tons": 1.0, "Kilograms": 0.001}
_NO_WEIGHT = {
    "NA", "Thousand 42-gallon barrels", "Million cubic meters", "Thousand carats", "42-gallon barrels per day",
    "Million 42-gallon barrels", "Thousand 42-gallon barrels per day", "Barrels of liquids per day",
    "Thousand bricks", "Cubic meters",
}  # fmt: skip
_UNKNOWN = -999.0
# c: one figure for several sites, repeated at each; e: estimated; g: weight of ore, not of the metal in it.
_MARKS = {"c", "e", "g"}
_STATUS = {
    "Assumed Active": "assumed_active", "Active": "active", "Production": "active", "Expansion": "active",
    "C&M": "care_and_maintenance", "Care and Maintenance": "care_and_maintenance", "Suspended": "suspended",
    "Inactive": "inactive", "Production - Inactive": "inactive", "Closed": "closed", "Construction": "construction",
    "Pre-Production": "construction", "Development": "development", "Reserves Development": "development",
    "Feasibility Study": "feasibility", "Exploration": "exploration", "Placer": "unknown",
}  # fmt: skip
_APART = 0.05  # degrees; rounding in the layers comes to 0.018
_CONFIDENCE = {"A": "actual", "E": "estimated"}
# The attributes read of each layer; the shapefiles have the same ones for every feature.
_PLACED = {"Country", "FeatureNam", "Latitude", "Longitude"}
_READ = {
    FACILITIES: _PLACED | {"FeatureTyp", "LocConfid", "LocOpStat", "OperateNam"}
    | {f"DsgAttr0{n}" for n in (2, 3, 6, 7, 8, 9)},
    DEPOSITS: _PLACED | {f"DsgAttr0{n}" for n in range(1, 9)},
    EXPLORATION: _PLACED | {f"DsgAttr0{n}" for n in range(1, 9)} | {"DsgAttr11", "LocOpStat", "OwnerName"},
}  # fmt: skip


def rows(folder: Path) -> Iterator[Site]:
    """Yield a row for each site and metal of the catalog; capacity in tonnes a year of its basis, null: unknown.

    A site that makes one metal twice at one stage (two companies at Jorf Lasfar) has a second row, `<id>.2`. `shared`:
    the figure covers several sites. Basis 'unstated': content and gross weight are not told apart. Raises SourceError
    for a product, unit, mark, status or place nobody has mapped, a feature that stands twice or lacks an attribute, and
    for a doubt that no longer applies.
    """
    yield from _facilities(folder / VINTAGE / FACILITIES)
    yield from _ground(folder / VINTAGE / DEPOSITS, "deposit")
    yield from _ground(folder / VINTAGE / EXPLORATION, "exploration")


def _facilities(path: Path) -> Iterator[Site]:
    times: Counter[tuple[str, str, str]] = Counter()
    doubts = set(_doubts())
    for uid, p in _features(path):
        kind = _one(_KINDS, p["FeatureTyp"], path.name, uid)
        commodity, product = _text(p["DsgAttr02"]), _text(p["DsgAttr03"])
        name = f"{kind}: {commodity} | {product}" if product else f"{kind}: {commodity}"
        series = codes.commodity(name, SOURCE.slug, path.name, uid)
        iso3 = codes.place(p["Country"], SOURCE.slug, path.name, uid)
        marks = set(_text(p["DsgAttr09"]).split(",")) - {""}
        if marks - _MARKS:
            raise SourceError(path.name, uid, p["DsgAttr09"], f"is not made of the marks {sorted(_MARKS)}")
        capacity = _capacity(p, path.name, uid)
        if series is None:
            continue
        doubt = (uid, commodity, product, p["DsgAttr07"], p["DsgAttr08"])
        if doubt in _doubts():
            doubts.discard(doubt)
            capacity = None
        times[uid, series.metal, series.stage] += 1
        nth = times[uid, series.metal, series.stage]
        yield Site(
            uid if nth == 1 else f"{uid}.{nth}", kind, codes.fold(p["FeatureNam"]), series.metal, series.stage, iso3,
            *_point(p, path.name, uid), capacity, "c" in marks, "gross" if "g" in marks else series.basis,
            _one(_STATUS, p["LocOpStat"], path.name, uid), _text(p["OperateNam"]),
            _one(_CONFIDENCE, p["LocConfid"], path.name, uid), _year(p["DsgAttr06"], path.name, uid), SOURCE.slug,
        )  # fmt: skip
    if doubts:
        raise SourceError(path.name, "-", sorted(doubts), "are doubts that no longer apply")


def _ground(path: Path, kind: Literal["deposit", "exploration"]) -> Iterator[Site]:
    """What is in the ground: up to eight commodities a site, each a row, of no stage but the mine's."""
    for uid, p in _features(path):
        iso3 = codes.place(p["Country"], SOURCE.slug, path.name, uid)
        names = [_text(p[f"DsgAttr0{n}"]) for n in range(1, 9)]
        found = (codes.commodity(f"ground: {n}", SOURCE.slug, path.name, uid) for n in names if n)
        status = _one(_STATUS, p["LocOpStat"], path.name, uid) if kind == "exploration" else "unknown"
        operator = _text(p["OwnerName"]) if kind == "exploration" else ""
        year = _year(p["DsgAttr11"], path.name, uid) if kind == "exploration" else None
        for metal in dict.fromkeys(series.metal for series in found if series):
            yield Site(
                uid, kind, codes.fold(p["FeatureNam"]), metal, "mine", iso3, *_point(p, path.name, uid), None, False,
                "unstated", status, operator, "unknown", year, SOURCE.slug,
            )  # fmt: skip


def _features(path: Path) -> Iterator[tuple[str, Feature]]:
    """The identifier and the properties of each feature, each of them once and with every attribute that is read."""
    try:
        found = orjson.loads(path.read_bytes())["features"]
        features = [(str(f["properties"]["FeatureUID"]), f["properties"], f["geometry"]["coordinates"]) for f in found]
    except (orjson.JSONDecodeError, KeyError, TypeError) as e:
        raise SourceError(path.name, "-", repr(e)[:200], "is not a readable GeoJSON") from e
    seen: set[bytes] = set()
    for uid, p, drawn in features:
        if missing := _READ[path.name] - p.keys():
            raise SourceError(path.name, uid, sorted(missing), "are attributes this feature lacks")
        whole = orjson.dumps(p, option=orjson.OPT_SORT_KEYS)
        if whole in seen:
            raise SourceError(path.name, uid, p["FeatureNam"], "stands twice, in every attribute")
        seen.add(whole)
        if not isinstance(p["FeatureNam"], str):
            raise SourceError(path.name, uid, p["FeatureNam"], "is not a name")
        _same(_point(p, path.name, uid), drawn, path.name, uid)
        yield uid, p


def _capacity(p: Feature, file: str, uid: str) -> float | None:
    value, unit = p["DsgAttr07"], p["DsgAttr08"]
    if unit not in _TONNES and unit not in _NO_WEIGHT:
        raise SourceError(file, uid, unit, "is a unit this reader does not know")
    if not isinstance(value, float) or (value < 0 and value != _UNKNOWN):
        raise SourceError(file, uid, value, "is not a capacity")
    return None if value == _UNKNOWN or unit in _NO_WEIGHT else round(value * _TONNES[unit], 9)


def _point(p: Feature, file: str, uid: str) -> tuple[float, float]:
    latitude, longitude = p["Latitude"], p["Longitude"]
    if not (isinstance(latitude, float) and isinstance(longitude, float)):
        raise SourceError(file, uid, (latitude, longitude), "is not a point")
    if not (-40 < latitude < 40 and -30 < longitude < 65):
        raise SourceError(file, uid, (latitude, longitude), "is not in Africa")
    return latitude, longitude


def _same(point: tuple[float, float], drawn: list[float], file: str, uid: str) -> None:
    """The point as it is drawn is the one that the attributes give: else one of them, or a column, is wrong."""
    if max(abs(point[0] - drawn[1]), abs(point[1] - drawn[0])) > _APART:
        raise SourceError(file, uid, point, f"is not where the feature is drawn: {drawn}")


def _year(value: object, file: str, uid: str) -> int:
    if not isinstance(value, int) or not 1900 <= value <= 2100:
        raise SourceError(file, uid, value, "is not a year")
    return value


def _one(table: dict[str, T], key: str, file: str, uid: str) -> T:
    if key not in table:
        raise SourceError(file, uid, key, f"is not one of {sorted(table)}")
    return table[key]


def _text(value: str | None) -> str:
    return "" if value in (None, "<null>") else codes.fold(str(value))


@cache
def _doubts() -> frozenset[tuple[str, str, str, float, str]]:
    """Capacities that cannot be as published; catalog/usgs_africa_gis_capacity.csv says why."""
    table = codes.rows("usgs_africa_gis_capacity")
    return frozenset((r["uid"], r["commodity"], r["product"], float(r["published"]), r["unit"]) for r in table)
