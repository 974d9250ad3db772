"""A loopback server with the dashboard's security policy, and a page that notes every request and complaint."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

ASSETS = Path(__file__).parents[2] / "assets"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"
)
PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><link rel="icon" href="/assets/icon.svg">
<link rel="stylesheet" href="/assets/fonts/fonts.css"><script src="/assets/plotly/plotly.min.js"></script></head>
<body><div id="figure"></div></body></html>"""


class _Handler(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if urlsplit(self.path).path != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *args: object) -> None:
        """Keep the test output quiet."""


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Address of a loopback server of the repository's root."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(ASSETS.parent))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


class Window:
    """A page on which figures are drawn; `requests` and `complaints` hold what the browser did and said."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(site)

    def draw(self, data: list[dict[str, Any]], layout: dict[str, Any], config: dict[str, Any]) -> None:
        """Draw a figure and wait until plotly says it is done."""
        figure = json.dumps([data, layout, config])
        self.page.evaluate(f"Plotly.newPlot('figure', ...{figure})")

    def foreign(self) -> list[str]:
        """Requests that left the site."""
        return [url for url in self.requests if not url.startswith((self.site, "data:", "blob:"))]


@pytest.fixture
def window(chromium: Browser, site: str) -> Iterator[Window]:
    """A fresh page with the bundle and the fonts loaded."""
    page = chromium.new_page(viewport={"width": 1000, "height": 700})
    yield Window(page, site)
    page.close()
