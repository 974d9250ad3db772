"""The latest value of an indicator in a sentence, for the chosen country or metal, and what it was ten years before."""

from __future__ import annotations

from typing import Any

from dashboard import words
from dashboard.narrative import sentence
from dashboard.narrative.grammar import forms
from dashboard.series import WORLD, lines, written
from dashboard.state import State
from dashboard.view import Rows, named
from dashboard.warehouse import Row

# Indicators that have a sentence of their own, and the fact it takes; the others are told by their name and value.
_OWN = {
    "production_hhi": ("production_concentration", "hhi"),
    "supplier_hhi": ("supplier_concentration", "hhi"),
    "customer_hhi": ("customer_concentration", "hhi"),
    "europe_market_share": ("europe_market_share", "share"),
    "intra_africa_share": ("intra_africa_share", "share"),
    "africa_sourcing_share": ("africa_sourcing_share", "share"),
    "eu_dependence": ("eu_dependence", "share"),
    "export_share": ("export_share", "share"),
    "import_share": ("import_share", "share"),
    "processed_share": ("processed_share", "share"),
    "reserve_share": ("reserve_share", "share"),
    "rca": ("rca", "rca"),
    "governance": ("governance", "score"),
    "price_change": ("price_change", "change"),
    "reserve_life": ("reserve_life", "life"),
}
# A value is held against the one of so many years before, or the first one if it is half as old at least.
AGO = 10


def answer(rows: Rows, state: State) -> list[str]:
    """The value of the state's year or the latest, and the one of ten years before; or that the country has none."""
    line = next((s for s in lines(rows, state) if s.own), None)
    if line is None or (state.year and state.year not in line.points):
        return [words.t("answer.none", state.lang).format(**_names(state))]
    now = line.points[state.year] if state.year else line.last
    said = [_sentence(now, state)]
    then = next((line.points[y] for y in sorted(line.points) if now["year"] - AGO <= y), now)
    if now["year"] - then["year"] >= AGO // 2:
        value = written(then["value"], then["unit"], state.lang)
        said.append(words.t("answer.then", state.lang).format(year=then["year"], value=value))
    return [" ".join(said)]


def _names(state: State) -> dict[str, str]:
    return {
        "indicator": named("indicator", state.indicator, state.lang),
        "country": named("country", state.country, state.lang),
        "metal": named("metal", state.metal, state.lang),
    }


def _sentence(r: Row, state: State) -> str:
    slug, lang = r["indicator"], state.lang
    # What must be known of the figure (provisional, shared codes) stands under it: an answer is one sentence.
    facts: dict[str, Any] = {"year": r["year"], "metal": r["metal"], "stage": r["stage"], "country": r["iso3"]}
    if slug in _OWN:
        kind, fact = _OWN[slug]
        return sentence(kind, lang, **facts, **{fact: r["value"]})
    if r["iso3"] in WORLD or "(" in named("unit", r["unit"], lang):
        # "for the world" says nothing of an indicator of the world's market; nor can an index end with its base.
        metal = forms("metal", r["metal"], lang).name if r["metal"] != "all" else ""
        text = words.t("answer.world" if r["iso3"] in WORLD else "answer.index", lang)
        value, name = written(r["value"], r["unit"], lang), named("indicator", slug, lang)
        against = named("unit", r["unit"], lang)
        return text.format(
            year=r["year"],
            indicator=name,
            value=f"{value} {against}" if against.startswith("(") and against not in name else value,
            metal=metal,
            country=named("country", r["iso3"], lang),
        )
    return sentence("indicator", lang, indicator=slug, value=r["value"], unit=r["unit"], **facts)
