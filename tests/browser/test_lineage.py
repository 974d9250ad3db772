"""From a figure's menu to where its numbers come from, and on from there by the controls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from dashboard import words

pytestmark = pytest.mark.browser


def test_a_menu_leads_to_the_lineage_and_its_controls_ask_again(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        visit.open("/?metal=cobalt&stage=mine&year=2022")
        menu = visit.page.locator(".view-top_producers .menu")
        menu.locator("summary").click()
        menu.get_by_role("link", name=words.t("ui.lineage", "fr")).click()
        visit.page.wait_for_url("**/lineage/production_share?**year=2022**")
        expect(visit.page.locator(".lineage .key")).to_contain_text("2022")
        before = visit.page.locator(".lineage .value").inner_text()
        visit.page.locator(".control.country input").first.click()
        visit.page.get_by_role("option", name="RD Congo", exact=True).click()
        visit.page.wait_for_url("**country=COD**")
        expect(visit.page.locator(".lineage .key")).to_contain_text("RD Congo")
        assert visit.page.locator(".lineage .value").inner_text() != before
        assert visit.complaints == []


def test_pages_of_one_table_leave_the_others_in_sight(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        visit.open("/data-methods?page=3")
        rows = visit.page.locator(".view-source_table tbody tr")
        assert rows.count() > 1
        assert visit.complaints == []
