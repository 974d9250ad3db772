"""Where the chosen country stands from mine to product: its world share by metal and stage, and what cannot be told."""

from __future__ import annotations

import math

from dashboard import words
from dashboard.state import STAGES, State
from dashboard.view import Cell, Rows, Table, View, capital, named
from dashboard.warehouse import Row

COLUMNS = STAGES[:5]  # scrap is no step of the chain
TRACE = 0.001  # a smaller share is only said to be smaller
OLD = 10  # a share of so many years ago says nothing of where a country stands

SQL = """
with place as (
    select m.metal, m.rank, m.symbol, s.stage
    from catalog.metal m
    cross join (select unnest(['mine', 'intermediate', 'refined', 'semi', 'product']) as stage) s
),
made as (
    select metal, stage, year, value, row_number() over (partition by metal, stage order by year desc) as age
    from indicators.production_share
    where iso3 = $country
),
sold as (
    select metal, stage, year, value, row_number() over (partition by metal, stage order by year desc) as age
    from indicators.export_share
    where iso3 = $country
),
series as (
    select metal, stage, max(loaded) as loaded, bool_and(partial) as partial from marts.series group by metal, stage
),
produced as (
    select metal, stage, max(year) as year from marts.production group by metal, stage
),
cell as (
    select p.metal, p.rank, p.symbol, p.stage,
        case when made.value > 0 then 'production' when sold.value > 0 then 'exports'
            when pr.year is not null or (se.loaded > 0 and not se.partial) then 'none'
            when se.loaded > 0 then 'partial'
            when known.stage is not null then 'not_loaded' else 'no_series' end as what,
        case when made.value > 0 then made.year else sold.year end as year,
        case when made.value > 0 then made.value else sold.value end as share
    from place p
    left join made on made.metal = p.metal and made.stage = p.stage and made.age = 1
    left join sold on sold.metal = p.metal and sold.stage = p.stage and sold.age = 1
    left join series se on se.metal = p.metal and se.stage = p.stage
    left join produced pr on pr.metal = p.metal and pr.stage = p.stage
    left join (select distinct metal, stage from catalog.series) known
        on known.metal = p.metal and known.stage = p.stage
)
select c.metal, c.stage, c.what, c.year, c.share, c.symbol, 'share_0_1' as unit,
    coalesce(w.source, t.source) as source, w.flag
from cell c
left join marts.production w on c.what = 'production' and w.year = c.year and w.metal = c.metal and w.stage = c.stage
    and w.iso3 = $country
left join marts.series t on c.what = 'exports' and t.year = c.year and t.metal = c.metal and t.stage = c.stage
-- The first metals of the catalog, and others of which the country holds half a percent of the world at some stage.
where c.rank <= 17 or c.metal in (select metal from cell where share >= 0.005)
order by c.rank, c.metal, c.stage
"""


def draw(rows: Rows, state: State) -> Table:
    """A line a metal, a column a stage; a click chooses both."""
    latest = max((r["year"] for r in rows if r["year"]), default=0)
    lines: dict[str, dict[str, Row]] = {}
    for r in rows:
        lines.setdefault(r["metal"], {})[r["stage"]] = r
    table = [
        [_metal(metal, stages["mine"]["symbol"], state), *(_cell(stages[s], latest, state) for s in COLUMNS)]
        for metal, stages in lines.items()
    ]
    legend = [
        Cell(words.t("metal_matrix.legend.production", state.lang), tone=0.5),
        Cell(words.t("metal_matrix.legend.exports", state.lang), tone=0.5, mark="sold"),
        Cell(words.t("metal_matrix.legend.none", state.lang)),
        Cell(words.t("metal_matrix.legend.not_loaded", state.lang), mark="hatched"),
        Cell(words.t("metal_matrix.legend.no_series", state.lang), mark="void"),
    ]
    return Table(("metal", *(f"stage_{s}" for s in COLUMNS)), table, sortable=False, legend=legend)


def _metal(metal: str, symbol: str, state: State) -> Cell:
    name = capital(named("metal", metal, state.lang))
    return Cell(name, f"metal={metal}&stage=&year=", None, metal == state.metal, note=symbol)


def _cell(r: Row, latest: int, state: State) -> Cell:
    """Share of the world's production; of its exports where production is not known; else why there is none."""
    lang, what = state.lang, r["what"]
    note = words.t(f"metal_matrix.{what}", lang).format(year=r["year"] or "")
    if r["share"] is not None and r["year"] < latest - OLD:
        return Cell("–", note=words.t("metal_matrix.old", lang).format(year=r["year"]))
    if r["share"] is None or what in ("none", "partial", "not_loaded", "no_series"):
        text = {"none": "–"}.get(what, "")
        return Cell(text, mark={"none": "", "no_series": "void"}.get(what, "hatched"), note=note)
    mark = "sold" if what == "exports" else ""
    sets = f"metal={r['metal']}&stage={r['stage']}&year="
    return Cell(_text(r, latest - 2, lang), sets, _tone(r["share"]), r["metal"] == state.metal, mark, note)


def _text(r: Row, recent: int, lang: str) -> str:
    """The share, short where it is a trace, with its year where that is not a recent one."""
    text = words.t("metal_matrix.trace", lang).format(words.share(TRACE, lang))
    text = words.share(r["share"], lang) if r["share"] >= TRACE else text
    return text if r["year"] >= recent else words.dated(text, r["year"], lang)


def _tone(share: float) -> float:
    """0.1 % of the world is faint, a quarter of it full: shares run over decades, so the tone follows the logarithm."""
    return min(1.0, max(0.06, math.log10(share / 0.0005) / math.log10(0.25 / 0.0005)))


VIEW = View("metal_matrix", SQL, draw, kind="table", params=("metal",), indicator="production_share")
