"""Offline, deterministic, atomic: raw files or the snapshot become one new warehouse, swapped in when it is whole."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from etl import check, codes, facts, kept, loss, stage
from etl.model import MODELS, Model, load
from etl.source import SourceError

_AT_ONCE = 2


class BuildError(Exception):
    """The new warehouse is not fit for service; the message says why and the old one stays.

    sources: slugs of those at fault, where it is known.
    """

    def __init__(self, message: str, sources: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.sources = sources


class CheckError(BuildError):
    """What was read breaks a rule, or a model cannot be made of it: other data would build."""


class LostError(BuildError):
    """Sources came back with less than they held."""

    def __init__(self, lost: list[loss.Loss]) -> None:
        said = ", ".join(map(str, lost[:8])) + (f" and {len(lost) - 8} more" if len(lost) > 8 else "")
        super().__init__(
            f"came back with less than they held (a whole part, or over {kept.SHRINK:.0%} of the rows): {said}. "
            "Fetch them again; to take them as they are: etl fetch, etl snapshot, etl build",
            tuple(sorted({loss.source for loss in lost})),
        )


def run(raw: Path, snapshot: Path, warehouse: Path) -> None:
    """Build `warehouse` from data/raw where a source stands there, else from the snapshot.

    Two builds of the same input give equal tables. The work happens in a file of its own: whatever stops it (an error,
    kill -9, a full disk), the previous warehouse stays. Raises BuildError, SourceError or ModelError.
    """
    models = load()
    building = warehouse.with_name(warehouse.name + ".building")
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    with alone(warehouse):
        _remove(building)
        try:
            with duckdb.connect(str(building)) as con:
                # One thread a statement: sums of doubles then always run in the same order, and two builds are equal.
                con.execute("SET threads = 1")
                _fill(con, models, raw, snapshot)
                con.execute("CHECKPOINT")
            durable(building)
            # A log that a killed writer left beside the old file would be taken for the new one's.
            log(warehouse).unlink(missing_ok=True)
            building.replace(warehouse)
        except (duckdb.Error, OSError) as error:
            raise BuildError(explained(error, warehouse)) from error
        finally:
            _remove(building)


def _fill(con: duckdb.DuckDBPyConnection, models: list[Model], raw: Path, snapshot: Path) -> None:
    readers = stage.readers()
    with _progress() as bar:
        task = bar.add_task("reading", total=len(readers) + len(models))
        stage.create(con)
        origins = []
        for slug, module in sorted(readers.items()):
            bar.update(task, description=slug, advance=1)
            if origin := stage.load(con, module, raw, snapshot):
                origins.append(origin)
        if not origins:
            raise BuildError(f"neither {raw} nor {snapshot} holds any source: fetch first")
        stage.order(con)
        if lost := [found for o in origins if o.via == "raw" for found in _losses(con, o.source.slug, snapshot)]:
            raise LostError(lost)
        _hold(check.staging(con))
        facts.write(con, models, origins)
        con.execute("CREATE SCHEMA marts")
        con.execute("CREATE SCHEMA indicators")
        con.execute("CREATE SCHEMA index")
        _made(con, models, lambda table: bar.update(task, description=table, advance=1))
        con.execute("INSERT INTO catalog.build VALUES (?)", [_version(origins)])


def _losses(con: duckdb.DuckDBPyConnection, slug: str, snapshot: Path) -> list[loss.Loss]:
    """What the snapshot knows of a source and its raw files no longer hold."""
    held = {path.parent.name: path for path in sorted(snapshot.glob(f"*/{slug}.parquet"))}
    return [
        found
        for contract, path in held.items()
        for found in loss.found(con, contract, f"read_parquet('{path}')", f"staging.{contract}")
    ]


def version(raw: Path, snapshot: Path) -> str:
    """The data version that a build of these files would have, without building."""
    found = (stage.origin(module, raw, snapshot) for _, module in sorted(stage.readers().items()))
    return _version([origin for origin in found if origin])


def _made(con: duckdb.DuckDBPyConnection, models: list[Model], told: Callable[[str], None]) -> None:
    """Make every table once those it reads are there, two at a time, each by one thread of its own."""
    names = {m.table: m for m in models}
    graph = TopologicalSorter({m.table: m.reads & names.keys() for m in models})
    graph.prepare()
    running: dict[Future[None], str] = {}
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        try:
            while graph.is_active():
                running |= {pool.submit(_make, con.cursor(), names[t]): t for t in sorted(graph.get_ready())}
                for done in wait(running, return_when=FIRST_COMPLETED).done:
                    done.result()
                    graph.done(running[done])
                    told(running.pop(done))
        finally:
            pool.shutdown(cancel_futures=True)


def _make(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    order = ", ".join(model.meta["key"])
    source = f"({model.sql})"
    try:
        if model.make:
            con.register("made", model.make(con.cursor().sql(model.sql).to_arrow_table()))
            source = "made"
        con.execute(f"CREATE TABLE {model.table} AS SELECT * FROM {source} ORDER BY {order}")
    except duckdb.Error as error:
        if isinstance(error, duckdb.IOException):
            raise
        raise CheckError(f"{model.table}: {error}") from error
    _hold(check.checks(con, model))


def _hold(failures: list[check.Failure]) -> None:
    if failures:
        sources = tuple(sorted({s for f in failures for s in f.sources}))
        raise CheckError("\n".join(str(f) for f in failures), sources)


def _version(origins: list[stage.Origin]) -> str:
    """Twelve hex digits that change whenever an input, a catalog file, a model or other code of the etl changes."""
    digest = hashlib.sha256()
    for origin in origins:
        for name, _, file_hash, _ in origin.files:
            digest.update(f"{origin.source.slug}/{name} {file_hash}\n".encode())
        if origin.kept:
            digest.update(f"{origin.source.slug} kept {origin.kept}\n".encode())
    for folder in (codes.CATALOG, MODELS):
        for path in sorted(p for p in folder.rglob("*") if p.suffix in {".csv", ".toml", ".sql", ".py"}):
            digest.update(f"{path.relative_to(folder)} {stage.sha256(path)}\n".encode())
    here = Path(__file__).parent
    for path in sorted(here.rglob("*.py")):  # a reader or a computation that is mended makes other figures of one input
        digest.update(f"{path.relative_to(here)} {stage.sha256(path)}\n".encode())
    return digest.hexdigest()[:12]


@contextmanager
def alone(what: Path) -> Iterator[None]:
    """Hold `what`.lock; a lock dies with its process, so a killed build blocks no one. BuildError where it is held."""
    with what.with_name(what.name + ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildError(f"another build of {what} is running") from None
        yield


def durable(path: Path) -> None:
    """Force the file to disk before it takes the old one's name."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def log(database: Path) -> Path:
    """DuckDB's write-ahead log beside a database file, which is there while that is written."""
    return database.with_name(database.name + ".wal")


def _remove(building: Path) -> None:
    building.unlink(missing_ok=True)
    log(building).unlink(missing_ok=True)


def explained(error: Exception, warehouse: Path) -> str:
    """What stopped a build, what to do, and what became of the warehouse."""
    kept = f"{warehouse} stays as it was" if warehouse.exists() else "no warehouse was written"
    if getattr(error, "errno", None) == errno.ENOSPC or "No space left" in str(error):
        return f"the disk is full: free some space and build again; {kept}"
    return f"{error}; {kept}"


def _progress() -> Progress:
    columns = (TextColumn("{task.description:32}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


__all__ = ["BuildError", "SourceError", "run"]
