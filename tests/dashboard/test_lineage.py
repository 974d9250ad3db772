"""Lineage: every number leads to its formula, its rows, its sources and files; bad addresses get a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard import words
from dashboard.lineage import Key, NoIndicatorError, Trace, _Inputs, tables, trace
from dashboard.menu import menu
from dashboard.pages.lineage import more
from dashboard.state import LANGS, State
from dashboard.view import View, discover
from dashboard.warehouse import Warehouse
from tests.dashboard.conftest import state_of


def traced(warehouse: Warehouse, indicator: str, **params: str) -> Trace:
    return trace(warehouse, state_of(warehouse, indicator=indicator, **params))


def rows_of(found: Trace, table: str) -> list[dict[str, Any]]:
    """Rows of one input as records."""
    (given,) = [i for i in found.inputs if i.table == table]
    return [dict(zip(given.columns, r, strict=True)) for r in given.rows]


def test_a_share_leads_to_its_two_rows_and_their_file(warehouse: Warehouse) -> None:
    found = traced(warehouse, "production_share", metal="cobalt", year="2022")
    assert found.value == pytest.approx(20 / 150)
    (made,) = rows_of(found, "marts.production")
    (total,) = rows_of(found, "marts.production_total")
    assert (made["iso3"], made["quantity_t"], total["total_t"]) == ("MAR", 20.0, 150.0)
    (source,) = found.sources
    assert source["source"] == "wmd"
    assert all(len(f["sha256"]) == 64 for f in source["files"])
    assert found.models[0].table == "indicators.production_share"
    assert "staging.production" in {read for m in found.models for read in m.reads}


def test_the_latest_year_stands_where_none_is_named(warehouse: Warehouse) -> None:
    assert traced(warehouse, "production_share", metal="cobalt").key.year == 2024


def test_a_world_figure_leads_to_every_country(warehouse: Warehouse) -> None:
    found = traced(warehouse, "top_producer_share", metal="cobalt", year="2022")
    assert found.key.iso3 == "WLD"
    assert {r["iso3"] for r in rows_of(found, "indicators.production_share")} == {"COD", "MAR", "CHN"}


def test_trade_is_shown_from_the_side_that_the_formula_takes(warehouse: Warehouse) -> None:
    found = traced(warehouse, "supplier_hhi", metal="cobalt", stage="refined", year="2022", country="FRA")
    assert {r["importer_iso3"] for r in rows_of(found, "marts.pair")} == {"FRA"}


def test_a_value_that_is_not_there_is_no_other_countrys(warehouse: Warehouse) -> None:
    found = traced(warehouse, "production_share", metal="cobalt", year="2022", country="FRA")
    assert (found.value, found.inputs, found.key.iso3) == (None, (), "FRA")


def test_rows_for_own_use_are_counted_and_kept_back(warehouse: Warehouse) -> None:
    sql = "select metal from marts.production where source = 'comtrade'"
    assert warehouse.rows(sql, {}) == [{"metal": "copper"}]
    key = Key("production_share", 2024, "copper", "mine", "COD")
    found = list(
        _Inputs(warehouse, warehouse.opened(), key).all(tuple(tables(warehouse, "indicators.production_share")))
    )
    (made,) = [i for i in found if i.table == "marts.production"]
    assert (made.count, made.withheld, made.rows) == (1, 1, ())


def test_every_indicator_can_be_traced_and_shown(warehouse: Warehouse) -> None:
    for slug in sorted(warehouse.opened().vocabulary["indicator"]):
        for metal in ("cobalt", "phosphate"):
            state = state_of(warehouse, indicator=slug, metal=metal)
            assert trace(warehouse, state).key.indicator == slug
            assert more(state, warehouse).to_plotly_json()


@pytest.mark.parametrize("lang", LANGS)
def test_the_screen_says_when_there_is_no_value(lang: str, warehouse: Warehouse) -> None:
    state = state_of(warehouse, indicator="production_share", metal="cobalt", country="FRA", year="2022", lang=lang)
    assert words.t("lineage.none", lang) in str(more(state, warehouse))


def test_no_such_indicator(warehouse: Warehouse) -> None:
    with pytest.raises(NoIndicatorError):
        trace(warehouse, State(indicator="nonsense"))


def test_the_address_answers_as_data(client: FlaskClient) -> None:
    answer = client.get("/lineage/production_share?metal=cobalt&stage=mine&year=2022&country=MAR")
    assert answer.status_code == 200
    found = answer.get_json()
    assert found["key"] == {"year": 2022, "metal": "cobalt", "stage": "mine", "country": "MAR"}
    assert found["value"] == pytest.approx(20 / 150)
    assert found["unit"] == "share_0_1"
    assert found["formula"]
    assert "SELECT" in found["sql"]
    assert [i["table"] for i in found["inputs"]] == ["marts.production", "marts.production_total"]
    assert found["inputs"][0]["count"] == 1
    assert found["sources"][0]["files"][0]["sha256"]
    same = client.get("/lineage/production_share.json?metal=cobalt&stage=mine&year=2022&country=MAR")
    assert same.get_json() == found
    assert client.get(same.request.path + "?metal=cobalt&stage=mine&year=2022&country=MAR",
                      headers={"If-None-Match": same.headers["ETag"]}).status_code == 304  # fmt: skip


def test_the_key_of_an_answer_is_an_address(client: FlaskClient, warehouse: Warehouse) -> None:
    """Where an indicator has no metal or no stage, or is the world's, its key says so in words that are understood."""
    for slug in sorted(warehouse.opened().vocabulary["indicator"]):
        key = client.get(f"/lineage/{slug}.json?metal=cobalt").get_json()["key"]
        query = {name: value for name, value in key.items() if value is not None}
        again = client.get(f"/lineage/{slug}.json", query_string=query)
        assert again.status_code == 200, (slug, query)
        assert again.get_json()["key"] == key


