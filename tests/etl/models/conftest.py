"""A world small enough to work by hand: four countries, two metals, one table of facts at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import duckdb
import pytest

from etl import facts, stage
from etl.model import Model, lineage, load

Rows = list[tuple[Any, ...]]
COUNTRIES = [
    ("MAR", "country", True, False),
    ("COD", "country", True, False),
    ("FRA", "country", False, True),
    ("DEU", "country", False, True),
    ("CHN", "country", False, False),
    ("WLD", "pseudo", False, False),
    ("OTH", "pseudo", False, False),
    ("XXX", "pseudo", False, False),
]


@cache
def _models() -> dict[str, Model]:
    return {m.table: m for m in load()}


class World:
    """Staging and catalog tables to fill row by row, and models to read back by name."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con
        self.models = _models()
        stage.create(con)
        for schema in ("catalog", "marts", "indicators", "index"):
            con.execute(f"CREATE SCHEMA {schema}")
        for name, columns in facts.TABLES.items():
            con.execute(f"CREATE TABLE catalog.{name} ({columns})")
        self.add("catalog.country", [(*c, None, None, None, None) for c in COUNTRIES])

    def add(self, table: str, rows: Rows) -> None:
        """Append rows, in column order."""
        self.con.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)

    def series(self, metal: str, stage_: str, codes: list[str], revision: str = "HS92", shared: bool = False) -> None:
        """Declare one trade series of metals.toml."""
        self.add("catalog.series", [(metal, stage_, revision, None)])
        self.add("catalog.hs_code", [(metal, stage_, revision, code, shared, False) for code in codes])

    def trade(self, rows: Rows, revision: str = "HS92") -> None:
        """Add BACI rows (year, hs6, exporter, importer, USD, tonnes)."""
        self.add("staging.trade", [(y, revision, k, i, j, v, q, "FOB", "baci") for y, k, i, j, v, q in rows])

    def produce(self, rows: Rows, source: str = "wmd", edition: str = "2026", basis: str = "content") -> None:
        """Add production rows (year, metal, stage, iso3, tonnes, flag)."""
        self.add("staging.production", [(y, m, s, i, q, basis, source, edition, f) for y, m, s, i, q, f in rows])

    def read(self, table: str) -> dict[tuple[Any, ...], Any]:
        """Rows of a model built afresh with all it reads: key columns → value (indicators) or → the other columns."""
        self.make(table)
        return self.rows(table)

    def rows(self, table: str) -> dict[tuple[Any, ...], Any]:
        """Rows of a model as it was last made."""
        cursor = self.con.execute(f"SELECT * FROM {table}")
        names = [d[0] for d in cursor.description]
        keys = self.models[table].meta["key"]
        found = {}
        for row in cursor.fetchall():
            record = dict(zip(names, row, strict=True))
            key = tuple(record.pop(k) for k in keys)
            found[key] = record["value"] if set(record) == {"value"} else record
        return found

    def make(self, *tables: str) -> None:
        """Build models afresh, after all they read, each once."""
        models = list(self.models.values())
        needed = {read for table in tables for read in (table, *lineage(table, models))}
        for model in models:
            if model.table in needed:
                source = model.sql
                if model.make:
                    self.con.register("made", model.make(self.con.sql(model.sql).to_arrow_table()))
                    source = "FROM made"
                self.con.execute(f"CREATE OR REPLACE TABLE {model.table} AS {source}")


@pytest.fixture
def world() -> Iterator[World]:
    with duckdb.connect() as con:
        yield World(con)


Approx = Callable[[float], Any]
