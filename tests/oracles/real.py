"""The warehouse against a second computation on the same raw files: python -m tests.oracles.real RAW WAREHOUSE."""

from __future__ import annotations

import math
import sys
from collections import Counter
from pathlib import Path

import duckdb

from tests.oracles import expected_output as output
from tests.oracles import expected_trade as trade
from tests.oracles.raw import Raw

TOLERANCE = 1e-9
PAIRS = ["exporter_iso3", "importer_iso3"]
# Where it is not indicators.<name>(year, metal, stage, iso3, value): table, value, key.
TABLES = {
    "pair": ("marts.pair", "value_usd", ["year", "metal", "stage", *PAIRS]),
    "trade_intensity": ("marts.trade_intensity", "value", ["year", "metal", "stage", *PAIRS]),
    "complementarity": ("marts.complementarity", "value", ["year", *PAIRS]),
}
PARTS = [
    trade.trade,
    trade.diversification,
    trade.complementarity,
    trade.networks,
    output.production,
    output.reserves,
    output.reliance,
    output.geopolrisk,
    output.spread,
    output.governance,
    output.prices,
]


def expected(raw: Path) -> dict[trade.Key, float | None]:
    """(table, *its key) → value; None: the table must have none."""
    read = Raw(raw)
    return {key: None if value is None else float(value) for part in PARTS for key, value in part(read)}


def differing(values: dict[trade.Key, float | None], warehouse: Path) -> list[str]:
    """One line for each value the warehouse gives otherwise, not at all, or against None."""
    found = []
    with duckdb.connect(str(warehouse), read_only=True) as con:
        for key, value in values.items():
            ours = _lookup(con, key)
            if not (ours == value if ours is None or value is None else _close(ours, value)):
                found.append(f"{' '.join(map(str, key))}: {value!r} from the raw files, {ours!r} in the warehouse")
    return found


def _close(one: float, other: float) -> bool:
    # Differences of sums (1 − Σ…) near zero have no relative meaning.
    return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=1e-12)


def _lookup(con: duckdb.DuckDBPyConnection, key: trade.Key) -> float | None:
    name = str(key[0])
    table, value, columns = TABLES.get(name, (f"indicators.{name}", "value", ["year", "metal", "stage", "iso3"]))
    query = f"SELECT {value} FROM {table} WHERE {' AND '.join(f'{c} = ?' for c in columns)}"
    row = con.execute(query, list(key[1:])).fetchone()
    return row[0] if row else None


if __name__ == "__main__":
    _, raw_folder, warehouse_file = sys.argv
    all_values = expected(Path(raw_folder))
    failures = differing(all_values, Path(warehouse_file))
    with_value = Counter(str(key[0]) for key, value in all_values.items() if value is not None)
    for table, count in sorted(Counter(str(key[0]) for key in all_values).items()):
        print(f"{table:24} {with_value[table]:6} values {count - with_value[table]:6} without")
    print(*failures, sep="\n")
    print(f"{len(all_values)} values compared, {len(failures)} differ")
    raise SystemExit(bool(failures))
