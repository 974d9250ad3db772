"""What the two sides of the chosen country's trade declare, pair by pair, where both are loaded."""

from __future__ import annotations

from dashboard import words
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, View, capital, named

LENGTH = 12
COLUMNS = ("exporter_iso3", "importer_iso3", "declared_import", "declared_export", "mirror_gap")

SQL = """
with chosen as (
    select coalesce($year, max(g.year)) as year
    from marts.mirror_gap g
    where g.metal = $metal and g.stage = $stage
)
select g.year, g.stage, g.exporter_iso3, g.importer_iso3, g.import_usd, g.export_usd, g.value as mirror_gap,
    'usd' as unit, g.source, null::varchar as flag
from marts.mirror_gap g
join chosen c on c.year = g.year
where g.metal = $metal and g.stage = $stage and $country in (g.exporter_iso3, g.importer_iso3)
order by greatest(g.import_usd, g.export_usd) desc, g.exporter_iso3, g.importer_iso3
"""


def draw(rows: Rows, state: State) -> Table:
    """Exporter, importer, what each of the two declares, and the gap over their mean; the largest flows first."""
    lang = state.lang
    lines: list[list[Cell | str]] = [
        [
            *(_country(r[side], state) for side in COLUMNS[:2]),
            words.money(r["import_usd"], lang),
            words.money(r["export_usd"], lang),
            words.change(r["mirror_gap"], lang),
        ]
        for r in rows
    ]
    return Table(COLUMNS, lines, frozenset(COLUMNS[2:]), sortable=False, length=LENGTH)


def _country(iso3: str, state: State) -> Cell:
    name = capital(named("country", iso3, state.lang))
    return Cell(name, strong=True) if iso3 == state.country else Cell(name, f"country={iso3}")


VIEW = View("mirror_gap", SQL, draw, kind="table", params=("country",), empty="view.mirror_gap.empty")
