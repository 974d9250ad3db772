"""The rows of a view as they leave the house: names beside codes, vintage beside source, nothing for own use only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.state import State
from dashboard.view import CODES, View, named, vintage
from dashboard.warehouse import Opened, SourceNote, Warehouse

_COUNTRIES = {"iso3", "exporter_iso3", "importer_iso3"}
_KEYS = ("year", "metal", "stage", "iso3")


class OwnUseError(Exception):
    """The view's rows come from a source whose publisher does not allow its rows to be passed on."""


def batches(view: View, state: State, warehouse: Warehouse) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """Schema and batches of the rows drawn, in their order; raises OwnUseError before the first one.

    Every column of codes is followed by `<column>_label` in the state's language, `source` also by `vintage`.
    A metal or a country that the rows are of without saying so is a column too: a file opened later must know it.
    """
    opened, state = warehouse.opened(), view.settled(state, warehouse)
    if any(note.redistribution == "own use" for note in credits_(view, state, warehouse).values()):
        raise OwnUseError(view.slug)
    schema, found = warehouse.batches(view.sql, view.values(state, warehouse))
    fixed = _fixed(view, state, schema.names)
    names: dict[tuple[str, str], str] = {}
    first = _labelled(_told(pa.RecordBatch.from_pylist([], schema=schema), fixed), state, opened, names)
    return first.schema, (_labelled(_told(b, fixed), state, opened, names) for b in found)


def _fixed(view: View, state: State, columns: Iterable[str]) -> dict[str, str]:
    """Codes of the state that the SELECT binds, so that all its rows are of them, and that no column repeats."""
    told, fixed = set(columns), {}
    if "metal" in view.bound and "metal" not in told:
        fixed["metal"] = state.metal
    if "country" in view.bound and not told & _COUNTRIES:
        fixed["iso3"] = state.country
    return fixed


def _told(batch: pa.RecordBatch, fixed: Mapping[str, str]) -> pa.RecordBatch:
    """The batch with each of these codes in every row, behind the keys that come before it."""
    for column, code in fixed.items():
        before = _KEYS[: _KEYS.index(column)]
        at = 1 + max((i for i, name in enumerate(batch.schema.names) if name in before), default=-1)
        batch = batch.add_column(at, column, pa.array([code] * batch.num_rows, pa.string()))
    return batch


def credits_(view: View, state: State, warehouse: Warehouse) -> dict[str, SourceNote]:
    """The sources whose rows the view holds in this state, by slug in their order."""
    known = warehouse.opened().sources
    statement = f"select distinct source from ({view.sql})"  # noqa: S608 - a view of ours, values bound
    used = {s for row in warehouse.rows(statement, view.values(state, warehouse)) for s in _slugs(row)}
    return {s: known[s] for s in sorted(used) if s in known}


def _slugs(row: Mapping[str, Any]) -> list[str]:
    return (row["source"] or "").split()


def _labelled(batch: pa.RecordBatch, state: State, opened: Opened, names: dict[tuple[str, str], str]) -> pa.RecordBatch:
    """The batch with names beside codes; `names` remembers those already looked up."""
    columns: dict[str, pa.Array] = {}
    for field in batch.schema:
        column = batch.column(field.name)
        columns[field.name] = column
        if field.name not in CODES:
            continue
        codes = pc.unique(column).drop_null()
        labels = []
        for code in codes.to_pylist():
            key = (field.name, code)
            if key not in names:
                names[key] = named(CODES[field.name], code, state.lang)
            labels.append(names[key])
        columns[f"{field.name}_label"] = _translated(column, codes, labels)
        if field.name == "source":
            columns["vintage"] = _translated(column, codes, [vintage(c, opened.sources) for c in codes.to_pylist()])
    return pa.RecordBatch.from_pydict(columns)


def _translated(column: pa.Array, codes: pa.Array, labels: list[str]) -> pa.Array:
    return pc.take(pa.array(labels, pa.string()), pc.index_in(column, codes))
