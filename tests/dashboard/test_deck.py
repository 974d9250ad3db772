"""The deck file: what it holds comes back, whatever else is refused in a sentence that names the slide."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import deck
from dashboard.deck import Deck, DeckError, Slide
from dashboard.state import LANGS
from dashboard.warehouse import Warehouse

GOOD = {"version": 1, "lang": "fr", "title": "Le pôle", "slides": [{"text": "Bonjour"}]}
SLIDES = [
    Slide("production_map", {"metal": "cobalt"}, title={"fr": "Carte", "ar": "خريطة"}, caption="c", notes="n"),
    Slide(text={"en": "Hello"}, annotation={"fr": "Ici", "ar": "هنا"}),
]


def test_what_is_written_is_read_back() -> None:
    made = Deck("ar", {"ar": "العرض"}, SLIDES, "abc")
    assert deck.read(deck.write(made)) == made


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": 2}, "version"),
        ({"lang": "de"}, "de"),
        ({"slides": []}, "no slide"),
        ({"slides": "x"}, "no slide"),
        ({"slides": [{"text": "a"}] * 61}, "61"),
        ({"slides": [{"text": "a"}, 3]}, "Slide 2"),
        ({"slides": [{"text": "a", "view": "b"}]}, "Slide 1"),
        ({"slides": [{}]}, "Slide 1"),
        ({"slides": [{"view": "a", "state": {"year": 2024}}]}, "state"),
        ({"slides": [{"text": "a", "state": {"year": "2024"}}]}, "state"),
        ({"slides": [{"text": "a", "colour": "red"}]}, "colour"),
        ({"slides": [{"text": {"de": "a"}}]}, "text"),
        ({"slides": [{"text": "a", "annotation": 3}]}, "annotation"),
        ({"slides": [{"text": "a", "annotation": {"fr": "a", "ar": "ب" * 241}}]}, "240"),
        ({"title": 3}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"slides": [{"text": {"fr": "a\uffffb"}}]}, "text"),
        ({"data_version": 3}, "data_version"),
        ({"author": "me"}, "author"),
    ],
)
def test_what_is_no_deck_is_refused_in_a_sentence(change: dict[str, object], said: str) -> None:
    with pytest.raises(DeckError) as refusal:
        deck.read(orjson.dumps(GOOD | change))
    assert said in str(refusal.value)
    assert all(refusal.value.sentence(lang).endswith(".") for lang in LANGS)


def test_text_that_is_no_json_or_too_long_is_refused() -> None:
    with pytest.raises(DeckError, match="JSON"):
        deck.read("{")
    with pytest.raises(DeckError, match="larger"):
        deck.read(" " * 300_000)


NAMES = st.sampled_from(["version", "lang", "title", "slides", "view", "text", "state"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(0, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner),
)


@given(JSON)
def test_nothing_but_a_deck_error_comes_of_any_json(found: object) -> None:
    with pytest.raises(DeckError):
        deck.read(orjson.dumps(found))


def test_a_text_is_said_in_the_language_asked_for_or_in_one_it_has() -> None:
    assert deck.said({"fr": "a", "ar": "ب"}, "ar") == "ب"
    assert deck.said({"en": "a"}, "ar") == "a"
    assert deck.said("a", "ar") == "a"
    assert deck.said({}, "ar") == ""


def test_a_slide_is_in_the_language_of_the_export_and_its_parameters_are_checked(warehouse: Warehouse) -> None:
    opened = warehouse.opened()
    state = deck.state(Slide("production_map", {"metal": "copper", "lang": "fr"}), 1, "ar", opened)
    assert (state.metal, state.lang) == ("copper", "ar")
    with pytest.raises(DeckError, match=r"Slide 4.*colour"):
        deck.state(Slide("production_map", {"colour": "red"}), 4, "fr", opened)
    with pytest.raises(DeckError, match="unobtainium"):
        deck.state(Slide("production_map", {"metal": "unobtainium"}), 4, "fr", opened)
