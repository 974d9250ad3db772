"""The flows: whose purchases are shown, how the rest is gathered, and what the sentences claim."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dashboard import flows, words
from dashboard.state import LANGS, State
from dashboard.view import Cell, figure
from dashboard.views import (
    dependence_matrix,
    europe_line,
    flow_answer,
    flow_apart,
    flow_blocs,
    flow_limits,
    flow_map,
    flow_notes,
    flow_sankey,
    flow_years,
    mirror_gap,
    partner,
)
from dashboard.warehouse import Row, Warehouse
from tests.dashboard.conftest import state_of

STATE = State(metal="cobalt", stage="refined")
AFRICA = {"COD": "SADC", "MAR": "AMU", "ZMB": "SADC", "GAB": "ECCAS", "TUN": "AMU"}


def flow(seller: str, buyer: str, amount: float, **over: Any) -> Row:
    """One row of flow_blocs, with the places that flow_map adds."""
    return {
        "year": 2024, "stage": "refined", "exporter_iso3": seller, "importer_iso3": buyer, "value_usd": amount,
        "gross_weight_t": 1.0, "amount": amount, "unit": "usd", "source": "baci", "flag": None,
        "africa": seller in AFRICA, "bloc": AFRICA.get(seller, flows.OUTSIDE),
        "exporter_latitude": -5.0, "exporter_longitude": 20.0, "importer_latitude": 50.0, "importer_longitude": 5.0,
    } | over  # fmt: skip


def many() -> list[Row]:
    """Sixty exporters to twenty importers: 1,200 flows."""
    codes = [c.split(".")[1] for c in words.labels("country.") if c.count(".") == 1]
    sellers, buyers = [*AFRICA, *[c for c in codes if c not in AFRICA][:55]], codes[100:120]
    rows = [flow(s, b, 1e6 / (1 + n + m)) for n, s in enumerate(sellers) for m, b in enumerate(buyers) if s != b]
    return sorted(rows, key=lambda r: -r["amount"])


def asked(warehouse: Warehouse, **params: str) -> list[Row]:
    state = state_of(warehouse, metal="cobalt", stage="refined", year="2022", **params)
    return flow_blocs.VIEW.rows(warehouse, state)


def test_europe_buys_from_outside_by_member_or_as_one(warehouse: Warehouse) -> None:
    members = asked(warehouse)
    assert {r["importer_iso3"] for r in members} == {"FRA", "DEU"}
    assert "DEU" not in {r["exporter_iso3"] for r in members}, "trade between members is left out"
    union = asked(warehouse, buyers="union")
    assert {r["importer_iso3"] for r in union} == {flows.EUROPE}
    assert sum(r["amount"] for r in union) == sum(r["amount"] for r in members) == 120_000
    everyone = {(r["exporter_iso3"], r["importer_iso3"]) for r in asked(warehouse, buyers="all")}
    assert {("COD", "CHN"), ("DEU", "FRA")} <= everyone


def test_exporters_are_those_of_a_bloc(warehouse: Warehouse) -> None:
    assert {r["exporter_iso3"] for r in asked(warehouse, sellers="AFRICA", buyers="all")} == {"COD", "MAR"}
    assert {r["exporter_iso3"] for r in asked(warehouse, sellers="EU27")} == {"DEU"}, "then members' own trade is meant"


def test_tonnes_leave_out_flows_without_a_weight(warehouse: Warehouse) -> None:
    weighed = asked(warehouse, measure="tonnes")
    assert ("CHN", "FRA") not in {(r["exporter_iso3"], r["importer_iso3"]) for r in weighed}
    assert {r["unit"] for r in weighed} == {"t"}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("sellers", ["", "AFRICA"])
def test_sixty_links_at_most_and_nothing_lost(lang: str, sellers: str) -> None:
    rows = many()
    [trace] = flow_blocs.draw(rows, replace(STATE, lang=lang, sellers=sellers))["data"]
    assert len(trace["link"]["value"]) <= flow_blocs.LINKS
    into = [
        v
        for v, n in zip(trace["link"]["value"], trace["link"]["target"], strict=True)
        if n not in trace["link"]["source"]
    ]
    assert sum(into) == pytest.approx(sum(r["amount"] for r in rows))
    assert trace["direction"] == ("reversed" if lang == "ar" else "forward")


def test_those_gathered_are_counted() -> None:
    rows = many()
    [trace] = flow_blocs.draw(rows, replace(STATE, country="TUN"))["data"]
    labels = trace["node"]["label"]
    named = [s.get("country") for s in trace["node"]["customdata"]]
    assert "TUN" in named, "the chosen country has a node of its own"
    sellers = {r["exporter_iso3"] for r in rows}
    outside = [c for c in named[: max(trace["link"]["source"]) + 1] if c in sellers and c not in AFRICA]
    hidden = len(sellers) - len(AFRICA) - len(outside)
    assert words.t("ui.others.count", "fr").format(words.number(hidden, "fr")) in labels
    assert {"sellers": "SADC"} in trace["node"]["customdata"], "a click on a bloc shows it alone"


def test_sixty_arcs_at_most_in_few_traces() -> None:
    drawn = flow_map.draw(many(), STATE)
    lines = [t for t in drawn["data"] if t["mode"] == "lines"]
    assert sum(t["lon"].count(None) for t in lines) == flow_map.ARCS
    assert len(drawn["data"]) <= 3 * len(flow_map.WIDTHS) + 2
    assert "60" in drawn["layout"]["meta"]["subtitle"]
    near = flow_map.draw([flow("MAR", "FRA", 5.0)], STATE)["layout"]["geo"]
    assert near["lonaxis"]["range"] == [-5, 30]
    far = [flow("MAR", "FRA", 5.0, exporter_longitude=-170.0, importer_longitude=170.0)]
    assert "lonaxis" not in flow_map.draw(far, STATE)["layout"]["geo"]


def test_on_a_slide_the_largest_ends_have_names_that_do_not_meet() -> None:
    rows = [flow("COD", "FRA", 9.0), flow("ZMB", "DEU", 5.0, importer_latitude=51.0), flow("MAR", "ESP", 1.0)]
    drawn = flow_map.draw(rows, replace(STATE, present=True))
    [names] = [t for t in drawn["data"] if t["mode"] == "text"]
    said = dict(zip((t.strip() for t in names["text"]), names["textposition"], strict=True))
    right, left = "middle right", "middle left"
    # Zambia stands where the fixture has the two other sellers: both of its sides are taken.
    assert said == {"Maroc": right, "RD Congo": left, "France": right, "Allemagne": right, "Espagne": left}
    assert all(t["mode"] != "text" for t in flow_map.draw(rows, STATE)["data"]), "a page has hover and click"
    assert flow_map.draw(rows, replace(STATE, present=True))["data"][-1]["mode"] == "markers"


def test_the_union_stands_on_the_map(warehouse: Warehouse) -> None:
    state = state_of(warehouse, metal="cobalt", stage="refined", year="2022", buyers="union")
    drawn = figure(flow_map.VIEW, warehouse, state)
    assert {} in drawn["data"][-1]["customdata"], "the Union is no country to choose"


def answer(warehouse: Warehouse, **params: str) -> list[str]:
    state = state_of(warehouse, **{"metal": "cobalt", "stage": "refined", "year": "2022"} | params)
    said: list[str] = flow_answer.draw(flow_answer.VIEW.rows(warehouse, state), state)
    return said


def test_the_answer_names_the_first_supplier_africa_and_the_country(warehouse: Warehouse) -> None:
    # From outside the EU: the DRC 60, Morocco 50, China 10 thousand USD.
    said = answer(warehouse)
    assert "la RD Congo a fourni 50\u202f%" in said[0]
    assert "L’Afrique fournit 92\u202f%" in said[1]
    assert "42\u202f% (2ᵉ rang sur 3)" in said[1]
    assert "aucune n’est déclarée en provenance de Zambie" in answer(warehouse, country="ZMB")[1]
    assert "la France, membre de l’Union, n’y compte pas" in answer(warehouse, country="FRA")[1]
    assert all("{" not in s for lang in LANGS for c in ("MAR", "FRA") for s in answer(warehouse, lang=lang, country=c))


def test_who_is_level_with_the_first_supplier_is_named(warehouse: Warehouse) -> None:
    rows = flow_answer.VIEW.rows(warehouse, state_of(warehouse, metal="cobalt", stage="refined", year="2022"))
    level = [r | {"value": v} for r, v in zip(rows, (0.2099, 0.2098, 0.1), strict=True)]
    for lang in LANGS:
        first = flow_answer.draw(level, state_of(warehouse, metal="cobalt", stage="refined", lang=lang))[0]
        assert words.name("country", level[1]["iso3"], lang) in first
        assert words.name("country", level[2]["iso3"], lang) not in first
    assert "autant" not in answer(warehouse)[0]


def test_no_share_is_given_where_codes_are_missing(warehouse: Warehouse) -> None:
    partial = answer(warehouse, metal="aluminium", year="2023")
    assert words.t("note.partial_codes", "fr") in partial[0]
    assert not [s for s in partial if "a fourni" in s]


@pytest.mark.parametrize(("view", "first"), [(0, "COD"), (1, "FRA")])
def test_partners_by_value(warehouse: Warehouse, view: int, first: str) -> None:
    state = state_of(warehouse, metal="cobalt", stage="refined", year="2022", country="FRA" if view == 0 else "MAR")
    rows = partner.VIEWS[view].rows(warehouse, state)
    assert rows[0]["partner_iso3"] == first
    assert sum(r["partner_share"] for r in rows) == pytest.approx(1)
    [line, *_] = partner.draw(rows, state).rows
    assert isinstance(line[0], Cell)
    assert line[0].sets == f"country={first}"


def test_the_matrix_gathers_the_members_and_the_others() -> None:
    suppliers = ["USA", "CAN", "CHN", "JPN", "KOR", "IND", "BRA", "CHL", "PER", "AUS", "MAR"]
    rows = [
        {"year": 2024, "stage": "refined", "importer_iso3": "FRA", "exporter_iso3": s, "eu27": s == "DEU",
         "value_usd": v, "import_share": v / 100, "sold_usd": v, "import_usd": 1e6}
        for s, v in [*((s, 9.0 - n / 2) for n, s in enumerate(suppliers[:-1])), ("MAR", 0.05), ("DEU", 32.45)]
    ]  # fmt: skip
    table = dependence_matrix.draw(rows, STATE)
    assert table.columns[2:] == [*suppliers[:8], "MAR", "members", "others"]
    [line] = table.rows
    cells = [c for c in line[2:] if isinstance(c, Cell)]
    assert sum(c.tone or 0 for c in cells) == pytest.approx(1 - 0.0005)
    assert (cells[8].text, cells[8].note) == ("·", "moins de 0,1\u202f%")


def test_lines_do_not_cross_years_that_no_file_holds() -> None:
    rows = [
        {"year": y, "iso3": c, "eu_share": v}
        for y, c, v in [(2022, "AFRICA", 0.7), (2022, "MAR", 0.3), (2024, "AFRICA", 0.5), (2024, "MAR", 0.49)]
    ]
    drawn = europe_line.draw(rows, STATE)
    assert [t["y"] for t in drawn["data"]] == [[0.7, None, 0.5], [0.3, None, 0.49]]
    assert [a["yshift"] for a in drawn["layout"]["annotations"]] == [9, -9], "labels that meet are pushed apart"


def test_sales_year_by_year_mark_the_year_chosen() -> None:
    rows = [{"year": y, "amount": 1e6 * y} for y in (2022, 2024)]
    [trace] = flow_years.draw(rows, replace(STATE, year=2022))["data"]
    assert trace["marker"]["color"][0] != trace["marker"]["color"][1]
    assert trace["customdata"][0] == {"year": "2022"}


def test_limits_say_what_is_loaded(warehouse: Warehouse) -> None:
    state = state_of(warehouse, metal="phosphate", stage="mine")
    lines = {r["stage"]: r for r in flow_limits.VIEW.rows(warehouse, state)}
    assert (lines["mine"]["note"], lines["mine"]["years_held"]) == ("whole", 2)
    table = flow_limits.draw(list(lines.values()), state)
    assert "2 années, 2022–2024" in table.rows[0]
    assert [c.mark for row in table.rows[1:] for c in row if isinstance(c, Cell) and c.mark] == ["hatched"] * 2


def test_codes_apart_are_a_table_of_their_own() -> None:
    row = {
        "year": 2024,
        "stage": "mine",
        "hs6": "251020",
        "value_usd": 2e9,
        "eu_import_usd": 3e8,
        "own_usd": None,
        "shared_code": False,
        "source": "baci",
    }
    table = flow_apart.draw([row, row | {"hs6": "253090", "shared_code": True}], STATE)
    assert [cell.note for cell in (line[0] for line in table.rows) if isinstance(cell, Cell)] == [
        "", words.t("view.flow_limits.shared_codes", "fr")
    ]  # fmt: skip
    assert table.rows[0][4] == words.t("ui.no_value", "fr")
    assert table.heads["own_usd"] == "Ventes : Maroc".replace(" :", "\u202f:")


@pytest.mark.parametrize(
    ("missing", "stages", "said"),
    [("product", 3, "produits finis"), (None, 4, "ne se comparent pas"), (None, 1, "un seul stade")],
)
def test_notes_say_why_raw_or_processed_cannot_be_told(missing: str | None, stages: int, said: str) -> None:
    row = {
        "year": 2024, "stage": "mine", "source": "comtrade", "partial": False, "shared": True, "stages": stages,
        "whole_stages": 1, "whole": False, "weighed_share": 0.6, "missing": missing,
        "gaps": "2001 2023",
    }  # fmt: skip
    notes = flow_notes.draw([row], STATE)
    assert said in notes[0]
    assert words.t("note.shared_codes", "fr") in notes
    assert any("60\u202f%" in n for n in notes)
    assert any("2001 et 2023" in n for n in notes)
    whole = flow_notes.draw([row | {"whole": True, "source": "baci", "weighed_share": 1.0, "gaps": None}], STATE)
    assert not [n for n in whole if "s’y interrompent" in n]
    assert not [n for n in whole if "transformé" in n]


def test_the_overview_sankey_keeps_every_flow() -> None:
    rows = many()
    [trace] = flow_sankey.draw(rows, STATE)["data"]
    assert len(trace["link"]["value"]) <= 60
    assert sum(trace["link"]["value"]) == pytest.approx(sum(r["amount"] for r in rows))


def test_mirror_gaps_name_both_sides_and_what_each_declares() -> None:
    """France declares 110 M USD bought, Morocco 100 sold: 10 over 105 is 9.5 %."""
    row: Row = {"exporter_iso3": "MAR", "importer_iso3": "FRA", "import_usd": 110e6, "export_usd": 100e6,
                "mirror_gap": 10 / 105}  # fmt: skip
    table = mirror_gap.draw([row], replace(STATE, country="MAR"))
    [line] = [[c if isinstance(c, str) else c.text for c in cells] for cells in table.rows]
    assert line == ["Maroc", "France", "110\u00a0M\u00a0USD", "100\u00a0M\u00a0USD", "+9,5\u202f%"]


@pytest.mark.parametrize(
    ("ratio", "said"), [(0.0004, "moins de 0,01"), (0.871, "0,87"), (12.4, "12"), (4e5, "plus de 1\u202f000")]
)
def test_an_intensity_that_a_few_dollars_decide_is_told_by_its_bound(ratio: float, said: str) -> None:
    assert partner._intensity(ratio, "fr") == said
