"""How concentrated the suppliers of those hit are before a stop and after it."""

from __future__ import annotations

from math import isnan

from dashboard import look, words
from dashboard.look import Figure
from dashboard.narrative.variants import HHI_HIGH
from dashboard.shock import Shock, shock, view
from dashboard.state import State
from dashboard.view import Rows, capital, named

SHOWN = 10
DIGITS = 2
KEY = 3.4  # height of the key of two lines, in sizes of its type


def draw(rows: Rows, state: State) -> Figure:
    """A line from a hollow dot (before) to a full one (after) for each importer that loses most."""
    found = shock(rows, state)
    places = _places(found, state)
    codes, mirrored = found.trade.codes, look.mirrored(state)
    names = [look.text(capital(named("country", codes[n], state.lang)), state) for n in places]
    before = [float(found.outcome.hhi_before[n]) for n in places]
    after = [float(found.outcome.hhi_after[n]) for n in places]
    muted, paper = look.colour("muted", state), look.colour("paper", state)
    common: Figure = {
        "type": "scatter",
        "mode": "markers",
        "y": names,
        "customdata": [{"country": codes[n]} for n in places],
        "text": [_said(name, b, a, state) for name, b, a in zip(names, before, after, strict=True)],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }
    hollow = {"size": 11, "color": paper, "line": {"width": 2, "color": muted}}
    full = {
        "size": 12,
        "color": [look.colour("accent" if codes[n] == state.country else "category-2", state) for n in places],
    }
    key = words.t("view.shock_hhi.key", state.lang).format(words.number(HHI_HIGH, state.lang, DIGITS))
    ticks = [0, HHI_HIGH, 0.5, 0.75, 1]
    return {
        "data": [common | {"x": before, "marker": hollow}, common | {"x": after, "marker": full}],
        "layout": look.layout(
            state,
            meta={"subtitle": words.t("view.shock_hhi.subtitle", state.lang).format(year=found.year)},
            shapes=[_line(b, a, name, state) for name, b, a in zip(names, before, after, strict=True)]
            + [_bound(state)],
            annotations=[
                {
                    "text": look.text(key, state),
                    "xref": "paper",
                    "yref": "paper",
                    "x": 1 if mirrored else 0,
                    "xanchor": "right" if mirrored else "left",
                    "y": 1,
                    "yanchor": "bottom",
                    "showarrow": False,
                    "font": {"color": muted},
                }
            ],
            xaxis={
                "range": [0, 1][:: -1 if mirrored else 1],
                "showgrid": True,
                "zeroline": False,
                "tickvals": ticks,
                "ticktext": [look.text(words.number(x, state.lang, DIGITS), state) for x in ticks],
            },
            yaxis={
                "type": "category",
                "range": [len(names) - 0.4, -0.6],
                "side": "right" if mirrored else "left",
                "showgrid": False,
                "ticks": "",
                "ticklabelstandoff": 6,
                "showline": False,
                "tickfont": {"color": look.colour("ink", state)},
            },
            # Room for half of the last number under the axis, at its far end.
            margin={"t": round(KEY * look.size(state))}
            | dict(zip(("l", "r"), (28, 12) if mirrored else (12, 28), strict=True)),
        ),
    }


def _places(found: Shock, state: State) -> list[int]:
    """Who loses most and has suppliers left, and the chosen country if it loses anything."""
    lost, after = found.outcome.value.lost, found.outcome.hhi_after
    places = [n for n in found.ranked(lost, len(lost)) if not isnan(after[n])]
    own = [n for n in places[SHOWN:] if found.trade.codes[n] == state.country]
    return places[:SHOWN] + own


def _line(before: float, after: float, name: str, state: State) -> Figure:
    return {
        "type": "line",
        "x0": before,
        "x1": after,
        "y0": name,
        "y1": name,
        "layer": "below",
        "line": {"color": look.colour("context", state), "width": 3},
    }


def _bound(state: State) -> Figure:
    """Above this line suppliers are highly concentrated."""
    line = {"color": look.colour("muted", state), "width": 1, "dash": "dot"}
    return {
        "type": "line",
        "x0": HHI_HIGH,
        "x1": HHI_HIGH,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": line,
    }


def _said(name: str, before: float, after: float, state: State) -> str:
    sides = (("before", before), ("after", after))
    lines = [f"{words.t(f'ui.simulator.{k}', state.lang)} : {words.number(v, state.lang, DIGITS)}" for k, v in sides]
    return "<br>".join([f"<b>{name}</b>", *(look.text(line, state) for line in lines)])


VIEW = view("shock_hhi", draw, params=("country",), height=400)
