"""Any indicator over countries, metals and years: the one SELECT behind theme pages and the explorer, and its lines.

What the address leaves open is chosen from the data: the stage with most values for the country; beside the country,
three African countries, Spain and Türkiye, then whoever trades or produces most; beside the metal, for figures of the
world, the first metals of the catalog.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dashboard import words
from dashboard.narrative.grammar import forms
from dashboard.state import State
from dashboard.view import Rows, View, capital, named, worded
from dashboard.warehouse import Row, Warehouse

WORLD = ("WLD", "EU27")
# At most so many lines in one figure: more cannot be told apart.
LINES = 12

# What an indicator holds: its metals in the catalog's order, their stages, and whether it speaks of the world alone.
_HELD = """
select v.metal, v.stage, bool_and(v.iso3 in ('WLD', 'EU27')) as world
from query_table('indicators.' || $indicator) v
left join catalog.metal m on m.metal = v.metal
where v.value is not null
group by v.metal, v.stage, m.rank
order by m.rank, v.metal, list_position(['mine', 'intermediate', 'refined', 'semi', 'product', 'scrap'], v.stage)
"""
_CREDIT = """
select metal, stage, source, first_year, last_year from marts.indicator_source
where indicator = $indicator order by source
"""
_OWN = """
select metal, stage, count(*) as years
from query_table('indicators.' || $indicator)
where iso3 = $country and value is not null and list_contains($among::varchar[], metal)
group by metal, stage
"""
# The countries that the series has values for, and their latest one; what they trade of this stage.
_LATEST = """
select iso3, arg_max(value, year) as value
from query_table('indicators.' || $indicator)
where metal = $of and stage = $at and value is not null and year between coalesce($start, 0) and coalesce($end, 9999)
group by iso3
"""
_TRADE = """
select iso3, sum(coalesce(export_usd, 0) + coalesce(import_usd, 0)) as size
from marts.country_trade where metal = $of and stage = $at
group by iso3
"""
_ABOUT = """
select unit, regexp_matches(reads, 'trade|pair|flow|bridge') as traded
from catalog.indicator where indicator = $indicator
"""
_EVER = range(10_000)
_AFRICA = "select iso3, africa from catalog.country where kind = 'country'"

SQL = """
with drawn as (
    select v.year, v.metal, v.stage, v.iso3, v.value
    from query_table('indicators.' || $indicator) v
    where list_contains($chosen_metals::varchar[], v.metal) and list_contains($chosen_stages::varchar[], v.stage)
        and list_contains($chosen_series::varchar[], v.metal || ' ' || v.stage)
        and v.value is not null and v.year between coalesce($start, 0) and coalesce($end, 9999)
        and list_contains($chosen_countries::varchar[], v.iso3)
),
-- Bars and maps are of one year: the latest one the country has, else the latest at all. Metals of the world's market
-- end in different years: each bar is its own latest one, and says so.
kept as (
    select *
    from drawn
    qualify case
        when $form in ('line', 'multiples', 'table') then true
        when $chosen_world then year = max(year) filter (year <= coalesce($year, 9999)) over (partition by metal, iso3)
        else year = coalesce($year, max(year) filter (iso3 = $country and metal in ('all', $metal)) over (),
            max(year) filter (metal in ('all', $metal)) over (), max(year) over ())
    end
),
credit as (
    select unnest($chosen_credits::struct(series varchar, first_year integer, last_year integer, source varchar)[],
        recursive := true)
),
note as (
    select year, metal, stage, string_agg(code, ' ' order by code) as codes
    from marts.indicator_note
    where indicator = $indicator and iso3 = 'WLD' and list_contains($chosen_series::varchar[], metal || ' ' || stage)
    group by year, metal, stage
)
select k.year, k.metal, k.stage, k.iso3, $indicator as indicator, k.value, $chosen_unit as unit, b.basis,
    c.source, null::varchar as flag, coalesce(n.codes, '') as note_codes
