"""A metal's flows of one year as a Sankey: blocs of exporters, their countries, the importers; the rest gathered."""

from __future__ import annotations

from collections import defaultdict

from dashboard import look, words
from dashboard.flows import AFRICAN, EUROPE, FLOW, OUTSIDE, amount, bloc, key, name, subtitle, view
from dashboard.look import Figure
from dashboard.state import State
from dashboard.view import Rows

LINKS = 60
TALL = 0.012  # of the total: a smaller node's name would print over its neighbour's
# Exporters and importers with a node of their own, the most that leave at most LINKS links.
SIZES = ((12, 9), (10, 8), (9, 7), (8, 6), (7, 6), (6, 5), (5, 4), (4, 3))
Node = tuple[str, str]  # side ('bloc', 'seller', 'buyer') and code; '' gathers the others

SQL = (
    FLOW
    + """select f.*, e.africa, coalesce(b.bloc, case when e.africa then 'AFRICA' else 'OTHER' end) as bloc
from flow f
join catalog.country e on e.iso3 = f.exporter_iso3
left join marts.bloc b on b.iso3 = f.exporter_iso3 and b.counted
order by f.amount desc, f.exporter_iso3, f.importer_iso3
"""
)


def draw(rows: Rows, state: State) -> Figure:
    """Blocs, exporters, importers in reading direction; the chosen country's links in the accent, Africa's apart."""
    links, hidden = next(found for s in SIZES if len((found := _links(rows, s, state))[0]) <= LINKS or s == SIZES[-1])
    nodes = list(dict.fromkeys(n for pair in links for n in pair))
    africa = {r["exporter_iso3"] for r in rows if r["africa"]} | {r["bloc"] for r in rows if r["africa"]} | {AFRICAN}
    total = sum(r["amount"] for r in rows)
    colors = [_color(n, africa, state) for n in nodes]
    return {
        "data": [
            {
                "type": "sankey",
                "arrangement": "fixed",
                "direction": "reversed" if look.mirrored(state) else "forward",
                "node": {
                    "label": [look.text(_label(n, links, hidden, total, state), state) for n in nodes],
                    "color": colors,
                    "customdata": [_sets(n) for n in nodes],
                    "pad": look.size(state) - 1,
                    "thickness": 10,
                    "line": {"width": 0},
                    "hovertemplate": "%{label}<extra></extra>",
                },
                "link": {
                    "source": [nodes.index(a) for a, _ in links],
                    "target": [nodes.index(b) for _, b in links],
                    "value": list(links.values()),
                    "color": [_tint(pair, africa, state) for pair in links],
                    "label": [look.text(amount(v, state), state) for v in links.values()],
                    "customdata": [_sets(a) for a, _ in links],
                    "hovertemplate": "%{source.label} → %{target.label}<br>%{label}<extra></extra>",
                },
            }
        ],
        "layout": look.layout(
            state,
            meta={"subtitle": subtitle(rows, len(rows), state)},
            annotations=[key(state)],
            margin={"t": 32, "b": 16},
        ),
    }


def _links(rows: Rows, sizes: tuple[int, int], state: State) -> tuple[dict[tuple[Node, Node], float], dict[str, int]]:
    """Amounts between nodes, largest first, and how many countries each side gathers. The total is that of the rows."""
    sold: dict[str, float] = defaultdict(float)
    bought: dict[str, float] = defaultdict(float)
    blocs: dict[str, float] = defaultdict(float)
    for r in rows:
        sold[r["exporter_iso3"]] += r["amount"]
        bought[r["importer_iso3"]] += r["amount"]
        blocs[r["bloc"]] += r["amount"]
    africa = {r["exporter_iso3"] for r in rows if r["africa"]}
    least = TALL * sum(sold.values())
    # Half of the exporters named are African where as many sell: they are what the page asks about.
    first = _largest({c: v for c, v in sold.items() if c in africa}, sizes[0] // 2, least, state.country)
    rest = _largest({c: v for c, v in sold.items() if c not in africa}, sizes[0] - len(first), least, state.country)
    sellers, buyers = [*first, *rest], _largest(bought, sizes[1], least, state.country)
    links: dict[tuple[Node, Node], float] = defaultdict(float)
    for r in rows:
        code = r["exporter_iso3"]
        seller = ("seller", code if code in sellers else AFRICAN if r["africa"] else "")
        buyer = ("buyer", r["importer_iso3"] if r["importer_iso3"] in buyers else "")
        if not state.sellers:  # a single bloc is no column of its own
            group = r["bloc"] if r["bloc"] == OUTSIDE or blocs[r["bloc"]] >= least else AFRICAN
            links[("bloc", group), seller] += r["amount"]
        links[seller, buyer] += r["amount"]
    hidden = {AFRICAN: len(africa) - len(first), "seller": len(sold) - len(africa) - len(rest)}
    ordered = dict(sorted(links.items(), key=lambda p: (p[0][0][0] != "bloc", -p[1])))
    return ordered, hidden | {"buyer": len(bought) - len(buyers)}


def _largest(amounts: dict[str, float], most: int, least: float, chosen: str) -> list[str]:
    """The countries that get a node of their own, the chosen one among them where it trades at all."""
    tall = [c for c in amounts if amounts[c] >= least]
    first = sorted(tall, key=lambda c: -amounts[c])[:most]
    if chosen in amounts and chosen not in first:
        first = [*first[: most - 1], chosen]
    return first


def _label(
    node: Node, links: dict[tuple[Node, Node], float], hidden: dict[str, int], total: float, state: State
) -> str:
    side, code = node
    if side == "bloc":
        part = sum(v for (a, _), v in links.items() if a == node) / total
        return f"{bloc(code, state)} {words.share(part, state.lang)}"
    if code in ("", AFRICAN):
        kind = "flows.others.africa" if code else "ui.others.count"
        return words.t(kind, state.lang).format(words.number(hidden[code or side], state.lang))
    return name(code, state)


def _sets(node: Node) -> dict[str, str]:
    """What a click on a node sets: a country, or a bloc as the exporters shown."""
    side, code = node
    if side == "bloc":
        return {} if code == OUTSIDE else {"sellers": code}
    return {} if code in {"", AFRICAN, EUROPE} else {"country": code}


def _color(node: Node, africa: set[str], state: State) -> str:
    side, code = node
    if code == state.country:
        return look.colour("accent", state)
    return look.colour("category-2" if side != "buyer" and code in africa else "context", state)


def _tint(pair: tuple[Node, Node], africa: set[str], state: State) -> str:
    """A link's colour, thin enough for what crosses it to be seen."""
    shade = "category-2" if pair[0][1] in africa else "context"
    if state.country in (pair[0][1], pair[1][1]):
        shade = "accent"
    color = look.colour(shade, state)
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.45)"


VIEW = view("flow_blocs", SQL, draw, height=520)
