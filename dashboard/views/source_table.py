"""Every source: publisher and title, what it holds, its vintage and age, its licence and class, how to cite it."""

from __future__ import annotations

from dashboard import words
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, View, capital, named
from dashboard.views.freshness import fetched

SQL = """
with seen as (
    select source, year from marts.coverage
    union all
    select source, year from marts.score
),
span as (
    select source, min(year) as first_year, max(year) as last_year from seen group by source
),
got as (
    select source, count(*) as files, max(nullif(fetched, '')) as fetched from catalog.file group by source
)
select
    s.source, s.publisher, s.title, s.page as publisher_page, s.redistribution, s.licence, s.citation,
    y.first_year, y.last_year, f.fetched, k.since as kept_since, coalesce(f.files, 0) as files,
    date_diff('year', make_date(y.last_year, 12, 31), cast(f.fetched as date)) as source_age,
    null::varchar as unit, null::varchar as flag
from catalog.source s
left join span y on y.source = s.source
left join got f on f.source = s.source
left join catalog.kept k on k.source = s.source
order by s.publisher, s.source
"""

COLUMNS = ("source_title", "vintage", "years_held", "source_age", "fetched", "redistribution", "licence", "citation")
OLD = 5  # years after which a source's age stands out


def draw(rows: Rows, state: State) -> Table:
    """One line a source, in the order of publishers; an old one is marked."""
    lang = state.lang
    lines = []
    for r in rows:
        years = [str(y) for y in (r["first_year"], r["last_year"]) if y is not None]
        old = r["source_age"] is not None and r["source_age"] >= OLD
        lines.append(
            [
                Cell(f"{r['publisher']}, {r['title']}", href=r["publisher_page"],
                     note=named("source", r["source"], lang)),
                r["vintage"],
                "–".join(dict.fromkeys(years)),
                Cell(_age(r["source_age"], lang), mark="old" if old else ""),
                fetched(r, lang),
                Cell(capital(words.t(f"freshness.redistribution.{r['redistribution']}", lang)),
                     mark="own" if r["redistribution"] == "own use" else ""),
                words.licence(r["source"], r["licence"] or "", lang),
                r["citation"] or "",
            ]
        )  # fmt: skip
    return Table(COLUMNS, lines, sortable=False)


def _age(years: int | None, lang: str) -> str:
    """Years between the last year told and the day of fetching."""
    if years is None:
        return ""
    return words.age(years, lang) if years > 0 else words.t("ui.less_than_year", lang)


VIEW = View("source_table", SQL, draw, kind="table", folded=True)
