"""Every metal's price against a year before, at its latest quotation; a quote that stands still says so."""

from __future__ import annotations

from collections import Counter

from dashboard import chart, words
from dashboard.chart import Trace
from dashboard.look import Figure
from dashboard.state import State
from dashboard.view import Rows, View, capital, named
from dashboard.warehouse import Row

HEIGHT = 620

SQL = """
select cast(extract(year from p.month) as integer) as year, p.month, p.metal, p.stage, p.change_12_months,
    'share_change' as unit, p.stale, p.source, null::varchar as flag
from marts.price p
where p.first and p.change_12_months is not null and p.month = (
    select max(l.month) from marts.price l
    where l.metal = p.metal and l.stage = p.stage and l.first and extract(year from l.month) <= coalesce($year, 9999))
order by p.change_12_months desc, p.metal, p.stage
"""


def draw(rows: Rows, state: State) -> Figure:
    """Bars from the strongest rise to the strongest fall; a star where the month is not the latest one."""
    newest = max(r["month"] for r in rows)
    quotes = Counter(r["metal"] for r in rows)
    traces = [
        Trace(name(r, quotes, state), [r["month"].isoformat()], [r["change_12_months"]],
              [_text(r, newest == r["month"], state)], {"metal": r["metal"]}, r["metal"] == state.metal)
        for r in rows
    ]  # fmt: skip
    drawn = chart.bars(traces, state, HEIGHT)
    older = sorted({r["month"] for r in rows} - {newest})
    months = words.join([words.month(m, state.lang) for m in older], state.lang)
    drawn["layout"]["meta"] = {
        "subtitle": capital(words.t("price.change.subtitle", state.lang).format(words.month(newest, state.lang))),
        "flags": words.t("price.change.older", state.lang).format(months) if older else "",
    }
    return drawn


def name(r: Row, quotes: Counter[str], state: State) -> str:
    """The metal, with its stage where it has several quotations."""
    metal = capital(named("metal", r["metal"], state.lang))
    return f"{metal} · {words.t('stage.' + r['stage'] + '.short', state.lang)}" if quotes[r["metal"]] > 1 else metal


def _text(r: Row, newest: bool, state: State) -> str:
    still = words.t("price.volatility.stale", state.lang)
    change = still if r["stale"] else words.change(r["change_12_months"], state.lang)
    return change if newest else f"{change} *"


VIEW = View(
    "price_change_bar", SQL, draw, params=("metal",), height=HEIGHT, empty="price.none.any", indicator="price_change"
)
