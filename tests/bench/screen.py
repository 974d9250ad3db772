"""What a reader waits for, in a browser, and the floor under it: the same charts as static files (floor.py)."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

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
# When each chart was last drawn.
WATCH = """() => { window.drawn = 0; for (const plot of document.querySelectorAll('.js-plotly-plot'))
    plot.on('plotly_afterplot', () => { window.drawn = performance.now(); }); }"""


def measured(browser: Browser, site: str, floor: str, charts: int) -> list[Row]:
    """Loads and redraws of the first page, each in turn with the floor's."""
    ours, least = Loads(), Loads()
    for _ in range(TIMES):
        load(browser, site, charts, ours)
        load(browser, floor, charts, least)
    redrawn = redraws(browser, f"{site}/?metal=cobalt", charts, choose)
    ground = redraws(browser, floor, charts, press)
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
        Row("filter to redraw, p50, against the floor", p50 / statistics.median(ground), "×", 1.1),
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


def redraws(browser: Browser, address: str, charts: int, choice: Callable[[Page, int], float]) -> list[float]:
    """Milliseconds from a choice to the last chart drawn, as the page sees it."""
    page = browser.new_page(viewport=VIEWPORT)
    page.add_init_script(f"({STAND % charts})()")
    page.goto(address)
    stood(page)
    page.evaluate(WATCH)
    found = []
    for turn in range(2 * len(METALS)):
        chosen = choice(page, turn)
        page.wait_for_function("(chosen) => window.drawn > chosen", arg=chosen, timeout=20_000)
        page.wait_for_load_state("networkidle")
        found.append(page.evaluate("window.drawn") - chosen)
    page.close()
    return found


def choose(page: Page, turn: int) -> float:
    """Another metal in the list of the page; the page's clock before the click."""
    page.locator(".control.metal input").first.click()
    option = page.get_by_role("option").nth(turn % len(METALS))
    return _clicked(page, option)


def press(page: Page, turn: int) -> float:
    """Another metal on the floor's page."""
    return _clicked(page, page.get_by_role("button").nth((turn + 1) % len(METALS)))


def scale(page: Page, turn: int) -> float:
    """The other scale of the explorer's figure, which alone depends on it."""
    return _clicked(page, page.locator(".control.scale label").nth(1 + (turn + 1) % 2))


def _clicked(page: Page, part: Any) -> float:
    chosen: float = page.evaluate("performance.now()")
    part.click()
    return chosen


def stood(page: Page) -> float:
    """The page's clock when all its charts stood drawn (STAND), once nothing more is on its way."""
    page.wait_for_function("() => window.stood", timeout=30_000)
    page.wait_for_load_state("networkidle")
    stood: float = page.evaluate("window.stood")
    return stood


def _is_code(event: dict[str, Any]) -> bool:
    return urlsplit(event["response"]["url"]).path.endswith((".js", ".css"))
