from datetime import date
from pathlib import Path

import pytest

from etl.source import KEYS, Price, SourceError
from etl.sources import imf_pcps
from tests.xls import write_xls
from tests.xlsx import Cell

# Columns of the published sheet External; the last ones have no code. POILAPSP stands there twice.
COLUMNS: list[tuple[str, str, str]] = [
    ("Commodity", "Commodity.Description", "Data Type"),
    ("POILAPSP", "Crude Oil (petroleum), Price index, 2016 = 100, simple average of three spot prices", "Index"),
    ("PCOPP", "Copper, grade A cathode, LME spot price, CIF European ports, US$ per metric ton", "USD"),
    ("POILAPSP", "Crude Oil (petroleum), Price index, 2016 = 100, simple average of three spot prices", "Index"),
    ("PURAN", "Uranium, NUEXCO, Restricted Price, Nuexco exchange spot, US$ per pound", "USD"),
    ("PCOBA", "Cobalt, minimum 99.80% purity, LME spot price, USD/ton", "USD"),
    ("PPALLA", "Palladium, LME spot price, USD/ troy ounce", "USD"),
    ("PPOTASH", "Potassium Chloride (Muriate of Potash) Standard Grade: FOB Vancouver Spot Price, USD/metric tonne",
     "USD"),
    ("PTOMATO", "Monthly average consumer prices in metropolitan France - Tomatoes (1 Kg), EUR", "USD"),
    ("", "Chromium =99.2%, Coarse Particle", "USD"),
    ("", "Energy Transition Metal Index", "Index"),
    ("", "Manganese Electro CIF NWE (US$/MT)", "USD"),
]  # fmt: skip
MONTHS: list[list[Cell]] = [
    ["1992M1", 39.55994896178434, 2150.57962901611, 39.55994896178434, 8.75, 30920.0019836426, 82.93695652173913,
     "", 0.0, "", "", ""],
    ["2012M10", 215.4269704637181, 8062.032608695652, 215.4269704637181, 44.611111111111114, 26896.739130434784,
     633.3695652173913, 362.447143979628, 3.70600736018245, 10153.776878254012, 149.72590532215816,
     2668.478260869565],
    ["2025M7", 163.67270220750362, 9770.580434782609, 163.67270220750362, 58.947255493728086, 32895.141304347824,
     1197.2608695652175, 357.700000495157, 3.43363358551464, 9898.720865847687, 181.42395610397435,
     2030.6521739130435],
]  # fmt: skip


def book(columns: list[tuple[str, str, str]] = COLUMNS, months: list[list[Cell]] = MONTHS) -> list[list[Cell]]:
    heads: list[list[Cell]] = [list(head) for head in zip(*columns, strict=True)]
    return [*heads, ["Frequency", *["Monthly"] * (len(columns) - 1)], *months]


def read(tmp_path: Path, table: list[list[Cell]] | None = None) -> list[Price]:
    write_xls(tmp_path / imf_pcps.EDITION / imf_pcps.FILE, imf_pcps.SHEET, table or book())
    return list(imf_pcps.rows(tmp_path))


def test_a_month_and_series_give_one_row_as_published(tmp_path: Path) -> None:
    rows = read(tmp_path)
    assert rows[0] == Price(
        date(1992, 1, 1), "copper", "pcopp", 2150.57962901611, "usd_per_t", "imf_pcps", "2025-08", None
    )
    assert [r.value for r in rows if r.series == "pcoba"] == [30920.0019836426, 26896.739130434784, 32895.141304347824]


def test_series_without_a_code_are_known_by_their_description(tmp_path: Path) -> None:
    found = {(r.month, r.series): r.value for r in read(tmp_path)}
    assert found[date(2025, 7, 1), "chromium_99_2_coarse_particle"] == 9898.720865847687
    assert found[date(2025, 7, 1), "manganese_electro_cif_nwe_us_mt"] == 2030.6521739130435


def test_units_stand_in_the_descriptions_and_one_is_never_guessed(tmp_path: Path) -> None:
    assert {(r.metal, r.unit) for r in read(tmp_path)} == {
        ("copper", "usd_per_t"), ("uranium", "usd_per_lb"), ("cobalt", "usd_per_t"), ("palladium", "usd_per_oz"),
        ("potash", "usd_per_t"), ("manganese", "usd_per_t"), ("chromium", "usd"),
    }  # fmt: skip


def test_an_empty_cell_is_no_row(tmp_path: Path) -> None:
    assert [f"{r.month:%Y-%m}" for r in read(tmp_path) if r.series == "ppotash"] == ["2012-10", "2025-07"]


def test_indices_fuels_and_tomatoes_are_left_out(tmp_path: Path) -> None:
    assert len({r.series for r in read(tmp_path)}) == 7


def test_keys_are_unique(tmp_path: Path) -> None:
    keys = [tuple(getattr(r, k) for k in KEYS["price"]) for r in read(tmp_path)]
    assert len(keys) == len(set(keys))


def test_it_never_leaves_the_machine() -> None:
    assert imf_pcps.SOURCE.redistribution == "own use"


def one(code: str, description: str, kind: str = "USD") -> list[list[Cell]]:
    return book([COLUMNS[0], (code, description, kind)], [["1992M1", 1.0]])


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (one("PUNOBT", "Unobtainium, US$ per metric ton"), "column 2: 'PUNOBT'.* series"),
        (one("", "Unobtainium CIF NWE (US$/MT)"), "column 2: 'Unobtainium CIF.* series"),
        (one("PCOPP", "Copper, price index", "Index"), "not a monthly quotation in US dollars"),
        (one("PCOPP", "Copper, grade A cathode"), "names no unit"),
        (book(months=[MONTHS[0], MONTHS[0]]), "row 6: '1992M1'.* out of order"),
        (book(months=[["1992M13", *MONTHS[0][1:]]]), "row 5: '1992M13'.* not a month"),
        (book(months=[["1992M1", 1.0, "n/a", *MONTHS[0][3:]]]), "row 5: 'n/a'.* not a number"),
        (book()[1:], "not the head lines"),
    ],
)
def test_what_nobody_mapped_stops_the_build(tmp_path: Path, table: list[list[Cell]], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, table)


@pytest.mark.parametrize(
    ("kept", "said"), [(-37, "cut short"), (-3 * 512, "not a readable workbook"), (2048, "workbook")]
)
def test_a_workbook_cut_short_stops_the_build(tmp_path: Path, kept: int, said: str) -> None:
    read(tmp_path)
    path = tmp_path / imf_pcps.EDITION / imf_pcps.FILE
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(SourceError, match=rf"external-data.xls, row -: .*{said}"):
        list(imf_pcps.rows(tmp_path))


def test_a_panic_of_the_library_is_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException): ...

    def panics(_: Path) -> None:
        raise PanicException("range start index 116 out of range for slice of length 91")

    read(tmp_path)
    monkeypatch.setattr("etl.table.CalamineWorkbook.from_path", panics)
    with pytest.raises(SourceError, match=r"range start index 116.*not a readable workbook"):
        list(imf_pcps.rows(tmp_path))
