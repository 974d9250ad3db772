"""Whom the chosen country buys a metal from and sells it to in one year, the largest partners first.

Beside the flow stand two measures of the pair, exporter to importer: intensity (1: as much as the importer's weight in
the world's demand) and complementarity of what one sells with what the other buys, over the basket of all metals.
"""

from __future__ import annotations

from dashboard import words
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, View, capital, named

LENGTH = 12
SCANT = 10  # a smaller ratio is written with its decimals
TRACE, WILD = 0.01, 1000  # beyond these a few dollars of trade decide: only the bound is told
# Each cell names its unit, since weights go from grams to megatonnes: the heads do not.
COLUMNS = ("partner_iso3", "value", "gross_weight", "partner_share", "trade_intensity", "complementarity")

SQL = """
with chosen as (
    select coalesce($year, max(s.year)) as year
    from marts.series s
    where s.metal = $metal and s.stage = $stage and s.loaded > 0
)
select p.year, p.stage, p.{partner} as partner_iso3, p.value_usd, p.gross_weight_t,
    p.value_usd / sum(p.value_usd) over () as partner_share, t.value as trade_intensity,
    m.value as complementarity, p.valuation, 'usd' as unit, p.source, null::varchar as flag
from marts.pair p
join chosen c on c.year = p.year
left join marts.trade_intensity t on t.year = p.year and t.metal = p.metal and t.stage = p.stage
    and t.exporter_iso3 = p.exporter_iso3 and t.importer_iso3 = p.importer_iso3
left join marts.complementarity m
    on m.year = p.year and m.exporter_iso3 = p.exporter_iso3 and m.importer_iso3 = p.importer_iso3
where p.metal = $metal and p.stage = $stage and p.{own} = $country and p.value_usd > 0
order by p.value_usd desc, partner_iso3
"""


def draw(rows: Rows, state: State) -> Table:
    """Partner, value, weight, share of all that the country trades on this side; a click selects the partner."""
    lang = state.lang
    lines: list[list[Cell | str]] = [
        [
            Cell(capital(named("country", r["partner_iso3"], lang)), f"country={r['partner_iso3']}"),
            words.money(r["value_usd"], lang),
            words.quantity(r["gross_weight_t"], lang),
            Cell(words.share(r["partner_share"], lang), "", r["partner_share"]),
            _intensity(r["trade_intensity"], lang),
            words.value(r["complementarity"], "share_0_1", lang),
        ]
        for r in rows
    ]
    legend = [Cell(words.t(f"partner.{measure}", lang)) for measure in ("intensity", "complementarity")]
    return Table(COLUMNS, lines, frozenset(COLUMNS[1:]), sortable=False, length=LENGTH, legend=legend)


def _intensity(x: float | None, lang: str) -> str:
    if x is not None and 0 < x < TRACE:
        return words.t("ui.less_than", lang).format(words.number(TRACE, lang))
    if x is not None and x > WILD:
        return words.t("ui.more_than", lang).format(words.number(WILD, lang))
    return words.number(x, lang, 2 if (x or 0) < SCANT else 0)


def _view(side: str, own: str, partner: str) -> View:
    return View(
        f"partner_{side}",
        SQL.format(own=own, partner=partner),
        draw,
        kind="table",
        params=("country",),
        empty=f"view.partner_{side}.empty",
    )


VIEWS = (
    _view("imports", "importer_iso3", "exporter_iso3"),
    _view("exports", "exporter_iso3", "importer_iso3"),
)
