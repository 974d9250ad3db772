"""Axes, labels and shapes of charts: what a reader could misread if they went wrong."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import orjson
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import chart, multiples, words, worldmap
from dashboard.chart import Scale, Trace, apart, room, span, wrapped
from dashboard.look import Figure
from dashboard.state import LANGS, State

places = st.lists(st.tuples(st.floats(0, 400), st.floats(10, 40)), min_size=1, max_size=12)


def trace(name: str, values: list[float | None], own: bool = False, first: int = 2020) -> Trace:
    years = [first + i for i in range(len(values))]
    return Trace(name, years, values, ["" if v is None else str(v) for v in values], {"country": name}, own)


def plotted(figure: Figure) -> Figure:
    go.Figure(orjson.loads(orjson.dumps(figure)))  # plotly knows every property
    return figure


@given(places)
def test_labels_never_overlap_and_none_falls_below_the_axis(boxes: list[tuple[float, float]]) -> None:
    heights = [h for _, h in boxes]
    moved = apart([p for p, _ in boxes], heights)
    ends = sorted((m - h / 2, m + h / 2) for m, h in zip(moved, heights, strict=True))
    assert ends[0][0] >= -1e-6
    assert all(low >= high - 1e-6 for (_, high), (low, _) in pairwise(ends))


def test_a_line_that_ends_years_before_the_others_is_labelled_where_it_ends() -> None:
    whole, short = (
        Trace(n, [2007, 2016, 2018, 2023], y, [""] * 4, {}) for n, y in (("a", [1, 2, 3, 4]), ("b", [1, 2, 3, None]))
    )
    drawn = plotted(chart.lines([whole, short], Scale("ratio", "fr"), State(), 300))
    assert [note["x"] for note in drawn["layout"]["annotations"]] == [2023, 2018]


@pytest.mark.parametrize("unit", ["t", "t_co2e"])
def test_an_axis_of_tonnes_is_written_in_the_tonnes_that_suit_it(unit: str) -> None:
    assert Scale(unit, "fr").text(4e6, 1e6) == "4\u00a0Mt"


def test_labels_with_room_stay_where_they_are() -> None:
    assert apart([20.0, 200.0], [18.0, 18.0]) == [20.0, 200.0]


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.integers(1, 12)), min_size=1, max_size=20))
def test_bars_leave_room_for_what_is_written_at_their_end(bars: list[tuple[float, int]]) -> None:
    values, letters = [v for v, _ in bars], [n for _, n in bars]
    low, high = room(values, letters)
    assert low <= min(0, *values) <= max(0, *values) <= high
    if high > low:
        width = high - low
        assert all(
            (v - low if v < 0 else high - v) >= 0.9 * min(0.4, n / chart.NARROW) * width or v == 0
            for v, n in zip(values, letters, strict=True)
        )


@pytest.mark.parametrize(
    ("unit", "lang", "ends", "texts"),
    [
        ("share_0_1", "fr", (0, 0.53), ["0\u202f%", "20\u202f%", "40\u202f%"]),
        ("share_0_1", "en", (0, 0.0053), ["0.0%", "0.2%", "0.4%"]),
        ("wgi_estimate", "fr", (-1.1, 0.8), ["−1,0", "−0,5", "0,0", "0,5"]),
        ("t", "en", (0, 40_000), ["0", "10\xa0kt", "20\xa0kt", "30\xa0kt", "40\xa0kt"]),
    ],
)
def test_ticks_are_round_and_written_as_the_language_does(
    unit: str, lang: str, ends: tuple[float, float], texts: list[str]
) -> None:
    assert Scale(unit, lang).ticks(*ends, 4)[1] == texts


def test_a_logarithmic_axis_has_decades() -> None:
    values, texts = Scale("count", "en", log=True).ticks(1, 1e6)
    assert values == [1, 10, 100, 1e3, 1e4, 1e5, 1e6]
    assert texts[-1] == "1,000,000"
    assert Scale("count", "en", log=True).ticks(1, 20)[0] == [1, 2, 5, 10, 20]
    assert Scale("share_0_1", "en", log=True).ticks(1e-7, 1e-2)[1][:2] == ["0.00001%", "0.0001%"]


def test_an_axis_starts_at_zero_unless_it_is_logarithmic() -> None:
    assert span([3.0, 5.0])[0] == 0
    assert span([-2.0, -1.0])[1] == 0
    assert span([3.0, 5.0], log=True)[0] > 0


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("log", [False, True])
def test_every_shape_is_one_that_plotly_knows(lang: str, log: bool) -> None:
    state, scale = State(lang=lang), Scale("share_0_1", lang, log)
    traces = [trace("a", [0.1, None, 0.3], own=True), trace("a long name that is broken", [0.2, 0.3])]
    drawn = plotted(chart.lines(traces, scale, state, 300))
    assert [a["text"].strip("\u2067\u2069") for a in drawn["layout"]["annotations"]] == [
        "a",
        "a long name<br>that is broken",
    ]
    assert drawn["layout"]["xaxis"]["ticktext"] == ["2020", "2021", "2022"]
    assert len(plotted(multiples.multiples(traces, scale, state))["data"]) == 4
    plotted(chart.bars([trace("a", [-0.1]), trace("b", [0.4], own=True)], state, 300))
    signed = plotted(worldmap.world([("MAR", 0.2, "x"), ("COD", 0.4, "y")], scale, state))
    assert signed["data"][0]["zmin"] != signed["data"][0]["zmax"]


def test_on_a_logarithmic_map_the_least_values_share_a_colour_and_it_says_so() -> None:
    scale, state = Scale("share_0_1", "en", log=True), State(lang="en")
    trace_ = worldmap.world([("ZAF", 0.4, "x"), ("MAR", 0.01, "y"), ("SAU", 1e-9, "z")], scale, state)["data"][0]
    assert trace_["zmin"] == pytest.approx(-worldmap.DECADES)
    assert trace_["colorbar"]["ticktext"][0] == words.t("ui.less_than", "en").format("0.01%")
    near = worldmap.world([("ZAF", 0.4, "x"), ("MAR", 0.01, "y")], scale, state)["data"][0]
    assert not [t for t in near["colorbar"]["ticktext"] if t.startswith(words.t("ui.less_than", "en").format(""))]


def test_a_map_of_both_signs_turns_at_zero() -> None:
    data = worldmap.world([("MAR", -0.2, "x"), ("COD", 0.4, "y")], Scale("ratio", "fr"), State())["data"][0]
    assert (data["zmin"], data["zmax"]) == (-0.4, 0.4)


def test_months_run_on_a_date_axis() -> None:
    months: list[Any] = ["2020-01-01", "2020-02-01"]
    drawn = plotted(chart.lines([Trace("a", months, [1.0, 2.0], ["", ""], {})], Scale("usd", "fr"), State(), 300))
    assert drawn["layout"]["xaxis"]["range"] == months


def test_a_long_name_breaks_between_words() -> None:
    assert wrapped("République de l’Afrique centrale") == "République de<br>l’Afrique centrale"
    assert wrapped("Madagascarmadagascarmadagascar") == "Madagascarmadagascarmadagascar"
