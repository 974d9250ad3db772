"""What is known of a country, metal by metal and year by year: output, trade, both or nothing."""

from __future__ import annotations

from dashboard import look, words
from dashboard.look import Figure
from dashboard.state import State
from dashboard.view import Rows, View, capital, named

SQL = """
select
    c.metal, c.year, m.rank,
    bool_or(c.kind = 'production') as made,
    bool_or(c.kind = 'trade') as traded,
    string_agg(distinct c.source, ' ' order by c.source) as source,
    null::varchar as unit, null::varchar as flag
from marts.coverage c
join catalog.metal m on m.metal = c.metal
where c.iso3 = $country and c.kind in ('production', 'trade') and c.year >= 1995
group by c.metal, c.year, m.rank
order by m.rank, c.metal, c.year
"""

# Level of a cell, its label and its colour token.
LEVELS = (("none", "grid"), ("trade", "sequence-2"), ("production", "sequence-4"), ("both", "sequence-6"))


def draw(rows: Rows, state: State) -> Figure:
    """A row a metal, the catalog's first at the top; a column a year, left to right in every language."""
    years = list(range(min(r["year"] for r in rows), max(r["year"] for r in rows) + 1))
    metals = list(dict.fromkeys(r["metal"] for r in rows))
    known = {(r["metal"], r["year"]): r for r in rows}
    names = [look.text(capital(named("metal", m, state.lang)), state) for m in metals]
    levels, hover = [], []
    for metal in metals:
        cells = [known.get((metal, y)) for y in years]
        levels.append([0 if c is None else 2 * c["made"] + c["traded"] for c in cells])
        sources = [named("source", c["source"], state.lang) if c else "" for c in cells]
        hover.append([f"<br>{look.text(s, state)}" if s else "" for s in sources])
    steps = [look.colour(token, state) for _, token in LEVELS]
    heat = {
        "type": "heatmap",
        "x": years,
        "y": names,
        "z": levels,
        "zmin": -0.5,
        "zmax": len(LEVELS) - 0.5,
        "colorscale": [[(i + d) / len(steps), c] for i, c in enumerate(steps) for d in (0, 1)],
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
        "customdata": [[{"metal": m}] * len(years) for m in metals],
        "text": [[_said(level, state) + h for level, h in zip(ls, hs, strict=True)]
                 for ls, hs in zip(levels, hover, strict=True)],
        "hovertemplate": "<b>%{y}</b> %{x}<br>%{text}<extra></extra>",
    }  # fmt: skip
    key = [
        {"type": "scatter", "mode": "markers", "x": [None], "y": [None], "hoverinfo": "skip", "showlegend": True,
         "name": _said(i, state), "marker": {"symbol": "square", "size": 12, "color": steps[i]}}
        for i in (3, 2, 1, 0)
    ]  # fmt: skip
    return {
        "data": [heat, *key],
        "layout": look.layout(
            state,
            showlegend=True,
            legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0, "itemclick": False,
                    "itemdoubleclick": False},
            margin={"t": 40},
            xaxis={"tickformat": "d", "nticks": 8, "side": "bottom", "zeroline": False},
            yaxis={"autorange": "reversed", "showgrid": False, "ticks": "", "dtick": 1,
                   "side": "right" if look.mirrored(state) else "left"},
        ),
    }  # fmt: skip


def _said(level: int, state: State) -> str:
    return look.text(words.t(f"coverage.{LEVELS[level][0]}", state.lang), state)


VIEW = View("coverage_year", SQL, draw, params=("metal",), height=880, empty="view.coverage_year.empty")
