"""Mines, plants, deposits and ports of the chosen country on a map; two publishers' entries of a place are one."""

from __future__ import annotations

import re
from itertools import groupby

import numpy as np

from dashboard import look, words
from dashboard.look import Figure
from dashboard.state import State
from dashboard.view import Rows, View, capital, named
from dashboard.warehouse import Row

NAMED = 10  # places that carry their name on the map
LINE, WORD = 0.035, 0.25  # shares of the map's height and width that a name takes
_KIND = re.compile(r"^(Mine|Plant|Facility|Facilities) at | (Mine|Complex)$")
MARKS = {
    "exploration": ("x-thin-open", "category-8", 7),
    "deposit": ("diamond-open", "category-8", 8),
    "port": ("triangle-up", "category-3", 11),
    "plant": ("square", "category-2", 10),
    "mine": ("circle", "category-1", 10),
}

SQL = """
select s.place, s.site, s.kind, s.name, s.other_name, s.iso3, s.metal, s.stage, s.latitude, s.longitude, s.capacity_t,
    s.shared, s.basis as capacity_basis, s.status, s.operator, s.confidence,
    s.year as capacity_year, s.source, null::varchar as unit, null::varchar as flag, c.africa, c.eu27
from marts.site s
join catalog.country c on c.iso3 = s.iso3
where s.iso3 = $country and ($kind = '' or s.kind = $kind)
    and (len($metals) = 0 or s.metal in (select unnest($metals::varchar[])) or s.kind = 'port')
order by s.kind, s.place, s.capacity_t desc nulls last, s.metal, s.source
"""


def draw(rows: Rows, state: State) -> Figure:
    """A mark a place, its shape and colour by kind; the best known carry their name."""
    places = by_place([r for r in rows if r["latitude"] is not None])
    if not places:
        return {"data": [], "layout": look.layout(state, meta={"empty": words.t("view.hub_sites.empty", state.lang)})}
    named_ones = _labelled(places)
    drawn = [
        _trace(kind, [p for p in places if p[0]["kind"] == kind], named_ones, state)
        for kind in MARKS
        if any(p[0]["kind"] == kind for p in places)
    ]
    legend = {"orientation": "h", "x": 0.5, "xanchor": "center", "y": -0.05, "yanchor": "top", "traceorder": "reversed"}
    return {
        "data": [_country(rows[0]["iso3"], state), *drawn],
        "layout": look.layout(
            state,
            meta={"subtitle": _subtitle(places, state)},
            geo=_frame(rows[0], [p[0] for p in places], state),
            showlegend=True,
            legend=legend,
            margin={"b": 52},
        ),
    }


def by_place(rows: Rows) -> list[Rows]:
    """The rows of each place, one after the other."""
    ordered = sorted(rows, key=lambda r: (r["kind"], r["place"]))
    return [list(group) for _, group in groupby(ordered, lambda r: (r["kind"], r["place"]))]


def names(place: Rows) -> str:
    """The names that the publishers give a place, the USGS's first."""
    found = [n for r in sorted(place, key=lambda r: r["site"] != r["place"]) for n in (r["name"], r["other_name"]) if n]
    return " / ".join(dict.fromkeys(found))


def metals(place: Rows, lang: str) -> str:
    """Names of a place's metals, with commas; none for a port."""
    found = [capital(named("metal", m, lang)) for m in dict.fromkeys(r["metal"] for r in place) if m != "all"]
    return words.COMMA[lang].join(found)


def _country(iso3: str, state: State) -> Figure:
    """The chosen country's ground, lighter than its neighbours'."""
    ground = look.colour("raised", state)
    return {
        "type": "choropleth",
        "locations": [iso3],
        "z": [1],
        "colorscale": [[0, ground], [1, ground]],
        "showscale": False,
        "showlegend": False,
        "hoverinfo": "skip",
        "marker": {"line": {"width": 1, "color": look.colour("coast", state)}},
    }


def _trace(kind: str, places: list[Rows], named_ones: set[str], state: State) -> Figure:
    (symbol, color, size), middles = MARKS[kind], _middles(places)
    return {
        "type": "scattergeo",
        "mode": "markers+text",
        "name": look.text(f"{words.t(f'hub_sites.{kind}', state.lang)} ({len(places)})", state),
        "lat": [p[0]["latitude"] for p in places],
        "lon": [p[0]["longitude"] for p in places],
        "text": [f"\u2002{_short(p[0]['name'])}\u2002" if p[0]["place"] in named_ones else "" for p in places],
        "textposition": ["middle left" if _westward(p[0], middles) else "middle right" for p in places],
        "textfont": {"size": look.size(state) - 2, "color": look.colour("ink", state)},
        "hovertext": [_said(p, state) for p in places],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "symbol": symbol,
            "color": look.colour(color, state),
            "size": size,
            "opacity": 0.9,
            "line": {"width": 1, "color": look.colour(color if symbol.endswith("open") else "paper", state)},
        },
    }


