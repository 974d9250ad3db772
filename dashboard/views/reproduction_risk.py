"""Supply risk of the EU's study recomputed, against the Commission's own figures: one point a material."""

from __future__ import annotations

from dashboard import chart, look, words
from dashboard.look import Figure
from dashboard.state import State
from dashboard.view import Rows, View, capital, named
from dashboard.warehouse import Row

SQL = """
select h.year, h.material, h.metal, h.grouped as group_mean, h.ours as our_value,
    h.published as published_value, h.difference as published_gap, 'index_0_10' as unit,
    'eu_crm wgi' as source, null::varchar as flag
from marts.supply_risk_headline h
where h.published is not null and h.ours is not null
order by h.material
"""

NEAR = 0.2


def draw(rows: Rows, state: State) -> Figure:
    """Points on the diagonal are met; those further than 0.2 from it carry their name."""
    top = max(max(r["our_value"], r["published_value"]) for r in rows) * 1.08
    far = [r for r in rows if abs(r["published_gap"]) > NEAR]
    names = {r["material"]: look.text(chart.wrapped(capital(_name(r["material"], state))), state) for r in rows}

    def trace(of: Rows, colour: str, labelled: bool) -> dict[str, object]:
        return {
            "type": "scatter",
            "mode": "markers+text" if labelled else "markers",
            "x": [r["published_value"] for r in of],
            "y": [r["our_value"] for r in of],
            "text": [names[r["material"]] for r in of],
            "textposition": [_side(r) for r in of],
            "textfont": {"color": colour},
            "customdata": [{"metal": r["metal"]} for r in of],
            "hovertext": [
                look.text(f"{_name(r['material'], state)}: {words.number(r['published_value'], state.lang, 1)} → "
                          f"{words.number(r['our_value'], state.lang, 2)}", state) for r in of
            ],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "cliponaxis": False,
            "marker": {"size": 9, "color": colour, "opacity": 0.8},
        }  # fmt: skip

    axis = {"tickvals": list(range(int(top) + 1)), "zeroline": False}
    return {
        "data": [
            {"type": "scatter", "mode": "lines", "x": [0, top, top, 0], "hoverinfo": "skip",
             "y": [NEAR, top + NEAR, top - NEAR, -NEAR], "fill": "toself",
             "fillcolor": look.colour("accent-soft", state), "line": {"width": 0}},
            trace([r for r in rows if r not in far], look.colour("accent", state), labelled=False),
            trace(far, look.colour("category-4", state), labelled=True),
        ],
        "layout": look.layout(
            state,
            hovermode="closest",
            xaxis=axis | {"range": [-1, top + 1], "title": _title("published", state)},
            yaxis=axis | {"range": [0, top], "title": _title("ours", state)},
            meta={"subtitle": _subtitle(rows, state)},
        ),
    }  # fmt: skip


def _subtitle(rows: Rows, state: State) -> str:
    """How well the whole is met; the Commission prints one decimal, to which ours is rounded for the second count."""
    return words.t("reproduction.risk.subtitle", state.lang).format(
        met=sum(abs(r["published_gap"]) <= NEAR for r in rows),
        # A hundredth more: differences of tenths are not exact.
        printed=sum(abs(round(r["our_value"], 1) - r["published_value"]) <= NEAR + 0.01 for r in rows),
        all=len(rows),
    )


def _title(key: str, state: State) -> Figure:
    font = {"color": look.colour("muted", state), "size": look.size(state)}
    return {"text": look.text(words.t(f"reproduction.{key}", state.lang), state), "font": font}


def _name(material: str, state: State) -> str:
    return named("material", material, state.lang) if words.has(f"material.{material}") else named(
        "metal", material, state.lang)  # fmt: skip


def _side(r: Row) -> str:
    """Away from the diagonal: to the left of a point above it, to the right of one below."""
    return "middle left" if r["published_gap"] > 0 else "middle right"


VIEW = View(
    "reproduction_risk", SQL, draw, height=460, empty="view.reproduction_strip.empty", indicator="supply_risk_eu"
)
