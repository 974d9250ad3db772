"""The state of a screen: total reading, and the same state back from the address it writes."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from dashboard.state import PARAMS, STAGES, Notice, State, parse

VOCABULARY = {
    "metal": frozenset({"cobalt", "phosphate", "gallium"}),
    "country": frozenset({"MAR", "COD", "FRA"}),
    "bloc": frozenset({"AMU"}),
    "theme": frozenset({"sovereignty"}),
    "indicator": frozenset({"production_share", "rca"}),
    "source": frozenset({"wmd"}),
    "column": frozenset({"quantity_t"}),
}
COVERAGE = {"cobalt": {"mine": (2022, 2023), "refined": (2023,)}, "gallium": {"refined": (2023,)}}


def read(**params: str) -> State:
    return parse(list(params.items()), VOCABULARY, COVERAGE)


def test_an_empty_address_is_the_hub_in_french() -> None:
    state = read()
    assert (state.lang, state.metal, state.stage, state.year, state.country) == ("fr", "cobalt", "mine", None, "MAR")
    assert state.query() == ""


def test_a_stage_not_named_is_the_first_one_the_metal_has() -> None:
    assert read(metal="gallium").stage == "refined"
    assert read(metal="gallium").query() == "metal=gallium"
    assert read(metal="phosphate").stage == "mine"


def test_values_are_read_in_their_type() -> None:
    state = read(year="2022", countries="COD,FRA", present="1", loss="40", sort="-quantity_t", partner="AMU")
    assert (state.year, state.countries, state.present, state.loss) == (2022, ("COD", "FRA"), True, 40)
    assert (state.sort, state.partner) == ("-quantity_t", "AMU")


def test_what_is_not_understood_falls_back_and_is_told() -> None:
    state = read(metal="unobtainium", year="20x2", loss="101", countries="COD,XX", present="yes", utm="1")
    assert (state.metal, state.year, state.loss, state.countries, state.present) == ("cobalt", None, 100, (), False)
    assert state.notices[0] == Notice("value", "metal", "unobtainium")
    assert state.notices[-1] == Notice("unknown", "utm", "1")
    assert len(state.notices) == 6


def test_digits_of_other_scripts_are_not_numbers_of_an_address() -> None:
    assert read(year="٢٠٢٢").year is None


def test_the_language_is_carried_on_only_where_the_address_names_it() -> None:
    assert parse([], VOCABULARY, COVERAGE, "ar").lang == "ar"
    assert parse([], VOCABULARY, COVERAGE, "ar").query() == ""
    assert read(lang="fr").query() == "lang=fr"


def test_the_key_of_a_cache_names_defaults_too() -> None:
    assert read().key(["metal", "stage", "year"]) == read(metal="cobalt", stage="mine").key(["metal", "stage", "year"])


GOOD: dict[str, st.SearchStrategy[str]] = {
    "lang": st.sampled_from(["fr", "en", "ar"]),
    "metal": st.sampled_from(sorted(VOCABULARY["metal"])),
    "stage": st.sampled_from(STAGES),
    "year": st.integers(1900, 2100).map(str),
    "country": st.sampled_from(sorted(VOCABULARY["country"])),
    "countries": st.lists(st.sampled_from(sorted(VOCABULARY["country"])), min_size=1).map(",".join),
    "present": st.sampled_from(["0", "1"]),
    "look": st.sampled_from(["auto", "light", "dark"]),
}


@given(st.fixed_dictionaries({}, optional=GOOD))
def test_an_address_written_is_the_state_read(params: dict[str, str]) -> None:
    state = read(**params)
    assert not state.notices
    again: Any = parse(parse_qsl(state.query()), VOCABULARY, COVERAGE)
    assert again == state
    assert again.query() == state.query()


@given(st.lists(st.tuples(st.one_of(st.sampled_from(sorted(PARAMS)), st.text()), st.text())))
def test_no_address_breaks_the_reading(args: list[tuple[str, str]]) -> None:
    state = parse(args, VOCABULARY, COVERAGE)
    assert state.metal in VOCABULARY["metal"]
    assert state.stage in STAGES


def test_a_page_that_shows_a_part_starts_at_the_first_stage_of_that_part() -> None:
    part = {"cobalt": {"refined": (2023,)}}
    state = parse([], VOCABULARY, COVERAGE, shown=part)
    assert state.stage == "refined"
    assert state.query() == "stage=refined"  # elsewhere, an address without a stage means the mine
    assert read(metal="cobalt", stage="mine").query() == ""
