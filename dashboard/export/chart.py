"""An editable chart on a slide: colours, axes, number formats and labels as the figure on screen has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml.ns import qn
from pptx.util import Pt

from dashboard import look, words
from dashboard.export import measure
from dashboard.export.native import FORMATS, Chart, embedded
from dashboard.export.paper import ARABIC, Box, Page, rgb
from dashboard.export.scene import Scene

_SIZE = 14
_NUMBER = "0" * 8  # as wide as a label that the program writes
_MORE = re.compile(r"[*·(]")
_TICKS = 12  # labels on an axis of categories, at most: of more, every so many
_STEPS = {"years": (1, 2, 5, 10, 20), "months": (1, 3, 6, 12, 24, 60, 120, 240), "days": (1, 7, 14, 28)}
_DOTS = 24  # points of a line that may have a dot each


def place_chart(page: Page, box: Box, chart: Chart, scene: Scene) -> None:
    """Put the chart in its box."""
    shown = number_format(chart, scene)
    frame = page.slide.shapes.add_chart(chart.kind, *page.place(box), chart.data(shown, mirrored=page.mirrored))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", f"{scene.title}. {scene.subtitle}. {scene.credit}")
    made = frame.chart
    made.font.size, made.font.name = Pt(_SIZE), "Calibri"
    made.font.color.rgb = rgb(look.tokens()["ink"])
    properties = made.font._rPr
    properties.append(properties.makeelement(qn("a:cs"), {"typeface": ARABIC}))
    made.has_title = False
    made.has_legend = len(chart.series) > 1
    if made.has_legend:
        made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    plot = made.plots[0]
    bars = "BAR" in chart.kind.name or "COLUMN" in chart.kind.name
    labelled = bars and (chart.overlaid or len(chart.series) == 1) and len(chart.categories) <= 24
    _axes(made, chart, labelled, shown)
    _series(plot, chart)
    for series, of in zip(plot.series, chart.series, strict=True):
        if labelled and (of.labels or not chart.overlaid):
            labels = series.data_labels
            labels.number_format, labels.number_format_is_linked = shown, False
            labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
            _said(page, series, of.labels, every=chart.overlaid)
    if labelled and chart.horizontal:
        _room(made.value_axis, chart, box.width)


def _room(value: Any, chart: Chart, width: float) -> None:
    """Ends of an unseen axis that leave room for the words beside the bars, which no program makes."""
    most, wide = {-1: 0.0, 1: 0.0}, {-1: 0.0, 1: 0.0}  # by side: its longest bar, and the inches of its words
    for series in chart.series:
        for bar, label in zip(series.values, series.labels or [_NUMBER] * len(series.values), strict=True):
            side = -1 if (bar or 0) < 0 else 1
            most[side] = max(most[side], abs(bar or 0))
            wide[side] = max(wide[side], measure.width(label, _SIZE) + 0.15)
    names = max(measure.width(str(c), _SIZE) for c in chart.categories)
    left = width - min(names, width / 3) - wide[-1] * (most[-1] > 0) - wide[1]
    inch = (most[-1] + most[1]) / max(1.0, left)
    value.minimum_scale = -(most[-1] + wide[-1] * inch) if most[-1] else 0
    value.maximum_scale = most[1] + wide[1] * inch or 1


def _said(page: Page, series: Any, labels: Sequence[str], *, every: bool) -> None:
    """Labels that say more than their value, or something else: a label of its own, which a change of value leaves.

    every: all of them, and none where the figure has none: of bars that overlie, not each has words.
    """
    for i, label in enumerate(labels):
        if every or (label and (_MORE.search(label) or not re.search(r"\d", label))):
            own = series.points[i].data_label
            own.text_frame.text = (embedded(label) if page.mirrored else label) or " "
            own.text_frame.word_wrap, own.position = False, XL_LABEL_POSITION.OUTSIDE_END


def number_format(chart: Chart, scene: Scene) -> str:
    """The spreadsheet format of the values: shares as percent, tonnes and dollars in thousands and millions."""
    lang = scene.state.lang
    values = [abs(v) for s in chart.series for v in s.values if v is not None]
    units = {r.get("unit") for r in scene.rows}
    unit = next(iter(units)) if len(units) == 1 else None
    if "%" in str(chart.value_axis.get("ticksuffix", "")) or (unit == "share_0_1" and max(values, default=0) > 1.5):
        return '0.0"\u00a0%"'
    if "%" in str(chart.value_axis.get("tickformat", "")) or unit == "share_0_1":
        return "0.0%"
    if unit == "share_change":
        return "+0%;-0%;0%"
    if unit == "t":
        mega, kilo, one = (words.unit(u, lang) for u in ("Mt", "kt", "t"))
        return _scaled((1e6, "0.0,,", mega), (1e4, "#,##0,", kilo), one)
    if unit == "usd":
        texts = [words.t(f"ui.money.{k}", lang).replace("{}", "").strip() for k in ("billion", "million", "one")]
        return _scaled((1e9, "0.0,,,", texts[0]), (1e6, "#,##0,,", texts[1]), texts[2])
    return "0.00" if max(values, default=0) < 10 else "#,##0"


def _scaled(large: tuple[float, str, str], small: tuple[float, str, str], one: str) -> str:
    parts = [f'[>={limit:.0f}]{form}"\u00a0{text}"' for limit, form, text in (large, small)]
    return ";".join([*parts, f'#,##0"\u00a0{one}"'])


def _series(plot: Any, chart: Chart) -> None:
    if ("STACKED" in chart.kind.name or chart.overlaid) and hasattr(plot, "overlap"):
        plot.overlap = 100
    if hasattr(plot, "gap_width"):
        plot.gap_width = 40
    for series, of in zip(plot.series, chart.series, strict=True):
        if "LINE" in chart.kind.name:
            series.smooth = False
            series.format.line.width, series.format.line.color.rgb = Pt(of.width), rgb(of.colour)
            if len(chart.categories) > _DOTS:
                series.marker.style = XL_MARKER_STYLE.NONE
                continue
            series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 5
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = rgb(of.colour)
            series.marker.format.line.fill.background()
            continue
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = rgb(of.colour)
        for i, colour in enumerate(of.colours):
            point = series.points[i].format.fill
            point.solid()
            point.fore_color.rgb = rgb(colour)


def _axes(made: Any, chart: Chart, labelled: bool, shown: str) -> None:
    grid, rule = rgb(look.tokens()["grid"]), rgb(look.tokens()["rule"])
    value, category = made.value_axis, made.category_axis
    value.has_major_gridlines = not labelled
    if not labelled:
        value.major_gridlines.format.line.color.rgb = grid
    value.visible = not labelled
    top = max((abs(v) for s in chart.series for v in s.values if v is not None), default=0)
    ticks = shown.replace("0.0", "0") if "%" in shown and top >= (0.1 if shown == "0.0%" else 10) else shown
    value.tick_labels.number_format, value.tick_labels.number_format_is_linked = ticks, False
    value.format.line.fill.background()
    if shown.startswith("0") and shown.endswith("%") and 0.8 < top <= 1:
        value.maximum_scale = 1.0  # no share is more
    category.format.line.color.rgb = rule
    category.has_major_gridlines = False
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _spaced(category, chart)
    if _reversed(chart.value_axis):
        value.reverse_order = True
    if _reversed(chart.category_axis):
        category.reverse_order = True
        category.crosses = XL_AXIS_CROSSES.MAXIMUM
    if chart.value_axis.get("type") == "log":
        scaling = value._element.find(qn("c:scaling"))
        scaling.insert(0, scaling.makeelement(qn("c:logBase"), {"val": "10"}))
    elif chart.value_axis.get("rangemode") == "tozero" or "LINE" not in chart.kind.name:
        _from_zero(value, chart)


def _spaced(category: Any, chart: Chart) -> None:
    """At most _TICKS labels along the axis: every so many categories, or every so many years or months of dates."""
    at, every = category._element, -(-len(chart.categories) // _TICKS)
    if not chart.spacing and every > 1 and not chart.horizontal:
        for name in ("c:tickLblSkip", "c:tickMarkSkip"):
            at.insert_element_before(at.makeelement(qn(name), {"val": str(every)}), "c:noMultiLvlLbl", "c:extLst")
    if not chart.spacing:
        return
    unit, steps = chart.spacing, _STEPS[chart.spacing]
    step = next((n for n in steps if n >= every), every)
    if unit == "months" and step >= 12:
        unit, step = "years", step // 12
    category.tick_labels.number_format, category.tick_labels.number_format_is_linked = FORMATS[unit], False
    base = at.find(qn("c:baseTimeUnit"))
    base.set("val", chart.spacing)
    for name, value in (("c:majorTimeUnit", unit), ("c:majorUnit", str(step))):
        base.addnext(at.makeelement(qn(name), {"val": value}))


def _from_zero(value: Any, chart: Chart) -> None:
    if all(v is None or v >= 0 for s in chart.series for v in s.values):
        value.minimum_scale = 0


def _reversed(axis: Any) -> bool:
    span = axis.get("range") or (0, 0)
    try:
        return axis.get("autorange") == "reversed" or float(span[0]) > float(span[1])
    except (TypeError, ValueError):
        return False
