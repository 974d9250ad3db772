"""How much each price moved from month to month in the latest whole year, from the calmest metal to the wildest."""

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
select p.year, p.metal, p.stage, p.volatility, 'share_0_1' as unit, p.stale, p.source, null::varchar as flag
from marts.price_year p
where p.monthly and p.year = (
    select max(l.year) from marts.price_year l
    where l.metal = p.metal and l.stage = p.stage and l.year <= coalesce($year, 9999))
order by p.stale, p.volatility desc nulls last, p.metal, p.stage
"""


def draw(rows: Rows, state: State) -> Figure:
    """Bars from the wildest price down; a quote that stood still for half a year has none, and says so."""
    lang = state.lang
    newest = max(r["year"] for r in rows)
    quotes = Counter(r["metal"] for r in rows)
    traces = []
    for r in rows:
        metal = capital(named("metal", r["metal"], lang))
        name = f"{metal} · {words.t('stage.' + r['stage'] + '.short', lang)}" if quotes[r["metal"]] > 1 else metal
        value = 0.0 if r["stale"] else r["volatility"] or 0.0
        traces.append(
            Trace(name, [r["year"]], [value], [_text(r, newest, lang)], {"metal": r["metal"]},
                  r["metal"] == state.metal)
        )  # fmt: skip
    drawn = chart.bars(traces, state, HEIGHT)
    older = sorted({str(r["year"]) for r in rows} - {str(newest)})
    drawn["layout"]["meta"] = {
        "subtitle": words.t("price.volatility.subtitle", lang).format(newest),
        "flags": words.t("price.change.older", lang).format(words.join(older, lang)) if older else "",
    }
    return drawn


def _text(r: Row, newest: int, lang: str) -> str:
    text = words.t("price.volatility.stale", lang) if r["stale"] else words.share(r["volatility"], lang)
    return text if r["year"] == newest else f"{text} *"


VIEW = View(
    "price_volatility_bar",
    SQL,
    draw,
    params=("metal",),
    height=HEIGHT,
    empty="price.none.any",
    indicator="price_volatility",
)
