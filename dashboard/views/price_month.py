"""The monthly price of the chosen metal, one line a quotation, since 2000 unless the address says otherwise.

Where no source quotes it, the metal that the sentence above gives instead: a page of prices opens on a price.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dashboard import chart, words
from dashboard.chart import Scale, Trace
from dashboard.look import Figure
from dashboard.state import State
from dashboard.view import Rows, View, capital, named
from dashboard.views.price_say import shown
from dashboard.warehouse import Warehouse

HEIGHT = 380

SQL = """
select cast(extract(year from p.month) as integer) as year, p.month, p.metal, p.stage, p.value, p.unit, p.stale,
    p.source, null::varchar as flag
from marts.price p
where p.metal = $metal and p.first
    and extract(year from p.month) between coalesce($start, 2000) and coalesce($end, 9999)
order by p.stage, p.month
"""


def draw(rows: Rows, state: State) -> Figure:
    """Lines over the months, each in its own unit's writing."""
    lang = state.lang
    by_stage: dict[str, Rows] = {}
    for r in rows:
        by_stage.setdefault(r["stage"], []).append(r)
    months = sorted({r["month"] for r in rows})
    traces = [_trace(stage, found, months, state, own=n == 0) for n, (stage, found) in enumerate(by_stage.items())]
    drawn = chart.lines(traces, Scale(rows[0]["unit"], lang, state.scale == "log"), state, HEIGHT)
    metal, unit = named("metal", state.metal, lang), named("unit", rows[0]["unit"], lang)
    drawn["layout"]["meta"] = {
        "subtitle": " · ".join(
            [capital(metal), f"{words.month(months[0], lang)} – {words.month(months[-1], lang)}", unit]
        ),
        "flags": words.t("note.stale_price", lang) if any(found[-1]["stale"] for found in by_stage.values()) else "",
    }
    return drawn


def _trace(stage: str, found: Rows, months: list[Any], state: State, own: bool) -> Trace:
    lang = state.lang
    values = {r["month"]: r["value"] for r in found}
    texts = [
        f"{words.month(m, lang)}<br>{words.value(values[m], found[0]['unit'], lang)}" if m in values else ""
        for m in months
    ]
    name = words.t(f"stage.{stage}.short", lang)
    return Trace(capital(name), [m.isoformat() for m in months], [values.get(m) for m in months], texts, {}, own)


def _quoted(state: State, warehouse: Warehouse) -> State:
    return replace(state, metal=shown(state, warehouse))


VIEW = View("price_month", SQL, draw, params=("scale",), height=HEIGHT, empty="price.none.any", settle=_quoted)
