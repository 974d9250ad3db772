"""Tonnes per published unit, and catalog/usgs_units.csv: where the declared unit is wrong by a thousand."""

from __future__ import annotations

from functools import cache

from etl import codes
from etl.source import SourceError
from etl.sources.usgs_mcs.cells import Cell

# As the column names (2022-2024) and the unit fields (2025, 2026) spell them. Carats, cubic metres and litres are
# absent on purpose: such tables are left out, and a kept one in such a unit stops the build.
TONNES = {
    "kg": 0.001,
    "t": 1.0,
    "kt": 1_000.0,
    "mt": 1_000_000.0,
    "mmt": 1_000_000.0,
    "kilograms": 0.001,
    "metric tons": 1.0,
    "thousand metric tons": 1_000.0,
    "thousand metric dry tons": 1_000.0,
    "million metric tons": 1_000_000.0,
}


@cache
def _overrides() -> dict[tuple[str, str, str], str]:
    """(edition, series, declared unit) → true unit."""
    return {(r["edition"], r["series"], r["declared"]): r["unit"] for r in codes.rows("usgs_units")}


@cache
def _overridden() -> set[tuple[str, str]]:
    return {(edition, series) for edition, series, _ in _overrides()}


def tonnes(cell: Cell, edition: int) -> float:
    """Tonnes per unit of a figure; raises SourceError for an unknown unit, or an override that no longer applies."""
    said = (str(edition), cell.series, cell.unit)
    if said[:2] in _overridden() and said not in _overrides():
        raise SourceError(
            cell.file, cell.row, cell.unit, f"is not the unit that usgs_units.csv corrects ({cell.series})"
        )
    unit = _overrides().get(said, cell.unit)
    try:
        return TONNES[unit]
    except KeyError:
        raise SourceError(cell.file, cell.row, unit, f"is a unit this reader does not know ({cell.series})") from None
