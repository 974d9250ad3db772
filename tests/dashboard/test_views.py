"""Every view there is: its words, its contract, and its drawing in every language, over the made-up world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
import plotly.graph_objects as go
import pytest

from dashboard import words
from dashboard.show import served
from dashboard.state import LANGS, PARAMS, State
from dashboard.view import View, caption, discover, figure, figure_url, named, title, vintage
from dashboard.warehouse import Warehouse
from tests.dashboard.conftest import state_of

VIEWS: list[View] = discover("dashboard.views", "VIEW")
STATES: list[dict[str, str]] = [
    {},
    {"metal": "cobalt", "stage": "mine", "year": "2022", "country": "COD"},
    {"metal": "phosphate", "measure": "tonnes", "country": "FRA"},
    {"metal": "helium", "year": "1900", "country": "ZWE"},
]
views = pytest.mark.parametrize("view", VIEWS, ids=lambda v: v.slug)
langs = pytest.mark.parametrize("lang", LANGS)


@views
def test_a_view_is_named_as_its_file_and_has_words(view: View) -> None:
    assert words.has(f"view.{view.slug}.title")
    assert all(title(view.slug, State(lang=lang, stage="mine")) for lang in LANGS)


@views
def test_the_rows_say_unit_source_and_flag(view: View, warehouse: Warehouse) -> None:
    schema, _ = warehouse.batches(view.sql, view.values(State(stage="mine"), warehouse))
    assert {"unit", "source", "flag"} <= set(schema.names)
    assert not [n for n in schema.names if not words.has(f"column.{n}")]


def plan(sql: str, values: Mapping[str, Any], warehouse: Warehouse) -> str:
    """How the engine would answer a view's question, tables by their full names."""
    rows = warehouse.rows(f"explain {sql}", values)
    return " ".join(str(row["explain_value"]) for row in rows)


@views
def test_no_view_scans_the_raw_trade_table(view: View, warehouse: Warehouse) -> None:
    assert "staging.trade" not in plan(view.sql, view.values(State(stage="mine"), warehouse), warehouse)


def test_a_scan_of_the_raw_trade_table_would_be_seen(warehouse: Warehouse) -> None:
    assert "staging.trade" in plan("select sum(value_usd) from staging.trade", {}, warehouse)


@views
def test_what_a_view_reads_stands_in_the_order_of_addresses(view: View) -> None:
    assert list(view.reads) == [n for n in PARAMS if n in view.reads]
    assert set(view.params) <= PARAMS.keys()


@views
@langs
@pytest.mark.parametrize("params", STATES, ids=lambda p: p.get("metal", "default"))
def test_a_view_draws_in_every_language(view: View, lang: str, params: dict[str, str], warehouse: Warehouse) -> None:
    state = state_of(warehouse, lang=lang, **params)
    if view.kind != "figure":
        assert served(view, state, warehouse)
        return
    drawn = figure(view, warehouse, state)
    meta = drawn["layout"]["meta"]
    assert meta["title"]
    assert bool(meta["empty"]) != bool(drawn["data"])
    if drawn["data"]:
        assert meta["source"]
        go.Figure(orjson.loads(orjson.dumps(drawn)))  # plotly knows every property


@views
@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_figure_has_its_colours_in_both_looks(view: View, look: str, warehouse: Warehouse) -> None:
    if view.kind == "figure":
        assert figure(view, warehouse, state_of(warehouse, look=look))["layout"]["meta"]["view"] == view.slug


def test_the_sankey_stays_within_sixty_links_and_keeps_the_total(warehouse: Warehouse) -> None:
    [view] = [v for v in VIEWS if v.slug == "flow_sankey"]
    state = state_of(warehouse, metal="cobalt", stage="refined", year="2022")
    [trace] = figure(view, warehouse, state)["data"]
    assert len(trace["link"]["value"]) <= 60
    assert sum(trace["link"]["value"]) == pytest.approx(sum(r["value_usd"] for r in view.rows(warehouse, state)))


def test_arabic_mirrors_bars_and_sankey(warehouse: Warehouse) -> None:
    by_slug = {v.slug: v for v in VIEWS}
    state = state_of(warehouse, lang="ar", stage="mine")
    bars = figure(by_slug["top_producers"], warehouse, state)["layout"]
    assert bars["yaxis"]["side"] == "right"
    assert bars["xaxis"]["range"][0] > bars["xaxis"]["range"][1]
    [trace] = figure(by_slug["flow_sankey"], warehouse, state_of(warehouse, lang="ar", stage="refined"))["data"]
    assert trace["direction"] == "reversed"


def test_the_caption_says_stage_years_unit_sources_and_flags(warehouse: Warehouse) -> None:
    rows: list[dict[str, Any]] = [
        {"year": 2022, "stage": "mine", "unit": "t", "basis": "P2O5", "source": "wmd", "flag": None},
        {"year": 2024, "stage": "mine", "unit": "t", "basis": "P2O5", "source": "baci wmd", "flag": "estimated"},
    ]
    said = caption(rows, State(stage="mine"), warehouse.opened().sources)
    parts = ["Extraction minière", "2022–2024", f"t, {words.name('basis', 'P2O5', 'fr')}"]
    assert said["subtitle"] == words.DOT.join(parts)  # no line begins with a dot
    assert said["source"].startswith(words.t("ui.sources.line", "fr").split("{")[0])
    assert said["flags"] == "Estimé"


def test_sources_that_speak_of_other_years_each_say_which(warehouse: Warehouse) -> None:
    rows: list[dict[str, Any]] = [
        {"year": 2016, "source": "baci"}, {"year": 2017, "source": "baci"}, {"year": 2018, "source": "wmd"},
    ]  # fmt: skip
    said = caption(rows, State(), warehouse.opened().sources)["source"]
    assert ", 2016–2017" in said
    assert said.endswith(", 2018")
    together = caption([{"year": 2018, "source": "baci wmd"}], State(), warehouse.opened().sources)["source"]
    assert "2018" not in together
    arabic = caption(rows, State(lang="ar"), warehouse.opened().sources)["source"]
    assert f"{words.RLM}2016–2017" in arabic  # as in the subtitle, whatever letters the source's name is written in


def test_a_title_without_its_theme_begins_with_the_word(warehouse: Warehouse) -> None:
    assert title("theme_limits", State()) == "Thème\u202f: les limites"
    assert title("production_sentence", State(metal="cobalt")).endswith("la place du Maroc")


def test_a_code_without_words_is_shown_as_it_is(warehouse: Warehouse) -> None:
    assert named("metal", "unobtainium", "fr") == "unobtainium"
    assert named("metal", None, "fr") == ""
    assert vintage("nobody", warehouse.opened().sources) == ""


def test_the_address_of_a_figure_names_only_what_it_depends_on(warehouse: Warehouse) -> None:
    view = View("x", "select 1 as a where $metal = 'cobalt'")
    state = state_of(warehouse, metal="phosphate", country="COD", year="2022")
    assert figure_url(view, state, "1") == "/figure/x.json?lang=fr&metal=phosphate&v=1"


def test_sql_that_names_an_unknown_parameter_is_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        _ = View("x", "select $colour").bound
