"""The open part of the warehouse as a whole: a Frictionless data package and a DuckDB file, made once a data version.

Both are written beside their place in a folder and moved there, so that a reader never sees half a file, and two
processes that are asked at once make one between them. One table alone is streamed without touching the disk.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import duckdb
import orjson
import pyarrow as pa

from dashboard import words
from dashboard.export import about, archive, formats
from dashboard.export.open_part import Table, tables
from dashboard.view import named
from dashboard.warehouse import Opened
from dashboard.words import LANGS

NAMES = ("datapackage.zip", "observatory.duckdb")
Progress = Callable[[str, int, int], None]  # what is being written, how many are done, of how many

_BATCH = 20_000
_TYPES = {"VARCHAR": "string", "INTEGER": "integer", "BIGINT": "integer", "DOUBLE": "number", "BOOLEAN": "boolean",
          "DATE": "date"}  # fmt: skip
_LIMITS: dict[str, str | bool | int | float | list[str]] = {"threads": 2, "memory_limit": "1GB"}


def folder() -> Path:
    """Where the files are kept: a folder of this user's own in the system's temporary one."""
    path = Path(gettempdir()) / f"observatory-bulk-{os.getuid()}"
    path.mkdir(mode=0o700, exist_ok=True)
    if path.stat().st_uid != os.getuid():
        raise PermissionError(f"{path} is another user's")
    return path


def file(name: str, warehouse: Path, opened: Opened, lang: str = "en", progress: Progress | None = None) -> Path:
    """The package or the DuckDB file of the open warehouse, made now where there is none yet."""
    place = _place(name, opened, lang)
    with _alone(place.with_suffix(".lock")):
        if not place.exists():
            part = place.with_suffix(".part")
            part.unlink(missing_ok=True)
            make = _package if name == "datapackage.zip" else _database
            told = place.with_suffix(".progress")

            def step(what: str, done: int, of: int) -> None:
                told.write_text(f"{done} {of}")  # for whoever waits, whichever process they ask
                if progress:
                    progress(what, done, of)

            try:
                make(part, warehouse, opened, lang, step)
                part.replace(place)
            finally:
                told.unlink(missing_ok=True)
            _tidy(place)
    return place


def made(name: str, opened: Opened, lang: str) -> tuple[int, int] | None:
    """Tables that a file under way holds, of how many (none of none where no work is known); None where it is there."""
    place = _place(name, opened, lang)
    if place.exists():
        return None
    try:
        done, of = place.with_suffix(".progress").read_text().split()
    except (FileNotFoundError, ValueError):  # not begun, or just being written
        return 0, 0
    return int(done), int(of)


def _place(name: str, opened: Opened, lang: str) -> Path:
    stem = hashlib.sha256(f"{opened.version} {opened.stamp} {lang}".encode()).hexdigest()[:16]
    return folder() / f"{stem}-{name}"


def table(cursor: duckdb.DuckDBPyConnection, label: str) -> Table | None:
    """The open table of this name ("marts.flow"), None where there is none."""
    return next((t for t in tables(cursor) if t.label == label), None)


def rows(cursor: duckdb.DuckDBPyConnection, of: Table) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """Schema and batches of a table's open rows, read as they are asked for."""
    reader = cursor.sql(of.sql).to_arrow_reader(_BATCH)
    return reader.schema, iter(reader)


