"""Where a number comes from: its key, value and formula, the tables it stands on, their rows, sources and files.

Everything is read from the warehouse's own catalog: catalog.model says what each table reads, so nothing is declared
twice. The rows shown are those of the tables read directly, and of those below until a table that names its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dashboard.state import State
from dashboard.view import named
from dashboard.warehouse import Opened, Row, Warehouse

LIMIT = 60  # rows shown of one table
_BOTH = {"exporter_iso3": "export_", "importer_iso3": "import_"}  # the columns that a mart gathers them in
_SIDES = re.compile(r"\b(exporter_iso3|importer_iso3) AS iso3\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\byear BETWEEN (\d{4}) AND (\d{4})", re.IGNORECASE)
_FIXED = re.compile(r"\byear = (\d{4})\b", re.IGNORECASE)
_BACK = re.compile(r"\blag\(|\byear [-+] 1\b", re.IGNORECASE)
_QUOTED = re.compile(r"'([a-z0-9_]+)'")
_PARTNER = re.compile(r"\biso3 = \w+\.(exporter|importer)_iso3\b", re.IGNORECASE)
_PART = re.compile(r"\bpart = '([a-z]+)'", re.IGNORECASE)
_WHOLE = ("WLD", "EU27")  # values that every country's rows make


class NoIndicatorError(Exception):
    """There is no such indicator."""


@dataclass(frozen=True)
class Key:
    """What identifies a value; year None: the indicator has no value at all for the rest of the key."""

    indicator: str
    year: int | None
    metal: str
    stage: str
    iso3: str


@dataclass(frozen=True)
class Model:
    """A table on the way: its layer and name, what it says it is, the tables it reads, its SQL."""

    table: str
    about: str
    reads: tuple[str, ...]
    sql: str


@dataclass(frozen=True)
class Input:
    """Rows of one table for the key: how many, the first of them, how many withheld; earlier: rows of a year before.

    whole: of a table read for one country, its amounts summed over all, which is what a share divides by; of how many.
    """

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    count: int
    withheld: int = 0
    earlier: bool = False
    sources: frozenset[str] = frozenset()
    whole: Mapping[str, float] = field(default_factory=dict)
    whole_count: int = 0


@dataclass(frozen=True)
class Trace:
    """A value and all it stands on."""

    key: Key
    value: float | None
    indicator: Mapping[str, Any]
    notes: tuple[str, ...]
    models: tuple[Model, ...]
    inputs: tuple[Input, ...]
    sources: tuple[Mapping[str, Any], ...] = ()


def trace(warehouse: Warehouse, state: State, limit: int = LIMIT) -> Trace:
    """The value that a state names, traced with `limit` rows of each table; NoIndicatorError: no such indicator.

    Metal, stage and country fall back to 'all' and to the world (or the EU) where the indicator has no other.
    """
    opened = warehouse.opened()
    slug = state.indicator
    if slug not in opened.vocabulary["indicator"]:
        raise NoIndicatorError(slug)
    (about,) = warehouse.rows("select * from catalog.indicator where indicator = $x", {"x": slug})
    key, value = _value(warehouse, state)
    models = tuple(tables(warehouse, f"indicators.{slug}"))
    reader = _Inputs(warehouse, opened, key, limit)
    inputs = tuple(reader.all(models)) if value is not None else ()
    return Trace(
        key,
        value,
        about,
        tuple(_notes(warehouse, key)),
        models,
        inputs,
        tuple(source(warehouse, s) for s in sorted(reader.sources) if s in opened.sources),
    )


def _value(warehouse: Warehouse, state: State) -> tuple[Key, float | None]:
    """The nearest key that the indicator has: what the state names first, the latest year where it names none."""
    table = f"indicators.{state.indicator}"
    sql = f"""
        select year, metal, stage, iso3, value from {table}
        where metal in ($metal, 'all')
            and iso3 in ($country, 'WLD', 'EU27')
            and ($year is null or year = $year)
            and ($named is null or stage in ($named, 'all'))
        order by metal = $metal desc, iso3 = $country desc, stage = $stage desc, year desc, stage
        limit 1
    """  # noqa: S608 - a table that the catalog lists
    named = None if "stage" in state.implied else state.stage
    found = warehouse.rows(sql, vars(state) | {"named": named})
    if found and _answers(found[0], warehouse, table, state):
        r = found[0]
        return Key(state.indicator, r["year"], r["metal"], r["stage"], r["iso3"]), r["value"]
    return Key(state.indicator, state.year, state.metal, state.stage, state.country), None


def _answers(row: Row, warehouse: Warehouse, table: str, state: State) -> bool:
    """Whether the row is what was asked for: the world's value is no answer for a country that has its own series."""
    if row["iso3"] == state.country and row["metal"] == state.metal:
        return True
    sql = f"select 1 from {table} where iso3 not in ('WLD', 'EU27') limit 1"  # noqa: S608 - as above
    by_country = bool(warehouse.rows(sql, {}))
    sql = f"select 1 from {table} where metal <> 'all' limit 1"  # noqa: S608 - as above
    by_metal = bool(warehouse.rows(sql, {}))
    return (row["iso3"] == state.country or not by_country) and (row["metal"] == state.metal or not by_metal)


