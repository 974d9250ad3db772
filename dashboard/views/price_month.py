"""The price of the chosen metal, by month where it is quoted so, one line a quotation; since 2000 unless asked.

Where no source quotes it, the metal that the sentence above gives instead: a page of prices opens on a price.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dashboard import chart, words
from dashboard.chart import Scale, Trace
from dashboard.look import Figure
from dashboard.state import State
from dashboard.view import Rows, View, capital, named
from dashboard.views.price_say import shown
from dashboard.warehouse import Warehouse

HEIGHT = 380

SQL = """
select q.year, q.month, q.metal, q.stage, q.value, q.unit, q.stale, q.monthly, q.source, q.flag
from marts.quotation q
where q.metal = $metal and q.year between coalesce($start, 2000) and coalesce($end, 9999)
order by q.stage, q.month
"""


def draw(rows: Rows, state: State) -> Figure:
    """Lines over the months, each in its own unit's writing."""
    lang = state.lang
    by_stage: dict[str, Rows] = {}
    for r in rows:
        by_stage.setdefault(r["stage"], []).append(r)
    months = sorted({r["month"] for r in rows})
    # A year alone stands on its own tick, beside months in its middle.
    yearly = not any(r["monthly"] for r in rows)
    axis = {m: (m.replace(month=1) if yearly else m).isoformat() for m in months}
    traces = [_trace(stage, found, axis, state, own=n == 0) for n, (stage, found) in enumerate(by_stage.items())]
    drawn = chart.lines(traces, Scale(rows[0]["unit"], lang, state.scale == "log"), state, HEIGHT)
    metal, unit = named("metal", state.metal, lang), named("unit", rows[0]["unit"], lang)
    dash = "–" if yearly else " – "
    span = dash.join([_when(rows, months[0], lang), _when(rows, months[-1], lang)])
    means = [] if all(r["monthly"] for r in rows) else [words.t("price.yearly", lang)]
    flags = ["note.posted_price"] if any(found[-1]["stale"] for found in by_stage.values()) else []
    flags += ["price.say.estimated"] if any(found[-1]["flag"] == "estimated" for found in by_stage.values()) else []
    drawn["layout"]["meta"] = {
        "subtitle": " · ".join([capital(metal), span, unit, *means]),
        "flags": " ".join(words.t(flag, lang) for flag in flags),
    }
    return drawn


def _when(rows: Rows, month: date, lang: str) -> str:
    """The month, or the year where only yearly prices are drawn."""
    return words.month(month, lang) if any(r["monthly"] for r in rows) else str(month.year)


def _trace(stage: str, found: Rows, axis: dict[date, str], state: State, own: bool) -> Trace:
    lang = state.lang
    values = {r["month"]: r["value"] for r in found}
    texts = [
        f"{_when(found, m, lang)}<br>{words.value(values[m], found[0]['unit'], lang)}" if m in values else ""
        for m in axis
    ]
    name = words.t(f"stage.{stage}.short", lang)
    return Trace(capital(name), list(axis.values()), [values.get(m) for m in axis], texts, {}, own)


def _quoted(state: State, warehouse: Warehouse) -> State:
    return replace(state, metal=shown(state, warehouse))


VIEW = View("price_month", SQL, draw, params=("scale",), height=HEIGHT, empty="price.none.any", settle=_quoted)
