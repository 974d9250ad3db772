"""XLSX in constant memory: the rows on sheets as long as a sheet may be, then a sheet of notes on state and sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from tempfile import TemporaryFile
from typing import Any

import pyarrow as pa
import xlsxwriter

from dashboard import words
from dashboard.export.about import Credits
from dashboard.export.formats import Batches
from dashboard.view import named

LONGEST = 1_048_576  # rows of a sheet, header included
_CELL = 32_767  # characters of a cell
_PIECE = 1 << 16
# Every text is a text: nothing is taken for a formula, an address or a number.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def xlsx(schema: pa.Schema, batches: Batches, facts: Mapping[str, Any], used: Credits, lang: str) -> Iterator[bytes]:
    """The workbook's bytes, by way of a file without a name: the sheets stand in a zip that is closed at its end."""
    with TemporaryFile() as file:
        with xlsxwriter.Workbook(file, _OPTIONS) as book:
            _data(book, schema, batches, lang)
            _notes(book, facts, used, lang)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _data(book: Any, schema: pa.Schema, batches: Batches, lang: str) -> None:
    """Rows over as many sheets as they need, each with its header."""
    bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet, at = None, 0
    for batch in batches:
        for values in zip(*(c.to_pylist() for c in batch.columns), strict=True):
            if sheet is None or at == LONGEST:
                _finished(sheet, at, schema)
                sheet, at = _sheet(book, schema, bold, lang), 1
            for column, value in enumerate(values):
                _write(sheet, at, column, value, day)
            at += 1
    _finished(sheet or _sheet(book, schema, bold, lang), max(at, 1), schema)


def _sheet(book: Any, schema: pa.Schema, bold: Any, lang: str) -> Any:
    number = len(book.worksheets()) + 1
    name = words.t("export.sheet.rows", lang)
    sheet = book.add_worksheet(name if number == 1 else f"{name} {number}")
    sheet.freeze_panes(1, 0)
    if words.direction(lang) == "rtl":
        sheet.right_to_left()
    for column, field in enumerate(schema):
        sheet.set_column(column, column, 28 if field.name.endswith("_label") else max(10, len(field.name) + 2))
        sheet.write_string(0, column, field.name, bold)
    return sheet


def _finished(sheet: Any, rows: int, schema: pa.Schema) -> None:
    if sheet is not None and schema.names:
        sheet.autofilter(0, 0, rows - 1, len(schema.names) - 1)


def _write(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if value is None or (isinstance(value, float) and not isfinite(value)):
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif hasattr(value, "isoformat"):
        sheet.write_datetime(row, column, value, day)
    else:
        sheet.write_string(row, column, _short(str(value)))


def _short(text: str) -> str:
    return text if len(text) <= _CELL else text[: _CELL - 1] + "…"


def _notes(book: Any, facts: Mapping[str, Any], used: Credits, lang: str) -> None:
    """What the rows are, what was chosen, and each source with licence and citation."""
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(words.t("export.sheet.notes", lang))
    if words.direction(lang) == "rtl":
        sheet.right_to_left()
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 5, 44)
    lines: list[list[str]] = [[str(facts["title"])], []]
    lines.append([words.t("ui.data_version", lang), str(facts["data_version"])])
    lines += [[_param(n, lang), _text(v)] for n, v in facts["state"].items() if v not in (None, "", (), False)]
    lines += [[], [words.t(f"ui.{k}", lang) for k in ("source", "dataset", "vintage", "licence", "citation", "page")]]
    heads = (0, len(lines) - 1)
    lines += [
        [n.publisher, n.title, n.vintage, words.licence(s, n.licence, lang), n.citation, n.page]
        for s, n in used.items()
    ]
    for row, cells in enumerate(lines):
        for column, text in enumerate(cells):
            sheet.write_string(row, column, _short(text), bold if row in heads else wrap)


def _param(name: str, lang: str) -> str:
    return words.t(f"control.{name}", lang) if words.has(f"control.{name}") else named("column", name, lang)


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)
