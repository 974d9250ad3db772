"""Values of countries on a map of the world: a sequence where all have one sign, two colours from zero where not."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10

from dashboard import look, words
from dashboard.chart import Scale
from dashboard.look import Figure
from dashboard.state import State
from dashboard.view import capital

# Powers of ten that a logarithmic colour scale tells apart: a trade of some dollars would take half of its colours.
DECADES = 4


def world(rows: Sequence[tuple[str, float, str]], scale: Scale, state: State) -> Figure:
    """A choropleth of (ISO3, value, text); the chosen country is outlined, a click selects.

    Values of one sign run along the sequence, others diverge from zero. On a logarithmic scale, which takes none below
    zero, the least share a colour, and what is nothing has it too.
    """
    values = [v for _, v, _ in rows]
    least, high = min(values), max(values)
    low = _lowest(values) if scale.log else least
    signed = low < 0 < high
    shown = [scale.place(max(v, low)) for v in values]
    ticks, texts = scale.ticks(low, high, 4)
    if low > least:
        # After Arabic letters the sign of percent would change its side.
        mark = words.LRM if look.mirrored(state) else ""
        texts[0] = words.t("ui.less_than", state.lang).format(mark + texts[0])
    bar = look.colorbar(state, tickvals=[scale.place(v) for v in ticks],
                        ticktext=[look.text(t, state) for t in texts], len=0.6)  # fmt: skip
    most = max(abs(low), abs(high))
    return {
        "data": [
            {
                "type": "choropleth",
                "locations": [iso3 for iso3, _, _ in rows],
                "z": shown,
                "zmin": -most if signed else scale.place(low),
                "zmax": most if signed else max(shown),
                "text": [look.text(text, state) for _, _, text in rows],
                "customdata": [{"country": iso3} for iso3, _, _ in rows],
                "hovertemplate": "%{text}<extra></extra>",
                "colorscale": look.scale(state, "diverge" if signed else "sequence"),
                "marker": {
                    "line": {
                        "width": [2.0 if iso3 == state.country else 0.4 for iso3, _, _ in rows],
                        "color": [look.colour("ink" if i == state.country else "paper", state) for i, _, _ in rows],
                    }
                },
                "colorbar": bar,
            }
        ],
        "layout": look.layout(state, geo=look.geo(state), margin={"b": 34}),
    }


def _lowest(values: Sequence[float]) -> float:
    """Where a logarithmic scale begins: at the least value or, where that is too far down, at a power of ten."""
    least, high = min(v for v in values if v > 0), max(values)
    begins = least if min(values) > 0 else 10.0 ** floor(log10(least))
    return max(begins, 10.0 ** (ceil(log10(high)) - DECADES))


def label(name: str, lines_: Sequence[str]) -> str:
    """A hover text: the name in bold, then lines."""
    return "<br>".join([f"<b>{capital(name)}</b>", *lines_])
