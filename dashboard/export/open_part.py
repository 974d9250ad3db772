"""Which rows of the warehouse may be passed on: all but those of sources kept for own use, and what repeats them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

SCHEMAS = ("catalog", "staging", "marts", "indicators", "index")
# Tables without a source column that rest on these keep out the cells whose source there is for own use. A composite
# or a total over several metals lacks these columns: it repeats no row of anyone's, and stays.
_WITNESSES = {"marts.series": ("year", "metal", "stage"), "marts.price_year": ("year", "metal", "stage")}


@dataclass(frozen=True)
class Table:
    """One table with the SELECT of its open rows; columns by name with DuckDB's type."""

    schema: str
    name: str
    columns: Mapping[str, str]
    key: tuple[str, ...]
    about: str
    sql: str

    @property
    def label(self) -> str:
        """Name with its schema."""
        return f"{self.schema}.{self.name}"


def tables(cursor: duckdb.DuckDBPyConnection) -> list[Table]:
    """Every table with open rows, in the order of schemas and names; `cursor` looks at a warehouse."""
    columns: dict[tuple[str, str], dict[str, str]] = {}
    for schema, name, column, kind in cursor.execute(
        "select schema_name, table_name, column_name, data_type from duckdb_columns() "
        "where database_name = current_database() and schema_name in (select unnest($1)) "
        "order by schema_name, table_name, column_index",
        [list(SCHEMAS)],
    ).fetchall():
        columns.setdefault((schema, name), {})[column] = kind
    models = {
        f"{layer}.{name}": _Model(reads.split(), sql, tuple(key or ()), about or "")
        for layer, name, reads, sql, key, about in cursor.execute(
            "select layer, name, reads, sql, cast(meta->'$.key' as varchar[]), meta->>'$.about' from catalog.model"
        ).fetchall()
    }
    own = [
        r[0] for r in cursor.execute("select source from catalog.source where redistribution = 'own use'").fetchall()
    ]
    scores = [
        r[0]
        for r in cursor.execute(
            "select distinct score from staging.score where list_contains($1, source)", [own]
        ).fetchall()
    ]
    found = []
    for (schema, name), of in sorted(columns.items(), key=lambda c: (SCHEMAS.index(c[0][0]), c[0][1])):
        label = f"{schema}.{name}"
        model = models.get(label, _Model([], "", (), ""))
        reach = _reach(label, models)
        # A table without a source column that names an own-use score is made of it.
        made_of = any(f"'{s}'" in models[r].sql for r in {label, *reach} & models.keys() for s in scores)
        found.append(
            Table(schema, name, of, model.key, model.about, _select(schema, name, of, own, None if made_of else reach))
        )
    return found


@dataclass(frozen=True)
class _Model:
    reads: list[str]
    sql: str
    key: tuple[str, ...]
    about: str


def _reach(label: str, models: Mapping[str, _Model]) -> set[str]:
    """Every table that a table rests on, however far below."""
    seen: set[str] = set()
    below = [label]
    while below:
        model = models.get(below.pop())
        new = set(model.reads if model else ()) - seen
        seen |= new
        below += new
    return seen


def _listed(slugs: list[str]) -> str:
    """These texts as a list of SQL."""
    return "[" + ", ".join("'" + s.replace("'", "''") + "'" for s in slugs) + "]::varchar[]"


def _select(schema: str, name: str, columns: Mapping[str, str], own: list[str], reach: set[str] | None) -> str:
    """The SELECT of a table's open rows: the catalog is facts about the house, every other row has its source.

    own: sources for own use; reach: the tables below, None where one of their scores is for own use.
    """
    sql = f'select t.* from {schema}."{name}" as t'  # noqa: S608 - names of the warehouse's own tables
    if schema == "catalog" or not own:
        return sql
    if "source" in columns:
        # A source column may name several, blank between them. No join: the first rows are there at once.
        return f"{sql} where not list_has_any(string_split(coalesce(t.source, ''), ' '), {_listed(own)})"
    if reach is None:
        return f"{sql} where false"
    conditions = [
        f"not exists (select 1 from {table} as w where list_contains({_listed(own)}, w.source)"  # noqa: S608
        f" and {' and '.join(f'w.{c} is not distinct from t.{c}' for c in keys)})"
        for table, keys in _WITNESSES.items()
        if table in reach and columns.keys() >= {*keys}
    ]
    return f"{sql} where {' and '.join(conditions)}" if conditions else sql
