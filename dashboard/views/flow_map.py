"""Who sells a metal to whom in one year, on the map: the largest flows as great circles, width by amount."""

from __future__ import annotations

from collections import defaultdict
from math import sqrt

from dashboard import look
from dashboard.chart import LETTER
from dashboard.flows import EUROPE, FLOW, amount, color, key, name, subtitle, view
from dashboard.look import Figure
from dashboard.state import State
from dashboard.view import Rows
from dashboard.warehouse import Row

ARCS = 60
WIDTHS = (1.0, 2.0, 3.5, 5.5, 8.0)  # pixels; a trace draws one width, and few traces draw fast
NAMED = 10  # ends with their name on a slide
SLIDE = 900  # pixels that a map is wide on one, about
MARGIN = 10  # degrees of longitude around the flows
WORLD = 300  # degrees of longitude from which the whole world is shown

# The Union as one stands in Brussels.
SQL = (
    FLOW
    + """select f.*, e.africa,
    e.latitude as exporter_latitude, e.longitude as exporter_longitude,
    case when f.importer_iso3 = 'EU27' then 50.85 else i.latitude end as importer_latitude,
    case when f.importer_iso3 = 'EU27' then 4.35 else i.longitude end as importer_longitude
from flow f
join catalog.country e on e.iso3 = f.exporter_iso3 and e.latitude is not null
join catalog.country i on i.iso3 = f.importer_iso3 and (i.latitude is not null or i.iso3 = 'EU27')
order by f.amount desc, f.exporter_iso3, f.importer_iso3
"""
)


def draw(rows: Rows, state: State) -> Figure:
    """Arcs of the chosen country in the accent, Africa's in the second colour, the rest as context; a click selects."""
    shown = rows[:ARCS]
    largest = shown[0]["amount"]
    lines: dict[tuple[str, float], list[Row]] = defaultdict(list)
    for r in shown:
        step = min(len(WIDTHS) - 1, int(len(WIDTHS) * sqrt(r["amount"] / largest)))
        lines[color(r, state), WIDTHS[step]].append(r)
    order = {"context": 0, "category-2": 1, "accent": 2}
    traces = [_arcs(*k, lines[k], state) for k in sorted(lines, key=lambda k: (order[k[0]], k[1]))]
    ends = _ends(shown)
    return {
        "data": [*traces, _middles(shown, state), *([_names(ends, state)] if state.present else []),
                 _nodes(ends, state)],
        "layout": look.layout(
            state,
            geo=look.geo(state, **_window([at for at, _ in ends.values()])),
            meta={"subtitle": subtitle(rows, len(shown), state)},
            annotations=[key(state)],
            margin={"t": 28},
        ),
    }  # fmt: skip


def _arcs(shade: str, width: float, rows: list[Row], state: State) -> Figure:
    """Flows of one colour and width as one trace, with gaps between them."""
    return {
        "type": "scattergeo",
        "mode": "lines",
        "lon": [x for r in rows for x in (r["exporter_longitude"], r["importer_longitude"], None)],
        "lat": [y for r in rows for y in (r["exporter_latitude"], r["importer_latitude"], None)],
        "line": {"width": width, "color": look.colour(shade, state)},
        "opacity": 0.75 if shade != "context" else 0.6,
        "hoverinfo": "skip",
    }


