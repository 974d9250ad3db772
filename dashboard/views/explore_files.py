"""Everything that can be taken away from the explorer: what is chosen, the whole indicator, every open table."""

from __future__ import annotations

from urllib.parse import urlencode

from dashboard import words
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, View

# What the rows of the explorer depend on.
_CHOICE = ("indicator", "metal", "metals", "stage", "year", "country", "countries", "start", "end", "form")

SQL = """
select indicator, null::varchar as unit, null::varchar as source, null::varchar as flag
from catalog.indicator
where indicator = $indicator
"""


def draw(rows: Rows, state: State) -> Table:
    """One line a choice, with its files."""
    lang = state.lang
    chosen = urlencode(state.given((*_CHOICE, "v")) | {"lang": lang})
    whole = f"/bulk/indicators.{rows[0]['indicator']}"
    what = "chosen.relative" if state.scale == "relative" and state.form != "bar" else "chosen"
    files = [
        (what, [(f, f"/data/explore_rows.{f}?{chosen}") for f in ("csv", "xlsx", "parquet", "json")]),
        ("whole", [("csv", f"{whole}.csv"), ("parquet", f"{whole}.parquet")]),
        ("tables", [("zip", f"/bulk/datapackage.zip?lang={lang}"), ("duckdb", f"/bulk/observatory.duckdb?lang={lang}"),
                    ("list", f"/bulk?lang={lang}")]),
    ]  # fmt: skip
    lines: list[list[Cell | str]] = [
        [
            words.t(f"explore.files.{what}", lang),
            *(Cell(words.t(f"explore.files.form.{form}", lang), href=href) for form, href in links),
            *([""] * (4 - len(links))),
        ]
        for what, links in files
    ]
    return Table(("aspect", "file_1", "file_2", "file_3", "file_4"), lines, sortable=False)


VIEW = View("explore_files", SQL, draw, kind="table", params=(*_CHOICE, "scale"))
