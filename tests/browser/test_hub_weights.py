"""The weights panel: moving a slider writes the address once for the whole move and says whose ranks these are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_slider_writes_the_weights_and_back_undoes_the_move(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        visit.open("/hub?lang=fr")
        sliders = visit.page.locator(".sliders [role=slider]")
        expect(sliders).to_have_count(4)
        sliders.first.focus()
        for _ in range(3):
            visit.page.keyboard.press("ArrowRight")
        visit.page.wait_for_url("**weights=40%2C25%2C25%2C25**")
        visit.settled()
        visit.page.go_back()
        visit.page.wait_for_url("**/hub?lang=fr")
        assert visit.complaints == []


def test_an_address_with_weights_stands_on_its_sliders_and_can_be_reset(opened: Callable[..., Any]) -> None:
    with opened() as visit:
        visit.open("/hub?lang=ar&weights=70,10,10,10&aggregation=geometric")
        first = visit.page.locator(".sliders [role=slider]").first
        assert first.get_attribute("aria-valuenow") == "70"
        visit.page.locator(".sliders .reset").click()
        visit.page.wait_for_url("**/hub?lang=ar")
        expect(visit.page.locator(".sliders [role=slider]").first).to_have_attribute("aria-valuenow", "25")
        assert visit.complaints == []
