"""ICMM's facilities in the form of its workbook, trailing blanks and slips of the pen included."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.source import Site, SourceError
from etl.sources import icmm_mines
from tests.xlsx import Cell, write_xlsx

HEADER: list[Cell] = [
    "ICMMID", "Confidence Factor", "Mine Name ", "Group Names", "Latitude", "Longitude", "Asset Type", "Country",
    "Primary Commodity", "Secondary Commodity", "Other Commodities",
]  # fmt: skip


def line(asset: str = "Mine", *commodities: str, uid: str = "ICMM07457", country: str = "Morocco",
         confidence: str = "High", latitude: Cell = 30.52993) -> list[Cell]:  # fmt: skip
    first, second, other = (*commodities, "", "", "")[:3]
    return [uid, confidence, "Bou Azzer ", "Bou Azzer;Aghbar", latitude, -6.9179, asset, country, first, second, other]


def read(place: Path, *lines: list[Cell], header: list[Cell] = HEADER, sheet: str = "External") -> list[Site]:
    about: list[list[Cell]] = [["Global Mining Dataset - September 2025", ""]]
    write_xlsx(place / icmm_mines.VINTAGE / icmm_mines.FILE, {"About": about, sheet: [header, *lines]})
    return list(icmm_mines.rows(place))


def stages(place: Path, asset: str, *commodities: str) -> list[tuple[str, str, str]]:
    return [(s.kind, s.metal, s.stage) for s in read(place, line(asset, *commodities))]


def test_a_mine_is_a_site_of_each_of_its_metals(tmp_path: Path) -> None:
    sites = read(tmp_path, line("Mine", "cobalt", "nickel ", "silver;copper;aresnic;caesium"))
    assert [s.metal for s in sites] == ["cobalt", "nickel", "silver", "copper", "arsenic"]
    assert sites[0] == Site(
        "ICMM07457", "mine", "Bou Azzer", "cobalt", "mine", "MAR", 30.52993, -6.9179, None, False, "unstated",
        "unknown", "", "high", None, "icmm_mines",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asset", "commodity", "found"),
    [
        ("Mine", "barium", [("mine", "baryte", "mine")]),
        ("Mine;Plant", "copper", [("mine", "copper", "mine")]),
        ("Plant", "zinc", [("plant", "zinc", "mine")]),
        ("Smelter", "copper", [("plant", "copper", "intermediate")]),
        ("Smelter;Refinery", "copper", [("plant", "copper", "refined")]),
        ("Mine;Smelter", "tin", [("mine", "tin", "mine"), ("plant", "tin", "refined")]),
        ("Smelter", "aluminium", [("plant", "aluminium", "refined")]),
        ("Refinery", "alumina", [("plant", "aluminium", "intermediate")]),
        ("Refinery; Steel Plant", "steel", [("plant", "iron", "refined")]),
        ("Mine;Refinery", "barium", [("mine", "baryte", "mine")]),
        ("Mine", "thermal coal", []),
    ],
)
def test_the_stage_follows_the_facility(
    tmp_path: Path, asset: str, commodity: str, found: list[tuple[str, str, str]]
) -> None:
    assert stages(tmp_path, asset, commodity) == found


def test_a_metal_named_twice_is_one_row(tmp_path: Path) -> None:
    found = stages(tmp_path, "Mine", "zinc", "lead", "cobalt;lead;zinc;chromite;chromium")
    assert found == [("mine", m, "mine") for m in ("zinc", "lead", "cobalt", "chromium")]


def test_a_typographic_minus_is_a_minus(tmp_path: Path) -> None:
    assert read(tmp_path, line("Mine", "gold", latitude="\N{MINUS SIGN}23.8901"))[0].latitude == -23.8901


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (line("Mine", "unobtainium"), "row 2: 'unobtainium'.*series"),
        (line("Mine", "gold", country="Atlantis"), "row 2: 'Atlantis'.*place"),
        (line("Mint", "gold"), "row 2: 'Mint'.*is not made of"),
        (line("Mine", "gold", confidence="Sure"), "row 2: 'Sure'.*is not one of"),
        (line("Mine", "gold", latitude=95.0), "not a point on the map"),
        (line("Mine", "gold", latitude="north"), "'north'.*not a number"),
        (line("Mine", "gold", uid=""), "'': is no ICMMID"),
        (line("Mine", "gold", uid="13093"), "'13093': is no ICMMID"),
    ],
)
def test_what_nobody_mapped_stops_the_build(tmp_path: Path, bad: list[Cell], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, bad)


def test_a_repeated_id_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"row 3: 'ICMM07457'.*repeated"):
        read(tmp_path, line("Mine", "gold"), line("Mine", "silver"))


def test_another_header_or_sheet_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="unexpected columns"):
        read(tmp_path, header=["ID", *HEADER[1:]])
    with pytest.raises(SourceError, match="none of them External"):
        read(tmp_path, sheet="Internal")


def test_a_truncated_workbook_stops_the_build(tmp_path: Path) -> None:
    read(tmp_path, line("Mine", "gold"))
    path = tmp_path / icmm_mines.VINTAGE / icmm_mines.FILE
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(SourceError, match="not a readable workbook"):
        list(icmm_mines.rows(tmp_path))
