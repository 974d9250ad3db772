"""What people do: change a control, click a country, go back, download what is drawn."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from playwright.sync_api import expect

from dashboard import words
from dashboard.state import State
from dashboard.view import title

pytestmark = pytest.mark.browser


def drawn(visit: Any, view: str) -> dict[str, Any]:
    """The figure as the browser holds it: plotly's own data of the view's plot."""
    script = f"JSON.stringify(document.querySelector('[data-figure=\"{view}\"] .js-plotly-plot').data)"
    found: dict[str, Any] = {"data": json.loads(visit.page.evaluate(script))}
    return found


def rows(visit: Any, view: str, **query: str) -> list[dict[str, str]]:
    response = httpx.get(f"{visit.site}/data/{view}.csv", params=query)
    response.raise_for_status()
    assert response.content.startswith(b"\xef\xbb\xbf"), "Excel takes UTF-8 by its BOM"
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_a_control_changes_the_address_and_the_figures(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        visit.open("/?metal=cobalt&stage=mine&year=2022")
        visit.page.locator(".control.metal input").first.click()
        visit.page.get_by_role("option", name="Cuivre", exact=True).click()
        visit.page.wait_for_url("**metal=copper**")
        expect(visit.page.locator("main")).to_contain_text("cuivre")
        visit.settled()
        assert visit.complaints == []
        visit.page.go_back()
        visit.page.wait_for_url("**metal=cobalt**")
        expect(visit.page.locator("main")).to_contain_text("cobalt")


def test_a_menu_opened_before_dash_is_there_stays_open(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        held: list[Any] = []
        visit.page.route(re.compile(r"/_dash-component-suites/"), lambda route: held.append(route))  # noqa: PLW0108 - no builtin
        visit.page.goto(f"{visit.site}/?metal=cobalt", wait_until="domcontentloaded")
        menu = visit.page.locator("details.menu")
        menu.nth(1).locator("summary").click()
        assert visit.page.locator("#early details.menu[open]").count() == 1
        visit.page.unroute_all()  # lets go of those that are held
        expect(visit.page.locator("#early")).to_have_count(0)
        visit.settled()
        expect(visit.page.locator("#react-entry-point details.menu[open]")).to_have_count(1)
        assert menu.nth(1).evaluate("(menu) => menu.open && menu.contains(document.activeElement)")


def test_the_csv_equals_what_is_drawn(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        visit.open("/?metal=cobalt&stage=mine&year=2023")
        table = rows(visit, "top_producers", metal="cobalt", stage="mine", year="2023")
        bars = drawn(visit, "top_producers")["data"][0]
        shown = {p["country"]: v for p, v in zip(bars["customdata"], bars["x"], strict=True)}
        published = {r["iso3"]: float(r["quantity_t"]) for r in table}
        assert shown == pytest.approx({c: published[c] for c in shown})
        largest = sorted(published, key=lambda c: -published[c])[:10]
        assert set(shown) == {*largest, "MAR"}


def test_a_figure_leaves_as_a_picture_with_its_words_and_letters(opened: Callable[..., Any]) -> None:
    with opened(permissions=["clipboard-read", "clipboard-write"]) as visit:
        visit.open("/?metal=cobalt&lang=ar")
        menu = visit.page.locator("[data-figure='production_map'] details.menu")
        menu.locator("summary").click()

        def made(button: str) -> bytes:
            with visit.page.expect_download() as download:
                menu.locator(button).click()
            return Path(download.value.path()).read_bytes()

        sizes = [Image.open(io.BytesIO(made(f"[data-make='png'][data-dots='{n}']"))).size for n in (1, 3)]
        assert sizes[1] == pytest.approx([3 * side for side in sizes[0]], abs=3)
        svg = made("[data-make='svg']").decode()
        assert svg.count("@font-face") == 3
        heading = title("production_map", State(metal="cobalt", lang="ar"))
        for text in (heading.split(":")[0], "WMD (2026)", words.t("ui.map.scope", "ar").split(" ")[0]):
            assert text in svg
        menu.locator("[data-make='copy']").click()
        expect(menu.locator(".said")).to_have_text(words.t("ui.copied", "ar"))
        types = "async () => (await navigator.clipboard.read())[0].types"
        assert visit.page.evaluate(types) == ["image/png"]
        menu.locator("[data-make='embed']").click()
        visit.page.wait_for_function("async () => (await navigator.clipboard.readText()).startsWith('<iframe')")
        [address] = re.findall(r'src="([^"]+)"', visit.page.evaluate("navigator.clipboard.readText()"))
        assert httpx.get(html.unescape(address)).status_code == 200
        assert visit.complaints == []


def test_a_picture_needs_no_network(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        visit.open("/explorer?metal=cobalt")
        visit.page.route("**/*", lambda route: route.abort())
        menu = visit.page.locator("[data-figure='explore_figure'] details.menu")
        menu.locator("summary").click()
        with visit.page.expect_download() as download:
            menu.locator("[data-make='png'][data-dots='1']").click()
        with Image.open(download.value.path()) as picture:
            assert picture.format == "PNG"


def test_a_bad_value_in_a_link_is_said_and_the_page_stands(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        visit.open("/?metal=unobtainium&year=abc")
        expect(visit.page.locator(".notices")).to_contain_text("unobtainium")
        assert visit.complaints == []


def test_an_unknown_page_is_404_and_says_so(site: str) -> None:
    assert httpx.get(f"{site}/nowhere").status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/data/nothing.csv", 404),
        ("/figure/nothing.json", 404),
        ("/data/top_producers.csv?metal=unobtainium", 400),
        ("/data/top_producers.csv?colour=red", 400),
        ("/figure/production_map.json?year=9999999", 400),
        ("/data/top_producers.exe", 404),
    ],
)
def test_a_bad_request_is_answered_with_a_sentence(site: str, path: str, status: int) -> None:
    response = httpx.get(site + path)
    assert response.status_code == status
    assert len(response.text) > 10


def test_a_link_of_the_navigation_opens_the_other_page(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        visit.open("/?metal=copper&lang=en")
        visit.page.locator('.pages a[href^="/flows"]').click()
        expect(visit.page.locator("main h1")).to_have_text("Africa–Europe flows")
        assert visit.query()["metal"] == "copper"
        visit.settled()
        visit.page.go_back()
        expect(visit.page.locator("main h1")).to_have_text("Overview")
        assert visit.complaints == []
