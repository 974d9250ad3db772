"""Sentences written from the data: the answer a screen gives first, in correct French, English and Arabic.

The templates stand in labels/sentences.csv. A sentence claims what its facts allow and no more: an estimate is "about",
a provisional figure says so, and a rank whose interval overlaps another's is never stated as a place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dashboard import words
from dashboard.narrative.grammar import Forms, fill, forms, join_names, ware
from dashboard.narrative.variants import VARIANTS, Facts

__all__ = ["KINDS", "sentence"]

KINDS = tuple(VARIANTS)

_ENTITIES = {"country": ("country", "bloc"), "partner": ("country", "bloc"), "metal": ("metal",)}
_ROUGH = {"estimated", "bound", "small"}  # flags under which a quantity is written "about …"
_TONNES = {"content", ""}  # bases that the sentence need not name


def _life(years: float, lang: str) -> str:
    """Years without false precision: two significant digits above a century."""
    if years < 1:
        return words.t("ui.less_than_year", lang)
    return words.years(words.rounded(years, -2 if years >= 1000 else -1 if years >= 100 else 0), lang)


# Fact → placeholder and how it is written.
_WRITERS: dict[str, tuple[str, Callable[[Any, str], str]]] = {
    "share": ("share", words.share),
    "partner_share": ("partner_share", words.share),
    "loss": ("loss", words.share),
    "value_usd": ("money", words.money),
    "bought_usd": ("bought", words.money),
    "sold_usd": ("sold", words.money),
    "hhi": ("hhi", lambda x, lang: words.number(x, lang, 2)),
    "score": ("score", lambda x, lang: words.number(x, lang, 2)),
    "rca": ("rca", words.rca),
    "life": ("life", _life),
    "count": ("count", lambda x, lang: words.number(x, lang, 0)),
    "rank": ("rank", words.rank),
    "rank_low": ("rank_low", words.ordinal),
    "rank_high": ("rank_high", words.rank),
    "year": ("year", lambda x, _: str(x)),
    "year_from": ("year_from", lambda x, _: str(x)),
    "year_to": ("year_to", lambda x, _: str(x)),
    "names": ("names", join_names),
    "indicator": ("indicator", lambda x, lang: words.name("indicator", x, lang)),
}


def _rough(x: float, unit: str) -> float:
    """Two significant digits where the data tell no more: ratios of unit values, carbon by a world average."""
    return float(f"{x:.2g}") if unit in {"ratio", "t_co2e"} else x


def _size(change: float, lang: str) -> str:
    return words.share(abs(change), lang) if abs(change) >= 0.001 else words.share(0, lang)


def _values(facts: Facts, lang: str) -> tuple[dict[str, str], dict[str, bool]]:
    values: dict[str, str] = {}
    plural: dict[str, bool] = {}
    for slot, kinds in _ENTITIES.items():
        if slot in facts:
            f = _named(slot, kinds, facts, lang)
            values |= {slot: f.name, f"{slot}_the": f.the, f"{slot}_of_the": f.of_the, f"{slot}_of": f.of}
            values[f"{slot}_in"] = f.within
            plural[slot] = f.plural
    for fact, (slot, write) in _WRITERS.items():
        if facts.get(fact) is not None:
            values[slot] = write(facts[fact], lang)
    if facts.get("quantity_t") is not None:
        written = words.quantity(facts["quantity_t"], lang)
        values["quantity"] = words.t("ui.about", lang).format(written) if facts.get("flag") in _ROUGH else written
    if facts.get("change") is not None:
        values["change"] = _size(facts["change"], lang)
        values["factor"] = words.number(words.rounded(1 + facts["change"], 1), lang)
    if facts.get("value") is not None and "unit" in facts:
        values["value"] = words.value(_rough(facts["value"], facts["unit"]), facts["unit"], lang)
        values["number"] = words.number(facts["value"], lang)
    if (count := facts.get("value") if facts.get("unit") == "count" else facts.get("count")) is not None:
        values["countries"] = words.countries(count, lang)
    basis = facts.get("basis", "")
    values["basis"] = "" if basis in _TONNES else f" ({words.name('basis', basis, lang)})"
    stage = facts.get("stage", "all")
    values["at_stage"] = "" if stage == "all" else f" ({words.name('stage', stage, lang)})"
    mixed = words.t("goods.shared", lang) if "shared_codes" in facts.get("series", ()) else ""
    values["goods"] = "" if stage == "all" else f" ({words.t(f'stage.{stage}.goods', lang)}{mixed})"
    values["context"] = _context(facts, lang)
    return values, plural


def _named(slot: str, kinds: tuple[str, ...], facts: Facts, lang: str) -> Forms:
    """Forms of a country, bloc or metal; a metal by the name of its goods at the stage that the facts are of."""
    if slot == "metal":
        return ware(facts["metal"], facts.get("stage", "all"), lang)
    kind = next((k for k in kinds if words.has(f"{k}.{facts[slot]}")), kinds[0])
    return forms(kind, facts[slot], lang)


def _context(facts: Facts, lang: str) -> str:
    """Metal and stage of an indicator between brackets, or nothing where it has neither."""
    parts = [forms("metal", facts["metal"], lang).name] if facts.get("metal", "all") != "all" else []
    if facts.get("stage", "all") != "all":
        parts.append(words.name("stage", facts["stage"], lang))
    return f" ({words.COMMA[lang].join(parts)})" if parts else ""


def sentence(kind: str, lang: str, **facts: Any) -> str:
    """Write a sentence of one of KINDS, ending with its notes and source; KeyError where a needed fact is missing.

    Facts, as codes and plain numbers: country, partner (ISO3 or bloc), metal, stage, basis, year, year_from, year_to,
    quantity_t, share, loss, change (0–1, not percent), hhi, rca, score, value_usd, bought_usd, sold_usd, rank,
    rank_low, rank_high, overlaps, count, names (ISO3 list), life (years), indicator with value and unit; flag, notes
    (codes), series (codes of notes that change what the goods are called), source (text). A measure that is None
    gives the sentence that says so.
    """
    if words.has(f"indicator.{kind}"):
        facts.setdefault("indicator", kind)
    key = VARIANTS[kind](facts)
    values, plural = _values(facts, lang)
    parts = [fill(words.t(f"sentence.{key}", lang), values, plural)]
    measured = not key.endswith((".none", ".withheld", ".small"))
    flag = facts.get("flag")
    if measured and flag is not None:
        parts.append(words.t(f"flag.{flag}.long", lang))
    notes = [code for code in dict.fromkeys(facts.get("notes", ())) if code != flag]
    parts += [words.t(f"note.{code}", lang) for code in notes]
    if facts.get("source"):
        parts.append(words.t("ui.source.line", lang).format(facts["source"]) + ".")
    return " ".join(parts)
