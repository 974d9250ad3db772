"""What the chosen country sells and buys of the metals followed here, in one sentence, and what that leaves out."""

from __future__ import annotations

from dashboard import words
from dashboard.narrative.grammar import fill, forms
from dashboard.state import State
from dashboard.view import Rows, View
from dashboard.views.market_trade import SQL

NAMED = 3


def draw(rows: Rows, state: State) -> list[str]:
    """Totals of both sides with their first metals; a code that two metals share enters no total."""
    lang = state.lang
    country = forms("country", state.country, lang)
    kept = [r for r in rows if not r["shared"]]
    if not kept:
        return [words.t("market.say.shared", lang)]
    values = {"country_the": country.the, "country": country.name, "year": str(rows[0]["year"])}
    for side in ("export_usd", "import_usd"):
        by_metal: dict[str, float] = {}
        for r in kept:
            by_metal[r["metal"]] = by_metal.get(r["metal"], 0) + (r[side] or 0)
        first = sorted((m for m in by_metal if by_metal[m] > 0), key=lambda m: -by_metal[m])[:NAMED]
        values[side] = words.money(sum(by_metal.values()), lang)
        names = words.join([forms("metal", m, lang).the for m in first], lang)
        values[f"{side}_names"] = f" {words.t('market.say.mainly', lang).format(names)}" if names else ""
    return [
        fill(words.t("market.say", lang), values, {"country": country.plural}),
        words.t("market.say.scope", lang),
    ]


VIEW = View("market_say", SQL, draw, kind="sentence", empty="market.none")
