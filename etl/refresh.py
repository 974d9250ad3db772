"""Fetch what changed, build beside the old warehouse, tell what moved, swap: the unattended update."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from etl import build, kept, lock, loss, outcome
from etl.source import CONTRACTS, KEYS, SourceError

KEPT = 3  # earlier warehouses that stay beside the one in service, so that a link to a data version still shows it
_VALUES = {
    "trade": "value_usd",
    "production": "quantity_t",
    "reserve": "quantity_t",
    "price": "value",
    "price_year": "value",
    "score": "value",
}


@dataclass(frozen=True)
class Change:
    """What one source's rows of one contract did between two warehouses; revised_by: median relative change."""

    contract: str
    source: str
    before: int
    after: int
    added: int
    withdrawn: int
    revised: int
    revised_by: float | None


def run(
    data: Path, fetch: Callable[[Path, Path], int], most: int = KEPT, told: Callable[[str], None] = lambda _: None
) -> list[Change]:
    """Refresh `data`/warehouse.duckdb; return what changed in it since the one before, which there may not have been.

    The warehouse that is replaced stays as `data`/kept/<version>.duckdb, of which the last `most` are held.

    fetch(raw, lock) brings changed files into a copy of raw/. A source that fails keeps its files; one that cannot be
    read, or shrinks by more than kept.SHRINK, gets its old files back (or stands as in the snapshot) and the build is
    made again; `told` hears why, and the warehouse says since when (etl/kept.py). Raises BuildError or SourceError,
    with raw/ and the warehouse as they were.
    """
    data.mkdir(parents=True, exist_ok=True)
    with build.alone(data / "refresh"), outcome.told(data / "refresh.json") as tell:
        before = version(data / "warehouse.duckdb")
        changes = _refreshed(data, fetch, most, told)
        tell("unchanged" if version(data / "warehouse.duckdb") == before else "changed")
        return changes


def _refreshed(data: Path, fetch: Callable[[Path, Path], int], most: int, told: Callable[[str], None]) -> list[Change]:
    warehouse, raw, fresh = data / "warehouse.duckdb", data / "raw", data / "raw.fresh"
    if not raw.exists() and _old(raw).exists():  # killed between the two names of the swap
        _old(raw).rename(raw)
    _copy(raw, fresh)
    candidate = data / "warehouse.candidate.duckdb"
    try:
        fetch(fresh, _lock(fresh))
        held, changes = version(warehouse), []
        if build.version(fresh, data / "snapshot") != held:
            old = warehouse if held else None
            changes = _built(data, fresh, candidate, old, told)
            if version(candidate) != held:
                _record(candidate, old, changes)
                build.durable(candidate)
                if held:
                    _keep(warehouse, data / "kept", held, most)
                candidate.replace(warehouse)
        _swap(fresh, raw)
        return changes
    except (duckdb.Error, OSError) as error:
        raise build.BuildError(build.explained(error, warehouse)) from error
    finally:
        _drop(fresh)
        for path in (candidate, build.log(candidate), candidate.with_name(candidate.name + ".lock")):
            path.unlink(missing_ok=True)


def compare(old: Path, new: Path) -> list[Change]:
    """Changes of every source and contract between two warehouses; those that stayed as they were are left out."""
    with _both(old, new) as con:
        found = [Change(c, *row) for c in _shared(con) for row in con.execute(_difference(c)).fetchall()]
    return [c for c in found if c.added or c.withdrawn or c.revised]


