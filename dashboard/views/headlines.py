"""What the chosen country mines, in three sentences: where it counts in the world, and its two first metals."""

from __future__ import annotations

from dashboard import words
from dashboard.narrative import sentence
from dashboard.narrative.grammar import fill, forms
from dashboard.state import State
from dashboard.view import Rows, View, named
from dashboard.views.key_figures import SQL, by_metal, latest
from dashboard.warehouse import Row

TOP = 10


def draw(rows: Rows, state: State) -> list[str]:
    """The answer first, then its evidence: the two metals with the largest world share."""
    now = sorted((latest(years) for years in by_metal(rows)), key=lambda r: -(r["share"] or 0))
    said = now[:2]
    return [_leading(now, state), *(_production(r, said, state) for r in said)]


def _leading(now: Rows, state: State) -> str:
    """How many metals the country mines and for which it is among the ten largest producers."""
    lang = state.lang
    country = forms("country", state.country, lang)
    leads = sorted((r for r in now if r["rank"] and r["rank"] <= TOP), key=lambda r: (r["rank"], -r["share"]))
    key = f"sentence.headlines.{'leads' if leads else 'mines'}"
    values = {
        "country": country.name,
        "country_the": country.the,
        "count": words.number(len(now), lang),
        "names": words.join([_place(r, lang) for r in leads], lang),
    }
    return fill(words.t(key, lang), values, {"country": country.plural})


def _place(r: Row, lang: str) -> str:
    rank = words.rank(r["rank"], lang) if lang == "ar" else words.ordinal(r["rank"], lang)
    return f"{forms('metal', r['metal'], lang).the} ({rank})"


def _production(r: Row, said: Rows, state: State) -> str:
    """The production sentence of one metal; the source stands once where all sentences share it."""
    one_source = len({s["source"] for s in said}) == 1
    last = r is said[-1]
    source = f"{named('source', r['source'], state.lang)} {r['vintage']}" if last or not one_source else ""
    facts = {k: r[k] for k in ("metal", "stage", "basis", "year", "quantity_t", "share", "rank", "flag")}
    return sentence("production", state.lang, country=r["iso3"], source=source, **facts)


VIEW = View("headlines", SQL, draw, kind="sentence", empty="view.headlines.empty")
