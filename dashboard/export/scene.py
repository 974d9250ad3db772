"""A slide made ready: a view's drawing in a state with all that is said about it, before it is PPTX, PDF or HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from dashboard import deck as decks
from dashboard import words
from dashboard.deck import Deck, DeckError, Slide, said
from dashboard.export.rows import credits_
from dashboard.show import sentences, table_of
from dashboard.state import State
from dashboard.view import Rows, View, caption, figure, nothing, title
from dashboard.warehouse import SourceNote, Warehouse

Kind = Literal["figure", "sentence", "cards", "table", "text", "empty"]


@dataclass(frozen=True)
class House:
    """Where scenes come from: views and data; and where a reader finds them live: an address for a view's state."""

    views: Mapping[str, View]
    warehouse: Warehouse
    link: Callable[[View, State], str]


@dataclass(frozen=True)
class Scene:
    """One slide. `drawing` is what its kind needs: a figure's dict, texts, cards or a table; `rows` those drawn.

    height: the figure's usual one on a page, in CSS pixels.
    """

    kind: Kind
    title: str
    drawing: Any
    subtitle: str = ""
    caption: str = ""
    annotation: str = ""
    notes: str = ""
    credit: str = ""
    link: str = ""
    slug: str = ""
    height: int = 380
    state: State = field(default_factory=State)
    rows: Rows = field(default_factory=list)
    sources: Mapping[str, SourceNote] = field(default_factory=dict)

    @property
    def own_use(self) -> bool:
        """Whether the rows may be shown but not handed out."""
        return any(n.redistribution == "own use" for n in self.sources.values())


@dataclass(frozen=True)
class Show:
    """A deck made ready in one language, on one day, over one version of the data. before: the deck's own version.

    fetched: the day of the newest file of the data, as ISO; empty where it is not known.
    """

    lang: str
    title: str
    scenes: Sequence[Scene]
    version: str
    day: date
    link: str = ""
    before: str = ""
    fetched: str = ""

    @property
    def sources(self) -> dict[str, SourceNote]:
        """Every source of every scene, once."""
        found = {s: n for scene in self.scenes for s, n in scene.sources.items()}
        return dict(sorted(found.items()))

    @property
    def house(self) -> str:
        """Whose figures they are, under a title that does not say so itself."""
        name = words.t("ui.title", self.lang)
        return "" if name == self.title else name

    @property
    def dated(self) -> str:
        """Day and data version, and the deck's own version where that is another."""
        text = f"{words.day(self.day, self.lang)} · {words.t('screen.version', self.lang).format(self.version)}"
        if self.before and self.before != self.version:
            text += f" ({words.t('export.made_with', self.lang).format(self.before)})"
        return text


def show(deck: Deck, lang: str, house: House, day: date, home: str = "") -> Show:
    """The whole deck, made ready; DeckError where a slide names what does not exist."""
    ready = [_slide(s, i + 1, lang, house) for i, s in enumerate(deck.slides)]
    opened = house.warehouse.opened()
    titled = said(deck.title, lang).strip() or words.t("ui.title", lang)
    return Show(lang, titled, ready, opened.version, day, home, deck.data_version, opened.fetched)


def alone(view: View, state: State, house: House, day: date) -> Show:
    """One view as a show of one scene."""
    made = scene(view, state, house)
    return Show(state.lang, made.title, [made], house.warehouse.opened().version, day, made.link)


def scene(view: View, state: State, house: House, *, present: bool = True) -> Scene:
    """One view in a state, in the light palette of paper and, unless it is for a page, a projector's large type."""
    state = view.settled(replace(state, present=present, look="light"), house.warehouse)
    rows = view.rows(house.warehouse, state)
    about = caption(rows, state, house.warehouse.opened().sources)
    kind, drawing = _drawn(view, rows, state, house.warehouse)
    if kind == "figure":
        said = ("subtitle", "source", "flags", "scope")
        about |= {k: v for k, v in drawing["layout"]["meta"].items() if k in said}  # what it says of itself
    return Scene(
        kind,
        title(view.slug, state),
        drawing,
        subtitle=about["subtitle"],
        credit=" · ".join(t for t in (about["source"], about["flags"], about.get("scope")) if t),
        link=house.link(view, state),
        slug=view.slug,
        height=view.height,
        state=state,
        rows=rows,
        sources=credits_(view, state, house.warehouse),
    )


def outline(slide: Slide, number: int, lang: str, house: House) -> dict[str, str]:
    """What a slide shows, undrawn: title, subtitle and live address of its view; nothing for a text."""
    if not slide.view:
        return {"title": "", "subtitle": "", "link": ""}
    view, state = _found(slide, number, lang, house)
    state = view.settled(state, house.warehouse)
    about = caption(view.rows(house.warehouse, state), state, house.warehouse.opened().sources)
    return {"title": title(view.slug, state), "subtitle": about["subtitle"], "link": house.link(view, state)}


def _found(slide: Slide, number: int, lang: str, house: House) -> tuple[View, State]:
    """The view of a slide and its state; DeckError where there is no such view."""
    if slide.view not in house.views:
        raise DeckError("view", number, slide.view[:60])
    return house.views[slide.view], decks.state(slide, number, lang, house.warehouse.opened())


def _slide(slide: Slide, number: int, lang: str, house: House) -> Scene:
    own, notes = said(slide.title, lang), said(slide.notes, lang)
    if slide.view:
        made = scene(*_found(slide, number, lang, house), house)
        # The view's own title says what it shows: under one of the presenter's it stays, as part of the subtitle.
        subtitle = " · ".join(t for t in (made.title, made.subtitle) if t) if own else made.subtitle
        made = replace(made, title=own or made.title, subtitle=subtitle)
    else:
        made = Scene("text", own, said(slide.text, lang).split("\n"))
    remark = " ".join(said(slide.annotation, lang).split())
    return replace(made, caption=said(slide.caption, lang), annotation=remark, notes=notes)


def _drawn(view: View, rows: Rows, state: State, warehouse: Warehouse) -> tuple[Kind, Any]:
    if not rows:
        return "empty", [nothing(view, state, warehouse)]
    if view.kind == "figure":
        made = figure(view, warehouse, state)
        return ("empty", [made["layout"]["meta"]["empty"]]) if made["layout"]["meta"]["empty"] else ("figure", made)
    if view.kind == "sentence":
        return "sentence", sentences(view, rows, state)
    if view.kind == "cards":
        return "cards", list(view.drawn(rows, state))
    return "table", view.draw(rows, state) if view.draw else table_of(rows, state)
