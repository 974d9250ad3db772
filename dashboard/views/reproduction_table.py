"""Every published figure beside ours: the publication with its address, both values, the gap, and why it is there."""

from __future__ import annotations

from typing import Any

from dashboard import words
from dashboard.narrative.grammar import forms
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, View, capital, named

SQL = """
select r.id as figure_id, r.publication, r.reference, r.quantity as printed_as,
    r.kind, r.year, r.metal, r.stage, r.iso3, r.material, r.unit,
    r.published as published_value, r.ours as our_value, r.difference as published_gap,
    r.tolerance, r.within, r.explanation, r.source, null::varchar as flag
from index.reproduction r
order by r.within is true, abs(r.difference) / r.tolerance desc, r.publication, r.id
"""


def draw(rows: Rows, state: State) -> Table:
    """One line a figure, the widest gaps first, each of them explained."""
    lang = state.lang
    lines: list[list[Cell | str]] = [
        [
            Cell(r["publication"], href=r["reference"], note=r["printed_as"]),
            _what(r, state),
            words.value(r["published_value"], r["unit"], lang),
            words.value(r["our_value"], r["unit"], lang),
            _gap(r, lang),
            Cell(words.t(f"reproduction.{_verdict(r)}", lang), mark=f"verdict {_verdict(r)}"),
            words.t(f"explanation.{r['explanation']}", lang) if r["explanation"] else "",
        ]
        for r in rows
    ]
    columns = ("publication", "figure", "published_value", "our_value", "published_gap", "verdict", "explanation")
    return Table(columns, lines, frozenset({"published_value", "our_value", "published_gap"}), sortable=False)


def _verdict(r: dict[str, Any]) -> str:
    return {True: "within", False: "beyond", None: "missing"}[r["within"]]


def _gap(r: dict[str, Any], lang: str) -> str:
    """Relative for quantities and prices, in points for shares, in the unit for scores."""
    if r["published_gap"] is None:
        return ""
    if r["unit"] in ("t", "usd_per_t", "usd_per_oz"):
        return words.change(r["published_gap"] / r["published_value"], lang)
    if r["unit"] == "share_0_1":
        return words.t("reproduction.points", lang).format(_signed(100 * r["published_gap"], 1, lang))
    return _signed(r["published_gap"], 2, lang)


def _signed(x: float, digits: int, lang: str) -> str:
    """A difference with its sign, which stays before its number in right-to-left text."""
    rounded = words.rounded(x, digits)
    if rounded <= 0:
        return words.number(rounded, lang, digits)
    return f"{words.LRM if lang == 'ar' else ''}+{words.number(rounded, lang, digits)}"


def _what(r: dict[str, Any], state: State) -> str:
    """What is compared: the quantity, of what, where, when."""
    lang = state.lang
    kind = r["kind"]
    name = words.t(f"reproduction.kind.{kind}", lang) if words.has(f"reproduction.kind.{kind}") else (
        named("indicator", kind, lang) if words.has(f"indicator.{kind}") else named("score", kind, lang))  # fmt: skip
    parts = [capital(name)]
    if r["material"]:
        code = r["material"]
        own = words.has(f"material.{code}")
        parts.append(words.name("material", code, lang) if own else forms("metal", code, lang).name)
    elif r["metal"] != "all":
        parts.append(f"{forms('metal', r['metal'], lang).name} ({named('stage', r['stage'], lang)})")
    if r["iso3"] not in ("WLD", "EU27"):
        parts.append(named("country", r["iso3"], lang))
    return ("، " if lang == "ar" else ", ").join([*parts, str(r["year"])])


VIEW = View("reproduction_table", SQL, draw, kind="table", folded=True, empty="view.reproduction_strip.empty")
