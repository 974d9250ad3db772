"""make bench: every budget of the project measured in one run, printed as a table with the machine."""

from __future__ import annotations

import asyncio
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
METALS = ("copper", "zinc", "lead", "nickel", "lithium", "graphite", "tin", "silver", "manganese", "cobalt")
# When each plot was last drawn, as the page itself sees it.
WATCH = """() => { window.drawn = 0; for (const plot of document.querySelectorAll('.js-plotly-plot'))
    plot.on('plotly_afterplot', () => { window.drawn = performance.now(); }); }"""


def main() -> None:
    """Measure, print, and exit with 1 when a budget is broken."""
    rows: list[tuple[str, float, str, float]] = []
    rows += build()
    with served() as site, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"))
        rows += loads(browser, site)
        rows += redraws(browser, site)
        browser.close()
        rows += server(site)
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print(f"{'what':58}{'measured':>12}{'budget':>12}")
    broken = 0
    for what, value, unit, budget in rows:
        kept = value <= abs(budget) if budget >= 0 else value >= -budget
        broken += not kept
        sign = "≤" if budget >= 0 else "≥"
        print(f"{what:58}{value:>9,.0f} {unit:3}{sign:>2}{abs(budget):>9,.0f}{'' if kept else '   over'}")
    sys.exit(1 if broken else 0)


def build() -> list[tuple[str, float, str, float]]:
    """The build from the snapshot as a whole process: wall time and peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "data" / "snapshot", Path(folder) / "snapshot")
        started = time.perf_counter()
        with subprocess.Popen([sys.executable, "-m", "etl", "build", "--data", folder], cwd=ROOT) as process:
            _, _, usage = os.wait4(process.pid, 0)
            process.returncode = 0
        wall = time.perf_counter() - started
    return [("build from the snapshot", wall, "s", 20), ("  its memory", usage.ru_maxrss / 1024, "MB", 2048)]


@contextmanager
def served() -> Iterator[str]:
    """The production server on a free port of the loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("gunicorn")), "-c", "dashboard/gunicorn.conf.py"]
    environment = os.environ | {"HOST": "127.0.0.1", "PORT": str(port)}
    with subprocess.Popen([*command, "dashboard.app:create_server()"], cwd=ROOT, env=environment) as process:
        site = f"http://127.0.0.1:{port}"
        with httpx.Client(transport=httpx.HTTPTransport(retries=40)) as client:
            client.get(site, timeout=60)
        yield site
        process.terminate()


def loads(browser: Browser, site: str) -> list[tuple[str, float, str, float]]:
    """First page: scripts and styles on the wire, first text, cold and warm time to all charts; medians of five."""
    weight, first, cold, warm = [], [], [], []
    for _ in range(5):
        context = browser.new_context(viewport={"width": 1440, "height": 3000})
        page = context.new_page()
        sizes: list[float] = []
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        scripts: set[str] = set()
        session.on(
            "Network.responseReceived",
            lambda event, scripts=scripts: is_code(event) and scripts.add(event["requestId"]),
        )
        session.on(
            "Network.loadingFinished",
            lambda event, scripts=scripts, sizes=sizes: (
                sizes.append(event["encodedDataLength"]) if event["requestId"] in scripts else None
            ),
        )
        cold.append(timed(page, lambda page=page: page.goto(site)))
        weight.append(sum(sizes) / 1024)
        first.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
        warm.append(timed(page, page.reload))
        context.close()
    return [
        ("first page, scripts and styles, compressed", statistics.median(weight), "KB", 950),
        ("first text", statistics.median(first), "ms", 400),
        ("cold load to all charts drawn", statistics.median(cold), "ms", 2000),
        ("warm load to all charts drawn", statistics.median(warm), "ms", 1100),
    ]


def is_code(event: dict[str, Any]) -> bool:
    """Whether a response is a script or a style sheet."""
    return event["type"] in {"Script", "Stylesheet"}


def timed(page: Page, act: Callable[[], object]) -> float:
    """Milliseconds from an act until every figure of the page holds a plot."""
    started = time.perf_counter()
    act()
    page.locator("main figure").first.wait_for()
    for figure in page.locator("main figure .js-plotly-plot").all():
        figure.locator(".main-svg").first.wait_for()
    return (time.perf_counter() - started) * 1000


def redraws(browser: Browser, site: str) -> list[tuple[str, float, str, float]]:
    """From the choice of another metal to the last chart drawn, as the page sees it."""
    page = browser.new_page(viewport={"width": 1440, "height": 3000})
    page.goto(f"{site}/?metal=cobalt")
    page.wait_for_load_state("networkidle")
    page.evaluate(WATCH)
    found = []
    for _ in range(2):
        for number in range(1, len(METALS)):
            page.locator(".control.metal input").first.click()
            option = page.get_by_role("option").nth(number)
            chosen = page.evaluate("performance.now()")
            option.click()
            deadline = time.monotonic() + 10
            while page.evaluate("window.drawn") < chosen and time.monotonic() < deadline:
                pass
            page.wait_for_load_state("networkidle")
            found.append(page.evaluate("window.drawn") - chosen)
    page.close()
    ordered = sorted(found)
    return [
        ("filter to redraw, p50", statistics.median(ordered), "ms", 260),
        ("filter to redraw, p95", ordered[int(0.95 * (len(ordered) - 1))], "ms", 350),
    ]


def server(site: str) -> list[tuple[str, float, str, float]]:
    """Each figure's address asked cold for ten metals; then one address as fast as it goes, with and without ETag."""
    found, spent = httpx.get(f"{site}/data", headers={"Accept": "application/json"}).json(), []
    figures = [v["slug"] for v in found["views"] if v["kind"] == "figure"]
    with httpx.Client() as client:
        for view in figures:
            times = []
            for metal in METALS:
                started = time.perf_counter()
                response = client.get(f"{site}/figure/{view}.json", params={"metal": metal, "lang": "en"})
                if response.status_code == 200:
                    times.append((time.perf_counter() - started) * 1000)
            spent += times
        address = f"{site}/figure/production_map.json?metal=cobalt"
        tag = client.get(address).headers["ETag"]
    ordered = sorted(spent)
    return [
        ("view query and JSON, p95 of all figures", ordered[int(0.95 * (len(ordered) - 1))], "ms", 15),
        ("one cached figure", asyncio.run(flood(address, {})), "/s", -300),
        ("the same answered 304", asyncio.run(flood(address, {"If-None-Match": tag})), "/s", -300),
    ]


async def flood(address: str, headers: dict[str, str], requests: int = 3000) -> float:
    """Requests a second over 16 connections of one client process."""
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=16)) as client:
        gate = asyncio.Semaphore(16)

        async def one() -> None:
            async with gate:
                response = await client.get(address, headers=headers)
                if response.status_code not in {200, 304}:
                    raise RuntimeError(f"{response.status_code} {address}")

        started = time.perf_counter()
        await asyncio.gather(*(one() for _ in range(requests)))
        return requests / (time.perf_counter() - started)


if __name__ == "__main__":
    main()
