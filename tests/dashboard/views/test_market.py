"""Markets: prices said as they are quoted, old and frozen quotes told apart, trade without double counting."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import orjson
import plotly.graph_objects as go
import pytest

from dashboard import words
from dashboard.state import LANGS
from dashboard.view import View, discover, figure
from dashboard.warehouse import Warehouse
from etl.model import load
from tests.dashboard.conftest import said, state_of

VIEWS: dict[str, View] = {
    v.slug: v for v in discover("dashboard.views", "VIEW") if v.slug.startswith(("price", "market"))
}


def months(year: int, first: float, step: float) -> list[tuple[date, float]]:
    return [(date(year, m, 1), first + step * (m - 1)) for m in range(1, 13)]


@pytest.fixture(scope="module")
def market(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The made-up world with prices: copper moves, phosphate rock stands still, cobalt's stay in the house."""
    path = tmp_path_factory.mktemp("market") / "warehouse.duckdb"
    shutil.copy(world, path)
    rows: list[tuple[Any, ...]] = []
    for metal, stage, source, step, still in (
        ("copper", "refined", "wb_pink_sheet", 100.0, False),
        ("phosphate", "mine", "wb_pink_sheet", 0.0, True),
        ("phosphate", "product", "wb_pink_sheet", -10.0, False),
        ("cobalt", "refined", "comtrade", 10.0, False),
    ):
        last = 2023 if metal == "cobalt" else 2024
        for year in (last - 1, last):
            for month, value in months(year, 2000.0 + 12 * step * (year - last), step):
                change = 12 * step / (value - 12 * step) if year == last else None
                rows.append((month, metal, stage, source, metal, value, "usd_per_t", True, change, still))
    with duckdb.connect(str(path)) as con:
        con.execute(
            "insert into catalog.source (source, publisher, title, vintage, page, redistribution) "
            "values ('wb_pink_sheet', 'World Bank', 'Prices', '2025-01', 'https://example.org/', 'open')"
        )
        con.executemany("insert into marts.price values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        con.executemany(
            "insert into marts.price_year values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null, null)",
            [
                (year, metal, stage, "wb_pink_sheet" if metal != "cobalt" else "comtrade", series, f"usd_per_{unit}",
                 mean, volatility, stale, metal != "titanium", flag)
                for year, metal, stage, series, unit, mean, volatility, stale, flag in (
                    (2024, "copper", "refined", "copper", "t", 1000, 0.2, False, None),
                    (2024, "phosphate", "mine", "phosphate", "t", 1000, None, True, None),
                    (2023, "cobalt", "refined", "cobalt", "t", 1000, 0.4, False, None),
                    (2023, "titanium", "refined", "sponge", "kg", 10, None, False, None),
                    (2024, "titanium", "refined", "sponge", "kg", 12, None, False, "estimated"),
                    (2024, "titanium", "mine", "ilmenite_australia_fob", "t", 400, None, False, None),
                )
            ],
        )  # fmt: skip
        con.execute("insert into indicators.price_change values (2024, 'titanium', 'refined', 'WLD', 0.2)")
        [quotation] = [m for m in load() if m.table == "marts.quotation"]
        con.execute(f"insert into marts.quotation by name {quotation.sql}")
    return Warehouse(path)


def test_the_price_is_said_with_its_month_change_and_source(market: Warehouse) -> None:
    [text] = said(VIEWS["price_say"], state_of(market, metal="copper"), market)
    assert text == (
        "En décembre 2024, le cours du cuivre était de 3\u202f100\xa0USD/t, en hausse de 63\u202f% sur un an. "
        "Source\u202f: Banque mondiale (Pink Sheet) 2025-01."
    )


def test_two_quotations_are_told_apart_and_a_frozen_one_is_flagged(market: Warehouse) -> None:
    rock, fertiliser, frozen = said(VIEWS["price_say"], state_of(market, metal="phosphate"), market)
    assert "(extraction minière)" in rock
    assert "inchangé sur un an" in rock
    assert "en baisse de" in fertiliser
    assert frozen.startswith("La cotation du phosphate (extraction minière) n’a pas changé depuis six mois ou plus")


def test_a_price_for_own_use_is_shown_and_says_so(market: Warehouse) -> None:
    assert said(VIEWS["price_say"], state_of(market, metal="cobalt"), market)[-1] == words.t("price.say.own_use", "fr")


