"""Excerpts of USGS's five editions, and the publisher's files built from them in their true layouts and encodings."""

import csv
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

COLUMNS_2025 = "SOURCE,COMMODITY,COUNTRY,TYPE,UNIT_MEAS,PROD_2023,PROD_EST_ 2024,PROD_NOTES,CAP_2023,CAP_EST_ 2024,CAP_NOTES,RESERVES_2024,RESERVE_NOTES"  # noqa: E501
COLUMNS_2026 = "MCS chapter,Section,Commodity,Country,Statistics,Statistics_detail,Unit,Year,Value,Notes,Is critical mineral 2025,Other notes"  # noqa: E501

COBALT_2022 = """Source,Country,Type,Prod_t_2020,Prod_t_Est_2021
MCS2022,Congo (Kinshasa),"Mine production, contained cobalt",98000,120000
MCS2022,Morocco,"Mine production, contained cobalt",2300,2300
MCS2022,Other countries,"Mine production, contained cobalt",7640,6600
MCS2022,World total (rounded),"Mine production, contained cobalt",142000,170000
,,,,
"""
COBALT_2023 = """Source,Country,Type,Prod_t_2021,Prod_t_est_2022,Prod_notes,Reserves_t,Reserves_notes
MCS2023,Congo (Kinshasa),"Mine production, metric tons of contained cobalt",119000,130000,Production in 2021 is also estimated,4000000,
MCS2023,Morocco,"Mine production, metric tons of contained cobalt",2300,2300,Production in 2021 is also estimated,13000,
MCS2023,World total (rounded),"Mine production, metric tons of contained cobalt",165000,190000,,8300000,
"""  # noqa: E501
PHOSPHATE_2024 = """Source,Country,Type,Prod_kt_2022,Prod_kt_est_2023,Prod_notes,Reserves_kt,Reserves_notes,,
MCS2024,China6,"Mine production, phosphate rock ore","93,000",90000,Also estimated in 2022,3800000,,,
MCS2024,Morocco,"Mine production, phosphate rock ore",39000,35000,,50000000,,,
MCS2024,World total (rounded) 10,"Mine production, phosphate rock ore",228000,220000,,74000000,,,
,,,,,,,,,
"""
GALLIUM_2024 = """Source,Country,Type,Prod_kg_2022,Prod_kg_est_2023,Prod_notes,Cap_kg_2023,Cap_notes
MCS2024,"Korea, Republic ofe",Primary production,2000,2000,,16000,
MCS2024,Russiae,Primary production,5000,5000,,10000,
"""
FLUORSPAR_2024 = """Source,Country,"Mine production, fluorspar",Prod_kt_2022,Prod_kt_Est_2023,Prod_notes,Reserves_kt,Reserves_notes,,
MCS2024,United States,"Mine production, fluorspar",NA,NA,,NA,,,
MCS2024,Iran,"Mine production, fluorspar",116,120,,4500,,,
"""  # noqa: E501
BARITE_2024 = """Source,Country,Type,Prod_kt_2022,Prod_kt_est_2023,Prod_note,Reserves_kt,Reserves_notes,
MCS2024,United States,"Mine production, barite",W,W,,NA,,NA
MCS2024,Iran,"Mine production, barite",300,300,,38000,,"38,000"
MCS2024,Morocco,"Mine production, barite","1,200","1,200",,NA,,NA
MCS2024,World total (rounded),"Mine production, barite","8,260","8,500",Excludes U.S. production.,NA,,NA
"""
POTASH_2023 = """Source,Country,Type,Prod_kt_2021,Prod_kt_est_2022,Prod_notes,Reserves_ore_kt,Reserves_ore_K2O_equiv_kt,Reserves_notes
MCS2023,United States1,"Mine production, potassium oxide (K2O) equivalent",480,440,,970000,220000,
MCS2023,Chile,"Mine production, potassium oxide (K2O) equivalent",858,850,,NA,100000,
"""  # noqa: E501
CHROMIUM = "Source,Country,Type,Prod_{}_{},Prod_{}_est_{},Prod_note,Reserves_kt,Reserves_notes\n"
CHROMIUM_2023 = (
    CHROMIUM.format("t", 2021, "t", 2022)
    + 'MCS2023,Finland,"Mine production, marketable chromite ore",2270,2200,,8300,\n'
)
CHROMIUM_2024 = (
    CHROMIUM.format("kt", 2022, "kt", 2023)
    + 'MCS2024,Finland,"Mne production, grosss weight, marketable chromite ore",2000,2000,,8300,\n'
)
TITANIUM_2023 = """Source,Country,Type,Prod_kt_2021,Prod_kt_est_2022,Prod_notes,Reserves_kt,Reserves_notes
MCS2023,United States,Mine production: Ilmenite and rutile,100,200,,2000,
MCS2023,Australia,Mine production: Ilmenite,600,660,,160000,
MCS2023,Norway,Mine production: Ilmenite,468,430,,37000,
MCS2023,Senegal,Mine production: Ilmenite,482,520,,NA,
MCS2023,"World total (ilmenite, rounded)",Mine production: Ilmenite (rounded),8900,8900,,650000,
MCS2023,United States,Mine production: rutile,Included with ilmenite,Included with ilmenite,,Included with ilmenite,
MCS2023,Australia,Mine production: rutile,190,190,,31000,
MCS2023,Senegal,Mine production: rutile,9,9,,10,
MCS2023,"World total (ilmenite and rutile, rounded)",World total mine production: ilmentite and rutile (rounded),9500,9500,,700000,
"""  # noqa: E501

