"""USGS's marks: what W, an em dash, '>75', 'e5,000', 'Large' or a note's 'Reported.' say about a figure."""

from __future__ import annotations

import re
from typing import NamedTuple

from etl.source import Flag, SourceError
from etl.sources.usgs_mcs.cells import Cell
from etl.table import number

_BOUND = re.compile(r"[<>]\s*[\d,.]+|[\d,.]+ - [\d,.]+|large", re.IGNORECASE)
_SMALL = re.compile(r"small|less than (½|1/2) unit\.?", re.IGNORECASE)
_NOT_GIVEN = {"", "na", "xx"}
_ZERO = {"—", "–", "--"}
_ESTIMATED = re.compile(r"^\s*estimated\b|\balso estimated\b", re.IGNORECASE)
_REPORTED = re.compile(r"^\s*reported\b|was reported in", re.IGNORECASE)
_WITHOUT_US = re.compile(
    r"exclud\w+ (the )?(u\.s\.|united states)|not include production in the united states", re.IGNORECASE
)
# In 2025 the figure is blank and the mark stands at the head of its note.
_HEAD = re.compile(
    r"w(?= for \d\d-\d\d)|included in world total|[<>]\s*[\d,]+|(large|small)\b|less than 1/2 unit", re.IGNORECASE
)


class Amount(NamedTuple):
    """A figure in its table's unit; neither quantity nor flag: the publisher gives none (NA, XX or blank)."""

    quantity: float | None
    flag: Flag


def amount(cell: Cell) -> Amount | None:
    """Read a figure; None where another row counts it (rutile of the United States: 'included with ilmenite').

    Bounds ('>75', '<100', '330 - 390', 'Large') have no quantity and the flag bound; 'Small', 's' and 'Less than ½
    unit' the flag small; 'W' and 'Included in World total' the flag withheld. Anything else that is no number raises
    SourceError, and so does a negative one ('E', net exporter, occurs only in the salient statistics).
    """
    text, low = _stated(cell)
    if "included with ilmenite" in low:
        return None
    if low in _NOT_GIVEN:
        return Amount(None, None)
    if mark := _mark(low):
        return Amount(None, mark)
    if low in _ZERO:
        return Amount(0.0, None)
    glued = low.startswith("e")  # e5,000: the e of 'estimated'
    quantity = number(text[1:] if glued else text, cell.file, cell.row)
    if quantity < 0:
        raise SourceError(cell.file, cell.row, cell.text, "is negative")
    return Amount(quantity, "estimated" if glued or cell.estimated else None)


def _stated(cell: Cell) -> tuple[str, str]:
    """The figure as published and in lower case, or what its note says where it is blank (2025) or 's' (2026)."""
    text, note = " ".join(cell.text.split()), re.sub("[“”]", "", cell.note.lower())
    low = text.lower()
    if not low and "included with ilmenite" in note:
        low = note
    elif not low and (head := _HEAD.match(note)):
        low = head[0]
    elif low == "s":
        low = note if "included" in note else "small"
    return text, low


def _mark(low: str) -> Flag:
    """The flag of a figure that is a mark, None for one that should be a number."""
    if low == "w" or "included in world total" in low:
        return "withheld"
    if _SMALL.fullmatch(low):
        return "small"
    return "bound" if _BOUND.fullmatch(low) else None


def estimated(declared: bool, note: str) -> bool:
    """Whether a figure is an estimate: its note or, unless the note says 'Reported', its column or type says so."""
    return bool(_ESTIMATED.search(note)) or (declared and not _REPORTED.search(note))


def leaves_out_us(cell: Cell) -> bool:
    """Whether a world total says, in its note or in its name, that U.S. production is not in it."""
    return bool(_WITHOUT_US.search(cell.note) or _WITHOUT_US.search(cell.place))
