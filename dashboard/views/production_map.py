"""Who produces a metal: one year's output on the map, the chosen country outlined."""

from __future__ import annotations

from math import ceil, floor, log10

from dashboard import look, words
from dashboard.look import Figure
from dashboard.state import State
from dashboard.view import Rows, View, capital, named
from dashboard.warehouse import Row

SQL = """
select p.year, p.stage, p.iso3, p.quantity_t, s.value as share, p.basis, 't' as unit, p.source, p.flag
from marts.production p
join catalog.country c on c.iso3 = p.iso3 and c.kind = 'country'
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
    """A choropleth of tonnes on a logarithmic scale, since one country often dwarfs the rest; a click selects."""
    tens = list(range(ceil(log10(rows[-1]["quantity_t"])), floor(log10(rows[0]["quantity_t"])) + 1))
    chosen = [2.0 if r["iso3"] == state.country else 0.4 for r in rows]
    edge = [look.colour("ink" if r["iso3"] == state.country else "paper", state) for r in rows]
    return {
        "data": [
            {
                "type": "choropleth",
                "locations": [r["iso3"] for r in rows],
                "z": [log10(r["quantity_t"]) for r in rows],
                "text": ["<br>".join(look.text(t, state) for t in _lines(r, state)) for r in rows],
                "customdata": [{"country": r["iso3"]} for r in rows],
                "hovertemplate": "%{text}<extra></extra>",
                "colorscale": look.scale(state),
                "marker": {"line": {"width": chosen, "color": edge}},
                "colorbar": look.colorbar(
                    state, tickvals=tens, ticktext=[look.text(words.quantity(10**t, state.lang), state) for t in tens]
                ),
            }
        ],
        "layout": look.layout(state, geo=look.geo(state), margin={"b": 34}),
    }


def _lines(row: Row, state: State) -> list[str]:
    name = capital(named("country", row["iso3"], state.lang))
    amounts = [words.quantity(row["quantity_t"], state.lang)]
    if row["share"] is not None:
        amounts.append(words.share(row["share"], state.lang))
    return [f"<b>{name}</b>", *amounts]


VIEW = View("production_map", SQL, draw, params=("country",), indicator="production_share", height=420)