def _notes(warehouse: Warehouse, key: Key) -> Iterator[str]:
    sql = """
        select distinct code from marts.indicator_note
        where indicator = $indicator and (year = $year or $year is null and code <> 'provisional')
            and metal in ($metal, 'all') and stage in ($stage, 'all') and iso3 in ($iso3, 'WLD', 'all')
        order by code
    """
    for row in warehouse.rows(sql, vars(key)):
        yield row["code"]


def tables(warehouse: Warehouse, *asked: str) -> Iterator[Model]:
    """The models of tables and of those they stand on, nearest first; tables that no model makes are left out."""
    found = {
        f"{r['layer']}.{r['name']}": r
        for r in warehouse.rows("select layer, name, sql, meta ->> 'about' as about, reads from catalog.model", {})
    }
    queue, seen = list(asked), set(asked)
    while queue:
        name = queue.pop(0)
        if name in found:
            r = found[name]
            reads = tuple(r["reads"].split())
            yield Model(name, r["about"] or "", reads, r["sql"])
            queue += [t for t in reads if t not in seen]
            seen |= set(reads)


class _Inputs:
    """Rows of the tables below a value, and the sources they name."""

    def __init__(self, warehouse: Warehouse, opened: Opened, key: Key, limit: int = LIMIT) -> None:
        self.warehouse, self.key, self.limit = warehouse, key, limit
        self.own = sorted(s for s, note in opened.sources.items() if note.redistribution == "own use")
        self.known = set(opened.sources)
        self.sources: set[str] = set()
        self.asked = ""  # the indicator's own SQL
        self.pillar = ""  # of the hub index, whose indicator it is

    def all(self, models: tuple[Model, ...]) -> Iterator[Input]:
        """Every table read, down to the first that names its source; facts of the catalog are left out.

        What lies below a composite's indicators has a lineage of its own, one click away: only its sources count.
        """
        by_table = {m.table: m for m in models}
        self.asked = models[0].sql
        composite = any(read.startswith("index.") for read in models[0].reads)
        self.pillar = part[1] if composite and (part := _PART.search(self.asked)) and part[1] != "index" else ""
        inside = {f"indicators.{slug}" for slug in self._of_pillar()}
        queue = [(read, models[0]) for read in models[0].reads]
        seen: set[tuple[str, str]] = set()
        while queue:
            table, reader = queue.pop(0)
            # Below a composite, one table is read for several indicators, each its own rows of it.
            visit = (table, reader.table if composite else "")
            if visit in seen or table.startswith("catalog."):
                continue
            of_pillar = not self.pillar or reader.table != "index.hub_input" or table in inside
            if table.startswith("indicators.") and not of_pillar:
                continue
            seen.add(visit)
            columns = self._columns(table)
            found = self._rows(table, columns, reader)
            self.sources |= found.sources
            if not composite or table.startswith("index."):
                yield found
            if "source" not in columns and table in by_table:
                queue += [(read, by_table[table]) for read in by_table[table].reads]

    def _of_pillar(self) -> list[str]:
        sql = "select indicator from catalog.hub_indicator where pillar = $pillar"
        return [r["indicator"] for r in self.warehouse.rows(sql, {"pillar": self.pillar})]

    def _columns(self, table: str) -> list[str]:
        schema, name = table.split(".")
        sql = """
            select column_name from information_schema.columns
            where table_catalog = 'warehouse' and table_schema = $schema and table_name = $name
            order by ordinal_position
        """
        return [r["column_name"] for r in self.warehouse.rows(sql, {"schema": schema, "name": name})]

    def _rows(self, table: str, columns: list[str], reader: Model) -> Input:
        """Rows of one table that the key is made of; the nearest earlier year where the year itself has none."""
        (where, everywhere), values = self._conditions(table, columns, reader)
        year = "year" if "year" in columns else "extract(year from month)" if "month" in columns else ""
        if not year:
            return self._summed(self._read(table, columns, where, values), where, everywhere, values)
        within = f" and list_contains($years, {year})"
        asked, values = f"{where}{within}", values | {"years": self._years(reader)}
        found = self._read(table, columns, asked, values)
        if found.count:
            # The sum of several years is no denominator.
            single = f"{everywhere} and {year} = $year"
            return self._summed(found, where, single, values | {"year": self.key.year})
        latest = f"select max({year}) as year from {table} where {where} and {year} <= $year"  # noqa: S608 - catalog's
        before = self.warehouse.rows(latest, values | {"year": self.key.year})[0]["year"]
        if before is None:
            return found
        return replace(self._read(table, columns, asked, values | {"years": [before]}), earlier=True)

    def _years(self, reader: Model) -> list[int]:
        """The value's year, the one before it where the model looks back, or the fixed years that its SQL names."""
        assert self.key.year is not None
        if between := _BETWEEN.search(reader.sql):
            return list(range(int(between[1]), int(between[2]) + 1))
        back = [self.key.year - 1] if _BACK.search(reader.sql) else []
        return [*back, *(int(y) for y in _FIXED.findall(reader.sql)), self.key.year]

    def _conditions(self, table: str, columns: list[str], reader: Model) -> tuple[tuple[str, str], dict[str, Any]]:
        """The key as conditions on the columns that the table has, then the same for every country.

        `reader` tells the side of trade and the scores.
        """
        key = self.key
        parts, country = ["true"], []
        values: dict[str, Any] = {"metal": key.metal, "stage": key.stage, "iso3": key.iso3}
        # An indicator without a metal, a stage or a country says 'all' or the world where it is read.
        among = "{0} in (${0}, '{1}')" if table.startswith("indicators.") else "{0} = ${0}"
        parts += [among.format(c, "all") for c in ("metal", "stage") if c in columns and values[c] != "all"]
        if key.iso3 not in _WHOLE:
            partner = _PARTNER.search(reader.sql) if "score" in columns else None
            if partner:  # the scores are those of whom it trades with
                other = "importer" if partner[1].lower() == "exporter" else "exporter"
                traded = f"select {partner[1]}_iso3 from marts.pair where {other}_iso3 = $iso3 and year = $traded"  # noqa: S608 - two words
                parts.append(f"iso3 in ({traded} and metal = $metal and stage = $stage)")
                values["traded"] = key.year
            elif "iso3" in columns:
                country.append(among.format("iso3", "WLD"))
            sides = self._sides(reader)
            if sides[0] in columns:
                country.append("(" + " or ".join(f"{s} = $iso3" for s in sides) + ")")
        if "source" in columns and (only := sorted(self.known & set(_QUOTED.findall(reader.sql)))):
            parts.append("list_contains($only, source)")
            values["only"] = only
        for column in ("pillar", "part"):
            if self.pillar and column in columns:
                parts.append(f"{column} = $pillar")
                values["pillar"] = self.pillar
        if "score" in columns:
            parts.append("list_contains($scores, score)")
            values["scores"] = sorted(set(_QUOTED.findall(reader.sql)))
        others = ["iso3 <> 'WLD'"] if "iso3" in columns else []  # a printed total is no country
        return (" and ".join(parts + country), " and ".join(parts + others)), values

    def _sides(self, reader: Model) -> list[str]:
        """The country's side of a trade: the one that the reader names; where it gathers both, the indicator's."""
        named = sorted({s.lower() for s in _SIDES.findall(reader.sql)})
        if len(named) == 1 and not all(side in reader.sql for side in _BOTH):
            return named
        taken = [side for side, column in _BOTH.items() if column in self.asked]
        return taken or list(_BOTH)

    def _summed(self, found: Input, where: str, everywhere: str, values: dict[str, Any]) -> Input:
        """With the amounts of all countries, where the rows are one country's and none of those is for own use."""
        amounts = [c for c in found.columns if c.endswith(("_t", "_usd"))]
        if "$iso3" not in where or not amounts:
            return found
        sums = ", ".join(f"sum({c}) as {c}" for c in amounts)
        secret = f"coalesce(bool_or({self._secret(found.columns)}), false)"
        sql = f"select count(*) as whole, {secret} as secret, {sums} from {found.table} where {everywhere}"  # noqa: S608 - as in _read
        (row,) = self.warehouse.rows(sql, values | {"own": self.own})
        if row["secret"]:
            return found
        return replace(found, whole={c: row[c] for c in amounts if row[c] is not None}, whole_count=row["whole"])

    @staticmethod
    def _secret(columns: Sequence[str]) -> str:
        """The condition that a row is of a source for own use."""
        return "list_has_any(string_split(source, ' '), $own)" if "source" in columns else "false"

    def _read(self, table: str, columns: list[str], where: str, values: dict[str, Any]) -> Input:
        """The first rows that fit, those of sources for own use only counted but not shown."""
        secret = self._secret(columns)
        told = "list_sort(list_distinct(list(source)))" if "source" in columns else "[]::varchar[]"
        values = values | {"own": self.own, "limit": self.limit}
        counted = f"""
            select count(*) as count, count(*) filter ({secret}) as withheld, {told} as sources
            from {table} where {where}
        """  # noqa: S608 - tables and columns that the catalog lists, values bound
        (about,) = self.warehouse.rows(counted, values)
        weight = [f"{c} desc nulls last" for c in ("quantity_t", "value_usd", "value", "share") if c in columns]
        shown = f"""
            select * from {table} where {where} and not coalesce({secret}, false)
            order by {", ".join([*weight[:1], *columns])} limit $limit
        """  # noqa: S608 - as above
        rows = tuple(tuple(r.values()) for r in self.warehouse.rows(shown, values))
        sources = frozenset(slug for several in about["sources"] or () if several for slug in several.split())
        return Input(table, tuple(columns), rows, about["count"], about["withheld"], sources=sources)


