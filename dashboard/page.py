"""A page: its controls, its views, and how both are laid out. One file per page in dashboard/pages, named as its slug.

How to add a page: write dashboard/pages/<slug>.py with

    PAGE = Page(
        "<slug>", "/<path>", number=3,
        controls=("metal", "stage", "year", "country"),
        sections=(
            Section(panels=(Panel("production_sentence"), Panel("production_map", 8), Panel("top_producers", 4))),
            Section("page.<slug>.trade", panels=(Panel("flow_sankey"),)),
        ),
    )

- `number` orders the navigation; None leaves the page out of it. Words: `page.<slug>.title`, `.lead`, headings' keys.
- A panel spans 12 columns unless it says fewer; on a phone every panel takes the whole width.
- `coverage` says which marts ('production', 'flow') offer the stages and years of the stage and year controls.
- A path may hold one field of State: "/themes/<theme>" (see `match`); its address then sets that field.
- `without(state, warehouse)` names the views that the page leaves out in a state: a theme of three indicators has no
  fourth figure. Titles and leads may name what is chosen: {theme}, {question} (see `worded` in view.py).
- `exists(state)` is false where the path names what there is not: that is no page.
- `more(state, warehouse)` returns Dash components put after the sections, for what no view can say (a code example).

How to add a control: see control.py. How to add a view: see view.py.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from itertools import takewhile
from secrets import token_hex
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from dash import dcc

from dashboard import control, look, words
from dashboard.pin import shown_version
from dashboard.show import Content, panel
from dashboard.state import PARAMS, STAGES, State, first_stage
from dashboard.tag import tag
from dashboard.typeset import bound
from dashboard.view import View, capital, figure_url, worded
from dashboard.warehouse import Warehouse


@dataclass(frozen=True)
class Panel:
    """A view on a page and how many of the twelve columns it spans."""

    view: str
    span: int = 12


@dataclass(frozen=True)
class Section:
    """Panels under a heading (a label key; none for the first), with the controls that only they answer to."""

    heading: str = ""
    panels: tuple[Panel, ...] = ()
    controls: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """One page: address, place in the navigation, controls, sections."""

    slug: str
    path: str
    number: int | None
    controls: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    coverage: tuple[str, ...] = ("production", "flow")
    more: Callable[[State, Warehouse], Any] | None = None
    without: Callable[[State, Warehouse], Collection[str]] | None = None
    exists: Callable[[State], bool] = lambda _: True

    def at(self, state: State, warehouse: Warehouse) -> Page:
        """The page as a state has it: without the views that do not belong there, nor sections left empty."""
        if self.without is None:
            return self
        out = self.without(state, warehouse)
        kept = (replace(s, panels=tuple(p for p in s.panels if p.view not in out)) for s in self.sections)
        return replace(self, sections=tuple(s for s in kept if s.panels))

    @property
    def views(self) -> tuple[str, ...]:
        """Slugs of every view on the page, each once."""
        return tuple(dict.fromkeys(p.view for s in self.sections for p in s.panels))

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of State that stand in the path."""
        return tuple(part[1:-1] for part in self.path.split("/") if part.startswith("<"))

    def match(self, path: str) -> dict[str, str] | None:
        """The fields of State that stand in a path of this page; None where the path is another page's."""
        wanted, found = (p.strip("/").split("/") for p in (self.path, path))
        if len(wanted) != len(found) or any(
            w != f and not w.startswith("<") for w, f in zip(wanted, found, strict=True)
        ):
            return None
        return {w[1:-1]: f for w, f in zip(wanted, found, strict=True) if w.startswith("<")}

    def href(self, state: State) -> str:
        """Address of this page in a state; fields that stand in the path are left out of the query."""
        path, names = self.path, list(PARAMS)
        for name in PARAMS:
            if f"<{name}>" in path:
                path = path.replace(f"<{name}>", str(getattr(state, name)))
                names.remove(name)
        query = state.query(names)
        return f"{path}?{query}" if query else path


@dataclass(frozen=True)
class Setting:
    """Where and when a page is shown: the state, all views and what they say, the data, their version, the address."""

    state: State
    views: Mapping[str, View]
    content: Content
    warehouse: Warehouse
    version: str
    asked: str


