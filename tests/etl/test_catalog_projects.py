"""Announced projects and coming ports: hand-compiled facts, each with its reference, nothing filled in without one."""

from __future__ import annotations

import re
from collections import Counter
from typing import get_args

import duckdb

from etl import codes, facts
from etl.source import Stage

PROJECTS, PORTS = codes.rows("projects"), codes.rows("ports")


def test_a_project_is_a_row_of_each_product_line() -> None:
    assert Counter((r["project"], r["product"]) for r in PROJECTS).most_common(1)[0][1] == 1
    assert [r["product"] for r in PROJECTS if r["project"] == "cobco"] == ["nmc_precursor", "lfp_cathode", "black_mass"]


def test_every_project_has_a_sponsor_a_date_and_a_public_reference() -> None:
    for row in PROJECTS:
        assert row["sponsor"], row
        assert row["reference"].startswith("https://"), row
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", row["date"]), row
        assert re.fullmatch(r"(20\d\d(-\d\d)?)?", row["planned"]), row
        assert row["status"] in {"announced", "memorandum", "agreement", "inaugurated"}, row


def test_metals_and_stages_are_those_of_the_catalog() -> None:
    for row in PROJECTS:
        assert row["metals"].split(), row
        assert set(row["metals"].split()) <= set(codes.metals()), row
        assert row["stage"] in get_args(Stage), row


def test_figures_have_units_and_a_project_s_investment_stands_once() -> None:
    for row in PROJECTS:
        assert float(row["capacity"]) > 0, row
        assert row["unit"] in {"t/y", "GWh/y"}, row
        assert bool(row["investment"]) == bool(row["currency"]), row
        assert row["currency"] in {"", "MAD", "USD"}, row
    assert max(Counter(r["project"] for r in PROJECTS if r["investment"]).values()) == 1


def test_a_capacity_that_has_changed_keeps_the_first_announcement_and_its_reference() -> None:
    first = {r["project"]: (r["first_capacity"], r["first_date"]) for r in PROJECTS if r["first_reference"]}
    assert first == {"tinci": ("100000", "2023-09")}
    for row in PROJECTS:
        assert bool(row["first_capacity"]) == bool(row["first_date"]) == bool(row["first_reference"]), row
        assert row["first_date"] < row["date"], row
        assert row["first_reference"].startswith("https://" if row["first_date"] else ""), row


def test_a_point_says_whose_it_is_and_lies_in_morocco() -> None:
    for row in PROJECTS:
        assert bool(row["latitude"]) == bool(row["longitude"]) == bool(row["point"]), row
        if row["point"]:
            assert re.fullmatch(r"(nga_wpi|icmm_mines) \w+", row["point"]), row
            assert 27 < float(row["latitude"]) < 36, row
            assert -14 < float(row["longitude"]) < -1, row


def test_ports_that_the_index_lacks_have_a_status_and_a_reference() -> None:
    assert {r["port"]: (r["iso3"], r["scope"]) for r in PORTS} == {
        "nador_west_med": ("MAR", "MAR"),
        "dakhla_atlantique": ("ESH", "MAR"),
    }
    for row in PORTS:
        assert row["status"] == "construction", row
        assert row["reference"].startswith("https://"), row
        assert bool(row["latitude"]) == bool(row["longitude"]), row


def test_a_port_that_the_map_view_moves_says_so() -> None:
    for row in PORTS:
        assert bool(row["note"]) == (row["iso3"] != row["scope"]), row


def test_both_stand_in_the_catalog_with_an_empty_field_null() -> None:
    with duckdb.connect() as con:
        facts.write(con, [], [])
        projects = con.execute("SELECT project, capacity, investment, latitude FROM catalog.project").fetchall()
        assert ("cobco", 120_000.0, 20e9, 33.116667) in projects
        assert ("lg_huayou", 52_000.0, None, None) in projects
        assert len(projects) == len(PROJECTS)
        assert con.execute("SELECT count(*), count(note) FROM catalog.port").fetchall() == [(2, 1)]
