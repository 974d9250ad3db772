import csv
import io
import json
from pathlib import Path

import pytest

from etl.source import KEYS, Score, SourceError
from etl.sources import wdi

# Lines of the six files, in the layout of each: the World Bank's wide table (with and without its preamble, a comma too
# many at the end of each line), long tables, and a query with one column an indicator.
TRADE = [
    "Country Name,Country Code,Indicator Name,Indicator Code,2020,2021,2022,2023,",
    "Morocco,MAR,Trade (% of GDP),NE.TRD.GNFS.ZS,68.8438033904364,75.5234171756506,101.132382053244,93.7914030606318,",
    (
        "Africa Eastern and Southern,AFE,Trade (% of GDP),NE.TRD.GNFS.ZS,50.2653259252077,55.5623957956905,"
        "58.5361627735347,56.8723924609556,"
    ),
]
SCIENCE = [
    '"Data Source","World Development Indicators",',
    "",
    '"Last Updated Date","2021-09-15",',
    "",
    '"Country Name","Country Code","Indicator Name","Indicator Code","2016","2017","2018","2019","2020",',
    '"Morocco","MAR","Patent applications, residents","IP.PAT.RESD","237","198","187","199","",',
    '"Morocco","MAR","Patent applications, nonresidents","IP.PAT.NRES","1066","2026","2350","2531","",',
    '"Morocco","MAR","Researchers in R&D (per million people)","SP.POP.SCIE.RD.P6","1073.54029","","","","",',
    (
        '"Morocco","MAR","High-technology exports (% of manufactured exports)","TX.VAL.TECH.MF.ZS","3.74498477170286",'
        '"3.86313766098501","4.0274617999702","4.89982035011533","",'
    ),
    '"Morocco","MAR","Trademark applications, total","IP.TMK.TOTL","12787","13305","13280","15348","",',
]
GDP = [
    "Country Name,Country Code,Year,Value",
    "Morocco,MAR,2023,141109373209.41437",
    "Africa Eastern and Southern,AFE,2023,1236163044999.9653",
    "World,WLD,2023,105435039507024.1",
    "Zimbabwe,ZWE,2023,26538273498.84614",
]
ZAMBIA = "Zambia,ZMB,2024,21314956"
PEOPLE = [GDP[0], "Morocco,MAR,2024,38081173", "High income,HIC,2024,1417841927", ZAMBIA]
RESEARCH = [
    "Entity,Code,Year,Research and development expenditure (% of GDP)",
    "East Asia and Pacific (WB),,2020,2.5798986",
    "Faeroe Islands,,2003,0.85253",
    "Morocco,MAR,2006,0.54987",
    "Morocco,MAR,2010,0.66036",
    "World,OWID_WRL,2021,2.7119355",
    "Zambia,ZMB,2008,0.27819",
]
QUERY = [
    (
        "iso2c,iso3c,year,electricity_access,alternative_energy,electricity_consumption,energy_imports,energy_intensity,"
        "energy_use,fossil_fuel_consumption,fuel_exports,energy_unit_use_gdp,energy_investment_private,ores_metal_exports,"
        "renewable_electricity_output,renewable_energy_consumption,time_electricity,resources_rents,electricity_access_ru,"
        "electricity_access_ur"
    ),
    "MA,MAR,2020,100,,,,,,,0.515055497762877,,1038770000,5.49442002494985,,,,0.324710545789624,100,100",
    (
        ",NAM,2019,55.1770896911621,,,,3.52,,,0.746127924409761,,,31.5844780062381,,30.69,37,1.44130425685006,"
        "35.0044479370117,74.5261001586914"
    ),
    (
        "XD,,2020,99.9882984510084,,,,,,,10.1259267614642,,,4.10689624117111,,,,0.95853625918033,99.9414983372093,"
        "99.9990618272378"
    ),
    (
        "ZH,AFE,2020,45.8034852293869,,,,,,,6.34702083197835,,,29.6422386203297,,,,6.32712890008367,30.4049349446892,"
        "73.9429490467264"
    ),
    (
        "1W,WLD,2020,90.5215692111686,,,,,,,9.62737384337213,,,4.23152827816855,,,,1.64288706312722,82.6581960517072,"
        "97.2686731969678"
    ),
]
FILES = dict(zip(wdi.FILES, (GDP, PEOPLE, TRADE, RESEARCH, QUERY, SCIENCE), strict=True))
NAMES = dict(zip(("gdp", "people", "trade", "research", "query", "science"), wdi.FILES, strict=True))


def read(tmp_path: Path, **changed: list[str]) -> list[Score]:
    folder = tmp_path / wdi.VINTAGE
    folder.mkdir(exist_ok=True)
    for name, lines in (FILES | {NAMES[key]: lines for key, lines in changed.items()}).items():
        (folder / name).write_bytes("\r\n".join([*lines, ""]).encode("utf-8-sig"))
    return list(wdi.rows(tmp_path))


def test_each_layout_gives_the_same_kind_of_row(tmp_path: Path) -> None:
    latest = {r.score: (r.year, r.value, r.unit) for r in read(tmp_path) if r.iso3 == "MAR"}
    assert latest == {
        "gdp": (2023, 141109373209.41437, "usd"),
        "population": (2024, 38081173.0, "count"),
        "trade_gdp": (2023, 93.7914030606318, "percent"),
        "rd_spending": (2010, 0.66036, "percent"),
        "electricity_access": (2020, 100.0, "percent"),
        "resource_rents": (2020, 0.324710545789624, "percent"),
        "ores_metals_export_share": (2020, 5.49442002494985, "percent"),
        "patents_resident": (2019, 199.0, "count"),
        "patents_nonresident": (2019, 2531.0, "count"),
        "researchers": (2016, 1073.54029, "per_million"),
        "hightech_export_share": (2019, 4.89982035011533, "percent"),
    }


