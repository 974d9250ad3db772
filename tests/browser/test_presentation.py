"""The presenter: gathers views, orders and words them, goes on stage, leaves with a file; no screen cuts anything."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from dashboard.export import offline
from dashboard.export.scene import Scene, Show
from dashboard.state import State
from dashboard.view import Table

pytestmark = pytest.mark.browser

# Texts of the slide on stage that stand out of the slide, or out of a box that cuts them; labels of figures too.
CUT = """() => {
    const out = [], seen = { left: -1, top: -1, right: innerWidth + 1, bottom: innerHeight + 1 };
    const slide = document.querySelector('.slide.on');
    for (const part of slide.querySelectorAll('h1, h2, p, td, th, dt, dd, strong, svg text')) {
        const box = part.getBoundingClientRect();
        if (!box.width || !part.textContent.trim() || part.closest('.notes')) continue;
        const frame = part.closest('.body')?.getBoundingClientRect() ?? seen;
        const wide = box.left < frame.left - 2 || box.right > frame.right + 2;
        if (wide || box.top < frame.top - 2 || box.bottom > frame.bottom + 2)
            out.push(`${slide.id}: ${part.textContent.slice(0, 40)}`);
    }
    return out;
}"""

# Words of the slide on stage that a hall could not read: smaller than a hundredth of the screen's height.
SMALL = """() => [...document.querySelectorAll('.slide.on :is(h1, h2, p, td, th, dt, dd)')]
    .filter((part) => part.getClientRects().length && part.textContent.trim() && !part.closest('.notes')
        && parseFloat(getComputedStyle(part).fontSize) < innerHeight / 100)
    .map((part) => part.textContent.slice(0, 40))"""

# assets/stage/stage.js scales a figure to the screen once plotly has drawn it whole, boundaries included.
WHOLE = "(plot) => plot.firstChild?.style.transform"


def test_a_presenter_gathers_orders_words_shows_and_leaves_with_the_file(
    opened: Callable[..., Any], tmp_path: Path
) -> None:
    with opened() as visit:
        page = visit.open("/?metal=cobalt").page
        page.locator(".view-headlines .add").click()
        page.locator(".view-top_producers summary").click()
        page.locator(".view-top_producers [data-add]").click()
        page.locator('.pages a[href^="/flows"]').click()
        page.locator(".view-flow_answer .add").click()
        expect(page.locator('.pages a[href^="/presentation"]')).to_have_attribute("data-count", "3")
        # Written before the server has said what the slides are: it stays, and the hand stays on it.
        held: list[Route] = []
        page.route("**/deck?*", lambda route: held.append(route), times=1)  # noqa: PLW0108 - no built-in here
        with page.expect_request("**/deck?*"):  # on a busy machine the rows stand before it is sent
            page.locator('.pages a[href^="/presentation"]').click()
        slides = page.locator("#deck li.slide-row")
        expect(slides).to_have_count(3)
        page.locator("#deck .name").fill("Marrakech")
        slides.nth(1).locator('[data-field="caption"]').press_sequentially("Vu de ")
        held[0].continue_()
        expect(slides.nth(1)).to_contain_text("producteurs")
        page.keyboard.type("près")
        slides.nth(0).locator('[data-does="down"]').press("Enter")
        slides.nth(0).locator('[data-field="notes"]').fill("Respirer.")
        page.reload()
        expect(slides.nth(0).locator('[data-field="notes"]')).to_have_value("Respirer.")
        with page.expect_download() as given:
            page.locator('#deck [data-does="save"]').click()
        given.value.save_as(tmp_path / "deck.json")
        saved = json.loads((tmp_path / "deck.json").read_text())
        assert [s["view"] for s in saved["slides"]] == ["top_producers", "headlines", "flow_answer"]
        with page.context.expect_page() as new:
            page.locator("#deck .own a.present").click()
        stage = new.value
        expect(stage.locator(".slide.on h1")).to_have_text("Marrakech")
        stage.keyboard.press("PageDown")
        expect(stage.locator(".slide.on .caption")).to_have_text("Vu de près")
        stage.keyboard.press("b")
        expect(stage.locator("html")).to_have_class("deck black")
        stage.keyboard.press("b")
        with page.context.expect_page() as speaker:
            stage.keyboard.press("n")
        expect(speaker.value.locator(".spoken")).to_have_text("Respirer.")
        speaker.value.keyboard.press("End")
        expect(stage.locator(".slide.on")).to_have_class("slide end on")
        stage.close()
        page.locator('#deck [data-does="clear"]').click()
        expect(slides).to_have_count(0)
        with page.expect_file_chooser() as chooser:
            page.locator('#deck [data-does="open"]').click()
        chooser.value.set_files(tmp_path / "deck.json")
        expect(slides).to_have_count(3)
        assert visit.complaints == []


def test_an_annotation_is_written_to_its_length_and_stands_beside_the_figure(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        page = visit.open("/?metal=cobalt").page
        page.locator(".view-top_producers summary").click()
        page.locator(".view-top_producers [data-add]").click()
        page.locator('.pages a[href^="/presentation"]').click()
        remark = page.locator('#deck .slides [data-field="annotation"]')
        remark.press_sequentially("Ici, " * 60)
        expect(remark).to_have_value(("Ici, " * 60)[:240])
        remark.fill("<b>Ici</b>")
        with page.context.expect_page() as new:
            page.locator("#deck .own a.present").click()
        stage = new.value
        expect(stage.locator(".slide.on h1")).to_be_visible()  # the deck has no title: the house's stands there
        stage.keyboard.press("PageDown")
        beside = stage.locator(".slide.on .annotation")
        expect(beside).to_have_text("<b>Ici</b>")
        body = stage.locator(".slide.on .body").bounding_box()
        place = beside.bounding_box()
        assert body is not None
        assert place is not None
        assert body["x"] + body["width"] <= place["x"]
        assert visit.complaints == []


def test_a_link_carries_the_whole_deck_and_a_broken_one_says_so(opened: Callable[..., Any]) -> None:
    deck = {"version": 1, "lang": "ar", "title": "العرض", "data_version": "", "slides": [{"text": "شكرا"}]}
    with opened() as visit:
        page = visit.open("/presentation?lang=ar").page
        packed = page.evaluate("text => window.deckLink.pack(text)", json.dumps(deck))
        assert page.evaluate("async letters => JSON.parse(await window.deckLink.unpack(letters))", packed) == deck
        page.goto("about:blank")
        page.goto(f"{visit.site}/presentation?lang=ar#d={packed}")
        expect(page.locator("#deck li.slide-row")).to_have_count(1)
        expect(page.locator("#deck .name")).to_have_value("العرض")
        page.goto("about:blank")
        page.goto(f"{visit.site}/presentation?lang=ar#d=!!!")
        expect(page.locator("#deck .trouble")).to_be_visible()
        assert visit.complaints == []


@pytest.mark.parametrize(("lang", "width", "height"), [("ar", 1024, 768), ("fr", 1280, 720), ("fr", 3840, 2160)])
@pytest.mark.parametrize("deck", ["flows", "hub", "themes"])
def test_nothing_is_cut_or_too_small_on_stage(
    opened: Callable[..., Any], deck: str, lang: str, width: int, height: int
) -> None:
    with opened(width=width, height=height, reduced_motion="reduce") as visit:
        page = visit.page
        page.goto(f"{visit.site}/stage?deck={deck}&lang={lang}")
        count = page.locator(".slide").count()
        cut = []
        for n in range(count):
            on = page.locator(f".slide.on#s{n}")
            expect(on).to_be_visible()
            if on.locator(".plot").count():
                page.wait_for_function(WHOLE, arg=on.locator(".plot").element_handle())
            # A map's key is put in its place after it is there; what is cut stays cut.
            with suppress(PlaywrightTimeout):
                page.wait_for_function(f"() => !({CUT})().length", timeout=5_000)
            cut += page.evaluate(CUT)
            assert page.evaluate(SMALL) == []
            page.keyboard.press("PageDown")
        assert cut == []
        assert visit.complaints == []


def test_strong_contrast_leaves_no_mark_pale_and_keys_their_colours(opened: Callable[..., Any]) -> None:
    with opened(reduced_motion="reduce") as visit:
        page = visit.page
        page.goto(f"{visit.site}/stage?deck=flows&lang=fr")
        page.keyboard.press("c")
        for _ in range(page.locator(".slide").count()):
            plot = page.locator(".slide.on .plot")
            if plot.count():
                page.wait_for_function(WHOLE, arg=plot.element_handle())
            page.keyboard.press("PageDown")
        for mark in (".sankey-links", ".scattergeo .js-line", ".cartesianlayer .lines"):
            expect(page.locator(f".plot {mark}").first).to_have_css("filter", re.compile("brightness"))
        expect(page.locator(".plot .choroplethlayer path").first).to_have_css("stroke", "rgb(0, 0, 0)")
        key = page.locator("#s2 .annotation tspan[style*=fill]", has_text="■").all()
        assert len({k.evaluate("k => getComputedStyle(k).fill") for k in key}) == len(key) == 3
        assert visit.complaints == []


@pytest.mark.parametrize("lang", ["fr", "ar"])
@pytest.mark.parametrize(("rows", "across"), [(3, 3), (80, 3), (40, 12)])
def test_a_picture_of_a_table_is_not_cut_and_says_what_it_leaves_out(
    opened: Callable[..., Any], rows: int, across: int, lang: str
) -> None:
    columns = [f"c{n}" for n in range(across)]
    table = Table(columns, [["Longtemps, longtemps"] * across] * rows, heads={c: f"Colonne {c}" for c in columns})
    show = Show(
        lang, "t", [Scene("table", "Titre", table, credit="Source", state=State(lang=lang))], "v", date(2026, 1, 1)
    )
    with opened(width=1200, height=630) as visit:
        page = visit.page
        page.set_content(offline.card(show))
        block = page.locator(".block")
        assert block.evaluate("b => b.scrollHeight <= b.clientHeight && b.scrollWidth <= b.clientWidth")
        shown = page.locator("tbody tr").count()
        left = page.locator(".more .rows")
        assert (shown == rows) == (rows == 3)
        assert left.count() == 0 if shown == rows else str(rows - shown) in left.inner_text()
        assert page.locator(".more .columns").count() == (across > 8)
        assert visit.complaints == []
