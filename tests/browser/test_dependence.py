"""A change reaches what depends on it and nothing else: figures fetched, sentences asked for, addresses written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

START = "/?metal=nickel&stage=mine&year=2022"


def watched(page: Page) -> list[str]:
    """From now on, the views whose figures the page asks for; 'served' for what it says."""
    asked: list[str] = []

    def note(url: str) -> None:
        if "/figure/" in url:
            asked.append(urlsplit(url).path.split("/")[-1].removesuffix(".json"))
        if "/texts/" in url:
            asked.append("served")

    page.on("request", lambda request: note(request.url))
    return asked


def readers(site: str, param: str) -> set[str]:
    """Figures that depend on a parameter."""
    listed = httpx.get(f"{site}/data", headers={"Accept": "application/json"}).json()["views"]
    return {v["view"] for v in listed if v["figure"] and param in v["parameters"]}


def shown(page: Page) -> set[str]:
    return set(page.evaluate("[...document.querySelectorAll('[data-figure]')].map(e => e.dataset.figure)"))


@pytest.mark.parametrize(("param", "value"), [("year", "2021"), ("measure", "tonnes"), ("country", "CHN")])
def test_only_figures_that_read_a_parameter_are_fetched_again(
    opened: Callable[..., Any], site: str, param: str, value: str
) -> None:
    with opened() as visit:
        visit.open(START)
        asked = watched(visit.page)
        script = f"dash_clientside.set_props({{type: 'control', param: '{param}'}}, {{value: '{value}'}})"
        visit.page.evaluate(script)
        visit.page.wait_for_url(f"**{param}={value}**")
        visit.settled()
        expected = readers(site, param) & shown(visit.page)
        assert {a for a in asked if a != "served"} == expected
        assert len([a for a in asked if a != "served"]) == len(expected)
        assert visit.complaints == []


def test_a_metal_takes_its_stages_and_years_along(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        visit.open("/?metal=cobalt&stage=refined&year=1995")
        set_metal = "dash_clientside.set_props({type: 'control', param: 'metal'}, {value: 'baryte'})"
        visit.page.evaluate(set_metal)
        visit.page.wait_for_url("**metal=baryte**")
        visit.settled()
        assert "stage" not in parse_qs(urlsplit(visit.page.url).query)  # baryte has no refined stage
        visit.page.locator(".control.stage input").first.click()
        assert visit.page.get_by_role("option").count() == 1
        assert visit.complaints == []


def test_a_click_selects_the_country_everywhere_and_back_undoes_it(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        visit.open(START)
        page = visit.page
        first = page.locator("[data-served='producers_table'] tbody tr").first.locator("a").first
        name = first.inner_text()
        first.click()
        page.wait_for_url("**country=**")
        visit.settled()
        expect(page.locator(".control.country input").first).to_have_value(name)
        expect(page.locator("[data-served='producers_table'] td.strong").first).to_be_visible()
        page.go_back()
        page.wait_for_url(lambda url: "country=" not in url)
        expect(page.locator(".control.country input").first).to_have_value("Maroc")
        assert visit.complaints == []


def test_a_bar_selects_its_country(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        visit.open(START)
        bar = visit.page.locator("[data-figure='top_producers'] .barlayer .point path").first
        bar.scroll_into_view_if_needed()
        bar.click(force=True)
        visit.page.wait_for_url("**country=**")
        assert visit.complaints == []


def test_sorting_a_table_is_one_step_of_the_history(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        visit.open(START)
        page = visit.page
        asked = watched(page)
        header = page.locator("[data-served='producers_table'] th").filter(has_text="Production")
        header.locator("a").click()
        page.wait_for_url("**sort=-quantity_t**")
        expect(header).to_have_attribute("aria-sort", "descending")
        header.locator("a").click()
        expect(header).to_have_attribute("aria-sort", "ascending")
        assert set(asked) == {"served"}
        page.go_back()
        page.wait_for_url("**sort=-quantity_t**")
        page.go_back()
        page.wait_for_url(lambda url: "sort" not in url)
        assert visit.complaints == []


def test_a_figure_that_fails_keeps_the_old_one_and_offers_to_try_again(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        visit.open(START)
        page = visit.page
        failing = True

        def answer(route: Route) -> None:
            if failing:
                route.fulfill(status=503, body="{}")
            else:
                route.continue_()

        page.route("**/figure/production_map.json*", answer)
        page.evaluate("dash_clientside.set_props({type: 'control', param: 'year'}, {value: '2019'})")
        problem = page.locator("[data-figure='production_map'] .problem")
        expect(problem).to_be_visible()
        expect(page.locator("[data-figure='production_map'] .main-svg").first).to_be_visible()
        failing = False
        problem.get_by_role("button").click()
        expect(problem).to_be_hidden()
        expect(page.locator("[data-figure='production_map'] .subtitle")).to_contain_text("2019")


def test_a_choice_in_a_list_is_asked_for_once_and_back_says_what_was_said(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        visit.open(START)
        page = visit.page
        sentence = page.locator("[data-served='production_sentence']")
        before = sentence.locator("p").first.inner_text()
        asked = watched(page)
        page.locator(".control.metal input").first.click()
        page.get_by_role("option", name="Cuivre").click()
        page.wait_for_url("**metal=copper**")
        expect(sentence).to_contain_text("cuivre")
        visit.settled()
        assert sorted(asked) == sorted([*(readers(visit.site, "metal") & shown(page)), "served"])
        page.go_back()
        expect(sentence).to_contain_text(before)
        assert visit.complaints == []


def test_what_the_arrow_keys_rest_on_is_there_before_it_is_chosen(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        visit.open(START)
        page = visit.page
        page.locator(".control.metal input").first.focus()
        with page.expect_response("**/texts/**") as answer:
            page.keyboard.press("ArrowDown")
        page.wait_for_load_state("networkidle")
        assert "metal=nickel" in page.url
        asked = watched(page)
        # As Enter does; at once after a list has opened, its component may yet take Enter for the option that stood.
        (metal,) = parse_qs(urlsplit(answer.value.url).query)["metal"]
        page.locator(f"[role=option][value={metal}]").dispatch_event("click")
        page.wait_for_url(f"**metal={metal}**")
        visit.settled()
        assert asked == []
        assert visit.complaints == []


def test_back_undoes_a_choice_that_dash_has_not_heard_of(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        visit.open(START)
        page = visit.page
        page.locator(".control.metal input").first.click()
        page.get_by_role("option", name="Cuivre", exact=True).click()
        page.go_back()
        expect(page.locator("[data-served='production_sentence']")).to_contain_text("nickel")
        page.wait_for_load_state("networkidle")
        assert "metal=nickel" in page.url
        expect(page.locator(".control.metal input").first).to_have_value("Nickel")
        assert visit.complaints == []


def test_several_countries_are_a_step_of_the_history_each(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        visit.open("/explorer?lang=en")
        page = visit.page
        before = page.evaluate("history.length")
        page.locator(".control.countries input").first.click()
        for name in ("Algeria", "Zambia"):
            page.get_by_role("option", name=name).click()
        page.wait_for_url("**countries=DZA%2CZMB**")
        assert page.evaluate("history.length") == before + 2
        assert visit.complaints == []


def test_what_cannot_be_said_leaves_the_old_words_and_offers_to_try_again(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        visit.open(START)
        page = visit.page
        failing = True
        page.route("**/texts/**", lambda route: route.fulfill(status=503, body="{}") if failing else route.continue_())
        page.evaluate("dash_clientside.set_props({type: 'control', param: 'year'}, {value: '2019'})")
        frame = page.locator("[data-served='production_sentence']")
        problem = page.locator("[data-served] .problem")
        expect(problem).to_be_visible()
        expect(frame).to_contain_text("2022")
        failing = False
        problem.get_by_role("button").click()
        expect(frame).to_contain_text("2019")
        expect(problem).to_have_count(0)


def test_another_language_keeps_the_state(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        visit.open(START)
        visit.page.evaluate("dash_clientside.set_props({type: 'control', param: 'country'}, {value: 'IDN'})")
        visit.page.wait_for_url("**country=IDN**")
        visit.page.locator("a[lang=ar]").click()
        visit.page.wait_for_url("**lang=ar**")
        visit.settled()
        query = parse_qs(urlsplit(visit.page.url).query)
        assert (query["metal"], query["year"], query["country"]) == (["nickel"], ["2022"], ["IDN"])
        assert visit.page.locator("html").get_attribute("dir") == "rtl"
        assert visit.complaints == []


def test_the_words_stand_before_any_script(opened: Callable[..., Any]) -> None:
    with opened(java_script_enabled=False) as visit:
        visit.page.goto(visit.site + START)
        expect(visit.page.locator("h1")).to_be_visible()
        expect(visit.page.locator("p.sentence").first).not_to_be_empty()
        expect(visit.page.locator(".view-producers_table tbody tr").first).to_be_visible()


@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_first_load_asks_for_each_figure_once_and_dark_is_dark(opened: Callable[..., Any], look: str) -> None:
    with opened(color_scheme=look) as visit:
        asked: list[str] = []
        visit.page.on("request", lambda r: asked.append(r.url) if "/figure/" in r.url else None)
        visit.open(START)
        assert all(("look=dark" in url) == (look == "dark") for url in asked)
        assert sorted(urlsplit(url).path for url in asked) == sorted(f"/figure/{v}.json" for v in shown(visit.page))
        assert visit.complaints == []
