"""Peers side by side: every indicator of the hub index for the chosen country and a few others."""

from __future__ import annotations

from dashboard import words
from dashboard.hub import PILLARS, SQL
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, View, capital, named
from dashboard.warehouse import Row

# Where the reader names none: two countries in the north of Africa, one in the west and the south, two across the sea.
DEFAULT = ("EGY", "TUN", "SEN", "ZAF", "ESP", "TUR")

PERCENT = ("share_0_1", "percent")
TRACE = 0.001  # a smaller share is only said to be smaller


def draw(rows: Rows, state: State) -> Table:
    """A line an indicator, grouped by pillar; the darker the better among all the peers."""
    lang = state.lang
    held = {r["iso3"] for r in rows}
    wanted = state.countries or DEFAULT
    columns = [state.country, *(c for c in wanted if c in held and c != state.country)]
    by_indicator: dict[str, dict[str, Row]] = {}
    for r in rows:
        by_indicator.setdefault(r["indicator"], {})[r["iso3"]] = r
    ordered = sorted(by_indicator.items(), key=lambda p: PILLARS.index(next(iter(p[1].values()))["pillar"]))
    lines: list[list[Cell | str]] = []
    for indicator, values in ordered:
        pillar = next(iter(values.values()))["pillar"]
        lines.append(
            [
                words.name("pillar", pillar, lang),
                Cell(_name(indicator, values, lang), note=named("indicator", f"{indicator}.short", lang)),
                *(_cell(values.get(c), values, c == state.country, lang) for c in columns),
            ]
        )
    legend = [
        Cell(words.t("hub_peers.legend", lang), tone=0.6),
        Cell(words.t("hub_peers.missing", lang), mark="hatched"),
    ]
    heads = {c: capital(named("country", c, lang)) for c in columns}
    return Table(
        ("pillar", "indicator", *columns), lines, frozenset(columns), sortable=False, heads=heads, legend=legend
    )


def _name(indicator: str, values: dict[str, Row], lang: str) -> str:
    """The indicator with its unit or the ends of its scale; signs of percent stand in the cells."""
    unit = next(iter(values.values()))["unit"]
    measured = named("unit", unit, lang).strip("()") if unit not in PERCENT else ""
    parts = (named("indicator", indicator, lang), words.scale(unit, lang) if measured == "–" else measured)
    return words.COMMA[lang].join(p for p in parts if p)


def _cell(r: Row | None, peers: dict[str, Row], own: bool, lang: str) -> Cell:
    if r is None or r["value"] is None:
        return Cell(words.t("ui.no_value", lang), mark="hatched")
    text = _text(r, lang)
    text = words.dated(text, r["value_year"], lang) if r["value_year"] < r["year"] - 1 else text
    return Cell(text, tone=_tone(r, peers), strong=own, note=str(r["value_year"]))


def _text(r: Row, lang: str) -> str:
    """The value without its unit, which stands by the indicator's name; shares in percent, ratios with two decimals."""
    value, unit = r["value"], r["unit"]
    if unit == "ratio":
        return words.number(value, lang, 2)
    if unit == "share_0_1" and 0 < value < TRACE:
        return words.t("metal_matrix.trace", lang).format(words.share(TRACE, lang))
    text = words.value(value, unit, lang)
    return text if unit in PERCENT else text.removesuffix(named("unit", unit, lang)).strip()


def _tone(r: Row, peers: dict[str, Row]) -> float:
    """Share of the peers with a value that this one is better than."""
    others = [p["value"] for p in peers.values() if p["value"] is not None]
    beaten = [v for v in others if (r["value"] > v if r["better"] == "high" else r["value"] < v)]
    return 0.7 * len(beaten) / max(1, len(others) - 1)


VIEW = View(
    "hub_peers",
    SQL,
    draw,
    kind="table",
    params=("country", "countries"),
    empty="view.hub_index.empty",
    indicator="hub_index",
)
