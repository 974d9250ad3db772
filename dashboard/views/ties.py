"""Who depends on whom, in two sentences: what the Union buys from the chosen country, and what it must buy itself."""

from __future__ import annotations

from dashboard import words
from dashboard.narrative.grammar import fill, forms
from dashboard.state import State
from dashboard.view import Rows, View
from dashboard.views.headlines import credit
from dashboard.warehouse import Row

NAMED = 3
LEAST = 0.02  # of the Union's purchases: less is no dependence

# Of the latest year that any trade is loaded for: the Union's largest dependences on the country, and the country's
# largest purchase with its first supplier.
SQL = """
with latest as (
    select max(year) as year from marts.series where loaded > 0
),
-- What customs codes share with other materials is no trade of the metal named.
whole as (
    select metal, stage, year from marts.series where not shared
),
supplied as (
    select 'sold' as what, d.metal, d.stage, d.year, d.iso3, d.value as share,
        rank() over (partition by d.metal, d.stage order by d.value desc) as rank, null::double as value_usd
    from indicators.eu_dependence d
    join latest l on l.year = d.year
    join whole w on w.metal = d.metal and w.stage = d.stage and w.year = d.year
),
paid as (
    select p.metal, p.stage, p.year, p.exporter_iso3 as iso3, sum(p.value_usd) as value_usd
    from marts.pair p
    join latest l on l.year = p.year
    join whole w on w.metal = p.metal and w.stage = p.stage and w.year = p.year
    where p.importer_iso3 = $country and not p.partial
    group by p.metal, p.stage, p.year, p.exporter_iso3
),
first as (
    select metal, stage, sum(value_usd) as value_usd
    from paid
    group by metal, stage
    order by value_usd desc, metal, stage
    limit 1
),
bought as (
    select 'bought' as what, p.metal, p.stage, p.year, p.iso3, p.value_usd / f.value_usd as share, 1 as rank,
        f.value_usd
    from paid p
    join first f on f.metal = p.metal and f.stage = p.stage
    order by share desc, p.iso3
    limit 1
)
select t.*, 'share_0_1' as unit, s.source, null::varchar as flag,
    exists (select 1 from marts.indicator_note n
        where n.indicator = 'eu_dependence' and n.code = 'lower_bound' and n.metal = t.metal and n.stage = t.stage
            and n.year = t.year) as lower
from (select * from supplied where iso3 = $country union all select * from bought) t
join marts.series s on s.metal = t.metal and s.stage = t.stage and s.year = t.year
order by t.what desc, t.share desc, t.metal
"""


def draw(rows: Rows, state: State) -> list[str]:
    """What the country supplies the Union with, then what it buys itself; the source once, at the end."""
    sold = [r for r in rows if r["what"] == "sold" and r["share"] >= LEAST][:NAMED]
    bought = [r for r in rows if r["what"] == "bought"]
    said = [_sold(sold, state)] if sold else []
    said += [_bought(bought[0], state, alone=not sold)] if bought else []
    return [*said[:-1], f"{said[-1]} {credit(sold + bought, state.lang)}"] if said else []


def _sold(rows: Rows, state: State) -> str:
    lang, country = state.lang, forms("country", state.country, state.lang)
    values = {
        "year": str(rows[0]["year"]),
        "country": country.name,
        "country_the": country.the,
        "names": words.join([_part(r, lang) for r in rows], lang),
    }
    said = fill(words.t("sentence.ties.sold", lang), values, {"country": country.plural})
    bound = [forms("metal", r["metal"], lang).the for r in rows if r["lower"]]
    return f"{said} {words.t('ties.lower', lang).format(words.join(bound, lang))}" if bound else said


def _part(r: Row, lang: str) -> str:
    """34 % de la barytine (2ᵉ fournisseur); a later stage than the mine is said."""
    metal, stage = forms("metal", r["metal"], lang), words.t(f"stage.{r['stage']}.short", lang)
    return words.t("ties.part", lang).format(
        share=words.share(r["share"], lang),
        metal=metal.name,
        metal_the=metal.the,
        metal_of_the=metal.of_the,
        stage="" if r["stage"] == "mine" else f"{words.t('ties.stage', lang).format(stage)} ",
        rank=words.rank(r["rank"], lang) if lang == "ar" else words.ordinal(r["rank"], lang),
    )


def _bought(r: Row, state: State, *, alone: bool) -> str:
    """The largest purchase; where no sentence before has named the country and the year, this one does."""
    lang = state.lang
    country, partner, metal = (forms(k, c, lang) for k, c in
                               (("country", state.country), ("country", r["iso3"]), ("metal", r["metal"])))  # fmt: skip
    values = {
        "country": country.name,
        "country_the": country.the,
        "country_of_the": country.of_the,
        "metal": metal.name,
        "metal_the": metal.the,
        "money": words.money(r["value_usd"], lang),
        "year": str(r["year"]),
        "share": words.share(r["share"], lang),
        "partner": partner.name,
        "partner_the": partner.the,
        "partner_of": partner.of,
    }
    key = f"sentence.ties.{'bought_alone' if alone else 'bought'}"
    return fill(words.t(key, lang), values, {"country": country.plural})


VIEW = View("ties", SQL, draw, kind="sentence", empty="view.ties.empty")
