"""Formulas as HTML: fractions, subscripts, superscripts and variables from a small markup that labels can hold.

`[a // b]` is a fraction (they nest; brackets right around one are as tall), `x_i` and `x_{ij}` a subscript, `x^2` and
`x^{t−1}` a superscript; a letter that stands alone is a variable, but not the one of an elision (l’Afrique). What a
screen reader says of it is the same text on one line: `linear`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from dashboard.tag import tag
from dashboard.words import NBSP

_LOW = "₀₁₂₃₄₅₆₇₈₉"
_RAISED = re.compile(f"([ᵉʳᵈ]+|[{_LOW}]+)")
_SCRIPT = {"_": "Sub", "^": "Sup"}
# Where no line may end: inside a short pair of parentheses, after a sum or an operator, at the hyphen of a name.
_PAIR = re.compile(r"\([^()]{1,24}\)")
_TAKES = re.compile(r"((?:Σ|max|min)(?:_(?:\{[^{}]*\}|[^ ]))?| (?:[·=+−×<>]|ln)) (?!//)")
_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
# Nor inside a range of years, nor before the pronoun of a question (passe-t-il): assets/chart.js says the same.
_BOUND = re.compile(r"(?<=\d)–(?=\d)|-(?=(?:t-)?(?:ils?|elles?|on)\b)")
_ARABIC, _MATHS = re.compile("[\u0621-\u064a]"), re.compile(r"[\[_^=+−·|{]")
_JOINER = "\u2060"
_LETTER = re.compile(r"(?<![^\W\d_])([A-Za-zα-ωΑ-ΡΤ-Ω]̄?̃?)(?![^\W\d_]|[’'])")


def typeset(text: str) -> Any:
    """A formula as one element, left to right in every language; what is but words in Arabic runs as they do."""
    side = "rtl" if _ARABIC.search(text) and not _MATHS.search(text) else "ltr"
    return tag.Div(_parts(_kept(text)), className="formula", role="math", dir=side, **{"aria-label": linear(text)})


def linear(text: str) -> str:
    """The formula on one line, without markup: fractions with a slash, scripts as they stand."""
    found = re.sub(r"\[", "(", text).replace(" // ", ") / (").replace("]", ")")
    return re.sub(r"[_^]\{([^{}]*)\}", r"\1", found).replace("_", "").replace("^", "")


def _kept(text: str) -> str:
    """The markup with spaces and hyphens at which no line ends; an operator opens the next line, closes none."""
    text = _TAKES.sub(lambda m: m[1] + NBSP, _HYPHEN.sub(f"-{_JOINER}", text))
    return _PAIR.sub(lambda m: re.sub(r"(?<!//) (?!//)", NBSP, m[0]), text)


def bound(text: str) -> str:
    """A text of the page with no line's end inside a range of years or before the pronoun of a question."""
    return _BOUND.sub(lambda m: m[0] + _JOINER, text)


def scripts(text: str) -> Any:
    """A sentence whose ordinals and formulas (2ᵉ, CO₂) are set as scripts: the face of titles lacks these letters."""
    text = bound(text)
    parts = _RAISED.split(text)
    if len(parts) == 1:
        return text
    return [_script(part) if n % 2 else part for n, part in enumerate(parts) if part]


def _script(signs: str) -> Any:
    plain = unicodedata.normalize("NFKC", signs)
    return tag.Sub(plain) if signs[0] in _LOW else tag.Sup(plain)


def _parts(text: str) -> list[Any]:
    """Children of an element: plain runs, variables, fractions and scripts."""
    out: list[Any] = []
    run, i = "", 0
    while i < len(text):
        char = text[i]
        if char == "[":
            end = _closing(text, i, "[]")
            top, _, bottom = _split(text[i + 1 : end])
            embraced = run.endswith("(") and text.startswith(")", end + 1)
            signs = [tag.Span(sign, className="tall") for sign in "()"] if embraced else []
            whole = [tag.Span([signs[0], _fraction(top, bottom), signs[1]], className="whole")] if embraced else []
            out += [*_variables(run[:-1] if embraced else run), *(whole or [_fraction(top, bottom)])]
            run, i = "", end + 1 + embraced
        elif char in _SCRIPT and i + 1 < len(text):
            end = _closing(text, i + 1, "{}") if text[i + 1] == "{" else i + 1
            inner = text[i + 2 : end] if text[i + 1] == "{" else text[end]
            out += [*_variables(run), getattr(tag, _SCRIPT[char])(_parts(inner))]
            run, i = "", end + 1
        else:
            run, i = run + char, i + 1
    return [*out, *_variables(run)]


def _fraction(top: str, bottom: str) -> Any:
    return tag.Span([tag.Span(_parts(top)), tag.Span(_parts(bottom))], className="fraction")


def _split(text: str) -> tuple[str, str, str]:
    """Numerator and denominator: the first bar that stands in no inner fraction."""
    depth = 0
    for i, char in enumerate(text):
        depth += (char == "[") - (char == "]")
        if depth == 0 and text.startswith(" // ", i):
            return text[:i], " // ", text[i + 4 :]
    raise ValueError(f"a fraction without its bar: {text!r}")


def _closing(text: str, start: int, pair: str) -> int:
    """Where the bracket at `start` closes; ValueError where it does not."""
    depth = 0
    for i in range(start, len(text)):
        depth += (text[i] == pair[0]) - (text[i] == pair[1])
        if depth == 0:
            return i
    raise ValueError(f"a bracket does not close: {text!r}")


def _variables(run: str) -> list[Any]:
    """Letters that stand alone as variables, the rest as it is."""
    return [tag.Var(part) if n % 2 else part for n, part in enumerate(_LETTER.split(run)) if part]
