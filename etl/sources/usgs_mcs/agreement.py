"""Overlapping editions must agree: a declared unit that is wrong by a thousand shows as a figure that jumps."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from etl import codes
from etl.source import Production, Reserve, SourceError

# Editions revise by a few tens of percent. Beyond a factor of three a figure is a slip, or is listed with its reason.
FACTOR = 3.0

# Below this share of the world, small producers are revised by more than that every year.
FLOOR = 0.05


class _Key(NamedTuple):
    """What one edition and the next both give; edition is the later one, stage '' for reserves."""

    contract: str
    edition: int
    metal: str
    stage: str
    basis: str
    iso3: str


def check(rows: Iterable[Production | Reserve]) -> None:
    """Compare each edition with the one before it, and raise SourceError where they disagree by more than FACTOR.

    Production is compared for the year both give, reserves from one edition to the next; 'Other countries' is not, for
    its members change. catalog/usgs_revisions.csv lists the true revisions; one that no longer applies raises too.
    """
    for key, (before, after) in _pairs(rows).items():
        far = max(before, after) > FACTOR * min(before, after)
        if far == (key in _accepted()):
            continue
        said = f"{key.contract} of {key.metal} {key.stage} ({key.basis}), {key.iso3}"
        problem = (
            f"t: editions {key.edition - 1} and {key.edition} disagree (a unit for usgs_units.csv, or a revision for "
            "usgs_revisions.csv)"
            if far
            else "t: these editions agree, take the row out of usgs_revisions.csv"
        )
        raise SourceError(f"MCS{key.edition}", said, (before, after), problem)


@cache
def _accepted() -> set[_Key]:
    return {
        _Key(r["contract"], int(r["edition"]), r["metal"], r["stage"], r["basis"], r["iso3"])
        for r in codes.rows("usgs_revisions")
    }


def _pairs(rows: Iterable[Production | Reserve]) -> dict[_Key, tuple[float, float]]:
    """(tonnes before, tonnes after) of every pair above zero that weighs at least FLOOR of its world."""
    before, after = _indexed(rows)
    pairs = {}
    for key, quantity in after.items():
        earlier = before.get(key, 0.0)
        world = max(_world(before, key), _world(after, key))
        if key.iso3 != "OTH" and quantity > 0 and earlier > 0 and max(quantity, earlier) >= FLOOR * world:
            pairs[key] = (earlier, quantity)
    return pairs


def _indexed(rows: Iterable[Production | Reserve]) -> tuple[dict[_Key, float], dict[_Key, float]]:
    """Quantities as each edition's successor would be compared with them, and as compared with its predecessor."""
    before: dict[_Key, float] = {}
    after: dict[_Key, float] = {}
    for row in rows:
        if row.quantity_t is None:
            continue
        edition = int(row.edition)
        made = isinstance(row, Production)
        key = _Key(
            "production" if made else "reserve", edition, row.metal, getattr(row, "stage", ""), row.basis, row.iso3
        )
        # Of its two years an edition shares the first with the edition before it, the last with the one after.
        if not made or row.year == edition - 1:
            before[key._replace(edition=edition + 1)] = row.quantity_t
        if not made or row.year == edition - 2:
            after[key] = row.quantity_t
    return before, after


def _world(quantities: dict[_Key, float], key: _Key) -> float:
    return quantities.get(key._replace(iso3="WLD"), 0.0)
