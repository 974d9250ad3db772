"""The committed part of staging: open and credit rows as Parquet, with licence, citation, vintage and hashes."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from etl import stage
from etl.source import CONTRACTS, KEYS

LIMIT = 40 * 2**20
REDISTRIBUTABLE = ("open", "credit")


def write(raw: Path, snapshot: Path) -> int:
    """Read every redistributable source of `raw` into `snapshot`/<contract>/<slug>.parquet; return bytes written.

    Deterministic bytes for the same input. The old snapshot stays until the new one is whole; raises ValueError above
    LIMIT or when a source of the old snapshot has no raw files (a snapshot never loses a source by accident).
    """
    fresh = snapshot.with_name(snapshot.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    manifest: list[str] = []
    with duckdb.connect() as con:
        con.execute("SET threads = 1")
        stage.create(con)
        for slug, module in sorted(stage.readers().items()):
            if module.SOURCE.redistribution not in REDISTRIBUTABLE:
                continue
            origin = stage.load(con, module, raw, snapshot)
            if origin:
                manifest += _entry(slug, origin)
                _export(con, slug, fresh)
    (fresh / "sources.toml").write_text("\n".join(manifest) + "\n", encoding="utf-8")
    size = sum(p.stat().st_size for p in fresh.rglob("*") if p.is_file())
    if size > LIMIT:
        shutil.rmtree(fresh)
        raise ValueError(f"the snapshot would take {size:,} bytes, more than {LIMIT:,}")
    old = snapshot.with_name(snapshot.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if snapshot.exists():
        snapshot.rename(old)
    fresh.rename(snapshot)
    shutil.rmtree(old, ignore_errors=True)
    return size


def _export(con: duckdb.DuckDBPyConnection, slug: str, folder: Path) -> None:
    for contract in CONTRACTS:
        order = ", ".join(KEYS[contract])
        query = f"SELECT * FROM staging.{contract} WHERE source = $slug ORDER BY {order}"
        table = con.sql(query, params={"slug": slug}).to_arrow_table()
        if table.num_rows:
            path = folder / contract / f"{slug}.parquet"
            path.parent.mkdir(exist_ok=True)
            pq.write_table(table, path, compression="zstd", compression_level=19, store_schema=False)


def _entry(slug: str, origin: stage.Origin) -> list[str]:
    lines = [f"[{slug}]"]
    lines += [f"{name} = {_quoted(value)}" for name, value in stage.described(origin).items()]
    for name, size, digest, day in origin.files:
        lines += [f"[[{slug}.files]]", f"name = {_quoted(name)}", f"size = {size}"]
        lines += [f'sha256 = "{digest}"', f'date = "{day}"']
    return [*lines, ""]


def _quoted(value: object) -> str:
    text = str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{text}"'
