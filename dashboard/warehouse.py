"""The warehouse file, read only: rows of a statement, what its catalog knows, and the swap to a newer file.

A file that replaces the old one is noticed at the next query and opened beside it; queries under way finish on the old.
Earlier files that a refresh kept beside it (`kept/<data version>.duckdb`) are opened when a reader asks for one.
The file is attached to an empty in-memory database, because DuckDB hands out the old file again when the same path is
opened twice in one process.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from dashboard.deadline import OverloadError, Watch

Row = dict[str, Any]
_LOG = logging.getLogger("dashboard")

_LIMITS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "max_temp_directory_size": "0GB",  # nothing is written, not even what does not fit into memory
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_persistent_secrets": False,
}
_EARLIER = 2  # earlier warehouses open at once
_MEMORY, _EARLIER_MEMORY = "1GB", "512MB"
_LONGEST = 10.0  # seconds of one statement
# How DuckDB tells of a block that is not what was written: by its plainest error, or as one of the disk.
_DAMAGE = (duckdb.Error, duckdb.IOException)
_LOCK = ("set enable_external_access = false", "set lock_configuration = true")
_VOCABULARY = {
    "metal": "select metal from catalog.metal",
    "country": "select iso3 from catalog.country",
    "nation": "select iso3 from catalog.country where kind = 'country'",
    "bloc": "select distinct bloc from marts.bloc",
    "theme": "select theme from catalog.theme",
    "indicator": "select indicator from catalog.indicator",
    "source": "select source from catalog.source",
    "producer": "select distinct source from staging.production",
    "column": "select distinct column_name from information_schema.columns where table_catalog = 'warehouse'",
}
_COVERAGE = {
    "production": "select metal, stage, list_sort(list_distinct(list(year))) from marts.production group by all",
    "flow": "select metal, stage, list_sort(list(year)) from marts.series where loaded > 0 group by all",
}


class WarehouseError(Exception):
    """There is no warehouse to read: the file is missing, or is not a warehouse."""


@dataclass(frozen=True)
class SourceNote:
    """What the catalog says of one source: who publishes it, its vintage, and what may leave the machine."""

    publisher: str
    title: str
    vintage: str
    page: str
    licence: str
    redistribution: str
    citation: str
    kept: str = ""  # the day since which no fresher vintage could be fetched, as ISO


@dataclass
class Opened:
    """One warehouse file while it is open, with what every request needs of its catalog."""

    stamp: tuple[int, ...]
    connection: duckdb.DuckDBPyConnection
    version: str = ""
    fetched: str = ""  # the day of the newest file, as ISO
    vocabulary: Mapping[str, frozenset[str]] = field(default_factory=dict)
    coverage: Mapping[str, Mapping[str, Mapping[str, tuple[int, ...]]]] = field(default_factory=dict)
    sources: Mapping[str, SourceNote] = field(default_factory=dict)
    shape: frozenset[tuple[str, ...]] = frozenset()  # schema, table, column and type of all that a SELECT may name
    once: dict[tuple[Any, ...], list[Row]] = field(default_factory=dict)
    _choices: dict[tuple[str, ...], dict[str, dict[str, tuple[int, ...]]]] = field(default_factory=dict)

    def choices(self, *marts: str) -> dict[str, dict[str, tuple[int, ...]]]:
        """Years with data by metal and stage, over these marts (all of them where none is named)."""
        if marts in self._choices:
            return self._choices[marts]
        years: dict[str, dict[str, set[int]]] = {}
        for mart in marts or self.coverage:
            for metal, stages in self.coverage[mart].items():
                for stage, found in stages.items():
                    years.setdefault(metal, {}).setdefault(stage, set()).update(found)
        made = {m: {s: tuple(sorted(y)) for s, y in stages.items()} for m, stages in years.items()}
        self._choices[marts] = made
        return made

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of this thread's own, looking at the warehouse."""
        cursor = self.connection.cursor()
        cursor.execute("use warehouse")
        return cursor


@cache
def parsed(sql: str) -> duckdb.Statement:
    """A statement as DuckDB reads it: parsed once, it is planned a fifth sooner."""
    (statement,) = duckdb.extract_statements(sql)
    return statement


@cache
def parameters(sql: str) -> frozenset[str]:
    """The names a statement binds ($metal, $year …): surplus ones would be rejected."""
    return frozenset(parsed(sql).named_parameters)


