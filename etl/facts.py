"""Facts about the world, from etl/catalog, become the catalog tables: codes and numbers, never words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa

from etl import codes
from etl.model import Model
from etl.stage import Origin, described

TABLES = {
    "metal": "metal VARCHAR, symbol VARCHAR, family VARCHAR, rank INTEGER, eu_critical BOOLEAN, eu_strategic BOOLEAN, "
    "cese VARCHAR, gross_to_content DOUBLE",
    "alias": "metal VARCHAR, alias VARCHAR",
    "basis": "metal VARCHAR, stage VARCHAR, basis VARCHAR",
    "series": "metal VARCHAR, stage VARCHAR, hs_revision VARCHAR, until INTEGER",
    "lower_bound": "metal VARCHAR, stage VARCHAR",
    "hs_code": "metal VARCHAR, stage VARCHAR, hs_revision VARCHAR, hs6 VARCHAR, shared BOOLEAN, apart BOOLEAN",
    "country": "iso3 VARCHAR, kind VARCHAR, africa BOOLEAN, eu27 BOOLEAN, from_year INTEGER, to_year INTEGER, "
    "latitude DOUBLE, longitude DOUBLE",
    "theme": "theme VARCHAR, number INTEGER",
    "correction": "contract VARCHAR, source VARCHAR, year INTEGER, metal VARCHAR, stage VARCHAR, iso3 VARCHAR, "
    "published DOUBLE, corrected DOUBLE, reason VARCHAR, evidence VARCHAR",
    "price_series": "metal VARCHAR, stage VARCHAR, source VARCHAR, series VARCHAR, rank INTEGER",
    "project": "project VARCHAR, product VARCHAR, sponsor VARCHAR, partner VARCHAR, place VARCHAR, latitude DOUBLE, "
    "longitude DOUBLE, point VARCHAR, metals VARCHAR, stage VARCHAR, capacity DOUBLE, unit VARCHAR, "
    "investment DOUBLE, currency VARCHAR, status VARCHAR, date VARCHAR, planned VARCHAR, reference VARCHAR, "
    # What was announced before, where the capacity has changed since.
    "first_capacity DOUBLE, first_date VARCHAR, first_reference VARCHAR",
    "port": "port VARCHAR, name VARCHAR, iso3 VARCHAR, scope VARCHAR, latitude DOUBLE, longitude DOUBLE, "
    "status VARCHAR, date VARCHAR, planned VARCHAR, reference VARCHAR, note VARCHAR",
    "source": "source VARCHAR, publisher VARCHAR, title VARCHAR, vintage VARCHAR, page VARCHAR, licence VARCHAR, "
    "redistribution VARCHAR, citation VARCHAR, via VARCHAR",
    # Sources whose last vintage stays, with the day since which a fresher one could not be brought.
    "kept": "source VARCHAR, since VARCHAR",
    "source_rank": "source VARCHAR, stage VARCHAR, rank INTEGER",
    "file": "source VARCHAR, file VARCHAR, bytes BIGINT, sha256 VARCHAR, fetched VARCHAR",
    # place: where the indicator stands on its theme's page; null: listed there, without a figure.
    "indicator": "indicator VARCHAR, unit VARCHAR, better VARCHAR, theme VARCHAR, formula VARCHAR, reference VARCHAR, "
    "about VARCHAR, sql VARCHAR, reads VARCHAR, place INTEGER",
    "indicator_note": "indicator VARCHAR, code VARCHAR",
    "hub_indicator": "indicator VARCHAR, pillar VARCHAR, absent VARCHAR, weight VARCHAR",
    "hub_stage": "indicator VARCHAR, stage VARCHAR",
    "hub_metal": "metal VARCHAR",
    "hub_peer": "iso3 VARCHAR",
    "published": "id VARCHAR, publication VARCHAR, reference VARCHAR, quantity VARCHAR, kind VARCHAR, year INTEGER, "
    "metal VARCHAR, stage VARCHAR, iso3 VARCHAR, material VARCHAR, published DOUBLE, unit VARCHAR, tolerance DOUBLE, "
    "explanation VARCHAR",
    "model": "layer VARCHAR, name VARCHAR, sql VARCHAR, meta VARCHAR, reads VARCHAR",
    # Filled by refresh alone: what moved since the warehouse before.
    "change": "day DATE, contract VARCHAR, source VARCHAR, before BIGINT, after BIGINT, added BIGINT, "
    "withdrawn BIGINT, revised BIGINT, revised_by DOUBLE",
    "build": "data_version VARCHAR",
}


def write(con: duckdb.DuckDBPyConnection, models: list[Model], origins: list[Origin]) -> None:
    """Create and fill every catalog table but `build`, whose one row comes last."""
    con.execute("CREATE SCHEMA catalog")
    for name, columns in TABLES.items():
        con.execute(f"CREATE TABLE catalog.{name} ({columns})")
    _fill(con, "metal", _metals())
    _fill(con, "alias", ((m, a) for m, b in codes.metals().items() for a in b["aliases"]))
    _fill(con, "basis", ((m, s, v) for m, b in codes.metals().items() for s, v in b["production"].items()))
    _fill(con, "series", _series())
    trades = ((m, stage, series) for m, b in codes.metals().items() for stage, series in b.get("trade", {}).items())
    _fill(con, "lower_bound", ((m, stage) for m, stage, series in trades if series.get("lower")))
    _fill(con, "hs_code", _hs_codes())
    _fill(con, "country", _countries())
    _fill(con, "theme", ((r["theme"], int(r["number"])) for r in codes.rows("themes")))
    _fill(con, "correction", _corrections())
    _fill(con, "project", _listed("project"))
    _fill(con, "port", _listed("port"))
    prices = codes.rows("price_series")
    _fill(con, "price_series", ((r["metal"], r["stage"], r["source"], r["series"], int(r["rank"])) for r in prices))
    _fill(con, "source", ((o.source.slug, *described(o).values(), o.via) for o in origins))
    _fill(con, "kept", ((o.source.slug, o.kept) for o in origins if o.kept))
    _fill(con, "source_rank", ((o.source.slug, s, r) for o in origins for s, r in o.source.rank.items()))
    _fill(con, "file", ((o.source.slug, *f) for o in origins for f in o.files))
    indicators = [m for m in models if m.layer == "indicators"]
    _fill(con, "indicator", (_indicator(m) for m in indicators))
    _fill(con, "indicator_note", ((m.name, code) for m in indicators for code in m.meta.get("notes", [])))
    hub = codes.rows("hub")
    _fill(con, "hub_indicator", ((r["indicator"], r["pillar"], r["absent"] or None, r["weight"] or None) for r in hub))
    _fill(con, "hub_stage", ((r["indicator"], stage) for r in hub for stage in r["stages"].split()))
    _fill(con, "hub_metal", ((r["metal"],) for r in codes.rows("hub_metals")))
    _fill(con, "hub_peer", ((r["iso3"],) for r in codes.rows("hub_peers")))
    _fill(con, "published", _published())
    _fill(con, "model", ((m.layer, m.name, m.sql, json.dumps(m.meta, ensure_ascii=False), _reads(m)) for m in models))


def _fill(con: duckdb.DuckDBPyConnection, table: str, rows: Iterator[tuple[Any, ...]]) -> None:
    columns = [pa.array(list(c)) for c in zip(*rows, strict=True)]
    if columns:
        con.register("incoming", pa.Table.from_arrays(columns, names=[f"c{n}" for n in range(len(columns))]))
        con.execute(f"INSERT INTO catalog.{table} SELECT * FROM incoming")
        con.unregister("incoming")


def _reads(model: Model) -> str:
    return " ".join(sorted(model.reads))


def _indicator(m: Model) -> tuple[Any, ...]:
    meta = m.meta
    return (
        m.name,
        *(meta[k] for k in ("unit", "better", "theme", "formula", "reference")),
        meta.get("about", ""),
        m.sql,
        _reads(m),
        meta.get("place"),
    )


def _metals() -> Iterator[tuple[Any, ...]]:
    for slug, block in codes.metals().items():
        member = block["memberships"]
        factor = block.get("gross_to_content", {}).get("factor")
        yield (slug, block["symbol"], block["family"], block["rank"], "eu_critical" in member, "eu_strategic" in member,
               member.get("cese"), factor)  # fmt: skip


def _series() -> Iterator[tuple[Any, ...]]:
    for metal, block in codes.metals().items():
        for stage, series in block.get("trade", {}).items():
            yield metal, stage, series["revision"], series.get("until")


def _hs_codes() -> Iterator[tuple[Any, ...]]:
    for metal, block in codes.metals().items():
        for stage, series in block.get("trade", {}).items():
            for revision in sorted(k for k in series if k.startswith("HS")):
                for hs6 in series[revision]:
                    shared = revision == series["revision"] and hs6 in series.get("shared", [])
                    yield metal, stage, revision, hs6, shared, False
        for series in block.get("apart", []):
            for revision in sorted(k for k in series if k.startswith("HS")):
                for hs6 in series[revision]:
                    yield metal, series["stage"], revision, hs6, hs6 in series.get("shared", []), True


def _countries() -> Iterator[tuple[Any, ...]]:
    for row in codes.countries().values():
        years = (int(row[k]) if row[k] else None for k in ("from_year", "to_year"))
        point = (float(row[k]) if row[k] else None for k in ("latitude", "longitude"))
        yield (row["iso3"], row["kind"], row["africa"] == "1", row["eu27"] == "1", *years, *point)


def _listed(table: str) -> Iterator[tuple[Any, ...]]:
    """Rows of catalog/<table>s.csv in the table's column order; an empty field is null."""
    for row in codes.rows(f"{table}s"):
        columns = (column.split() for column in TABLES[table].split(", "))
        yield tuple((float(row[n]) if kind == "DOUBLE" else row[n]) if row[n] else None for n, kind in columns)


def _corrections() -> Iterator[tuple[Any, ...]]:
    for row in codes.rows("corrections"):
        numbers = (float(row[k]) if row[k] else None for k in ("published", "corrected"))
        yield (row["contract"], row["source"], int(row["year"]), row["metal"], row["stage"], row["iso3"], *numbers,
               row["reason"], row["evidence"])  # fmt: skip


def _published() -> Iterator[tuple[Any, ...]]:
    """Figures of other publications: `published` and `tolerance` in `unit`; what is empty does not apply."""
    types = {"year": int, "published": float, "tolerance": float}
    for row in codes.rows("published"):
        yield tuple(types.get(name, str)(text) if text else None for name, text in row.items())