LINES_2025 = """
MCS2025,Lithium ,United\u00a0States,"Mine production, lithium content",metric tons,,,W for 23-24,,,,1800000,
MCS2025,Lithium ,Brazil,"Mine production, lithium content",metric tons,5260,10000,estimated 2023,,,,390000,
MCS2025,Lithium ,World total (rounded),"Mine production, lithium content",metric tons,204000,240000,,,,,30000000,
MCS2025,Feldspar,Morocco,"Mine production, estimated",thousand metric tons,590,590,,,,,,NA
MCS2025,Feldspar,Turkey,"Mine production, estimated",thousand metric tons,9480,9500,reported,,,,720000,
MCS2025,Feldspar,World total (rounded),"Mine production, estimated",thousand metric tons,33400,33000,,,,,,Large
MCS2025,Graphite,Canada ,Mine production,metric tons,5470,20000,,,,,5900000,
MCS2025,Graphite,Germany,Mine production,metric tons,180,170,,,,,,Included in World total
MCS2025,Manganese,Gabon,"Mine production, manganese content",thousand metric tons,4490,4600,estimated 2023,,,,61000,
MCS2025,Manganese,Other Countries,"Mine production, manganese content",thousand metric tons,1230,1300,,,,,,Small
MCS2025,Antimony,World total (rounded) 10,"Mine production, antimony content",metric tons,106000,100000,,,,,,>2000000
MCS2025,Antimony,Canada ,"Mine production, antimony content",metric tons,,,,,,,78000,
MCS2025,Salt ,Nowhere,"Mine production, estimated",thousand metric tons,1,1,,,,,,
"""
PRICES_2026 = """
Tin|Bolivia|Production|Mine production|metric tons|2024|21,200|
Cobalt|United States|Price|Price, average, dollars per pound: U.S. spot, cathode|dollars per pound|2024|16.77|Source
Cobalt|United States|Price|{lme}|dollars per pound|2024|11.84|
Cobalt|United States|Price|{lme}|dollars per pound|2025|15|Estimated.
Germanium|United States|Price|{germanium}|dollars per kilogram|2024|1,991|Average European price
Germanium|United States|Price|{germanium}|dollars per kilogram|2023|NA|
Gemstones|United States|Price|Price||2024|Variable, depending on size, type, and quality|
""".format(
    lme="Price, average, dollars per pound: London Metal Exchange (LME), cash",
    germanium="Price, annual average, dollars per kilogram: Germanium metal",
)
LINES_2026 = """
Phosphate Rock|United States|Salient|Marketable|kt|2021|21,600|
Phosphate Rock|Morocco|Production|Mine production|kt|2024|35,300|Estimated.
Phosphate Rock|Morocco|Reserves|Reserves|kt|2025|50,000,000|See Appendix C for resource and reserve definitions.
Phosphate Rock|World total|Production|Mine production: rounded|kt|2025|250,000|Estimated.
Manganese|Côte d’Ivoire|Production|Mine production|kt|2024|340|
Manganese|United States|Production|Mine production|kt|2024|—|
Manganese|Other countries|Reserves|Reserves|kt|2025|Small|
Manganese|Gabon|Reserves|Reserves|kt|2025|61,000|
Graphite (Natural)|Germany|Reserves|Reserves|metric tons|2025|s|See Appendix C. -- Included in “World total.”
Graphite (Natural)|Canada|Reserves|Reserves|metric tons|2025|5900000|
Platinum|World total|Production|Mine production: Platinum, rounded|kilograms|2024|179,000|
Platinum-Group Metals|Russia|Reserves|PGM reserves|kilograms|2025|11,000,000|
Chromium|Finland|Reserves|Reserves: Ore|kt|2024|63,000|
Chromium|Finland|Reserves|Reserves: Cr2O3 content|kt|2025|16,000|
Aluminum|Iceland|Capacity|Yearend capacity|kt|2025|880|Estimated.
Titanium Mineral Concentrates|Australia|Production|Mine production: Ilmenite|kt|2024|600|
Titanium Mineral Concentrates|Australia|Production|Mine production: Rutile|kt|2024|200|
Titanium Mineral Concentrates|World total|Production|Mine production: rutile, rounded|kt|2024|460|
Antimony|United States|Production|Mine production|metric tons|2024|—|
Antimony|United States|Production|Mine production|metric tons|2025|W|
Antimony|World total|Production|Mine production: rounded|metric tons|2024|119,000|Does not include production in the United States.
Antimony|World total|Production|Mine production: rounded|metric tons|2025|110,000|Does not include production in the United States.
"""  # noqa: E501


