"""The bridge Africa → country → Europe: what it buys from Africa and sells to the EU, by metal and stage."""

from __future__ import annotations

from dashboard import look, words
from dashboard.look import Figure
from dashboard.state import State
from dashboard.view import Rows, View, capital, named
from dashboard.warehouse import Row

SHOWN = 12
LEAST = 1_000_000  # USD: below this on both sides the indicator has no value either

SQL = """
select b.year, b.metal, b.stage, b.iso3, b.africa_usd, b.eu_usd, least(b.africa_usd, b.eu_usd) as bridge_usd, b.upgrade,
    w.series_missing, 'usd' as unit, s.source, null::varchar as flag
from marts.bridge b
join marts.series s on s.year = b.year and s.metal = b.metal and s.stage = b.stage and not s.shared
cross join (
    select count(*) as series_missing from catalog.series c
    where (c.metal, c.stage) not in (select metal, stage from marts.series where not partial and not shared)) w
where b.iso3 = $country and b.year = coalesce($year, (select max(l.year) from marts.bridge l where l.iso3 = $country))
    and greatest(b.africa_usd, b.eu_usd) > 0
order by greatest(b.africa_usd, b.eu_usd) desc, b.metal, b.stage
"""


def draw(rows: Rows, state: State) -> Figure:
    """Bars to both sides of a line: purchases from Africa before it, sales to the EU after it in reading direction."""
    shown = [r for r in rows if max(r["africa_usd"], r["eu_usd"]) >= LEAST][:SHOWN] or rows[:SHOWN]
    names = [_name(r, state) for r in shown]
    ends = {side: max(r[f"{side}_usd"] for r in shown) for side in ("africa", "eu")}
    most = max(ends.values())
    low, high = (1.7 * max(ends[side], 0.4 * most) for side in ("africa", "eu"))  # room for the words
    mirrored = look.mirrored(state)
    sides = (("africa", -1, "category-2"), ("eu", 1, "accent"))
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "name": words.t(f"hub_bridge.{side}", state.lang),
                "x": [sign * r[f"{side}_usd"] for r in shown],
                "y": names,
                "text": [_amount(r[f"{side}_usd"], most, state) for r in shown],
                "textposition": "outside",
                "cliponaxis": False,
                "customdata": [{"metal": r["metal"], "stage": r["stage"]} for r in shown],
                "hovertext": [_said(r, state) for r in shown],
                "hovertemplate": "%{hovertext}<extra></extra>",
                "marker": {"color": look.colour(color, state)},
            }
            for side, sign, color in sides
        ],
        "layout": look.layout(
            state,
            barmode="overlay",
            bargap=0.35,
            annotations=[_heading(side, sign, color, mirrored, state) for side, sign, color in sides],
            xaxis={"visible": False, "range": [-low, high][:: -1 if mirrored else 1]},
            yaxis={
                "autorange": "reversed",
                "showgrid": False,
                "side": "right" if mirrored else "left",
                "ticks": "",
                "showline": False,
                "tickfont": {"color": look.colour("ink", state)},
                "type": "category",
            },
            margin={"t": 36},
            shapes=[{"type": "line", "xref": "x", "yref": "paper", "x0": 0, "x1": 0, "y0": 0, "y1": 1,
                     "line": {"color": look.colour("ink", state), "width": 1}}],
        ),
    }  # fmt: skip


def _heading(side: str, sign: int, color: str, mirrored: bool, state: State) -> Figure:
    """What the bars of a side are, over it; the side stands on the right where sign and direction say so."""
    right = (sign > 0) != mirrored
    return {
        "text": look.text(f"<b>{words.t(f'hub_bridge.{side}', state.lang)}</b>", state),
        "xref": "x",
        "yref": "paper",
        "x": 0,
        "y": 1,
        "xanchor": "left" if right else "right",
        "xshift": 10 if right else -10,
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"color": look.written(look.colour(color, state), state), "size": look.size(state)},
    }


def _amount(usd: float, most: float, state: State) -> str:
    """What stands at the end of a bar: nothing where the bar would be too short to be seen."""
    return look.text(words.money(usd, state.lang), state) if usd >= most / 400 else ""


def _name(r: Row, state: State) -> str:
    stage = words.t(f"stage.{r['stage']}.short", state.lang)
    return look.text(f"{capital(named('metal', r['metal'], state.lang))} · {stage}", state)


def _said(r: Row, state: State) -> str:
    lang = state.lang
    lines = [f"<b>{_name(r, state)}</b>"]
    lines += [f"{words.t(f'hub_bridge.{s}', lang)} : {words.money(r[f'{s}_usd'], lang)}" for s in ("africa", "eu")]
    lines += [words.t("hub_bridge.upgrade", lang)] if r["upgrade"] else []
    return "<br>".join(look.text(line, state) for line in lines)


VIEW = View("hub_bridge", SQL, draw, params=("country",), height=460, empty="view.hub_bridge.empty")
