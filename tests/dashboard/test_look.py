"""The look: one set of tokens, legible in both looks, apart for colour-blind readers."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest

from dashboard import look, words
from dashboard.look import Figure
from dashboard.state import State

LOOKS = pytest.mark.parametrize("name", ["light", "dark"])

# Viénot, Brettel and Mollon 1999, in linear RGB; tritanopia after Brettel 1997 as one plane.
DEFICIENCIES = {
    "none": np.eye(3),
    "protan": np.array([[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]]),
    "deutan": np.array([[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]]),
    "tritan": np.array([[1.01277, 0.13548, -0.14826], [-0.01243, 0.86812, 0.14431], [0.07589, 0.805, 0.11911]]),
}


def linear(color: str) -> np.ndarray:
    channels = np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ np.clip(rgb, 0, 1)
    f = np.cbrt(xyz / np.array([0.9505, 1.0, 1.089]))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one: str, two: str) -> float:
    a, b = (float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, two))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)


@LOOKS
def test_text_is_legible(name: str) -> None:
    t = look.tokens(name)
    for front, back in [
        *itertools.product(("ink", "muted", "accent"), ("paper", "raised")),
        ("on-accent", "accent"),
        ("warning", "warning-soft"),
        ("ink", "accent-soft"),
    ]:
        assert contrast(t[front], t[back]) >= 4.5, (front, back)


@LOOKS
def test_categories_can_be_seen_on_paper(name: str) -> None:
    t = look.tokens(name)
    assert all(contrast(t[f"category-{i}"], t["paper"]) >= 2.2 for i in range(1, 9))


@LOOKS
def test_a_label_in_the_colour_of_its_line_can_be_read(name: str) -> None:
    state = State(look=name)
    paper = look.colour("paper", state)
    for shade in (*look.palette(state), look.colour("context", state)):
        label = look.end_label(2024, 1.0, "Maroc", shade, state)["font"]["color"]
        assert contrast(label, paper) >= 4.5
        assert (label == shade) is (contrast(shade, paper) >= 4.5), "no darker than that takes"


@LOOKS
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_categories_stay_apart(name: str, deficiency: str) -> None:
    t, seen = look.tokens(name), DEFICIENCIES[deficiency]
    labs = [lab(seen @ linear(t[f"category-{i}"])) for i in range(1, 9)]
    assert min(float(np.linalg.norm(a - b)) for a, b in itertools.combinations(labs, 2)) >= 15


@LOOKS
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_the_sequence_is_ordered_by_lightness(name: str, deficiency: str) -> None:
    lights = [float(lab(DEFICIENCIES[deficiency] @ linear(c))[0]) for _, c in look.scale(State(look=name))]
    assert lights == sorted(lights, reverse=name == "light")


def test_dark_gives_every_colour_anew_and_nothing_else() -> None:
    colours = {k for k, v in look.tokens("light").items() if re.fullmatch(r"#[0-9a-f]{6}", v)}
    changed = {k for k, v in look.tokens("dark").items() if v != look.tokens("light")[k]}
    assert changed == colours | {"depth"}


def test_style_sheets_name_only_tokens_that_exist() -> None:
    known = set(look.tokens()) | {"tone", "line", "over", "tall"}
    for sheet in look.TOKENS.parent.glob("*.css"):
        used = set(re.findall(r"var\(--([\w-]+)", sheet.read_text(encoding="utf-8")))
        assert {u for u in used if not u.startswith("mantine")} <= known, sheet.name


def test_style_sheets_use_logical_sides_so_that_arabic_mirrors() -> None:
    physical = re.compile(
        r"(?<![\w-])(margin|padding|border)-(left|right)|text-align: *(left|right)|[;{ ](left|right):"
    )
    for sheet in look.TOKENS.parent.glob("*.css"):
        assert not physical.findall(sheet.read_text(encoding="utf-8")), sheet.name


def test_layout_merges_key_by_key() -> None:
    made = look.layout(State(), xaxis={"title": {"text": "x"}}, showlegend=True)
    assert made["xaxis"]["title"] == {"text": "x"}
    assert made["xaxis"]["automargin"] is True
    assert made["showlegend"] is True


@pytest.mark.parametrize(("top", "count"), [(7, 4), (150_000, 4), (0.3, 4), (1e9, 6)])
def test_ticks_are_round_and_few(top: float, count: int) -> None:
    axis: Figure = look.ticks(top, words.quantity, State(lang="en"))
    assert axis["tickvals"][0] == 0
    assert axis["tickvals"][-1] <= top
    assert 3 <= len(axis["tickvals"]) <= 6
    assert len(axis["tickvals"]) >= count - 1
    assert len(axis["ticktext"]) == len(axis["tickvals"])


def test_arabic_text_in_a_chart_is_one_run() -> None:
    assert look.text("12 طن", State(lang="ar")) == "\u206712 طن\u2069"
    assert look.text("12 t", State(lang="fr")) == "12 t"


def test_an_unknown_map_view_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAP_VIEW", "mar")
    assert look.topojson() == "/assets/topojson/mar/"
    monkeypatch.setenv("MAP_VIEW", "flat")
    with pytest.raises(ValueError, match="flat"):
        look.map_view()
