"""Small multiples: one chart a line on the same axes, the other lines in grey behind it."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from dashboard import look
from dashboard.chart import Scale, Trace, axis, colours, line, reach, years
from dashboard.look import Figure
from dashboard.state import State

# Of the width of all charts, what the values beside an axis take where each chart has its own.
AXIS = 0.07


def multiples(traces: Sequence[Trace], scale: Scale, state: State, own: bool = False) -> Figure:
    """One small chart a line, all on the same axes: the line in its colour, the others behind it in grey.

    own: each on a vertical axis of its own and alone, for amounts that do not compare.
    `meta.panels` tells assets/narrow.js that these are small charts, which it puts two by two on a phone; `meta.apart`
    how wide the values beside each axis are.
    """
    ends = reach(traces, scale)
    across = 2 if len(traces) <= 4 else 3
    down = ceil(len(traces) / across)
    width, height = 1 / across, 1 / down
    grey, ink = look.colour("context", state), look.colour("ink", state)
    behind_x = [x for t in traces for x in (*t.x, None)]
    behind_y = [y for t in traces for y in (*t.y, None)]
    data: list[Figure] = []
    layout = look.layout(state, margin={"t": 4}, hovermode="closest")
    axis_x, plain = layout.pop("xaxis") | years(traces, 4), layout.pop("yaxis")
    titles = []
    for n, (t, colour) in enumerate(zip(traces, colours(traces, state), strict=True)):
        key = "" if n == 0 else str(n + 1)
        column, row = n % across, n // across
        column = across - 1 - column if look.mirrored(state) else column
        left, top = column * width, 1 - row * height
        upright = plain | axis(reach([t], scale) if own else ends, scale, state, 3)
        layout[f"xaxis{key}"] = axis_x | {"domain": [left + AXIS * own, left + width - 0.03], "anchor": f"y{key}",
                                          "showticklabels": row == down - 1 or n >= len(traces) - across}  # fmt: skip
        layout[f"yaxis{key}"] = upright | {
            "domain": [top - height + 0.03, top - 0.06],
            "anchor": f"x{key}",
            "showticklabels": own or left == 0,
        }
        start = ("right", left + width - 0.03) if look.mirrored(state) else ("left", left)
        titles.append({"x": start[1], "y": top - 0.055, "xref": "paper", "yref": "paper", "xanchor": start[0],
                       "yanchor": "bottom", "showarrow": False, "text": f"<b>{look.text(t.name, state)}</b>",
                       "font": {"color": ink}, "align": "left"})  # fmt: skip
        axes = {"xaxis": f"x{key}", "yaxis": f"y{key}"}
        if not own:
            data.append({"type": "scatter", "mode": "lines", "x": behind_x, "y": behind_y, "hoverinfo": "skip",
                         "line": {"color": grey, "width": 0.75}, "connectgaps": False, **axes})  # fmt: skip
        data.append(line(t, colour, state) | {"mode": "lines", **axes})
    meta = {"panels": len(traces), "apart": AXIS if own else 0}
    return {"data": data, "layout": layout | {"annotations": titles, "meta": meta}}