def test_the_edition_is_the_day_of_the_table_where_it_is_known(tmp_path: Path) -> None:
    editions = {r.score: r.edition for r in read(tmp_path)}
    assert (editions["patents_resident"], editions["electricity_access"]) == ("2021-09-15", "2022-12-07")
    assert (editions["gdp"], editions["trade_gdp"]) == ("2024", "2024")
    assert read(tmp_path)[0] == Score(2023, "gdp", "MAR", 141109373209.41437, "usd", "wdi", "2024", None)


def test_namibia_is_there_without_its_iso2(tmp_path: Path) -> None:
    found = {r.score: r.value for r in read(tmp_path) if r.iso3 == "NAM"}
    assert found["ores_metals_export_share"] == 31.5844780062381


def test_groups_are_left_out_with_and_without_a_code_and_the_world_is_kept(tmp_path: Path) -> None:
    assert {r.iso3 for r in read(tmp_path)} == {"MAR", "NAM", "FRO", "WLD", "ZMB", "ZWE"}


def test_an_empty_cell_is_no_row(tmp_path: Path) -> None:
    rows = read(tmp_path)
    assert [r.year for r in rows if (r.iso3, r.score) == ("MAR", "patents_resident")] == [2016, 2017, 2018, 2019]
    assert max(r.year for r in rows if (r.iso3, r.score) == ("MAR", "rd_spending")) == 2010


def test_keys_are_unique(tmp_path: Path) -> None:
    keys = [tuple(getattr(r, k) for k in KEYS["score"]) for r in read(tmp_path)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"gdp": [GDP[0], "Atlantis,ATL,2023,1"]}, r"row 2: 'ATL'.* country code"),
        ({"gdp": [GDP[0], GDP[1], GDP[1]]}, r"row 3.*second figure"),
        ({"gdp": [GDP[0], "Morocco,MAR,2023,.."]}, r"row 2: '\.\.'.* not a number"),
        ({"gdp": [GDP[0], "Morocco,MAR,2023,-1"]}, r"row 2: '-1'.* less than 0"),
        ({"gdp": [GDP[0], "Morocco,MAR,20233,1"]}, r"row 2: '20233'.* not a year"),
        ({"gdp": [GDP[0], "Morocco,MAR,2023"]}, r"row 2.*3 cells instead of 4"),
        ({"gdp": GDP[:-1]}, r"datahub_gdp.csv, row 4: 'World'.*amid the alphabet"),
        ({"gdp": GDP[:1]}, r"datahub_gdp.csv, row 1.*nothing stands below its header"),
        ({"gdp": ["Country,Code,Year,Value", GDP[1]]}, r"no header"),
        ({"research": [RESEARCH[0], "Mediterranean (WB),,2020,1"]}, r"row 2: 'Mediterranean \(WB\)'.* country code"),
        ({"trade": [TRADE[0], TRADE[1] + "1,"]}, r"row 2.*10 cells instead of 9"),
        ({"trade": [TRADE[0].replace("2022", "Notes"), TRADE[1]]}, r"columns that are no years"),
        ({"query": [QUERY[0].replace("resources_rents", "rents"), QUERY[1]]}, r"row 1: .*'rents'.*no header"),
        ({"query": [QUERY[0], QUERY[1] + ",1"]}, r"row 2.*21 cells instead of 20"),
        ({"science": [*SCIENCE[:5], *SCIENCE[6:]]}, r"'IP.PAT.RESD'.* no figure"),
        (
            {"science": [*SCIENCE, '"Morocco","MAR","Patents","IP.PAT.RESX","1","","","","",']},
            r"row 11: 'IP.PAT.RESX'.* series this reader does not know",
        ),
    ],
)
def test_what_nobody_mapped_stops_the_build(tmp_path: Path, changed: dict[str, list[str]], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, **changed)


def answer(url: str, pages: int = 1) -> bytes:
    """The API's answer for any indicator: Morocco with a figure and a gap, and a group without a code."""
    code = Path(url).name.partition("?")[0]
    cells = [
        {"country": {"id": iso2, "value": name}, "countryiso3code": iso3, "date": date, "value": value,
         "indicator": {"id": code, "value": code}}
        for iso2, iso3, name, date, value in (
            ("MA", "MAR", "Morocco", "2024", 154431234567.5), ("MA", "MAR", "Morocco", "2023", None),
            ("XD", "", "High income", "2024", 1.0),
        )
    ]  # fmt: skip
    about = {"page": 1, "pages": pages, "per_page": 20000, "total": len(cells), "lastupdated": "2026-07-01"}
    return json.dumps([about, cells]).encode()


def test_live_writes_tables_that_are_read_like_the_others(tmp_path: Path) -> None:
    wdi.live(answer, tmp_path)
    rows = list(wdi.rows(tmp_path))
    assert {(r.iso3, r.year, r.value, r.edition) for r in rows} == {("MAR", 2024, 154431234567.5, "2026-07-01")}
    assert {r.score for r in rows} == {series.score for file in wdi.FILES.values() for series in file.values()}
    written = (tmp_path / wdi.VINTAGE / NAMES["science"]).read_text(encoding="utf-8")
    assert len(list(csv.reader(io.StringIO(written)))) == 5 + 2 * 4


def test_an_answer_in_several_pages_is_no_answer(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"several pages"):
        wdi.live(lambda url: answer(url, pages=2), tmp_path)
