"""World totals as printed against the sum of the same source's countries: the widest gaps, and the tolerance."""

from __future__ import annotations

from dashboard import words
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, View, capital, named
from dashboard.warehouse import Row

SQL = """
select g.year, g.metal, g.stage, g.source, g.edition, g.world_t, g.sum_t, g.gap as world_gap,
    g.beyond as beyond_tolerance, g.reason as gap_reason,
    't' as unit, null::varchar as flag
from marts.world_gap g
where g.gap <> 0
order by abs(g.gap) desc, g.year desc, g.metal, g.stage
limit 12
"""


def draw(rows: Rows, state: State) -> Table:
    """One line a gap; those beyond 10 % say why."""
    lang = state.lang
    lines: list[list[Cell | str]] = [
        [
            Cell(_what(r, lang), f"metal={r['metal']}&stage={r['stage']}&year="),
            str(r["year"]),
            f"{named('source', r['source'], lang)} {r['edition']}",
            words.number(r["world_t"], lang, 0),
            words.number(r["sum_t"], lang, 0),
            Cell(words.change(r["world_gap"], lang), mark="old" if r["beyond_tolerance"] else "", note=_why(r, lang)),
        ]
        for r in rows
    ]
    columns = ("metal", "year", "source", "world_t", "sum_t", "world_gap")
    beyond = sorted({_why(r, lang) for r in rows if r["beyond_tolerance"]})
    said = beyond or [words.t("world_gap.tolerated", lang)]
    legend = [Cell(text) for text in said]
    return Table(columns, lines, frozenset({"world_t", "sum_t", "world_gap"}), sortable=False, legend=legend)


def _what(r: Row, lang: str) -> str:
    return f"{capital(named('metal', r['metal'], lang))} ({named('stage', r['stage'], lang)})"


def _why(r: Row, lang: str) -> str:
    """What the source's own rows tell of a gap beyond the tolerance."""
    return words.t(f"world_gap.{r['gap_reason']}", lang) if r["gap_reason"] else ""


VIEW = View("disagreement_world", SQL, draw, kind="table", folded=True)
