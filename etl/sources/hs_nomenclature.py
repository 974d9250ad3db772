"""Harmonized System 2022: every chapter, heading and subheading with its English text."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from etl.source import File, HsCode, Source, SourceError
from etl.table import given, lines

VINTAGE = "2022"
FILE = "harmonized-system.csv"
REVISION = "HS22"
API = "https://comtradeapi.un.org/files/v1/app/reference/H6.json"

SOURCE = Source(
    slug="hs_nomenclature",
    publisher="United Nations Statistics Division; World Customs Organization",
    title="Harmonized System 2022, English texts",
    vintage=VINTAGE,
    page=API,
    files=(File(FILE, None),),  # the publisher gives JSON, which live() writes as this table
    licence="PDDL 1.0, as stated by its distributor",
    redistribution="open",
    citation="UN Comtrade, Harmonized System 2022 (H6)",
    feeds=("hs_code",),
    rank={},
)

_HEADER = ["section", "hscode", "description", "parent", "level"]
_ALL = "TOTAL"


def rows(folder: Path) -> Iterator[HsCode]:
    """Yield the codes of 2, 4 and 6 digits with parent ("TOTAL" for a chapter), 99 included: not specified.

    Raises SourceError for a code that is no text of its level's digits, a repeated one, and one without its parent.
    """
    seen = {_ALL}
    for row, (_, code, description, parent, level) in lines(folder / VINTAGE / FILE, _HEADER):
        if code == _ALL:
            continue
        if not (code.isdecimal() and level in {"2", "4", "6"} and len(code) == int(level)) or code in seen:
            raise SourceError(FILE, row, [code, level], "is a repeated code, or not one of 2, 4 or 6 digits")
        if parent not in seen or parent != (code[:-2] or _ALL):
            raise SourceError(FILE, row, [code, parent], "does not follow its parent")
        seen.add(code)
        yield HsCode(REVISION, code, given(description, FILE, row, "text"), parent, int(level), SOURCE.slug)


def live(get: Callable[[str], bytes], folder: Path) -> None:
    """Write the publisher's reference list (JSON: id, and text "code - description") as the table."""
    listed = json.loads(get(API))["results"]
    (folder / VINTAGE).mkdir(parents=True, exist_ok=True)
    with (folder / VINTAGE / FILE).open("w", encoding="utf-8", newline="") as f:
        table = csv.writer(f)
        table.writerow(_HEADER)
        for code, described in ((line["id"], line["text"]) for line in listed if line["id"].isdecimal()):
            table.writerow(["", code, described.removeprefix(f"{code} - "), code[:-2] or _ALL, len(code)])
