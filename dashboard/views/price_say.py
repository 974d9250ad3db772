"""What the chosen metal costs: its latest quotation, against a year before, and whether the quote has moved at all.

A price that is only published by the year is told as the year's. A metal that no source loaded prices gives way to the
first of the catalog with a quotation that moves, and is said to.
"""

from __future__ import annotations

from dashboard import words
from dashboard.narrative.grammar import forms
from dashboard.state import State
from dashboard.view import Rows, View, capital, named
from dashboard.warehouse import Row, Warehouse

_SHOWN = """
select q.metal
from marts.quotation q
join catalog.metal m on m.metal = q.metal
group by q.metal, m.rank
having q.metal = $metal
    or not bool_or(q.stale and q.month > (select max(l.month) - interval 12 month from marts.quotation l))
order by q.metal = $metal desc, max(q.month) desc, m.rank
limit 1
"""
SQL = """
select q.year, q.month, q.metal, q.stage, q.series, q.value, q.unit, q.change, q.stale, q.monthly, s.redistribution,
    q.source, q.flag
from marts.quotation q
join catalog.source s on s.source = q.source
where q.metal = $chosen_metal and q.month = (
    select max(l.month) from marts.quotation l
    where l.metal = q.metal and l.stage = q.stage and l.year <= coalesce($year, 9999))
order by q.stage
"""
# A change of less than this over a year is none.
FLAT = 0.005


def shown(state: State, warehouse: Warehouse) -> str:
    """The metal whose price is shown: the chosen one where a source quotes it."""
    return next((str(r["metal"]) for r in warehouse.once(_SHOWN, {"metal": state.metal})), state.metal)


def draw(rows: Rows, state: State) -> list[str]:
    """A sentence a quotation; then what must be known of the quotes."""
    lang = state.lang
    said = [_sentence(r, rows, lang) for r in rows]
    if rows[0]["metal"] != state.metal:
        said.append(words.t("price.none", lang).format(metal=capital(named("metal", state.metal, lang))))
        instead = forms("metal", rows[0]["metal"], lang)
        said.append(words.t("price.instead", lang).format(metal=instead.name, metal_of_the=instead.of_the))
    said += [words.t("price.say.stale", lang).format(**_what(r, rows, lang)) for r in rows if r["stale"]]
    if any(r["flag"] == "estimated" for r in rows):
        said.append(words.t("price.say.estimated", lang))
    if all(r["redistribution"] == "own use" for r in rows):
        said.append(words.t("price.say.own_use", lang))
    return said


def _sentence(r: Row, rows: Rows, lang: str) -> str:
    change = r["change"]
    key = "alone" if change is None else "flat" if abs(change) < FLAT else "up" if change > 0 else "down"
    last = r is rows[-1]
    text = words.t(f"price.say.{key}", lang) if r["monthly"] else words.t(f"price.say.year.{key}", lang)
    text = text.format(
        month=words.month(r["month"], lang),
        year=r["year"],
        quotation="" if r["monthly"] else words.t(f"price.quotation.{r['metal']}.{r['series']}", lang),
        **_what(r, rows, lang),
        value=words.value(r["value"], r["unit"], lang),
        change=words.share(abs(change or 0), lang),
    )
    source = words.t("ui.source.line", lang).format(f"{named('source', r['source'], lang)} {r['vintage']}")
    return capital(f"{text} {source}." if last or rows[0]["source"] != rows[-1]["source"] else text)


def _what(r: Row, rows: Rows, lang: str) -> dict[str, str]:
    """The metal of a quotation, and its stage where it has several."""
    metal = forms("metal", r["metal"], lang)
    stage = f" ({named('stage', r['stage'], lang)})" if len(rows) > 1 and r["monthly"] else ""
    return {"metal_of_the": metal.of_the, "metal": metal.name, "stage": stage}


def _choose(state: State, warehouse: Warehouse) -> dict[str, str]:
    return {"chosen_metal": shown(state, warehouse)}


VIEW = View("price_say", SQL, draw, kind="sentence", params=("metal",), empty="price.none", choose=_choose)
