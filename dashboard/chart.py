"""Shapes of charts over any values: lines labelled at their end, and ranked bars.

Each takes traces as plain data and a `Scale` that knows how values are written, so that prices, shares and scores look
alike everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any
from zlib import crc32

from dashboard import look, words
from dashboard.look import Figure
from dashboard.state import State

# Pixels a letter takes in a label, and what a label needs above and below it.
LETTER, LEADING = 0.56, 1.35
WRAP = 22
# Above so many points a line needs no marks to be read.
MARKED = 25
# Pixels across which a line leads from a point to its label that was moved.
LEADER = 10
# Lines that end less than so many years, or months, before the last one are labelled in one column.
NEAR = 4
# Pixels that a bar takes at most.
BAR = 34
# Letters that fit across the bars of a phone.
NARROW = 32
# Decimals that a tick has at most: the lowest decade of a share on a logarithmic axis is no "0.0000%".
DECIMALS = 8


@dataclass(frozen=True)
class Trace:
    """One line or bar: name, x (years or ISO dates), y with None for gaps, texts of the points, what a click sets."""

    name: str
    x: Sequence[Any]
    y: Sequence[float | None]
    texts: Sequence[str]
    sets: dict[str, str]
    own: bool = False


@dataclass(frozen=True)
class Scale:
    """How the values of an axis run and are written: its unit, and linear or logarithmic."""

    unit: str
    lang: str
    log: bool = False

    def ticks(self, low: float, high: float, count: int = 5) -> tuple[list[float], list[str]]:
        """Round values from `low` to `high` and their texts."""
        if self.log:
            return self._decades(low, high)
        step = _step((high - low) / count or abs(high) or 1.0)
        values = [i * step for i in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]
        return values, [self.text(v, step) for v in values]

    def _decades(self, low: float, high: float) -> tuple[list[float], list[str]]:
        tens = range(floor(log10(low)), ceil(log10(high)) + 1)
        marks = (1, 2, 5) if len(tens) <= 3 else (1,)
        values = [m * 10.0**e for e in tens for m in marks if low * 0.99 <= m * 10.0**e <= high * 1.01]
        return values, [self.text(v, v) for v in values]

    def place(self, value: float) -> float:
        """Where a value stands on the axis: a logarithmic one counts in powers of ten."""
        return log10(value) if self.log else value

    def text(self, value: float, step: float) -> str:
        """A value on an axis, with the decimals that a step asks for; the unit stands in the subtitle."""
        if self.unit in ("t", "t_co2e", "usd"):
            write = words.money if self.unit == "usd" else words.quantity
            return write(value, self.lang) if value else "0"
        percent = self.unit in ("share_0_1", "share_change", "percent")
        factor = 100 if self.unit in ("share_0_1", "share_change") else 1
        digits = max(0, -floor(log10(step * factor) + 1e-9))
        text = words.number(value * factor, self.lang, min(digits, DECIMALS))
        return f"{text}{words.THIN if self.lang == 'fr' else ''}%" if percent else text


def _step(rough: float) -> float:
    """The round step at or above a rough one: 1, 2 or 5 times a power of ten."""
    power = 10.0 ** floor(log10(rough))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= rough * 0.999)


def span(values: Sequence[float], log: bool = False) -> tuple[float, float]:
    """The range of an axis: from zero where all values lie on one side of it, with a little room."""
    low, high = min(values), max(values)
    if log:
        return low * 0.9, high * 1.12
    low, high = min(low, 0.0), max(high, 0.0)
    room = (high - low or abs(high) or 1.0) * 0.06
    return low - (room if low < 0 else 0), high + (room if high > 0 else 0)


def colours(traces: Sequence[Trace], state: State) -> list[str]:
    """The accent for what is chosen, a colour of the palette for each of the others, that of context for the rest.

    A country or metal keeps its colour from chart to chart: what it sets says which, and only where two of one chart
    would share a colour does the later one take the next that is free.
    """
    accent, *palette = look.palette(state)
    free = list(range(len(palette)))
    found = []
    for t in traces:
        if t.own or not free:
            found.append(accent if t.own else look.colour("context", state))
            continue
        wanted = crc32(repr(sorted(t.sets.items())).encode()) % len(palette)
        at = min(free, key=lambda n: (n - wanted) % len(palette))
        free.remove(at)
        found.append(palette[at])
    return found


def lines(traces: Sequence[Trace], scale: Scale, state: State, height: int) -> Figure:
    """Lines over years or months, each labelled at its last point; labels that would overlap are moved apart."""
    low, high = reach(traces, scale)
    names = [wrapped(t.name) for t in traces]
    shades = colours(traces, state)
    pixels = (height - 60) / (scale.place(high) - scale.place(low))
    places = [pixels * (scale.place(t.y[_end(t)] or 0.0) - scale.place(low)) for t in traces]
    labels = _labels(list(zip(traces, names, shades, strict=True)), places, scale, state)
    # A moved label stands further off than one beside its line.
    off = max(LEADER if "ax" in label else 0 for label in labels)
    margin = 14 + off + LETTER * look.size(state) * max(len(part) for n in names for part in n.split("<br>"))
    layout = look.layout(
        state,
        annotations=labels,
        hovermode="closest",
        margin={"r": round(margin), "t": 14},
        xaxis=years(traces),
        yaxis=axis((low, high), scale, state),
    )
    return {"data": [line(t, c, state) for t, c in zip(traces, shades, strict=True)], "layout": layout}


def reach(traces: Sequence[Trace], scale: Scale) -> tuple[float, float]:
    """The lowest and highest value of the axis of these traces."""
    return span([v for t in traces for v in t.y if v is not None and (v > 0 or not scale.log)], scale.log)


def axis(ends: tuple[float, float], scale: Scale, state: State, count: int = 5) -> Figure:
    """A vertical axis between two values, with round ticks."""
    values, texts = scale.ticks(*ends, count)
    return {
        "range": [scale.place(e) for e in ends],
        "type": "log" if scale.log else "linear",
        "tickvals": values,
        "ticktext": [look.text(t, state) for t in texts],
        "zeroline": ends[0] < 0,
    }


def years(traces: Sequence[Trace], ticks: int = 6) -> Figure:
    """An axis from the first point to the last (labels stand in the margin, not in years to come), with round years."""
    ends = [t.x[i] for t in traces for i, v in enumerate(t.y) if v is not None]
    first, last = min(ends), max(ends)
    if isinstance(first, str):
        return {"tickformat": "%Y", "nticks": ticks, "tickangle": 0, "range": [first, last]}
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100) if (last - first) / s < ticks)
    found = list(range(-(-first // step) * step, last + 1, step))
    return {"tickvals": found, "ticktext": [str(y) for y in found], "tickangle": 0, "range": [first - 0.4, last + 0.4]}


def line(t: Trace, colour: str, state: State) -> Figure:
    """One line; where its points stand too close, only one between two gaps is marked, which no line would show."""
    known = [v is not None for v in (None, *t.y, None)]
    alone = [known[i] and not known[i - 1] and not known[i + 1] for i in range(1, len(known) - 1)]
    sparse = len(t.x) <= MARKED
    return {
        "type": "scatter",
        "mode": "lines+markers" if sparse or any(alone) else "lines",
        "name": t.name,
        "x": list(t.x),
        "y": list(t.y),
        "text": [look.text(text, state) for text in t.texts],
        "customdata": [t.sets] * len(t.x),
        "hovertemplate": f"<b>{look.text(t.name, state)}</b> %{{x}}<br>%{{text}}<extra></extra>",
        "connectgaps": False,
        "line": {"color": colour, "width": 3 if t.own else 1.75},
        "marker": {"size": 5 if sparse else [5 * a for a in alone], "color": colour},
    }


def wrapped(name: str) -> str:
    """A long name on two lines, broken where a word ends nearest to its middle."""
    if len(name) <= WRAP or " " not in name:
        return name
    cuts = [i for i, c in enumerate(name) if c == " "]
    cut = min(cuts, key=lambda i: abs(i - len(name) / 2))
    return f"{name[:cut]}<br>{name[cut + 1 :]}"


def _labels(
    drawn: Sequence[tuple[Trace, str, str]], places: Sequence[float], scale: Scale, state: State
) -> list[Figure]:
    """Names of (trace, name, colour) beside their last points, moved by as many pixels as keeps them apart."""
    ends = [_end(t) for t, _, _ in drawn]
    edge = max(t.x[e] for (t, _, _), e in zip(drawn, ends, strict=True))
    side = "right" if look.mirrored(state) else "left"
    tall = [LEADING * look.size(state) * (1 + name.count("<br>")) for _, name, _ in drawn]
    moved = apart(places, tall)
    labels = []
    for (t, name, colour), e, at, to in zip(drawn, ends, places, moved, strict=True):
        late = edge - t.x[e] < NEAR if isinstance(edge, int) else edge in t.x[e : e + NEAR]
        x = edge if late else t.x[e]
        label = look.end_label(x, scale.place(t.y[e] or 0.0), name, colour, state) | {"align": side}
        # Where its line ends early, a label may stand across others.
        ground = {} if late else {"bgcolor": look.colour("paper", state), "borderpad": 1}
        labels.append(label | ground | _beside(round(to - at), colour, state))
    return labels


def _beside(shift: int, colour: str, state: State) -> Figure:
    """A label moved by so many pixels: with a thin line to its point where it could be taken for another's."""
    if abs(shift) <= LEADING * look.size(state) / 2:
        return {"yshift": shift}
    return {
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": colour,
        "standoff": 3,
        "ax": LEADER,
        "ay": -shift,
        "xshift": 0,
        "borderpad": 2,
    }


