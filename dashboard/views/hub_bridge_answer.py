"""Whether the chosen country is a bridge between Africa and Europe today, in a sentence that says when it is not."""

from __future__ import annotations

from dashboard import words
from dashboard.narrative.grammar import fill, forms
from dashboard.state import State
from dashboard.view import Rows, View
from dashboard.views.hub_bridge import LEAST, SQL

THIN = 0.05  # below this share of the larger side, purchases and sales hardly ever meet in one metal and stage


def draw(rows: Rows, state: State) -> list[str]:
    """Both sides, what meets in one metal and stage, and where purchases stand beside sales at a later stage."""
    lang = state.lang
    bought, sold = (sum(r[f"{side}_usd"] for r in rows) for side in ("africa", "eu"))
    met = sum(r["bridge_usd"] for r in rows)
    country = forms("country", state.country, lang)
    values = {
        "country": country.name,
        "country_the": country.the,
        "country_of": country.of_the,
        "year": str(rows[0]["year"]),
        "bought": words.money(bought, lang),
        "sold": words.money(sold, lang),
        "met": words.money(met, lang),
        "share": words.share(met / max(bought, sold), lang),
    }
    answer = "thin" if met < THIN * max(bought, sold) else "some"
    said = [fill(words.t(f"hub_bridge.answer.{answer}", lang), values, {"country": country.plural})]
    raised = [r for r in rows if r["upgrade"] and r["africa_usd"] >= LEAST]
    if raised:
        names = words.join([forms("metal", m, lang).name for m in dict.fromkeys(r["metal"] for r in raised)], lang)
        said.append(words.t("hub_bridge.answer.upgrade", lang).format(names))
    scope = words.t("hub_bridge.answer.scope", lang).format(words.number(rows[0]["series_missing"], lang))
    mixed = len({r["source"] for r in rows}) > 1
    return [*said, f"{scope} {words.t('hub_bridge.answer.mixed', lang)}" if mixed else scope]


VIEW = View("hub_bridge_answer", SQL, draw, kind="sentence", params=("country",), empty="view.hub_bridge.empty")
