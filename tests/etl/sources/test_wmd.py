from pathlib import Path

import pytest

from etl.source import KEYS, Production, SourceError
from etl.sources import wmd
from tests.xlsx import Cell, write_xlsx

HEADER: list[Cell] = ["Country", "unit", "2018", "2019", "2020", "2021", "2022", "2023", "2024", "data source"]
Sheet = list[list[Cell]]


def sheet(name: str, *lines: list[Cell]) -> dict[str, Sheet]:
    return {name: [[name], HEADER, *lines]}


# Excerpts of the published table; the countries after Total stand there in the original too.
COBALT = sheet(
    "Cobalt",
    ["Congo, D.R.", "metr. t", "111713", "78664", "86591", "93011", "115371", "140121", "200253", "r"],
    ["Morocco", "metr. t", "1806", "2397", "2416", "1796", "1690", "1506", "1286", "r"],
    ["Russia", "metr. t", "8700", "9400", "9700", "8000", "9000", "8200", "8600", "e"],
    ["Total", "metr. t", "158317", "124425", "129651", "134692", "166030", "199348", "268755", ""],
)
GOLD = sheet(
    "Gold",
    ["Morocco", "kg", "386", "221", "143", "147", "167", "104", "49", "r"],
    ["Eswatini", "kg", "4", "6", "1", "0", "4", "", "", "r"],
    ["Total", "kg", "3366881", "3313010", "3202464", "3214975", "3323144", "3264858", "3331141", ""],
    ["Thailand", "kg", "", "", "", "", "0", "857", "1646", "r"],
)
COPPER = sheet(
    "Copper",
    ["India", "metr. t", "32530", "28585", "25260", "26580", "26200", "25717", "27125", "p"],
    ["Total", "metr. t", "20675762", "20633412", "21074917", "21447064", "22225410", "22404392", "22911145", ""],
)
FLUORSPAR = sheet(
    "Fluorspar",
    ["Morocco", "metr. t", "87874", "73244", "83833", "189012", "50000", "101369", "205", "e"],
    ["Total", "metr. t", "6952064", "7704798", "7802895", "8445583", "9236417", "9272964", "9742717", ""],
)
DIAMONDS = sheet(
    "Diamonds (Gem)",
    ["Angola", "ct", "8490500", "8209365", "7118240", "7597280", "7606550", "8631880", "12619000", "r"],
    ["Total", "ct", "83476428", "79229838", "62236568", "74591091", "79406684", "73031809", "65725894", ""],
)


def read(tmp_path: Path, *sheets: dict[str, Sheet]) -> list[Production]:
    merged = {name: table for part in sheets for name, table in part.items()}
    write_xlsx(tmp_path / wmd.EDITION / wmd.FILE, merged)
    return list(wmd.rows(tmp_path))


def test_a_line_gives_one_row_a_year_in_tonnes(tmp_path: Path) -> None:
    morocco = [r for r in read(tmp_path, COBALT) if r.iso3 == "MAR"]
    assert [(r.year, r.quantity_t) for r in morocco] == [
        (2018, 1806), (2019, 2397), (2020, 2416), (2021, 1796), (2022, 1690), (2023, 1506), (2024, 1286),
    ]  # fmt: skip
    assert morocco[0] == Production(2018, "cobalt", "mine", "MAR", 1806.0, "content", "wmd", "2026", None)


def test_kilograms_become_tonnes(tmp_path: Path) -> None:
    found = {(r.iso3, r.year): r.quantity_t for r in read(tmp_path, GOLD)}
    assert found["MAR", 2018] == 0.386
    assert found["WLD", 2018] == 3366.881


def test_total_is_kept_as_printed_and_lines_after_it_are_read(tmp_path: Path) -> None:
    found = {(r.iso3, r.year): r for r in read(tmp_path, COBALT, GOLD) if r.metal == "gold"}
    assert found["WLD", 2024].quantity_t == 3331.141  # not the 1.695 t of the countries of the excerpt
    assert found["THA", 2024].quantity_t == 1.646


def test_a_blank_is_no_row_and_a_zero_is_a_zero(tmp_path: Path) -> None:
    found = {(r.iso3, r.year): r.quantity_t for r in read(tmp_path, GOLD)}
    assert found["SWZ", 2021] == 0
    assert ("SWZ", 2023) not in found
    assert ("THA", 2021) not in found


