"""Codes shown beside a metal's series and never added to it: what they weigh in the year chosen."""

from __future__ import annotations

from dashboard import words
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, View, named

COLUMNS = ("hs6", "year", "value_usd", "eu_import_usd", "own_usd", "source")

SQL = """
with latest as (
    select f.hs6, f.source, max(f.year) as year
    from marts.flow_apart f
    where f.metal = $metal and f.stage = $stage and f.year <= coalesce($year, 9999)
    group by f.hs6, f.source
)
select f.year, f.stage, f.hs6, sum(f.value_usd) as value_usd,
    sum(case when i.eu27 and not e.eu27 then f.value_usd end) as eu_import_usd,
    sum(case when f.exporter_iso3 = $country then f.value_usd end) as own_usd,
    (select bool_or(h.shared) from catalog.hs_code h
        where h.metal = $metal and h.stage = $stage and h.hs6 = f.hs6 and h.apart) as shared_code,
    'usd' as unit, f.source, null::varchar as flag
from marts.flow_apart f
join latest a on a.hs6 = f.hs6 and a.source = f.source and a.year = f.year
join catalog.country i on i.iso3 = f.importer_iso3
join catalog.country e on e.iso3 = f.exporter_iso3
where f.metal = $metal and f.stage = $stage and (f.source = 'comtrade' or f.hs_revision = (
    select min(l.hs_revision) from marts.flow_apart l where l.hs6 = f.hs6 and l.year = f.year and l.source = f.source))
group by f.year, f.stage, f.hs6, f.source
order by f.hs6, f.source
"""


def draw(rows: Rows, state: State) -> Table:
    """Code in words, year, world trade, what the EU buys from outside, what the chosen country sells."""
    lang = state.lang
    lines: list[list[Cell | str]] = [
        [
            Cell(
                f"{r['hs6']} {named('hs', r['hs6'], lang)}" if words.has(f"hs.{r['hs6']}") else r["hs6"],
                note=words.t("view.flow_limits.shared_codes", lang) if r["shared_code"] else "",
            ),
            str(r["year"]),
            words.money(r["value_usd"], lang),
            words.money(r["eu_import_usd"], lang),
            words.money(r["own_usd"], lang),
            named("source", r["source"], lang),
        ]
        for r in rows
    ]
    heads = {"own_usd": words.t("column.own_usd.of", lang).format(named("country", state.country, lang))}
    return Table(COLUMNS, lines, frozenset(COLUMNS[2:5]), sortable=False, heads=heads)


VIEW = View("flow_apart", SQL, draw, kind="table", params=("country",), empty="view.flow_apart.empty")
