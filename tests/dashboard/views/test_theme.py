"""Theme pages: ten of one shape, made from the catalog, that say what they cannot tell."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from dashboard import words
from dashboard.answer import answer
from dashboard.pages.themes import PAGES
from dashboard.series import valued
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
    every = warehouse.rows("select indicator from catalog.indicator where theme = $theme", {"theme": theme})
    assert ("theme_others" in page.views) == (len(every) > count)
    assert "theme_others" in page.views or theme not in ("sovereignty", "ecosystems", "hub", "governance")


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
    row = {"iso3": "WLD", "stage": "mine", "indicator": "price_index", "value": 120.0, "unit": "index_2015_100",
           "note_codes": ""}  # fmt: skip
    rows = [row | {"year": 2025, "metal": "copper"}, row | {"year": 2025, "metal": "zinc", "value": 90.0},
            row | {"year": 2025, "metal": "phosphate", "value": 127.0, "note_codes": "stale"},
            row | {"year": 2024, "metal": "silver", "value": 253.0}]  # fmt: skip
    [text] = answer(rows, State(metal="cobalt", indicator="price_index"))
    named = "«\u202fIndice des prix (2015 = 100)\u202f» n’est pas connu pour le cobalt."
    assert text.startswith(f"{named} En 2025, l’indice du prix moyen du cuivre")
    assert "cobalt" not in answer(rows, State(metal="zinc", indicator="price_index"))[0]
    other = [r | {"indicator": "production_hhi", "unit": "index_0_1", "value": 0.5} for r in rows]
    assert "cuivre" not in answer(other, State(metal="helium", indicator="production_hhi"))[0]


def test_an_answer_is_of_today_and_names_what_the_years_before_measured() -> None:
    row = {"iso3": "MAR", "metal": "cobalt", "stage": "refined", "indicator": "bridge", "value": 0.0,
           "unit": "share_0_1", "note_codes": ""}  # fmt: skip
    state = State(metal="cobalt", country="MAR", indicator="bridge")
    [text] = answer([row | {"year": 2024}, row | {"year": 2014, "value": 0.66}], state)
    assert text.endswith("Indice de pont Afrique–Europe en 2014\u202f: 66\u202f%.")
    [text] = answer([row | {"year": 1999}, row | {"year": 2024, "iso3": "ESP"}], state)
    assert text.endswith("pour ce choix (Maroc, cobalt) depuis 1999.")
    price = row | {"iso3": "WLD", "indicator": "price_index", "unit": "index_2015_100"}
    [text] = answer([price | {"year": 2025, "value": 253.0}, price | {"year": 2015, "value": 100.0}], state)
    assert text.endswith("pour 100 en 2015.")


def test_an_indicator_without_any_value_leaves_its_place_to_the_others(warehouse: Warehouse) -> None:
    state = state_of(warehouse, theme="infrastructure")
    drawn = [valued(i, warehouse) for i in placed(state, warehouse)]
    assert drawn == sorted(drawn, reverse=True)


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


def test_a_card_of_the_index_has_a_figure_where_the_data_have_one(warehouse: Warehouse) -> None:
    state = state_of(warehouse)
    rows = VIEWS["theme_index"].rows(warehouse, state)
    for row, card in zip(rows, VIEWS["theme_index"].drawn(rows, state), strict=True):
        assert card.value == words.t(f"theme.{row['theme']}.question", "fr")
        assert (str(row["year"]) in card.change) if row["value"] is not None else card.change == ""
