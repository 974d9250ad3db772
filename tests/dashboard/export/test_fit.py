"""Texts on slides are measured: the largest type that fits its box, an ellipsis and the notes for what never does."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from pptx.util import Emu

from dashboard.export import measure, slides
from dashboard.export.scene import Scene, Show
from dashboard.state import LANGS, State
from dashboard.view import Card, Cell, Table

DAY = date(2026, 11, 24)
LONG = "Une légende qui dit beaucoup de choses sur la figure, et davantage encore. " * 40
TEXT = st.text(st.sampled_from("abc  mWil.é\nكوبالت،"), max_size=300)


def _slide(scene: Scene, lang: str = "fr") -> Any:
    made = Show(lang, scene.title, [replace(scene, state=State(lang=lang))], "v", DAY)
    [slide] = Presentation(io.BytesIO(slides.pptx(made, lambda _: []))).slides
    return slide


def _texts(slide: Any) -> list[tuple[str, float, float, float]]:
    """Text, size of type, width and height of every box of text."""
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame and shape.text_frame.text:
            sizes = {r.font.size.pt for p in shape.text_frame.paragraphs for r in p.runs}
            found.append((shape.text_frame.text, max(sizes), Emu(shape.width).inches, Emu(shape.height).inches))
    return found


@given(TEXT, st.floats(0.5, 8), st.integers(8, 40))
def test_lines_lose_nothing_and_none_is_wider_than_its_box(text: str, wide: float, size: int) -> None:
    found = measure.lines(text, wide, size)
    assert "".join(found) == text
    assert all(len(line) <= 1 or measure.width(line.rstrip(), size) <= wide for line in found)


@given(st.lists(TEXT, min_size=1, max_size=4), st.floats(1, 8), st.floats(0.3, 4))
def test_what_is_cut_to_a_box_fits_it(texts: list[str], wide: float, high: float) -> None:
    size = measure.fitted(texts, (wide, high), (30, 8))
    shown = measure.cut(texts, (wide, high), size)
    assert measure.height(shown, wide, size) <= high or (size == 8 and len(shown) <= 1)
    assert shown == texts or size == 8


def test_marks_that_stand_over_a_letter_take_no_room() -> None:
    assert measure.width("كُتُب", 12) == measure.width("كتب", 12)
    assert measure.width("\u202ba\u202c", 12) == measure.width("a", 12)
    assert measure.width("m", 12, measure.SERIF) > measure.width("m", 12) > measure.width("i", 12)


@pytest.mark.parametrize("lang", LANGS)
def test_a_text_too_long_for_its_box_is_set_smaller_and_then_cut_with_all_of_it_in_the_notes(lang: str) -> None:
    some = replace(Scene("text", "T" * 70, ["Bonjour"]), caption=LONG[:280], annotation=LONG[:200], notes="À dire")
    for text, size, wide, high in _texts(_slide(some, lang)):
        factor = measure.SERIF if text.strip("\u202a\u202c") == some.title else 1
        assert measure.height([text], wide, size, factor) <= high
    assert _slide(some, lang).notes_slide.notes_text_frame.text == "À dire"
    slide = _slide(replace(some, caption=LONG, title=f"{LONG}!"), lang)
    assert sum(text.strip("\u202c").endswith("…") for text, *_ in _texts(slide)) == 2
    assert slide.notes_slide.notes_text_frame.text == "\n\n".join(["À dire", f"{LONG}!", LONG])


def test_few_words_are_set_large_and_many_small() -> None:
    sizes = [_texts(_slide(Scene("text", "", [text])))[0][1] for text in ("Merci", LONG)]
    assert sizes[0] == 32
    assert 10 <= sizes[1] < 18


def test_cards_and_tables_are_as_large_as_their_slide_allows() -> None:
    def table(rows: int) -> float:
        made = Table(["a", "b"], [["x", Cell("1")]] * rows, heads={"a": "A", "b": "B"})
        [frame] = [s for s in _slide(Scene("table", "t", made)).shapes if s.has_table]
        size: float = frame.table.cell(1, 0).text_frame.paragraphs[0].runs[0].font.size.pt
        return size

    assert table(3) == 16
    assert table(11) >= 14
    few, many = (
        max(
            size
            for text, size, *_ in _texts(_slide(Scene("cards", "t", [Card("l", "1 t", note)] * 10)))
            if "1 t" in text
        )
        for note in ("n", "n" * 150)
    )
    assert few > many


@pytest.mark.parametrize(("lang", "marked"), [("ar", True), ("fr", False)])
def test_latin_letters_on_an_arabic_slide_keep_their_full_stop_at_their_end(lang: str, marked: bool) -> None:
    [text] = [t for t, *_ in _texts(_slide(Scene("text", "", ["Merci."]), lang)) if "Merci" in t]
    assert text == ("\u202aMerci.\u202c" if marked else "Merci.")


def test_an_annotation_stands_beside_the_drawing_in_a_strip_of_its_own() -> None:
    made = Table(["a"], [["x"]], heads={"a": "A"})
    for lang in ("fr", "ar"):
        slide = _slide(Scene("table", "t", made, annotation="<b>& voilà"), lang)
        [remark] = [s for s in slide.shapes if s.has_text_frame and "voilà" in s.text_frame.text]
        [drawn] = [s for s in slide.shapes if s.has_table]
        assert remark.text_frame.text.strip("\u202a\u202c") == "<b>& voilà"
        first, second = (drawn, remark) if lang == "fr" else (remark, drawn)
        assert first.left + first.width < second.left
