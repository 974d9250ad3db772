"""Key figures of the chosen country's mines: latest output, world share, rank, change, and the years before."""

from __future__ import annotations

from itertools import groupby

from dashboard import words
from dashboard.state import State
from dashboard.view import Card, Rows, Spark, View, capital, lineage_url, named
from dashboard.warehouse import Row

SHOWN = 10  # two rows of five
STALE = 3  # a metal last mined longer ago than this is not a figure of today

_LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")  # P₂O₅

SQL = """
with ranked as (
    select p.year, p.metal, p.stage, p.iso3, p.quantity_t, s.value as share,
        case when s.value is not null
            then rank() over (partition by p.year, p.metal order by p.quantity_t desc) end as rank,
        p.basis, 't' as unit, p.source, p.flag
    from marts.production p
    join catalog.country c on c.iso3 = p.iso3 and c.kind = 'country'
    left join indicators.production_share s
        on s.year = p.year and s.metal = p.metal and s.stage = p.stage and s.iso3 = p.iso3
    where p.stage = 'mine' and p.quantity_t > 0 and p.year >= 2010
)
select r.*, m.symbol
from ranked r
join catalog.metal m on m.metal = r.metal
where r.iso3 = $country
order by m.rank, r.metal, r.year
"""


def by_metal(rows: Rows) -> list[Rows]:
    """The years of each metal mined today, metals in the catalog's order."""
    today = max(r["year"] for r in rows)
    years = [list(group) for _, group in groupby(rows, lambda r: r["metal"])]
    return [y for y in years if latest(y)["year"] > today - STALE]


def latest(years: Rows) -> Row:
    """The latest year whose world total is whole, so that share and rank can be told; else the latest."""
    return next((r for r in reversed(years) if r["share"] is not None), years[-1])


def draw(rows: Rows, state: State) -> list[Card]:
    """One card a metal, those that weigh most in the world; a click selects it."""
    metals = by_metal(rows)
    most = sorted(metals, key=lambda years: -(latest(years)["share"] or 0))[:SHOWN]
    return [_card(years, state) for years in metals if years in most]


def _card(years: Rows, state: State) -> Card:
    now, lang = latest(years), state.lang
    context = [str(now["year"])]
    if now["share"] is not None:
        context += [words.rank(now["rank"], lang), words.t("key_figures.share", lang).format(_share(now, lang))]
    if now["basis"] != "content":
        context.append(named("basis", now["basis"], lang))
    if now["flag"]:
        context.append(named("flag", now["flag"], lang))
    return Card(
        label=capital(named("metal", now["metal"], lang)),
        value=words.quantity(now["quantity_t"], lang),
        note=words.DOT.join(context),
        change=_change(now, years, lang),
        spark=_spark(years, now, lang),
        sets=f"metal={now['metal']}&stage=&year=",
        symbol=now["symbol"].translate(_LOW),
        traced=lineage_url("production_share", state, now),
    )


def _spark(years: Rows, now: Row, lang: str) -> Spark | None:
    """The years up to the one shown, with what a reader needs to measure the line; none where there is but one."""
    by_year = {r["year"]: r["quantity_t"] for r in years if r["year"] <= now["year"]}
    if len(by_year) < 2:
        return None
    ends = min(by_year), max(by_year)
    extremes = words.quantity(min(by_year.values()), lang), words.quantity(max(by_year.values()), lang)
    return Spark(
        [by_year.get(y) for y in range(ends[0], ends[1] + 1)],
        (str(ends[0]), str(ends[1])),
        extremes,
        words.t("key_figures.spark", lang).format(*ends, *extremes),
    )


def _share(now: Row, lang: str) -> str:
    return words.share(now["share"], lang)


def _change(now: Row, years: Rows, lang: str) -> str:
    """Change on the year before, only within one source and one basis."""
    before = next((r for r in years if r["year"] == now["year"] - 1), None)
    if before is None or (before["source"], before["basis"]) != (now["source"], now["basis"]):
        return ""
    moved = words.change(now["quantity_t"] / before["quantity_t"] - 1, lang)
    return words.t("key_figures.change", lang).format(moved, now["year"] - 1)


VIEW = View("key_figures", SQL, draw, kind="cards", empty="view.key_figures.empty")
