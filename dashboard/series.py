"""Any indicator over countries, metals and years: the one SELECT behind theme pages and the explorer, and its lines.

What the address leaves open is chosen from the data: the stage with most values for the country; beside the country,
three African countries, Spain and Türkiye, then whoever trades or produces most; beside the metal, for figures of the
world, the first metals of the catalog.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import words
from dashboard.state import State
from dashboard.view import Rows, capital, named
from dashboard.warehouse import Row

WORLD = ("WLD", "EU27")
# At most so many lines in one figure: more cannot be told apart.
LINES = 12

SQL = """
with about as (
    select unit, better, reads from catalog.indicator where indicator = $indicator
),
scope as (
    select not exists (
        select 1 from query_table('indicators.' || $indicator) where iso3 not in ('WLD', 'EU27')) as world
),
wanted_metal as (
    select 'all' as metal
    union select $metal
    union select unnest($metals::varchar[])
    union (
        select m.metal from catalog.metal m join scope s on s.world and len($metals) = 0
        where m.metal in (select metal from query_table('indicators.' || $indicator)) and $form <> 'map'
        order by m.rank limit 5)
),
value as (
    select v.year, v.metal, v.stage, v.iso3, v.value
    from query_table('indicators.' || $indicator) v
    where v.metal in (select metal from wanted_metal) and v.value is not null
),
stage as (
    select metal, stage
    from value
    group by metal, stage
    qualify row_number() over (
        partition by metal
        order by stage = $stage desc, stage = 'all' desc, count(*) filter (iso3 = $country) desc,
            list_position(['mine', 'intermediate', 'refined', 'semi', 'product', 'scrap'], stage)) = 1
),
held as (
    select v.*
    from value v
    join stage t on t.metal = v.metal and t.stage = v.stage
    where v.year between coalesce($start, 0) and coalesce($end, 9999)
),
trade as (
    select c.iso3, sum(coalesce(c.export_usd, 0) + coalesce(c.import_usd, 0)) as size
    from marts.country_trade c
    join stage t on t.metal = c.metal and t.stage = c.stage and c.metal = $metal
    join about a on contains(a.reads, 'trade') or contains(a.reads, 'pair') or contains(a.reads, 'flow')
        or contains(a.reads, 'bridge')
    group by c.iso3
),
sized as (
    select l.iso3, c.africa, case when count(t.size) over () > 0 then coalesce(t.size, 0) else l.value end as size
    from (select iso3, metal, arg_max(value, year) as value from held group by iso3, metal) l
    join catalog.country c on c.iso3 = l.iso3 and c.kind = 'country'
    left join trade t on t.iso3 = l.iso3
    where l.metal in ('all', $metal) and l.iso3 <> $country
),
ranked as (
    select iso3, africa, size, row_number() over (partition by africa order by size desc, iso3) as place from sized
),
peer as (
    select iso3
    from ranked
    where len($countries) = 0
    order by
        case
            when exists (select 1 from held where metal = 'all')
                then coalesce(list_position(['EGY', 'ZAF', 'ESP', 'TUR', 'SEN'], iso3), 9)
            when africa and place <= 3 then 0
            when iso3 in ('ESP', 'TUR') then 1
            else case when africa then 3 else 2 end
        end, size desc, iso3
    limit 5
),
seen as (
    select $country as iso3 union select unnest($countries::varchar[]) union select iso3 from peer
    union select unnest(['WLD', 'EU27']) from scope where world
),
-- Bars and maps are of one year: the latest one the country has, else the latest at all.
shown_year as (
    select coalesce($year, max(year) filter (iso3 = $country), max(year)) as year
    from held
    where metal in ('all', $metal) or metal not in (select metal from held where metal in ('all', $metal))
),
-- Metals of the world's market end in different years: each bar is its own latest one, and says so.
newest as (
    select metal, iso3, max(year) as year from held where year <= coalesce($year, 9999) group by metal, iso3
),
kept as (
    select h.*
    from held h
    join newest l on l.metal = h.metal and l.iso3 = h.iso3
    cross join scope
    left join seen on seen.iso3 = h.iso3
    left join catalog.country c on c.iso3 = h.iso3
    where case
        when $form = 'map' then h.metal in ('all', $metal) and c.kind = 'country'
        else seen.iso3 is not null or ($form = 'bar' and len($countries) = 0 and c.kind = 'country')
    end
    and case
        when $form in ('line', 'multiples', 'table') then true
        when scope.world then h.year = l.year
        else h.year = (select year from shown_year)
    end
),
credit as (
    select t.metal, t.stage, string_agg(distinct s.source, ' ' order by s.source) as source
    from stage t
    join marts.indicator_source s
        on s.indicator = $indicator
        and (s.metal in ('all', t.metal) or t.metal = 'all') and (s.stage in ('all', t.stage) or t.stage = 'all')
    group by t.metal, t.stage
),
note as (
    select year, metal, stage, iso3, string_agg(distinct code, ' ' order by code) as codes
    from marts.indicator_note
    where indicator = $indicator and metal in (select metal from wanted_metal)
    group by year, metal, stage, iso3
)
select k.year, k.metal, k.stage, k.iso3, $indicator as indicator, k.value, a.unit, c.source, null::varchar as flag,
    concat_ws(' ', n.codes, w.codes) as note_codes
