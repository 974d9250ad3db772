"""A plotly figure as a chart that PowerPoint and LibreOffice edit: lines, areas, columns, bars; None for any other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE

Figure = Mapping[str, Any]

_MARKS = re.compile(r"<[^>]+>|[\u2066-\u2069\u200f]")
_YEARS = range(1900, 2200)  # those that a spreadsheet knows as dates
FORMATS = {"years": "yyyy", "months": "mm/yyyy", "days": "yyyy-mm-dd"}


@dataclass(frozen=True)
class Series:
    """One line or set of bars: values beside the categories (None: a gap), its colour, those of single bars, width.

    labels: what the figure writes beside each value; empty where it writes nothing.
    """

    name: str
    values: Sequence[float | None]
    colour: str
    colours: Sequence[str]
    width: float
    labels: Sequence[str] = ()


@dataclass(frozen=True)
class Chart:
    """What a native chart needs. kind: python-pptx's chart type; the axes as plotly has them.

    overlaid: bars of one category lie over each other, the last on top, instead of side by side.
    """

    kind: Any
    categories: Sequence[str | date]
    series: Sequence[Series]
    horizontal: bool
    category_axis: Mapping[str, Any]
    value_axis: Mapping[str, Any]
    overlaid: bool = False

    @property
    def spacing(self) -> str:
        """What lies between two dates of the axis: 'years', 'months' or 'days'; empty where it has no dates."""
        days = [c for c in self.categories if isinstance(c, date)]
        if not days:
            return ""
        if any(d.day > 1 for d in days):
            return "days"
        return "months" if any(d.month > 1 for d in days) else "years"

    def data(self, number_format: str, *, mirrored: bool = False) -> CategoryChartData:
        """The workbook behind the chart; `mirrored` for a language that runs from right to left."""
        data = CategoryChartData(number_format=number_format)
        data.categories = [embedded(c) if mirrored and isinstance(c, str) else c for c in self.categories]
        if self.spacing:
            data.categories.number_format = FORMATS[self.spacing]
        for s in self.series:
            data.add_series(embedded(s.name) if mirrored else s.name, s.values)
        return data


def native(figure: Figure) -> Chart | None:
    """The chart of a figure that has an editable equivalent which loses nothing; None where it has none."""
    traces, layout = figure["data"], figure["layout"]
    if not traces or not all(map(_at_zero, layout.get("shapes", ()))):
        return None
    if any(a for a in layout if re.fullmatch(r"[xy]axis\d+", a)):
        return None
    kinds = {t.get("type", "scatter") for t in traces}
    if any(t.get("error_x") or t.get("error_y") for t in traces):
        return None
    if kinds == {"bar"}:
        return _bars(traces, layout)
    if kinds == {"scatter"} and all("lines" in t.get("mode", "lines") for t in traces):
        return _lines(traces, layout)
    return None


def _at_zero(shape: Figure) -> bool:
    """Whether a shape is but the line that bars stand on, which a chart of bars has by itself."""
    return shape.get("type") == "line" and shape.get("x0") == 0 == shape.get("x1") and shape.get("yref") == "paper"


def plain(text: object) -> str:
    """A label without markup and without direction marks, which a paragraph of its own direction does not need."""
    return _MARKS.sub("", str(text).replace("<br>", " ")).strip()


def embedded(text: str) -> str:
    """A text that keeps running from right to left where, as in a chart's labels, no paragraph says so."""
    return f"\u202b{text}\u202c" if re.search(r"[\u0600-\u06ff]", text) else text


def _bars(traces: Sequence[Figure], layout: Figure) -> Chart | None:
    modes = {"group": "CLUSTERED", "stack": "STACKED", "relative": "STACKED", "overlay": "CLUSTERED"}
    mode = layout.get("barmode", "group")
    sides = {t.get("orientation", "v") for t in traces}
    if mode not in modes or len(sides) != 1 or any(t.get("base") for t in traces):
        return None
    horizontal = sides == {"h"}
    along, across = ("y", "x") if horizontal else ("x", "y")
    kind = getattr(XL_CHART_TYPE, f"{'BAR' if horizontal else 'COLUMN'}_{modes[mode]}")
    if mode != "overlay" or len(traces) == 1:
        return _chart(kind, traces, layout, along, across)
    made = _chart(kind, _worded(traces, layout.get("annotations", ()), along, across), layout, along, across)
    return replace(made, overlaid=True) if made else None


