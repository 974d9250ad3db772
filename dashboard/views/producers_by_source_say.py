"""Which source the figures of a metal, stage and year come from and why, and which others the reader may choose."""

from __future__ import annotations

from dashboard import words
from dashboard.state import State
from dashboard.view import Rows, View, capital, named
from dashboard.views.producers_by_source import CHOSEN

SQL = f"""{CHOSEN}
select distinct p.year, p.stage, p.source, p.edition, p.basis, 't' as unit, null::varchar as flag,
    p.shown as source_shown, w.reason as choice_reason
from marts.production_by_source p
join chosen c on c.year = p.year
left join marts.production_choice w on w.year = p.year and w.metal = p.metal and w.stage = p.stage and p.shown
where p.metal = $metal and p.stage = $stage
order by p.shown desc, p.source
"""  # noqa: S608 - constants of ours


def draw(rows: Rows, state: State) -> list[str]:
    """The source shown by rule with its reason, the others there are, and which one the chart shows instead."""
    lang, year = state.lang, rows[0]["year"]
    said = []
    others = [named("source", r["source"], lang) for r in rows if not r["source_shown"]]
    for r in rows:
        if r["source_shown"]:
            why = words.t(f"choice.{r['choice_reason']}", lang)
            source = f"{named('source', r['source'], lang)} {r['edition']}"
            said.append(words.t("source_choice.shown", lang).format(year=year, source=source, why=why))
    if others:
        said.append(words.t("source_choice.others", lang).format(words.join(others, lang)))
    if any(r["source"] == state.source and not r["source_shown"] for r in rows):
        said.append(words.t("source_choice.instead", lang).format(named("source", state.source, lang)))
    return [capital(s) for s in said]


VIEW = View(
    "producers_by_source_say",
    SQL,
    draw,
    kind="sentence",
    params=("source",),
    empty="view.producers_by_source.empty",
)
