"""The explorer: any indicator in every form and on every scale; what is drawn is what is taken away."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import orjson
import plotly.graph_objects as go
import pytest

from dashboard import words
from dashboard.indicator import BARS, draw
from dashboard.narrative.grammar import forms
from dashboard.series import lines, notes, subtitle
from dashboard.state import LANGS, State
from dashboard.view import View, discover, figure, worded
from dashboard.warehouse import Warehouse
from tests.dashboard.conftest import said, state_of

VIEWS: dict[str, View] = {v.slug: v for v in discover("dashboard.views", "VIEW") if v.slug.startswith("explore")}
FIGURE, ROWS, SAY, FILES = (VIEWS[f"explore_{n}"] for n in ("figure", "rows", "say", "files"))
FORMS = ("line", "bar", "map", "multiples", "table")


def rows_of(warehouse: Warehouse, **params: str) -> tuple[list[dict[str, Any]], State]:
    state = state_of(warehouse, **params)
    return FIGURE.rows(warehouse, state), state


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("scale", ["linear", "log", "relative"])
@pytest.mark.parametrize("indicator", ["production_share", "production_hhi", "export_share", "net_position"])
def test_every_form_and_scale_draws(indicator: str, scale: str, form: str, lang: str, warehouse: Warehouse) -> None:
    state = state_of(warehouse, indicator=indicator, form=form, scale=scale, lang=lang, metals="phosphate,copper")
    drawn = figure(FIGURE, warehouse, state)
    meta = drawn["layout"]["meta"]
    assert bool(drawn["data"]) != bool(meta["empty"])
    if drawn["data"]:
        assert meta["title"] == words.name("indicator", indicator, lang).replace("part", "Part", 1)
        assert meta["source"]
        go.Figure(orjson.loads(orjson.dumps(drawn)))


def test_the_country_has_its_peers_where_none_is_named(warehouse: Warehouse) -> None:
    rows, state = rows_of(warehouse, indicator="production_share", metal="cobalt")
    assert [s.name for s in lines(rows, state)] == ["Maroc", "RD Congo", "Chine"]
    assert [s.own for s in lines(rows, state)] == [True, False, False]
    rows, state = rows_of(warehouse, indicator="production_share", metal="cobalt", countries="CHN")
    assert {r["iso3"] for r in rows} == {"MAR", "CHN"}


def test_another_stage_than_the_chosen_one_is_said(warehouse: Warehouse) -> None:
    for stage, told in (("mine", True), ("refined", False)):
        state = state_of(warehouse, indicator="rca", metal="cobalt", stage=stage, lang="en")
        text = said(SAY, state, warehouse)
        assert ("the figure shows the stage “refined”" in " ".join(text)) == told


def test_countries_and_metals_cross(warehouse: Warehouse) -> None:
    rows, state = rows_of(warehouse, indicator="production_share", countries="CHN", metals="phosphate")
    assert {s.name for s in lines(rows, state)} == {
        "Maroc · Cobalt", "Chine · Cobalt", "Maroc · Phosphate", "Chine · Phosphate",
    }  # fmt: skip


def test_a_figure_of_the_world_compares_metals(warehouse: Warehouse) -> None:
    rows, state = rows_of(warehouse, indicator="production_hhi", metal="phosphate")
    found = lines(rows, state)
    assert [(s.name, s.own, s.sets) for s in found] == [
        ("Phosphate", True, {"metal": "phosphate"}),
        ("Cobalt", False, {"metal": "cobalt"}),
    ]


def test_a_stage_without_values_gives_way_to_one_with(warehouse: Warehouse) -> None:
    rows, _ = rows_of(warehouse, indicator="export_share", metal="cobalt", stage="mine")
    assert {r["stage"] for r in rows} == {"refined"}


def test_a_period_and_a_year_narrow_the_rows(warehouse: Warehouse) -> None:
    rows, _ = rows_of(warehouse, indicator="production_share", start="2020", end="2021")
    assert {r["year"] for r in rows} == {2020, 2021}
    rows, _ = rows_of(warehouse, indicator="production_share", form="bar", year="2019")
    assert {r["year"] for r in rows} == {2019}
    rows, _ = rows_of(warehouse, indicator="production_share", form="map")
    assert {r["year"] for r in rows} == {2024}
    assert {r["iso3"] for r in rows} == {"MAR", "COD", "CHN"}


def test_lines_run_over_all_years_whatever_the_year(warehouse: Warehouse) -> None:
    every, _ = rows_of(warehouse, indicator="production_share", metal="cobalt")
    early, _ = rows_of(warehouse, indicator="production_share", metal="cobalt", year="1990")
    assert early == every


def test_relative_lines_start_together_at_a_hundred(warehouse: Warehouse) -> None:
    state = state_of(warehouse, indicator="production_share", metal="cobalt", scale="relative")
    drawn = figure(FIGURE, warehouse, state)
    assert [t["y"][0] for t in drawn["data"]] == pytest.approx([100.0] * 3)
    assert drawn["layout"]["meta"]["subtitle"].endswith("100 = 2018")


def test_where_lines_meet_late_each_starts_at_a_hundred_of_its_own(warehouse: Warehouse) -> None:
    """A common year at the very end would leave nothing to compare."""
    rows, state = rows_of(warehouse, indicator="production_share", metal="cobalt", scale="relative")
    last = max(r["year"] for r in rows)
    late = [r for r in rows if r["year"] == last]
    early = [{**late[0], "year": year, "value": late[0]["value"] / 2} for year in (1990, 1991)]
    drawn = draw([*early, *late], state, 400)
    firsts = [next(v for v in t["y"] if v is not None) for t in drawn["data"]]
    assert len(firsts) > 1
    assert firsts == pytest.approx([100.0] * len(firsts))
    assert max(v for t in drawn["data"] for v in t["y"] if v is not None) == pytest.approx(200)
    assert drawn["layout"]["meta"]["subtitle"].endswith(words.t("explore.base.own", "fr"))


def test_what_is_drawn_is_what_the_table_says(warehouse: Warehouse) -> None:
    state = state_of(warehouse, indicator="production_share", metal="cobalt")
    rows = FIGURE.rows(warehouse, state)
    drawn = figure(FIGURE, warehouse, state)
    points = {(t["name"], x): y for t in drawn["data"] for x, y in zip(t["x"], t["y"], strict=True) if y is not None}
    assert points == {(words.name("country", r["iso3"], "fr"), r["year"]): r["value"] for r in rows}


@pytest.mark.parametrize("sort", ["", "value", "-value", "iso3", "-year", "source"])
def test_the_table_sorts(sort: str, warehouse: Warehouse) -> None:
    state = state_of(warehouse, indicator="production_share", metal="cobalt", sort=sort)
    rows = ROWS.rows(warehouse, state)
    shown = ROWS.drawn(rows, state)
    assert len(shown.rows) == len(rows)
    assert list(shown.columns) == ["year", "iso3", "value", "source"]
    if sort == "iso3":
        assert shown.rows[0][1].text == "Chine"


def test_the_sentence_keeps_the_year_asked_for(warehouse: Warehouse) -> None:
    state = state_of(warehouse, indicator="production_share", metal="cobalt", year="2020", form="bar")
    [text] = said(SAY, state, warehouse)
    assert text.startswith("En 2020")
    none = state_of(warehouse, indicator="production_share", metal="cobalt", country="FRA")
    [text] = said(SAY, none, warehouse)
    assert "France" in text


def test_the_files_carry_the_choice(warehouse: Warehouse) -> None:
    state = state_of(warehouse, indicator="rca", metal="copper", countries="COD,ZMB", lang="en")
    table = FILES.drawn(FILES.rows(warehouse, state), state)
    assert table.rows[0][1].href == "/data/explore_rows.csv?metal=copper&indicator=rca&countries=COD%2CZMB&lang=en"
    assert table.rows[1][1].href == "/bulk/indicators.rca.csv"
    pinned = replace(state, v="0123456789ab")
    assert "v=0123456789ab" in FILES.drawn(FILES.rows(warehouse, pinned), pinned).rows[0][1].href


def test_bars_of_many_countries_stop_and_keep_the_chosen_one(warehouse: Warehouse) -> None:
    state = state_of(warehouse, indicator="production_share", form="bar")
    rows = [
        {"year": 2024, "metal": "all", "stage": "all", "iso3": iso3, "indicator": "governance", "value": float(n),
         "unit": "wgi_estimate", "source": "wgi", "flag": None, "note_codes": ""}
        for n, iso3 in enumerate(["MAR", *sorted(warehouse.opened().vocabulary["nation"] - {"MAR"})[:40]])
    ]  # fmt: skip
    [trace] = draw(rows, state, 400)["data"]
    assert len(trace["y"]) == BARS + 1
    assert trace["y"][-1] == "41. Maroc"


def test_a_note_that_one_metal_carries_names_it() -> None:
    rows = [{"metal": "phosphate", "note_codes": "stale_price"}, {"metal": "silver", "note_codes": ""}]
    [text] = notes(rows, "fr")
    assert text.endswith("(phosphate).")
    assert notes(rows[:1], "fr") == [words.t("note.stale_price", "fr")]


def test_a_value_is_credited_to_the_source_of_its_year(warehouse: Warehouse, tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    shutil.copy(warehouse.path, path)
    with duckdb.connect(str(path)) as con:
        con.execute("delete from marts.indicator_source where indicator = 'production_share'")
        con.execute(
            "insert into marts.indicator_source (indicator, metal, stage, source, first_year, last_year) values "
            "('production_share', 'cobalt', 'mine', 'baci', 1970, 2020), "
            "('production_share', 'cobalt', 'mine', 'wmd', 2021, 2023), "
            "('production_share', 'all', 'all', 'wgi', null, null)"
        )
    rows, state = rows_of(Warehouse(path), indicator="production_share", metal="cobalt")
    by_year = {r["year"]: r["source"] for r in rows}
    assert (by_year[2018], by_year[2022]) == ("baci wgi", "wgi wmd")
    assert by_year[2024] == "baci wgi wmd", "no source is read in this year: any may stand behind it"
    texts = dict(zip(*(draw(rows, state, 400)["data"][0][k] for k in ("x", "text")), strict=True))
    assert texts[2022].endswith("WMD")


@pytest.mark.parametrize("lang", LANGS)
def test_without_a_value_the_figure_says_why_and_what_to_choose(lang: str, warehouse: Warehouse) -> None:
    def said_of(**params: str) -> str:
        return str(figure(FIGURE, warehouse, state_of(warehouse, lang=lang, **params))["layout"]["meta"]["empty"])

    assert said_of(indicator="egov") == worded("series.none.held", state_of(warehouse, lang=lang, indicator="egov"))
    other = said_of(indicator="production_share", metal="lithium")
    assert forms("metal", "cobalt", lang).the in other, "metals that have a value are named"
    assert "…" not in other
    assert said_of(indicator="production_share", metal="cobalt", start="1900", end="1901") == worded(
        "theme.line.empty", state_of(warehouse, lang=lang, indicator="production_share")
    )


def test_what_no_country_has_alone_is_bars_where_a_map_is_asked_for(warehouse: Warehouse) -> None:
    drawn = figure(FIGURE, warehouse, state_of(warehouse, indicator="production_hhi", form="map", lang="en"))
    assert [t["type"] for t in drawn["data"]] == ["bar"]
    assert words.t("explore.no_map", "en") in drawn["layout"]["meta"]["subtitle"]


@pytest.mark.parametrize("scale", ["log", "relative"])
def test_bars_say_that_they_are_on_no_other_scale(scale: str, warehouse: Warehouse) -> None:
    params = {"indicator": "production_share", "metal": "cobalt", "form": "bar"}
    said_ = words.t("explore.linear", "fr")
    assert said_ in figure(FIGURE, warehouse, state_of(warehouse, scale=scale, **params))["layout"]["meta"]["subtitle"]
    assert said_ not in figure(FIGURE, warehouse, state_of(warehouse, **params))["layout"]["meta"]["subtitle"]


@pytest.mark.parametrize(("values", "scale", "told"), [((0.0, 30.0, 5e5), "log", "explore.log"),
                                                       ((-1.0, 30.0, 5e5), "log", "explore.plain"),
                                                       ((0.0, 30.0, 5e5), "relative", "explore.plain"),
                                                       ((0.0, 30.0, 5e5), "linear", "")])  # fmt: skip
def test_a_map_says_its_scale_and_nothing_has_the_first_colour(
    values: tuple[float, ...], scale: str, told: str, warehouse: Warehouse
) -> None:
    rows = [
        {"year": 2024, "metal": "copper", "stage": "mine", "iso3": iso3, "indicator": "production_t", "value": value,
         "unit": "t", "source": "wmd", "flag": None, "note_codes": ""}
        for iso3, value in zip(("MAR", "COD", "CHN"), values, strict=True)
    ]  # fmt: skip
    drawn = draw(rows, state_of(warehouse, indicator="production_t", form="map", scale=scale, lang="en"), 400)
    [trace], subtitle_ = drawn["data"], drawn["layout"]["meta"]["subtitle"]
    scales = {k: words.t(k, "en") for k in ("explore.log", "explore.plain")}
    assert [k for k, text in scales.items() if text in subtitle_] == ([told] if told else [])
    # Half a million is below a million, four powers of ten above a hundred: thirty and nothing are both below it.
    assert told != "explore.log" or (
        trace["z"][:2] == [2, 2] and trace["colorbar"]["ticktext"][0] == "less than 100\u00a0t"
    )


def test_too_few_years_are_bars_that_say_so_and_equals_share_a_rank(warehouse: Warehouse) -> None:
    state = state_of(warehouse, indicator="production_share", metal="cobalt", start="2020", end="2021", lang="en")
    assert words.t("explore.few_years", "en") in figure(FIGURE, warehouse, state)["layout"]["meta"]["subtitle"]
    bars = state_of(warehouse, indicator="production_share", form="bar")
    rows = [
        {"year": 2024, "metal": "all", "stage": "all", "iso3": iso3, "indicator": "governance", "value": 1.0,
         "unit": "wgi_estimate", "source": "wgi", "flag": None, "note_codes": ""}
        for iso3 in sorted(warehouse.opened().vocabulary["nation"])[:40]
    ]  # fmt: skip
    [trace] = draw(rows, bars, 400)["data"]
    assert {name.partition(".")[0] for name in trace["y"]} == {"1"}


def test_what_has_no_value_names_the_metal_where_metals_differ(warehouse: Warehouse) -> None:
    [text] = said(SAY, state_of(warehouse, indicator="production_share", metal="cobalt", country="FRA"), warehouse)
    assert "(France, cobalt)" in text


def test_the_subtitle_calls_what_is_mined_by_its_name() -> None:
    row = {"year": 2024, "metal": "aluminium", "stage": "mine", "unit": "share_0_1"}
    assert subtitle([row], State(lang="fr")).startswith("Bauxite · ")
    assert subtitle([row, row | {"stage": "refined"}], State(lang="fr")).startswith("Aluminium · ")


def tonnes(*rows: tuple[int, str, float, str]) -> list[dict[str, Any]]:
    """Rows of Morocco's mines, as the explorer's SELECT gives them: year, metal, tonnes, what they are tonnes of."""
    return [
        {"year": year, "metal": metal, "stage": "mine", "iso3": "MAR", "indicator": "production_t", "value": value,
         "unit": "t", "basis": basis, "source": "wmd", "flag": None, "note_codes": ""}
        for year, metal, value, basis in rows
    ]  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
def test_on_a_relative_scale_the_figure_says_the_index_and_not_the_unit(lang: str) -> None:
    state = State(indicator="production_t", metal="phosphate", country="MAR", scale="relative", lang=lang)
    rows = tonnes(*((2010 + n, "phosphate", 100.0 + n, "P2O5") for n in range(4)))
    drawn = draw(rows, state, 400)
    about = drawn["layout"]["meta"]
    assert about["subtitle"].split(" · ")[-1] == words.t("explore.base", lang).format(2010)
    assert words.name("basis", "P2O5", lang) not in about["subtitle"]
    assert words.name("indicator", "production_t.bare", lang).casefold() == about["title"].casefold()
    assert words.quantity(103, lang) in drawn["data"][0]["text"][-1], "a point still tells its tonnes"


@pytest.mark.parametrize("lang", LANGS)
def test_tonnes_say_what_they_are_tonnes_of(lang: str) -> None:
    state = State(indicator="production_t", metal="phosphate", country="MAR", lang=lang)
    one, two = (2024, "phosphate", 11.3e6, "P2O5"), (2024, "cobalt", 1286.0, "content")
    assert words.name("basis", "P2O5", lang) in subtitle(tonnes(one), state)
    [note] = notes(tonnes(one, two), lang)
    assert all(words.name("basis", basis, lang) in note for basis in ("P2O5", "content"))
    assert words.name("basis", "content", lang) not in subtitle(tonnes(one, two), state)


def test_a_table_names_its_metal_and_on_a_relative_scale_the_index(warehouse: Warehouse) -> None:
    state = state_of(warehouse, indicator="production_share", metal="cobalt", scale="relative", form="table", lang="en")
    table = ROWS.drawn(ROWS.rows(warehouse, state), state)
    assert table.subtitle.startswith("Cobalt · ")
    assert table.subtitle.endswith(words.t("explore.base", "en").format(2018))
    at = list(table.columns).index("index")
    drawn = figure(FIGURE, warehouse, state)
    last = {trace["name"]: words.number(trace["y"][-1], "en", 0) for trace in drawn["data"] if trace["x"][-1] == 2024}
    assert {r[1].text: r[at].text for r in table.rows if r[0].text == "2024"} == last
    plain = replace(state, scale="linear")
    assert "index" not in ROWS.drawn(ROWS.rows(warehouse, plain), plain).columns


def test_small_multiples_of_tonnes_of_several_metals_each_have_a_scale() -> None:
    """On one axis a thousand tonnes of cobalt would be a flat line under eleven million of phosphate."""
    state = State(indicator="production_t", metal="phosphate", country="MAR", form="multiples", lang="en")
    rows = tonnes(*((2020 + n, m, v, "content") for n in range(4) for m, v in (("phosphate", 1e7), ("cobalt", 1e3))))
    layout = draw(rows, state, 400)["layout"]
    assert layout["yaxis"]["range"][1] > 1000 * layout["yaxis2"]["range"][1]
    assert layout["yaxis2"]["showticklabels"]
    assert words.t("explore.own_axes", "en") in layout["meta"]["subtitle"]
    same = draw(rows, replace(state, scale="relative"), 400)["layout"]
    assert same["yaxis"]["range"] == same["yaxis2"]["range"]
