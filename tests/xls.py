"""A workbook in the binary format of Excel 97, written by hand: what the tests feed to the reader of .xls sources."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

from tests.xlsx import Cell

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def write_xls(path: Path, sheet: str, rows: Sequence[Sequence[Cell]]) -> Path:
    """Write one sheet; text becomes text cells, numbers become number cells, None and "" stay empty."""
    path.parent.mkdir(parents=True, exist_ok=True)
    name = struct.pack("<BB", len(sheet), 0) + sheet.encode("latin-1")
    offset = len(_begin(5)) + 4 + 6 + len(name) + 4
    workbook = _begin(5) + _record(0x85, struct.pack("<IH", offset, 0) + name) + _record(0x0A, b"")
    cells = b"".join(_cell(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row))
    path.write_bytes(_compound(workbook + _begin(0x10) + cells + _record(0x0A, b"")))
    return path


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))


def _cell(row: int, column: int, value: Cell) -> bytes:
    if value is None or value == "":
        return b""
    if isinstance(value, str):
        text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
        return _record(0x0204, struct.pack("<HHH", row, column, 0) + text)
    return _record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def _compound(stream: bytes) -> bytes:
    """The compound file around the stream Workbook: header, allocation table, directory, stream."""
    # Below 4,096 bytes a stream would have to lie in smaller sectors of its own.
    stream = stream.ljust(max(4096, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    sectors = len(stream) // _SECTOR
    chain = [_FAT, _END, *range(3, sectors + 2), _END]
    table = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    directory = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 2, len(stream))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH6xIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0)
    header += struct.pack("<IIIII", 4096, _END, 0, _END, 0) + struct.pack("<109I", 0, *[_FREE] * 108)
    return header + table + directory.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    fields = struct.pack("<HBBIII", len(text) + 2, kind, 1, _FREE, _FREE, child)
    return text.ljust(64, b"\0") + fields + bytes(36) + struct.pack("<IQ", start, size)
