"""What an indicator is: definition, formula, reference, what it does not say, and the way to it in the explorer."""

from __future__ import annotations

from dashboard import words
from dashboard.state import State
from dashboard.typeset import linear
from dashboard.view import Cell, Rows, Table, named

SQL = """
select i.indicator, i.better, i.formula, i.reference, i.unit, i.theme,
    (select string_agg(distinct s.source, ' ' order by s.source) from marts.indicator_source s
    where s.indicator = i.indicator and (s.metal in ('all', $metal) or i.theme = '')) as source,
    null::varchar as flag
from catalog.indicator i
where i.indicator = $indicator
"""


def formula(indicator: str, lang: str) -> Cell:
    """An indicator's formula in the reader's language; its exact wording stands on the methods page."""
    markup = words.t(f"formula.{indicator}", lang)
    return Cell(linear(markup), formula=markup)


def table(rows: Rows, state: State, link: bool = True) -> Table:
    """One line an aspect; `link` adds the way to the explorer."""
    [r] = rows
    lang, slug = state.lang, r["indicator"]
    said: list[tuple[str, Cell | str]] = [
        (words.t("ui.definition", lang), words.t(f"indicator.{slug}.long", lang)),
        (words.t("ui.formula", lang), formula(slug, lang)),
        (words.t("ui.reference", lang), words.reference(slug, r["reference"], lang)),
        (words.t("ui.limits", lang), words.t(f"indicator.{slug}.limits", lang)),
    ]
    lines: list[list[Cell | str]] = [[Cell(what, strong=False), text] for what, text in said]
    if link:
        names = ("metal", "country", "metals", "countries", "lang", "look", "present")
        query = state.query((*names, "indicator"))
        lines.append([named("page", "explorer.title", lang), Cell(words.t("definition.open", lang),
                                                                  href=f"/explorer?{query}")])  # fmt: skip
    return Table(("aspect", "said"), lines, sortable=False)
