"""The rows behind the explorer's figure, sortable."""

from __future__ import annotations

from dashboard import words
from dashboard.indicator import base, base_years, indexed
from dashboard.series import LINES, Line, lines, notes, subtitle, told, view
from dashboard.state import State
from dashboard.view import CODES, Cell, Rows, Table, capital, lineage_url, named
from dashboard.warehouse import Row

COLUMNS = ("year", "iso3", "metal", "stage", "value", "index", "basis", "source", "note_codes")


def draw(rows: Rows, state: State) -> Table:
    """One line a value, on a relative scale with its index; columns that say the same in every row are left out."""
    found = lines(rows, state)[:LINES] if state.scale == "relative" else []
    bases = base_years(found)
    of = {(s.iso3, s.metal): s for s in found}
    rows = [r | {"index": _index(r, of.get((r["iso3"], r["metal"])), bases)} for r in rows]
    shown = [c for c in COLUMNS if c in ("year", "value", "source") or len({r[c] for r in rows}) > 1]
    if "iso3" not in shown and "metal" not in shown:
        shown.insert(1, "iso3")
    column = state.sort.removeprefix("-")
    if column in shown:
        rows = sorted(rows, key=lambda r: _key(r, column, state.lang), reverse=state.sort.startswith("-"))
    about = subtitle(rows, state, base(bases, state.lang))
    return Table(
        shown, [[_cell(r, c, state) for c in shown] for r in rows], frozenset({"value", "index"}), subtitle=about
    )


def _index(r: Row, line: Line | None, bases: dict[str, int]) -> float | None:
    return indexed(line, r["year"], bases) if line else None


def _key(r: Row, column: str, lang: str) -> tuple[bool, float, str]:
    value = r[column]
    if isinstance(value, int | float):
        return False, value, ""
    return value is None, 0.0, named(CODES[column], value, lang) if column in CODES else value or ""


def _cell(r: Row, column: str, state: State) -> Cell:
    lang = state.lang
    own = r["iso3"] == state.country
    if column == "year":
        return Cell(str(r["year"]), strong=own)
    if column == "value":
        return Cell(told(r, lang), strong=own, traced=lineage_url(r["indicator"], state, r))
    if column == "index":
        return Cell("" if r["index"] is None else words.number(r["index"], lang, 0), strong=own)
    if column == "note_codes":
        return Cell(" ".join(notes([r], lang)))
    sets = f"country={r['iso3']}" if column == "iso3" else f"metal={r['metal']}" if column == "metal" else ""
    return Cell(capital(named(CODES[column], r[column], lang)), "" if r[column] == "all" else sets, strong=own)


VIEW = view("explore_rows", draw, kind="table", params=("scale",))
