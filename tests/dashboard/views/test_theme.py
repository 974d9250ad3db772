"""Theme pages: ten of one shape, made from the catalog, that say what they cannot tell."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from dashboard import words
from dashboard.answer import answer
from dashboard.pages.themes import PAGES
from dashboard.show import served
from dashboard.state import LANGS, State
from dashboard.theme import PLACES, SPOKEN, at, placed
from dashboard.view import View, discover, figure, title
from dashboard.warehouse import Warehouse
from tests.dashboard.conftest import said, state_of

VIEWS: dict[str, View] = {v.slug: v for v in discover("dashboard.views", "VIEW")}
THEMES = [
    "sovereignty", "ecosystems", "hub", "african_cooperation", "africa_europe", "low_carbon", "governance",
    "infrastructure", "market", "resilience",
]  # fmt: skip
themes = pytest.mark.parametrize("theme", THEMES)
PAGE = PAGES[1]


@themes
def test_every_theme_has_three_to_six_figures(theme: str, warehouse: Warehouse) -> None:
    state = state_of(warehouse, theme=theme)
    count = len(placed(state, warehouse))
    assert SPOKEN <= count <= PLACES
    page = PAGE.at(state, warehouse)
    figures = [v for v in page.views if v.startswith("theme_line")]
    assert figures == [f"theme_line_{n}" for n in range(1, count + 1)]
    assert ("theme_others" in page.views) == (theme in ("sovereignty", "ecosystems", "hub", "governance"))


@themes
@pytest.mark.parametrize("lang", LANGS)
def test_every_place_speaks_draws_and_defines(theme: str, lang: str, warehouse: Warehouse) -> None:
    state = state_of(warehouse, theme=theme, lang=lang)
    for n in range(1, len(placed(state, warehouse)) + 1):
        settled = at(n)(state, warehouse)
        drawn = figure(VIEWS[f"theme_line_{n}"], warehouse, state)["layout"]["meta"]
        name = words.name("indicator", settled.indicator, lang)
        assert drawn["title"] == name[0].upper() + name[1:]
        assert drawn["empty"] or drawn["source"]
        assert title(f"theme_line_{n}", settled) == drawn["title"]
        assert served(VIEWS[f"theme_about_{n}"], state, warehouse)
        assert n > SPOKEN or served(VIEWS[f"theme_say_{n}"], state, warehouse)


def test_an_indicator_without_values_says_so(warehouse: Warehouse) -> None:
    state = state_of(warehouse, theme="infrastructure")
    assert figure(VIEWS["theme_line_1"], warehouse, state)["data"] == []
    [text] = said(VIEWS["theme_say_1"], state, warehouse)
    assert words.name("indicator", "logistics", "fr") in text


def test_the_answer_compares_with_the_past(warehouse: Warehouse) -> None:
    state = state_of(warehouse, theme="sovereignty", metal="cobalt")
    [text] = said(VIEWS["theme_say_1"], state, warehouse)
    assert text.startswith("En 2024, la production mondiale de cobalt")
    assert text.endswith(words.t("answer.then", "fr").format(year=2018, value="0,50"))


def test_where_the_chosen_metal_has_no_price_another_speaks_and_it_is_said() -> None:
    row = {"iso3": "WLD", "stage": "mine", "indicator": "price_index", "value": 120.0, "unit": "index_2015_100"}
    rows = [row | {"year": 2025, "metal": "copper"}, row | {"year": 2025, "metal": "zinc", "value": 90.0}]
    [text] = answer(rows, State(metal="cobalt", indicator="price_index"))
    assert "cuivre" in text
    assert text.endswith("Aucune valeur n’est connue pour le cobalt.")
    assert "cobalt" not in answer(rows, State(metal="zinc", indicator="price_index"))[0]


def test_a_stage_that_the_address_names_is_kept(warehouse: Warehouse) -> None:
    view = VIEWS["theme_line_3"]
    assert view.settled(state_of(warehouse, theme="hub"), warehouse).stage == ""
    assert view.settled(state_of(warehouse, theme="hub", stage="refined"), warehouse).stage == "refined"


def test_the_pages_of_themes_have_addresses_and_nothing_else_does(client: FlaskClient) -> None:
    assert client.get("/themes").status_code == 200
    assert all(client.get(f"/themes/{t}").status_code == 200 for t in THEMES)
    assert client.get("/themes/astrology").status_code == 404
    html = client.get("/themes/market?lang=en").get_data(as_text=True)
    assert words.t("theme.market", "en") in html
    assert words.t("theme.market.question", "en") in html


def test_the_data_of_a_place_are_those_of_its_indicator(client: FlaskClient) -> None:
    answer = client.get("/data/theme_line_1.json?theme=sovereignty&metal=cobalt")
    assert {r["indicator"] for r in answer.get_json()["rows"]} == {"production_hhi"}
