"""A presentation as a small JSON file: which views in which states, in which order, with what to say about them.

    {"version": 1, "lang": "fr", "title": "Le pôle", "data_version": "17d4258a19fd", "slides": [
        {"view": "production_map", "state": {"metal": "cobalt", "year": "2024"},
         "title": "…", "caption": "…", "annotation": "…", "notes": "…"},
        {"text": "…", "title": "…", "notes": "…"}]}

- `view` is a slug of dashboard/views and `state` holds parameters of its address; a slide of `text` has neither.
- `title` (else the view's own), `caption` under the drawing, `annotation` (a remark beside it, of so many letters at
  most) and `notes`, which only the speaker sees, are optional. Every text is a string, or one per language:
  {"fr": "…", "en": "…", "ar": "…"}, so that one deck can be shown in each.
- `lang` and `data_version` are those of the day it was made: another language can be asked for at export, and newer
  data are drawn with a word that says so.

Reading is strict: whatever is not described here is an error in a sentence, never left out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from dashboard import words
from dashboard.state import LANGS, State, parse
from dashboard.warehouse import Opened

VERSION = 1
LONGEST = 60  # slides
LARGEST = 200_000  # bytes of a file
ANNOTATION = 240  # letters: it stands beside the drawing, which keeps its room
READY = Path(__file__).parent / "decks"

Text = str | Mapping[str, str]

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DECK = ("version", "lang", "title", "data_version", "slides")
_SLIDE = ("view", "state", "text", "title", "caption", "annotation", "notes")


class DeckError(ValueError):
    """A file that is not a deck; `sentence(lang)` says what is wrong and where."""

    def __init__(self, key: str, *values: object) -> None:
        super().__init__(key, *values)
        self.key, self.values = key, values

    def sentence(self, lang: str) -> str:
        """What is wrong, in the language."""
        return words.t(f"deck.error.{self.key}", lang).format(*self.values)

    def __str__(self) -> str:
        return self.sentence("en")


@dataclass(frozen=True)
class Slide:
    """A view in a state, or a text alone (`view` empty)."""

    view: str = ""
    state: Mapping[str, str] = field(default_factory=dict)
    text: Text = ""
    title: Text = ""
    caption: Text = ""
    annotation: Text = ""
    notes: Text = ""


@dataclass(frozen=True)
class Deck:
    """Slides in their order. `lang` is that of the texts that are not given per language."""

    lang: str
    title: Text
    slides: Sequence[Slide]
    data_version: str = ""


def read(text: str | bytes) -> Deck:
    """The deck of a file; DeckError where it is not one."""
    if len(text) > LARGEST:
        raise DeckError("large", LARGEST // 1000)
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise DeckError("json", error.lineno, error.colno) from None
    if not isinstance(found, dict) or "version" not in found:
        raise DeckError("other")
    if unknown := found.keys() - set(_DECK):
        raise DeckError("name", ", ".join(sorted(unknown))[:60])
    if found.get("version") != VERSION:
        raise DeckError("version", found.get("version"), VERSION)
    if found.get("lang") not in LANGS:
        raise DeckError("lang", found.get("lang"))
    slides = found.get("slides")
    if not isinstance(slides, list) or not slides:
        raise DeckError("empty")
    if len(slides) > LONGEST:
        raise DeckError("long", len(slides), LONGEST)
    version = found.get("data_version", "")
    if not isinstance(version, str):
        raise DeckError("text", "–", "data_version")
    return Deck(found["lang"], _text(found, "title", "–"), [_slide(s, i + 1) for i, s in enumerate(slides)], version)


def write(deck: Deck) -> bytes:
    """The file of a deck; what is empty is left out."""
    slides = [{n: v for n in _SLIDE if (v := getattr(s, n))} for s in deck.slides]
    about = {"version": VERSION, "lang": deck.lang, "title": deck.title, "data_version": deck.data_version}
    return orjson.dumps(about | {"slides": slides}, option=orjson.OPT_INDENT_2)


def ready() -> dict[str, Deck]:
    """The decks that ship with the dashboard, by name."""
    return {path.stem: read(path.read_bytes()) for path in sorted(READY.glob("*.json"))}


def said(text: Text, lang: str) -> str:
    """A text in the language, else in the first of ours that it has."""
    if isinstance(text, str):
        return text
    return text.get(lang) or next((text[code] for code in LANGS if text.get(code)), "")


def state(slide: Slide, number: int, lang: str, opened: Opened) -> State:
    """The state of a slide's view in the language; DeckError where a parameter means nothing to these data."""
    args = [(n, v) for n, v in slide.state.items() if n != "lang"]
    found = parse([*args, ("lang", lang)], opened.vocabulary, opened.choices())
    if found.v:
        raise DeckError("param", number, "v", found.v)
    for n in found.notices:
        raise DeckError("param" if n.problem == "unknown" else "value", number, n.param[:60], n.value[:60])
    return found


def _slide(found: Any, number: int) -> Slide:
    _known(found, _SLIDE, number)
    view, text = found.get("view", ""), _text(found, "text", number)
    if not isinstance(view, str) or bool(view) == bool(text):
        raise DeckError("both", number)
    state_ = found.get("state", {})
    if not isinstance(state_, dict) or any(not isinstance(v, str) for v in state_.values()) or (state_ and text):
        raise DeckError("state", number)
    made = Slide(view, state_, text, *(_text(found, n, number) for n in ("title", "caption", "annotation", "notes")))
    remarks = [made.annotation] if isinstance(made.annotation, str) else made.annotation.values()
    if any(len(r) > ANNOTATION for r in remarks):
        raise DeckError("annotation", number, ANNOTATION)
    return made


def _known(found: Any, names: Sequence[str], where: object) -> None:
    """DeckError where something is not an object of these names."""
    if not isinstance(found, dict):
        raise DeckError("object", where)
    if unknown := found.keys() - set(names):
        raise DeckError("unknown", where, ", ".join(sorted(unknown))[:60])


def _text(found: Mapping[str, Any], name: str, where: object) -> Text:
    text = found.get(name, "")
    if isinstance(text, dict) and text.keys() <= set(LANGS) and all(_written(t) for t in text.values()):
        return text
    if _written(text):
        return str(text)
    raise DeckError("text", where, name)


def _written(text: object) -> bool:
    """Whether it is a text, and of signs that a slide's file can hold."""
    return isinstance(text, str) and not _UNFIT.search(text)
