"""The publishers' raw files read with pandas alone: no code of the etl, so that a mistake there cannot hide here."""

from __future__ import annotations

import zipfile
from functools import cache
from pathlib import Path

import pandas as pd


def words(text: str) -> set[str]:
    return set(text.split())


EU27 = words("""AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL PRT ROU SVK SVN ESP
SWE""")
NOBODY = {"XXX", "OTH", "WLD"}

# HS92 codes of the file that are of no strategic material, or of gold; chapter 27 is out by its number.
NOT_IN_BASKET = words("""250700 250810 250830 250840 251200 252010 252400 280450 280490 280540 283030 810710
261690 710812""")


class Raw:
    """The raw folder of every source, laid out <slug>/<vintage>/<file>."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        names = pd.read_csv(self.one("country_codes/*/country-codes.csv"), dtype=str, keep_default_na=False)
        self.africa = set(names.loc[names["Region Code"] == "2", "ISO3166-1-Alpha-3"])
        self.iso3_of = {
            name: iso3
            for column in ("UNTERM English Short", "CLDR display name")
            for name, iso3 in zip(names[column], names["ISO3166-1-Alpha-3"], strict=True)
        }

    def one(self, pattern: str) -> Path:
        """The only file that matches."""
        [path] = self.folder.glob(pattern)
        return path

    @cache  # noqa: B019 - one object a run
    def baci(self, revision: str) -> pd.DataFrame:
        """Columns year, code, exporter, importer, usd, tonnes."""
        with zipfile.ZipFile(self.one(f"baci/*/BACI_{revision}_*.zip")) as archive:
            members = [m for m in archive.namelist() if "_Y" in m]
            types = {"k": str, "v": float}
            parts = [
                pd.read_csv(archive.open(m), dtype=types, na_values=["NA"], skipinitialspace=True) for m in members
            ]
            [codes] = [m for m in archive.namelist() if m.startswith("country_codes")]
            listed = pd.read_csv(archive.open(codes), keep_default_na=False)
        iso3 = dict(zip(listed.country_code, listed.country_iso3, strict=True))
        iso3 |= {490: "TWN", 711: "ZAF", 697: "XXX", 849: "XXX"}
        table = pd.concat(parts)
        table = table.assign(exporter=table.i.map(iso3), importer=table.j.map(iso3), usd=table.v * 1000)
        return table.rename(columns={"t": "year", "k": "code", "q": "tonnes"})[
            ["year", "code", "exporter", "importer", "usd", "tonnes"]
        ]

    def trade(self, revision: str, codes: list[str], year: int) -> pd.DataFrame:
        """The flows of some codes in one year."""
        table = self.baci(revision)
        return table[(table.year == year) & table.code.isin(codes)]

    @cache  # noqa: B019
    def mined(self, sheet: str, year: int) -> pd.Series:
        """Tonnes by ISO3 of a sheet of World Mining Data, without its total."""
        book = self.one("wmd/*/6.4*.xlsx")
        table = pd.read_excel(book, sheet_name=sheet, header=1, engine="calamine", dtype=str)
        table = table[table["Country"].notna() & (table["Country"] != "Total")]
        tonnes = table[str(year)].str.replace(",", "").astype(float)
        tonnes = tonnes.where(table["unit"] != "kg", tonnes / 1000)
        return pd.Series(tonnes.to_numpy(), index=[self.iso3(name) for name in table["Country"]]).dropna()

    @cache  # noqa: B019
    def bgs(self, series: str, year: int) -> pd.Series:
        """Tonnes by ISO3 of a series of the long table of World Mineral Statistics."""
        table = pd.read_csv(self.one("bgs_wms/*/production_1970_2021_21_series.csv.gz"), sep=";")
        table = table[(table.commodity_desc == series) & table["Sub-commodity"].isna() & (table.year == year)]
        table = table[table.value.notna()]
        return pd.Series(table.value.to_numpy(), index=[self.iso3(name) for name in table.Country])

    @cache  # noqa: B019
    def usgs(self, chapter: str, detail: str, year: int) -> pd.Series:
        """Figures as printed, by ISO3, of the edition of 2026: "Mine production", "Reserves" … in its own unit."""
        table = pd.read_csv(self.one("usgs_mcs/2026/*.csv"), encoding="cp1252", dtype=str)
        table = table[
            (table["MCS chapter"] == chapter)
            & (table["Statistics_detail"].isin([detail, f"{detail}: rounded"]))
            & (table["Year"] == str(year))
            & table["Section"].str.startswith("World")
        ]
        figures = pd.to_numeric(table["Value"].str.replace(",", ""), errors="coerce")
        found = pd.Series(figures.to_numpy(), index=[self.iso3(name) for name in table["Country"]])
        return found[found.notna()]

    @cache  # noqa: B019
    def wgi(self) -> pd.DataFrame:
        """Estimates by (year, ISO3), one column a dimension."""
        table = pd.read_excel(self.one("wgi/*/wgidataset.xlsx"), engine="calamine")
        old = {"ZAR": "COD", "ROM": "ROU", "TMP": "TLS", "ADO": "AND", "WBG": "PSE", "KSV": "XKX"}
        table = table.assign(iso3=table.code.replace(old), year=table.year.astype(int))
        table["estimate"] = pd.to_numeric(table["estimate"], errors="coerce")
        return table.pivot_table(index=["year", "iso3"], columns="indicator", values="estimate")

    def footprint(self, metal: str) -> float | None:
        """Cradle-to-gate kg CO₂e per kg of a metal in the table of Nuss and Eckelman; None where it has none."""
        table = pd.read_csv(self.one("metal_lca/*/nuss*.csv")).set_index("name")["gwp_kgco2e_per_kg"]
        return float(table[metal.capitalize()]) if metal.capitalize() in table.index else None

    def prices(self, name: str) -> pd.Series:
        """Monthly prices of the Pink Sheet by (year, month)."""
        book = self.one("wb_pink_sheet/*/*.xlsx")
        table = pd.read_excel(book, sheet_name="Monthly Prices", header=None, engine="calamine", dtype=object)
        column = table.iloc[4].astype(str).str.strip().tolist().index(name)
        table = table.iloc[6:]
        months = pd.MultiIndex.from_tuples([(int(m[:4]), int(m[5:])) for m in table[0]])
        return pd.Series(pd.to_numeric(table[column], errors="coerce").to_numpy(), index=months)

    def yearly_price(self, detail: str) -> pd.Series:
        """A price of the USGS's edition of 2026 by year, in the unit printed."""
        table = pd.read_csv(self.one("usgs_mcs/2026/*.csv"), encoding="cp1252", dtype=str)
        rows = table[(table["Statistics"] == "Price") & (table["Statistics_detail"] == detail)]
        return rows.set_index(rows["Year"].astype(int))["Value"].str.replace(",", "").astype(float)

    def iso3(self, name: str) -> str:
        """ISO3 of a country as the production tables write it."""
        name = " ".join(name.split())
        return SPELLINGS.get(name) or self.iso3_of[name]


