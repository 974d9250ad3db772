"""What each source says of one country's output of a metal, year by year; the one shown elsewhere has filled marks."""

from __future__ import annotations

from dashboard import look, words
from dashboard.look import Figure
from dashboard.state import State
from dashboard.view import Rows, View, named

SQL = """
with newest as (
    select p.*, row_number() over (partition by p.year, p.source order by p.edition desc) as place
    from staging.production p
    join catalog.basis b on b.metal = p.metal and b.stage = p.stage and b.basis = p.basis
    where p.metal = $metal and p.stage = $stage and p.iso3 = $country and p.quantity_t is not null
)
select n.year, n.metal, n.stage, n.iso3, n.quantity_t, n.basis, 't' as unit, n.source, n.edition, n.flag,
    c.source is not null as source_shown
from newest n
left join marts.production_choice c
    on c.year = n.year and c.metal = n.metal and c.stage = n.stage and c.source = n.source and c.edition = n.edition
where n.place = 1
order by n.source, n.year
"""


def draw(rows: Rows, state: State) -> Figure:
    """A line a source, labelled at its end; years that a source leaves out are gaps."""
    years = list(range(min(r["year"] for r in rows), max(r["year"] for r in rows) + 1))
    top = max(r["quantity_t"] for r in rows) or 1.0
    sources = list(dict.fromkeys(r["source"] for r in rows))
    data, labels = [], []
    for source, colour in zip(sources, look.palette(state), strict=False):
        mine = {r["year"]: r for r in rows if r["source"] == source}
        values = [mine[y]["quantity_t"] if y in mine else None for y in years]
        name = named("source", source, state.lang)
        last = max(mine)
        labels.append(look.end_label(last, mine[last]["quantity_t"], name, colour, state))
        data.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": name,
                "x": years,
                "y": values,
                "connectgaps": False,
                "text": [_text(values[i], mine.get(y), state) for i, y in enumerate(years)],
                "hovertemplate": f"<b>{name}</b> %{{x}}<br>%{{text}}<extra></extra>",
                "line": {"color": colour, "width": 2},
                "marker": {
                    "size": 7,
                    "color": [
                        colour if y in mine and mine[y]["source_shown"] else look.colour("paper", state) for y in years
                    ],
                    "line": {"color": colour, "width": 1.5},
                },
            }
        )
    return {
        "data": data,
        "layout": look.layout(
            state,
            annotations=_apart(labels, top),
            hovermode="closest",
            margin={"r": 120},
            xaxis={"tickformat": "d", "nticks": 8, "range": [years[0] - 0.4, years[-1] + 0.4]},
            yaxis={"rangemode": "tozero"} | look.ticks(top, words.quantity, state),
        ),
    }


def _text(value: float | None, row: dict[str, object] | None, state: State) -> str:
    if row is None:
        return ""
    won = words.t("disagreement.won" if row["source_shown"] else "disagreement.lost", state.lang)
    return look.text(f"{words.quantity(value, state.lang)} · {won}", state)


def _apart(labels: list[Figure], top: float) -> list[Figure]:
    """Labels that would stand on one another are shifted, the highest first."""
    least, before = 0.07 * top, None
    for label in sorted(labels, key=lambda a: -a["y"]):
        if before is not None and before - label["y"] < least:
            label["yshift"] = -220 * (least - before + label["y"]) / top
            before -= least
        else:
            before = label["y"]
    return labels


VIEW = View("disagreement_line", SQL, draw, empty="view.disagreement_line.empty", indicator="production_share")
