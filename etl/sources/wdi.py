"""World Development Indicators: economy, trade structure, electricity access and innovation of every country."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from etl import codes
from etl.source import File, Score, Source, SourceError
from etl.table import calendar_year, number, ragged, whole

VINTAGE = "2024"
API = "https://api.worldbank.org/v2/country/all/indicator/{code}?format=json&per_page=20000"


class _Series(NamedTuple):
    score: str
    unit: str


# File → the World Bank's code → score. Each file is the World Bank's wide table, or a third party's extract of it.
FILES = {
    "datahub_gdp.csv": {"NY.GDP.MKTP.CD": _Series("gdp", "usd")},
    "datahub_population.csv": {"SP.POP.TOTL": _Series("population", "count")},
    "API_NE.TRD.GNFS.ZS_DS2_en_csv_v2_75991.csv": {"NE.TRD.GNFS.ZS": _Series("trade_gdp", "percent")},
    "research-spending-gdp.csv": {"GB.XPD.RSDV.GD.ZS": _Series("rd_spending", "percent")},
    "un_osaa_query_wdi_2022-12-07_world.csv": {
        "EG.ELC.ACCS.ZS": _Series("electricity_access", "percent"),
        "NY.GDP.TOTL.RT.ZS": _Series("resource_rents", "percent"),
        "TX.VAL.MMTL.ZS.UN": _Series("ores_metals_export_share", "percent"),
    },
    "wb_science-and-technology-raw-2021.csv": {
        "IP.PAT.RESD": _Series("patents_resident", "count"),
        "IP.PAT.NRES": _Series("patents_nonresident", "count"),
        "SP.POP.SCIE.RD.P6": _Series("researchers", "per_million"),
        "TX.VAL.TECH.MF.ZS": _Series("hightech_export_share", "percent"),
    },
}

# What the wide tables hold beside them. A code that is in neither list is a series renamed, or one nobody has seen.
_LEFT_OUT = frozenset({
    "BM.GSR.ROYL.CD", "BX.GSR.ROYL.CD", "GB.XPD.RSDV.GD.ZS", "IP.JRN.ARTC.SC", "IP.TMK.NRES", "IP.TMK.RESD",
    "IP.TMK.TOTL", "SP.POP.TECH.RD.P6", "TX.VAL.TECH.CD",
})  # fmt: skip

SOURCE = Source(
    slug="wdi",
    publisher="World Bank",
    title="World Development Indicators, extracts",
    vintage=VINTAGE,
    page="https://data.worldbank.org/",
    files=tuple(File(name, None) for name in FILES),  # the API answers indicator by indicator: live()
    licence="CC BY 4.0",
    redistribution="open",
    citation="World Bank, World Development Indicators",
    feeds=("score",),
    rank={},
)

_WIDE = ["Country Name", "Country Code", "Indicator Name", "Indicator Code"]
_LONG = ["Country Name", "Country Code", "Year", "Value"]
_CHART = ["Entity", "Code", "Year", "Research and development expenditure (% of GDP)"]
_QUERY = ["iso2c", "iso3c", "year", "electricity_access", "alternative_energy", "electricity_consumption",
          "energy_imports", "energy_intensity", "energy_use", "fossil_fuel_consumption", "fuel_exports",
          "energy_unit_use_gdp", "energy_investment_private", "ores_metal_exports", "renewable_electricity_output",
          "renewable_energy_consumption", "time_electricity", "resources_rents", "electricity_access_ru",
          "electricity_access_ur"]  # fmt: skip
# The columns of the query read here, and the date in the name of its file.
_QUERIED = {
    "EG.ELC.ACCS.ZS": "electricity_access",
    "NY.GDP.TOTL.RT.ZS": "resources_rents",
    "TX.VAL.MMTL.ZS.UN": "ores_metal_exports",
}
_QUERY_DATE = "2022-12-07"

# Regions, income groups and lending groups, left out; CHI are the Channel Islands, two territories in ISO 3166.
_GROUPS = frozenset({
    "AFE", "AFW", "ARB", "CEB", "CHI", "CSS", "EAP", "EAR", "EAS", "ECA", "ECS", "EMU", "EUU", "FCS", "HIC", "HPC",
    "IBD", "IBT", "IDA", "IDB", "IDX", "INX", "LAC", "LCN", "LDC", "LIC", "LMC", "LMY", "LTE", "MEA", "MIC", "MNA",
    "NAC", "OED", "OSS", "PRE", "PSS", "PST", "SAS", "SSA", "SSF", "SST", "TEA", "TEC", "TLA", "TMN", "TSA", "TSS",
    "UMC",
})  # fmt: skip
# Groups that come without a code, by name, or by the ISO2 the World Bank gives them.
_UNCODED_GROUPS = frozenset({
    "East Asia and Pacific (WB)", "Europe and Central Asia (WB)", "European Union (27)", "High-income countries",
    "Latin America and Caribbean (WB)", "Lower-middle-income countries", "Middle East and North Africa (WB)",
    "Middle-income countries", "North America (WB)", "South Asia (WB)", "Sub-Saharan Africa (WB)",
    "Upper-middle-income countries", "High income", "Low income", "Lower middle income", "Upper middle income",
    "Not classified", "XD", "XM", "XN", "XT", "XY",
})  # fmt: skip


class _Cell(NamedTuple):
    row: int
    code: str
    name: str
    year: str
    indicator: str
    value: str
    edition: str


def rows(folder: Path) -> Iterator[Score]:
    """Yield every figure of the series read, countries and the world (WLD), in USD, counts, percent and per million.

    edition is the day the World Bank updated the table where the file says so, else the vintage. An empty cell gives no
    row. Raises SourceError for a layout, column or code nobody has mapped, a series that is missing, and a second
    figure for a country and year.
    """
    for name, series in FILES.items():
        seen: set[tuple[str, str, str]] = set()
        for row, code, place, year, indicator, value, edition in _cells(folder / VINTAGE / name, series):
            iso3 = _iso3(code, place, name, row)
            if iso3 is None:
                continue
            if (indicator, iso3, year) in seen:
                raise SourceError(name, row, [indicator, code, year], "is a second figure for this country and year")
            seen.add((indicator, iso3, year))
            score, unit = series[indicator]
            when = calendar_year(year, name, row)
            yield Score(when, score, iso3, number(value, name, row, 0), unit, SOURCE.slug, edition, None)
        if missing := series.keys() - {indicator for indicator, _, _ in seen}:
            raise SourceError(name, "-", sorted(missing), "has no figure here")


def _iso3(code: str, name: str, file: str, row: int) -> str | None:
    if code in _GROUPS or (not code and name in _UNCODED_GROUPS):
        return None
    return codes.country(code or name, SOURCE.slug, file, row)


def _cells(path: Path, series: dict[str, _Series]) -> Iterator[_Cell]:
    """The cells that hold a figure of `series`, whichever layout the file has."""
    table = ragged(path, ended=False)
    updated = VINTAGE
    seen: list[str] = []
    for row, line in table:
        header = [cell.strip() for cell in line]
        if header[:1] == ["Last Updated Date"]:
            updated = header[1]
        elif header[:4] == _WIDE:
            yield from _wide(path.name, table, header, updated, series)
            return
        elif header in (_LONG, _CHART):
            yield from _long(path.name, table, next(iter(series)))
            return
        elif header == _QUERY:
            yield from _query(path.name, table, series)
            return
        elif row > 4:
            break
        elif len(header) > len(seen):
            seen = header
    raise SourceError(path.name, 1, seen, "is no header of the World Bank's tables or their extracts")


_Table = Iterator[tuple[int, list[str]]]


def _wide(file: str, table: _Table, header: list[str], updated: str, series: dict[str, _Series]) -> Iterator[_Cell]:
    """One line a country and indicator, one column a year, and a comma too many at the end of each line."""
    years = header[4:-1] if header[-1] == "" else header[4:]
    if not all(year.isdecimal() and len(year) == 4 for year in years):
        raise SourceError(file, "header", header, "has columns that are no years")
    for row, line in table:
        if len(line) != len(header):
            raise SourceError(file, row, line, f"has {len(line)} cells instead of {len(header)}")
        name, code, _, indicator = line[:4]
        if indicator not in series.keys() | _LEFT_OUT:
            raise SourceError(file, row, indicator, "is a series this reader does not know")
        if indicator in series:
            for year, value in zip(years, line[4:], strict=False):
                if value:
                    yield _Cell(row, code, name, year, indicator, value, updated)


def _long(file: str, table: _Table, indicator: str) -> Iterator[_Cell]:
    """One line a country and year of one indicator."""
    for row, line in table:
        if len(line) != 4:
            raise SourceError(file, row, line, f"has {len(line)} cells instead of 4")
        name, code, year, value = line
        yield _Cell(row, code, name, year, indicator, value, VINTAGE)
    whole(name, file, row)


def _query(file: str, table: _Table, series: dict[str, _Series]) -> Iterator[_Cell]:
    """One line a country and year, one column an indicator; Namibia's ISO2, NA, is lost, so ISO3 is read."""
    for row, line in table:
        if len(line) != len(_QUERY):
            raise SourceError(file, row, line, f"has {len(line)} cells instead of {len(_QUERY)}")
        record = dict(zip(_QUERY, line, strict=True))
        for indicator in series:
            if value := record[_QUERIED[indicator]]:
                yield _Cell(row, record["iso3c"], record["iso2c"], record["year"], indicator, value, _QUERY_DATE)


def live(get: Callable[[str], bytes], folder: Path) -> None:
    """Ask the API for every indicator and write each file anew, as the World Bank's wide table with its date."""
    (folder / VINTAGE).mkdir(parents=True, exist_ok=True)
    for name, series in FILES.items():
        found: dict[tuple[str, str, str], dict[str, object]] = {}
        updated = ""
        for indicator in series:
            about, answer = json.loads(get(API.format(code=indicator)))
            if about["pages"] != 1:
                raise SourceError(name, "-", about, "comes in several pages")
            updated = max(updated, about["lastupdated"])
            for cell in answer:
                line = found.setdefault((cell["country"]["value"], cell["countryiso3code"], indicator), {})
                if cell["value"] is not None:
                    line[cell["date"]] = cell["value"]
        years = sorted({year for line in found.values() for year in line})
        with (folder / VINTAGE / name).open("w", encoding="utf-8", newline="") as f:
            table = csv.writer(f)
            table.writerows([["Data Source", "World Development Indicators"], [], ["Last Updated Date", updated], []])
            table.writerow([*_WIDE, *years])
            for (country, code, indicator), line in found.items():
                table.writerow([country, code, indicator, indicator, *(line.get(year, "") for year in years)])
