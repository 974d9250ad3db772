"""Production, reserve, governance and price indicators recomputed from the publishers' files with pandas."""

from __future__ import annotations

import math

import pandas as pd

from tests.oracles.expected_trade import COUNTRIES, SERIES, Expected, weighed
from tests.oracles.raw import NOBODY, Raw

SHEETS = {
    "cobalt": "Cobalt",
    "copper": "Copper",
    "aluminium": "Bauxite",
    "manganese": "Manganese",
    "chromium": "Chromium (Cr2O3)",
    "phosphate": "Phosphate Rock (P2O5)",
    "platinum": "Platinum",
    "graphite": "Graphite",
    "fluorspar": "Fluorspar",
    "baryte": "Baryte",
    "zinc": "Zinc",
    "lead": "Lead",
    "silver": "Silver",
    "lithium": "Lithium (Li2O)",
}
RESERVES = {"phosphate": "PHOSPHATE ROCK", "cobalt": "COBALT", "copper": "COPPER"}
DIMENSIONS = ["va", "pv", "ge", "rq", "rl", "cc"]


def production(raw: Raw) -> Expected:
    """Shares and concentrations of output, by World Mining Data from 2018 on and by the BGS before."""
    for metal, sheet in SHEETS.items():
        for year in (2018, 2020, 2022, 2023):
            yield from shares(raw.mined(sheet, year), (year, metal, "mine"))
            yield weighted(raw, raw.mined(sheet, year), (year, metal, "mine"))
    for series, metal, stage, year in [
        ("cobalt mine", "cobalt", "mine", 2010),
        ("cobalt refined", "cobalt", "refined", 2015),
        ("copper mine", "copper", "mine", 1990),
        ("zinc mine", "zinc", "mine", 1975),
    ]:
        yield from shares(raw.bgs(series, year), (year, metal, stage))
    refined = raw.usgs("COPPER", "Refinery production", 2024)
    yield from shares(refined.drop("WLD"), (2024, "copper", "refined"))


def shares(output: pd.Series, key: tuple[int, str, str]) -> Expected:
    share = output / output.sum()
    for iso3 in COUNTRIES:
        yield ("production_share", *key, iso3), share.get(iso3)
    named = share.drop([i for i in NOBODY if i in share.index])
    yield ("production_hhi", *key, "WLD"), (named**2).sum()
    yield ("top_producer_share", *key, "WLD"), named.max()
    yield ("top3_share", *key, "WLD"), named.nlargest(3).sum()
    yield ("supply_without_top", *key, "WLD"), 1 - named.max()


def latest(raw: Raw, year: int, columns: list[str]) -> pd.Series:
    """Mean of some dimensions by ISO3, all present, in the year or the latest before it."""
    table = raw.wgi()[columns].dropna().mean(axis=1)
    table = table[table.index.get_level_values("year") <= year]
    return table.groupby(level="iso3").last()


def weighted(raw: Raw, output: pd.Series, key: tuple[int, str, str]) -> tuple[tuple[str | int, ...], float | None]:
    share = output / output.sum()
    weight = (2.5 - latest(raw, key[0], DIMENSIONS).reindex(share.index)) * 2
    enough = share[weight.notna()].sum() >= 0.9 * share.sum()
    return ("production_hhi_wgi", *key, "WLD"), (share**2 * weight).sum() if enough else None


def reserves(raw: Raw) -> Expected:
    for metal, chapter in RESERVES.items():
        held, mined = raw.usgs(chapter, "Reserves", 2025), raw.usgs(chapter, "Mine production", 2025)
        total = held.drop("WLD").sum()
        for iso3 in COUNTRIES:
            yield ("reserve_share", 2025, metal, "mine", iso3), held.get(iso3) / total if iso3 in held else None
        for iso3 in ("MAR", "COD", "CHN", "ZAF", "WLD"):
            years = held[iso3] / mined[iso3] if iso3 in held and iso3 in mined else None
            yield ("reserve_life", 2025, metal, "mine", iso3), years


