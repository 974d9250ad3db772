"""What the chosen country mines, in one sentence: how many metals, and those of which it is a large producer."""

from __future__ import annotations

from dashboard import words
from dashboard.narrative.grammar import fill, forms
from dashboard.state import State
from dashboard.view import Rows, View, named
from dashboard.views.key_figures import SQL, by_metal, latest
from dashboard.warehouse import Row

TOP = 10
NAMED = 5


def draw(rows: Rows, state: State) -> str:
    """How many metals the country mines, for which it is among the ten largest producers, and who says so."""
    lang = state.lang
    now = [latest(years) for years in by_metal(rows)]
    country = forms("country", state.country, lang)
    leads = sorted((r for r in now if r["rank"] and r["rank"] <= TOP), key=lambda r: (r["rank"], -r["share"]))
    key = f"sentence.headlines.{'many' if len(leads) > NAMED else 'leads' if leads else 'mines'}"
    values = {
        "country": country.name,
        "country_the": country.the,
        "count": words.number(len(now), lang),
        "leading": words.number(len(leads), lang),
        "names": words.join([_place(r, lang) for r in leads[:NAMED]], lang),
        "years": _years(leads[:NAMED] or now, lang),
    }
    said = fill(words.t(key, lang), values, {"country": country.plural})
    return f"{said} {credit(leads or now, lang)}"


def credit(rows: Rows, lang: str) -> str:
    """Sources of the rows and their vintages as a closing sentence."""
    found = sorted({f"{named('source', r['source'], lang)} {r['vintage']}" for r in rows})
    line = words.t("ui.source.line" if len(found) == 1 else "ui.sources.line", lang)
    return line.format(words.SEMICOLON[lang].join(found)) + "."


def _years(rows: Rows, lang: str) -> str:
    """The year of the figures told, or the first and the last: the latest known is not the same for every metal."""
    found = sorted({r["year"] for r in rows})
    ends = (found[0],) if len(found) == 1 else (found[0], found[-1])
    return words.t("headlines.year" if len(ends) == 1 else "headlines.years", lang).format(*ends)


def _place(r: Row, lang: str) -> str:
    rank = words.rank(r["rank"], lang) if lang == "ar" else words.ordinal(r["rank"], lang)
    return f"{forms('metal', r['metal'], lang).the} ({rank})"


VIEW = View("headlines", SQL, draw, kind="sentence", empty="view.headlines.empty")
