"""The hub: ranks that follow the reader's weights, sentences that intervals allow, the bridge said honestly."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dashboard import hub, words
from dashboard.state import LANGS, State
from dashboard.view import Cell
from dashboard.views import (
    hub_ahead,
    hub_bridge,
    hub_bridge_answer,
    hub_choices,
    hub_index,
    hub_peers,
    hub_pillars,
    hub_rank,
)  # fmt: skip
from dashboard.warehouse import Row

# Each pillar has one indicator; the first country is best everywhere, the last worst, and two between are told apart
# by nothing but the weights.
VALUES = {
    "ZAF": (9.0, 9.0, 9.0, 9.0),
    "MAR": (5.0, 1.0, 5.0, 1.0),
    "EGY": (1.0, 5.0, 1.0, 5.0),
    "TUN": (0.0, 0.0, 0.0, 0.0),
}
INDICATORS = ("reserve_share", "rca", "bridge", "governance")


def inputs(values: dict[str, tuple[float | None, ...]] | None = None) -> list[Row]:
    """Rows of index.hub_input, one indicator a pillar."""
    return [
        {
            "year": 2024, "iso3": iso3, "indicator": indicator, "pillar": pillar, "better": "high", "value": value,
            "value_year": 2024, "unit": "ratio", "source": "baci", "flag": None,
        }
        for iso3, row in (values or VALUES).items()
        for indicator, pillar, value in zip(INDICATORS, hub.PILLARS, row, strict=True)
    ]  # fmt: skip


def weighed(*weights: int, **over: Any) -> State:
    """A state with these weights, in the order of the address."""
    return State(weights=tuple(str(w) for w in weights), **over)


def test_the_weights_decide_who_of_two_equals_is_first() -> None:
    first = [s.iso3 for s in hub.standings(inputs(), weighed(80, 0, 20, 0))]
    assert first == ["ZAF", "MAR", "EGY", "TUN"]
    second = [s.iso3 for s in hub.standings(inputs(), weighed(0, 80, 0, 20))]
    assert second == ["ZAF", "EGY", "MAR", "TUN"]


def test_equal_weights_leave_equals_open_and_extremes_settled() -> None:
    found = {s.iso3: s for s in hub.standings(inputs(), State())}
    assert found["MAR"].overlaps(found["EGY"])
    assert not found["ZAF"].overlaps(found["MAR"])
    assert (found["ZAF"].low, found["ZAF"].high) == (1, 1)
    assert found["TUN"].pillars == dict.fromkeys(hub.PILLARS, 0.0)


@pytest.mark.parametrize("weights", [(), (0, 0, 0, 0), (10, 20), (25, 25, 25, 25)])
def test_no_usable_weights_are_equal_weights(weights: tuple[int, ...]) -> None:
    assert hub.weights(weighed(*weights)) == (0.25, 0.25, 0.25, 0.25)
    assert not hub.chosen(weighed(*weights))


def test_another_weight_normalisation_or_aggregation_is_the_readers_own() -> None:
    assert hub.chosen(weighed(40, 20, 20, 20))
    assert hub.chosen(State(normalisation="z"))
    assert hub.chosen(State(aggregation="geometric"))


def test_a_country_without_a_pillar_has_no_standing() -> None:
    found = hub.standings(inputs(VALUES | {"SEN": (1.0, None, 1.0, 1.0)}), State())
    assert "SEN" not in {s.iso3 for s in found}


@pytest.mark.parametrize("lang", LANGS)
def test_sentences_count_settled_and_open_countries_and_rank_no_pair_that_overlaps(lang: str) -> None:
    said = hub_rank.draw(inputs(), State(lang=lang))
    assert len(said) == 2
    assert words.name("country", "MAR", lang) in said[0]
    assert words.name("country", "EGY", lang) not in " ".join(said)
    assert [ch for ch in said[1] if ch.isdigit()] == ["1", "1"]  # ahead, behind; one is open
    assert all(words.name("country", iso3, lang) in said[1] for iso3 in ("ZAF", "TUN")), "the few are named"


def test_countries_are_counted_in_their_number_and_none_left_open_is_not_told() -> None:
    first, second = (hub_rank.draw(inputs(), State(lang="en", country=c))[1] for c in ("ZAF", "MAR"))
    assert first.endswith(": 0 countries ahead, 3 behind (Egypt, Morocco and Tunisia).")
    assert "1 country ahead (South Africa), 1 behind (Tunisia); with the last one," in second


def test_the_readers_weights_are_said_to_be_the_readers() -> None:
    assert hub_rank.draw(inputs(), weighed(90, 10, 10, 10))[-1] == words.t("hub_rank.chosen", "fr")


def test_a_country_below_the_coverage_rule_is_told_so() -> None:
    [said] = hub_rank.draw(inputs(VALUES | {"SEN": (1.0, None, 1.0, 1.0)}), State(country="SEN"))
    assert "ne peut pas être calculé" in said


@pytest.mark.parametrize("lang", LANGS)
def test_a_country_that_is_no_peer_is_told_who_is(lang: str) -> None:
    state = State(country="FRA", lang=lang)
    [said] = hub_rank.draw(inputs(), state)
    assert words.name("country", "ESP", lang) in said
    figure = hub_index.draw(inputs(), state)
    assert words.t("hub_index.settled", lang) not in figure["layout"]["meta"]["subtitle"]
    assert len(figure["data"]) == 1


def test_the_index_draws_ranks_inside_their_intervals_and_mirrors_in_arabic() -> None:
    figure = hub_index.draw(inputs(), State())
    for trace in figure["data"]:
        assert all(a >= 0 for a in trace["error_x"]["array"])
    drawn = {c["country"] for trace in figure["data"] for c in trace["customdata"]}
    assert drawn == set(VALUES)
    assert figure["layout"]["xaxis"]["range"][0] < figure["layout"]["xaxis"]["range"][1]
    mirrored = hub_index.draw(inputs(), State(lang="ar"))["layout"]
    assert mirrored["xaxis"]["range"][0] > mirrored["xaxis"]["range"][1]
    assert mirrored["yaxis"]["side"] == "right"


def test_the_subtitle_names_the_weights_only_where_they_are_the_readers() -> None:
    plain = hub_index.draw(inputs(), State())["layout"]["meta"]["subtitle"]
    own = hub_index.draw(inputs(), weighed(40, 20, 20, 20))["layout"]["meta"]["subtitle"]
    assert "40\u202f%" not in plain
    assert "Ressources 40\u202f%" in own


def test_pillars_show_each_interval_and_the_darkest_is_best() -> None:
    table = hub_pillars.draw(inputs(), State())
    assert table.heads["pillar_resource"] == "Ressources 25\u202f%"
    first, *_, last = table.rows
    assert first[1] == Cell("1")
    tones = [cell.tone for cell in first if isinstance(cell, Cell) and cell.tone is not None]
    assert tones == [pytest.approx(0.85)] * 4
    assert isinstance(last[3], Cell)
    assert last[3].tone == 0


def test_peers_stand_side_by_side_with_the_chosen_country_first() -> None:
    rows = inputs(VALUES | {"TUN": (0.0, None, 0.0, 0.0)})
    rows[0]["value_year"] = 2018
    table = hub_peers.draw(rows, State(countries=("TUN", "ZAF")))
    assert table.columns == ("pillar", "indicator", "MAR", "TUN", "ZAF")
    assert table.heads["ZAF"] == "Afrique du Sud"
    by_line = [line[2:] for line in table.rows]
    assert [len(line) for line in by_line] == [3] * 4
    gap = by_line[1][1]
    assert isinstance(gap, Cell)
    assert gap.mark == "hatched"
    old = by_line[0][2]
    assert isinstance(old, Cell)
    assert old.text.endswith("2018")


def link(metal: str, stage: str, africa: float, eu: float, upgrade: bool = False) -> Row:
    """A row of marts.bridge as the view reads it."""
    return {
        "year": 2024, "metal": metal, "stage": stage, "iso3": "MAR", "africa_usd": africa, "eu_usd": eu,
        "bridge_usd": min(africa, eu), "upgrade": upgrade, "series_missing": 5,
        "unit": "usd", "source": "baci", "flag": None,
    }  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
def test_sales_without_purchases_are_no_bridge(lang: str) -> None:
    thin = hub_bridge_answer.draw([link("copper", "mine", 0.0, 9e7)], State(lang=lang))
    some = hub_bridge_answer.draw([link("copper", "mine", 4e7, 9e7)], State(lang=lang))
    assert words.money(9e7, lang) in thin[0]
    assert thin[0] != some[0]
    assert words.share(4 / 9, lang) in some[0]
    assert thin[-1] == some[-1] == words.t("hub_bridge.answer.scope", lang).format("5")


def test_totals_over_two_valuations_are_said_to_be_rough() -> None:
    acid = link("phosphate", "intermediate", 0.0, 9e7) | {"source": "comtrade"}
    rows = [link("copper", "mine", 4e7, 9e7), acid]
    assert words.t("hub_bridge.answer.mixed", "fr") in hub_bridge_answer.draw(rows, State())[-1]


def test_a_stage_upgrade_is_named_where_the_purchases_are_worth_it() -> None:
    rows = [link("copper", "mine", 5e6, 0.0, upgrade=True), link("titanium", "mine", 5e5, 0.0, upgrade=True)]
    said = hub_bridge_answer.draw(rows, State())
    assert len(said) == 3
    assert "uivre" in said[1]
    assert "itane" not in said[1]


def test_purchases_stand_before_the_line_and_sales_after_it_in_reading_direction() -> None:
    rows = [link("copper", "mine", 2e6, 9e7), link("tin", "mine", 1.0, 2.0)]
    figure = hub_bridge.draw(rows, State())
    bought, sold = figure["data"]
    assert (list(bought["x"]), list(sold["x"])) == ([-2e6], [9e7])  # below a million on both sides is left out
    assert figure["layout"]["xaxis"]["range"][0] < 0 < figure["layout"]["xaxis"]["range"][1]
    mirrored = hub_bridge.draw(rows, replace(State(), lang="ar"))["layout"]
    assert mirrored["xaxis"]["range"][0] > mirrored["xaxis"]["range"][1]


@pytest.mark.parametrize("lang", LANGS)
def test_how_often_the_country_is_ahead_of_each_other(lang: str) -> None:
    row = {"year": 2024, "iso3": "EGY", "rank_low": 2.0, "rank_high": 3.0, "draws_ahead": 0.75, "draws_behind": 0.2}
    [line] = hub_ahead.draw([row], State(lang=lang)).rows
    assert line[1] == "2–3"
    assert [str(getattr(c, "text", c)) for c in line[2:]] == [words.share(0.75, lang), words.share(0.2, lang)]


@pytest.mark.parametrize("lang", LANGS)
def test_the_choices_that_move_a_rank_are_named_and_the_idle_left_out(lang: str) -> None:
    shares = {"normalisation": 0.3, "resource": 0.1, "rca": 0.05, "bridge": 0.0}
    rows: list[Row] = [{"hub_choice": c, "variance_share": s} for c, s in shares.items()]
    table = hub_choices.draw(rows, State(lang=lang))
    named = " ".join(str(line[0]) for line in table.rows)
    assert len(table.rows) == 3
    assert words.name("pillar", "resource", lang) in named
    assert words.name("indicator", "rca", lang) in named
    still = hub_choices.draw([{"hub_choice": "rca", "variance_share": 0.0}], State(lang=lang))
    assert [c.text for c in still.legend] == [words.t("hub_choices.still", lang)]
