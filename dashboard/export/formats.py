"""CSV, JSON, Parquet and a plain HTML table, written batch by batch: memory stays flat however many rows there are."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
from markupsafe import escape

from dashboard import words
from dashboard.view import named

Batches = Iterator[pa.RecordBatch]

# A spreadsheet runs a cell that begins so, after blanks too (OWASP, "CSV injection"); numbers are no text and stay.
_FORMULA = r"^(\s*[=+\-@＝＋－＠]|[\t\r\n])"
_STYLES = ("fonts/fonts.css", "tokens.css", "screen.css", "figure.css", "parts.css")
# What separates columns, and the decimal mark: those of RFC 4180, or those a French spreadsheet opens by itself.
LOCALES = {"": (",", "."), "fr": (";", ",")}


def csv(schema: pa.Schema, batches: Batches, locale: str = "", mark: str = "\ufeff") -> Iterator[bytes]:
    """RFC 4180 after a byte-order mark; texts that a spreadsheet would run get an apostrophe. KeyError: locale."""
    between, point = LOCALES[locale]
    options = pacsv.WriteOptions(include_header=False, eol="\r\n", delimiter=between)
    header = between.join(f'"{n}"' for n in schema.names)
    yield f"{mark}{header}\r\n".encode()
    for batch in batches:
        sink = io.BytesIO()
        pacsv.write_csv(_harmless(batch, point), sink, options)
        yield sink.getvalue()


def json(schema: pa.Schema, batches: Batches, about: Mapping[str, Any]) -> Iterator[bytes]:
    """One object: `about` (view, state, data version, sources), then `rows` as a list of objects."""
    head = orjson.dumps({**about, "columns": schema.names})
    yield head[:-1] + b',"rows":['
    comma = b""
    for batch in batches:
        rows = batch.to_pylist()
        if rows:
            yield comma + orjson.dumps(rows)[1:-1]
            comma = b","
    yield b"]}\n"


def parquet(schema: pa.Schema, batches: Batches, about: Mapping[str, Any]) -> Iterator[bytes]:
    """Parquet with `about` as the file's metadata, one row group a batch."""
    sink = Outlet()
    described = schema.with_metadata({"about": orjson.dumps(about)})
    with pq.ParquetWriter(sink, described, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)
            yield sink.taken()
    yield sink.taken()


def html(schema: pa.Schema, batches: Batches, heading: tuple[str, str], lang: str) -> Iterator[bytes]:
    """The rows as a table that needs no script: what a chart says to whoever cannot see it. heading: title, credit."""
    title, credit = heading
    # A code whose name stands beside it is left to the other formats.
    names = [n for n in schema.names if f"{n}_label" not in schema.names]
    words_of = [named("column", n.removesuffix("_label"), lang) for n in names]
    head = "".join(f'<th scope="col">{escape(w)}</th>' for w in words_of)
    body = f'<p class="credit">{escape(credit)}</p><div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>'
    yield plain_page(title, body, lang).encode()
    for batch in batches:
        rows = (zip(names, values, strict=True) for values in zip(*(batch[n].to_pylist() for n in names), strict=True))
        yield "".join(f"<tr>{''.join(_td(n, v, lang) for n, v in row)}</tr>" for row in rows).encode()
    yield b"</tbody></table></div></main></html>"


def _td(name: str, value: Any, lang: str) -> str:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return f"<td>{escape('' if value is None else str(value))}</td>"
    text = str(value) if name == "year" else words.share(value, lang) if "share" in name else words.number(value, lang)
    return f'<td class="number">{escape(text)}</td>'


def plain_page(title: str, body: str, lang: str) -> str:
    """The beginning of a page without scripts, up to `body` inside its open main part."""
    styles = "".join(f'<link rel="stylesheet" href="/assets/{s}">' for s in _STYLES)
    return (
        f'<!doctype html><html lang="{lang}" dir="{words.direction(lang)}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>{styles}'
        f'<main class="plain"><h1>{escape(title)}</h1>{body}'
    )


def _harmless(batch: pa.RecordBatch, point: str) -> pa.RecordBatch:
    """Texts that nothing runs; numbers with the decimal mark asked for."""
    columns = []
    for column in batch.columns:
        if pa.types.is_string(column.type):
            columns.append(pc.replace_substring_regex(column, _FORMULA, r"'\1"))
        elif pa.types.is_floating(column.type) and point != ".":
            columns.append(pc.replace_substring(column.cast(pa.string()), ".", point))
        else:
            columns.append(column)
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


class Outlet(io.RawIOBase):
    """A file that only remembers what was written since it was last asked."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        """Parquet asks before it writes."""
        return True

    def tell(self) -> int:
        """Bytes written so far: Parquet notes where its row groups stand."""
        return self._at

    def write(self, piece: Any) -> int:
        """Take the next bytes."""
        copy = bytes(piece)
        self._pieces.append(copy)
        self._at += len(copy)
        return len(copy)

    def taken(self) -> bytes:
        """The bytes since the last call."""
        out = b"".join(self._pieces)
        self._pieces.clear()
        return out
