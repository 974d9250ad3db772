"""Who supplies the EU with a metal at a stage, what Africa and the chosen country bring, and what limits the answer."""

from __future__ import annotations

from dashboard import words
from dashboard.narrative import sentence
from dashboard.narrative.grammar import fill, forms, join_names
from dashboard.state import State
from dashboard.view import Rows, View, named

NAMED = 3  # suppliers level with the first that are named

SQL = """
with chosen as (
    select s.year, s.partial, s.source
    from marts.series s
    where s.metal = $metal and s.stage = $stage and s.loaded > 0
        and ($year is null or s.year = $year)
    order by s.year desc
    limit 1
),
supplied as (
    select d.year, d.iso3, d.value, c.africa
    from indicators.eu_dependence d
    join catalog.country c on c.iso3 = d.iso3
    where d.metal = $metal and d.stage = $stage
)
select s.year, $stage as stage, d.iso3, d.value, d.africa, s.partial,
    (select string_agg(distinct n.code, ' ' order by n.code) from marts.indicator_note n
        where n.indicator = 'eu_dependence' and n.metal = $metal and n.stage = $stage and n.year = s.year
            and n.iso3 = 'WLD') as note,
    (select eu27 from catalog.country where iso3 = $country) as member,
    'share_0_1' as unit, s.source, null::varchar as flag
from chosen s
left join supplied d on d.year = s.year
order by d.value desc, d.iso3
"""


def draw(rows: Rows, state: State) -> list[str]:
    """The largest supplier first, then Africa's share and the chosen country's; or why no share can be given."""
    lang, first = state.lang, rows[0]
    codes = (first["note"] or "").split()
    shared = {"metal": state.metal, "stage": first["stage"], "year": first["year"], "series": codes}
    notes = [words.t(f"note.{code}", lang) for code in codes]
    source = (
        words.t("ui.source.line", lang).format(f"{named('source', first['source'], lang)} {first['vintage']}") + "."
    )
    if first["iso3"] is None:
        none = (
            [] if first["partial"] else [sentence("main_supplier_eu", lang, partner=state.country, share=0, **shared)]
        )
        return [*none, " ".join([*notes, source])]
    said = [sentence("main_supplier_eu", lang, partner=first["iso3"], share=first["value"], **shared)]
    return [" ".join([*said, *_level(rows, lang)]), _parts(rows, state), " ".join([*notes, source])]


def _level(rows: Rows, lang: str) -> list[str]:
    """Those whose share is written as the first one's is: to call that one the largest alone would say too much."""
    alike = [r["iso3"] for r in rows[1:] if words.share(r["value"], lang) == words.share(rows[0]["value"], lang)]
    if not 0 < len(alike) <= NAMED:
        return []
    plural = len(alike) > 1 or forms("country", alike[0], lang).plural
    return [fill(words.t("flows.answer.level", lang), {"names": join_names(alike, lang)}, {"are": plural})]


def _parts(rows: Rows, state: State) -> str:
    """Africa's share of the Union's purchases, and the chosen country's with its rank where it sells from outside."""
    lang, own = state.lang, next((r for r in rows if r["iso3"] == state.country), None)
    country = forms("country", state.country, lang)
    africa = sum(r["value"] for r in rows if r["africa"])
    values = {"africa": words.share(africa, lang), "country_the": country.the, "country": country.name}
    values |= {"country_of": country.of, "of": words.number(len(rows), lang)}
    kind = "member" if rows[0]["member"] else "none"
    if own:
        kind = "some"
        place = 1 + sum(r["value"] > own["value"] for r in rows)
        values |= {"share": words.share(own["value"], lang), "rank": words.rank(place, lang)}
    key = f"flows.answer.{'africa' if africa else 'no_africa'}.{kind}"
    return fill(words.t(key, lang), values, {"country": country.plural})


VIEW = View("flow_answer", SQL, draw, kind="sentence", params=("country",), empty="view.flows.empty")
