"""IIASA: the world's large phosphate complexes with the capacity of their mines; no coordinates are given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from etl import codes
from etl.source import File, Site, Source, SourceError
from etl.table import given, lines, number

VINTAGE = "1.0.0"
FILE = "mining_complexes.csv"

SOURCE = Source(
    slug="iiasa_phosphate",
    publisher="International Institute for Applied Systems Analysis",
    title="Phosphate mining and beneficiation, version 1.0.0",
    vintage=VINTAGE,
    page="https://doi.org/10.5281/zenodo.10676569",
    files=(File(FILE, None),),  # the address is that of the record, not of its tables
    licence="CC BY 4.0",
    redistribution="open",
    citation="IIASA, Phosphate mining and beneficiation, version 1.0.0, Zenodo, doi:10.5281/zenodo.10676569",
    feeds=("site",),
    rank={},
)

_HEADER = ["Name", "Region", "Country", "Subnational_area", "Company", "Rock_type", "Status", "Capacity"]
_STATUS = {"operational": "active", "in development": "development"}
_LARGEST = 50.0  # Mt a year: above all of Morocco


def rows(folder: Path) -> Iterator[Site]:
    """Yield each complex: capacity in tonnes of phosphate rock a year, null where not given; the country as listed.

    Raises SourceError for a country or status nobody has mapped, a repeated complex, and a capacity that cannot be.
    """
    seen: set[str] = set()
    for row, (complex_, _, country, _, company, _, status, capacity) in lines(
        folder / VINTAGE / FILE, _HEADER, "cp1252"
    ):
        name = given(codes.fold(complex_), FILE, row, "name")
        if name in seen:
            raise SourceError(FILE, row, name, "is a second line for this complex")
        seen.add(name)
        if status not in _STATUS:
            raise SourceError(FILE, row, status, f"is not one of {sorted(_STATUS)}")
        megatonnes = None if capacity == "NA" else number(capacity, FILE, row)
        if megatonnes is not None and not 0 < megatonnes <= _LARGEST:
            raise SourceError(FILE, row, capacity, "is not a capacity in million tonnes a year")
        yield Site(
            name, "mine", name, "phosphate", "mine", codes.place(country, SOURCE.slug, FILE, row), None, None,
            None if megatonnes is None else round(megatonnes * 1e6, 3), False, "gross", _STATUS[status],
            codes.fold(company), "unknown", None, SOURCE.slug,
        )  # fmt: skip
