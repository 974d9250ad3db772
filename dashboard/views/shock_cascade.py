"""What follows a stop, step by step: exporters that miss inputs cut their own exports, until nothing moves."""

from __future__ import annotations

from dashboard import look, words
from dashboard.look import Figure
from dashboard.shock import Shock, shock, view
from dashboard.state import State
from dashboard.view import Rows, capital, named
from etl.compute.shock import Floats, Step

SHOWN = 10
LEAST = 0.005  # of its exports: a country that cuts less is not shown


def draw(rows: Rows, state: State) -> Figure:
    """Each exporter's cut at the chosen step, with where it ends in outline; who stopped is in the first step."""
    found = shock(rows, state)
    # The last step shown is where the cascade comes to rest: what is left out between them cannot be seen.
    steps = [*found.outcome.steps[: found.steps() - 1], found.outcome.steps[-1]]
    at = min(state.step, len(steps)) - 1
    places = _places(found, steps[-1].cut)
    codes, mirrored = found.trade.codes, look.mirrored(state)
    names = [look.text(capital(named("country", codes[n], state.lang)), state) for n in places]
    now, end = ([float(cut[n]) for n in places] for cut in (steps[at].cut, steps[-1].cut))
    colors = [_color(codes[n], found, state) for n in places]
    return {
        "data": [
            {"type": "bar", "orientation": "h", "name": words.t("shock_cascade.end", state.lang), "y": names, "x": end,
             "marker": {"color": look.colour("grid", state)}, "hoverinfo": "skip"},
            {"type": "bar", "orientation": "h", "name": words.t("ui.simulator.step", state.lang).format(at + 1),
             "y": names, "x": now, "marker": {"color": colors},
             "text": [look.text(words.share(x, state.lang), state) if x else "" for x in now], "textposition": "none",
             "customdata": [{"country": codes[n]} for n in places],
             "hovertemplate": "<b>%{y}</b><br>%{text}<extra></extra>"},
        ],
        "layout": look.layout(
            state,
            barmode="overlay",
            bargap=0.3,
            meta={"subtitle": _subtitle(found, steps, at, state), "steps": len(steps)},
            annotations=[
                {"x": last, "y": name, "text": look.text(words.share(x, state.lang), state), "showarrow": False,
                 "xanchor": "right" if mirrored else "left", "xshift": -6 if mirrored else 6}
                for name, x, last in zip(names, now, end, strict=True)
            ],
            xaxis={"visible": False, "range": [0, 1.15][:: -1 if mirrored else 1]},
            yaxis={
                "autorange": "reversed",
                "showgrid": False,
                "side": "right" if mirrored else "left",
                "ticks": "",
                "ticklabelstandoff": 6,
                "showline": False,
                "tickfont": {"color": look.colour("ink", state)},
                "type": "category",
            },
        ),
    }  # fmt: skip


def _places(found: Shock, cut: Floats) -> list[int]:
    """Who stops, then the exporters whose cuts are worth most in USD, the deepest cut first."""
    codes, lost = found.trade.codes, cut * found.outcome.value.exports
    largest = found.ranked(lost, len(codes))
    stopped = [n for n in largest if codes[n] in found.stopped]
    others = [n for n in largest if codes[n] not in found.stopped and cut[n] >= LEAST]
    others = sorted(others[: SHOWN - len(stopped[: SHOWN // 2])], key=lambda n: -cut[n])
    return [*stopped[: SHOWN // 2], *others]


def _color(code: str, found: Shock, state: State) -> str:
    if code == state.country:
        return look.colour("accent", state)
    return look.colour("category-4" if code in found.stopped else "category-2", state)


def _subtitle(found: Shock, steps: list[Step], at: int, state: State) -> str:
    """The step and the world's gap at it; what feeds the cascade."""
    lang = state.lang
    gap = words.money(steps[at].gap, lang)
    said = words.t("view.shock_cascade.subtitle", lang).format(step=at + 1, steps=len(steps), gap=gap)
    fed = words.t("view.shock_cascade.fed", lang).format(named("stage", found.above or state.stage, lang))
    return f"{said} · {fed}"


VIEW = view("shock_cascade", draw, params=("country", "step"), height=400)
