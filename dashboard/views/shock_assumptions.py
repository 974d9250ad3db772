"""What the simulator assumes, printed with every result: rules, balance, and what the trade data leave open."""

from __future__ import annotations

from dashboard import words
from dashboard.shock import shock, view
from dashboard.state import State
from dashboard.view import Rows, named

RULES = ("lost", "asked", "spare", "cascade", "exports_only", "left_out", "balance")


def draw(rows: Rows, state: State) -> list[str]:
    """One sentence an assumption, with the numbers chosen; then the notes of the trade series used."""
    found, lang = shock(rows, state), state.lang
    value = found.outcome.value
    sums = [words.money(float(a.sum()), lang) for a in (value.lost, value.covered, value.gap)]
    values = {
        "spare": words.share(state.spare / 100, lang),
        "stage": named("stage", found.above or state.stage, lang),
        "lost": sums[0],
        "covered": sums[1],
        "gap": sums[2],
        "steps": words.number(len(found.outcome.steps), lang),
    }
    rules = [r if r != "cascade" or not found.above else "cascade_above" for r in RULES]
    if state.feed == "above" and not found.above:
        rules.insert(rules.index("cascade"), "none_above")  # what the control asks for is not what is computed
    out = [words.t(f"shock.rule.{r}", lang).format(**values) for r in rules]
    if not found.outcome.settled:
        out.append(words.t("shock.rule.unsettled", lang))
    if any(r["partial"] for r in rows):
        out.append(words.t("note.partial_codes", lang))
    kinds = sorted({r["valuation"] for r in rows})
    if len(kinds) == 1:
        out.append(words.t("shock.rule.valuation", lang).format(words.t(f"ui.valuation.{kinds[0]}", lang)))
    return out


VIEW = view("shock_assumptions", draw, kind="sentence")