class Warehouse:
    """Rows from the newest good warehouse at `path` (a file or a symbolic link). Opened at first use, per process."""

    def __init__(self, path: Path, longest: float = _LONGEST, now: Warehouse | None = None) -> None:
        self.path = path
        self._now = now
        self._longest = longest
        self._watch: Watch = now._watch if now else Watch()
        self._earlier: OrderedDict[str, Warehouse] = OrderedDict()
        self._choosing = threading.Lock()
        self._opened: Opened | None = None
        self._held = threading.local()
        self._refused: tuple[int, ...] | None = None
        self._lock = threading.Lock()

    def hold(self) -> None:
        """From now on this thread reads the file that is in service now, until `release`: one answer, one version."""
        self._held.opened = None
        with suppress(WarehouseError):
            self._held.opened = self.opened()

    def release(self) -> None:
        """This thread follows the newest file again."""
        self._held.opened = None

    def opened(self) -> Opened:
        """The open file, reopened where it has been replaced; WarehouseError where there never was a good one."""
        held: Opened | None = getattr(self._held, "opened", None)
        if held is not None:
            return held
        stamp = self._stamp()
        now = self._opened
        if now is not None and (stamp is None or stamp in (now.stamp, self._refused)):
            return now
        # While one thread looks at a new file, the others go on with the old one.
        if not self._lock.acquire(blocking=now is None) and now is not None:
            return now
        try:
            if self._opened is None:
                self._opened = self._first(stamp)
            elif stamp not in (self._opened.stamp, self._refused):
                self._opened = self._replaced(self._opened, stamp)
            return self._opened
        finally:
            self._lock.release()

    @property
    def now(self) -> Warehouse:
        """The warehouse in service: this one, unless it is an earlier one."""
        return self._now or self

    def at(self, version: str) -> Warehouse:
        """The warehouse of a data version where it is kept and this code can read it; else the one in service."""
        now, path = self.now, self._place(version)
        if not version or version == now.opened().version or not path.is_file():
            return now
        with now._choosing:
            if version not in now._earlier:
                now._earlier[version] = self._read_as(version, path)
                if len(now._earlier) > _EARLIER:
                    now._earlier.popitem(last=False)
            now._earlier.move_to_end(version)
            return now._earlier[version]

    def earlier(self) -> list[str]:
        """The data versions that are kept beside the one in service, the newest first."""
        return [p.stem for p in self._kept() if p.stem != self.now.opened().version]

    def compared(self, earlier: Warehouse, sql: str) -> list[Row]:
        """All rows of one SELECT over two files: `earlier` and this one, `later`."""
        with (
            closing(_attached(_EARLIER_MEMORY, earlier=earlier.path, later=self.path)) as connection,
            self._limited(connection),
        ):
            found = connection.execute(sql).fetchall()
            return [dict(zip([c[0] for c in connection.description or ()], r, strict=True)) for r in found]

    def _kept(self) -> list[Path]:
        return sorted(self._place("*").parent.glob("*.duckdb"), key=lambda p: p.stat().st_mtime_ns, reverse=True)

    def _place(self, version: str) -> Path:
        return self.now.path.parent / "kept" / f"{version}.duckdb"

    def _read_as(self, version: str, path: Path) -> Warehouse:
        """A kept file opened; the one in service where it is damaged, or was built for another code than this."""
        kept, now = Warehouse(path, self._longest, self.now), self.now.opened()
        try:
            then = kept.opened()
        except WarehouseError:
            return self.now
        worded = all(then.vocabulary[kind] <= now.vocabulary[kind] for kind in ("metal", "indicator", "theme"))
        return kept if then.version == version and now.shape <= then.shape and worded else self.now

    def rows(self, sql: str, values: Mapping[str, Any]) -> list[Row]:
        """All rows of one SELECT; only the values that it names are bound. OverloadError where it asks too much."""
        cursor = self.opened().cursor()
        with self._limited(cursor):
            cursor.execute(parsed(sql), {n: values[n] for n in parameters(sql)})
            found = cursor.fetchall()
        names = [c[0] for c in cursor.description or ()]
        return [dict(zip(names, r, strict=True)) for r in found]

    def once(self, sql: str, values: Mapping[str, Any]) -> list[Row]:
        """The same, asked once a file: for what the catalog knows, where few values can be asked for."""
        opened, key = self.opened(), (sql, *values.items())
        if key not in opened.once:
            opened.once[key] = self.rows(sql, values)
        return opened.once[key]

    def members(self, bloc: str) -> list[str]:
        """The countries of a bloc in the order of their codes; none where it is no bloc."""
        rows = self.once("select bloc, iso3 from marts.bloc order by iso3", {})
        return [r["iso3"] for r in rows if r["bloc"] == bloc]

    def batches(self, sql: str, values: Mapping[str, Any], size: int = 20_000) -> tuple[pa.Schema, Iterator[Any]]:
        """Schema and record batches of one SELECT, read as they are asked for."""
        cursor = self.opened().cursor()
        with self._limited(cursor):
            reader = cursor.sql(sql, params={n: values[n] for n in parameters(sql)}).to_arrow_reader(size)
        return reader.schema, self._drain(reader, cursor)

    @contextmanager
    def _limited(self, cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """Time and memory of what the cursor does in the block."""
        try:
            with self._watch.within(self._longest, cursor.interrupt):
                yield
        except duckdb.OutOfMemoryException as error:
            raise OverloadError("more memory than a question may use") from error
        except duckdb.Error as error:
            if type(error) in _DAMAGE:
                raise _unfit(self.path, error) from error
            raise

    def _drain(self, reader: Any, cursor: duckdb.DuckDBPyConnection) -> Iterator[Any]:
        """Yield the reader's batches; holding the cursor keeps its file open until the last one."""
        while True:
            with self._limited(cursor):
                batch = next(reader, None)
            if batch is None:
                break
            yield batch
        cursor.close()

    def _stamp(self) -> tuple[int, ...] | None:
        try:
            s = self.path.stat()
        except OSError:
            return None
        return (s.st_dev, s.st_ino, s.st_mtime_ns, s.st_size)

    def _replaced(self, old: Opened, stamp: tuple[int, ...] | None) -> Opened:
        """The new file where it can be read to its last block; else the old one, which stays in service."""
        try:
            new = self._open(stamp)
            with _attached("128MB", warehouse=self.path) as connection:
                _read(connection)
        except (WarehouseError, duckdb.Error) as error:
            self._refused = stamp
            _LOG.error("%s; the one before stays in service", error)
            return old
        return new

    def _first(self, stamp: tuple[int, ...] | None) -> Opened:
        """The file at its first use; where it is damaged, the newest of those that a refresh kept beside it."""
        try:
            return self._open(stamp)
        except WarehouseError as error:
            if self._now or stamp is None:
                raise
            for path in self._kept():
                with suppress(WarehouseError):
                    found = Warehouse(path, self._longest).opened()
                    self._refused = stamp
                    _LOG.error("%s; the kept %s is served instead", error, path.name)
                    return found
            raise

    def _open(self, stamp: tuple[int, ...] | None) -> Opened:
        if stamp is None:
            raise WarehouseError(f"{self.path} does not exist: run `make build`")
        try:
            memory = _EARLIER_MEMORY if self._now else _MEMORY
            opened = Opened(stamp, _attached(memory, warehouse=self.path))
            _describe(opened)
        except duckdb.Error as error:
            raise _unfit(self.path, error) from error
        return opened


def _attached(memory: str, **files: Path) -> duckdb.DuckDBPyConnection:
    """A connection that can read these files under these names, and nothing else."""
    connection = duckdb.connect(":memory:", config={**_LIMITS, "memory_limit": memory})
    for name, path in files.items():
        quoted = str(path.resolve()).replace("'", "''")
        connection.execute(f"attach '{quoted}' as {name} (read_only)")
    for statement in _LOCK:
        connection.execute(statement)
    return connection


def _read(connection: duckdb.DuckDBPyConnection) -> None:
    """Read every block of every table: DuckDB then compares each with its checksum. Half a second for 100 MB."""
    held = "select schema_name, table_name from duckdb_tables() where database_name = 'warehouse'"
    for schema, table in connection.execute(held).fetchall():
        connection.execute(f'select bit_xor(hash(t)) from warehouse."{schema}"."{table}" as t').fetchall()  # noqa: S608


def _unfit(path: Path, error: Exception) -> WarehouseError:
    return WarehouseError(f"{path} is not a warehouse, or is damaged ({error}): run `make build`")


def _describe(opened: Opened) -> None:
    """Fill in the version, the vocabulary, the coverage and the sources."""
    cursor = opened.cursor()

    def all_of(sql: str) -> list[tuple[Any, ...]]:
        return cursor.execute(sql).fetchall()

    opened.version = str(all_of("select data_version from catalog.build")[0][0])
    opened.fetched = str(all_of("select coalesce(max(fetched), '') from catalog.file")[0][0])
    opened.vocabulary = {kind: frozenset(str(r[0]) for r in all_of(sql)) for kind, sql in _VOCABULARY.items()}
    coverage: dict[str, dict[str, dict[str, tuple[int, ...]]]] = {mart: {} for mart in _COVERAGE}
    for mart, metals in coverage.items():
        for metal, stage, years in all_of(_COVERAGE[mart]):
            metals.setdefault(metal, {})[stage] = tuple(years)
    opened.coverage = coverage
    opened.shape = frozenset(
        all_of(
            "select table_schema, table_name, column_name, data_type from information_schema.columns "
            "where table_catalog = 'warehouse'"
        )
    )
    # A warehouse of an older model has no such table; links to its version still open it.
    kept = any(column[:2] == ("catalog", "kept") for column in opened.shape)
    since = dict(all_of("select source, since from catalog.kept")) if kept else {}
    opened.sources = {
        r[0]: SourceNote(*(str(v or "") for v in (*r[1:], since.get(r[0]))))
        for r in all_of(
            "select source, publisher, title, vintage, page, licence, redistribution, citation from catalog.source"
        )
    }