def zipped(path: Path, members: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, "\ufeff" + text.replace("\n", "\r\n"))


def mirror(
    tmp_path: Path,
    tables: dict[int, dict[str, str]] | None = None,
    of_2025: Iterable[str] | None = None,
    of_2026: Iterable[list[str]] | None = None,
) -> Path:
    """Files of the publisher's names and encodings: tables[edition] = {stem: csv}."""
    folder = tmp_path / "usgs_mcs"
    for edition, members in (tables or {}).items():
        names = {f"mcs{edition}-{stem}_world.csv": text for stem, text in members.items()}
        if edition == 2022:  # there the commodity stands before the name
            names = {f"of_{name}": text for name, text in names.items()}
        zipped(folder / str(edition) / "world.zip", names)
    if of_2025 is not None:
        text = "\n".join([COLUMNS_2025, *of_2025, ""])
        zipped(folder / "2025" / "World_Data.zip", {"MCS2025_World_Data.csv": text, "MCS2025_World_Data.xml": "<x/>"})
    if of_2026 is not None:
        out = io.StringIO()
        csv.writer(out).writerows([COLUMNS_2026.split(","), *of_2026])
        (folder / "2026").mkdir(parents=True)
        (folder / "2026" / "MCS2026_Commodities_Data.csv").write_bytes(out.getvalue().encode("cp1252"))
    return folder


def lines_2026(text: str) -> list[list[str]]:
    """Fields of 2026 from 'commodity|country|statistics|detail|unit|year|value|note' a line; kt is short."""
    found = []
    for short in text.strip().splitlines():
        commodity, country, what, detail, unit, year, value, note = short.replace(
            "|kt|", "|thousand metric tons|"
        ).split("|")
        section = (
            "Salient Statistics—United States" if what in {"Salient", "Price"} else "World Mine Production and Reserves"
        )
        found.append([commodity.upper(), section, commodity, country, what, detail, unit, year, value, note, "Yes", ""])
    return found