from kept k
left join catalog.basis b on $chosen_unit = 't' and b.metal = k.metal and b.stage = k.stage
left join credit c on c.series = k.metal || ' ' || k.stage and k.year between c.first_year and c.last_year
left join note n on n.year = k.year and n.metal = k.metal and n.stage = k.stage
order by k.year desc, k.value desc, k.iso3, k.metal
"""
_READS = ("indicator", "metal", "metals", "stage", "country", "countries", "form", "start", "end")

# Beside the country: so many others; of figures of the world: so many metals.
_PEERS, _METALS = 5, 5
# Where an indicator speaks of countries whatever the metal, those that Morocco is measured against come first.
_USUAL = ("EGY", "ZAF", "ESP", "TUR", "SEN")
_NEIGHBOURS = ("ESP", "TUR")
_AFRICANS = 3


def chosen(state: State, warehouse: Warehouse) -> dict[str, Any]:
    """What SQL binds beside the state: the series (a metal and its stage each) and the countries to be drawn."""
    held = warehouse.once(_HELD, {"indicator": state.indicator})
    world = all(r["world"] for r in held)
    every = state.form == "map" or (state.form == "bar" and not state.countries and not world)
    stages = _stages(held, _metals(held, world, state), state, warehouse)
    own = next((series for series in stages.items() if series[0] in ("all", state.metal)), None)
    countries = [] if state.form == "map" else [state.country, *state.countries]
    if every and not world:
        countries += sorted(warehouse.opened().vocabulary["nation"])
    elif world:
        countries += WORLD
    elif own and not state.countries:
        countries += _peers(*own, state, warehouse)
    return {
        "chosen_metals": list(stages),
        "chosen_stages": sorted(set(stages.values())),
        "chosen_series": [f"{metal} {stage}" for metal, stage in stages.items()],
        "chosen_credits": [c for s in stages.items() for c in _credits(*s, state.indicator, warehouse)],
        "chosen_countries": countries,
        "chosen_world": world,
        "chosen_unit": warehouse.once(_ABOUT, {"indicator": state.indicator})[0]["unit"],
    }


def valued(indicator: str, warehouse: Warehouse) -> bool:
    """Whether the file holds a value of an indicator at all, for any country or metal."""
    return bool(warehouse.once(_HELD, {"indicator": indicator}))


def _none(state: State, warehouse: Warehouse) -> str:
    """Why there is no value: the indicator has none here, none of this metal, or none of what else is chosen."""
    held = warehouse.once(_HELD, {"indicator": state.indicator})
    metals = list(dict.fromkeys(r["metal"] for r in held))
    if not metals:
        return worded("series.none.held", state)
    if state.metal in metals or "all" in metals:
        return worded("theme.line.empty", state)
    others = words.join([forms("metal", m, state.lang).the for m in metals[:_METALS]], state.lang)
    return worded("series.none.metal", state).replace("…", others)


def _metals(held: Rows, world: bool, state: State) -> set[str]:
    if state.form == "map" and not world:
        return {"all", state.metal}
    others = state.metals
    if world and not others:
        others = tuple(dict.fromkeys(r["metal"] for r in held if r["metal"] != "all"))[:_METALS]
    return {"all", state.metal, *others}


def _stages(held: Rows, metals: set[str], state: State, warehouse: Warehouse) -> dict[str, str]:
    """Of each metal the stage of the state, else the one over all stages, else where the country has most values."""
    found: dict[str, list[str]] = {}
    for r in held:
        if r["metal"] in metals:
            found.setdefault(r["metal"], []).append(r["stage"])
    open_ = [m for m, stages in found.items() if len(stages) > 1 and not {state.stage, "all"} & set(stages)]
    values = {"indicator": state.indicator, "country": state.country, "among": open_}
    years = {(r["metal"], r["stage"]): r["years"] for r in (warehouse.rows(_OWN, values) if open_ else ())}
    return {
        metal: max(stages, key=lambda s: (s == state.stage, s == "all", years.get((metal, s), 0)))
        for metal, stages in found.items()
    }


def _credits(metal: str, stage: str, indicator: str, warehouse: Warehouse) -> Iterator[dict[str, Any]]:
    """Spans of years with the sources behind a series in each; 'all' on either side stands for every metal or stage.

    Those that are read in the span and those of every year; all of them where none is read in it.
    """
    rows = warehouse.once(_CREDIT, {"indicator": indicator})
    found = (r for r in rows if "all" in (metal, r["metal"]) or r["metal"] == metal)
    years: dict[str, range] = {}
    for r in (r for r in found if "all" in (stage, r["stage"]) or r["stage"] == stage):
        read = range(r["first_year"], r["last_year"] + 1) if r["first_year"] is not None else _EVER
        before = years.get(r["source"], read)
        years[r["source"]] = range(min(before.start, read.start), max(before.stop, read.stop))
    cuts = sorted({end for read in (*years.values(), _EVER) for end in (read.start, read.stop)})
    for start, stop in pairwise(cuts):
        here = [source for source, read in years.items() if start in read]
        credited = here if any(years[source] != _EVER for source in here) else list(years)
        yield {"series": f"{metal} {stage}", "first_year": start, "last_year": stop - 1,
               "source": " ".join(sorted(credited))}  # fmt: skip


def _peers(metal: str, stage: str, state: State, warehouse: Warehouse) -> list[str]:
    """The largest African countries, Spain and Türkiye, then the largest others.

    Large is who trades much of the stage, for an indicator that is made of trade; else who has a high value.
    """
    values = vars(state) | {"of": metal, "at": stage}
    size = {r["iso3"]: r["value"] for r in warehouse.rows(_LATEST, values)}
    [about] = warehouse.once(_ABOUT, {"indicator": state.indicator})
    if about["traded"] and (trade := warehouse.once(_TRADE, {"of": metal, "at": stage})):
        size = dict.fromkeys(size, 0.0) | {r["iso3"]: r["size"] for r in trade if r["iso3"] in size}
    rows = [r for r in warehouse.once(_AFRICA, {}) if r["iso3"] in size.keys() - {state.country}]
    rows.sort(key=lambda r: (-size[r["iso3"]], r["iso3"]))
    africans = [r["iso3"] for r in rows if r["africa"]][:_AFRICANS]

    def group(r: Row) -> int:
        if metal == "all":
            return _USUAL.index(r["iso3"]) if r["iso3"] in _USUAL else len(_USUAL)
        if r["iso3"] in africans:
            return 0
        return 1 if r["iso3"] in _NEIGHBOURS else 3 if r["africa"] else 2

    return [r["iso3"] for r in sorted(rows, key=group)[:_PEERS]]


def view(slug: str, draw: Callable[[Rows, State], Any], **more: Any) -> View:
    """A view of SQL's rows, whatever it makes of them."""
    params = (*_READS, *more.pop("params", ()))
    return View(slug, SQL, draw, params=params, choose=chosen, **({"empty": _none} | more))


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


