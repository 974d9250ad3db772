"""Prices that are only published by the year, against the year before: each metal's latest year."""

from __future__ import annotations

from collections import Counter

from dashboard import chart, words
from dashboard.chart import Trace
from dashboard.look import Figure
from dashboard.state import State
from dashboard.view import Rows, View
from dashboard.views.price_change_bar import name

HEIGHT = 760

SQL = """
select y.year, y.metal, y.stage, c.value as change_12_months, 'share_change' as unit, y.source, y.flag
from marts.price_year y
join indicators.price_change c on c.year = y.year and c.metal = y.metal and c.stage = y.stage
where not y.monthly and y.year = (
    select max(l.year) from marts.price_year l
    where l.metal = y.metal and l.stage = y.stage and l.year <= coalesce($year, 9999))
order by c.value desc, y.metal, y.stage
"""


def draw(rows: Rows, state: State) -> Figure:
    """Bars from the strongest rise to the strongest fall; a star where the year is not the latest one."""
    lang, newest = state.lang, max(r["year"] for r in rows)
    quotes = Counter(r["metal"] for r in rows)
    traces = [
        Trace(name(r, quotes, state), [r["year"]], [r["change_12_months"]],
              [words.change(r["change_12_months"], lang) + ("" if r["year"] == newest else " *")],
              {"metal": r["metal"]}, r["metal"] == state.metal)
        for r in rows
    ]  # fmt: skip
    drawn = chart.bars(traces, state, HEIGHT)
    older = [str(year) for year in sorted({r["year"] for r in rows} - {newest})]
    flags = [words.t("price.change.older", lang).format(words.join(older, lang))] if older else []
    flags += [words.t("price.say.estimated", lang)] if any(r["flag"] == "estimated" for r in rows) else []
    drawn["layout"]["meta"] = {
        "subtitle": words.t("price.change.year.subtitle", lang).format(newest, newest - 1),
        "flags": " ".join(flags),
    }
    return drawn


VIEW = View(
    "price_year_change_bar", SQL, draw, params=("metal",), height=HEIGHT, empty="price.none.any",
    indicator="price_change",
)  # fmt: skip