def source(warehouse: Warehouse, slug: str) -> dict[str, Any]:
    """What the catalog says of a source, and the files it was read from."""
    (found,) = warehouse.rows("select * from catalog.source where source = $source", {"source": slug})
    files = warehouse.rows(
        "select file, bytes, sha256, fetched from catalog.file where source = $source order by file", {"source": slug}
    )
    return found | {"files": files}


def document(found: Trace, state: State, version: str) -> dict[str, Any]:
    """A trace as plain data for JSON: codes as they are, names beside the ones that people read."""
    key, about = found.key, found.indicator
    return {
        "indicator": key.indicator,
        "name": named("indicator", key.indicator, state.lang),
        "key": {"year": key.year, "metal": key.metal, "stage": key.stage, "country": key.iso3},
        "value": found.value,
        "unit": about["unit"],
        "formula": about["formula"],
        "reference": about["reference"],
        "better": about["better"],
        "sql": about["sql"],
        "notes": [{"code": c, "text": named("note", c, state.lang)} for c in found.notes],
        "models": [{"table": m.table, "about": m.about, "reads": list(m.reads), "sql": m.sql} for m in found.models],
        "inputs": [
            {
                "table": i.table,
                "count": i.count,
                "withheld": i.withheld,
                "earlier_year": i.earlier,
                "columns": list(i.columns),
                "rows": [list(r) for r in i.rows],
                "all_countries": {"count": i.whole_count, **i.whole} if i.whole else None,
            }
            for i in found.inputs
        ],
        "sources": list(found.sources),
        "data_version": version,
    }
