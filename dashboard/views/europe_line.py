"""Over the years: Africa's and the chosen country's shares of the EU's imports of a metal from outside the Union."""

from __future__ import annotations

from dashboard import look, words
from dashboard.look import Figure
from dashboard.state import State
from dashboard.view import Rows, View, capital, named

AFRICA = "AFRICA"

SQL = """
select d.year, d.stage, 'AFRICA' as iso3, sum(d.value) as eu_share, 'share_0_1' as unit, s.source, null::varchar as flag
from indicators.eu_dependence d
join catalog.country c on c.iso3 = d.iso3 and c.africa
join marts.series s on s.metal = d.metal and s.stage = d.stage and s.year = d.year
where d.metal = $metal and d.stage = $stage
group by d.year, d.stage, s.source
union all
select d.year, d.stage, d.iso3, d.value, 'share_0_1', s.source, null
from indicators.eu_dependence d
join marts.series s on s.metal = d.metal and s.stage = d.stage and s.year = d.year
where d.metal = $metal and d.stage = $stage and d.iso3 = $country
order by 1, 3
"""


def draw(rows: Rows, state: State) -> Figure:
    """Two lines labelled at their end; a year that no file holds is a gap, not a line across it."""
    names = {
        AFRICA: words.t("ui.africa", state.lang),
        state.country: capital(named("country", state.country, state.lang)),
    }
    years = list(range(min(r["year"] for r in rows), max(r["year"] for r in rows) + 1))
    data, labels = [], []
    for code, color in ((AFRICA, look.colour("category-2", state)), (state.country, look.colour("accent", state))):
        mine = {r["year"]: r["eu_share"] for r in rows if r["iso3"] == code}
        if not mine:
            continue
        last = max(mine)
        labels.append(look.end_label(last, mine[last], names[code], color, state))
        data.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": names[code],
                "x": years,
                "y": [mine.get(y) for y in years],
                "text": [look.text(words.share(mine[y], state.lang), state) if y in mine else "" for y in years],
                "hovertemplate": f"<b>{names[code]}</b> %{{x}}<br>%{{text}}<extra></extra>",
                "connectgaps": False,
                "line": {"color": color, "width": 2.5},
                "marker": {"size": 6},
            }
        )
    top = max(r["eu_share"] for r in rows) or 1.0
    return {
        "data": data,
        "layout": look.layout(
            state,
            annotations=_apart(labels, top),
            margin={"r": 110},
            xaxis={"tickformat": "d", "dtick": -(-len(years) // 8), "range": [years[0] - 0.4, years[-1] + 0.4]},
            yaxis={"rangemode": "tozero"} | look.ticks(top, words.share, state),
        ),
    }


def _apart(labels: list[Figure], top: float) -> list[Figure]:
    """Labels that would print over one another, pushed apart."""
    near = len(labels) == 2 and labels[0]["x"] == labels[1]["x"] and abs(labels[0]["y"] - labels[1]["y"]) < top * 0.08
    if near:
        for label, shift in zip(sorted(labels, key=lambda a: -a["y"]), (9, -9), strict=True):
            label["yshift"] = shift
    return labels


VIEW = View("europe_line", SQL, draw, params=("country",), empty="view.europe_line.empty")
