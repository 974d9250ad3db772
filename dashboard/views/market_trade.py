"""The metals that the chosen country sells and buys, by metal and stage, in its latest year of trade."""

from __future__ import annotations

from collections.abc import Callable

from dashboard import chart, words
from dashboard.chart import Trace
from dashboard.look import Figure
from dashboard.state import State
from dashboard.view import Rows, View, capital, named

HEIGHT = 420
BARS = 12

SQL = """
select c.year, c.metal, c.stage, c.iso3, c.export_usd, c.import_usd, 'usd' as unit, s.shared, s.source,
    null::varchar as flag
from marts.country_trade c
join marts.series s on s.metal = c.metal and s.stage = c.stage and s.year = c.year
where c.iso3 = $country and c.year = coalesce(
    $year, (select max(l.year) from marts.country_trade l where l.iso3 = $country))
order by coalesce(c.export_usd, 0) + coalesce(c.import_usd, 0) desc, c.metal, c.stage
"""


def _draw(side: str) -> Callable[[Rows, State], Figure]:
    def draw(rows: Rows, state: State) -> Figure:
        """Bars from the largest value down; a code that another metal shares makes its bar an upper bound."""
        lang = state.lang
        found = sorted((r for r in rows if r[side]), key=lambda r: -r[side])
        shown = found[:BARS] + [r for r in found[BARS:] if r["metal"] == state.metal][:1]
        traces = [
            Trace(
                f"{capital(named('metal', r['metal'], lang))} · {words.t('stage.' + r['stage'] + '.short', lang)}",
                [r["year"]],
                [r[side]],
                [words.money(r[side], lang) + (" *" if r["shared"] else "")],
                {"metal": r["metal"]},
                r["metal"] == state.metal,
            )
            for r in shown
        ]
        if not traces:
            return {"data": [], "layout": {"meta": {"empty": words.t("market.none.side", lang)}}}
        drawn = chart.bars(traces, state, HEIGHT)
        notes = [words.t("market.shared", lang)] if any(r["shared"] for r in shown) else []
        drawn["layout"]["meta"] = {"flags": " ".join([*notes, words.t("market.scope", lang)])}
        return drawn

    return draw


VIEWS = tuple(
    View(f"market_trade_{name}", SQL, _draw(side), params=("metal",), height=HEIGHT, empty="market.none")
    for name, side in (("sold", "export_usd"), ("bought", "import_usd"))
)