def _package(part: Path, warehouse: Path, opened: Opened, lang: str, progress: Progress) -> None:
    with _reading(warehouse) as cursor, part.open("wb") as out:
        found = tables(cursor)
        sizes: dict[str, dict[str, Any]] = {}

        def files() -> Iterator[tuple[str, Iterator[bytes]]]:
            for i, t in enumerate(found):
                progress(t.label, i, len(found))
                schema, batches = rows(cursor, t)
                sizes[t.label] = {}
                yield f"data/{t.label}.csv", _weighed(formats.csv(schema, batches, mark=""), sizes[t.label])
            used = {s: n for s, n in opened.sources.items() if n.redistribution != "own use"}
            facts = {"title": words.t("export.bulk.title", lang), "data_version": opened.version}
            described = _described(found, sizes, facts, used)
            yield "datapackage.json", iter([orjson.dumps(described, option=orjson.OPT_INDENT_2)])
            yield "CITATION.txt", iter([about.citation(facts, used, lang).encode("utf-8-sig")])
            yield "citation.bib", iter([about.bibtex(facts, used, lang).encode()])
            yield "LICENCE.txt", iter([about.licence(used, lang).encode("utf-8-sig")])
            progress("", len(found), len(found))

        for piece in archive.zipped(files()):
            out.write(piece)


def _described(
    found: list[Table], sizes: Mapping[str, Mapping[str, Any]], facts: Mapping[str, Any], used: about.Credits
) -> dict[str, Any]:
    """`datapackage.json` of these tables (Frictionless data package, version 1)."""
    return {
        "profile": "tabular-data-package",
        "name": "strategic-metals-observatory",
        "title": facts["title"],
        "version": facts["data_version"],
        "licenses": [{"name": "other-open", "title": "LICENCE.txt", "path": "LICENCE.txt"}],
        "sources": [{"title": f"{n.publisher}, {n.title} ({n.vintage})", "path": n.page} for n in used.values()],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": t.label,
                "path": f"data/{t.label}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
                "description": t.about,
                **sizes[t.label],
                "schema": {
                    "fields": [
                        {"name": n, "title": named("column", n, "en"), "type": _TYPES.get(kind, "string")}
                        for n, kind in t.columns.items()
                    ],
                    "missingValues": [""],
                    **({"primaryKey": list(t.key)} if t.key else {}),
                },
            }
            for t in found
        ],
    }


def _weighed(pieces: Iterator[bytes], into: dict[str, Any]) -> Iterator[bytes]:
    """The pieces as they are; once they have passed, their size and SHA-256 stand in `into`."""
    size, digest = 0, hashlib.sha256()
    for piece in pieces:
        size += len(piece)
        digest.update(piece)
        yield piece
    into |= {"bytes": size, "hash": f"sha256:{digest.hexdigest()}"}


def _database(part: Path, warehouse: Path, opened: Opened, lang: str, progress: Progress) -> None:
    del opened, lang  # the file holds codes, never words
    with _reading(warehouse) as cursor:
        found = tables(cursor)
        cursor.execute(f"attach {_quoted(part)} as part")
        for schema in dict.fromkeys(t.schema for t in found):
            cursor.execute(f'create schema part."{schema}"')
        for i, t in enumerate(found):
            progress(t.label, i, len(found))
            cursor.execute(f'create table part."{t.schema}"."{t.name}" as {t.sql}')
            if t.about:
                cursor.execute(f'comment on table part."{t.schema}"."{t.name}" is {_text(t.about)}')
        cursor.execute("detach part")
        progress("", len(found), len(found))


@contextmanager
def _reading(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of its own that looks at the warehouse, since the dashboard's may not write anywhere."""
    with duckdb.connect(":memory:", config=_LIMITS) as connection:
        connection.execute(f"attach {_quoted(warehouse.resolve())} as warehouse (read_only)")
        connection.execute("use warehouse")
        yield connection


def _quoted(path: Path) -> str:
    return _text(str(path))


def _text(words_: str) -> str:
    return "'" + words_.replace("'", "''") + "'"


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One process and thread at a time; a lock left by one that died is free."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _tidy(place: Path) -> None:
    """Keep the newest files of a kind, two a language: a download under way keeps the file it has open."""
    kind = place.name.split("-", 1)[1]
    old = sorted(place.parent.glob(f"*-{kind}"), key=lambda p: p.stat().st_mtime_ns)[: -2 * len(LANGS)]
    for path in old:
        path.unlink(missing_ok=True)
        path.with_suffix(".lock").unlink(missing_ok=True)
