"""Regulation (EU) 2024/1252: the critical (annex II) and strategic (annex I) raw materials, wording by wording."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from etl import codes
from etl.source import File, Membership, Source, SourceError
from etl.table import lines

VINTAGE = "2024"
FILE = "crma_2024_1252_lists.csv"

SOURCE = Source(
    slug="eu_crma",
    publisher="European Union",
    title="Critical Raw Materials Act, annexes I and II",
    vintage=VINTAGE,
    page="http://data.europa.eu/eli/reg/2024/1252/oj",
    files=(File(FILE, None),),  # a law, not a table: the lists were copied from it
    licence="Reuse of legal texts of the EU permitted (Decision 2011/833/EU)",
    redistribution="open",
    citation="Regulation (EU) 2024/1252 of 11 April 2024, OJ L, 2024/1252, 3.5.2024",
    feeds=("membership",),
    rank={},
)

_HEADER = ["material", "critical_annex_II", "strategic_annex_I", "strategic_wording", "note"]
_YES_NO = {"1": True, "0": False}


def rows(folder: Path) -> Iterator[Membership]:
    """Yield each wording of either annex with every metal of the catalog it means (platinum group metals: three).

    Rare earths stand in two lines, and twice in one strategic wording, which is given once. Raises SourceError for a
    wording that no metal of metals.toml has, one of its wordings that the file lacks, and a mark other than 0 and 1.
    """
    found: dict[Membership, None] = {}
    for row, (material, critical, strategic, wording, _) in lines(folder / VINTAGE / FILE, _HEADER):
        for mark in (critical, strategic):
            if mark not in _YES_NO:
                raise SourceError(FILE, row, mark, "is neither 0 nor 1")
        if _YES_NO[strategic] != bool(wording):
            raise SourceError(FILE, row, wording, f"does not go with the mark {strategic}")
        if _YES_NO[critical]:
            found |= dict.fromkeys(_members("eu_critical", material, row))
        if wording:
            found |= dict.fromkeys(_members("eu_strategic", wording, row))
    # The two lists are law: what they hold is known, so a line that went missing is too.
    if lost := _listed() - {(m.membership, m.wording) for m in found}:
        raise SourceError(FILE, "-", min(lost)[1], "is in the Act's annexes and not in this file: it lost a line")
    yield from found


def _listed() -> set[tuple[str, str]]:
    """Every wording of either annex that the catalog of metals has."""
    lists: tuple[Literal["eu_critical", "eu_strategic"], ...] = ("eu_critical", "eu_strategic")
    return {
        (kind, w) for block in codes.metals().values() for kind in lists for w in block["memberships"].get(kind, [])
    }


def _members(membership: Literal["eu_critical", "eu_strategic"], wording: str, row: int) -> Iterator[Membership]:
    metals = [m for m, block in codes.metals().items() if wording in block["memberships"].get(membership, [])]
    if not metals:
        raise SourceError(FILE, row, wording, f"is a wording that no metal of metals.toml has under {membership}")
    for metal in metals:
        yield Membership(membership, wording, metal, SOURCE.slug)