from kept k
cross join about a
left join credit c on c.metal = k.metal and c.stage = k.stage
left join note n on n.year = k.year and n.metal = k.metal and n.stage = k.stage and n.iso3 = k.iso3
left join note w on w.year = k.year and w.metal = k.metal and w.stage = k.stage and w.iso3 = 'WLD' and k.iso3 <> 'WLD'
order by k.year desc, k.value desc, k.iso3, k.metal
"""


@dataclass(frozen=True)
class Line:
    """One country and metal over the years: name, points, the country of a click, whether it is the chosen one."""

    name: str
    points: dict[int, Row]
    iso3: str
    metal: str
    own: bool

    @property
    def last(self) -> Row:
        """Its latest point."""
        return self.points[max(self.points)]

    @property
    def sets(self) -> dict[str, str]:
        """What a click on it sets."""
        return {"metal": self.metal} if self.iso3 in WORLD and self.metal != "all" else {"country": self.iso3}


def lines(rows: Rows, state: State) -> list[Line]:
    """The lines of the rows: the chosen country or metal first, the others from the highest latest value down."""
    grouped: dict[tuple[str, str], dict[int, Row]] = {}
    for r in rows:
        grouped.setdefault((r["iso3"], r["metal"]), {})[r["year"]] = r
    countries = {iso3 for iso3, _ in grouped}
    metals = {metal for _, metal in grouped}
    found = [
        Line(
            _name(iso3, metal, len(countries) > 1, len(metals) > 1, state.lang),
            points,
            iso3,
            metal,
            _own(iso3, metal, len(countries) == 1 or iso3 in WORLD, state),
        )
        for (iso3, metal), points in grouped.items()
    ]
    return sorted(found, key=lambda s: (not s.own, -s.last["value"], s.iso3, s.metal))


def _name(iso3: str, metal: str, countries: bool, metals: bool, lang: str) -> str:
    """What tells the line from the others: its country, its metal, or both."""
    parts = [named("country", iso3, lang)] if countries or not metals else []
    if metals and metal != "all":
        parts.append(named("metal", metal, lang))
    return " · ".join(capital(p) for p in parts)


def _own(iso3: str, metal: str, by_metal: bool, state: State) -> bool:
    return metal in ("all", state.metal) if by_metal else iso3 == state.country and metal in ("all", state.metal)


def subtitle(rows: Rows, state: State, *more: str) -> str:
    """Metal, stage, years and unit of the rows, and what else there is to say."""
    lang = state.lang
    metals, stages = ({r[k] for r in rows} - {"all"} for k in ("metal", "stage"))
    years = sorted({r["year"] for r in rows})
    unit = named("unit", rows[0]["unit"], lang).strip("()")
    parts = [
        capital(named("metal", min(metals), lang)) if len(metals) == 1 else "",
        capital(named("stage", min(stages), lang)) if len(stages) == 1 else "",
        "–".join(str(y) for y in sorted({years[0], years[-1]})),
        words.scale(rows[0]["unit"], lang) if unit == "–" else unit,
        *more,
    ]
    return " · ".join(p for p in parts if p)


def notes(rows: Rows, lang: str) -> list[str]:
    """Sentences of the notes that the rows carry, each once."""
    codes = dict.fromkeys(code for r in rows for code in (r["note_codes"] or "").split())
    return [words.t(f"note.{code}", lang) for code in codes]


def written(value: float | None, unit: str, lang: str) -> str:
    """A value with its unit, without what an index is measured against."""
    text, against = words.value(value, unit, lang), named("unit", unit, lang)
    return text.removesuffix(against).strip() if against.startswith("(") else text


def meta(rows: Rows, state: State, *more: str) -> dict[str, str]:
    """Title, subtitle and notes of a figure of an indicator."""
    said: Sequence[str] = notes(rows, state.lang)
    return {
        "title": capital(named("indicator", state.indicator, state.lang)),
        "subtitle": subtitle(rows, state, *more),
        "flags": " ".join(said),
    }
