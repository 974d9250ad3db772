"""One figure for each of the congress's themes, of the chosen country or metal: on the overview and on the index."""

from __future__ import annotations

from dashboard import words
from dashboard.view import named
from dashboard.warehouse import Row

COUNTED = ("count", "ratio")  # their names say what they are; the ends of an index must be told

# One indicator a theme: of the country, of the world's market, or of the country's metal; where the chosen metal has
# none (phosphate's price stands still), of the catalog's first that has one: the card says which.
SQL = """
with found as (
    select 'sovereignty' as theme, 'production_hhi' as indicator, * from indicators.production_hhi
    where iso3 = 'WLD'
    union all
    select 'ecosystems' as theme, 'degree_export' as indicator, * from indicators.degree_export
    where iso3 = $country
    union all
    select 'hub' as theme, 'hub_index' as indicator, * from indicators.hub_index
    where iso3 = $country and metal = 'all'
    union all
    select 'african_cooperation' as theme, 'intra_africa_share' as indicator, * from indicators.intra_africa_share
    where iso3 = $country
    union all
    select 'africa_europe' as theme, 'europe_market_share' as indicator, * from indicators.europe_market_share
    where iso3 = $country
    union all
    select 'low_carbon' as theme, 'grid_intensity' as indicator, * from indicators.grid_intensity
    where iso3 = $country and metal = 'all'
    union all
    select 'governance' as theme, 'governance' as indicator, * from indicators.governance
    where iso3 = $country and metal = 'all'
    union all
    select 'infrastructure' as theme, 'liner_connectivity' as indicator, * from indicators.liner_connectivity
    where iso3 = $country and metal = 'all'
    union all
    select 'market' as theme, 'price_change' as indicator, p.* from indicators.price_change p
    join marts.price_year y on y.metal = p.metal and y.stage = p.stage and y.year = p.year and not y.stale
    where p.iso3 = 'WLD'
    union all
    select 'resilience' as theme, 'export_diversification' as indicator, * from indicators.export_diversification
    where iso3 = $country and metal = 'all'
),
latest as (
    select f.*, row_number() over (
        partition by f.theme
        order by f.metal = $metal desc, m.rank nulls last, f.metal, f.year desc, f.stage = $stage desc, f.stage) as age
    from found f
    left join catalog.metal m on m.metal = f.metal
    where f.value is not null
)
select t.number, t.theme, (select count(*) from catalog.indicator a where a.theme = t.theme) as indicators,
    l.indicator, l.year, l.metal, l.stage, l.iso3, l.value, i.unit,
    (select string_agg(distinct s.source, ' ' order by s.source) from marts.indicator_source s
    where s.indicator = l.indicator and s.metal in ('all', l.metal) and s.stage in ('all', l.stage)
        and l.year between coalesce(s.first_year, l.year) and coalesce(s.last_year, l.year)) as source,
    (select any_value(n.code) from marts.indicator_note n
    where n.indicator = l.indicator and n.year = l.year and n.metal = l.metal and n.stage = l.stage
        and n.code = 'estimated') as flag
from catalog.theme t
left join latest l on l.theme = t.theme and l.age = 1
left join catalog.indicator i on i.indicator = l.indicator
order by t.number
"""


def value(r: Row, lang: str) -> str:
    """The value; what an index is measured against stands in `about`."""
    against = named("unit", r["unit"], lang)
    text = words.value(r["value"], r["unit"], lang)
    return text.removesuffix(against).strip() if against.startswith("(") else text


def about(r: Row, lang: str) -> list[str]:
    """What the value is of: the ends or the base of an index, metal, stage, the world, year."""
    parts = []
    if r["unit"] not in COUNTED and (span := words.scale(r["unit"], lang)):
        parts.append(span)
    if named("unit", r["unit"], lang).startswith("("):
        parts.append(named("unit", r["unit"], lang).strip("()"))
    if r["metal"] != "all":
        parts.append(named("metal", r["metal"], lang))
    if r["stage"] != "all":
        parts.append(words.t(f"stage.{r['stage']}.short", lang))
    if r["iso3"] == "WLD":
        parts.append(words.t("ui.world", lang))
    return [*parts, str(r["year"]), *([named("flag", r["flag"], lang)] if r.get("flag") else [])]
