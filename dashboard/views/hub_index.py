"""The hub index against the peers: each country's rank under the reader's choices, inside its 5–95 % interval."""

from __future__ import annotations

from dashboard import look, words
from dashboard.hub import PILLARS, SQL, Standing, chosen, standings, weights
from dashboard.look import Figure
from dashboard.state import State
from dashboard.view import Rows, View, capital, named


def draw(rows: Rows, state: State) -> Figure:
    """A line from the low to the high rank, a dot at the rank; who is not told apart from the chosen one is darker."""
    found = standings(rows, state)
    own = next((s for s in found if s.iso3 == state.country), None)
    groups: dict[str, list[Standing]] = {"context": [], "muted": [], "accent": []}
    for s in found:
        group = "accent" if s is own else "muted" if own is None or own.overlaps(s) else "context"
        groups[group].append(s)
    mirrored = look.mirrored(state)
    names = [_name(s, state) for s in found]
    return {
        "data": [_trace(group, name, state) for name, group in groups.items() if group],
        "layout": look.layout(
            state,
            meta={"subtitle": _subtitle(rows, found, own, state)},
            xaxis={
                "side": "top",
                "range": [0.2, len(found) + 0.8][:: -1 if mirrored else 1],
                "showgrid": True,
                "dtick": 5,
                "tick0": 0,
                "zeroline": False,
                "title": {
                    "text": look.text(words.t("hub_index.axis", state.lang), state),
                    "standoff": 4,
                    "font": {"size": look.size(state), "color": look.colour("muted", state)},
                },
            },
            yaxis={
                "categoryorder": "array",
                "categoryarray": names[::-1],
                "range": [-0.7, len(names) - 0.3],
                "side": "right" if mirrored else "left",
                "showgrid": True,
                "ticks": "",
                "showline": False,
                "tickfont": {"color": look.colour("ink", state)},
            },
            margin={"t": 40},
        ),
    }


def _trace(group: list[Standing], name: str, state: State) -> Figure:
    color, lang = look.colour(name, state), state.lang
    said = words.t("hub_index.hover", lang)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [s.rank for s in group],
        "y": [_name(s, state) for s in group],
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [s.high - s.rank for s in group],
            "arrayminus": [s.rank - s.low for s in group],
            "color": color,
            "thickness": 4 if name == "accent" else 2.5,
            "width": 0,
        },
        "marker": {"color": color, "size": 12 if name == "accent" else 9},
        "customdata": [{"country": s.iso3} for s in group],
        "text": [
            f"<b>{capital(named('country', s.iso3, lang))}</b><br>"
            + said.format(rank=s.rank, low=s.low, high=s.high, index=words.number(s.index, lang, 2))
            for s in group
        ],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _name(s: Standing, state: State) -> str:
    return look.text(capital(named("country", s.iso3, state.lang)), state)


def _subtitle(rows: Rows, found: list[Standing], own: Standing | None, state: State) -> str:
    """Year, how many countries have an index and how many have not, and the weights where they are the reader's."""
    lang = state.lang
    without = len({r["iso3"] for r in rows}) - len(found)
    said = words.t("hub_index.subtitle", lang).format(year=rows[0]["year"], count=len(found), without=without)
    if own:
        said += f" · {words.t('hub_index.settled', lang)}"
    if not chosen(state):
        return said
    parts = [
        f"{words.name('pillar', p, lang)} {words.share(w, lang)}" for p, w in zip(PILLARS, weights(state), strict=True)
    ]
    parts += [
        words.t(f"ui.normalisation.{state.normalisation}", lang),
        words.t(f"ui.aggregation.{state.aggregation}", lang),
    ]
    return f"{said} · {' · '.join(parts)}"


VIEW = View(
    "hub_index",
    SQL,
    draw,
    params=("country", "weights", "normalisation", "aggregation"),
    height=620,
    empty="view.hub_index.empty",
    indicator="hub_index",
)
