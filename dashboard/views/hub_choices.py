"""Which choice moves the chosen country's rank in the hub index: first-order shares of the variance of its rank."""

from __future__ import annotations

from dashboard import words
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, View, capital, named

COLUMNS = ("hub_choice", "variance_share")
LEAST = 0.005  # of the variance: less moves nothing

SQL = """
with chosen as (
    select coalesce($year, (select max(year) from index.hub_rank)) as year
),
source as (
    select string_agg(distinct source, ' ' order by source) as source
    from marts.indicator_source
    where indicator = 'hub_index'
)
select s.year, s.choice as hub_choice, s.share as variance_share, o.source, 'share_0_1' as unit, null::varchar as flag
from index.hub_sensitivity s
join chosen c on c.year = s.year
cross join source o
where s.iso3 = $country
order by s.share desc, s.choice
"""


def draw(rows: Rows, state: State) -> Table:
    """A line a choice, the one that moves the rank most first; those that move nothing are left out."""
    lang = state.lang
    most = max(r["variance_share"] for r in rows) or 1
    lines: list[list[Cell | str]] = [
        [
            capital(_choice(r["hub_choice"], lang)),
            Cell(words.share(r["variance_share"], lang), tone=0.7 * r["variance_share"] / most),
        ]
        for r in rows
        if r["variance_share"] >= LEAST
    ]
    legend = [Cell(words.t("hub_choices.legend" if lines else "hub_choices.still", lang))]
    return Table(COLUMNS, lines, frozenset(COLUMNS[1:]), sortable=False, legend=legend)


def _choice(code: str, lang: str) -> str:
    """A method by its name; a pillar or an indicator as the weight it stands for."""
    if words.has(f"hub_choices.{code}"):
        return words.t(f"hub_choices.{code}", lang)
    kind = "pillar" if words.has(f"pillar.{code}") else "indicator"
    return words.t(f"hub_choices.{kind}", lang).format(named(kind, code, lang))


VIEW = View(
    "hub_choices", SQL, draw, kind="table", params=("country",), empty="view.hub_ahead.empty", indicator="hub_index"
)
