"""Which source knows a country's metals, and for which years: a line a metal, a column a source."""

from __future__ import annotations

from dashboard import words
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, View, capital, named
from dashboard.warehouse import Row

SQL = """
select
    c.metal, c.kind, c.source, m.rank,
    min(c.year) as first_year, max(c.year) as last_year, count(distinct c.year) as years_known,
    string_agg(distinct c.stage, ' ') as stages, bool_or(c.won) as source_shown,
    null::varchar as unit, null::varchar as flag
from marts.coverage c
join catalog.metal m on m.metal = c.metal
where c.iso3 = $country or (c.kind = 'price' and c.iso3 = 'WLD')
group by c.metal, c.kind, c.source, m.rank
order by m.rank, c.metal, c.kind, c.source
"""

KINDS = ("production", "reserve", "trade", "price")
FULL = 30  # years of data that give a cell its full tone


def draw(rows: Rows, state: State) -> Table:
    """Years from–to in each cell, its tone by how many they are; hatched where the source has nothing."""
    lang = state.lang
    pairs = sorted({(r["kind"], r["source"]) for r in rows}, key=lambda p: (KINDS.index(p[0]), p[1]))
    found: dict[str, dict[tuple[str, str], Row]] = {}
    for r in rows:
        found.setdefault(r["metal"], {})[r["kind"], r["source"]] = r
    heads = {f"{k}_{s}": f"{words.t(f'coverage.kind.{k}', lang)} · {named('source', s, lang)}" for k, s in pairs}
    lines = [
        [
            Cell(capital(named("metal", metal, lang)), f"metal={metal}&stage=&year=", strong=metal == state.metal),
            *(_cell(cells.get(p), lang) for p in pairs),
        ]
        for metal, cells in found.items()
    ]
    legend = [
        Cell(words.t("coverage.legend.years", lang), tone=0.5),
        Cell(words.t("coverage.none", lang), mark="hatched"),
    ]
    return Table(("metal", *heads), lines, sortable=False, legend=legend, heads=heads)


def _cell(r: Row | None, lang: str) -> Cell:
    if r is None:
        return Cell("", mark="hatched", note=words.t("coverage.none", lang))
    years = f"{r['first_year']}–{r['last_year']}" if r["first_year"] < r["last_year"] else str(r["first_year"])
    stages = words.join([named("stage", s, lang) for s in sorted(r["stages"].split())], lang)
    return Cell(years, tone=min(1.0, 0.15 + 0.85 * r["years_known"] / FULL), note=stages)


VIEW = View(
    "coverage_source", SQL, draw, kind="table", folded=True, params=("metal",), empty="view.coverage_year.empty"
)