def body(page: Page, now: Setting) -> list[Any]:
    """The page's main part: title, lead, notices, controls, sections, and the stores that the browser works with."""
    state, lang = now.state, now.state.lang
    parts: list[Any] = [
        tag.Div(
            [tag.H1(worded(f"page.{page.slug}.title", state)), tag.P(bound(worded(f"page.{page.slug}.lead", state)))],
            className="masthead",
        ),
        tag.Div([tag.P(n) for n in notices(state)], className="notices", role="status"),
        *_pin(state, now),
    ]
    answer, sections = _parted(page, now)
    if answer:
        parts.append(
            tag.Div(
                [panel(now.views[p.view], p.span, state, now.warehouse, now.content) for p in answer],
                className="grid answers",
            )
        )
    parts += _form(page.controls, now)
    if sections and not sections[0].heading:
        # Panels are titled one level below sections: a reader of headings must not fall through a gap.
        parts.append(tag.H2(words.t("ui.evidence", lang), className="unseen"))
    for section in sections:
        name = f"part-{section.heading.rpartition('.')[2]}"  # search leads to a part of a page
        heading = [tag.H2(capital(words.t(section.heading, lang)), id=name)] if section.heading else []
        panels = [panel(now.views[p.view], p.span, state, now.warehouse, now.content) for p in section.panels]
        form = _form(section.controls, now, section.heading or "ui.evidence")
        parts.append(tag.Section([*heading, *form, tag.Div(panels, className="grid")]))
    if page.more:
        parts.append(page.more(state, now.warehouse))
    return [*parts, *_stores(page, now)]


def _parted(page: Page, now: Setting) -> tuple[list[Panel], list[Section]]:
    """The sentences that open a page, put before its controls since the answer comes first; the sections without."""
    if not page.sections or page.sections[0].heading:
        return [], list(page.sections)
    first, *rest = page.sections
    answer = list(takewhile(lambda p: now.views[p.view].kind == "sentence", first.panels))
    left = first.panels[len(answer) :]
    return answer, [*([replace(first, panels=left)] if left else []), *rest]


def _form(names: tuple[str, ...], now: Setting, heading: str = "") -> list[Any]:
    """The form of these controls, named by the section it serves; nothing where there are none, or on a projector."""
    if not names or now.state.present:
        return []
    opened, lang = now.warehouse.opened(), now.state.lang
    label = words.t("screen.filters", lang)
    if heading:
        label = words.t("screen.filters_of", lang).format(capital(words.t(heading, lang)))
    return [
        tag.Form(
            [tag.Div(control.control(c, now.state, opened), className=f"control {c}") for c in names],
            className="controls",
            **{"aria-label": label},
        )
    ]


def notices(state: State) -> list[str]:
    """Sentences about what the address asked for and did not get; parameters of others (trackers) are passed over."""
    text = words.t("ui.error.bad_value", state.lang)
    return [text.format(n.value[:60]) for n in state.notices if n.problem == "value"]


def _pin(state: State, now: Setting) -> list[Any]:
    """What is said where the address asks for a data version other than the one in service, with the ways on."""
    said = shown_version(state, now.warehouse)
    if not said:
        return []
    lang, at = state.lang, urlsplit(now.asked)
    rest = urlencode([(n, v) for n, v in parse_qsl(at.query, keep_blank_values=True) if n != "v"])
    ways = [tag.A(words.t("pin.leave", lang), href=f"{at.path}?{rest}" if rest else at.path)]
    if state.v == now.warehouse.opened().version:
        changes = words.t("page.changes.title", lang)
        ways.append(tag.A(changes, href=f"/changes?since={state.v}&lang={lang}"))
    joined = [part for way in ways for part in (" · ", way)]
    return [tag.P([said, *joined], className="pinned", role="status")]


def figure_urls(page: Page, now: Setting) -> list[str]:
    """Addresses of the figures that the page opens with."""
    shown = (now.views[v] for v in page.views)
    return [figure_url(v, now.state, now.version) for v in shown if v.kind == "figure"]


def about(page: Page, now: Setting) -> dict[str, Any]:
    """What assets/screen.js knows of the page."""
    state = now.state
    shown = [now.views[v] for v in page.views]
    opened = now.warehouse.opened()
    choices = opened.choices(*page.coverage)
    return {
        "serial": token_hex(4),
        "page": page.slug,
        "asked": now.asked,
        "given": state.given(),
        "title": f"{worded(f'page.{page.slug}.title', state)} · {words.t('ui.title', state.lang)}",
        "lang": state.lang,
        "locale": {"ar": "ar-MA"}.get(state.lang, state.lang),
        "boundaries": look.topojson(),
        "version": now.version,
        "metal": State().metal,
        "defaults": State().texts(),
        "controls": [] if state.present else [*page.controls, *(c for s in page.sections for c in s.controls)],
        "figures": {v.slug: v.reads for v in shown if v.kind == "figure"},
        "served": {v.slug: v.reads for v in shown if v.kind != "figure"},
        "whole": not shown,  # a page without views is one answer: it is asked for again when the state changes
        "fixed": [n for n in PARAMS if f"<{n}>" in page.path],
        "choices": choices,
        "usual": {m: first_stage(m, opened.choices()) for m in choices},
        "stages": {s: capital(words.name("stage", s, state.lang)) for s in STAGES},
        "latest": words.t("control.year.latest", state.lang),
        "offline": words.t("ui.error.offline", state.lang),
        "retry": words.t("ui.error.retry", state.lang),
    }


def _stores(page: Page, now: Setting) -> list[Any]:
    """What the browser knows of the page, and where Dash is told of a choice."""
    return [dcc.Store(id="page", data=about(page, now)), dcc.Store(id="chosen")]
