"""The dashboard over the committed snapshot, in a real Chromium that notes every complaint and every request."""

from __future__ import annotations

import fcntl
import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, Request, expect
from werkzeug.serving import make_server

from dashboard.app import create_app, warm
from etl import build

ROOT = Path(__file__).parents[2]
# A busy machine may be slow; how fast a page is, `make bench` measures.
PATIENCE = 120_000  # milliseconds
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse built from the snapshot, once for all workers; WAREHOUSE names a ready one."""
    if ready := os.environ.get("WAREHOUSE"):
        return Path(ready)
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if os.environ.get("PYTEST_XDIST_WORKER") else shared
    path = shared / "snapshot.duckdb"
    with (shared / "snapshot.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            build.run(shared / "no-raw", ROOT / "data" / "snapshot", path)
    return path


@pytest.fixture(scope="session")
def site(warehouse: Path) -> Iterator[str]:
    """Address of the application, served on the loopback."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = create_app(warehouse).server
    warm(app)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


# A figure is there once its chart has been drawn or says that it could not be; one folded away is not waited for.
DRAWN = """(figure) => {
    const chart = figure.querySelector('.chart');
    return !chart || !chart.getClientRects().length || chart._fullLayout
        || figure.closest('[data-figure]')?.querySelector('.problem:not([hidden])');
}"""

# Back at the top, in the page's own letters, with what a size or a font has changed drawn anew.
STILL = """() => document.fonts.ready.then(() => {
    scrollTo(0, 0);
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));
})"""


class Visit:
    """One page in a window; `complaints` holds console errors, failed and foreign requests."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        self.complaints: list[str] = []
        page.on("console", lambda m: self.complaints.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", lambda r: self.complaints.append(f"{r.status} {r.url}") if r.status >= 400 else None)
        page.on("request", lambda r: None if self._own(r.url) else self.complaints.append(f"foreign {r.url}"))
        self._asked: list[Request] = []
        page.on("request", self._note)

    def open(self, address: str) -> Visit:
        """Open an address and wait until every figure of the page is drawn, scrolled to if need be."""
        self._asked.clear()
        self.page.goto(self.site + address)
        self._drawn()
        while self._asked:  # what is still on its way
            answer = self._asked.pop().response()
            if answer:
                answer.finished()
        self.page.evaluate(STILL)
        return self

    def settled(self) -> None:
        """After a change: until nothing more is asked for, and no figure waits any more."""
        self._drawn()
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate("window.scrollTo(0, 0)")

    def _note(self, request: Request) -> None:
        self._asked.append(request)

    def _drawn(self) -> None:
        """Scroll through the page until each of its figures is drawn."""
        self.page.locator("html[data-ready] main h1").wait_for()
        for plot in self.page.locator("main figure").all():
            plot.scroll_into_view_if_needed()
            self.page.wait_for_function(DRAWN, arg=plot.element_handle())

    @property
    def failed(self) -> list[str]:
        """Views whose figure could not be drawn and says so."""
        found: list[str] = self.page.locator("[data-figure]:has(.problem:not([hidden]))").evaluate_all(
            "(frames) => frames.map((frame) => frame.dataset.figure)"
        )
        return found

    def query(self, **names: str) -> dict[str, str]:
        """Parameters of the present address, with `names` put over them."""
        return dict(httpx.URL(self.page.url).params) | names

    def _own(self, url: str) -> bool:
        return url.startswith((self.site, "data:", "blob:"))


@pytest.fixture(scope="session")
def opened(chromium: Browser, site: str) -> Callable[..., Iterator[Visit]]:
    @contextmanager
    def window(width: int = 1440, height: int = 900, **options: object) -> Iterator[Visit]:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        yield Visit(context.new_page(), site)
        context.close()

    return window