@contextmanager
def _both(old: Path, new: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Two warehouses under the names old and new."""
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{old}' AS old (READ_ONLY)")
        con.execute(f"ATTACH '{new}' AS new (READ_ONLY)")
        yield con


def _shared(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The contracts that the old warehouse knows too."""
    query = "SELECT table_name FROM duckdb_tables() WHERE database_name = 'old' AND schema_name = 'staging'"
    held = {name for (name,) in con.execute(query).fetchall()}
    return [contract for contract in CONTRACTS if contract in held]


def _built(data: Path, raw: Path, candidate: Path, warehouse: Path | None, told: Callable[[str], None]) -> list[Change]:
    """Build the candidate, without the fresh files of any source at fault."""
    restored: set[str] = set()
    while True:
        try:
            build.run(raw, data / "snapshot", candidate)
            changes = compare(warehouse, candidate) if warehouse else []
            if lost := _losses(warehouse, candidate) if warehouse else []:
                raise build.LostError(lost)
            return changes
        except (build.BuildError, SourceError) as error:
            slugs = set(error.sources)
            if not slugs and isinstance(error, build.CheckError):
                slugs = _blamed(data, raw, candidate)
            if not slugs or slugs & restored or not all(_stands(slug, data) for slug in slugs):
                raise
            told(str(error))
            _restore(sorted(slugs), data / "raw", raw)
            restored |= slugs


def _losses(old: Path, new: Path) -> list[loss.Loss]:
    with _both(old, new) as con:
        return [
            found
            for contract in _shared(con)
            for found in loss.found(con, contract, *(f"{w}.staging.{contract}" for w in ("old", "new")))
        ]


def _blamed(data: Path, raw: Path, candidate: Path) -> set[str]:
    """The source without whose fresh files the build passes its checks; all fresh ones, where no single one does it."""
    before, now = (lock.read(_lock(folder)) for folder in (data / "raw", raw))
    fresh = {key.split("/")[0] for key in now if now[key] != before.get(key)}
    trial = raw.with_name("raw.trial")
    for slug in sorted(s for s in fresh if _stands(s, data)):
        try:
            _copy(raw, trial)
            _restore([slug], data / "raw", trial)
            build.run(trial, data / "snapshot", candidate)
        except (build.CheckError, SourceError):
            continue
        else:
            return {slug}
        finally:
            _drop(trial)
    return fresh


def _stands(slug: str, data: Path) -> bool:
    """Whether there is a last vintage to keep."""
    return (data / "raw" / slug).exists() or any((data / "snapshot").glob(f"*/{slug}.parquet"))


def _restore(slugs: list[str], old: Path, raw: Path) -> None:
    """Give sources of `raw` their old files back, with the days these came in, and note that they are kept."""
    locks = [_lock(folder) for folder in (old, raw)]
    before, now = (lock.read(path) for path in locks)
    for slug in slugs:
        shutil.rmtree(raw / slug, ignore_errors=True)
        if (old / slug).exists():
            shutil.copytree(old / slug, raw / slug, copy_function=_link)
        now = {key: entry for key, entry in now.items() if not key.startswith(f"{slug}/")}
        now |= {key: entry for key, entry in before.items() if key.startswith(f"{slug}/")}
    lock.write(locks[1], now)
    kept.tell(raw, slugs, slugs, kept.read(old))


def _difference(contract: str) -> str:
    keys = [k for k in KEYS[contract] if k != "source"]
    on = " AND ".join(f"o.{k} = n.{k}" for k in KEYS[contract])
    value = _VALUES.get(contract)
    moved = f"o.{value} IS DISTINCT FROM n.{value}" if value else "FALSE"
    by = f"median(abs(n.{value} / nullif(o.{value}, 0) - 1)) FILTER ({moved})" if value else "NULL::DOUBLE"
    first = keys[0]
    return f"""
        SELECT
            coalesce(o.source, n.source) AS source, count(o.{first}), count(n.{first}),
            count(n.{first}) FILTER (o.{first} IS NULL), count(o.{first}) FILTER (n.{first} IS NULL),
            count(*) FILTER (o.{first} IS NOT NULL AND n.{first} IS NOT NULL AND {moved}),
            {by.replace("FILTER (", f"FILTER (o.{first} IS NOT NULL AND n.{first} IS NOT NULL AND ")}
        FROM old.staging.{contract} AS o FULL JOIN new.staging.{contract} AS n ON {on}
        GROUP BY 1 ORDER BY 1
    """


def version(warehouse: Path) -> str:
    """The data version of a warehouse; "" where there is none, or one that cannot be read: it is then built anew."""
    try:
        with duckdb.connect(str(warehouse), read_only=True) as con:
            [(found,)] = con.execute("SELECT data_version FROM catalog.build").fetchall()
    except (duckdb.Error, ValueError):
        return ""
    return str(found)


def held_back(warehouse: Path) -> dict[str, str]:
    """The sources of a warehouse that keep their last vintage, with the day since which they do."""
    with duckdb.connect(str(warehouse), read_only=True) as con:
        return dict(con.execute("SELECT source, since FROM catalog.kept").fetchall())


def _record(candidate: Path, warehouse: Path | None, changes: list[Change]) -> None:
    """Carry the data changelog over from the old warehouse and add this day's changes."""
    day = datetime.now(UTC).date()
    with duckdb.connect(str(candidate)) as con:
        if warehouse:
            con.execute(f"ATTACH '{warehouse}' AS old (READ_ONLY)")
            con.execute("INSERT INTO catalog.change SELECT * FROM old.catalog.change")
            con.execute("DETACH old")
        for c in changes:
            marks = ", ".join("?" * (1 + len(fields(c))))
            con.execute(f"INSERT INTO catalog.change VALUES ({marks})", [day, *astuple(c)])
        con.execute("CHECKPOINT")


def _keep(warehouse: Path, folder: Path, held: str, most: int) -> None:
    """Give the warehouse a second name, which it keeps when the new one takes its first; of those, `most` stay."""
    folder.mkdir(exist_ok=True)
    part = folder / f"{held}.part"
    part.unlink(missing_ok=True)
    part.hardlink_to(warehouse.resolve())
    part.replace(folder / f"{held}.duckdb")
    part.unlink(missing_ok=True)  # two names of one file: the rename of one to the other does nothing
    oldest_last = sorted(folder.glob("*.duckdb"), key=lambda p: p.stat().st_mtime_ns, reverse=True)
    for path in oldest_last[most:]:
        path.unlink()


def _copy(raw: Path, copy: Path) -> None:
    """A second folder of the raw files, with what is noted beside them.

    Hard links: a fetched file replaces its name, never the bytes that raw/ still holds.
    """
    _drop(copy)
    if raw.exists():
        shutil.copytree(raw, copy, copy_function=_link)
    copy.mkdir(exist_ok=True)
    for beside in (_lock, kept.path):
        if beside(raw).exists():
            shutil.copy2(beside(raw), beside(copy))


def _drop(copy: Path) -> None:
    shutil.rmtree(copy, ignore_errors=True)
    for beside in (_lock, kept.path):
        beside(copy).unlink(missing_ok=True)


def _lock(raw: Path) -> Path:
    """The lock of a folder of raw files, beside it."""
    return raw.with_name(raw.name + ".lock.toml")


def _swap(fresh: Path, raw: Path) -> None:
    old = _old(raw)
    shutil.rmtree(old, ignore_errors=True)
    if raw.exists():
        raw.rename(old)
    fresh.rename(raw)
    if _lock(fresh).exists():
        _lock(fresh).replace(_lock(raw))
    if kept.path(fresh).exists():
        kept.path(fresh).replace(kept.path(raw))
    else:
        kept.path(raw).unlink(missing_ok=True)
    shutil.rmtree(old, ignore_errors=True)


def _old(raw: Path) -> Path:
    """Where raw/ stands while the fresh one takes its name."""
    return raw.with_name("raw.old")


def _link(source: str, target: str) -> None:
    Path(target).hardlink_to(source)
