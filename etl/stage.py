"""Publisher files, or the committed snapshot of them, become the staging tables."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

import etl.sources
from etl import kept
from etl.source import CONTRACTS, KEYS, Row, Source, SourceError

_ARROW = {int: pa.int32(), str: pa.string(), float: pa.float64(), bool: pa.bool_(), date: pa.date32()}
_BLOCK = 50_000


@dataclass(frozen=True)
class Origin:
    """Where one source's rows of this build come from: its files, each with size, hash and day of fetching."""

    source: Source
    files: tuple[tuple[str, int, str, str], ...]
    via: str  # 'raw' or 'snapshot'
    kept: str = ""  # the day since which fetching it has failed, as ISO


def readers() -> dict[str, ModuleType]:
    """slug → module, for every module or package of etl/sources."""
    found = {}
    for info in pkgutil.iter_modules(etl.sources.__path__):
        module = importlib.import_module(f"etl.sources.{info.name}")
        found[module.SOURCE.slug] = module
    return found


def schema(contract: str) -> pa.Schema:
    """Arrow schema of a contract, from the annotations of its NamedTuple."""
    return pa.schema([pa.field(n, _ARROW[_kind(h)]) for n, h in get_type_hints(CONTRACTS[contract]).items()])


def _kind(hint: Any) -> type:
    """int, str, float, bool or date behind `X | None`; a Literal is text."""
    options = [o for o in get_args(hint) or (hint,) if o is not type(None)]
    return options[0] if isinstance(options[0], type) else str


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Make every staging table, empty: a model may read a contract that no source feeds yet."""
    con.execute("CREATE SCHEMA staging")
    for contract in CONTRACTS:
        _insert(con, contract, schema(contract).empty_table(), create=True)


def origin(module: ModuleType, raw: Path, snapshot: Path) -> Origin | None:
    """Where a build would take the source from: data/raw/<slug> where it stands, else the snapshot, else nowhere."""
    source: Source = module.SOURCE
    folder = raw / source.slug
    since = kept.read(raw).get(source.slug, "")
    if folder.is_dir() and any(folder.rglob("*.*")):
        return Origin(source, _files(source, folder, raw), "raw", since)
    if not any(snapshot.glob(f"*/{source.slug}.parquet")):
        return None
    listed = tomllib.loads((snapshot / "sources.toml").read_text(encoding="utf-8"))[source.slug]["files"]
    return Origin(source, tuple((f["name"], f["size"], f["sha256"], f["date"]) for f in listed), "snapshot", since)


def load(con: duckdb.DuckDBPyConnection, module: ModuleType, raw: Path, snapshot: Path) -> Origin | None:
    """Fill staging from where the source stands; None where it stands nowhere."""
    found = origin(module, raw, snapshot)
    if found and found.via == "raw":
        for contract, table in tables(module, raw / found.source.slug):
            _insert(con, contract, table)
    elif found:
        for path in sorted(snapshot.glob(f"*/{found.source.slug}.parquet")):
            try:
                table = pq.read_table(path)
            except (pa.ArrowInvalid, OSError) as error:
                raise SourceError(str(path), "-", str(error)[:200], "is not a readable Parquet file") from error
            _insert(con, path.parent.name, table.cast(schema(path.parent.name)))
    return found


def order(con: duckdb.DuckDBPyConnection) -> None:
    """Sort every staging table by its key: the same rows then make the same table, whatever they were read from."""
    for contract, columns in KEYS.items():
        con.execute(
            f"CREATE OR REPLACE TABLE staging.{contract} AS FROM staging.{contract} ORDER BY {', '.join(columns)}"
        )


def tables(module: ModuleType, folder: Path) -> Iterator[tuple[str, pa.Table]]:
    """(contract, Arrow table) blocks of a reader, whether it yields rows or tables.

    Whatever the reader did not foresee becomes a SourceError too, as does a source without a single row.
    """
    try:
        yield from _read(module, folder)
    except SourceError as error:
        error.sources = (module.SOURCE.slug,)
        raise


def _read(module: ModuleType, folder: Path) -> Iterator[tuple[str, pa.Table]]:
    source: Source = module.SOURCE
    slug, read = source.slug, 0
    # A reader may pass over what is not there: an edition that was lost would leave the tables without a word.
    wanted = {f: folder / (f.folder or source.vintage) / f.name for f in source.files if not f.optional}
    if lost := [path.relative_to(folder).as_posix() for path in wanted.values() if not path.exists()]:
        raise SourceError(lost[0], "-", f"{len(lost)} of {len(wanted)} files", f"cannot be read in {folder}: fetch it")
    try:
        for contract, table in module.tables(folder) if hasattr(module, "tables") else _blocks(module.rows(folder)):
            read += table.num_rows
            yield contract, table
    except SourceError:
        raise
    except OSError as error:
        raise SourceError(slug, "-", str(error)[:200], f"cannot be read in {folder}: fetch it") from error
    except Exception as error:
        said = f"{type(error).__name__}: {str(error)[:200]}"
        raise SourceError(slug, "-", said, "is more than its reader foresaw: is the file another one?") from error
    if not read:
        raise SourceError(slug, "-", str(folder), "gives no row at all")


def _blocks(rows: Iterable[Row]) -> Iterator[tuple[str, pa.Table]]:
    names = {kind: contract for contract, kind in CONTRACTS.items()}
    iterator = iter(rows)
    while block := list(islice(iterator, _BLOCK)):
        for kind, contract in names.items():
            if mine := [r for r in block if type(r) is kind]:
                fields = schema(contract)
                columns = [pa.array(list(c), f.type) for c, f in zip(zip(*mine, strict=True), fields, strict=True)]
                yield contract, pa.Table.from_arrays(columns, schema=fields)


def _insert(con: duckdb.DuckDBPyConnection, contract: str, table: pa.Table, *, create: bool = False) -> None:
    con.register("incoming", table)
    if create:
        con.execute(f"CREATE TABLE staging.{contract} AS SELECT * FROM incoming")
    else:
        con.execute(f"INSERT INTO staging.{contract} BY NAME SELECT * FROM incoming")
    con.unregister("incoming")


def _files(source: Source, folder: Path, raw: Path) -> tuple[tuple[str, int, str, str], ...]:
    """Name, size, SHA-256 and day of fetching of the source's files, the day from the lock file beside raw/."""
    lock = raw.with_name(raw.name + ".lock.toml")
    days = tomllib.loads(lock.read_text(encoding="utf-8")) if lock.exists() else {}
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".part"):
        name = path.relative_to(folder).as_posix()
        entry = _locked(days, source.slug, name)
        found.append((name, path.stat().st_size, sha256(path), str(entry.get("date", ""))))
    return tuple(found)


def _locked(lock: dict[str, object], slug: str, name: str) -> dict[str, object]:
    files = lock.get(slug, {})
    entry = files.get(name, {}) if isinstance(files, dict) else {}
    return entry if isinstance(entry, dict) else {}


def sha256(path: Path) -> str:
    """Hex digest of a file, read in blocks."""
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def described(origin: Origin) -> dict[str, object]:
    """The source's fields as plain data, for catalog.source and the snapshot's manifest."""
    fields = asdict(origin.source)
    return {k: fields[k] for k in ("publisher", "title", "vintage", "page", "licence", "redistribution", "citation")}
