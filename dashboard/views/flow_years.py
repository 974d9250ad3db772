"""What the chosen country sells to the EU, year by year."""

from __future__ import annotations

from dashboard import look, words
from dashboard.flows import amount
from dashboard.look import Figure
from dashboard.state import State
from dashboard.view import Rows, View, capital, named

SQL = """
select p.year, p.stage, p.exporter_iso3, sum(p.value_usd) as value_usd, sum(p.gross_weight_t) as gross_weight_t,
    sum(case when $measure = 'tonnes' then p.gross_weight_t else p.value_usd end) as amount,
    case when $measure = 'tonnes' then 't' else 'usd' end as unit, p.source, null::varchar as flag
from marts.pair p
join catalog.country i on i.iso3 = p.importer_iso3 and i.eu27
where p.metal = $metal and p.stage = $stage and p.exporter_iso3 = $country
group by p.year, p.stage, p.exporter_iso3, p.source
having amount is not null
order by p.year
"""


def draw(rows: Rows, state: State) -> Figure:
    """Bars of what is sold each year, the year chosen full; a year that no file holds has none."""
    last = state.year or rows[-1]["year"]
    years = [r["year"] for r in rows]
    top = max(r["amount"] for r in rows) or 1.0
    accent, soft = look.colour("accent", state), look.colour("sequence-3", state)
    country = capital(named("country", state.country, state.lang))
    write = words.quantity if state.measure == "tonnes" else words.money
    return {
        "data": [
            {
                "type": "bar",
                "width": 0.75,
                "x": years,
                "y": [r["amount"] for r in rows],
                "text": [look.text(amount(r["amount"], state), state) for r in rows],
                "textposition": "none",
                "customdata": [{"year": str(y)} for y in years],
                "hovertemplate": f"<b>{country}</b> %{{x}}<br>%{{text}}<extra></extra>",
                "marker": {"color": [accent if y == last else soft for y in years]},
            }
        ],
        "layout": look.layout(
            state,
            bargap=0.25,
            xaxis={
                "tickformat": "d",
                "dtick": -(-(years[-1] - years[0] + 1) // 8),
                "range": [min(years) - 0.7, max(years) + 0.7],
            },
            yaxis={"rangemode": "tozero"} | look.ticks(top, write, state),
        ),
    }


VIEW = View("flow_years", SQL, draw, params=("country",), empty="view.flow_years.empty")