def test_the_sum_over_all_countries_stands_beside_one_country_s_rows(warehouse: Warehouse) -> None:
    found = traced(warehouse, "import_share", metal="cobalt", stage="refined", year="2022", country="FRA")
    (trade,) = [i for i in found.inputs if i.table == "marts.country_trade"]
    [row] = rows_of(found, "marts.country_trade")
    assert found.value == pytest.approx(row["import_usd"] / trade.whole["import_usd"])
    assert trade.whole_count > 1


def test_a_pillar_of_the_index_leads_to_its_own_indicators(warehouse: Warehouse) -> None:
    key = Key("hub_enabling", 2022, "all", "all", "MAR")
    reader = _Inputs(warehouse, warehouse.opened(), key)
    found = {i.table: i for i in reader.all(tuple(tables(warehouse, "indicators.hub_enabling")))}
    assert {r[found["index.hub_input"].columns.index("pillar")] for r in found["index.hub_input"].rows} <= {"enabling"}
    assert {r[found["index.hub_score"].columns.index("part")] for r in found["index.hub_score"].rows} <= {"enabling"}


def test_every_input_row_of_a_table_is_a_csv(client: FlaskClient) -> None:
    where = "metal=cobalt&stage=mine&year=2022&country=MAR"
    answer = client.get(f"/lineage/production_share/marts.production.csv?{where}")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == "attachment; filename=production_share_marts_production.csv"
    head, row = answer.get_data(as_text=True).lstrip("\ufeff").splitlines()
    assert dict(zip(head.split(","), row.split(","), strict=True))['"quantity_t"'] == "20"
    assert client.get(f"/lineage/production_share/marts.flow.csv?{where}").status_code == 404


def test_a_browser_gets_the_screen(client: FlaskClient) -> None:
    answer = client.get("/lineage/production_share?metal=cobalt", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert words.t("page.lineage.title", "fr") in answer.text
    assert 'preload" href="/assets/plotly' not in answer.text, "a page without figures needs no plotly"
    assert client.get("/lineage/nonsense", headers={"Accept": "text/html"}).status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/lineage/nonsense", 404),
        ("/lineage/nonsense.json", 404),
        ("/lineage/rca?year=soon", 400),
        ("/lineage/rca?metal=unobtainium", 400),
        ("/lineage/rca?country=ATLANTIS", 400),
        ("/lineage/rca?frobnicate=1", 400),
        ("/lineage/rca.json?stage=polished", 400),
    ],
)
@pytest.mark.parametrize("lang", LANGS)
def test_bad_addresses_get_a_sentence(client: FlaskClient, path: str, status: int, lang: str) -> None:
    answer = client.get(f"{path}{'&' if '?' in path else '?'}lang={lang}")
    assert answer.status_code == status
    assert len(answer.get_json()["error"]) > 10


def links(part: Any) -> Iterator[Any]:
    """Every link in a component, at any depth."""
    if hasattr(part, "href"):
        yield part
    inner = getattr(part, "children", None)
    for child in inner if isinstance(inner, list) else [inner]:
        if not isinstance(child, str | None):
            yield from links(child)


@pytest.mark.parametrize("view", [v for v in discover("dashboard.views", "VIEW") if v.indicator], ids=lambda v: v.slug)
def test_a_menu_leads_from_a_figure_to_its_lineage(view: View, warehouse: Warehouse, client: FlaskClient) -> None:
    state = state_of(warehouse, metal="cobalt", country="COD", year="2022")
    (href,) = [a.href for a in links(menu(view, state)) if a.href.startswith("/lineage/")]
    answer = client.get(href)
    assert answer.status_code == 200
    assert answer.get_json()["indicator"] == view.indicator


def test_the_screen_says_which_stage_stands_in_for_the_one_chosen(warehouse: Warehouse) -> None:
    instead = "the value is that of the stage “"
    assert instead in str(more(state_of(warehouse, indicator="rca", metal="cobalt", lang="en"), warehouse))
    for chosen in ({"indicator": "rca", "stage": "refined"}, {"indicator": "production_share"}):
        state = state_of(warehouse, metal="cobalt", lang="en", **chosen)
        assert instead not in str(more(state, warehouse))


def test_a_share_of_imports_leads_to_what_the_country_bought(warehouse: Warehouse) -> None:
    for indicator, side in (("import_share", "importer_iso3"), ("export_share", "exporter_iso3")):
        [cell, *_] = warehouse.rows(f"select * from indicators.{indicator} order by all limit 1", {})
        params = {n: str(cell[n]) for n in ("metal", "stage", "year")} | {"country": cell["iso3"]}
        found = traced(warehouse, indicator, **params)
        pairs = rows_of(found, "marts.pair")
        assert pairs, indicator
        assert {r[side] for r in pairs} == {cell["iso3"]}
        assert found.sources
