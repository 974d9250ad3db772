"""Every table's key and checks, run on a built warehouse: what fails, with sample rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from etl.model import Model, load
from etl.source import KEYS

SAMPLE = 5


@dataclass(frozen=True)
class Failure:
    """One key or check that does not hold: the table, the rule, how many rows break it, some of them, whose."""

    table: str
    rule: str
    count: int
    sample: list[tuple[object, ...]]
    sources: tuple[str, ...] = ()

    def __str__(self) -> str:
        rows = "\n".join(f"    {row}" for row in self.sample)
        return f"{self.table}: {self.rule}: {self.count} rows break it, among them\n{rows}"


def key(con: duckdb.DuckDBPyConnection, table: str, columns: tuple[str, ...] | list[str]) -> list[Failure]:
    """Rows of `table` that share a key, or whose key has a null."""
    names = ", ".join(columns)
    nulls = " OR ".join(f"{c} IS NULL" for c in columns)
    found = []
    for rule, query in (
        (f"key ({names}) is unique", f"SELECT {names}, count(*) FROM {table} GROUP BY {names} HAVING count(*) > 1"),
        (f"key ({names}) has no null", f"SELECT {names} FROM {table} WHERE {nulls}"),
    ):
        found += _failures(con, table, rule, query)
    return found


def checks(con: duckdb.DuckDBPyConnection, model: Model) -> list[Failure]:
    """Key and checks of one model; a check is an SQL condition that no row may break (a null keeps it).

    A failure of rows that name their source knows it, so that a refresh can do without that source's new files.
    """
    found = key(con, model.table, model.meta["key"])
    for rule in model.meta["checks"]:
        broken = f"FROM {model.table} WHERE NOT ({rule})"
        for failure in _failures(con, model.table, rule, f"SELECT * {broken}"):
            named = "source" in [c[0] for c in con.execute(f"SELECT * FROM {model.table} LIMIT 0").description or ()]
            rows = con.execute(f"SELECT DISTINCT source {broken}").fetchall() if named else []
            slugs = {slug for (source,) in rows for slug in (source or "").split()}
            found.append(replace(failure, sources=tuple(sorted(slugs))))
    return found


def staging(con: duckdb.DuckDBPyConnection) -> list[Failure]:
    """Keys of every contract table; a failure knows whose rows break it."""
    return [
        replace(f, sources=tuple(sorted({str(row[columns.index("source")]) for row in f.sample})))
        for contract, columns in KEYS.items()
        for f in key(con, f"staging.{contract}", columns)
    ]


def run(warehouse: Path) -> int:
    """Print every failure of a warehouse; return the exit code (0: all hold)."""
    if not warehouse.exists():
        print(f"{warehouse} does not exist: build it first (python -m etl build)")
        return 1
    models = load()
    with duckdb.connect(str(warehouse), read_only=True) as con:
        found = staging(con) + [f for model in models for f in checks(con, model)]
    for failure in found:
        print(failure)
    rules = 2 * len(KEYS) + sum(2 + len(m.meta["checks"]) for m in models)
    print(f"{len(models)} models, {rules} rules checked, {len(found)} broken")
    return 1 if found else 0


def _failures(con: duckdb.DuckDBPyConnection, table: str, rule: str, query: str) -> list[Failure]:
    # Tables and rules come from the project's own files, never from outside.
    [(count,)] = con.execute(f"SELECT count(*) FROM ({query})").fetchall()
    if not count:
        return []
    return [Failure(table, rule, count, con.execute(f"{query} LIMIT {SAMPLE}").fetchall())]
