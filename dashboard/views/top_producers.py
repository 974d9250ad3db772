"""The largest producers of a metal as ranked bars, with the chosen country even where it is far down the list."""

from __future__ import annotations

from dashboard import chart, words
from dashboard.chart import Trace
from dashboard.look import Figure
from dashboard.state import State
from dashboard.view import Rows, View, capital, named

SHOWN = 10
HEIGHT = 420

SQL = """
select p.year, p.stage, p.iso3, p.quantity_t, s.value as share,
    rank() over (order by p.quantity_t desc) as rank, p.basis, 't' as unit, p.source, p.flag
from marts.production p
join catalog.country c on c.iso3 = p.iso3 and c.kind <> 'pseudo'
left join indicators.production_share s
    on s.year = p.year and s.metal = p.metal and s.stage = p.stage and s.iso3 = p.iso3
where p.metal = $metal and p.stage = $stage and p.quantity_t > 0
    and p.year = coalesce(
        $year,
        (select coalesce(max(l.year) filter (where l.iso3 = $country), max(l.year))
        from marts.production l where l.metal = $metal and l.stage = $stage and l.quantity_t > 0))
order by p.quantity_t desc, p.iso3
"""


def draw(rows: Rows, state: State) -> Figure:
    """Bars from the largest down, labelled at their end; mirrored in Arabic."""
    shown = [r for i, r in enumerate(rows) if i < SHOWN or r["iso3"] == state.country]
    traces = [
        Trace(
            f"{r['rank']}. {capital(named('country', r['iso3'], state.lang))}",
            [r["year"]],
            [r["quantity_t"]],
            [_label(r["quantity_t"], r["share"], r["flag"], state)],
            {"country": r["iso3"]},
            r["iso3"] == state.country,
        )
        for r in shown
    ]
    figure = chart.bars(traces, state, HEIGHT)
    if flags := dict.fromkeys(named("flag", r["flag"], state.lang) for r in shown if r["flag"]):
        figure["layout"]["meta"] = {"flags": f"* {words.COMMA[state.lang].join(flags)}"}
    return figure


def _label(quantity: float, share: float | None, flag: str | None, state: State) -> str:
    text = words.quantity(quantity, state.lang)
    if share is not None:
        text += f" · {words.share(share, state.lang)}"
    return f"{text}\u00a0*" if flag else text


VIEW = View("top_producers", SQL, draw, params=("country",), indicator="production_share", height=HEIGHT)
