"""How a figure is made: every view that shows no one indicator has a rule in words, and a screen of its own."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from dashboard import words
from dashboard.menu import menu
from dashboard.page import Page
from dashboard.pages.method import rules
from dashboard.state import LANGS
from dashboard.view import View, discover
from dashboard.warehouse import Warehouse
from tests.dashboard.conftest import state_of

PAGES: list[Page] = discover("dashboard.pages", "PAGE")
SHOWN = {slug for page in PAGES for slug in page.views}
VIEWS: list[View] = [
    v for v in discover("dashboard.views", "VIEW") if v.slug in SHOWN and v.kind in ("figure", "table")
]


@pytest.mark.parametrize("view", VIEWS, ids=lambda v: v.slug)
def test_a_figure_leads_to_its_lineage_or_to_its_rule(view: View, warehouse: Warehouse, client: FlaskClient) -> None:
    if view.indicator or "indicator" in view.reads:
        return
    assert rules(view.slug), view.slug
    state = state_of(warehouse)
    assert f"/method/{view.slug}?" in str(menu(view, state))
    for lang in LANGS:
        answer = client.get(f"/method/{view.slug}?lang={lang}")
        assert answer.status_code == 200
        assert all(words.t(key, lang).split("’")[0] in answer.text for key in rules(view.slug))
        assert "select" in answer.text


@pytest.mark.parametrize("slug", ["nonsense", "indicators.rca", "%27"])
def test_what_is_no_view_is_no_page(client: FlaskClient, slug: str) -> None:
    assert client.get(f"/method/{slug}", headers={"Accept": "text/html"}).status_code == 404


def test_the_rule_is_of_what_the_figure_shows_where_the_choice_has_no_price(client: FlaskClient) -> None:
    shown = client.get("/figure/price_month.json?metal=baryte&lang=en").get_json()["layout"]["meta"]["title"]
    assert shown in client.get("/method/price_month?metal=baryte&lang=en").text
