"""How much room a text takes on a slide, and the largest type that fits a box: no program shrinks a text by itself.

Widths are those of Calibri by classes of letters, with a little room: a machine without the file's fonts shows others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from math import floor

SERIF = 1.5  # how much wider the bold serif of titles runs, in the widest that stands in for it
ARABIC = 1.1
LEADING = 1.22  # from line to line, in sizes of type
_POINTS = 72  # an inch
# Thousandths of the size; every other letter takes _USUAL.
_CLASSES = {
    260: " .,;:!|'iIjlJ\u2019\u00a0\u202f\u00b7",
    360: 'frt()[]{}/\\-"°«»',
    660: "ABCDGHKNOPQRUVXYZ&",
    860: "mwMW%@…—",
}
_USUAL = 525
_MOST = 5_000  # letters that no slide holds
_WIDTHS = {letter: width for width, letters in _CLASSES.items() for letter in letters}


def width(text: str, size: float, factor: float = 1.0) -> float:
    """Inches that a text takes in one line."""
    return sum(map(_letter, text)) * size * factor / 1000 / _POINTS


def lines(text: str, wide: float, size: float, factor: float = 1.0) -> list[str]:
    """The lines into which a text falls in a box so many inches wide; a word that is wider is broken."""
    found = [""]
    for word in re.split(r"(?<=[ \n])", text):
        if width((found[-1] + word).rstrip(), size, factor) > wide and found[-1]:
            found.append("")
        long = width(word.rstrip(), size, factor) > wide
        for letter in word:
            if long and found[-1] and width((found[-1] + letter).rstrip(), size, factor) > wide:
                found.append("")
            found[-1] += letter
    return found


def height(paragraphs: Sequence[str], wide: float, size: float, factor: float = 1.0) -> float:
    """Inches that paragraphs take, half a line between two of them."""
    count = sum(len(lines(p, wide, size, factor)) for p in paragraphs)
    return (count * LEADING + (len(paragraphs) - 1) / 2) * size / _POINTS


def fitted(paragraphs: Sequence[str], box: tuple[float, float], sizes: tuple[int, int], factor: float = 1.0) -> int:
    """The largest size of type between two at which the paragraphs fit a box of inches; the least where none does."""
    most, least = sizes
    inches = sum(width(p, 1, factor) for p in paragraphs)
    # Without a look at its words: a text that would fill more lines than there are does not fit.
    fits = (s for s in range(most, least, -1) if inches * s / box[0] * LEADING * s / _POINTS <= box[1] + 1)
    return next((s for s in fits if height(paragraphs, box[0], s, factor) <= box[1]), least)


def cut(paragraphs: Sequence[str], box: tuple[float, float], size: int, factor: float = 1.0) -> list[str]:
    """As much of the paragraphs as the box holds, an ellipsis where the rest was."""
    found: list[str] = []
    for paragraph in paragraphs:
        if height([*found, paragraph], box[0], size, factor) <= box[1]:
            found.append(paragraph)
            continue
        text = "".join(lines(paragraph[:_MOST], box[0], size, factor)[: floor(box[1] * _POINTS / size / LEADING)])
        while text and height([*found, text + "…"], box[0], size, factor) > box[1]:
            text = text[:-1]
        return [*found, f"{text.rstrip()}…"] if text else [*found[:-1], *(f"{f} …" for f in found[-1:])]
    return found


@cache
def _letter(letter: str) -> float:
    if unicodedata.category(letter) in ("Mn", "Cf"):
        return 0
    if "\u0600" <= letter <= "\u06ff":
        return _USUAL * ARABIC
    return _WIDTHS.get(letter, _USUAL)