def _short(name: str) -> str:
    """A name for the map: without the kind of site, which its mark says, and without what stands in brackets."""
    return _KIND.sub("", name).split(" (")[0].split(",")[0]


def _said(place: Rows, state: State) -> str:
    lang = state.lang
    lines = [f"<b>{names(place)}</b>", words.t(f"ui.kind.{place[0]['kind']}", lang)]
    lines += [metals(place, lang), *dict.fromkeys(r["operator"] for r in place if r["operator"])]
    return "<br>".join(line for line in lines if line)


def _labelled(places: list[Rows]) -> set[str]:
    """Places named on the map: listed by two publishers or with a capacity first; no name over another or a mark."""
    order = sorted(
        (p for p in places if p[0]["kind"] in ("mine", "plant", "port")),
        key=lambda p: (len({r["source"] for r in p}) == 1, p[0]["kind"] == "port", -(p[0]["capacity_t"] or 0)),
    )
    (south, north), (west, east) = (_span([p[0][name] for p in places]) for name in ("latitude", "longitude"))
    tall, wide = LINE * (north - south), WORD * (east - west)
    marks, middles = [p[0] for p in order], _middles(places)
    chosen: list[Row] = []
    for place in order:
        r, reach = place[0], _reach(place[0], middles, wide)
        under = [
            c for c in chosen if _meet(reach, _reach(c, middles, wide)) and abs(r["latitude"] - c["latitude"]) < tall
        ]
        over = [m for m in marks if m is not r and reach[0] < m["longitude"] < reach[1]
                and abs(r["latitude"] - m["latitude"]) < tall / 2]  # fmt: skip
        if not under and not over:
            chosen.append(r)
    return {r["place"] for r in chosen[:NAMED]}


def _reach(r: Row, middles: dict[str, float], wide: float) -> tuple[float, float]:
    """From where to where the name of a place runs, west to east."""
    return (r["longitude"] - wide, r["longitude"]) if _westward(r, middles) else (r["longitude"], r["longitude"] + wide)


def _middles(places: list[Rows]) -> dict[str, float]:
    """By kind of site, the longitude halfway between the westernmost and the easternmost."""
    found: dict[str, list[float]] = {}
    for p in places:
        found.setdefault(p[0]["kind"], []).append(p[0]["longitude"])
    return {kind: (min(degrees) + max(degrees)) / 2 for kind, degrees in found.items()}


def _westward(r: Row, middles: dict[str, float]) -> bool:
    """Whether the name of a place stands before its mark: in the east of its kind, so that it stays on the map."""
    return bool(r["longitude"] > middles[r["kind"]])


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _frame(about: Row, points: Rows, state: State) -> Figure:
    """The map around the points, in the finest boundaries we hold for that part of the world."""
    fine = {"scope": "africa"} if about["africa"] else {"scope": "europe"} if about["eu27"] else {}
    ranges = {
        axis: {"range": _span([p[name] for p in points])}
        for axis, name in (("lataxis", "latitude"), ("lonaxis", "longitude"))
    }
    over = {"projection": {"type": "mercator"}, "resolution": 50 if fine else 110, "countrywidth": 1}
    return look.geo(state, **fine, **ranges, **over)


def _span(degrees: list[float]) -> list[float]:
    """The degrees that hold the points, a little wider, without those far outside the others (Tukey's outer fence)."""
    low, high = np.quantile(degrees, (0.25, 0.75))
    fence = 3 * max(high - low, 1.0)
    inside = [d for d in degrees if low - fence <= d <= high + fence]
    pad = max(1.0, 0.08 * (max(inside) - min(inside)))
    return [min(inside) - pad, max(inside) + pad]


def _subtitle(places: list[Rows], state: State) -> str:
    twins = sum(len({r["source"] for r in p}) > 1 for p in places)
    return words.t("hub_sites.subtitle", state.lang).format(places=len(places), twins=twins)


VIEW = View("hub_sites", SQL, draw, height=620, empty="view.hub_sites.empty")
