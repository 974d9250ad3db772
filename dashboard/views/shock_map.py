"""Who is short when suppliers stop, on the map: the share of imports missing, and who stopped."""

from __future__ import annotations

from dashboard import look, words
from dashboard.look import Figure
from dashboard.shock import shock, view
from dashboard.state import State
from dashboard.view import Rows, capital, named


def draw(rows: Rows, state: State) -> Figure:
    """Importers that lose something by the share missing; who stopped in a colour of its own, named in the key."""
    found = shock(rows, state)
    codes, b = found.trade.codes, found.outcome.value
    # A country that stops is drawn as one that stops, even where it buys from another one that does.
    hit = [n for n in found.ranked(b.lost, len(codes)) if codes[n] not in found.stopped]
    chosen = [2.0 if codes[n] == state.country else 0.4 for n in hit]
    edge = [look.colour("ink" if codes[n] == state.country else "paper", state) for n in hit]
    tenths = [0, 0.25, 0.5, 0.75, 1]
    stopped = look.colour("category-4", state)
    return {
        "data": [
            {
                "type": "choropleth",
                "locations": [codes[n] for n in hit],
                "z": [float(b.share[n]) for n in hit],
                "zmin": 0,
                "zmax": 1,
                "text": [_said(codes[n], float(b.gap[n]), float(b.share[n]), state) for n in hit],
                "customdata": [{"country": codes[n]} for n in hit],
                "hovertemplate": "%{text}<extra></extra>",
                "colorscale": look.scale(state),
                "marker": {"line": {"width": chosen, "color": edge}},
                "colorbar": look.colorbar(
                    state, tickvals=tenths, ticktext=[look.text(words.share(t, state.lang), state) for t in tenths]
                ),
            },
            {
                "type": "choropleth",
                "locations": list(found.stopped),
                "z": [1] * len(found.stopped),
                "text": [capital(named("country", c, state.lang)) for c in found.stopped],
                "customdata": [{"country": c} for c in found.stopped],
                "hovertemplate": "<b>%{text}</b><extra></extra>",
                "colorscale": [[0, stopped], [1, stopped]],
                "showscale": False,
                "marker": {"line": {"width": 0.4, "color": look.colour("paper", state)}},
            },
        ],
        "layout": look.layout(
            state,
            geo=look.geo(state),
            margin={"b": 34, "t": 26},
            meta={"subtitle": words.t("view.shock_map.subtitle", state.lang).format(year=found.year)},
            annotations=[
                {
                    "text": look.text(f"■ {words.t('shock.stops', state.lang)}", state),
                    "x": 1 if look.mirrored(state) else 0,
                    "xanchor": "right" if look.mirrored(state) else "left",
                    "y": 1,
                    "yanchor": "bottom",
                    "xref": "paper",
                    "yref": "paper",
                    "showarrow": False,
                    "font": {"color": stopped, "size": look.size(state)},
                }
            ],
        ),
    }


def _said(code: str, gap: float, share: float, state: State) -> str:
    lang = state.lang
    lines = [
        f"<b>{capital(named('country', code, lang))}</b>",
        f"{words.t('ui.simulator.gap', lang)} : {words.money(gap, lang)}",
        words.t("shock.share_of_imports", lang).format(words.share(share, lang)),
    ]
    return "<br>".join(look.text(line, state) for line in lines)


VIEW = view("shock_map", draw, params=("country",), height=420)
