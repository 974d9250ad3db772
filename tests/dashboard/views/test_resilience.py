"""The simulator's views: a stop worked by hand, its balance, its sentences, and what the address leaves open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from dashboard import shock, words
from dashboard.control import control
from dashboard.state import LANGS, State
from dashboard.view import Cell, title
from dashboard.views import (
    shock_answer,
    shock_assumptions,
    shock_cascade,
    shock_hhi,
    shock_hit,
    shock_map,
    shock_substitutes,
)
from dashboard.warehouse import Row, Warehouse
from tests.dashboard.conftest import state_of

# The DRC sells 60 to China and 40 to France; Morocco 20 to France; China 10 to Germany.
FLOWS = [("COD", "CHN", 60.0), ("COD", "FRA", 40.0), ("MAR", "FRA", 20.0), ("CHN", "DEU", 10.0)]
STATE = State(metal="cobalt", stage="refined", stop=("COD",), feed="same")


def rows(
    flows: list[tuple[str, str, float]] | None = None, stopped: tuple[str, ...] = ("COD",), **over: Any
) -> list[Row]:
    return [
        {
            "year": 2024, "stage": "refined", "exporter_iso3": i, "importer_iso3": j, "value_usd": v * 1e6,
            "gross_weight_t": v * 100, "stopped": i in stopped, "eu27": j in {"FRA", "DEU"}, "partial": False,
            "valuation": "FOB", "output_t": None, "output_year": None, "output_source": None, "reserves_t": None,
            "unit": "usd", "source": "baci", "vintage": "V202601", "flag": None,
        } | over
        for i, j, v in flows or FLOWS
    ]  # fmt: skip


def test_a_stop_by_hand() -> None:
    # China and France lose 60 and 40. Able: Morocco (20, spare 4) and China (10, spare 2). Morocco is asked 60 by
    # China and 40 · 20/30 by France, so gives all its 4; China gives France all its 2. Then China, short of nearly
    # all its inputs, cuts the sales that rest on them, and with them its spare capacity.
    found = shock.shock(rows(), STATE)
    value = found.outcome.value
    assert found.outcome.steps[0].lost == pytest.approx(100e6)
    assert found.outcome.steps[0].gap == pytest.approx(94e6)
    assert len(found.outcome.steps) > 1
    assert np.array_equal(value.lost, value.covered + value.gap)
    assert found.stopped == ("COD",)
    assert [found.trade.codes[n] for n in found.ranked(value.gap, 2)] == ["CHN", "FRA"]


def test_the_views_of_a_page_share_one_computation() -> None:
    assert shock.shock(rows(), STATE) is shock.shock(rows(), STATE)
    assert shock.shock(rows(), STATE) is not shock.shock(rows(), replace(STATE, spare=0))


@pytest.mark.parametrize("lang", LANGS)
def test_the_answer_gives_the_gap_the_balance_europe_and_the_band(lang: str) -> None:
    state = replace(STATE, lang=lang)
    said = shock_answer.draw(rows(), state)
    found = shock.shock(rows(), state)
    assert words.money(float(found.outcome.value.gap.sum()), lang) in said[0]
    assert len(said) == 5
    assert "V202601" in said[-1], "an answer names its source"
    assert not [s for s in said if "{" in s]


@pytest.mark.parametrize("lang", LANGS)
def test_the_answer_is_in_tonnes_where_tonnes_are_chosen(lang: str) -> None:
    state = replace(STATE, lang=lang, measure="tonnes")
    found = shock.shock(rows(), state)
    said = shock_answer.draw(rows(), state)
    assert words.quantity(float(found.outcome.tonnes.gap.sum()), lang) in said[0]
    assert words.quantity(float(found.outcome.tonnes.covered.sum()), lang) in said[1]
    assert words.t("shock.hit.tonnes", lang).split("{")[0] in said[2]


@pytest.mark.parametrize("lang", LANGS)
def test_the_answer_is_in_dollars_where_a_weight_is_unknown(lang: str) -> None:
    unweighed = [r | ({"gross_weight_t": None} if r["importer_iso3"] == "CHN" else {}) for r in rows()]
    said = shock_answer.draw(unweighed, replace(STATE, lang=lang, measure="tonnes"))
    assert not [s for s in said if words.t("ui.no_value", lang) in s]
    assert said.pop(1) == words.t("shock.unweighed", lang), "who asked for tonnes is told"
    assert said == shock_answer.draw(unweighed, replace(STATE, lang=lang))


def test_the_answer_claims_what_the_outcome_allows() -> None:
    covered = shock_answer.draw(rows([("COD", "CHN", 1.0), ("MAR", "FRA", 99.0)]), STATE)
    assert len(covered) == 2
    assert "couvriraient tout" in covered[0]
    [nothing] = shock_answer.draw(rows(stopped=()), STATE)
    assert nothing.startswith("Rien n’est perdu")
    assert "baissaient de 40" in shock_answer.draw(rows(), replace(STATE, loss=40))[0]
    assert "est ici à l’arrêt" in shock_answer.draw(rows(), replace(STATE, country="COD"))[-1]
    assert "n’en viendrait" in shock_answer.draw(rows(), replace(STATE, country="ZAF"))[-1]
    outside = rows([("COD", "CHN", 60.0), ("MAR", "KOR", 20.0)])
    assert "ne manquerait de rien" in " ".join(shock_answer.draw(outside, STATE))


def test_the_hub_fills_in_tonnes_where_its_output_is_gross_weight() -> None:
    said = shock_answer.draw(rows(output_t=9_000.0, output_year=2021, output_source="bgs_wms", reserves_t=1e6), STATE)
    assert said[-1].startswith("En tonnes")
    assert "sa production de 2021" in said[-1]
    assert words.quantity(9_000, "fr") in said[-1]


def test_bars_hold_the_chosen_country_and_the_union_as_a_sum() -> None:
    drawn = shock_hit.draw(rows(), replace(STATE, country="FRA"))
    lost, gap = drawn["data"]
    [union] = [n for n, name in enumerate(gap["y"]) if name == words.t("ui.europe", "fr")]
    value = shock.shock(rows(), STATE).outcome.value
    codes = shock.shock(rows(), STATE).trade.codes
    assert gap["x"][union] == pytest.approx(value.gap[[codes.index("FRA"), codes.index("DEU")]].sum())
    assert {"country": "FRA"} in gap["customdata"]
    assert all(a >= b for a, b in zip(lost["x"], gap["x"], strict=True))
    weighed = shock_hit.draw(rows(), replace(STATE, measure="tonnes"))["data"][0]
    assert max(weighed["x"]) == pytest.approx(max(lost["x"]) / 1e4)


def test_the_map_sets_who_stops_apart() -> None:
    hit, stopped = shock_map.draw(rows(), STATE)["data"]
    assert stopped["locations"] == ["COD"]
    assert "COD" not in hit["locations"]


def test_substitutes_give_what_is_covered() -> None:
    table = shock_substitutes.draw(rows(), STATE)
    [first, *_] = table.rows
    assert isinstance(first[0], Cell)
    assert first[0].sets == "country=MAR"
    assert first[0].strong


def test_concentration_leaves_out_who_has_no_supplier_left() -> None:
    flows = [("COD", "CHN", 60.0), ("COD", "FRA", 40.0), ("MAR", "FRA", 20.0)]
    before, after = shock_hhi.draw(rows(flows), replace(STATE, spare=0))["data"]
    assert before["y"] == ["France"]
    assert (before["x"], after["x"]) == ([pytest.approx((40**2 + 20**2) / 60**2)], [1.0])  # 0–1, as everywhere


def test_the_cascade_is_shown_up_to_a_step() -> None:
    first = shock_cascade.draw(rows(), replace(STATE, step=1))
    last = shock_cascade.draw(rows(), STATE)
    steps = first["layout"]["meta"]["steps"]
    assert steps == shock.shock(rows(), STATE).steps() > 1
    china = first["data"][1]["y"].index("Chine")
    assert first["data"][1]["x"][china] == 0 < last["data"][1]["x"][china] <= 1
    assert last["data"][0]["x"] == last["data"][1]["x"]
    assert f"sur {steps}" in first["layout"]["meta"]["subtitle"]


def test_a_stage_above_feeds_the_cascade() -> None:
    ore = [r | {"stage": "mine"} for r in rows([("COD", "MAR", 50.0)])]
    found = shock.shock(ore + rows(), replace(STATE, feed="above"))
    assert found.above == "mine"
    assert found.outcome.steps[-1].cut[found.trade.codes.index("MAR")] == 1
    assert "extraction minière" in " ".join(shock_assumptions.draw(ore + rows(), STATE))


def test_assumptions_print_the_numbers_chosen_and_the_balance() -> None:
    said = " ".join(shock_assumptions.draw(rows(partial=True), replace(STATE, spare=35)))
    assert "35\u202f%" in said
    assert words.t("note.partial_codes", "fr") in said
    assert words.t("ui.valuation.FOB", "fr") in said
    missing = words.t("shock.rule.none_above", "fr")
    assert missing not in said
    assert missing in shock_assumptions.draw(rows(), replace(STATE, feed="above"))


def test_the_largest_exporter_stops_where_no_one_is_named(warehouse: Warehouse) -> None:
    state = state_of(warehouse, metal="cobalt", stage="refined", year="2022")
    found = shock.shock(shock_hit.VIEW.rows(warehouse, state), state)
    assert found.stopped == ("COD",)
    assert found.year == 2022
    both = state_of(warehouse, metal="cobalt", stage="refined", year="2022", stop="MAR,CHN", measure="tonnes")
    assert {r["unit"] for r in shock_hit.VIEW.rows(warehouse, both)} == {"t"}
    assert shock.shock(shock_hit.VIEW.rows(warehouse, both), both).stopped == ("CHN", "MAR")
    latest = state_of(warehouse, metal="cobalt", stage="refined")
    assert shock.shock(shock_hit.VIEW.rows(warehouse, latest), latest).year == 2023


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["scenario", "stop", "spare", "feed", "sellers", "buyers", "years", "step"])
def test_the_controls_stand_in_every_language(warehouse: Warehouse, lang: str, name: str) -> None:
    assert control(name, state_of(warehouse, lang=lang, stop="COD"), warehouse.opened()).to_plotly_json()


def test_a_scenario_is_an_address_that_is_understood(warehouse: Warehouse) -> None:
    for slug, params in shock.PRESETS.items():
        assert words.has(f"scenario.{slug}")
        known = {k: v for k, v in params.items() if k != "metal"}
        assert not [n for n in state_of(warehouse, **known).notices if n.param != "stop"]


@pytest.mark.parametrize(("lang", "name"), [("fr", "de bauxite"), ("en", "of bauxite"), ("ar", "من البوكسيت")])
def test_what_is_mined_for_aluminium_is_called_bauxite(lang: str, name: str) -> None:
    mined = replace(STATE, metal="aluminium", stage="mine", lang=lang)
    found = [r | {"stage": "mine"} for r in rows()]
    assert name in shock_answer.draw(found, mined)[0]
    assert name.rsplit(maxsplit=1)[-1] in title("shock_map", mined).lower()
    assert name not in shock_answer.draw(rows(), replace(mined, stage="refined"))[0]


def test_a_scenario_does_what_it_is_called() -> None:
    assert {slug for slug, params in shock.PRESETS.items() if "loss" in params} == {"graphite"}
    assert shock.PRESETS["graphite"]["loss"] == "50"
    assert "halves" in words.t("scenario.graphite", "en")
