"""The files that this warehouse was built from: size, day of fetching, SHA-256."""

from __future__ import annotations

from datetime import date

from dashboard import words
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, View, named

SQL = """
select f.source, f.file as source_file, f.bytes, f.fetched, f.sha256, null::varchar as unit, null::varchar as flag
from catalog.file f
join catalog.source s on s.source = f.source
order by f.source, f.file
"""

SHOWN = 16  # digits of the hash that a line shows; all of them in its note and in the downloads


def draw(rows: Rows, state: State) -> Table:
    """One line a file."""
    lang = state.lang
    return Table(
        ("source", "source_file", "bytes", "fetched", "sha256"),
        [
            [
                named("source", r["source"], lang),
                Cell(r["source_file"], mark="file"),
                words.number(r["bytes"], lang),
                words.day(date.fromisoformat(r["fetched"]), lang) if r["fetched"] else "",
                Cell(f"{r['sha256'][:SHOWN]}…", mark="code", note=r["sha256"]),
            ]
            for r in rows
        ],
        numeric=frozenset({"bytes"}),
        sortable=False,
    )


VIEW = View("source_file", SQL, draw, kind="table", folded=True)
