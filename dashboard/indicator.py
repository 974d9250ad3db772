"""An indicator drawn in each of its forms: lines, bars, map, small multiples; linear, logarithmic or relative."""

from __future__ import annotations

from dashboard import chart, words
from dashboard.chart import Scale, Trace
from dashboard.look import Figure
from dashboard.multiples import multiples
from dashboard.series import LINES, Line, lines, meta, told, written
from dashboard.state import State
from dashboard.view import Rows, named
from dashboard.warehouse import Row
from dashboard.worldmap import label, world

# Fewer years than this make no line: they are shown as bars.
YEARS = 3
# Bars of every country show so many, and the chosen one.
BARS = 15
# Units of amounts: those of two metals do not compare, so that small multiples of several metals share no axis.
AMOUNTS = ("t", "t_co2e")
# A map of values that differ by more than this is read on a logarithmic scale.
STEEP = 1000


def draw(rows: Rows, state: State, height: int) -> Figure:
    """The figure that the state's form asks for; bars where there are too few years for a line."""
    form = state.form
    if form == "map" and any(r["iso3"] not in ("WLD", "EU27") for r in rows):
        return _map(rows, state)
    found = lines(rows, state)
    years = {r["year"] for r in rows}
    if form in ("line", "multiples", "table") and len(years) >= YEARS:
        return _over_time(found, rows, state, height)
    why = {"map": "explore.no_map", "multiples": "explore.few_years", "line": "explore.few_years"}.get(form)
    return _bars(found, rows, state, height, *([words.t(why, state.lang)] if why else []))


def _over_time(found: list[Line], rows: Rows, state: State, height: int) -> Figure:
    lang, unit = state.lang, rows[0]["unit"]
    shown = found[:LINES]
    relative = state.scale == "relative"
    bases = base_years(shown) if relative else {}
    log = state.scale == "log"
    years = sorted({y for s in shown for y in s.points})
    sourced = len({r["source"] for r in rows}) > 1
    traces = []
    for s in shown:
        values: list[float | None] = [s.points[y]["value"] if y in s.points else None for y in years]
        if relative:
            values = [indexed(s, y, bases) for y in years]
        if log:
            values = [v if v and v > 0 else None for v in values]
        if any(v is not None for v in values):
            drawn_at = dict(zip(years, values, strict=True)) if relative else {}
            texts = [_point(s.points[y], sourced, lang, drawn_at.get(y)) if y in s.points else "" for y in years]
            traces.append(Trace(s.name, years, values, texts, s.sets, s.own))
    said = []
    if log:
        said.append(words.t("explore.log", lang))
    if len(found) > len(shown):
        said.append(words.t("explore.more", lang).format(len(shown), len(found)))
    if not traces:  # nothing above zero: a logarithmic axis has no place for it
        return _over_time(found, rows, _linear(state), height)
    scale = Scale("index" if relative else unit, lang, log)
    if state.form == "multiples" and len(traces) > 1:
        own = unit in AMOUNTS and not relative and len({s.metal for s in shown}) > 1
        said += [words.t("explore.own_axes", lang)] if own else []
        drawn = multiples(traces, scale, state, own)
    else:
        drawn = chart.lines(traces, scale, state, height)
    about = meta(rows, state, *said, measured=base(bases, lang))
    drawn["layout"]["meta"] = drawn["layout"].get("meta", {}) | about
    return drawn


def _point(r: Row, sourced: bool, lang: str, index: float | None) -> str:
    """A point as it is read: its value, behind the index where that is drawn, and whose it is if sources differ."""
    text = told(r, lang) if index is None else f"{words.number(index, lang, 0)} ({told(r, lang)})"
    return f"{text}<br>{named('source', r['source'], lang)}" if sourced and r["source"] else text


def _linear(state: State) -> State:
    return State(**(vars(state) | {"scale": "linear"}))


def base_years(found: list[Line]) -> dict[str, int]:
    """The year in which each line is 100, by its name: the first that every line has above zero.

    Where there is none, or only one in the later half of the years, each line's own first one.
    """
    above = {s.name: {y for y, r in s.points.items() if r["value"]} for s in found}
    above = {name: years for name, years in above.items() if years}
    first, last = (f((f(years) for years in above.values()), default=0) for f in (min, max))
    common = min(set.intersection(*above.values()), default=last) if above else last
    if common - first > last - common:
        return {name: min(years) for name, years in above.items()}
    return dict.fromkeys(above, common)


def base(bases: dict[str, int], lang: str) -> str:
    """What a relative scale measures: an index, and the year in which it is 100; "" where there is none."""
    shared = len(set(bases.values())) == 1
    return words.t("explore.base" if shared else "explore.base.own", lang).format(*bases.values()) if bases else ""


def indexed(line: Line, year: int, bases: dict[str, int]) -> float | None:
    """A point of a line where its base year is 100."""
    if year not in line.points or line.name not in bases:
        return None
    return float(100 * line.points[year]["value"] / line.points[bases[line.name]]["value"])


def _bars(found: list[Line], rows: Rows, state: State, height: int, *more: str) -> Figure:
    """Bars of the latest point of each line, from the largest down; the chosen one stays however far down it is.

    more: what is said of them beside the unit.
    """
    lang, unit = state.lang, rows[0]["unit"]
    ranked = sorted(found, key=lambda s: -s.last["value"])
    shown = [s for i, s in enumerate(ranked) if i < BARS or s.own]
    traces = []
    for s in shown:
        text = written(s.last["value"], unit, lang)
        if s.last["year"] != max(r["year"] for r in rows):
            text += f" ({s.last['year']})"
        place = f"{1 + sum(o.last['value'] > s.last['value'] for o in ranked)}. " if len(ranked) > len(shown) else ""
        traces.append(Trace(place + s.name, [s.last["year"]], [s.last["value"]], [text], s.sets, s.own))
    drawn = chart.bars(traces, state, height)
    said = [*more]
    if len(ranked) > len(shown):
        said.append(words.t("explore.first", lang).format(len(shown), len(ranked)))
    if state.scale != "linear":  # asked for on another form, and still chosen
        said.append(words.t("explore.linear", lang))
    drawn["layout"]["meta"] = meta([s.last for s in found], state, *said)
    return drawn


def _map(rows: Rows, state: State) -> Figure:
    lang, unit = state.lang, rows[0]["unit"]
    values = [r["value"] for r in rows]
    least, most = min(values), max(values)
    log = least >= 0 < most and (state.scale == "log" or most > STEEP * least > 0)
    places = [(r["iso3"], r["value"], label(named("country", r["iso3"], lang), [told(r, lang)])) for r in rows]
    drawn = world(places, Scale(unit, lang, log), state)
    scale = (
        "log" if log else "" if state.scale == "linear" else "plain"
    )  # what was asked for on another form, and stays
    drawn["layout"]["meta"] = meta(rows, state, *([words.t(f"explore.{scale}", lang)] if scale else []))
    return drawn
