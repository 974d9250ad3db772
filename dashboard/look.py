"""How charts look: palette and type read from assets/tokens.css, the plotly template, and the shapes figures share.

    from dashboard import look
    figure = {"data": [...], "layout": look.layout(state, xaxis={"ticksuffix": " %"})}

A colour is `look.colour("accent", state)`; the chosen country is always the accent, others that stand out take
`palette(state)` in order, the rest is `colour("context", state)`.
Ranked bars and Sankeys are mirrored for Arabic: `look.mirrored(state)`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from functools import cache
from math import floor, log10
from pathlib import Path
from typing import Any

from dashboard import words
from dashboard.state import State

Figure = dict[str, Any]

TOKENS = Path(__file__).parent.parent / "assets" / "tokens.css"
MAP_VIEWS = ("un", "mar", "defacto")
LEGIBLE = 4.5  # the least contrast of words with what they stand on (WCAG 2, level AA)
_SEPARATORS = {"fr": ",\u202f", "en": ".,", "ar": ",."}  # decimal mark, then thousands separator
_BLOCK = re.compile(r":root(\[data-look=\"(\w+)\"\])?\s*\{(.*?)\}", re.DOTALL)
_TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")


@cache
def tokens(look: str = "light") -> Mapping[str, str]:
    """Names and values of assets/tokens.css: the light ones, with those of `look` over them."""
    found: dict[str, str] = {}
    for _, name, body in _BLOCK.findall(TOKENS.read_text(encoding="utf-8")):
        if name in ("", look):
            found |= dict(_TOKEN.findall(body))
    return found


def colour(name: str, state: State) -> str:
    """A token's colour; `auto` is light on the server: the browser says which it wants."""
    return tokens(state.look)[name]


def palette(state: State) -> list[str]:
    """Eight categorical colours that stay apart for colour-blind readers; the first one is the hub's."""
    return [colour(f"category-{i}", state) for i in range(1, 9)]


def scale(state: State, name: str = "sequence") -> list[list[Any]]:
    """A plotly colour scale: `sequence` (six steps, low to high) or `diverge` (five, the middle neutral)."""
    steps = [v for k, v in tokens(state.look).items() if k.startswith(f"{name}-")]
    return [[i / (len(steps) - 1), c] for i, c in enumerate(steps)]


def mirrored(state: State) -> bool:
    """Whether ranked bars, Sankeys and legends run from right to left; time axes never do."""
    return words.direction(state.lang) == "rtl"


def size(state: State) -> int:
    """Type size of a figure in pixels: larger when it is projected."""
    return int(tokens()["size-figure-present" if state.present else "size-figure"].removesuffix("px"))


def layout(state: State, **over: Any) -> Figure:
    """The layout every figure starts from; `over` is merged into it, dicts key by key."""
    ink, muted = colour("ink", state), colour("muted", state)
    axis = {
        "gridcolor": colour("grid", state),
        "linecolor": colour("rule", state),
        "zerolinecolor": colour("rule", state),
        "tickcolor": colour("rule", state),
        "tickfont": {"color": muted},
        "automargin": True,
        "fixedrange": True,
    }
    base: Figure = {
        "font": {"family": tokens()["font-text"], "size": size(state), "color": ink},
        "separators": _SEPARATORS[state.lang],
        "colorway": palette(state),
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8, "autoexpand": True},
        "xaxis": axis | {"showgrid": False},
        "yaxis": axis,
        "showlegend": False,
        "hoverlabel": {
            "font": {"family": tokens()["font-text"], "size": size(state), "color": ink},
            "bgcolor": colour("raised", state),
            "bordercolor": colour("rule", state),
            "align": "right" if mirrored(state) else "left",
        },
        "dragmode": False,
    }
    return _merged(base, over)


