"""What a reader waits for, in a browser, and the floor under it: the same charts as static files (floor.py)."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page

from tests.bench.table import Row

METALS = ("copper", "zinc", "lead", "nickel", "lithium", "graphite", "tin", "silver", "manganese", "cobalt")
VIEWPORT: Any = {"width": 1440, "height": 3000}
TIMES = 5
# Before a page's first script: when the expected number of charts stood drawn, as the page itself sees it.
STAND = """() => { const whole = (plot) => plot.querySelector('.main-svg') && (!plot.querySelector('.geo')
        || plot.querySelector('.geo path[d]'));
    const look = () => { const plots = [...document.querySelectorAll('.js-plotly-plot')].filter(whole);
        if (plots.length >= %d) window.stood = performance.now(); else requestAnimationFrame(look); };
    requestAnimationFrame(look); }"""
# When something was last chosen, and when a chart was last drawn.
WATCH = """() => { window.chosen = Infinity; window.drawn = 0;
    addEventListener('click', () => { window.chosen = performance.now(); }, true);
    for (const plot of document.querySelectorAll('.js-plotly-plot'))
        plot.on('plotly_afterplot', () => { window.drawn = performance.now(); }); }"""
# How long a hand rests on what it is about to choose; a program, and a key that is struck blind, do not rest.
REST = 200  # ms


def measured(browser: Browser, site: str, floor: str, charts: int) -> list[Row]:
    """Loads and redraws of the first page, each in turn with the floor's."""
    ours, least = Loads(), Loads()
    for _ in range(TIMES):
        load(browser, site, charts, ours)
        load(browser, floor, charts, least)
    redrawn = redraws(browser, f"{site}/?metal={METALS[0]}", charts, choose)
    ground = redraws(browser, floor, charts, press)
    rested = redraws(browser, f"{site}/?metal={METALS[0]}", charts, choose, REST)
    rested_ground = redraws(browser, floor, charts, press, REST)
    alone = redraws(browser, f"{site}/explorer?metal=cobalt", 1, scale)
    p50, p95 = statistics.median(redrawn), sorted(redrawn)[int(0.95 * (len(redrawn) - 1))]
    cold, warm = (statistics.median(x) for x in (ours.cold, ours.warm))
    return [
        Row("first page, scripts and styles, compressed", statistics.median(ours.weight) / 1024, "KB", 950),
        Row("requests to other hosts", ours.foreign, "", 0),
        Row("first text", statistics.median(ours.first), "ms", 400),
        Row(f"cold load to all {charts} charts drawn", cold, "ms", 2000),
        Row("the same, against the floor", cold / statistics.median(least.cold), "×", 1.25),
        Row(f"warm load to all {charts} charts drawn", warm, "ms", 1100),
        Row("the same, against the floor", warm / statistics.median(least.warm), "×", 1.25),
        Row("filter to redraw, p50", p50, "ms", 260),
        Row("filter to redraw, p95", p95, "ms", 350),
        Row("the same, p50, against the floor", p50 / statistics.median(ground), "×", 1.1),
        Row(
            "chosen by a hand, p50, against the floor",
            statistics.median(rested) / statistics.median(rested_ground),
            "×",
            1.1,
        ),
        Row("redraw of one chart, p50", statistics.median(alone), "ms", 120),
    ]


class Loads:
    """Milliseconds and bytes of several loads of one page."""

    def __init__(self) -> None:
        self.cold: list[float] = []
        self.warm: list[float] = []
        self.first: list[float] = []
        self.weight: list[float] = []
        self.foreign = 0


def load(browser: Browser, address: str, charts: int, into: Loads) -> None:
    """Once with nothing kept, once again as a reload."""
    context = browser.new_context(viewport=VIEWPORT)
    page = context.new_page()
    page.add_init_script(f"({STAND % charts})()")
    sizes: list[float] = []
    code: set[str] = set()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.responseReceived", lambda e: _is_code(e) and code.add(e["requestId"]))
    session.on("Network.loadingFinished", lambda e: e["requestId"] in code and sizes.append(e["encodedDataLength"]))
    foreign: list[str] = []
    page.on("request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else foreign.append(r.url))
    page.goto(address)
    into.cold.append(stood(page))
    # Dash comes after the charts: its weight counts too.
    page.wait_for_function("() => !document.getElementById('early') || 'ready' in document.documentElement.dataset")
    page.wait_for_load_state("networkidle")
    into.weight.append(sum(sizes))
    into.first.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
    page.reload()
    into.warm.append(stood(page))
    into.foreign += len(foreign)
    context.close()


def redraws(
    browser: Browser, address: str, charts: int, choice: Callable[[Page, int], Locator], rest: float = 0
) -> list[float]:
    """Milliseconds from a choice to the last chart drawn, as the page sees it; `rest` ms on the choice before it."""
    page = browser.new_page(viewport=VIEWPORT)
    page.add_init_script(f"({STAND % charts})()")
    page.goto(address)
    stood(page)
    page.evaluate(WATCH)
    found = []
    for turn in range(2 * len(METALS)):
        part = choice(page, turn)
        page.evaluate("window.drawn = 0")
        if rest:
            part.hover()
            page.wait_for_timeout(rest)
        part.click()
        page.wait_for_function("() => window.drawn > window.chosen", timeout=20_000)
        page.wait_for_load_state("networkidle")
        found.append(page.evaluate("window.drawn - window.chosen"))
    page.close()
    return found


def choose(page: Page, turn: int) -> Locator:
    """Another metal in the list of the page, which is opened."""
    page.locator(".control.metal input").first.click()
    return page.locator(f'[role=option][value="{_metal(turn)}"]')


def press(page: Page, turn: int) -> Locator:
    """Another metal on the floor's page."""
    return page.locator(f'button[value="{_metal(turn)}"]')


def _metal(turn: int) -> str:
    """Both pages open on the first of them."""
    return METALS[(turn + 1) % len(METALS)]


def scale(page: Page, turn: int) -> Locator:
    """The other scale of the explorer's figure, which alone depends on it."""
    return page.locator(".control.scale label").nth(1 + (turn + 1) % 2)


def stood(page: Page) -> float:
    """The page's clock when all its charts stood drawn (STAND), once nothing more is on its way."""
    page.wait_for_function("() => window.stood", timeout=30_000)
    page.wait_for_load_state("networkidle")
    stood: float = page.evaluate("window.stood")
    return stood


def _is_code(event: dict[str, Any]) -> bool:
    return urlsplit(event["response"]["url"]).path.endswith((".js", ".css"))
