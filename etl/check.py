"""Every table's key and checks, run on a built warehouse: what fails, with sample rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from etl.model import Model, load
from etl.source import KEYS

SAMPLE = 5

# What no row of a contract can be, whoever publishes it: a slip of a digit, a unit or a column passes a reader, and
# stops here. Bounds are some ten times what has ever been counted, or the ends of a scale.
PLAUSIBLE: dict[str, tuple[str, ...]] = {
    "trade": ("value_usd BETWEEN 0 AND 1e13", "gross_weight_t BETWEEN 0 AND 1e10"),
    "trade_total": ("export_usd BETWEEN 0 AND 1e14", "import_usd BETWEEN 0 AND 1e14"),
    "production": ("quantity_t BETWEEN 0 AND 3e10",),
    "reserve": ("quantity_t BETWEEN 0 AND 1e13",),
    "price": ("value BETWEEN 0 AND 1e7",),
    "price_year": ("value BETWEEN 0 AND 1e7",),
    "score": (
        "unit <> 'percent' OR value BETWEEN 0 AND 100 OR score = 'trade_gdp'",
        "score <> 'trade_gdp' OR value BETWEEN 0 AND 1000",
        "unit <> 'index_0_100' OR value BETWEEN 0 AND 100",
        "unit <> 'score_1_5' OR value BETWEEN 1 AND 5",
        "unit <> 'wgi_estimate' OR value BETWEEN -5 AND 5",
        "unit <> 'g_co2e_per_kwh' OR value BETWEEN 0 AND 2000",
        "unit <> 'twh' OR value BETWEEN 0 AND 1e5",
        "unit <> 'count' OR value BETWEEN 0 AND 2e10",
        "unit <> 'per_million' OR value BETWEEN 0 AND 1e5",
    ),
    "site": ("capacity_t BETWEEN 0 AND 1e9", "latitude BETWEEN -90 AND 90", "longitude BETWEEN -180 AND 180"),
    "distance": ("km BETWEEN 0 AND 20100",),
    "footprint": ("kg_co2e_per_kg BETWEEN 0 AND 1e6", "mj_per_kg BETWEEN 0 AND 1e7"),
    "supply_share": ("share BETWEEN 0 AND 1", "trade_parameter BETWEEN 0.8 AND 1.5"),
    "crm_parameter": ("ir BETWEEN 0 AND 1", "eol_rir BETWEEN 0 AND 1", "si_sr BETWEEN 0 AND 1"),
    "crm_score": ("sr BETWEEN 0 AND 10", "ei BETWEEN 0 AND 10"),
}


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
    return found + [f for rule in model.meta["checks"] for f in _broken(con, model.table, rule)]


def staging(con: duckdb.DuckDBPyConnection) -> list[Failure]:
    """Keys and bounds of every contract table; a failure knows whose rows break it."""
    found = [
        replace(f, sources=tuple(sorted({str(row[columns.index("source")]) for row in f.sample})))
        for contract, columns in KEYS.items()
        for f in key(con, f"staging.{contract}", columns)
    ]
    for contract, rules in PLAUSIBLE.items():
        for rule in rules:
            found += _broken(con, f"staging.{contract}", rule)
    return found


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
    rules = 2 * len(KEYS) + sum(map(len, PLAUSIBLE.values())) + sum(2 + len(m.meta["checks"]) for m in models)
    print(f"{len(models)} models, {rules} rules checked, {len(found)} broken")
    return 1 if found else 0


def _broken(con: duckdb.DuckDBPyConnection, table: str, rule: str) -> list[Failure]:
    """Rows of a table that break a rule, and whose they are, where they say so."""
    broken = f"FROM {table} WHERE NOT ({rule})"
    found = _failures(con, table, rule, f"SELECT * {broken}")
    if not found:
        return []
    named = "source" in [c[0] for c in con.execute(f"SELECT * FROM {table} LIMIT 0").description or ()]
    rows = con.execute(f"SELECT DISTINCT source {broken}").fetchall() if named else []
    slugs = {slug for (source,) in rows for slug in (source or "").split()}
    return [replace(f, sources=tuple(sorted(slugs))) for f in found]


def _failures(con: duckdb.DuckDBPyConnection, table: str, rule: str, query: str) -> list[Failure]:
    # Tables and rules come from the project's own files, never from outside.
    [(count,)] = con.execute(f"SELECT count(*) FROM ({query})").fetchall()
    if not count:
        return []
    return [Failure(table, rule, count, con.execute(f"{query} LIMIT {SAMPLE}").fetchall())]