def _lines(traces: Sequence[Figure], layout: Figure) -> Chart | None:
    stacked = [bool(t.get("stackgroup")) for t in traces]
    filled = [t.get("fill", "none") not in ("none", "") for t in traces]
    if any(stacked) and not all(stacked):
        return None
    if any(filled) and not all(stacked) and (len(traces) > 1 or traces[0]["fill"] != "tozeroy"):
        return None  # a band between two lines has no equivalent
    kind = XL_CHART_TYPE.AREA_STACKED if all(stacked) else XL_CHART_TYPE.AREA if any(filled) else XL_CHART_TYPE.LINE
    return _chart(kind, traces, layout, "x", "y")


def _chart(kind: Any, traces: Sequence[Figure], layout: Figure, along: str, across: str) -> Chart | None:
    places = _places([p for t in traces for p in t[along]], kind)
    if places is None or any(len(set(t[along])) < len(t[along]) for t in traces):
        return None
    if any(not isinstance(v, int | float | None) or isinstance(v, bool) for t in traces for v in t[across]):
        return None
    keys, categories = places
    way = layout.get("colorway") or ["#0b6e69"]
    series = [_series(t, way[i % len(way)], keys, along, across) for i, t in enumerate(traces)]
    return Chart(
        kind,
        categories,
        series,
        along == "y",
        layout.get(f"{along}axis", {}),
        layout.get(f"{across}axis", {}),
    )


def _worded(traces: Sequence[Figure], notes: Sequence[Figure], along: str, across: str) -> Sequence[Figure]:
    """Bars that lie over one another with the words that stand beside them: once an end, the lowest bar's."""
    at = {(n.get(along), n.get(across)): n.get("text", "") for n in notes}
    found = []
    for t in traces:
        said = [at.pop(end, "") for end in zip(t[along], t[across], strict=True)]
        own = None if t.get("textposition") == "none" else t.get("text")
        found.append({**t, "text": said if any(said) else own})
    return found


def _places(found: Iterable[Any], kind: Any) -> tuple[list[Any], list[str | date]] | None:
    """The categories as the traces name them and as the chart does; None where a line's are neither years nor dates."""
    seen = list(dict.fromkeys(found))
    bars = kind not in (XL_CHART_TYPE.LINE, XL_CHART_TYPE.AREA, XL_CHART_TYPE.AREA_STACKED)
    if seen and all(isinstance(p, int) and p in _YEARS for p in seen):
        if kind.name.startswith("BAR"):
            years = list(range(min(seen), max(seen) + 1))
            return years, [str(y) for y in years]
        return sorted(seen), [date(y, 1, 1) for y in sorted(seen)]  # an axis of dates leaves the room of absent years
    days = [_day(p) for p in seen]
    if seen and all(days):
        order = sorted(zip(days, seen, strict=True), key=lambda p: str(p[0]))
        return [p for _, p in order], [d for d, _ in order if d]
    if not bars or not all(isinstance(p, str | int) for p in seen):
        return None
    return seen, [plain(p) for p in seen]


def _day(place: Any) -> date | None:
    if isinstance(place, date):
        return place
    try:
        return date.fromisoformat(str(place)[:10]) if isinstance(place, str) else None
    except ValueError:
        return None


def _series(trace: Figure, usual: str, keys: Sequence[Any], along: str, across: str) -> Series:
    values = dict(zip(trace[along], trace[across], strict=True))
    marker, line = trace.get("marker", {}), trace.get("line", {})
    marked = marker.get("color")
    each = dict(zip(trace[along], marked, strict=True)) if isinstance(marked, list | tuple) else {}
    colour = line.get("color") or (marked if isinstance(marked, str) else "") or usual
    colours = [hexadecimal(each[k]) for k in keys if k in each]
    text = trace.get("text")
    said = dict(zip(trace[along], text, strict=True)) if isinstance(text, list | tuple) else {}
    return Series(plain(trace.get("name", "")), [values.get(k) for k in keys], hexadecimal(colour), colours,
                  float(line.get("width", 2)), [plain(said.get(k) or "") for k in keys] if said else ())  # fmt: skip


def hexadecimal(colour: str) -> str:
    """Six hex digits of a colour written #rrggbb or rgb(a); what shows through is white paper."""
    if colour.startswith("#"):
        return colour[1:7].upper()
    parts = [float(p) for p in re.findall(r"[\d.]+", colour)]
    alpha = parts[3] if len(parts) > 3 else 1.0
    return "".join(f"{round(c * alpha + 255 * (1 - alpha)):02X}" for c in parts[:3])