def subtitle(rows: Rows, state: State, *more: str, measured: str = "") -> str:
    """Metal, stage, years and what is drawn (the rows' unit and its basis, else `measured`), and what else there is."""
    lang = state.lang
    metals, stages = ({r[k] for r in rows} - {"all"} for k in ("metal", "stage"))
    years = sorted({r["year"] for r in rows})
    parts = [
        capital(_goods(min(metals), stages, lang)) if len(metals) == 1 else "",
        capital(named("stage", min(stages), lang)) if len(stages) == 1 else "",
        "–".join(str(y) for y in sorted({years[0], years[-1]})),
        measured or _measured(rows, lang),
        *more,
    ]
    return " · ".join(p for p in parts if p)


def _measured(rows: Rows, lang: str) -> str:
    """The unit, and what tonnes are tonnes of; where that differs from metal to metal, a note says it of each."""
    code = rows[0]["unit"]
    unit, bases = named("unit", code, lang).strip("()"), set(_bases(rows))
    unit = words.scale(code, lang) if unit == "–" else unit
    return words.COMMA[lang].join([unit, *(named("basis", b, lang) for b in bases if len(bases) == 1)])


def _bases(rows: Rows) -> dict[str, list[str]]:
    """What tonnes of the rows are tonnes of, with the metals of each; nothing where the unit is another."""
    found: dict[str, list[str]] = {}
    for metal, basis in dict.fromkeys((r["metal"], r.get("basis")) for r in rows):
        if basis:
            found.setdefault(basis, []).append(metal)
    return found


def _goods(metal: str, stages: set[str], lang: str) -> str:
    """The metal, by the name of its goods where one stage is shown and they have one there."""
    goods = f"{metal}.{min(stages)}" if len(stages) == 1 else ""
    return named("ware", goods, lang) if words.has(f"ware.{goods}") else named("metal", metal, lang)


def notes(rows: Rows, lang: str) -> list[str]:
    """Sentences of the notes that the rows carry, each once; one that not every metal carries names those that do."""
    metals = {r["metal"] for r in rows}
    found: dict[str, dict[str, None]] = {}
    for r in rows:
        for code in (r["note_codes"] or "").split():
            found.setdefault(code, {})[r["metal"]] = None
    bases, said = _bases(rows), []
    if len(bases) > 1:
        each = [
            f"{named('basis', b, lang)} ({words.join([forms('metal', m, lang).name for m in of], lang)})"
            for b, of in bases.items()
        ]
        said.append(words.t("explore.bases", lang).format(words.SEMICOLON[lang].join(each)))
    for code, of in found.items():
        names = words.join([forms("metal", m, lang).name for m in of], lang) if of.keys() < metals else ""
        text = words.t(f"note.{code}", lang)
        said.append(words.t("explore.note_of", lang).format(text.removesuffix("."), names) if names else text)
    return said


def written(value: float | None, unit: str, lang: str) -> str:
    """A value with its unit, without what an index is measured against."""
    text, against = words.value(value, unit, lang), named("unit", unit, lang)
    return text.removesuffix(against).strip() if against.startswith("(") else text


def told(r: Row, lang: str) -> str:
    """A value as it is read one by one: a comparative advantage in its symmetric form too."""
    if r["indicator"] == "rca" and r["value"] is not None:
        return words.rca(r["value"], lang)
    return written(r["value"], r["unit"], lang)


def meta(rows: Rows, state: State, *more: str, measured: str = "") -> dict[str, str]:
    """Title, subtitle and notes of a figure; an index of the rows is `measured`, and its title names no other unit."""
    said: Sequence[str] = notes(rows, state.lang)
    bare = f"{state.indicator}.bare"
    title = bare if measured and words.has(f"indicator.{bare}") else state.indicator
    return {
        "title": capital(named("indicator", title, state.lang)),
        "subtitle": subtitle(rows, state, *more, measured=measured),
        "flags": " ".join(said),
    }
