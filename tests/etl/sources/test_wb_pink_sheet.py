from datetime import date
from pathlib import Path

import pytest

from etl.source import KEYS, Price, SourceError
from etl.sources import wb_pink_sheet as pink
from tests.xlsx import Cell, write_xlsx

# Columns and months of the published sheet Monthly Prices, with its four lines of title.
TITLE: list[list[Cell]] = [
    ["World Bank Commodity Price Data (The Pink Sheet)"],
    ["monthly prices in nominal US dollars, 1960 to present"],
    ["(monthly series are available only in nominal US dollars)"],
    ["Updated on June 02, 2026"],
]
NAMES: list[Cell] = [
    "", "Crude oil, Brent", "Coal, South African **", "Urea ", "Phosphate rock", "DAP", "Potassium chloride **",
    "Iron ore, cfr spot", "Copper", "Gold",
]  # fmt: skip
UNITS: list[Cell] = [
    "", "($/bbl)", "($/mt)", "($/mt)", "($/mt)", "($/mt)", "($/mt)", "($/dmtu)", "($/mt)", "($/troy oz)",
]  # fmt: skip
MONTHS: list[list[Cell]] = [
    ["1960M01", 1.63, "…", 42.25, 13.0, "...", 28.5, 11.42, 715.4, 35.27],
    ["2005M12", 56.75, 41.0, 213.88, 44.0, 245.88, 167.5, 65.0, 4576.78, 510.1],
    ["2006M01", 63.57, 44.66, 202.3, 44.0, 244.3, 167.5, 67.2, 4734.33, 549.86],
    ["2023M10", 91.06, 128.4, 411.38, 347.5, 534.75, 341.88, 118.97, 7937.18, 1916.25],
    ["2023M11", 83.18, 109.0, 385.5, "…", 535.63, 331.88, 131.07, 8189.59, 1984.11],
    ["2023M12", 77.86, 108.83, 354.0, 152.5, 563.75, 311.88, 137.05, 8399.94, 2026.18],
    ["2026M05", 107.54, 95.56, 770.5, 152.5, 769.5, 405.0, 108.64, 13543.19, 4587.21],
]


def book(
    *, names: list[Cell] = NAMES, units: list[Cell] = UNITS, months: list[list[Cell]] = MONTHS
) -> list[list[Cell]]:
    return [*TITLE, names, units, *months]


def read(tmp_path: Path, table: list[list[Cell]] | None = None) -> list[Price]:
    write_xlsx(tmp_path / pink.EDITION / pink.FILE, {"AFOSHEET": [], pink.SHEET: table or book()})
    return list(pink.rows(tmp_path))


def quotes(rows: list[Price], series: str) -> dict[str, float | None]:
    return {f"{r.month:%Y-%m}": r.value for r in rows if r.series == series}


def test_a_month_and_series_give_one_row_with_its_unit(tmp_path: Path) -> None:
    rows = read(tmp_path)
    assert rows[0] == Price(
        date(1960, 1, 1), "phosphate", "phosphate_rock", 13.0, "usd_per_t", "wb_pink_sheet", "2026-06", None
    )
    assert {(r.metal, r.unit) for r in rows if r.series in {"copper", "gold", "dap"}} == {
        ("copper", "usd_per_t"), ("gold", "usd_per_oz"), ("phosphate", "usd_per_t"),
    }  # fmt: skip
    assert quotes(rows, "copper")["2026-05"] == 13543.19


def test_both_marks_of_a_missing_quote_give_no_row(tmp_path: Path) -> None:
    rows = read(tmp_path)
    assert "2023-11" not in quotes(rows, "phosphate_rock")  # …
    assert "1960-01" not in quotes(rows, "dap")  # ...


def test_phosphate_rock_stays_where_the_publisher_left_it(tmp_path: Path) -> None:
    found = quotes(read(tmp_path), "phosphate_rock")
    assert (found["2023-10"], found["2023-12"], found["2026-05"]) == (347.5, 152.5, 152.5)


def test_the_stars_of_a_name_are_no_part_of_it(tmp_path: Path) -> None:
    assert quotes(read(tmp_path), "potassium_chloride")["1960-01"] == 28.5


def test_iron_ore_is_two_series_in_two_units(tmp_path: Path) -> None:
    rows = [r for r in read(tmp_path) if r.metal == "iron"]
    assert quotes(rows, "iron_ore_contract") == {"1960-01": 11.42, "2005-12": 65.0}
    assert min(quotes(rows, "iron_ore_cfr_spot")) == "2006-01"
    assert {(r.series, r.unit) for r in rows} == {
        ("iron_ore_contract", "usc_per_dmtu"), ("iron_ore_cfr_spot", "usd_per_t"),
    }  # fmt: skip


def test_fuels_and_food_are_left_out(tmp_path: Path) -> None:
    assert {r.metal for r in read(tmp_path)} == {"phosphate", "potash", "iron", "copper", "gold"}


def test_keys_are_unique(tmp_path: Path) -> None:
    keys = [tuple(getattr(r, k) for k in KEYS["price"]) for r in read(tmp_path)]
    assert len(keys) == len(set(keys))


def edited(line: list[Cell], place: int, cell: Cell) -> list[Cell]:
    return [*line[:place], cell, *line[place + 1 :]]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (book(names=edited(NAMES, 8, "Unobtainium")), "row 5: 'Unobtainium'.* series"),
        (book(units=edited(UNITS, 8, "($/kg)")), "row 6: .*kg.* unexpected unit of Copper"),
        (book(units=edited(UNITS, 7, "($/mt)")), "unexpected unit of Iron ore"),
        (book(months=[MONTHS[0], MONTHS[0]]), "row 8: '1960M01'.* out of order"),
        (book(months=[edited(MONTHS[0], 0, "1960M13")]), "row 7: '1960M13'.* not a month"),
        (book(months=[edited(MONTHS[0], 8, "n/a")]), "row 7: 'n/a'.* not a number"),
        ([*TITLE[:3], NAMES, UNITS, *MONTHS], "not the names and units"),
        (TITLE, "not the names and units"),
    ],
)
def test_what_nobody_mapped_stops_the_build(tmp_path: Path, table: list[list[Cell]], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, table)


ADDRESS = f"https://thedocs.worldbank.org/en/doc/74e8be41ceb20fa0da750cda2f6b9e4e-0050012026/related/{pink.FILE}"


def test_live_finds_the_address_of_the_month_on_the_page(tmp_path: Path) -> None:
    pages = {pink.SOURCE.page: f'<a href="{ADDRESS}">Monthly prices</a>'.encode(), ADDRESS: b"PK"}
    pink.live(pages.__getitem__, tmp_path)
    assert (tmp_path / pink.EDITION / pink.FILE).read_bytes() == b"PK"


def test_live_says_so_when_the_page_has_no_link(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"not linked"):
        pink.live(lambda _: b"<html>moved</html>", tmp_path)
