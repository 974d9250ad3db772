"""What changed between two data versions: rows added, revised and withdrawn, of the indicators or of one view.

Numbers that differ by less than a billionth are the same: sums of many doubles are not more exact than that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dashboard.state import State
from dashboard.view import CODES, View
from dashboard.warehouse import Row, Warehouse

LONGEST = 50_000  # rows of a view that are compared
_SAME = 1e-9
_KEY = "year, metal, stage, iso3"
_NAMING = {str, date, bool, type(None)}
_SAID = ("unit", "source", "vintage", "flag")  # codes and texts that say something of a row, rather than name it


class LongError(Exception):
    """The view has more rows than are compared at once."""


@dataclass(frozen=True)
class Change:
    """One value that changed: its row and column, what it was and what it is; kind: what happened to the row."""

    kind: str
    key: Mapping[str, Any]
    column: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Changes:
    """How many rows of one thing changed, and the values that did."""

    added: int
    revised: int
    withdrawn: int
    values: Sequence[Change] = field(default_factory=list)


def by_indicator(earlier: Warehouse, later: Warehouse) -> dict[str, Changes]:
    """The indicators of which rows changed."""
    found = later.compared(earlier, " union all by name ".join(_counted(i) for i in _shared(earlier, later)))
    counts = {r["indicator"]: Changes(r["added"], r["revised"], r["withdrawn"]) for r in found}
    return {i: c for i, c in counts.items() if c.added or c.revised or c.withdrawn}


def of_indicator(slug: str, earlier: Warehouse, later: Warehouse, most: int) -> Changes:
    """The rows of an indicator that changed, those that changed most first; KeyError where there is no such one."""
    if slug not in _shared(earlier, later):
        raise KeyError(slug)
    counts = later.compared(earlier, _counted(slug))[0]
    moved = "abs(after - before) / greatest(abs(before), abs(after))"
    order = f"order by {moved} desc nulls last, {_KEY} limit {most}"
    rows = later.compared(earlier, f"select * from ({_joined(slug)}) where kind <> 'same' {order}")  # noqa: S608
    values = [Change(r.pop("kind"), r, "value", r.pop("before"), r.pop("after")) for r in rows]
    return Changes(counts["added"], counts["revised"], counts["withdrawn"], values)


def of_view(view: View, state: State, earlier: Warehouse, later: Warehouse) -> Changes:
    """What changed in the rows of a view in a state; LongError where they are too many."""
    then, now = (_rows(view, state, store) for store in (earlier, later))
    keys = _keys([*then, *now])
    before, after = _by_key(then, keys), _by_key(now, keys)
    counts: Counter[str] = Counter()
    values: list[Change] = []
    for key in dict.fromkeys([*after, *before]):
        old, new = before.get(key), after.get(key)
        kind = "added" if old is None else "withdrawn" if new is None else "revised"
        found = [
            Change(kind, dict(zip(keys, key, strict=False)), c, (old or {}).get(c), (new or {}).get(c))
            for c in (new or old or {})
            if c not in keys and not _same((old or {}).get(c), (new or {}).get(c))
        ]
        if found or kind != "revised":
            counts[kind] += 1
        values += found
    return Changes(counts["added"], counts["revised"], counts["withdrawn"], values)


def _shared(earlier: Warehouse, later: Warehouse) -> list[str]:
    return sorted(earlier.opened().vocabulary["indicator"] & later.opened().vocabulary["indicator"])


def _joined(slug: str) -> str:
    """Every row of an indicator's two tables, with what happened to it."""
    return f"""
        select {_KEY}, e.value as before, l.value as after, case
            when e.at is null then 'added' when l.at is null then 'withdrawn'
            when e.value is distinct from l.value
                and not coalesce(abs(l.value - e.value) <= {_SAME} * greatest(abs(e.value), abs(l.value)), false)
            then 'revised' else 'same' end as kind
        from (select *, 1 as at from earlier.indicators."{slug}") as e
        full join (select *, 1 as at from later.indicators."{slug}") as l using ({_KEY})
    """  # noqa: S608 - a slug of the catalog


def _counted(slug: str) -> str:
    kinds = ", ".join(f"count(*) filter (kind = '{kind}') as {kind}" for kind in ("added", "revised", "withdrawn"))
    return f"select '{slug}' as indicator, {kinds} from ({_joined(slug)})"  # noqa: S608 - as above


def _rows(view: View, state: State, store: Warehouse) -> list[Row]:
    settled = view.settled(state, store)
    (count,) = store.rows(f"select count(*) as rows from ({view.sql})", view.values(settled, store))  # noqa: S608 - a view of ours
    if count["rows"] > LONGEST:
        raise LongError(view.slug)
    return view.rows(store, settled)


def _keys(rows: Iterable[Row]) -> list[str]:
    """The columns that name a row: codes, texts and days, and a number only where it is a year."""
    kinds: dict[str, set[type]] = {}
    for row in rows:
        for name, value in row.items():
            kinds.setdefault(name, set()).add(type(value))
    return [n for n, k in kinds.items() if n not in _SAID and (n in CODES or n == "year" or k <= _NAMING)]


def _by_key(rows: Sequence[Row], keys: Sequence[str]) -> dict[tuple[Any, ...], Row]:
    """Rows by their key; those of one key are told apart by their order."""
    seen: Counter[tuple[Any, ...]] = Counter()
    found: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        key = tuple(row.get(k) for k in keys)
        seen[key] += 1
        found[(*key, seen[key])] = row
    return found


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, float) and isinstance(new, float):
        return bool(old == new or abs(new - old) <= _SAME * max(abs(old), abs(new)))
    return bool(old == new)
