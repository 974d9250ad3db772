"""HTML elements as text: what a browser reads from it is what Dash would have drawn."""

from __future__ import annotations

import pytest
from dash import dcc

from dashboard.flat import flat
from dashboard.tag import tag


def test_names_and_values_are_those_of_html() -> None:
    cell = tag.Td("1", className="number", colSpan=2, style={"--tone": "4%", "minHeight": 3}, **{"aria-sort": "none"})
    assert flat(cell) == '<td aria-sort="none" class="number" colspan="2" style="--tone: 4%; min-height: 3">1</td>'
    assert flat([tag.Br(), None, tag.P(hidden=True), tag.P(hidden=False, className="", title=None)]) == (
        "<br><p hidden></p><p></p>"
    )
    assert flat(tag.Button("+", **{"data-add": "", "data-dots": 1})) == '<button data-add="" data-dots="1">+</button>'


def test_what_the_data_say_is_never_markup() -> None:
    hostile = '"><script>alert(1)</script>'
    text = flat(tag.A(hostile, href=hostile, style={"color": hostile}, title=hostile))
    assert "<script" not in text
    assert text.count('"') == 6


def test_a_component_with_a_behaviour_is_refused() -> None:
    with pytest.raises(ValueError, match="Store"):
        flat(tag.Div(dcc.Store(id="x")))
    assert flat(tag.Div(dcc.Store(id="x")), stand_in="<i></i>") == "<div><i></i></div>"


def test_a_frame_holds_what_it_carries() -> None:
    assert flat(tag.Section(className="panel", **{"data-html": flat(tag.P("a & b"))})) == (
        '<section class="panel"><p>a &amp; b</p></section>'
    )
