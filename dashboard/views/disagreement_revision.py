"""How new editions changed what the editions before them said of a metal: the largest revisions."""

from __future__ import annotations

from dashboard import words
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, View, capital, named

SQL = """
select r.year, r.stage, r.iso3, r.source, r.previous_edition, r.edition, r.previous_t as before_t,
    r.quantity_t as after_t, r.change as revision_change,
    r.basis, 't' as unit, null::varchar as flag
from marts.revision r
where r.metal = $metal
order by abs(r.quantity_t - r.previous_t) desc, r.year, r.iso3, r.edition
limit 12
"""


def draw(rows: Rows, state: State) -> Table:
    """One line a revision, the heaviest in tonnes first."""
    lang = state.lang
    lines: list[list[Cell | str]] = [
        [
            Cell(capital(named("country", r["iso3"], lang)), f"country={r['iso3']}", strong=r["iso3"] == state.country),
            capital(named("stage", r["stage"], lang)),
            str(r["year"]),
            f"{named('source', r['source'], lang)} {r['previous_edition']} → {r['edition']}",
            words.quantity(r["before_t"], lang),
            words.quantity(r["after_t"], lang),
            words.change(r["revision_change"], lang) if r["revision_change"] is not None else "",
        ]
        for r in rows
    ]
    columns = ("iso3", "stage", "year", "editions", "before_t", "after_t", "revision_change")
    return Table(columns, lines, frozenset({"before_t", "after_t", "revision_change"}), sortable=False)


VIEW = View(
    "disagreement_revision",
    SQL,
    draw,
    kind="table",
    folded=True,
    params=("country",),
    empty="view.disagreement_revision.empty",
)
