"""Controls: one widget per field of State, its choices named in the reader's language.

How to add a control: one line in `CONTROLS`. A page then lists its name. What a control's `value` becomes is written
to the address by assets/screen.js; the charts that read the field follow.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

import dash_mantine_components as dmc
from dash import dcc

from dashboard import words
from dashboard.hub import EQUAL, PILLARS
from dashboard.shock import PRESETS
from dashboard.state import PARAMS, State
from dashboard.tag import tag
from dashboard.view import capital, named
from dashboard.warehouse import Opened

# World, "other countries" and states of the past can be asked for, but are not offered; nor are sources without output.
_OFFERED = {"country": "nation", "source": "producer"}

# How long a list keeps its choice from Dash, in ms: the browser has followed it, and draws the charts in that time.
_PATIENCE = 300

Builder = Callable[[str, State, Opened], Any]


def control(name: str, state: State, opened: Opened) -> Any:
    """The widget of one field of State."""
    return CONTROLS[name](name, state, opened)


def _id(name: str) -> dict[str, str]:
    return {"type": "control", "param": name}


def _label(name: str, lang: str) -> str:
    return words.t(f"ui.{name}", lang)


def options(kind: str, codes: Iterable[str], lang: str) -> list[dict[str, str]]:
    """Choices of codes, in the order of their names; codes without words are left out."""
    known = [(words.name(kind, c, lang), c) for c in codes if words.has(f"{kind}.{c}")]
    return [{"label": capital(label), "value": c} for label, c in sorted(known, key=lambda p: _unaccented(p[0]))]


def _unaccented(text: str) -> str:
    """Where a name stands in an alphabetical list: Émirats with E, not after Z."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def _select(kind: str, label: str = "", clearable: bool = False, empty: str = "select") -> Builder:
    """One code of a vocabulary, found by typing; `empty` says what none means."""

    def build(name: str, state: State, opened: Opened) -> Any:
        return dmc.Select(
            id=_id(name),
            label=_label(label or name, state.lang),
            data=options(kind, opened.vocabulary[_OFFERED.get(kind, kind)], state.lang),
            value=getattr(state, name) or None,
            searchable=True,
            clearable=clearable,
            allowDeselect=False,
            nothingFoundMessage=words.t("ui.search.none", state.lang),
            placeholder=words.t(f"ui.{empty}", state.lang),
            comboboxProps={"shadow": "md"},
            debounce=_PATIENCE,
        )

    return build


def _several(kind: str, label: str) -> Builder:
    """Several codes of a vocabulary; the address writes them with commas."""

    def build(name: str, state: State, opened: Opened) -> Any:
        return dmc.MultiSelect(
            id=_id(name),
            label=_label(label, state.lang),
            data=options(kind, opened.vocabulary[_OFFERED.get(kind, kind)], state.lang),
            value=list(getattr(state, name)),
            searchable=True,
            hidePickedOptions=True,
            maxValues=8,
            placeholder=words.t("ui.select", state.lang),
        )

    return build


def _among(name: str, state: State, _: Opened) -> Any:
    """Stage or year: the choices follow the metal, so the browser fills them in from the page's coverage."""
    value = str(getattr(state, name) or "")
    text = capital(named("stage", value, state.lang)) if name == "stage" else value
    return dmc.Select(
        id=_id(name),
        label=_label(name, state.lang),
        data=[{"label": text or words.t("ui.latest_year", state.lang), "value": value}],
        value=value,
        allowDeselect=False,
        placeholder="–",  # a metal without any data has no stage
        comboboxProps={"shadow": "md"},
        debounce=_PATIENCE,
    )


def _bound(label: str) -> Builder:
    """The first or last year of a period, out of all years that any table has; none means no bound."""

    def build(name: str, state: State, opened: Opened) -> Any:
        years = sorted({y for stages in opened.choices().values() for found in stages.values() for y in found})
        return dmc.Select(
            id=_id(name),
            label=_label(label, state.lang),
            data=[str(y) for y in reversed(years)],
            value=str(getattr(state, name) or "") or None,
            clearable=True,
            searchable=True,
            placeholder="–",
            comboboxProps={"shadow": "md"},
            debounce=_PATIENCE,
        )

    return build


def _segments(prefix: str) -> Builder:
    """One of a few fixed choices, all in sight."""

    def build(name: str, state: State, _: Opened) -> Any:
        choices = PARAMS[name].metadata["choices"]
        return dmc.InputWrapper(
            dmc.SegmentedControl(
                id=_id(name),
                data=[{"label": words.t(f"{prefix}.{c}", state.lang), "value": c} for c in choices],
                value=getattr(state, name),
                fullWidth=True,
            ),
            label=_label(name, state.lang),
        )

    return build


def _kind(name: str, state: State, _: Opened) -> Any:
    """One of the fixed choices of a field, or all of them."""
    choices = [{"label": capital(words.t(f"ui.{name}.{c}", state.lang)), "value": c}
               for c in PARAMS[name].metadata["choices"]]  # fmt: skip
    return dmc.Select(
        id=_id(name),
        label=_label(name, state.lang),
        data=choices,
        value=getattr(state, name) or None,
        clearable=True,
        placeholder=words.t("ui.all", state.lang),
        comboboxProps={"shadow": "md"},
        debounce=_PATIENCE,
    )


