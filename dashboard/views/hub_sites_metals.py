"""How many places of the chosen country hold each material: mines, plants and deposits as stacked ranked bars."""

from __future__ import annotations

from collections import Counter

from dashboard import look, words
from dashboard.look import Figure
from dashboard.state import State
from dashboard.view import Rows, View, capital, named
from dashboard.views.hub_sites import MARKS, SQL, by_place

SHOWN = 14
KINDS = ("mine", "plant", "deposit", "exploration")


def draw(rows: Rows, state: State) -> Figure:
    """A bar a material, a part a kind; a place with several materials counts for each."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for place in by_place([r for r in rows if r["kind"] in counts]):
        counts[place[0]["kind"]].update({r["metal"] for r in place})
    total = sum(counts.values(), Counter[str]())
    if not total:
        return {"data": [], "layout": look.layout(state, meta={"empty": words.t("view.hub_sites.empty", state.lang)})}
    shown = [m for m, _ in sorted(total.items(), key=lambda p: (-p[1], p[0]))[:SHOWN]]
    names = [look.text(capital(named("metal", m, state.lang)), state) for m in shown]
    mirrored = look.mirrored(state)
    most = max(total.values(), default=1)
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "name": look.text(words.t(f"hub_sites.{kind}", state.lang), state),
                "x": [counts[kind][m] for m in shown],
                "y": names,
                "marker": {"color": look.colour("category-7" if kind == "exploration" else MARKS[kind][1], state)},
                "hovertemplate": "%{y} · %{x}<extra>%{fullData.name}</extra>",
            }
            for kind in KINDS
            if counts[kind]
        ],
        "layout": look.layout(
            state,
            meta={"subtitle": words.t("hub_sites_metals.subtitle", state.lang)},
            barmode="stack",
            bargap=0.3,
            showlegend=True,
            legend={
                "orientation": "h",
                "x": 0.5,
                "xanchor": "center",
                "y": -0.02,
                "yanchor": "top",
                "traceorder": "normal",
            },
            annotations=[
                {
                    "x": total[m],
                    "y": name,
                    "text": str(total[m]),
                    "showarrow": False,
                    "xanchor": "right" if mirrored else "left",
                    "xshift": -3 if mirrored else 3,
                }
                for m, name in zip(shown, names, strict=True)
            ],
            xaxis={"visible": False, "range": [0, most * 1.12][:: -1 if mirrored else 1]},
            yaxis={
                "autorange": "reversed",
                "type": "category",
                "showgrid": False,
                "side": "right" if mirrored else "left",
                "ticks": "",
                "ticklabelstandoff": 6,
                "showline": False,
                "tickfont": {"color": look.colour("ink", state)},
            },
            margin={"b": 44},
        ),
    }


VIEW = View("hub_sites_metals", SQL, draw, height=620, empty="view.hub_sites.empty")
