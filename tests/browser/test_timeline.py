"""The slider over years and steps: one play, one film; a reader who wants less motion gets a step a click."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

FLOWS = "/flows?metal=cobalt&stage=refined&year=2020"


# Every year that the slider has shown, as it shows it: a busy machine may look only once a few have passed.
RECORD = """(shown) => { window.shown = [];
    new MutationObserver(() => window.shown.push(shown.textContent)).observe(shown, { childList: true }); }"""


def test_play_moves_the_years_and_leaves_one_entry_in_the_history(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        page = visit.open(FLOWS).page
        entries = page.evaluate("history.length")
        page.locator(".timeline output").evaluate(RECORD)
        asked: list[str] = []
        page.on("request", lambda r: asked.append(r.url) if "/figure/" in r.url else None)
        page.locator(".timeline button").click()
        expect(page.locator(".timeline output")).to_have_text("2024")
        expect(page.locator(".timeline button")).to_have_attribute("aria-label", "Lecture")
        expect(page.locator(".view-flow_answer")).to_contain_text("2024")
        assert list(dict.fromkeys(page.evaluate("window.shown"))) == ["2021", "2022", "2023", "2024"]
        assert page.evaluate("history.length") <= entries + 1
        assert sorted(asked) == sorted(set(asked)), "a picture that was fetched ahead is not fetched again"
        assert visit.complaints == []


def test_a_second_click_stops_the_film(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        page = visit.open(FLOWS).page
        page.locator(".timeline button").evaluate("(button) => { button.click(); button.click(); }")
        expect(page.locator(".view-flow_answer")).to_contain_text("2021")
        expect(page.locator(".timeline button")).to_have_attribute("aria-label", "Lecture")
        assert visit.query()["year"] == "2021"


def test_less_motion_is_one_step_a_click(opened: Callable[..., Any]) -> None:
    with opened(reduced_motion="reduce") as visit:
        page = visit.open(FLOWS).page
        page.locator(".timeline button").click()
        expect(page.locator(".view-flow_answer")).to_contain_text("2021")
        expect(page.locator(".timeline button")).to_have_attribute("aria-label", "Suivant")
        assert visit.query()["year"] == "2021"


def test_the_slider_is_reached_by_keyboard(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        page = visit.open(FLOWS).page
        page.locator(".timeline input").focus()
        page.keyboard.press("ArrowLeft")
        expect(page.locator(".view-flow_answer")).to_contain_text("2019")
        assert visit.query()["year"] == "2019"


def test_a_click_on_the_map_selects_everywhere(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        page = visit.open(FLOWS).page
        page.locator(".view-partner_imports td a").first.click()
        expect(page.locator(".view-flow_blocs .annotation-text").first).not_to_contain_text("Maroc")
        assert visit.query()["country"] != "MAR"


def test_a_scenario_sets_all_its_controls_and_the_cascade_its_steps(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        page = visit.open("/resilience?metal=copper&stage=mine").page
        page.locator(".scenarios a").nth(1).click()
        expect(page.locator(".view-shock_answer")).to_contain_text("graphite")
        expect(page.locator(".control.stop")).to_contain_text("Chine")
        assert visit.query()["stop"] == "CHN"
        page.locator(".view-shock_cascade").scroll_into_view_if_needed()
        page.locator(".timeline input").focus()
        page.keyboard.press("Home")
        expect(page.locator(".view-shock_cascade .subtitle")).to_contain_text("Étape 1 sur")
        assert visit.complaints == []
