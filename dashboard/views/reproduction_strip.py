"""How far our figures stand from published ones, publication by publication, in units of the tolerance."""

from __future__ import annotations

from typing import Any

from dashboard import look, words
from dashboard.look import Figure
from dashboard.state import State
from dashboard.view import Rows, View, capital, named

SQL = """
select r.publication, r.id as figure_id, r.kind, r.year, r.metal, r.stage, r.iso3, r.material, r.unit,
    r.published as published_value, r.ours as our_value, r.difference as published_gap, r.tolerance,
    r.difference / r.tolerance as tolerances, r.within, r.explanation, r.source,
    null::varchar as flag
from index.reproduction r
where r.ours is not null
order by r.publication, r.id
"""

REACH = 4.0  # tolerances; a point beyond stands at the edge
TICKS = (-4, -1, 1, 4)


def draw(rows: Rows, state: State) -> Figure:
    """A row a publisher, a point a figure; between −1 and 1 it is met."""
    publishers: dict[str, Rows] = {}
    for r in rows:
        publishers.setdefault(_publisher(r["publication"]), []).append(r)
    order = sorted(publishers, key=lambda p: (-len(publishers[p]), p))
    names = [look.text(f"{_written(p, state.lang)} ({len(publishers[p])})", state) for p in order]
    data = [_points(rows_of, within, names[i], state)
            for i, p in enumerate(order) for within, rows_of in _split(publishers[p])]  # fmt: skip
    reach = REACH + 0.3
    return {
        "data": data,
        "layout": look.layout(
            state,
            shapes=[
                {"type": "rect", "xref": "x", "yref": "paper", "x0": -1, "x1": 1, "y0": 0, "y1": 1, "layer": "below",
                 "fillcolor": look.colour("accent-soft", state), "line": {"width": 0}}
            ],
            hovermode="closest",
            meta={"subtitle": _subtitle(rows, state.lang)},
            xaxis={
                "range": [reach, -reach] if look.mirrored(state) else [-reach, reach],
                "tickvals": TICKS,
                "ticktext": [words.number(t, state.lang) for t in TICKS],
                "tickangle": 0,
                "zeroline": True,
            },
            yaxis={"autorange": "reversed", "showgrid": True, "side": "right" if look.mirrored(state) else "left"},
        ),
    }  # fmt: skip


def _publisher(publication: str) -> str:
    """The publisher's name: what stands before the title."""
    return publication.split(",", maxsplit=1)[0]


def _written(publisher: str, lang: str) -> str:
    """The publisher in the reader's language; as it calls itself where it has no other name."""
    key = "publisher." + publisher.lower().replace(" ", "_")
    return words.t(key, lang) if words.has(key) else publisher


def _subtitle(rows: Rows, lang: str) -> str:
    """What the band and the marks mean, and how many figures stand within."""
    counts = {"met": sum(r["within"] for r in rows), "all": len(rows), "reach": words.number(REACH, lang)}
    return words.t("reproduction.strip.subtitle", lang).format(**counts)


def _split(rows: Rows) -> list[tuple[bool, Rows]]:
    return [(within, found) for within in (True, False) if (found := [r for r in rows if r["within"] is within])]


def _points(rows: Rows, within: bool, name: str, state: State) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [max(-REACH, min(REACH, r["tolerances"])) for r in rows],
        "y": [name] * len(rows),
        "text": [_text(r, state) for r in rows],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "size": 10,
            "opacity": 0.75,
            "symbol": "circle" if within else "diamond-open",
            "color": look.colour("accent" if within else "category-4", state),
            "line": {"width": 2 if not within else 0, "color": look.colour("category-4", state)},
        },
    }


def _text(r: dict[str, Any], state: State) -> str:
    lang = state.lang
    material = r["material"] if words.has(f"material.{r['material']}") else ""
    what = named("material", material, lang) if material else named("metal", r["metal"], lang)
    where = "" if r["iso3"] in ("WLD", "EU27") else f", {named('country', r['iso3'], lang)}"
    values = f"{words.value(r['published_value'], r['unit'], lang)} → {words.value(r['our_value'], r['unit'], lang)}"
    return look.text(f"{capital(what)}{where}, {r['year']}<br>{values}", state)


VIEW = View("reproduction_strip", SQL, draw, height=620, empty="view.reproduction_strip.empty")
