"""What came back with less than it held: a whole metal, year, score or list gone, or a fifth of the rows."""

from __future__ import annotations

from typing import NamedTuple

import duckdb

from etl import kept

# What a source of a contract is made of, each as a whole: a sheet, a member or a column that went missing takes one.
_PARTS = {
    "trade": "hs_revision || ' ' || year",
    "trade_export": "hs_revision || ' ' || year",
    "trade_total": "hs_revision || ' ' || year",
    "production": "metal || ' ' || stage",
    "reserve": "metal",
    "price": "series",
    "price_year": "metal || ' ' || series",
    "score": "score",
    "bloc": "bloc",
    "supply_share": "material || ' ' || stage",
    "membership": "membership || ' ' || wording",
}


class Loss(NamedTuple):
    """One thing that a source held and no longer holds."""

    source: str
    contract: str
    what: str

    def __str__(self) -> str:
        return f"{self.source} ({self.contract}: {self.what})"


def found(con: duckdb.DuckDBPyConnection, contract: str, old: str, new: str) -> list[Loss]:
    """Losses of every source of `old`, a relation of the contract, in `new`, another one."""
    lost: list[Loss] = []
    if part := _PARTS.get(contract):
        gone = con.execute(f"""
            FROM (SELECT source, {part} AS part FROM {old} EXCEPT SELECT source, {part} FROM {new})
            WHERE part IS NOT NULL ORDER BY ALL
        """).fetchall()
        lost += [Loss(source, contract, f"no {what}") for source, what in gone]
    counts = con.execute(f"""
        SELECT source, count(*) AS before, any_value(coalesce(n.rows, 0)) AS after
        FROM {old} LEFT JOIN (SELECT source, count(*) AS rows FROM {new} GROUP BY ALL) AS n USING (source)
        GROUP BY ALL HAVING after < {1 - kept.SHRINK} * before ORDER BY source
    """).fetchall()
    told = {loss.source for loss in lost}
    return lost + [Loss(s, contract, f"{before:,} → {after:,} rows") for s, before, after in counts if s not in told]
