"""A PPTX slide to write on: texts, tables, pictures in boxes of inches; right to left where the language is."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from dashboard import look, words
from dashboard.export import measure
from dashboard.view import Card, Cell

TITLE, TEXT, ARABIC = "Georgia", "Calibri", "Arial"
_TAGS = {"fr": "fr-FR", "en": "en-GB", "ar": "ar-MA"}
_LARGEST = 16  # points of a table
_APART = 8  # letters' room between two parts of a legend, its square included
_FIELD = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"  # of a slide's number; the file wants one, any


@dataclass(frozen=True)
class Box:
    """A place on the slide in inches, from the side where reading starts and from the top."""

    left: float
    top: float
    width: float
    height: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return self.width, self.height


class Page:
    """One slide. In Arabic every box is mirrored, so that a layout is written once."""

    def __init__(self, slide: Any, lang: str, width: float, number: int = 1) -> None:
        self.slide, self.lang, self._width, self.number = slide, lang, width, number
        self.mirrored = words.direction(lang) == "rtl"

    def place(self, box: Box) -> tuple[Inches, Inches, Inches, Inches]:
        """Left, top, width, height as the file wants them."""
        left = self._width - box.left - box.width if self.mirrored else box.left
        return Inches(left), Inches(box.top), Inches(box.width), Inches(box.height)

    def heading(self, box: Box, text: str, sizes: tuple[int, int], *, bottom: bool = False) -> bool:
        """A title in the serif of titles, as large as fits between two sizes; whether all of it is there."""
        frame = self._frame(box, MSO_ANCHOR.BOTTOM if bottom else MSO_ANCHOR.MIDDLE)
        size = measure.fitted([text], box.size, sizes, measure.SERIF)
        [shown] = measure.cut([text], box.size, size, measure.SERIF) or [""]
        self.write(frame.paragraphs[0], shown, size, "ink", bold=True, font=TITLE)
        return shown == text

    def text(self, box: Box, paragraphs: Sequence[str], sizes: tuple[int, int], colour: str) -> bool:
        """Paragraphs of one size, the largest between two that fits; whether all is there. Nothing for no text."""
        said = [p for p in paragraphs if p]
        if not said:
            return True
        frame = self._frame(box, MSO_ANCHOR.TOP)
        size = measure.fitted(said, box.size, sizes)
        shown = measure.cut(said, box.size, size)
        for i, text in enumerate(shown):
            paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(size / 2 if i < len(shown) - 1 else 0)
            self.write(paragraph, text, size, colour)
        return shown == said

    def dated(self, box: Box, text: str) -> None:
        """The foot's day and version, then the slide's number: a field, which follows where the slide is moved."""
        paragraph = self._frame(box, MSO_ANCHOR.TOP).paragraphs[0]
        mark = "\u200f" if self.mirrored else ""  # else the number joins the Latin letters of the version
        self.write(paragraph, f"{text}{mark} · ", 10, "muted")
        run = paragraph.runs[0]._r
        field = run.makeelement(qn("a:fld"), {"id": _FIELD, "type": "slidenum"})
        field.append(deepcopy(run.rPr))
        shown = run.makeelement(qn("a:t"), {})
        shown.text = str(self.number)
        field.append(shown)
        run.addnext(field)

    def card(self, box: Box, card: Card, scale: float) -> None:
        """A key figure: label, value, what it is compared with; its type so many times its usual size."""
        frame = self._frame(box, MSO_ANCHOR.TOP)
        for i, (text, size, colour) in enumerate(_parts(card)):
            paragraph = frame.add_paragraph() if i else frame.paragraphs[0]
            self.write(paragraph, text, round(size * scale), colour, bold=colour == "ink")

    @staticmethod
    def card_scale(cards: Sequence[Card], box: Box) -> float:
        """How many times their usual size the types of cards may be, so that each fits a box of this size."""

        def fits(card: Card, scale: float) -> bool:
            heights = (measure.height([t], box.width, round(s * scale), 1.06) for t, s, _ in _parts(card))
            return sum(heights) <= box.height

        scales = (tenths / 10 for tenths in range(14, 5, -1))
        return next((s for s in scales if all(fits(c, s) for c in cards)), 0.6)

    def write(self, paragraph: Any, text: str, size: int, colour: str, *, bold: bool = False, font: str = TEXT) -> None:
        """One run of text in a paragraph that has the language's direction."""
        if self.mirrored:
            paragraph.alignment = PP_ALIGN.RIGHT
            paragraph._p.get_or_add_pPr().set("rtl", "1")
        if not text:  # without a run, a paragraph is as high as the letters that its end says
            paragraph._p.append(paragraph._p.makeelement(qn("a:endParaRPr"), {"sz": str(100 * size)}))
            return
        run = paragraph.add_run()
        run.text = f"\u202a{text}\u202c" if self.mirrored and _foreign(text) else text
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, font
        run.font.color.rgb = rgb(look.tokens()[colour])
        properties = run._r.get_or_add_rPr()
        properties.set("lang", _TAGS[self.lang])
        script = properties.makeelement(qn("a:cs"), {"typeface": ARABIC})
        properties.append(script)

    def table(self, box: Box, head: Sequence[str], body: Sequence[Sequence[Cell | str]], numeric: set[int]) -> int:
        """A table of as many rows as its box holds; how many. Numeric columns stand on the far side, tones are kept."""
        rows = [[c if isinstance(c, Cell) else Cell(c) for c in r] for r in (head, *body)]
        if self.mirrored:  # by hand: LibreOffice passes over a table's own direction
            rows, numeric = [r[::-1] for r in rows], {len(rows[0]) - 1 - c for c in numeric}
        shares = [max(9, *(min(34, len(r[c].text)) for r in rows)) for c in range(len(rows[0]))]
        widths = [box.width * share / sum(shares) for share in shares]
        least = 12 if sum(shares) < 110 and len(rows) < 13 else 10
        size = next((s for s in range(_LARGEST, least, -1) if _holds(rows, widths, s, box.height)), least)
        heights = [_height(row, widths, size) for row in rows]
        rows = [row for row, end in zip(rows, accumulate(heights), strict=True) if end <= box.height]
        frame = self.slide.shapes.add_table(len(rows), len(widths), *self.place(box))
        table = frame.table
        table._tbl.tblPr.set("bandRow", "0")
        for c, width in enumerate(widths):
            table.columns[c].width = Inches(width)
        for r, row in enumerate(rows):
            table.rows[r].height = Inches(heights[r])
            for c, held in enumerate(row):
                self._cell(table.cell(r, c), held, size, head=r == 0, number=c in numeric)
        return len(rows) - 1

    @staticmethod
    def legend_height(cells: Sequence[Cell], width: float) -> float:
        """Inches that the legend of a table takes above it; none without one."""
        letters = sum(len(c.text) + _APART for c in cells)
        return 0.12 + 0.2 * -(-letters // int(width / _letter(11))) if cells else 0.0

    def legend(self, box: Box, cells: Sequence[Cell]) -> None:
        """What the tones and marks of a table mean, in one line: a square of the ground before its words."""
        paragraph = self._frame(box, MSO_ANCHOR.TOP).paragraphs[0]
        for cell in cells:
            if cell.tone is not None or cell.mark == "hatched":
                self.write(paragraph, "\u25a8 " if cell.mark else "\u25a0 ", 12, "muted")
                paragraph.runs[-1].font.color.rgb = _ground(cell, "raised")
            self.write(paragraph, cell.text + " " * (_APART - 2), 11, "muted")

    def _cell(self, cell: Any, held: Cell, size: int, *, head: bool, number: bool) -> None:
        cell.margin_top = cell.margin_bottom = Inches(0.03)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        cell.fill.solid()
        cell.fill.fore_color.rgb = _ground(held, "accent-soft" if head else "raised")
        paragraph = cell.text_frame.paragraphs[0]
        self.write(paragraph, held.text, size, "accent" if held.strong else "ink", bold=head or held.strong)
        if number:
            paragraph.alignment = PP_ALIGN.LEFT if self.mirrored else PP_ALIGN.RIGHT

    def picture(self, box: Box, image: bytes, says: str, link: str = "") -> None:
        """A picture that fills the box, with what it says for who cannot see it."""
        shape = self.slide.shapes.add_picture(io.BytesIO(image), *self.place(box))
        shape._element.nvPicPr.cNvPr.set("descr", says)
        if link:
            shape.click_action.hyperlink.address = link

    def band(self, box: Box, colour: str) -> None:
        """A plain coloured rectangle."""
        shape = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *self.place(box))
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(colour)
        shape.line.fill.background()
        shape.shadow.inherit = False

    def notes(self, text: str) -> None:
        """What the speaker reads."""
        frame = self.slide.notes_slide.notes_text_frame
        frame.text = text
        if self.mirrored:
            for paragraph in frame.paragraphs:
                paragraph._p.get_or_add_pPr().set("rtl", "1")

    def _frame(self, box: Box, anchor: Any) -> Any:
        frame = self.slide.shapes.add_textbox(*self.place(box)).text_frame
        frame.word_wrap, frame.vertical_anchor = True, anchor
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        return frame