def test_a_metal_without_a_price_gives_way_to_one_that_has_and_says_so(market: Warehouse) -> None:
    other, text, instead = said(VIEWS["price_say"], state_of(market, metal="baryte"), market)
    assert "cuivre" in other, "the catalog’s first whose quotation moves"
    assert text == "Barytine\u202f: aucune source librement réutilisable n’en donne de prix."
    assert instead.startswith("La courbe des prix est donc celle du cuivre")
    drawn = figure(VIEWS["price_month"], market, state_of(market, metal="baryte"))
    assert drawn["data"], "a page of prices opens on a price"
    assert drawn["layout"]["meta"]["title"] == "Cuivre\u202f: l’évolution du prix"
    assert drawn["layout"]["meta"]["subtitle"].startswith("Cuivre")


def test_a_price_of_the_year_is_told_as_one_with_what_it_is_a_price_of(market: Warehouse) -> None:
    ore, sponge, estimated = said(VIEWS["price_say"], state_of(market, metal="titanium"), market)
    assert ore == "En 2024, le prix moyen du titane (ilménite et leucoxène, FAB Australie) était de 400\xa0USD/t."
    assert sponge.startswith(
        "En 2024, le prix moyen du titane (éponge de titane) était de 12\u202f000\xa0USD/t, en hausse de"
    ), "by the tonne, as its ore is"
    assert estimated == words.t("price.say.estimated", "fr")
    meta = figure(VIEWS["price_month"], market, state_of(market, metal="titanium"))["layout"]["meta"]
    assert meta["subtitle"] == "Titane · 2023–2024 · USD/t · moyenne annuelle"
    assert meta["flags"] == words.t("price.say.estimated", "fr")


def test_yearly_prices_stand_in_a_figure_of_their_own(market: Warehouse) -> None:
    drawn = figure(VIEWS["price_year_change_bar"], market, state_of(market, metal="titanium"))
    assert drawn["data"][0]["text"] == ["+20\u202f%"]
    assert drawn["layout"]["meta"]["subtitle"] == "Variation de la moyenne annuelle, 2024 face à 2023"


def test_without_any_price_the_page_says_so(warehouse: Warehouse) -> None:
    meta = figure(VIEWS["price_month"], warehouse, state_of(warehouse, metal="baryte"))["layout"]["meta"]
    assert meta["empty"] == words.t("price.none.any", "fr")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("slug", VIEWS)
def test_every_view_draws(slug: str, lang: str, market: Warehouse) -> None:
    state = state_of(market, lang=lang, metal="phosphate")
    if VIEWS[slug].kind == "sentence":
        assert all(said(VIEWS[slug], state, market))
        return
    drawn = figure(VIEWS[slug], market, state)
    assert bool(drawn["data"]) != bool(drawn["layout"]["meta"]["empty"])
    go.Figure(orjson.loads(orjson.dumps(drawn)))


def test_an_older_quote_is_starred_and_a_frozen_one_has_no_change(market: Warehouse) -> None:
    drawn = figure(VIEWS["price_change_bar"], market, state_of(market, metal="copper"))
    [trace] = drawn["data"]
    texts = dict(zip(trace["y"], trace["text"], strict=True))
    assert texts["Phosphate · mine"] == "cotation figée"
    assert texts["Cobalt"].endswith("*")
    assert drawn["layout"]["meta"]["flags"] == "* décembre 2023"


def test_a_frozen_quote_has_no_volatility(market: Warehouse) -> None:
    [trace] = figure(VIEWS["price_volatility_bar"], market, state_of(market, metal="copper"))["data"]
    assert dict(zip(trace["y"], trace["text"], strict=True)) == {
        "Cobalt": "40\u202f% *",
        "Cuivre": "20\u202f%",
        "Phosphate": "cotation figée",
    }


def test_sales_and_purchases_of_the_latest_year(market: Warehouse) -> None:
    first, scope = said(VIEWS["market_say"], state_of(market), market)
    assert first.startswith(
        "En 2024, le Maroc a vendu pour 450\u202f000\xa0USD des métaux suivis ici (surtout le phosphate)"
    )
    assert scope == words.t("market.say.scope", "fr")
    first, _ = said(VIEWS["market_say"], state_of(market, year="2022"), market)
    assert "(surtout le cobalt" in first or "(surtout le phosphate" in first
    sold = figure(VIEWS["market_trade_sold"], market, state_of(market))
    assert sold["data"][0]["y"] == ["Phosphate · mine"]
    bought = figure(VIEWS["market_trade_bought"], market, state_of(market))
    assert bought["layout"]["meta"]["empty"] == words.t("market.none.side", "fr")


def test_a_country_without_trade_says_so(market: Warehouse) -> None:
    [text] = said(VIEWS["market_say"], state_of(market, country="ISL"), market)
    assert text == "Islande\u202f: aucun échange connu ici pour cette année."