def geo(state: State, **over: Any) -> Figure:
    """The `geo` layout of a map: 110m boundaries, quiet land and sea, no frame."""
    base: Figure = {
        "resolution": 110,
        "projection": {"type": "natural earth"},
        "showframe": False,
        "showocean": True,
        "oceancolor": colour("sea", state),
        "showland": True,
        "landcolor": colour("land", state),
        "showcountries": True,
        "countrycolor": colour("paper", state),
        "countrywidth": 0.5,
        "coastlinecolor": colour("coast", state),
        "coastlinewidth": 0.5,
        "showlakes": False,
        "bgcolor": "rgba(0,0,0,0)",
        "fitbounds": False,
        "lataxis": {"range": [-58, 84]},
    }
    return _merged(base, over)


def colorbar(state: State, **over: Any) -> Figure:
    """A slim horizontal colour bar under a map."""
    base: Figure = {
        "orientation": "h",
        "x": 0.5,
        "y": -0.02,
        "yanchor": "top",
        "thickness": 8,
        "len": 0.5,
        "outlinewidth": 0,
        "tickangle": 0,
        "tickfont": {"color": colour("muted", state)},
    }
    return _merged(base, over)


def map_view() -> str:
    """Which boundaries the maps draw: un, mar or defacto (environment MAP_VIEW); ValueError for another."""
    name = os.environ.get("MAP_VIEW", "un")
    if name not in MAP_VIEWS:
        raise ValueError(f"MAP_VIEW is {name!r}; choose one of {', '.join(MAP_VIEWS)}")
    return name


def topojson() -> str:
    """Address of the folder that the charts take their boundaries from."""
    return f"/assets/topojson/{map_view()}/"


def ticks(top: float, write: Callable[[float, str], str], state: State) -> Figure:
    """Four to six round steps from zero to `top`, written by `write` (words.quantity, words.money …)."""
    rough = top / 5
    step = next(s for s in (m * 10.0**e for e in range(floor(log10(rough)), 20) for m in (1, 2, 5)) if s >= rough)
    values = [i * step for i in range(floor(top / step) + 1)]
    return {"tickvals": values, "ticktext": [text(write(v, state.lang) if v else "0", state) for v in values]}


def text(words_: str, state: State) -> str:
    """A text for inside a chart: SVG lays out from left to right, so Arabic is marked as one right-to-left run."""
    return f"\u2067{words_}\u2069" if mirrored(state) else words_


def written(color: str, state: State) -> str:
    """A colour for words: itself where it can be read on paper, else with as much ink in it as that takes."""
    return _written(color, colour("paper", state), colour("ink", state))


@cache
def _written(color: str, paper: str, ink: str) -> str:
    tinted = (_mixed(color, ink, part / 20) for part in range(21))
    return next(c for c in tinted if _contrast(c, paper) >= LEGIBLE)


def _mixed(one: str, two: str, part: float) -> str:
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in zip(_rgb(one), _rgb(two), strict=True))


def _contrast(one: str, two: str) -> float:
    """Contrast of two colours as WCAG 2 defines it, from 1 to 21."""
    low, high = sorted(
        sum(
            weight * (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4)
            for weight, c in zip((0.2126, 0.7152, 0.0722), (v / 255 for v in _rgb(color)), strict=True)
        )
        for color in (one, two)
    )
    return (high + 0.05) / (low + 0.05)


def _rgb(color: str) -> list[int]:
    return [int(color[i : i + 2], 16) for i in (1, 3, 5)]


def end_label(x: Any, y: Any, label: str, color: str, state: State) -> Figure:
    """A direct label at the last point of a line, instead of a legend entry."""
    return {
        "x": x,
        "y": y,
        "text": text(label, state),
        "showarrow": False,
        "xanchor": "left",
        "xshift": 6,
        "font": {"color": written(color, state), "size": size(state)},
    }


def _merged(base: Figure, over: Mapping[str, Any]) -> Figure:
    """`over` written into `base`, dicts key by key; lists and values replace."""
    out = dict(base)
    for key, value in over.items():
        old = out.get(key)
        out[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, Mapping) else value
    return out