def _end(t: Trace) -> int:
    """Where the last known value stands."""
    return max(i for i, v in enumerate(t.y) if v is not None)


def apart(places: Sequence[float], heights: Sequence[float]) -> list[float]:
    """The nearest places at which boxes of these heights, centred there, do not overlap; none lower than zero."""
    groups: list[tuple[list[int], float, float]] = []  # members, middle, height
    for i in sorted(range(len(places)), key=lambda i: places[i]):
        members, middle, size = [i], places[i], heights[i]
        middle = max(middle, size / 2)
        while groups and groups[-1][1] + groups[-1][2] / 2 > middle - size / 2:
            before, at, tall = groups.pop()
            middle = (at * len(before) + middle * len(members)) / (len(before) + len(members))
            members, size = before + members, tall + size
            middle = max(middle, size / 2)
        groups.append((members, middle, size))
    found = [0.0] * len(places)
    for members, middle, size in groups:
        top = middle - size / 2
        for i in members:
            found[i] = top + heights[i] / 2
            top += heights[i]
    return found


def bars(traces: Sequence[Trace], state: State, height: int) -> Figure:
    """Ranked bars of one value each, the chosen one in the accent, its text at the end; mirrored in Arabic."""
    accent, context = look.colour("accent", state), look.colour("context", state)
    values = [t.y[0] or 0.0 for t in traces]
    shades = [accent if t.own else context for t in traces]
    mirrored = look.mirrored(state)
    ends = room(values, [len(t.texts[0]) for t in traces])
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": values,
                "y": [look.text(t.name, state) for t in traces],
                "text": [look.text(t.texts[0], state) for t in traces],
                "textposition": "outside",
                "cliponaxis": False,
                "customdata": [t.sets for t in traces],
                "marker": {"color": shades},
                "hovertemplate": "%{y}<br>%{text}<extra></extra>",
            }
        ],
        "layout": look.layout(
            state,
            bargap=max(0.35, round(1 - BAR * len(traces) / height, 2)),
            xaxis={"visible": False, "range": ends[:: -1 if mirrored else 1]},
            yaxis={
                "autorange": "reversed",
                "showgrid": False,
                "side": "right" if mirrored else "left",
                "ticks": "outside",
                "ticklen": 6,
                "tickcolor": "rgba(0,0,0,0)",
                "showline": False,
                "tickfont": {"color": look.colour("ink", state)},
                "type": "category",
            },
        ),
    }


def room(values: Sequence[float], letters: Sequence[int]) -> list[float]:
    """The ends of an axis of bars that leave room for texts of so many letters, on a phone too."""
    low, high = min(0.0, *values), max(0.0, *values)
    left, right = low, high
    for _ in range(20):
        width = (right - left) or 1.0
        texts = [v + (-1 if v < 0 else 1) * min(0.4, n / NARROW) * width for v, n in zip(values, letters, strict=True)]
        left, right = min(low, *texts), max(high, *texts)
    return [left, right]
