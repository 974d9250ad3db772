"""Trade flows whose price a tonne is ten times off the usual: counted by metal and stage, flagged, never altered."""

from __future__ import annotations

from dashboard import words
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, View, capital, named

SQL = """
with all_flows as (
    select metal, stage, count(*) as flows, sum(value_usd) as value_usd
    from marts.flow
    where gross_weight_t > 0.001 and value_usd >= 1000000
    group by metal, stage
),
flagged as (
    select metal, stage, count(*) as flagged, sum(value_usd) as flagged_usd, max(year) as year,
        string_agg(distinct hs6, ' ' order by hs6) as codes
    from marts.unit_value_outlier
    group by metal, stage
)
select o.metal, o.stage, o.codes as hs_codes, o.flagged as flagged_flows, a.flows as priced_flows,
    o.flagged / a.flows as flow_share,
    o.flagged_usd / a.value_usd as value_share, null::varchar as unit, 'baci' as source, null::varchar as flag
from flagged o
join all_flows a on a.metal = o.metal and a.stage = o.stage
order by value_share desc, o.metal, o.stage
limit 15
"""


def draw(rows: Rows, state: State) -> Table:
    """One line a metal and stage, those with the most value in doubt first."""
    lang = state.lang
    lines: list[list[Cell | str]] = [
        [
            Cell(capital(named("metal", r["metal"], lang)), f"metal={r['metal']}&stage={r['stage']}&year="),
            capital(named("stage", r["stage"], lang)),
            r["hs_codes"],
            words.number(r["flagged_flows"], lang),
            words.number(r["priced_flows"], lang),
            words.share(r["flow_share"], lang),
            words.share(r["value_share"], lang),
        ]
        for r in rows
    ]
    columns = ("metal", "stage", "hs_codes", "flagged_flows", "priced_flows", "flow_share", "value_share")
    return Table(columns, lines, frozenset(columns[3:]), sortable=False,
                 legend=[Cell(words.t("disagreement.outlier", lang))])  # fmt: skip


VIEW = View("disagreement_outlier", SQL, draw, kind="table", folded=True, empty="view.disagreement_outlier.empty")
