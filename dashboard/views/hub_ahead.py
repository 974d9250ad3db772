"""The chosen country against each other in the hub index: in how many of the draws it ranks before, and after."""

from __future__ import annotations

from dashboard import words
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, View, capital, named

COLUMNS = ("iso3", "rank_interval", "draws_ahead", "draws_behind")

SQL = """
with chosen as (
    select coalesce($year, (select max(year) from index.hub_rank)) as year
),
source as (
    select string_agg(distinct source, ' ' order by source) as source
    from marts.indicator_source
    where indicator = 'hub_index'
)
select r.year, r.iso3, r.rank_low, r.rank_high, a.share as draws_ahead, b.share as draws_behind, s.source,
    'share_0_1' as unit, null::varchar as flag
from index.hub_rank r
join chosen c on c.year = r.year
join index.hub_dominance a on a.year = r.year and a.iso3 = $country and a.other_iso3 = r.iso3
join index.hub_dominance b on b.year = r.year and b.iso3 = r.iso3 and b.other_iso3 = $country
cross join source s
order by r.rank, r.iso3
"""


def draw(rows: Rows, state: State) -> Table:
    """A line a country, in the order of the default index; the darker, the more often the chosen one is before it."""
    lang = state.lang
    lines: list[list[Cell | str]] = []
    for r in rows:
        low, high = int(r["rank_low"]), int(r["rank_high"])
        lines.append(
            [
                Cell(capital(named("country", r["iso3"], lang)), f"country={r['iso3']}"),
                f"{low}–{high}" if low != high else str(low),
                Cell(words.share(r["draws_ahead"], lang), tone=0.7 * r["draws_ahead"]),
                words.share(r["draws_behind"], lang),
            ]
        )
    legend = [Cell(words.t("hub_ahead.legend", lang))]
    return Table(COLUMNS, lines, frozenset(COLUMNS[1:]), sortable=False, legend=legend)


VIEW = View(
    "hub_ahead", SQL, draw, kind="table", params=("country",), empty="view.hub_ahead.empty", indicator="hub_index"
)
