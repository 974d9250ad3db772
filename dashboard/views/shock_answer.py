"""What follows when suppliers stop: the world's gap, Europe's, who is hit, what the chosen country could fill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import isnan

from dashboard import words
from dashboard.narrative.grammar import fill, forms, ware
from dashboard.shock import Shock, shock, stoppers, view
from dashboard.state import State
from dashboard.view import Rows, named
from dashboard.views.headlines import credit

NAMED = 3
LITTLE = 0.001  # of Europe's need: below it, a band in dollars would say nothing
Say = Callable[..., str]


def draw(rows: Rows, state: State) -> list[str]:
    """The answer, its balance (lost = covered + gap), Europe, the countries hit, the hub's band.

    In dollars where some weight is unknown: a sum of tonnes would be no number. Whoever asked for tonnes is told.
    """
    found = shock(rows, state)
    unweighed = isnan(found.outcome.tonnes.gap.sum() + found.outcome.tonnes.imports.sum())
    told = [words.t("shock.unweighed", state.lang)] if unweighed and state.measure == "tonnes" else []
    if unweighed:
        state = replace(state, measure="value")
    value, lang, written = found.balance(state), state.lang, _written(state)
    lost, gap = float(value.lost.sum()), float(value.gap.sum())
    values, plural = _values(found, state)

    def say(key: str, **more: str) -> str:
        return fill(words.t(f"shock.{key}", lang), values | more, plural)

    if not lost:
        return [say("answer.nothing")]
    shares = {"gap": written(gap, lang), "share": words.share(gap / float(value.imports.sum()), lang)}
    stops = state.loss == 100
    kind = ("stop" if stops else "cut") if gap else ("covered_stop" if stops else "covered")
    covered = float(value.covered.sum())
    balance = {"lost": written(lost, lang), "covered": written(covered, lang)}
    out = [say(f"answer.{kind}", **shares), *told, say("balance", **shares, **balance)]
    if gap:
        hit = "hit" if state.measure == "value" else "hit.tonnes"
        out += [say(hit, names=_hit(found, state)), _europe(found, say, state)]
        out += _hub(found, state, say)
    return [*out[:-1], f"{out[-1]} {credit(rows, lang)}"]


def _values(found: Shock, state: State) -> tuple[dict[str, str], dict[str, bool]]:
    """Names in their grammar: who stops, the metal and its goods, the chosen country."""
    lang = state.lang
    who, metal = stoppers(found, state), ware(state.metal, state.stage, lang)
    hub = forms("country", state.country, lang)
    values = {
        "who": words.join([f.the for f in who], lang),
        "who_of": words.join([f.of_the for f in who], lang),
        "metal": metal.name,
        "metal_of": metal.of,
        "goods": words.t(f"stage.{state.stage}.goods", lang),
        "loss": words.share(state.loss / 100, lang),
        "spare": words.share(state.spare / 100, lang),
        "year": str(found.year),
        "country": hub.name,
        "country_the": hub.the,
    }
    return values, {"who": len(who) > 1 or (bool(who) and who[0].plural), "country": hub.plural}


def _written(state: State) -> Callable[[float, str], str]:
    """How amounts are written in the unit that the state measures in."""
    return words.quantity if state.measure == "tonnes" else words.money


def _hit(found: Shock, state: State) -> str:
    """The countries with the largest gaps, each with its amount and share of imports."""
    value, lang = found.balance(state), state.lang
    return words.join(
        [
            words.t("shock.hit.one", lang).format(
                name=forms("country", found.trade.codes[n], lang).the,
                gap=_written(state)(float(value.gap[n]), lang),
                share=words.share(float(value.share[n]), lang),
            )
            for n in found.ranked(value.gap, NAMED)
        ],
        lang,
    )


def _europe(found: Shock, say: Say, state: State) -> str:
    value, lang = found.balance(state), state.lang
    gap, imports = float(value.gap[found.eu].sum()), float(value.imports[found.eu].sum())
    if not gap:
        return say("europe.none")
    return say("europe", europe_gap=_written(state)(gap, lang), europe_share=words.share(gap / imports, lang))


def _hub(found: Shock, state: State, say: Say) -> list[str]:
    """What the chosen country could fill of Europe's need, as a band; in tonnes too where its output is comparable."""
    lang = state.lang
    if state.country in found.stopped:
        return [say("hub.stopped")]
    band = found.band(state.country)
    if band is None or (band.need and not band.high):
        return [say("hub.none")]
    if not band.need:
        return []
    if band.high_share < LITTLE:
        return [say("hub.little")]
    shares = {side: words.share(s, lang) for side, s in (("low", band.low_share), ("high", band.high_share))}
    usd = {"low_usd": words.money(band.low, lang), "high_usd": words.money(band.high, lang)}
    out = [say("hub.one" if shares["low"] == shares["high"] else "hub.band", **shares, **usd)]
    weight = found.band_t(state.country)
    if weight and weight.need and found.output_t:
        low, high = (words.quantity(t, lang) for t in (weight.low, weight.high))
        made = {"output": words.quantity(found.output_t, lang), "output_year": str(found.output_year)}
        made["output"] += words.COMMA[lang] + named("source", str(found.output_source), lang)
        out.append(say("hub.tonnes", low_t=low, high_t=high, **made))
    return out


VIEW = view("shock_answer", draw, kind="sentence", params=("country",))