def test_the_mark_speaks_of_the_last_year_only(tmp_path: Path) -> None:
    flags = {(r.iso3, r.year): r.flag for r in read(tmp_path, COBALT, COPPER)}
    assert (flags["RUS", 2023], flags["RUS", 2024]) == (None, "estimated")
    assert (flags["IND", 2023], flags["IND", 2024]) == (None, "provisional")
    assert flags["COD", 2024] is None
    assert flags["WLD", 2024] is None


def test_a_suspicious_figure_is_kept_as_published(tmp_path: Path) -> None:
    found = {(r.iso3, r.year): r.quantity_t for r in read(tmp_path, FLUORSPAR)}
    assert found["MAR", 2024] == 205


def test_minerals_left_out_on_purpose_give_nothing(tmp_path: Path) -> None:
    assert {r.metal for r in read(tmp_path, COBALT, DIAMONDS)} == {"cobalt"}


@pytest.mark.parametrize(
    ("name", "series"),
    [
        ("Phosphate Rock (P2O5)", ("phosphate", "mine", "P2O5")),
        ("Bauxite", ("aluminium", "mine", "gross")),
        ("Aluminium", ("aluminium", "refined", "content")),
        ("Gallium", ("gallium", "refined", "content")),
        ("Lithium (Li2O)", ("lithium", "mine", "Li2O")),
        ("Rare Earths (REO)", ("rare_earths", "mine", "REO")),
    ],
)
def test_stage_and_basis_follow_the_sheet(tmp_path: Path, name: str, series: tuple[str, str, str]) -> None:
    total: list[Cell] = ["Total", "metr. t", "1", "1", "1", "1", "1", "1", "1", ""]
    assert {(r.metal, r.stage, r.basis) for r in read(tmp_path, sheet(name, total))} == {series}


def test_numbers_stored_as_numbers_read_alike(tmp_path: Path) -> None:
    table = COBALT["Cobalt"]
    numeric: Sheet = [table[0], [*HEADER[:2], *map(float, range(2018, 2025)), HEADER[9]]]
    numeric += [[*line[:2], *(float(str(v)) for v in line[2:9]), line[9]] for line in table[2:]]
    assert read(tmp_path / "a", {"Cobalt": numeric}) == read(tmp_path / "b", COBALT)


def test_binary_noise_is_not_data(tmp_path: Path) -> None:
    iran: list[Cell] = [
        "Iran",
        "metr. t",
        "45595",
        "50240",
        "63580.00000000001",
        "93940",
        "65800",
        "90260",
        "90125",
        "r",
    ]
    total: list[Cell] = ["Total", "metr. t", "1", "1", "1", "1", "1", "1", "1", ""]
    found = {(r.iso3, r.year): r.quantity_t for r in read(tmp_path, sheet("Manganese", iran, total))}
    assert found["IRN", 2020] == 63580


def test_keys_are_unique(tmp_path: Path) -> None:
    keys = [tuple(getattr(r, k) for k in KEYS["production"]) for r in read(tmp_path, COBALT, GOLD, FLUORSPAR)]
    assert len(keys) == len(set(keys))


def edited(line: int, column: int, value: str) -> dict[str, Sheet]:
    table = [list(row) for row in COBALT["Cobalt"]]
    table[line][column] = value
    return {"Cobalt": table}


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (edited(2, 0, "Atlantis"), "sheet Cobalt, row 3: 'Atlantis'.* place"),
        (edited(3, 0, "Russia"), "row 5: 'Russia'.* second line for RUS"),
        (edited(3, 1, "kt"), "row 4: 'kt'.* not one of the units"),
        (edited(3, 9, "x"), "row 4: 'x'.* not one of the marks"),
        (edited(3, 9, ""), "row 4: ''.* not one of the marks"),
        (edited(3, 4, "W"), "row 4: 'W'.* not a number"),
        (edited(1, 2, "2017"), "row 1.*unexpected columns"),
        (edited(0, 0, "Nickel"), "not the mineral's name"),
        (sheet("Cobalt", COBALT["Cobalt"][3]), "without a line Total"),
        (sheet("Unobtainium"), "'Unobtainium'.* series"),
    ],
)
def test_what_nobody_mapped_stops_the_build(tmp_path: Path, table: dict[str, Sheet], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, table)


def test_a_truncated_workbook_stops_the_build(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / wmd.EDITION / wmd.FILE, COBALT)
    path.write_bytes(path.read_bytes()[:400])
    with pytest.raises(SourceError, match="not a readable workbook"):
        list(wmd.rows(tmp_path))
