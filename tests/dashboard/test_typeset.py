"""Formulas as HTML: what each piece of the small markup becomes, and what a screen reader says of it."""

from __future__ import annotations

from typing import Any

import pytest
from dash.development.base_component import Component

from dashboard import words
from dashboard.state import LANGS
from dashboard.typeset import bound, linear, scripts, typeset


def flat(part: Any) -> str:
    """The element tree as nested text: Sub(i), Var(x) …"""
    if isinstance(part, str):
        return part
    if isinstance(part, list):
        return "".join(flat(p) for p in part)
    assert isinstance(part, Component)
    name = "frac" if getattr(part, "className", "") == "fraction" else type(part).__name__
    children = part.children
    if name == "frac":
        top, bottom = children
        return f"frac({flat(top.children)}|{flat(bottom.children)})"
    return f"{name}({flat(children)})"


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("s_i", "Var(s)Sub(Var(i))"),
        ("x^{t−1}", "Var(x)Sup(Var(t)−1)"),
        ("[q_i // Σ_j q_j]", "frac(Var(q)Sub(Var(i))|ΣSub(Var(j))\u00a0Var(q)Sub(Var(j)))"),
        ("[a // [b // c]]", "frac(Var(a)|frac(Var(b)|Var(c)))"),
        ("([a // b])^2", "Span(Span(()frac(Var(a)|Var(b))Span()))Sup(2)"),
        ("HHI = Σ s^2", "HHI =\u00a0Σ\u00a0Var(s)Sup(2)"),
        ("exports vers l’Afrique", "exports vers l’Afrique"),
        ("max(0, M − X)", "max(0,\u00a0Var(M)\u00a0−\u00a0Var(X))"),
    ],
)
def test_the_markup(markup: str, shown: str) -> None:
    assert flat(typeset(markup).children) == shown


@pytest.mark.parametrize(
    ("markup", "pieces"),
    [
        ("(1 − EoL-RIR) · SI", ["(1 − EoL-\u2060RIR)", "· SI"]),
        ("1 − Σ_k s_k", ["1", "− ΣSub(Var(k)) Var(s)Sub(Var(k))"]),
        ("(A_i · (1 − [IR // 2])) · SI", ["(Var(A)Sub(Var(i))", "· (1 − frac(IR|2)))", "· SI"]),
        ("exports vers l’Afrique", ["exports", "vers", "l’Afrique"]),
        ("(VA + PV + GE + RQ + RL + CC)", ["(VA", "+ PV", "+ GE", "+ RQ", "+ RL", "+ CC)"]),
    ],
)
def test_a_line_ends_before_an_operator_and_in_no_atom(markup: str, pieces: list[str]) -> None:
    assert [p.replace("\u00a0", " ") for p in flat(typeset(markup).children).split(" ")] == pieces


def test_a_reader_hears_the_formula_on_one_line() -> None:
    assert linear("1 − [Σ_k |X_k − M_k| // Σ_k (X_k + M_k)]") == "1 − (Σk |Xk − Mk|) / (Σk (Xk + Mk))"
    assert linear("x_{ij}^2") == "xij2"
    assert typeset("s_i").to_plotly_json()["props"]["aria-label"] == "si"


@pytest.mark.parametrize(
    ("markup", "side"), [("LPI, as published", "ltr"), ("LPI، كما نُشر", "rtl"), ("[صادرات // X_i]", "ltr")]
)
def test_only_words_in_arabic_run_from_the_right(markup: str, side: str) -> None:
    assert typeset(markup).to_plotly_json()["props"]["dir"] == side


@pytest.mark.parametrize("broken", ["[a // b", "[a]", "x_{i"])
def test_broken_markup_is_an_error_not_a_blank(broken: str) -> None:
    with pytest.raises(ValueError, match=r"bracket|bar"):
        typeset(broken)


@pytest.mark.parametrize("lang", LANGS)
def test_every_formula_of_the_labels_is_well_formed(lang: str) -> None:
    for key in words.labels("formula."):
        assert flat(typeset(words.t(key, lang)).children), key


def test_ordinals_and_chemical_formulas_of_a_sentence_are_scripts() -> None:
    assert flat(scripts("Le 1ᵉʳ rang, 12 t éq. CO₂.")) == "Le 1Sup(er) rang, 12 t éq. COSub(2)."
    assert scripts("Le phosphate.") == "Le phosphate."


def test_no_line_ends_inside_a_range_of_years_or_before_a_pronoun_that_asks() -> None:
    assert bound("Cobalt · 1995–2024 · Afrique–Europe") == "Cobalt · 1995–\u20602024 · Afrique–Europe"
    assert (
        bound("Où passe-t-il, où varient-ils, au-dessus ?")
        == "Où passe-\u2060t-\u2060il, où varient-\u2060ils, au-dessus ?"
    )
