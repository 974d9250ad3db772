"""Screens: the first HTML, the components, the callbacks and the headers of every page in every language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard import words
from dashboard.__main__ import main
from dashboard.app import create_app
from dashboard.page import Page, Panel, Section
from dashboard.state import LANGS, State
from dashboard.view import discover
from dashboard.warehouse import Warehouse
from tests.dashboard.conftest import state_of

PAGES: list[Page] = discover("dashboard.pages", "PAGE")
VIEWS = {v.slug: v for v in discover("dashboard.views", "VIEW")}
pages = pytest.mark.parametrize("page", PAGES, ids=lambda p: p.slug)


def address(page: Page, **params: str) -> str:
    """An address of the page; a theme in its path is the first of the congress, an indicator the first of all."""
    query = "&".join(f"{k}={v}" for k, v in params.items())
    path = (
        page.path.replace("<theme>", "sovereignty")
        .replace("<indicator>", "production_share")
        .replace("<of>", "flow_map")
    )
    return path + (f"?{query}" if query else "")


@pages
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("present", ["0", "1"])
def test_a_page_stands_in_every_language(
    client: FlaskClient, page: Page, lang: str, present: str, warehouse: Warehouse
) -> None:
    path = address(page, lang=lang, present=present)
    html = client.get(path, headers={"Accept": "text/html"}).get_data(as_text=True)
    assert f'<html lang="{lang}" dir="{words.direction(lang)}"' in html
    assert ('data-present="1"' in html) == (present == "1")
    # A title may open with what is chosen: "{theme}".
    assert f"<h1>{words.t(f'page.{page.slug}.title', lang).partition('{')[0]}" in html
    (picture,) = re.findall(r'<meta property="og:image" content="http://localhost/picture/(\w+)\.png\?([^"]*)">', html)
    assert picture[0] in VIEWS
    assert f"lang={lang}" in picture[1]
    layout = client.get("/_dash-layout", headers={"Referer": f"http://localhost{path}"})
    assert layout.status_code == 200
    text = layout.get_data(as_text=True)
    for view in page.at(state_of(warehouse, theme="sovereignty"), warehouse).views:
        figure = VIEWS[view].kind == "figure"
        assert (f'"data-figure":"{view}"' if figure else f'"data-served":"{view}"') in text
        assert f"view-{view}" in html
    assert ('"type":"control"' in text) == (bool(page.controls) and present == "0")


def test_slugs_paths_and_places_are_unique() -> None:
    assert len({p.slug for p in PAGES}) == len({p.path for p in PAGES}) == len(PAGES)
    numbers = [p.number for p in PAGES if p.number is not None]
    assert len(set(numbers)) == len(numbers)


def test_an_address_without_a_page_says_so(client: FlaskClient) -> None:
    answer = client.get("/nowhere?lang=en")
    assert answer.status_code == 404
    assert words.t("ui.error.not_found", "en") in answer.get_data(as_text=True)


def test_links_carry_the_state_on() -> None:
    page = Page("x", "/themes/<theme>", 1)
    state = State(theme="sovereignty", metal="phosphate")
    assert page.href(state) == "/themes/sovereignty?metal=phosphate"
    assert page.match("/themes/sovereignty/") == {"theme": "sovereignty"}
    assert page.match("/themes") is None
    assert page.match("/other/sovereignty") is None


def test_a_page_shows_a_view_once_in_its_list() -> None:
    page = Page("x", "/", 1, sections=(Section(panels=(Panel("a"), Panel("b"))), Section("h", (Panel("a"),))))
    assert page.views == ("a", "b")


def test_the_policy_lets_nothing_in(client: FlaskClient) -> None:
    for path in ("/", "/data", "/figure/top_producers.json", "/assets/tokens.css"):
        headers = client.get(path).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "unsafe-eval" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "Set-Cookie" not in headers


def test_inline_scripts_are_only_those_the_policy_names(client: FlaskClient) -> None:
    html = client.get("/").get_data(as_text=True)
    inline = re.findall(r"<script(?![^>]*src=)([^>]*)>", html)
    assert all("application/json" in tag or "_dash-renderer" in tag for tag in inline)
    loaded = re.findall(r'<(?:script|img|iframe)[^>]* src="([^"]*)"|<link[^>]* href="([^"]*)"', html)
    assert len(loaded) > 10
    assert all((source or href).startswith("/") for source, href in loaded)


def test_without_a_warehouse_every_address_says_what_to_do(tmp_path: Path) -> None:
    server: Flask = create_app(tmp_path / "none.duckdb").server
    for path in ("/", "/data", "/figure/top_producers.json", "/_dash-layout"):
        answer = server.test_client().get(path)
        assert answer.status_code == 503
        assert "make build" in answer.get_data(as_text=True)


def test_the_command_without_a_warehouse_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MAP_VIEW", "un")
    monkeypatch.setattr("sys.argv", ["dashboard", "--warehouse", str(tmp_path / "none.duckdb")])
    assert main() == 1
    assert "make build" in capsys.readouterr().err
