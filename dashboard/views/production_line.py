"""A metal's output over the years: the chosen country and the producers that led at any time."""

from __future__ import annotations

from dashboard import look, words
from dashboard.look import Figure
from dashboard.state import State
from dashboard.view import Rows, View, capital, named

LEADERS = 4

SQL = """
select p.year, p.stage, p.iso3, p.quantity_t, p.basis, 't' as unit, p.source, p.flag
from marts.production p
join catalog.country c on c.iso3 = p.iso3 and c.kind <> 'pseudo'
where p.metal = $metal and p.stage = $stage and p.quantity_t is not null
order by p.year, p.quantity_t desc, p.iso3
"""


def draw(rows: Rows, state: State) -> Figure:
    """Lines labelled at their end, the chosen country in the accent; a missing year is a gap, not a zero."""
    years = sorted({r["year"] for r in rows})
    by_country: dict[str, dict[int, float]] = {}
    for r in rows:
        by_country.setdefault(r["iso3"], {})[r["year"]] = r["quantity_t"]
    leaders = sorted(by_country, key=lambda i: -max(by_country[i].values()))[:LEADERS]
    top = max(r["quantity_t"] for r in rows if r["iso3"] in (*leaders, state.country)) or 1.0
    others = look.palette(state)[1:]
    data, labels = [], []
    for place, iso3 in enumerate([i for i in leaders if i != state.country] + [state.country]):
        if iso3 not in by_country:
            continue
        values = [by_country[iso3].get(y) for y in years]
        color = look.colour("accent", state) if iso3 == state.country else others[place]
        name = capital(named("country", iso3, state.lang))
        last = max(y for y in years if y in by_country[iso3])
        labels.append(look.end_label(last, by_country[iso3][last], name, color, state))
        data.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": name,
                "x": years,
                "y": values,
                "text": [words.quantity(v, state.lang) for v in values],
                "customdata": [{"country": iso3}] * len(years),
                "hovertemplate": f"<b>{name}</b> %{{x}}<br>%{{text}}<extra></extra>",
                "connectgaps": False,
                "line": {"color": color, "width": 3 if iso3 == state.country else 1.75},
                "marker": {"size": 5},
            }
        )
    return {
        "data": data,
        "layout": look.layout(
            state,
            annotations=labels,
            hovermode="closest",
            margin={"r": 110},
            xaxis={"tickformat": "d", "nticks": 8, "range": [years[0] - 0.4, years[-1] + 0.4]},
            yaxis={"rangemode": "tozero"} | look.ticks(top, words.quantity, state),
        ),
    }


VIEW = View("production_line", SQL, draw, params=("country",), indicator="production_share")