def _middles(rows: list[Row], state: State) -> Figure:
    """Points to hover and click in the middle of each arc, unseen."""
    middles = [_middle(r) for r in rows]
    return {
        "type": "scattergeo",
        "mode": "markers",
        "lat": [lat for lat, _ in middles],
        "lon": [lon for _, lon in middles],
        "marker": {"size": 16, "opacity": 0},
        "customdata": [{"country": r["exporter_iso3"]} for r in rows],
        "text": [_said(r, state) for r in rows],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _middle(row: Row) -> tuple[float, float]:
    """Half way along the line between the ends; near enough to the great circle to be found by hand."""
    return (
        (row["exporter_latitude"] + row["importer_latitude"]) / 2,
        (row["exporter_longitude"] + row["importer_longitude"]) / 2,
    )


def _said(row: Row, state: State) -> str:
    ends = f"{name(row['exporter_iso3'], state)} → {name(row['importer_iso3'], state)}"
    return f"<b>{look.text(ends, state)}</b><br>{look.text(amount(row['amount'], state), state)}"


def _ends(rows: list[Row]) -> dict[str, tuple[tuple[float, float], float]]:
    """Place and total of every country drawn."""
    place: dict[str, tuple[float, float]] = {}
    total: dict[str, float] = defaultdict(float)
    for r in rows:
        for side in ("exporter", "importer"):
            code = r[f"{side}_iso3"]
            place[code] = (r[f"{side}_latitude"], r[f"{side}_longitude"])
            total[code] += r["amount"]
    return {code: (place[code], total[code]) for code in place}


def _nodes(ends: dict[str, tuple[tuple[float, float], float]], state: State) -> Figure:
    most = max(total for _, total in ends.values())
    own = [code == state.country for code in ends]
    return {
        "type": "scattergeo",
        "mode": "markers",
        "lat": [lat for (lat, _), _ in ends.values()],
        "lon": [lon for (_, lon), _ in ends.values()],
        "text": [
            f"<b>{look.text(name(code, state), state)}</b><br>{look.text(amount(total, state), state)}"
            for code, (_, total) in ends.items()
        ],
        "customdata": [{} if code == EUROPE else {"country": code} for code in ends],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "size": [5 + 11 * sqrt(total / most) for _, total in ends.values()],
            "color": [look.colour("accent" if me else "muted", state) for me in own],
            "opacity": 1,
            "line": {"width": 1, "color": look.colour("paper", state)},
        },
    }


def _names(ends: dict[str, tuple[tuple[float, float], float]], state: State) -> Figure:
    """Names beside the largest ends, for a hall that no hand points at: each where none stands yet, else nowhere."""
    lons = [lon for (_, lon), _ in ends.values()]
    degrees = (max(lons) - min(lons) + 2 * MARGIN) / SLIDE  # a pixel
    tall = 1.3 * look.size(state) * degrees
    shown: list[tuple[float, float, str, str]] = []
    taken: list[tuple[float, float, float]] = []  # latitude of the middle, western and eastern end
    for code, ((lat, lon), _) in sorted(ends.items(), key=lambda e: (e[0] != state.country, -e[1][1])):
        said = name(code, state)
        wide = (LETTER * look.size(state) * len(said) + 20) * degrees
        for west, side, text in (
            (lon, "middle right", f"\u2003{look.text(said, state)}"),
            (lon - wide, "middle left", f"{look.text(said, state)}\u2003"),
        ):
            inside = min(lons) - MARGIN <= west and west + wide <= max(lons) + MARGIN
            free = all(abs(lat - y) > tall or west >= e or west + wide <= w for y, w, e in taken)
            if inside and free and len(shown) < NAMED:
                taken.append((lat, west, west + wide))
                shown.append((lat, lon, text, side))
                break
    return {
        "type": "scattergeo",
        "mode": "text",
        "lat": [lat for lat, *_ in shown],
        "lon": [lon for _, lon, *_ in shown],
        "text": [text for *_, text, _ in shown],
        "textposition": [side for *_, side in shown],
        "textfont": {"size": look.size(state) - 2, "color": look.colour("ink", state)},
        "hoverinfo": "skip",
    }


def _window(places: list[tuple[float, float]]) -> Figure:
    """The part of the world that holds the flows; the whole of it where they go around."""
    west, east = min(lon for _, lon in places), max(lon for _, lon in places)
    south, north = min(lat for lat, _ in places), max(lat for lat, _ in places)
    if east - west > WORLD:
        return {}
    return {
        "projection": {"type": "natural earth"},
        "lonaxis": {"range": [west - MARGIN, east + MARGIN]},
        "lataxis": {"range": [max(-58, south - 8), min(84, north + 8)]},
    }


VIEW = view("flow_map", SQL, draw, height=380)