def _weights(name: str, state: State, _: Opened) -> Any:
    """A slider for each pillar of the hub index; the browser joins them into the one field (assets/screen.js)."""
    given = state.weights if len(state.weights) == len(PILLARS) else (EQUAL,) * len(PILLARS)
    sliders = [
        dmc.InputWrapper(
            dmc.Slider(
                id={"type": "weight", "pillar": pillar},
                value=int(weight),
                min=0,
                max=100,
                step=5,
                updatemode="drag",
                labelAlwaysOn=True,
                thumbLabel=words.t("ui.weight_of", state.lang).format(words.name("pillar", pillar, state.lang)),
            ),
            label=words.name("pillar", pillar, state.lang),
        )
        for pillar, weight in zip(PILLARS, given, strict=True)
    ]
    again = state.query(weights=(), normalisation="minmax", aggregation="arithmetic")
    reset = tag.A(words.t("ui.reset", state.lang), href=f"?{again}", className="reset")
    joined = dcc.Input(id=_id(name), type="hidden", value=",".join(state.weights))
    return tag.Div([*sliders, reset, joined], className="sliders")


def _percent(label: str) -> Builder:
    """A whole percentage on a slider that mirrors in Arabic."""

    def build(name: str, state: State, _: Opened) -> Any:
        marks = [{"value": v, "label": words.share(v / 100, state.lang)} for v in (0, 50, 100)]
        said = _label(label, state.lang)
        return dmc.InputWrapper(
            dmc.Slider(
                id=_id(name),
                value=getattr(state, name),
                min=0,
                max=100,
                step=5,
                marks=marks,
                mb="lg",
                thumbLabel=said,
            ),
            label=said,
        )

    return build


def _stop(name: str, state: State, opened: Opened) -> Any:
    """Who stops: countries and blocs; none means the largest exporter."""
    groups = [
        {"group": words.t(f"ui.{plural}", state.lang), "items": options(kind, opened.vocabulary[of], state.lang)}
        for plural, kind, of in (("blocs", "bloc", "bloc"), ("countries", "country", "nation"))
    ]
    return dmc.MultiSelect(
        id=_id(name),
        label=_label("simulator.who", state.lang),
        data=groups,
        value=list(state.stop),
        searchable=True,
        hidePickedOptions=True,
        maxValues=6,
        placeholder="" if state.stop else words.t("ui.simulator.largest", state.lang),
    )


def _scenario(_: str, state: State, __: Opened) -> Any:
    """Links that set a whole stop at once."""
    links = [
        tag.A(words.t(f"scenario.{slug}", state.lang), href=f"?{query}", **{"data-set": query})
        for slug, query in ((s, urlencode({"loss": "", "year": "", "step": ""} | p)) for s, p in PRESETS.items())
    ]
    return dmc.InputWrapper(tag.Div(links, className="scenarios"), label=_label("simulator.preset", state.lang))


def _timeline(param: str) -> Builder:
    """A slider over years or steps, with a button that plays them; assets/timeline.js fills it in."""

    def build(_: str, state: State, __: Opened) -> Any:
        said = {f"data-{w}": words.t(f"ui.{w}", state.lang) for w in ("play", "pause", "next")}
        said["data-word"] = words.t("ui.simulator.step", state.lang) if param == "step" else "{}"
        bar = tag.Div(className="timeline", **{"data-param": param, "data-label": _label(param, state.lang)}, **said)
        hidden = [] if param == "year" else [dcc.Input(id=_id(param), type="hidden", value=str(getattr(state, param)))]
        return tag.Div([bar, *hidden])

    return build


CONTROLS: dict[str, Builder] = {
    "metal": _select("metal"),
    "stage": _among,
    "year": _among,
    "country": _select("country"),
    "partner": _select("country", clearable=True),
    "bloc": _select("bloc", clearable=True),
    "source": _select("source", clearable=True, empty="source.rule"),
    "indicator": _select("indicator"),
    "theme": _select("theme"),
    "countries": _several("country", "peers"),
    "metals": _several("metal", "other_metals"),
    "measure": _segments("control.measure"),
    "start": _bound("from"),
    "end": _bound("to"),
    "form": _segments("control.form"),
    "scale": _segments("ui.scale"),
    "normalisation": _segments("ui.normalisation"),
    "aggregation": _segments("ui.aggregation"),
    "kind": _kind,
    "weights": _weights,
    "loss": _percent("simulator.loss"),
    "spare": _percent("simulator.spare"),
    "stop": _stop,
    "feed": _segments("control.feed"),
    "scenario": _scenario,
    "sellers": _select("bloc", clearable=True, empty="sellers.all"),
    "buyers": _segments("control.buyers"),
    "years": _timeline("year"),
    "step": _timeline("step"),
}