def reliance(raw: Raw) -> Expected:
    """Copper cathodes of 2024: a country the USGS does not name may hide in its "Other countries"."""
    made = raw.usgs("COPPER", "Refinery production", 2024) * 1000
    flows = raw.trade("HS17", ["740311"], 2024)
    for iso3 in ("CHN", "COD", "USA", "JPN", "MAR", "FRA", "ESP"):
        sold, bought = flows[flows.exporter == iso3], flows[flows.importer == iso3]
        net = bought.tonnes.sum() - sold.tonnes.sum()
        known = iso3 in made and weighed(sold) and weighed(bought) and made.get(iso3, 0) + net > 0
        yield ("import_reliance", 2024, "copper", "refined", iso3), max(0, net) / (made[iso3] + net) if known else None


def geopolrisk(raw: Raw) -> Expected:
    for metal, year in [("copper", 2022), ("manganese", 2023), ("aluminium", 2020), ("chromium", 2018), ("zinc", 2022)]:
        output = raw.mined(SHEETS[metal], year)
        hhi = ((output / output.sum()) ** 2).sum()
        revision, codes = SERIES[metal, "mine"]
        flows = raw.trade(revision, codes, year)
        g = ((2.5 - latest(raw, year, ["pv"])) / 5).clip(0, 1)
        for iso3 in ("CHN", "FRA", "DEU", "ZAF", "MAR", "ESP"):
            bought = flows[flows.importer == iso3]
            f = bought.groupby("exporter").tonnes.sum()
            unknown = f[~f.index.isin(g.index)].sum()
            risk = hhi * (f * g.reindex(f.index).fillna(0)).sum() / (output.get(iso3, 0) + f.sum())
            enough = weighed(bought) and unknown <= 0.1 * f.sum()
            yield ("geopolrisk", year, metal, "mine", iso3), risk if enough else None


def spread(raw: Raw) -> Expected:
    """DRC cobalt 2022: 144,000 t at the USGS (edition of 2024), World Mining Data's own figure beside it."""
    one, other = 144_000.0, raw.mined("Cobalt", 2022)["COD"]
    yield ("source_spread", 2022, "cobalt", "mine", "COD"), abs(one - other) / ((one + other) / 2)


def governance(raw: Raw) -> Expected:
    table = raw.wgi()
    for year in (1998, 2010, 2023):
        for iso3 in COUNTRIES:
            row = table.loc[(year, iso3)]
            yield ("governance", year, "all", "all", iso3), row[DIMENSIONS].mean()
            yield ("rule_of_law", year, "all", "all", iso3), row["rl"]
            yield ("corruption_control", year, "all", "all", iso3), row["cc"]


def prices(raw: Raw) -> Expected:
    for metal, stage, name in (("copper", "refined", "Copper"), ("zinc", "refined", "Zinc"), ("tin", "refined", "Tin")):
        months = raw.prices(name)
        mean = months.groupby(level=0).mean()
        returns = months.map(math.log).diff()
        for year in (2009, 2016, 2022):
            yield ("price_index", year, metal, stage, "WLD"), 100 * mean[year] / mean[2015]
            yield ("price_change", year, metal, stage, "WLD"), mean[year] / mean[year - 1] - 1
            yield ("price_volatility", year, metal, stage, "WLD"), returns[year].std() * math.sqrt(12)
    for metal, stage, detail in (
        ("antimony", "refined", "Price, metal, average, dollars per pound"),
        ("germanium", "refined", "Price, annual average, dollars per kilogram: Germanium metal"),
        ("graphite", "mine", "Price, average unit value of imports, dollars per metric ton at foreign ports: Flake"),
    ):
        quoted = raw.yearly_price(detail)
        for year in (2022, 2025):
            yield ("price_change", year, metal, stage, "WLD"), quoted[year] / quoted[year - 1] - 1
