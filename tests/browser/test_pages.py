"""Every page in every language and width: no complaint of ours or of axe's, no foreign request, nothing too wide."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from dashboard import words
from dashboard.page import Page
from dashboard.state import LANGS
from dashboard.view import discover
from tests.browser import sight

PAGES: list[Page] = list(discover("dashboard.pages", "PAGE"))
PATHS = [
    page.path.replace("<theme>", "sovereignty").replace("<indicator>", "production_share").replace("<of>", "flow_map")
    for page in PAGES
]

# Colours do not depend on the language: each look is measured in two of them.
CONTRASTS = {"fr": ("light", "dark"), "ar": ("dark",), "en": ("light",)}

pytestmark = pytest.mark.browser


def address(path: str, **query: str) -> str:
    return path + "?" + "&".join(f"{k}={v}" for k, v in query.items())


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_opens_without_complaint(opened: Callable[..., Any], path: str, lang: str) -> None:
    with opened() as visit:
        visit.open(address(path, lang=lang))
        page = visit.page
        assert page.locator("html").get_attribute("lang") == words.locale(lang).language
        assert page.locator("html").get_attribute("dir") == words.direction(lang)
        assert page.locator("main h1").inner_text().strip()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert visit.failed == []
        assert sight.troubles(visit.page) == []
        assert sight.violations(visit.page, *CONTRASTS[lang]) == []
        assert visit.complaints == []


@pytest.mark.parametrize(
    ("path", "lang"),
    [
        *((path, lang) for path in PATHS for lang in ("fr", "ar")),
        *((path, "en") for path in ("/hub", "/flows", "/markets")),
    ],
)
def test_a_page_fits_a_phone(opened: Callable[..., Any], path: str, lang: str) -> None:
    with opened(width=360, height=780) as visit:
        visit.open(address(path, lang=lang))
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert visit.failed == []
        assert sight.troubles(visit.page) == []
        assert visit.complaints == []


def test_a_chart_follows_a_turned_phone(opened: Callable[..., Any]) -> None:
    """Upright, the axis ends later, so that the values beside the bars stay inside; lying down, as it was made.

    The navigation shows the page that is open; a chart on paper narrower than the window shrinks whole.
    """
    end = "document.querySelector('[data-figure=market_trade_sold] .chart')._fullLayout.xaxis.range[1]"
    with opened(width=390, height=844) as visit:
        upright = visit.open("/markets").page.evaluate(end)
        expect(visit.page.locator(".pages [aria-current=page]")).to_be_in_viewport(ratio=1)
        visit.page.set_viewport_size({"width": 844, "height": 390})
        visit.page.wait_for_function(f"() => {end} < {upright}")
        visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        drawn = visit.page.locator("[data-figure=market_trade_sold] .main-svg").first
        assert drawn.get_attribute("viewBox") == f"0 0 {drawn.get_attribute('width')} {drawn.get_attribute('height')}"


def test_a_key_stays_under_its_chart_when_the_window_widens(opened: Callable[..., Any]) -> None:
    """On a phone the key takes two lines, on a desk one: it must not stay where two had put it."""
    under = """() => {
        const chart = document.querySelector("[data-figure=hub_projects] .chart");
        const [key, { t, h, w }] = [chart.querySelector(".legend"), chart._fullLayout?._size ?? {}];
        return key && w > LEAST && key.getBoundingClientRect().top - chart.getBoundingClientRect().top > t + h;
    }"""
    with opened(width=360, height=780) as visit:
        visit.open("/hub").page.locator("[data-figure=hub_projects]").scroll_into_view_if_needed()
        visit.page.wait_for_function(under.replace("LEAST", "0"))
        visit.page.set_viewport_size({"width": 1440, "height": 780})
        visit.page.wait_for_function(under.replace("LEAST", "800"))


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_a_figure_in_a_narrow_frame_of_another_site_keeps_its_values(opened: Callable[..., Any], lang: str) -> None:
    with opened(width=340, height=520) as visit:
        visit.page.goto(f"{visit.site}/embed/top_producers?lang={lang}")
        visit.page.wait_for_function("() => document.querySelector('.plot')._fullLayout")
        assert sight.troubles(visit.page) == []
        assert visit.complaints == []


@pytest.mark.parametrize("path", PATHS)
def test_panel_mode_drops_the_controls(opened: Callable[..., Any], path: str) -> None:
    with opened(width=1920, height=1080) as visit:
        visit.open(address(path, present="1"))
        assert visit.page.locator("form.controls").count() == 0
        assert visit.failed == []
        assert sight.troubles(visit.page) == []
        assert visit.complaints == []


@pytest.mark.parametrize(
    ("path", "width"),
    [
        *((path, 1024) for path in ("/", "/hub", "/flows", "/themes/hub", "/markets", "/resilience", "/data-methods")),
        *((path, 1440) for path in ("/hub", "/flows", "/data-methods")),
    ],
)
def test_a_panel_leads_nowhere_and_its_tables_fit_the_projector(
    opened: Callable[..., Any], path: str, width: int
) -> None:
    with opened(width, height=768) as visit:
        visit.open(address(path, lang="fr", present="1"))
        assert visit.page.locator("footer a:visible, .pager a:visible, header nav:visible").count() == 0
        expect(visit.page.locator("footer .scope").first).to_be_visible()
        cut = (
            "(tables) => tables.filter((t) => t.scrollWidth > t.clientWidth + 1).map((t) => t.textContent.slice(0, 60))"
        )
        assert visit.page.locator("main .scroll").evaluate_all(cut) == []


def test_a_figure_of_many_lines_keeps_its_height_before_a_room(opened: Callable[..., Any]) -> None:
    with opened(width=1024, height=768) as visit:
        visit.open(address("/data-methods", lang="fr", present="1"))
        chart = visit.page.locator(".view-coverage_year .chart")
        assert chart.evaluate("(chart) => chart._fullLayout.height") > 880


def test_french_is_the_first_language(opened: Callable[..., Any]) -> None:
    with opened(locale="en-US") as visit:
        visit.page.goto(visit.site)
        assert visit.page.locator("html").get_attribute("lang") == "fr"


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_on_paper_no_column_is_cut_and_charts_are_drawn_for_the_sheet(opened: Callable[..., Any], lang: str) -> None:
    with opened() as visit:
        visit.open(address("/hub", lang=lang))
        page = visit.page
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        widths = page.evaluate("[...document.querySelectorAll('.chart')].map((chart) => chart._fullLayout.width)")
        assert max(widths) <= 690
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 703, "height": 1000})  # A4 between its margins
        assert page.evaluate("[...document.querySelectorAll('.scroll')].every((s) => s.scrollWidth <= s.clientWidth)")
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": 1440, "height": 1000})
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        page.wait_for_function("() => document.querySelector('.view-hub_bridge .chart')._fullLayout.width > 1000")
        assert visit.complaints == []


# Links in sentences are left out: they are as high as their line (WCAG 2.5.8 leaves them out too).
SMALL = """(parts) => parts.filter((part) => {
    const box = part.getBoundingClientRect();
    return box.height && Math.min(box.height, box.width) < 24;
}).map((part) => part.outerHTML.slice(0, 120))"""
TOUCHED = (
    "header a, td a, th a, dt a, dd a, summary, .reset, .timeline input, .pager a, .controls button, .panel button"
)


@pytest.mark.parametrize("path", PATHS)
def test_a_finger_finds_what_is_small(opened: Callable[..., Any], path: str) -> None:
    with opened(390, 844, has_touch=True, is_mobile=True) as visit:
        page = visit.open(path).page
        assert page.locator(f":is({TOUCHED}):visible").evaluate_all(SMALL) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_long_lists_are_folded_on_a_phone_alone(opened: Callable[..., Any]) -> None:
    """Behind how long they are, opened by a touch or by an address that ends inside, whole on paper and on a desk."""
    with opened(390, 844) as visit:
        page = visit.open("/data-methods").page
        table = page.locator(".view-reproduction_table table")
        expect(table).to_be_hidden()
        assert page.evaluate("document.documentElement.scrollHeight") < 9_000
        page.locator(".view-reproduction_table .fold > summary").click()
        expect(table).to_be_visible()
        first = table.inner_text()
        page.locator(".view-reproduction_table .pager a").nth(1).click()
        expect(table).not_to_have_text(first, use_inner_text=True)
        expect(table).to_be_visible()
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 703, "height": 1000})
        assert page.locator(".panel table, .methods article").evaluate_all(
            "(all) => all.every((it) => it.checkVisibility({contentVisibilityAuto: true}))"
        )
        assert page.locator(".fold > summary:visible").count() == 0
        assert visit.complaints == []
    with opened(390, 844) as visit:
        page = visit.open("/data-methods#formula-production_hhi").page
        expect(page.locator("#formula-production_hhi")).to_be_visible()
    with opened() as visit:
        page = visit.open("/data-methods").page
        expect(page.locator(".view-reproduction_table table")).to_be_visible()
        expect(page.locator("#formula-production_hhi")).to_be_visible()
        assert page.locator(".fold > summary:visible").count() == 0


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_small_multiples_stand_two_by_two_on_a_phone(opened: Callable[..., Any], lang: str) -> None:
    with opened(390, 844) as visit:
        page = visit.open(f"/explorer?indicator=production_hhi&form=multiples&lang={lang}").page
        plot = page.locator(".view-explore_figure .plot")
        expect(plot.locator(".xaxislayer-above")).not_to_have_count(0)
        assert plot.evaluate("(it) => it.scrollWidth <= it.clientWidth"), "no chart is cut at the edge"
        tops = plot.locator(".annotation").evaluate_all(
            "(all) => all.map((it) => Math.round(it.getBoundingClientRect().y))"
        )
        assert len(set(tops)) == -(-len(tops) // 2), "two in each row"
        assert sight.troubles(page) == []
