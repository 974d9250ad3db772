"""Who is short when suppliers stop: what each importer loses, what others cover of it, what is missing."""

from __future__ import annotations

import numpy as np

from dashboard import look, words
from dashboard.look import Figure
from dashboard.shock import EUROPE, Shock, shock, view
from dashboard.state import State
from dashboard.view import Rows, capital, named
from etl.compute.shock import Floats

SHOWN = 11


def draw(rows: Rows, state: State) -> Figure:
    """Bars of the gap from the largest down, the part that others cover in outline behind it; the EU as a sum."""
    found = shock(rows, state)
    bars = _bars(found, state)
    names = [look.text(_name(code, state), state) for code, *_ in bars]
    mirrored = look.mirrored(state)
    amount = words.quantity if state.measure == "tonnes" else words.money
    most = max([lost for _, lost, _, _ in bars], default=0) or 1
    colors = {EUROPE: look.colour("category-3", state), state.country: look.colour("accent", state)}
    usual = look.colour("category-2", state)
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "name": words.t("ui.simulator.lost", state.lang),
                "y": names,
                "x": [lost for _, lost, _, _ in bars],
                "marker": {"color": look.colour("grid", state)},
                "hoverinfo": "skip",
            },
            {
                "type": "bar",
                "orientation": "h",
                "name": words.t("ui.simulator.gap", state.lang),
                "y": names,
                "x": [gap for _, _, gap, _ in bars],
                "marker": {"color": [colors.get(code, usual) for code, *_ in bars]},
                "customdata": [{"country": code} if code != EUROPE else {} for code, *_ in bars],
                "hovertext": [_said(code, lost, gap, share, state) for code, lost, gap, share in bars],
                "hovertemplate": "%{hovertext}<extra></extra>",
            },
        ],
        "layout": look.layout(
            state,
            barmode="overlay",
            bargap=0.3,
            meta={"subtitle": _subtitle(found, state)},
            annotations=[
                {
                    "x": lost,
                    "y": name,
                    "text": look.text(f"{amount(gap, state.lang)} · {words.share(share, state.lang)}", state),
                    "showarrow": False,
                    "xanchor": "right" if mirrored else "left",
                    "xshift": -6 if mirrored else 6,
                }
                for name, (_, lost, gap, share) in zip(names, bars, strict=True)
            ],
            xaxis={"visible": False, "range": [0, most * 1.75][:: -1 if mirrored else 1]},
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
    }


def _bars(found: Shock, state: State) -> list[tuple[str, float, float, float]]:
    """Code, lost, gap and share of imports: the countries with the largest gaps, the chosen one, the EU as a sum."""
    b = found.balance(state)
    codes = found.trade.codes
    places = found.ranked(b.gap, SHOWN) or found.ranked(b.lost, SHOWN)
    if state.country in codes and b.lost[codes.index(state.country)] > 0:
        places = list(dict.fromkeys([*places, codes.index(state.country)]))
    bars = [(codes[n], float(b.lost[n]), float(b.gap[n]), float(b.share[n])) for n in places]
    lost, gap, imports = (_sum(amounts, found) for amounts in (b.lost, b.gap, b.imports))
    if lost:
        bars.append((EUROPE, lost, gap, gap / imports))
    return sorted(bars, key=lambda bar: (-bar[2], -bar[1]))


def _sum(amounts: Floats, found: Shock) -> float:
    return float(np.nansum(amounts[found.eu]))


def _name(code: str, state: State) -> str:
    return words.t("ui.europe", state.lang) if code == EUROPE else capital(named("country", code, state.lang))


def _said(code: str, lost: float, gap: float, share: float, state: State) -> str:
    lang = state.lang
    amount = words.quantity if state.measure == "tonnes" else words.money
    parts = (("lost", lost), ("covered", lost - gap), ("gap", gap))
    lines = [f"<b>{_name(code, state)}</b>"]
    lines += [f"{words.t(f'ui.simulator.{key}', lang)} : {amount(value, lang)}" for key, value in parts]
    lines.append(words.t("shock.share_of_imports", lang).format(words.share(share, lang)))
    return "<br>".join(look.text(line, state) for line in lines)


def _subtitle(found: Shock, state: State) -> str:
    unit = words.t("unit.t" if state.measure == "tonnes" else "unit.usd", state.lang)
    return words.t("view.shock_hit.subtitle", state.lang).format(
        stage=capital(named("stage", state.stage, state.lang)), year=found.year, unit=unit
    )


VIEW = view("shock_hit", draw, params=("country", "measure"), height=460)
