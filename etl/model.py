"""A model: one SELECT in a file, its TOML front matter, and the tables it reads, derived from the SQL itself."""

from __future__ import annotations

import importlib.util
import json
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

MODELS = Path(__file__).parent / "models"

# A layer reads from below or from its own level, never from above; cycles are refused. `index` holds the tables of
# composites and the comparison with published figures: they are made of indicators and indicators are made of
# composites, so the two share a level.
LAYERS = {"catalog": 0, "staging": 1, "marts": 2, "indicators": 3, "index": 3}

INDICATOR_COLUMNS = ("year", "metal", "stage", "iso3", "value")
INDICATOR_META = {"unit", "better", "theme", "key", "checks", "formula", "reference"}
MODEL_META = {"key", "checks"}
OPTIONAL_META = {"notes", "about", "place"}


class ModelError(Exception):
    """A model's file, front matter or place in the layers is wrong."""


@dataclass(frozen=True)
class Model:
    """One table: `layer.name`, its SQL text without front matter, its meta, and the qualified tables it reads.

    What SQL cannot say (graphs, seeded draws) is a Python model: <name>.py holds META (the front matter), SQL (the
    SELECT of its inputs) and make(table), which turns those rows into the model's.
    """

    layer: str
    name: str
    sql: str
    meta: dict[str, Any]
    reads: frozenset[str]
    make: Callable[[pa.Table], pa.Table] | None = None

    @property
    def table(self) -> str:
        """The qualified table name."""
        return f"{self.layer}.{self.name}"


def load(folder: Path = MODELS) -> list[Model]:
    """Every model of `folder`/<layer>/<name>.sql or .py in build order; raises ModelError."""
    parser = duckdb.connect()
    models = {}
    for path in sorted([*folder.glob("*/*.sql"), *folder.glob("*/*.py")]):
        model = _parse(path, parser) if path.suffix == ".sql" else _import(path, parser)
        models[model.table] = model
    graph = {m.table: {r for r in m.reads if r in models} for m in models.values()}
    for model in models.values():
        for read in sorted(model.reads):
            layer = read.split(".")[0]
            if layer not in LAYERS or LAYERS[layer] > LAYERS[model.layer]:
                raise ModelError(f"{model.table} reads {read}: a layer reads only from below")
            if LAYERS[layer] >= LAYERS["marts"] and read not in models:
                raise ModelError(f"{model.table} reads {read}, which no model makes")
    try:
        return [models[table] for table in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        raise ModelError(f"models read each other in a circle: {' → '.join(error.args[1])}") from error


def lineage(table: str, models: list[Model]) -> list[str]:
    """Every table that `table` stands on, nearest first, down to staging and catalog."""
    by_name = {m.table: m for m in models}
    found: dict[str, None] = {}
    queue = [table]
    while queue:
        for read in sorted(by_name[queue[0]].reads) if queue[0] in by_name else ():
            if read not in found:
                found[read] = None
                queue.append(read)
        queue.pop(0)
    return list(found)


def _parse(path: Path, parser: duckdb.DuckDBPyConnection) -> Model:
    text = path.read_text(encoding="utf-8")
    head, end, sql = text.partition("*/")
    if not head.startswith("/*") or not end:
        raise ModelError(f"{path}: does not open with a TOML comment")
    try:
        meta = tomllib.loads(head[2:])
    except tomllib.TOMLDecodeError as error:
        raise ModelError(f"{path}: front matter: {error}") from error
    return _model(path, sql, meta, parser)


def _import(path: Path, parser: duckdb.DuckDBPyConnection) -> Model:
    spec = importlib.util.spec_from_file_location(f"etl.models.{path.parent.name}.{path.stem}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return _model(path, module.SQL, module.META, parser, module.make)


def _model(
    path: Path,
    sql: str,
    meta: dict[str, Any],
    parser: duckdb.DuckDBPyConnection,
    make: Callable[[pa.Table], pa.Table] | None = None,
) -> Model:
    layer = path.parent.name
    wanted = INDICATOR_META if layer == "indicators" else MODEL_META
    if missing := wanted - meta.keys():
        raise ModelError(f"{path}: front matter lacks {sorted(missing)}")
    if unknown := meta.keys() - wanted - OPTIONAL_META:
        raise ModelError(f"{path}: front matter has unknown {sorted(unknown)}")
    return Model(layer, path.stem, sql.strip(), meta, frozenset(_tables(path, sql, parser)), make)


def _tables(path: Path, sql: str, parser: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """The base tables a SELECT names. DuckDB parses without binding; a CTE comes back with an empty schema."""
    row = parser.execute("SELECT json_serialize_sql($sql)", {"sql": sql}).fetchone()
    assert row
    tree = json.loads(row[0])
    if tree["error"]:
        raise ModelError(f"{path}: {tree.get('error_message', 'is not a SELECT')}")
    ctes = {e["key"] for node in _nodes(tree) if "map" in node and isinstance(node["map"], list) for e in node["map"]}
    for node in _nodes(tree):
        if node.get("type") == "BASE_TABLE":
            if node["schema_name"]:
                yield f"{node['schema_name']}.{node['table_name']}"
            elif node["table_name"] not in ctes:
                raise ModelError(f"{path}: {node['table_name']} needs its schema")


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
        tree = list(tree.values())
    if isinstance(tree, list):
        for child in tree:
            yield from _nodes(child)
