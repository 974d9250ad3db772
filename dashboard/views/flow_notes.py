"""What the trade data leave open: raw or transformed, valuation, weights, today's membership."""

from __future__ import annotations

from dashboard import words
from dashboard.narrative.grammar import forms
from dashboard.state import State
from dashboard.view import Rows, View, named

WEIGHED = 0.98  # below this part of the value, tonnes are known for too few flows to stand for all

SQL = """
with chosen as (
    select s.year, s.source, s.partial, s.shared
    from marts.series s
    where s.metal = $metal and s.stage = $stage and s.loaded > 0
        and ($year is null or s.year = $year)
    order by s.year desc
    limit 1
)
select c.year, $stage as stage, c.source, c.partial, c.shared, h.stages, h.whole_stages, h.whole,
    (select sum(p.weighed_usd) / sum(p.value_usd) from marts.pair p
        where p.metal = $metal and p.stage = $stage and p.year = c.year) as weighed_share,
    (select string_agg(l.stage, ' ' order by list_position(
            ['mine', 'intermediate', 'refined', 'semi', 'product', 'scrap'], l.stage))
        from (select distinct s.stage from catalog.series s where s.metal = $metal
            except select v.stage from marts.series v where v.metal = $metal and v.year = c.year and v.loaded > 0) l
    ) as missing,
    (select string_agg(y.year, ' ' order by y.year)
        from (select unnest(range(min(year), max(year)))::integer as year from marts.series
                where metal = $metal and stage = $stage and loaded > 0
            except select year from marts.series where metal = $metal and stage = $stage and loaded > 0) y
    ) as gaps,
    null::varchar as unit, null::varchar as flag
from chosen c
left join marts.chain h on h.metal = $metal and h.year = c.year
"""


def draw(rows: Rows, state: State) -> list[str]:
    """One sentence a limit, only those that hold for the series shown."""
    lang, row = state.lang, rows[0]
    metal = forms("metal", state.metal, lang)
    out = []
    if row["whole"] is False:
        missing = words.SEMICOLON[lang].join(named("stage", s, lang) for s in (row["missing"] or "").split())
        kind = "missing" if missing else "mixed" if (row["stages"] or 0) > 1 else "single"
        out.append(words.t(f"flows.chain.{kind}", lang).format(metal_of=metal.of, year=row["year"], missing=missing))
    out += [
        words.t(f"note.{n}", lang)
        for n, on in (("partial_codes", row["partial"]), ("shared_codes", row["shared"]))
        if on
    ]
    if row["gaps"]:
        out.append(words.t("flows.gaps", lang).format(words.join(row["gaps"].split(), lang)))
    valuation = "FOB" if row["source"] == "baci" else "mixed"
    out.append(words.t(f"flows.valuation.{valuation}", lang))
    if row["weighed_share"] is not None and row["weighed_share"] < WEIGHED:
        out.append(words.t("flows.weighed", lang).format(words.share(row["weighed_share"], lang)))
    return [*out, words.t("flows.members", lang), words.t("flows.blocs", lang)]


VIEW = View("flow_notes", SQL, draw, kind="sentence", empty="view.flows.empty")
