"""The latest value of an indicator in a sentence, for the chosen country or metal, and what it was ten years before."""

from __future__ import annotations

from typing import Any

from dashboard import words
from dashboard.narrative import KINDS, sentence
from dashboard.narrative.grammar import forms
from dashboard.series import WORLD, Line, lines, written
from dashboard.state import State
from dashboard.view import Rows, capital, named
from dashboard.warehouse import Row

# The sentence of an indicator has its name and takes its value; of these the name or the fact is another.
OTHER = {
    "production_hhi": ("production_concentration", "hhi"),
    "supplier_hhi": ("supplier_concentration", "hhi"),
    "customer_hhi": ("customer_concentration", "hhi"),
    "governance": ("governance", "score"),
    "production_t": ("production", "quantity_t"),
    "price_change": ("price_change", "change"),
    "rca": ("rca", "rca"),
    "reserve_life": ("reserve_life", "life"),
    **{
        slug: (slug, "share")
        for slug in (
            "europe_market_share", "intra_africa_share", "africa_sourcing_share", "eu_dependence", "export_share",
            "import_share", "processed_share", "reserve_share", "source_spread", "top3_share", "top_producer_share",
        )
    },
}  # fmt: skip
# A value is held against the one of so many years before, or the first one if it is half as old at least.
AGO = 10


def answer(rows: Rows, state: State) -> list[str]:
    """The value of the state's year or the latest, and the one of ten years before; or that the country has none."""
    drawn = lines(rows, state)
    line = next((s for s in drawn if s.own), None)
    if line is None and (other := _market(drawn)):
        names = _names(state) | {"metal_the": forms("metal", state.metal, state.lang).the}
        missing = words.t("answer.other", state.lang).format(**names)
        return [" ".join([missing, *_told(other, state)])]
    if line is None or (state.year and state.year not in line.points):
        return [words.t("answer.none", state.lang).format(**_names(state), choice=_choice(rows, state))]
    # What ended long before the other lines did is no answer of today.
    if not state.year and line.last["year"] < max(r["year"] for r in rows) - AGO:
        return [
            words.t("answer.since", state.lang).format(
                **_names(state), choice=_choice(rows, state), year=line.last["year"]
            )
        ]
    return [" ".join(_told(line, state))]


def _choice(rows: Rows, state: State) -> str:
    """The country, and the metal where the indicator tells metals apart."""
    names = _names(state)
    apart = any(r["metal"] != "all" for r in rows)
    return words.COMMA[state.lang].join([names["country"], *([forms("metal", state.metal, state.lang).name] * apart)])


def _market(drawn: list[Line]) -> Line | None:
    """The metal whose price speaks where the chosen one has none: the latest, without a caution, that has most."""
    prices = [s for s in drawn if s.iso3 in WORLD and s.last["indicator"].startswith("price_")]
    return max(prices, key=lambda s: (s.last["year"], not s.last["note_codes"], s.last["value"]), default=None)


def _told(line: Line, state: State) -> list[str]:
    now = line.points.get(state.year or 0, line.last)
    said = [_sentence(now, state)]
    then = next((line.points[y] for y in sorted(line.points) if now["year"] - AGO <= y), now)
    # The year that an index is measured against has been named with it.
    if now["year"] - then["year"] >= AGO // 2 and f"_{then['year']}_" not in then["unit"]:
        value = written(then["value"], then["unit"], state.lang)
        # After "none" a bare value would not tell what it measures.
        key = "answer.then" if now["value"] or not then["value"] else "answer.then.named"
        names = {"indicator": capital(named("indicator", now["indicator"], state.lang))}
        said.append(words.t(key, state.lang).format(**names, year=then["year"], value=value))
    return said


def _names(state: State) -> dict[str, str]:
    return {
        "indicator": capital(named("indicator", state.indicator, state.lang)),
        "country": named("country", state.country, state.lang),
        "metal": named("metal", state.metal, state.lang),
    }


def _sentence(r: Row, state: State) -> str:
    slug, lang = r["indicator"], state.lang
    # What must be known of the figure (provisional, shared codes) stands under it: an answer is one sentence.
    facts: dict[str, Any] = {"year": r["year"], "metal": r["metal"], "stage": r["stage"], "country": r["iso3"]}
    facts["basis"] = r.get("basis") or ""
    kind, fact = OTHER.get(slug, (slug if slug in KINDS else "indicator", "value"))
    return sentence(kind, lang, **facts, indicator=slug, unit=r["unit"], **{fact: r["value"]})
