"""What the last refresh of the data changed, source by source: rows added, revised and by how much, withdrawn."""

from __future__ import annotations

from datetime import date

from dashboard import words
from dashboard.state import State
from dashboard.view import Rows, Table, View, named

SQL = """
select c.day, c.source, c.contract, c.before, c.after, c.added, c.revised, c.revised_by, c.withdrawn,
    null::varchar as unit, null::varchar as flag
from catalog.change c
order by c.day desc, c.source, c.contract
"""

COUNTS = ("before", "after", "added", "revised", "withdrawn")


def draw(rows: Rows, state: State) -> Table:
    """One line a source and kind of rows."""
    lang = state.lang
    columns = ("day", "source", "contract", "before", "after", "added", "revised", "revised_by", "withdrawn")
    lines = []
    for r in rows:
        day = words.day(r["day"] if isinstance(r["day"], date) else date.fromisoformat(r["day"]), lang)
        counts = {name: words.number(r[name], lang) for name in COUNTS}
        by = words.change(r["revised_by"], lang) if r["revised_by"] is not None else ""
        kind = words.t(f"contract.{r['contract']}", lang) if words.has(f"contract.{r['contract']}") else r["contract"]
        cells = counts | {"day": day, "source": named("source", r["source"], lang), "contract": kind, "revised_by": by}
        lines.append([cells[c] for c in columns])
    return Table(columns, lines, numeric=frozenset({*COUNTS, "revised_by"}), sortable=False)


VIEW = View("source_change", SQL, draw, kind="table", empty="view.source_change.empty")
