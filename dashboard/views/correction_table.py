"""Published cells that are shown corrected or withdrawn: what was printed, what stands here, why, and the evidence."""

from __future__ import annotations

from dashboard import words
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, View, capital, named
from dashboard.warehouse import Row

SQL = """
select c.source, c.year, c.metal, c.stage, c.iso3, c.contract, c.published as published_value,
    c.corrected as corrected_value, c.reason as because, c.evidence,
    case when c.contract = 'site' then 'degree' else 't' end as unit, null::varchar as flag
from marts.correction c
join catalog.source s on s.source = c.source
order by c.source, c.metal, c.year, c.iso3
"""


def draw(rows: Rows, state: State) -> Table:
    """One line a cell; nothing stands in place of a figure that was withdrawn."""
    lang = state.lang
    withdrawn = words.t("correction.withdrawn", lang)
    lines: list[list[Cell | str]] = [
        [
            named("source", r["source"], lang),
            Cell(capital(named("metal", r["metal"], lang)), f"metal={r['metal']}&stage={r['stage']}&year="),
            capital(named("country", r["iso3"], lang)),
            str(r["year"]),
            words.t(f"contract.{r['contract']}", lang),
            _written(r, "published_value", lang),
            _written(r, "corrected_value", lang) if r["corrected_value"] is not None else withdrawn,
            *(words.t(f"correction.{_key(r)}.{what}", lang) for what in ("because", "evidence")),
        ]
        for r in rows
    ]
    columns = (
        "source",
        "metal",
        "iso3",
        "year",
        "contract",
        "published_value",
        "corrected_value",
        "because",
        "evidence",
    )
    return Table(columns, lines, frozenset({"published_value", "corrected_value"}), sortable=False)


def _written(r: Row, column: str, lang: str) -> str:
    """Tonnes, or the degrees of a latitude."""
    if r["unit"] == "degree":
        return f"{words.number(r[column], lang, 4)}°"
    return words.quantity(r[column], lang)


def _key(r: Row) -> str:
    """What names a corrected cell in the labels: usgs_mcs.2022.zinc.AUS."""
    return f"{r['source']}.{r['year']}.{r['metal']}.{r['iso3']}"


VIEW = View("correction_table", SQL, draw, kind="table", folded=True, empty="view.correction_table.empty")
