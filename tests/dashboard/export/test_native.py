"""Which figures become editable charts: all of bars, lines or areas, whatever lies over what, in both directions."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE

from dashboard.export import slides
from dashboard.export.native import Chart, hexadecimal, native
from dashboard.export.scene import House, alone
from dashboard.place import places
from dashboard.view import discover, figure
from dashboard.warehouse import Warehouse
from tests.dashboard.conftest import state_of

DAY = date(2026, 11, 24)
VIEWS = {v.slug: v for v in discover("dashboard.views", "VIEW")}
# Marks without lines, boxes of text and bands have no editable equivalent that loses nothing.
PICTURES = {"choropleth", "scattergeo", "sankey", "heatmap"}
REFINED = {"metal": "cobalt", "stage": "refined"}
STATES: tuple[dict[str, str], ...] = ({"metal": "cobalt", "stage": "mine"}, REFINED, {"metal": "copper"})


def bars(**over: Any) -> dict[str, Any]:
    return {"type": "bar", "orientation": "h", "y": ["a", "b"], "x": [3, 2], "name": "lost"} | over


@pytest.mark.parametrize("slug", [v.slug for v in VIEWS.values() if v.kind == "figure"])
def test_every_figure_of_bars_or_lines_is_an_editable_chart(warehouse: Warehouse, slug: str) -> None:
    for state in STATES:
        drawn = figure(VIEWS[slug], warehouse, state_of(warehouse, present="1", **state))
        traces = drawn["data"]
        lines = all(
            t.get("type") == "scatter" and "lines" in t.get("mode", "lines") and not t.get("fill") for t in traces
        )
        if traces and (lines or all(t.get("type") == "bar" for t in traces)):
            assert isinstance(native(drawn), Chart)


def test_bars_that_lie_over_one_another_keep_the_words_at_their_ends_once() -> None:
    notes = [{"y": "a", "x": 3, "text": "3 t"}, {"y": "b", "x": 2, "text": "2 t"}]
    over = [bars(), bars(x=[1, 2], name="gap", text=["x", "y"], textposition="none")]
    found = native({"data": over, "layout": {"barmode": "overlay", "annotations": notes}})
    assert found is not None
    assert found.overlaid
    assert [list(s.labels) for s in found.series] == [["3 t", "2 t"], []]


def test_a_line_at_zero_is_the_axis_and_any_other_shape_a_picture() -> None:
    zero = {"type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1}
    both = {"data": [bars(x=[-1, -2]), bars()], "layout": {"barmode": "overlay", "shapes": [zero]}}
    assert native(both) is not None
    both["layout"]["shapes"].append(zero | {"x0": 1, "x1": 1})
    assert native(both) is None


@pytest.mark.parametrize("lang", ["fr", "ar"])
@pytest.mark.parametrize(("slug", "params"), [("shock_hit", REFINED), ("top_producers", STATES[0])])
def test_ranked_bars_run_in_reading_direction_with_room_for_their_words(
    warehouse: Warehouse, slug: str, params: dict[str, str], lang: str
) -> None:
    house = House(VIEWS, warehouse, places(discover("dashboard.pages", "PAGE"), "https://example.org"))
    made = alone(VIEWS[slug], state_of(warehouse, lang=lang, **params), house, DAY)
    [slide] = Presentation(io.BytesIO(slides.pptx(made, lambda _: []))).slides
    [chart] = [s.chart for s in slide.shapes if s.has_chart]
    assert chart.value_axis.reverse_order == (lang == "ar")
    assert chart.category_axis.reverse_order
    longest = max(v for s in chart.plots[0].series for v in s.values)
    assert chart.value_axis.minimum_scale == 0
    assert longest * 1.05 < chart.value_axis.maximum_scale < longest * 2
    if slug == "shock_hit":
        assert chart.plots[0].overlap == 100
        assert [bool(s.name) for s in chart.plots[0].series] == [True, True]
        assert chart.has_legend


def _line(**over: Any) -> dict[str, Any]:
    trace = {"type": "scatter", "mode": "lines", "name": "<b>\u2067a\u2069</b>", "x": [2020, 2022], "y": [1.0, None]}
    return trace | over


@pytest.mark.parametrize(
    ("figure", "kind"),
    [
        ({"data": [_line()], "layout": {}}, XL_CHART_TYPE.LINE),
        ({"data": [_line(stackgroup="a"), _line(stackgroup="a")], "layout": {}}, XL_CHART_TYPE.AREA_STACKED),
        ({"data": [_line(fill="tozeroy")], "layout": {}}, XL_CHART_TYPE.AREA),
        ({"data": [{"type": "bar", "x": ["a"], "y": [1]}], "layout": {}}, XL_CHART_TYPE.COLUMN_CLUSTERED),
        (
            {"data": [{"type": "bar", "x": ["a"], "y": [1]}], "layout": {"barmode": "stack"}},
            XL_CHART_TYPE.COLUMN_STACKED,
        ),
        ({"data": [_line(), _line(fill="tonexty")], "layout": {}}, None),
        ({"data": [_line(mode="markers")], "layout": {}}, None),
        ({"data": [_line(error_x={"array": [1]})], "layout": {}}, None),
        ({"data": [_line(x=["a", "b"])], "layout": {}}, None),
        ({"data": [_line(x=[2020, 2020])], "layout": {}}, None),
        ({"data": [_line(y=["a", "b"])], "layout": {}}, None),
        ({"data": [_line()], "layout": {"shapes": [{}]}}, None),
        ({"data": [_line()], "layout": {"xaxis2": {}}}, None),
        ({"data": [{"type": "sankey"}], "layout": {}}, None),
        ({"data": [], "layout": {}}, None),
    ],
)
def test_only_what_loses_nothing_becomes_an_editable_chart(figure: dict[str, Any], kind: object) -> None:
    found = native(figure)
    assert (found and found.kind) == kind


def test_a_year_without_a_value_is_a_gap_and_marks_of_direction_are_gone() -> None:
    found = native({"data": [_line()], "layout": {}})
    assert found is not None
    assert list(found.categories) == [date(2020, 1, 1), date(2022, 1, 1)], "a year that is not there is but a distance"
    assert found.series[0].values == [1.0, None]
    assert found.series[0].name == "a"


def test_months_stand_on_an_axis_of_dates() -> None:
    found = native({"data": [_line(x=["2024-02-01", "2024-01-01"])], "layout": {}})
    assert found is not None
    assert list(found.categories) == [date(2024, 1, 1), date(2024, 2, 1)]
    assert found.series[0].values == [None, 1.0]


def test_colours_that_show_through_are_laid_on_paper() -> None:
    assert hexadecimal("#0b6e69") == "0B6E69"
    assert hexadecimal("rgba(0,0,0,0.5)") == "808080"
