"""How fresh the data are: every source with its latest year, its vintage, the day it was fetched, its licence class."""

from __future__ import annotations

from datetime import date

from dashboard import words
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, View, capital, kept, named
from dashboard.warehouse import Row

SQL = """
with seen as (
    select source, year from marts.coverage
    union all
    select source, year from marts.score
),
last_year as (
    select source, max(year) as year from seen group by source
),
got as (
    select source, max(fetched) as fetched from catalog.file group by source
)
select s.source as origin, s.publisher, s.title, y.year, s.vintage as edition, f.fetched, k.since as kept_since,
    s.redistribution,
    null::varchar as unit, null::varchar as source, null::varchar as flag
from catalog.source s
join last_year y on y.source = s.source
left join got f on f.source = s.source
left join catalog.kept k on k.source = s.source
order by y.year desc, s.source
"""


def draw(rows: Rows, state: State) -> Table:
    """One line a source, the most recent first."""
    lang = state.lang
    lines = []
    for r in rows:
        licence = words.t(f"freshness.redistribution.{r['redistribution']}", lang)
        lines.append(
            [Cell(named("source", r["origin"], lang), note=f"{r['publisher']}, {r['title']}"),
             str(r["year"]), r["edition"], fetched(r, lang), capital(licence)]
        )  # fmt: skip
    return Table(("origin", "year_to", "vintage", "fetched", "redistribution"), lines, sortable=False)


def fetched(row: Row, lang: str) -> Cell:
    """The day a source's files came in and, where later refreshes brought none, since when (fetched, kept_since)."""
    days = [words.day(date.fromisoformat(row["fetched"]), lang)] if row["fetched"] else []
    if not row["kept_since"]:
        return Cell("".join(days))
    return Cell(words.COMMA[lang].join([*days, kept(row["kept_since"], lang)]), mark="old")


VIEW = View("freshness", SQL, draw, kind="table")
