"""A metal's output over the years: the chosen country and the producers that led at any time."""

from __future__ import annotations

from dashboard import chart, words
from dashboard.chart import Scale, Trace
from dashboard.look import Figure
from dashboard.state import State
from dashboard.view import Rows, View, capital, named

HEIGHT = 420

SQL = """
with output as (
    select p.year, p.stage, p.iso3, p.quantity_t, p.basis, 't' as unit, p.source, p.flag
    from marts.production p
    join catalog.country c on c.iso3 = p.iso3 and c.kind <> 'pseudo'
    where p.metal = $metal and p.stage = $stage and p.quantity_t is not null
),
leader as (
    select iso3 from output group by iso3 order by max(quantity_t) desc, iso3 limit 4
)
select *
from output
where iso3 = $country or iso3 in (select iso3 from leader)
order by year, quantity_t desc, iso3
"""


def draw(rows: Rows, state: State) -> Figure:
    """Lines labelled at their end, the chosen country in the accent; a missing year is a gap, not a zero."""
    years = sorted({r["year"] for r in rows})
    by_country: dict[str, dict[int, float]] = {}
    for r in rows:
        by_country.setdefault(r["iso3"], {})[r["year"]] = r["quantity_t"]
    leaders = sorted(by_country, key=lambda i: (-max(by_country[i].values()), i))
    shown = [state.country] * (state.country in by_country) + [i for i in leaders if i != state.country]
    traces = [_trace(iso3, years, by_country[iso3], state) for iso3 in shown]
    return chart.lines(traces, Scale("t", state.lang), state, HEIGHT)


def _trace(iso3: str, years: list[int], values: dict[int, float], state: State) -> Trace:
    return Trace(
        capital(named("country", iso3, state.lang)),
        years,
        [values.get(y) for y in years],
        [words.quantity(values.get(y), state.lang) for y in years],
        {"country": iso3},
        iso3 == state.country,
    )


VIEW = View("production_line", SQL, draw, params=("country",), indicator="production_share", height=HEIGHT)
