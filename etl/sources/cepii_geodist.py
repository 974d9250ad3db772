"""CEPII GeoDist: kilometres between the largest cities of 224 countries and territories."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from etl import codes
from etl.source import Distance, File, Source, SourceError
from etl.table import lines, number

EDITION = "2011"
FILE = "dist_cepii.csv"

SOURCE = Source(
    slug="cepii_geodist",
    publisher="CEPII",
    title="GeoDist, bilateral distances",
    vintage=EDITION,
    page="http://www.cepii.fr/cepii/en/bdd_modele/bdd_modele_item.asp?id=6",
    files=(File(FILE, None),),  # the publisher offers .xls and .dta behind a form
    licence="Free, with citation",
    redistribution="open",
    citation="Mayer and Zignago (2011), Notes on CEPII's distances measures: The GeoDist database, CEPII WP 2011-25",
    feeds=("distance",),
    rank={},
)

# `dist` is there for every pair; the distances weighted by population (distw, distwces) are "." for 2,215 of them.
_HEADER = ["iso_o", "iso_d", "contig", "comlang_off", "comlang_ethno", "colony", "comcol", "curcol", "col45", "smctry",
           "dist", "distcap", "distw", "distwces"]  # fmt: skip


def rows(folder: Path) -> Iterator[Distance]:
    """Yield the great-circle distance of each ordered pair; South Sudan is not there, Western Sahara is on its own.

    In this file COD is Congo-Brazzaville and ZAR the Democratic Republic of the Congo; YUG is Serbia and Montenegro.
    Raises SourceError for a code nobody has mapped, a repeated pair, and a pair whose two directions differ.
    """
    found: dict[tuple[str, str], float] = {}
    for row, line in lines(folder / EDITION / FILE, _HEADER):
        origin, destination = (codes.country(code, SOURCE.slug, FILE, row) for code in line[:2])
        km = number(line[10], FILE, row, 0)
        if (origin, destination) in found:
            raise SourceError(FILE, row, line[:2], "is a second line for this pair")
        if found.get((destination, origin), km) != km:
            raise SourceError(FILE, row, line[10], "is not the distance of the way back")
        found[origin, destination] = km
        yield Distance(origin, destination, km, SOURCE.slug)
