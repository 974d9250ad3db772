"""Sites and projects: one mark a place with all its names, capacities as they are, dates as precise as announced."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard import words
from dashboard.state import LANGS, State
from dashboard.view import Cell
from dashboard.views import hub_projects, hub_projects_table, hub_sites, hub_sites_metals, hub_sites_table
from dashboard.warehouse import Row


def site(slug: str, **over: Any) -> Row:
    """A row of marts.site as the view reads it: a cobalt mine of the USGS unless `over` says otherwise."""
    return {
        "place": slug, "site": slug, "kind": "mine", "name": "Bou Azzer Mine", "other_name": None, "iso3": "MAR",
        "metal": "cobalt", "stage": "mine", "latitude": 30.5, "longitude": -6.9, "capacity_t": None, "shared": False,
        "capacity_basis": "content", "status": "unknown", "operator": "", "confidence": "unknown",
        "capacity_year": None, "source": "usgs_africa_gis", "unit": None, "flag": None, "africa": True, "eu27": False,
    } | over  # fmt: skip


TWIN = [
    site("u", other_name="Bou Azzer", status="active", operator="CTT", confidence="actual"),
    site("i", place="u", name="Bou Azzer", other_name="Bou Azzer Mine", metal="silver", source="icmm_mines"),
]
PORT = site("p", kind="port", name="Safi", metal="all", stage="all", latitude=32.3, longitude=-9.2, source="nga_wpi")


def test_two_publishers_of_one_place_are_one_mark_with_both_names() -> None:
    figure = hub_sites.draw([*TWIN, PORT], State())
    marks = [t for t in figure["data"] if t["type"] == "scattergeo"]
    assert [len(t["lat"]) for t in marks] == [1, 1]
    assert "Bou Azzer Mine / Bou Azzer" in marks[-1]["hovertext"][0]
    assert figure["layout"]["geo"]["scope"] == "africa"
    assert words.t("hub_sites.subtitle", "fr").format(places=2, twins=1) == figure["layout"]["meta"]["subtitle"]


def test_a_name_on_the_map_is_short_and_stands_clear_of_its_neighbour() -> None:
    rows = [
        site("a", name="Mine at Imini", capacity_t=9.0),
        site("b", name="Beni Amir (Khouribga Mining Center)", latitude=30.6),
        site("c", name="Plant at Safi", latitude=33.0),
    ]
    [_, marks] = hub_sites.draw(rows, State())["data"]
    assert [t.strip("\u2002") for t in marks["text"]] == ["Imini", "", "Safi"]


def test_a_point_far_outside_the_others_does_not_shrink_the_map() -> None:
    rows = [site(str(n), latitude=30.0 + n / 10) for n in range(20)] + [site("lost", latitude=-12.0)]
    low, high = hub_sites.draw(rows, State())["layout"]["geo"]["lataxis"]["range"]
    assert (low, high) == (pytest.approx(29.0), pytest.approx(32.9))


def test_sites_without_a_point_stand_in_the_table_alone() -> None:
    nowhere = site("k", name="Khouribga", metal="phosphate", latitude=None, longitude=None, source="iiasa_phosphate")
    assert hub_sites.draw([nowhere], State())["layout"]["meta"]["empty"]
    [line] = hub_sites_table.draw([nowhere], State()).rows
    assert line[0] == "Khouribga"


def test_the_table_gives_a_place_what_either_publisher_knows() -> None:
    [line] = hub_sites_table.draw(TWIN, State()).rows
    assert line[0] == "Bou Azzer Mine / Bou Azzer"
    assert line[2] == "Cobalt, Argent"
    assert line[3] == "CTT"
    assert line[5:7] == ["en activité", "mesurée"]


def test_a_shared_capacity_is_marked_and_never_added_up() -> None:
    rows = [site("a", capacity_t=1e7, shared=True), site("a", metal="nickel", capacity_t=10.0)]
    [line] = hub_sites_table.draw(rows, State()).rows
    capacity = line[4]
    assert isinstance(capacity, Cell)
    assert capacity.text == "10\u00a0Mt (Cobalt) †"
    assert words.t("hub_sites.shared", "fr") in capacity.note


def test_names_keep_their_own_order_in_arabic() -> None:
    [line] = hub_sites_table.draw([site("o", operator="OCP S.A.")], State(lang="ar")).rows
    assert line[3] == "\u2068OCP S.A.\u2069"


def test_a_place_counts_once_for_each_of_its_materials() -> None:
    figure = hub_sites_metals.draw([*TWIN, PORT, site("b")], State())
    [mines] = figure["data"]
    assert dict(zip(mines["y"], mines["x"], strict=True)) == {"Cobalt": 2, "Argent": 1}
    assert hub_sites_metals.draw([PORT], State())["layout"]["meta"]["empty"]


def project(**over: Any) -> Row:
    """A row of the pipeline."""
    return {
        "date": "2024-03-29", "planned": "2026-09", "sponsor": "BTR", "partner": None, "product": "nmc_cathode",
        "place": "Tanger", "metals": "nickel cobalt", "stage": "semi", "capacity": 50_000.0, "per": "t/y",
        "investment": 3e9, "currency": "MAD", "status": "agreement", "iso3": "MAR",
        "reference": "https://www.example.org/a/b", "first_capacity": None, "first_date": None,
        "first_reference": None, "unit": None, "source": None, "flag": None,
    } | over  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [("2022-06-01", "1ᵉʳ\u00a0juin 2022"), ("2026-09", "septembre 2026"), ("2025", "2025"), (None, "")],
)
def test_a_date_is_as_precise_as_it_was_announced(text: str | None, said: str) -> None:
    assert hub_projects.when(text, "fr") == said


def test_a_project_without_a_planned_start_has_one_dot_and_one_without_a_date_none() -> None:
    rows = [project(), project(planned=None, status="inaugurated"), project(date=None, planned=None)]
    figure = hub_projects.draw(rows, State())
    dots = [t for t in figure["data"] if t["mode"] == "markers"]
    assert sum(len(t["x"]) for t in dots) == 3
    assert len(figure["layout"]["annotations"]) == 2
    assert hub_projects.draw(rows[2:], State())["layout"]["meta"]["empty"]


@pytest.mark.parametrize("lang", LANGS)
def test_the_projects_table_writes_each_capacity_and_amount_in_its_own_unit(lang: str) -> None:
    before = {"first_capacity": 15.0, "first_date": "2023-09", "first_reference": "https://www.example.com/c"}
    rows = [project(), project(capacity=20.0, per="GWh/y", investment=280e6, currency="USD", **before)]
    dirhams, dollars = hub_projects_table.draw(rows, State(lang=lang)).rows
    assert dirhams[4] == Cell(words.t("project.per_year", lang).format(words.quantity(50_000, lang)))
    assert dirhams[5] == words.t("project.dirhams", lang).format("3")
    changed = dollars[4]
    assert isinstance(changed, Cell)
    assert (changed.text, changed.href) == (words.t("project.gwh", lang).format("20"), "https://www.example.com/c")
    assert words.t("project.gwh", lang).format("15") in changed.note
    assert "2023" in changed.note
    assert dollars[5] == words.money(280e6, lang)
    reference = dirhams[9]
    assert isinstance(reference, Cell)
    assert (reference.text, reference.href) == ("example.org", "https://www.example.org/a/b")


def test_what_the_boundaries_drawn_place_elsewhere_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [project(), project(iso3="ESH")]
    monkeypatch.setenv("MAP_VIEW", "un")
    assert hub_projects.of_map(rows, State()) == rows[:1]
    monkeypatch.setenv("MAP_VIEW", "mar")
    assert hub_projects.of_map(rows, State()) == rows
