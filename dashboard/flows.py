"""The flows that a page's choices leave: one metal, stage and year, some exporters, Europe or the world as importer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dashboard import look, words
from dashboard.state import State
from dashboard.view import Rows, View, capital, named
from dashboard.warehouse import Row, Warehouse

EUROPE = "EU27"
AFRICAN = "AFRICA"  # the group of African exporters that are not shown by name
OUTSIDE = "OTHER"  # the group of exporters that stand in no African bloc

# flow: sums by exporter and importer. Trade between EU members is left out of Europe's purchases, unless the Union is
# the exporter asked for. With buyers = 'union' the importer is the Union.
FLOW = """
with flow as (
    select p.year, p.stage, p.exporter_iso3,
        case when $buyers = 'union' then 'EU27' else p.importer_iso3 end as importer_iso3,
        sum(p.value_usd) as value_usd, sum(p.gross_weight_t) as gross_weight_t,
        sum(case when $measure = 'tonnes' then p.gross_weight_t else p.value_usd end) as amount,
        case when $measure = 'tonnes' then 't' else 'usd' end as unit, p.source, null::varchar as flag
    from marts.pair p
    join catalog.country e on e.iso3 = p.exporter_iso3
    join catalog.country i on i.iso3 = p.importer_iso3
    where p.metal = $metal and p.stage = $stage and p.year = $chosen_year
        and ($sellers = '' or list_contains($chosen_sellers::varchar[], p.exporter_iso3))
        and ($buyers = 'all' or (i.eu27 and (not e.eu27 or $sellers = 'EU27')))
    group by p.year, p.stage, p.exporter_iso3, 4, p.source
    having amount > 0
)
"""


def traded_year(state: State, warehouse: Warehouse) -> int | None:
    """The state's year, else the latest one whose trade of the metal's stage is loaded; None where none is."""
    return state.year or max(
        warehouse.opened().coverage["flow"].get(state.metal, {}).get(state.stage, ()), default=None
    )


def chosen(state: State, warehouse: Warehouse) -> dict[str, Any]:
    """What FLOW binds beside the state: its year, and the members of the bloc that sells."""
    return {"chosen_year": traded_year(state, warehouse), "chosen_sellers": warehouse.members(state.sellers)}


def view(slug: str, sql: str, draw: Callable[[Rows, State], Any], **more: Any) -> View:
    """A view of rows made from FLOW."""
    return View(slug, sql, draw, params=("year", "country"), choose=chosen, empty="view.flows.empty", **more)


def name(code: str, state: State) -> str:
    """A country's name, or the Union's."""
    return words.t("ui.europe", state.lang) if code == EUROPE else capital(named("country", code, state.lang))


def bloc(code: str, state: State) -> str:
    """A bloc's name, or what is gathered: countries outside Africa, small blocs and countries of none in it."""
    gathered = {OUTSIDE: "flows.outside", AFRICAN: "flows.rest"}
    return words.t(gathered[code], state.lang) if code in gathered else capital(named("bloc", code, state.lang))


def amount(value: float, state: State) -> str:
    """A sum in the unit that the state measures in."""
    return words.quantity(value, state.lang) if state.measure == "tonnes" else words.money(value, state.lang)


def subtitle(rows: Rows, shown: int, state: State) -> str:
    """Stage, year, unit, whose purchases; how many of all flows are drawn, and their part of the total."""
    lang, first = state.lang, rows[0]
    said = [
        capital(named("stage", first["stage"], lang)),
        str(first["year"]),
        words.t("control.measure.tonnes" if state.measure == "tonnes" else "unit.usd", lang),
        words.t(f"flows.scope.{state.buyers}", lang),
    ]
    if shown < len(rows):
        part = sum(r["amount"] for r in rows[:shown]) / sum(r["amount"] for r in rows)
        said.append(
            words.t("flows.shown", lang).format(
                shown=words.number(shown, lang), all=words.number(len(rows), lang), share=words.share(part, lang)
            )
        )
    return words.DOT.join(said)


def color(row: Row, state: State) -> str:
    """The token of a flow's colour: the chosen country's, Africa's, the others'."""
    if state.country in (row["exporter_iso3"], row["importer_iso3"]):
        return "accent"
    return "category-2" if row["africa"] else "context"


def key(state: State) -> look.Figure:
    """What the three colours are, in one line above a figure."""
    names = (
        ("accent", capital(named("country", state.country, state.lang))),
        ("category-2", words.t("ui.africa", state.lang)),
        ("muted", words.t("ui.others", state.lang)),
    )
    parts = [
        f'<span style="color:{c}">■</span><span style="color:{look.written(c, state)}"> {text}</span>'
        for c, text in ((look.colour(shade, state), text) for shade, text in names)
    ]
    right = look.mirrored(state)
    return {
        "text": look.text("   ".join(parts), state),
        "xref": "paper",
        "yref": "paper",
        "x": 1 if right else 0,
        "xanchor": "right" if right else "left",
        "y": 1,
        "yanchor": "bottom",
        "showarrow": False,
    }