def rgb(colour: str) -> RGBColor:
    """A token's colour (#rrggbb) as the file wants it."""
    made: RGBColor = RGBColor.from_string(colour.lstrip("#").upper())
    return made


def _foreign(text: str) -> bool:
    """Whether a text of an Arabic slide is in Latin letters alone, whose full stop would come out before it."""
    return bool(re.search(r"[^\W\d_]", text)) and not re.search(r"[\u0600-\u06ff]", text)


def _ground(cell: Cell, plain: str) -> RGBColor:
    """The colour under a cell as assets/marks.css has it; what is hatched there is grey here."""
    tokens = look.tokens()
    if cell.mark == "hatched":
        return rgb(tokens["grid"])
    if cell.tone is None:
        return rgb(tokens[plain])
    over = tokens["category-2" if cell.mark == "sold" else "accent"]
    return _mixed(over, tokens[plain], cell.tone * float(tokens["depth"]))


def _letter(size: int) -> float:
    """Inches: the usual width of a letter of a text's size in points."""
    return 0.52 * size / 72


def _parts(card: Card) -> list[tuple[str, int, str]]:
    """Texts of a card with their usual size and colour."""
    long = len(card.value)
    value = (card.value, 24 if long <= 18 else 16 if long <= 40 else 12, "ink")
    return [(card.label, 13, "muted"), value, *((t, 11, "muted") for t in (card.change, card.note) if t)]


def _height(row: Sequence[Cell], widths: Sequence[float], size: int) -> float:
    """Inches that a row takes, from the lines of its fullest cell."""
    texts = (measure.height([cell.text], width - 0.2, size) for cell, width in zip(row, widths, strict=True))
    return max(0.3, max(texts) + 0.08)


def _holds(rows: Sequence[Sequence[Cell]], widths: Sequence[float], size: int, height: float) -> bool:
    """Whether a table of this type stays inside its box, no word of it broken."""
    words_ = ((word, width) for row in rows for c, width in zip(row, widths, strict=True) for word in c.text.split())
    whole = all(measure.width(word, size) <= width - 0.2 for word, width in words_)
    return whole and sum(_height(row, widths, size) for row in rows) <= height


def _mixed(colour: str, ground: str, share: float) -> RGBColor:
    """So much of a colour over a ground: a file of slides knows no transparent cell that prints alike everywhere."""
    pairs = zip(rgb(colour), rgb(ground), strict=True)
    return RGBColor(*(round(c * share + g * (1 - share)) for c, g in pairs))
