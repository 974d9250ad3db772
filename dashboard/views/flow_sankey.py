"""Who sells a metal to whom in one year: the largest flows as a Sankey, the rest gathered on each side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from dashboard import look, words
from dashboard.look import Figure
from dashboard.state import STAGES, State
from dashboard.view import Rows, View, capital, named
from dashboard.warehouse import Warehouse

SELLERS, BUYERS = 6, 7  # named countries: with 'others' on each side at most 7 × 8 links, few enough to be told apart

SQL = """
select p.year, p.stage, p.exporter_iso3, p.importer_iso3, p.value_usd, p.gross_weight_t,
    case when $measure = 'tonnes' then p.gross_weight_t else p.value_usd end as amount,
    case when $measure = 'tonnes' then 't' else 'usd' end as unit, p.source, null::varchar as flag
from marts.pair p
where p.metal = $metal and p.stage = $stage
    and p.year = coalesce($year, (select max(l.year) from marts.pair l where l.metal = $metal and l.stage = $stage))
    and case when $measure = 'tonnes' then p.gross_weight_t else p.value_usd end > 0
order by amount desc, p.exporter_iso3, p.importer_iso3
"""


def draw(rows: Rows, state: State) -> Figure:
    """Exporters on the reading side, importers on the other; the chosen country's links in the accent."""
    sold: dict[str, float] = defaultdict(float)
    bought: dict[str, float] = defaultdict(float)
    for r in rows:
        sold[r["exporter_iso3"]] += r["amount"]
        bought[r["importer_iso3"]] += r["amount"]
    sellers, buyers = _largest(sold, SELLERS, state.country), _largest(bought, BUYERS, state.country)
    links: dict[tuple[str, str], float] = defaultdict(float)
    for r in rows:
        pair = (_side(r["exporter_iso3"], sellers), _side(r["importer_iso3"], buyers))
        links[pair] += r["amount"]
    largest = sorted(links.items(), key=lambda p: -p[1])
    names = [*sellers, ""], [*buyers, ""]
    place = {(0, c): i for i, c in enumerate(names[0])} | {(1, c): len(names[0]) + i for i, c in enumerate(names[1])}
    hidden = len(sold) - len(sellers), len(bought) - len(buyers)
    labels = [look.text(_name(c, hidden[side], state), state) for side in (0, 1) for c in names[side]]
    nodes = [c for side in names for c in side]
    accent, context = look.colour("accent", state), look.colour("context", state)
    amount = words.quantity if state.measure == "tonnes" else words.money
    return {
        "data": [
            {
                "type": "sankey",
                "arrangement": "fixed",
                "direction": "reversed" if look.mirrored(state) else "forward",
                "node": {
                    "label": labels,
                    "color": [accent if c == state.country else context for c in nodes],
                    "customdata": [{"country": c} if c else {} for c in nodes],
                    "pad": look.size(state) + 1,  # a line of type between two names
                    "thickness": 10,
                    "line": {"width": 0},
                    "hovertemplate": "%{label}<extra></extra>",
                },
                "link": {
                    "source": [place[0, a] for (a, _), _ in largest],
                    "target": [place[1, b] for (_, b), _ in largest],
                    "value": [v for _, v in largest],
                    "color": [_rgba(accent if state.country in p else context, 0.45) for p, _ in largest],
                    "label": [look.text(amount(v, state.lang), state) for _, v in largest],
                    "hovertemplate": "%{source.label} → %{target.label}<br>%{label}<extra></extra>",
                },
            }
        ],
        "layout": look.layout(state, margin={"t": 16, "b": 16}),
    }


def _largest(amounts: dict[str, float], most: int, chosen: str) -> list[str]:
    """The countries that get a node of their own, the chosen one among them where it trades at all."""
    first = sorted(amounts, key=lambda c: -amounts[c])[:most]
    if chosen in amounts and chosen not in first:
        first[-1] = chosen
    return first


def _side(country: str, named_ones: list[str]) -> str:
    return country if country in named_ones else ""


def _name(country: str, hidden: int, state: State) -> str:
    if country:
        return capital(named("country", country, state.lang))
    return words.t("ui.others.count", state.lang).format(words.number(hidden, state.lang))


def _rgba(color: str, alpha: float) -> str:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"


def _traded(state: State, warehouse: Warehouse) -> State:
    """The chosen stage where its trade is loaded; else the next one down the chain that has any, else the last."""
    loaded = warehouse.opened().choices("flow").get(state.metal, {})
    if state.stage in loaded or not loaded:
        return state
    held = [s for s in STAGES if s in loaded]
    down = [s for s in held if STAGES.index(s) > STAGES.index(state.stage)]
    return replace(state, stage=down[0] if down else held[-1])


VIEW = View("flow_sankey", SQL, draw, params=("country",), height=460, empty="view.flow_sankey.empty", settle=_traded)
