"""Place and commodity names become ISO3 codes and metal slugs; an unknown name stops the build."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from etl.source import SourceError

CATALOG = Path(__file__).parent / "catalog"


def rows(name: str) -> list[dict[str, str]]:
    """Rows of catalog/<name>.csv as text."""
    with (CATALOG / f"{name}.csv").open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


@cache
def metals() -> dict[str, dict[str, Any]]:
    """catalog/metals.toml: slug → block."""
    blocks = tomllib.loads((CATALOG / "metals.toml").read_text(encoding="utf-8"))
    return {slug: block for slug, block in blocks.items() if "symbol" in block}


@cache
def hs6_codes() -> frozenset[str]:
    """Every HS code metals.toml names, in any revision: what the bulk loaders keep pair by pair."""
    found: set[str] = set()
    for block in metals().values():
        for series in (*block.get("trade", {}).values(), *block.get("apart", [])):
            found.update(code for key, listed in series.items() if key.startswith("HS") for code in listed)
    return frozenset(found)


@cache
def countries() -> dict[str, dict[str, str]]:
    """catalog/countries.csv: ISO3 (and pseudo-codes) → row."""
    return {r["iso3"]: r for r in rows("countries")}


class Commodity(NamedTuple):
    """What a published series measures: one metal at one stage on one basis."""

    metal: str
    stage: str
    basis: str


@cache
def _own(source: str) -> dict[str, str]:
    file = CATALOG / "places" / f"{source}.csv"
    return {r["name"]: r["iso3"] for r in rows(f"places/{source}")} if file.exists() else {}


@cache
def _places(source: str) -> dict[str, str]:
    return {r["name"]: r["iso3"] for r in rows("places/_shared")} | _own(source)


@cache
def _commodities(source: str) -> dict[str, Commodity | None]:
    return {
        r["name"]: Commodity(r["metal"], r["stage"], r["basis"]) if r["metal"] else None
        for r in rows(f"commodities/{source}")
    }


def fold(name: str) -> str:
    """Strip a published name and fold its white space (no-break spaces too): how the catalog's tables spell it."""
    return " ".join(name.split())


def place(name: str, source: str, file: str, row: int | str) -> str:
    """ISO3 of a place as `source` writes it; raises SourceError for a name nobody has mapped.

    catalog/places/_shared.csv holds the spellings every publisher shares, places/<source>.csv those of one publisher.
    """
    try:
        return _places(source)[fold(name)]
    except KeyError:
        raise SourceError(file, row, name, f"is a place that catalog/places/{source}.csv does not know") from None


def commodity(name: str, source: str, file: str, row: int | str) -> Commodity | None:
    """Metal, stage and basis of a published series, None where the catalog leaves it out on purpose."""
    try:
        return _commodities(source)[fold(name)]
    except KeyError:
        raise SourceError(file, row, name, f"is a series that catalog/commodities/{source}.csv does not know") from None


def iso3(code: str, file: str, row: int | str) -> str:
    """Check an ISO3 code a publisher gives; raises SourceError when countries.csv does not list it."""
    if code not in countries():
        raise SourceError(file, row, code, "is a country code that catalog/countries.csv does not list")
    return code


def country(code: str, source: str, file: str, row: int | str) -> str:
    """ISO3 of a country code as `source` writes it; raises SourceError for a code that is none.

    catalog/places/<source>.csv holds the codes that mean something else there (ROM, ZAR, or COD for Congo-Brazzaville).
    """
    return _own(source).get(code) or iso3(code, file, row)