SPELLINGS = {
    "Bolivia": "BOL", "Bosnia & Herzegovina": "BIH", "Bosnia-Herzegovina": "BIH", "Burma": "MMR", "Congo": "COG",
    "Congo (Kinshasa)": "COD", "Congo, D.R.": "COD", "Congo, Democratic Republic": "COD", "Congo, Rep.": "COG",
    "Cote d'Ivoire": "CIV", "Côte d’Ivoire": "CIV", "Czech Republic": "CZE", "Czechoslovakia": "CSK",
    "German Democratic Rep": "DDR", "German Federal Republic": "DEU", "Ireland, Republic of": "IRL", "Kosovo": "XKX",
    "Korea (Rep. of)": "KOR", "Korea, Dem. P.R. of": "PRK", "Korea, North": "PRK", "Korea, Republic of": "KOR",
    "Korea, South": "KOR", "Other countries": "OTH", "Rhodesia": "ZWE", "Serbia and Montenegro": "SCG",
    "Soviet Union": "SUN", "United Kingdom": "GBR", "Taiwan": "TWN", "Turkey": "TUR", "Türkiye": "TUR", "USA": "USA",
    "United States": "USA", "World total": "WLD", "Yugoslavia": "YUG", "Zaire": "COD",
}  # fmt: skip
