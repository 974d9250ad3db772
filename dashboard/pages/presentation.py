"""The deck that a presenter gathers: ordered, captioned, projected, handed out; and the decks that are ready.

The deck is kept by the reader's browser: assets/deck.js fills the list here, a row of which stands in it as a model.
"""

from __future__ import annotations

from typing import Any

from dashboard import deck as decks
from dashboard import words
from dashboard.export.whole import FORMS
from dashboard.page import Page
from dashboard.state import LANGS, State
from dashboard.tag import tag
from dashboard.warehouse import Warehouse

_FIELDS = {"text": "page.presentation.body", "title": "ui.deck.title", "caption": "ui.deck.caption",
           "annotation": "page.presentation.annotation", "notes": "ui.deck.notes"}  # fmt: skip
_LINES = {"text": 3, "title": 1, "caption": 2, "annotation": 2, "notes": 3}
_LONGEST = {"annotation": decks.ANNOTATION}
# Sentences that the script says.
_SAID = ("untitled", "moved", "removed", "replaced", "opened", "broken", "making", "made", "unsaved", "body")

_SHARED = {"empty": "ui.deck.empty", "failed": "ui.error.offline", "copied": "ui.copied"}


def more(state: State, _: Warehouse) -> Any:
    """The whole page: it has no views of its own."""
    lang = state.lang
    said = {f"data-{name}": words.t(f"page.presentation.{name}", lang) for name in _SAID}
    return tag.Div(
        [
            _language(lang),
            tag.Section([tag.H2(words.t("page.presentation.own", lang)), *_own(lang)], className="own"),
            tag.Section([tag.H2(words.t("page.presentation.ready", lang)), _ready(lang)]),
        ],
        id="deck",
        **said,
        **{f"data-{name}": words.t(key, lang) for name, key in _SHARED.items()},
    )


def _language(lang: str) -> Any:
    options = [tag.Option(words.t(f"screen.lang.{code}", lang), value=code, lang=code) for code in LANGS]
    return tag.Label([words.t("page.presentation.language", lang), tag.Select(options)], className="language")


def _own(lang: str) -> list[Any]:
    """Title, what can be done with the deck, what was just done, the slides."""
    undo = _button("undo", words.t("ui.cancel", lang), hidden=True)
    shared = [
        tag.P(words.t("page.presentation.shared", lang)),
        _button("accept", words.t("ui.open", lang)),
        tag.A(words.t("page.presentation.present", lang), href=f"/stage?lang={lang}", target="_blank",
              className="shown"),
    ]  # fmt: skip
    return [
        tag.P(words.t("page.presentation.how", lang), className="how"),
        tag.Div(shared, className="shared", hidden=True),
        tag.Label(
            [words.t("page.presentation.name", lang), tag.Textarea(rows=1, className="name")], className="field"
        ),
        tag.Div(
            [
                tag.A(words.t("page.presentation.present", lang), href=f"/stage?lang={lang}", target="_blank",
                      className="present", **{"data-follows": ""}),
                *(_button("export", form.upper(), words.t(f"ui.download.{form}", lang), form) for form in FORMS),
                _button("save", words.t("page.presentation.save", lang)),
                _button("open", words.t("page.presentation.open", lang)),
                _button("link", words.t("page.presentation.link", lang)),
                _button("text", words.t("page.presentation.text", lang)),
                _button("clear", words.t("page.presentation.clear", lang)),
            ],
            className="actions",
        ),
        tag.P([tag.Span(), undo], className="status", role="status"),
        tag.P(className="trouble", role="alert", hidden=True),
        tag.Ol(className="slides"),
        tag.Div(tag.Div(_row(lang), className="slide-row"), className="model", hidden=True),
    ]  # fmt: skip


def _row(lang: str) -> list[Any]:
    """One slide of the list, before it is filled."""
    fields = [
        tag.Label([words.t(key, lang), tag.Textarea(rows=_LINES[name], maxLength=_LONGEST.get(name),
                                                    **{"data-field": name})], className=name)
        for name, key in _FIELDS.items()
    ]  # fmt: skip
    moves = {"up": "↑", "down": "↓"}
    return [
        tag.Div(
            [
                tag.Span("⠿", className="grip", draggable="true", title=words.t("page.presentation.drag", lang)),
                tag.Span(className="number"),
                tag.Div([tag.Strong(), tag.P(className="subtitle")], className="what"),
                *(_button(n, mark, words.t(f"page.presentation.{n}", lang)) for n, mark in moves.items()),
                _button("remove", "×", words.t("ui.remove", lang)),
            ],
            className="line",
        ),
        tag.Div(fields, className="fields"),
        tag.A(words.t("page.presentation.live", lang), className="live", target="_blank"),
    ]


def _button(does: str, text: str, says: str = "", form: str = "", *, hidden: bool = False) -> Any:
    said = {"title": says, "aria-label": says} if says else {}
    return tag.Button(text, type="button", hidden=hidden, **{"data-does": does, "data-form": form}, **said)


def _ready(lang: str) -> Any:
    """The decks that ship: presented, handed out in every form, or taken over."""
    return tag.Div([_deck(name, found, lang) for name, found in decks.ready().items()], className="decks")


def _deck(name: str, found: decks.Deck, lang: str) -> Any:
    count = words.t("page.presentation.slides", lang).format(words.number(len(found.slides), lang))
    links = [
        tag.A(form.upper(), href=f"/decks/{name}.{form}?lang={lang}", title=words.t(f"ui.download.{form}", lang),
              **{"data-follows": ""})
        for form in FORMS
    ]  # fmt: skip
    present = tag.A(words.t("page.presentation.present", lang), href=f"/stage?deck={name}&lang={lang}", target="_blank",
                    className="present", **{"data-follows": ""})  # fmt: skip
    adapt = tag.Button(words.t("page.presentation.adapt", lang), type="button",
                       **{"data-does": "adapt", "data-deck": name})  # fmt: skip
    return tag.Article(
        [
            tag.H3(decks.said(found.title, lang)),
            tag.P(count, className="subtitle"),
            tag.Div([present, *links, adapt], className="actions"),
        ]
    )


PAGE = Page("presentation", "/presentation", number=9, more=more)
