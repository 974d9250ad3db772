"""Where sources disagree on a metal's producers in one year: what each says, how far apart, which one is shown."""

from __future__ import annotations

from dashboard import words
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, View, capital, named
from dashboard.warehouse import Row

SQL = """
with chosen as (
    select coalesce(
        $year,
        max(year) filter (iso3 = $country),
        max(year)
    ) as year
    from indicators.source_spread
    where metal = $metal and stage = $stage
),
newest as (
    select p.*, row_number() over (partition by p.iso3, p.source order by p.edition desc) as place
    from staging.production p
    join catalog.basis b on b.metal = p.metal and b.stage = p.stage and b.basis = p.basis
    where p.metal = $metal and p.stage = $stage and p.year = (select year from chosen) and p.quantity_t is not null
)
select n.year, n.stage, n.iso3, n.source, n.quantity_t, n.basis, 't' as unit, n.flag, s.value as spread,
    c.source as won_source, c.reason as choice_reason
from newest n
join indicators.source_spread s on s.year = n.year and s.metal = n.metal and s.stage = n.stage and s.iso3 = n.iso3
join marts.production_choice c on c.year = n.year and c.metal = n.metal and c.stage = n.stage
where n.place = 1
order by s.value desc, n.iso3, n.source
"""


def draw(rows: Rows, state: State) -> Table:
    """A line a country, the widest disagreement first; the chosen country always among the lines."""
    lang = state.lang
    sources = sorted({r["source"] for r in rows})
    told: dict[str, dict[str, Row]] = {}
    for r in rows:
        told.setdefault(r["iso3"], {})[r["source"]] = r
    lines: list[list[Cell | str]] = [
        [
            Cell(capital(named("country", iso3, lang)), f"country={iso3}", strong=iso3 == state.country),
            *(_quantity(by.get(s), lang) for s in sources),
            Cell(words.share(_any(by)["spread"], lang), tone=min(1.0, _any(by)["spread"])),
        ]
        for iso3, by in told.items()
    ]
    columns = ("iso3", *sources, "spread")
    why = words.t(f"choice.{rows[0]['choice_reason']}", lang)
    shown = Cell(words.t("disagreement.shown", lang).format(named("source", rows[0]["won_source"], lang), why))
    heads = {s: named("source", s, lang) for s in sources}
    return Table(columns, lines, frozenset({*sources, "spread"}), sortable=False, legend=[shown], heads=heads)


def _any(by: dict[str, Row]) -> Row:
    return next(iter(by.values()))


def _quantity(r: Row | None, lang: str) -> Cell:
    return Cell(words.quantity(r["quantity_t"], lang), strong=r["source"] == r["won_source"]) if r else Cell("")


VIEW = View(
    "disagreement_cell",
    SQL,
    draw,
    kind="table",
    folded=True,
    params=("country",),
    empty="view.disagreement_cell.empty",
    indicator="source_spread",
)
