"""What this metal's trade data hold, stage by stage: codes and years loaded, codes missing, shared or shown apart."""

from __future__ import annotations

from dashboard import words
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, View, capital, named

COLUMNS = ("stage", "codes", "hs_revision", "years_held", "limit")

SQL = """
select c.metal, c.stage, c.hs_revision, string_agg(distinct h.hs6, ' ' order by h.hs6) as codes,
    min(s.year) filter (where s.loaded > 0) as year_from, max(s.year) filter (where s.loaded > 0) as year_to,
    count(distinct s.year) filter (where s.loaded > 0) as years_held,
    case
        when coalesce(max(s.loaded), 0) = 0 then 'not_loaded'
        when max_by(s.partial, s.year) filter (where s.loaded > 0) then 'partial_codes'
        when bool_or(h.shared) then 'shared_codes'
        else 'whole'
    end as note,
    null::varchar as unit, max(s.source) filter (where s.loaded > 0) as source, null::varchar as flag
from catalog.series c
join catalog.hs_code h on h.metal = c.metal and h.stage = c.stage and h.hs_revision = c.hs_revision and not h.apart
left join marts.series s on s.metal = c.metal and s.stage = c.stage and s.hs_revision = c.hs_revision
where c.metal = $metal
group by c.metal, c.stage, c.hs_revision
order by list_position(['mine', 'intermediate', 'refined', 'semi', 'product', 'scrap'], c.stage)
"""


def draw(rows: Rows, state: State) -> Table:
    """One line a stage: its customs codes in words, the years loaded, and what follows for the figures."""
    lang = state.lang
    lines = []
    for r in rows:
        loaded = r["note"] != "not_loaded"
        codes = words.SEMICOLON[lang].join(
            f"{c} {named('hs', c, lang)}" if words.has(f"hs.{c}") else c for c in r["codes"].split()
        )
        stage = capital(named("stage", r["stage"], lang))
        lines.append(
            [
                Cell(stage, f"stage={r['stage']}" if loaded else "", None, r["stage"] == state.stage),
                codes,
                r["hs_revision"],
                _years(r["year_from"], r["year_to"], r["years_held"], state) if loaded else "–",
                Cell(words.t(f"view.flow_limits.{r['note']}", lang), mark="" if loaded else "hatched"),
            ]
        )
    return Table(COLUMNS, lines, sortable=False)


def _years(first: int, last: int, count: int, state: State) -> str:
    """The years loaded; where some between are missing, how many there are."""
    if count == 1:
        return str(first)
    if count == last - first + 1:
        return f"{first}–{last}"
    return words.t("flows.years", state.lang).format(first=first, last=last, count=words.number(count, state.lang))


VIEW = View("flow_limits", SQL, draw, kind="table", params=("stage",))
