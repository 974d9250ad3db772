"""Electricity by country and year, from Our World in Data: carbon intensity, shares and generation by source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from etl import codes
from etl.source import File, Score, Source, SourceError
from etl.table import calendar_year, lines, number, whole

EDITION = "2026"


class _Chart(NamedTuple):
    title: str  # of its one column of figures
    score: str
    unit: str


CHARTS = {
    "carbon-intensity-electricity": _Chart(
        "Carbon intensity of electricity per kWh", "grid_carbon_intensity", "g_co2e_per_kwh"
    ),
    "share-electricity-renewables": _Chart("Renewables", "renewables_share", "percent"),
    "share-electricity-solar": _Chart("Solar", "solar_share", "percent"),
    "share-electricity-wind": _Chart("Wind", "wind_share", "percent"),
    "electricity-generation": _Chart("Total electricity", "generation", "twh"),
    "electricity-coal": _Chart("Coal", "generation_coal", "twh"),
    "electricity-gas": _Chart("Gas", "generation_gas", "twh"),
    "electricity-oil": _Chart("Oil", "generation_oil", "twh"),
    "electricity-nuclear": _Chart("Nuclear", "generation_nuclear", "twh"),
    "electricity-hydro": _Chart("Hydropower", "generation_hydro", "twh"),
    "electricity-solar": _Chart("Solar", "generation_solar", "twh"),
    "electricity-wind": _Chart("Wind", "generation_wind", "twh"),
}

SOURCE = Source(
    slug="owid_energy",
    publisher="Our World in Data, from Ember and the Energy Institute",
    title="Electricity: carbon intensity, shares and generation by source",
    vintage=EDITION,
    page="https://ourworldindata.org/electricity-mix",
    files=tuple(File(f"{name}.csv", f"https://ourworldindata.org/grapher/{name}.csv") for name in CHARTS),
    licence="CC BY 4.0",
    redistribution="open",
    citation="Ember; Energy Institute, Statistical Review of World Energy; with major processing by Our World in Data",
    feeds=("score",),
    rank={},
)

# Groups of countries, left out: their members are there. The world (OWID_WRL) is kept as reported.
_CODED_GROUPS = {"OWID_AFR", "OWID_ASI", "OWID_EU27", "OWID_EUR", "OWID_HIC", "OWID_LIC", "OWID_LMC", "OWID_NAM",
                 "OWID_OCE", "OWID_SAM", "OWID_UMC"}  # fmt: skip
_NAMED_GROUPS = {
    "ASEAN (Ember)", "Africa (EI)", "Africa (Ember)", "Asia (Ember)", "Asia Pacific (EI)", "CIS (EI)",
    "Central America (EI)", "EU (Ember)", "Eastern Africa (EI)", "Europe (EI)", "Europe (Ember)", "G20 (Ember)",
    "G7 (Ember)", "Latin America and Caribbean (Ember)", "Middle Africa (EI)", "Middle East (EI)",
    "Middle East (Ember)", "Non-OECD (EI)", "North America (EI)", "North America (Ember)", "OECD (EI)",
    "OECD (Ember)", "Oceania (Ember)", "South and Central America (EI)", "Western Africa (EI)",
}  # fmt: skip


def rows(folder: Path) -> Iterator[Score]:
    """Yield gCO₂e per kWh, percent of generation and TWh, each country and year as published.

    Western Sahara has lines of its own (2000–2009) and keeps them; the Soviet Union keeps its code. Raises SourceError
    for another column, a code or nameless group nobody has mapped, a repeated line, and a figure below zero.
    """
    for name, chart in CHARTS.items():
        yield from _chart(folder / EDITION / f"{name}.csv", chart)


def _chart(path: Path, chart: _Chart) -> Iterator[Score]:
    seen: set[tuple[str, str]] = set()
    for row, (entity, code, year, value) in lines(path, ["Entity", "Code", "Year", chart.title], ended=False):
        if code in _CODED_GROUPS or (not code and entity in _NAMED_GROUPS):
            continue
        iso3 = codes.country(code or entity, SOURCE.slug, path.name, row)
        figure = number(value, path.name, row, 0)
        if (iso3, year) in seen:
            raise SourceError(path.name, row, [entity, year], "is a repeated line")
        seen.add((iso3, year))
        when = calendar_year(year, path.name, row)
        yield Score(when, chart.score, iso3, figure, chart.unit, SOURCE.slug, EDITION, None)
    whole(entity, path.name, row)
