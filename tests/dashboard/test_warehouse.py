"""The warehouse: read only and locked, swapped without a restart, never replaced by something broken."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb
import pytest

from dashboard.warehouse import Warehouse, WarehouseError, parameters

VERSION = "select data_version from catalog.build"
HEADER, BLOCK = 3 * 4096, 256 << 10  # DuckDB's file: three headers, then blocks of one size


def copy(world: Path, to: Path, version: str) -> None:
    """A warehouse of another version, put in the place of `to` at once."""
    new = to.with_suffix(".new")
    shutil.copy(world, new)
    with duckdb.connect(str(new)) as con:
        con.execute("update catalog.build set data_version = ?", [version])
    new.replace(to)


def test_only_named_values_are_bound(warehouse: Warehouse) -> None:
    assert parameters("select $metal, $year, '$no'") == {"metal", "year"}
    assert warehouse.rows("select $metal as m", {"metal": "cobalt", "year": 3}) == [{"m": "cobalt"}]


def test_it_knows_its_words_and_years(warehouse: Warehouse) -> None:
    opened = warehouse.opened()
    assert {"MAR", "COD", "WLD"} <= opened.vocabulary["country"]
    assert "WLD" not in opened.vocabulary["nation"]
    assert opened.choices("production")["cobalt"] == {"mine": (2018, 2019, 2020, 2021, 2022, 2023, 2024)}
    assert set(opened.choices()["cobalt"]) > set(opened.choices("production")["cobalt"])
    assert opened.sources["comtrade"].redistribution == "own use"


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('/etc/hostname')",
        "copy (select 1) to 'out.csv'",
        "attach 'other.duckdb'",
        "create table marts.mine as select 1",
        "delete from marts.production",
        "set threads = 4",
        "load httpfs",
    ],
)
def test_nothing_reaches_out_and_nothing_is_written(warehouse: Warehouse, statement: str) -> None:
    with pytest.raises(duckdb.Error):
        warehouse.opened().cursor().execute(statement)


def test_a_new_file_is_picked_up_and_a_broken_one_is_not(world: Path, tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    copy(world, path, "one")
    warehouse = Warehouse(path)
    assert warehouse.rows(VERSION, {}) == [{"data_version": "one"}]
    _, under_way = warehouse.batches("select * from range(100_000)", {}, size=1_000)
    next(under_way)

    copy(world, path, "two")
    assert warehouse.rows(VERSION, {}) == [{"data_version": "two"}]
    assert warehouse.opened().version == "two"
    assert sum(b.num_rows for b in under_way) == 99_000  # the old file serves whoever was reading it

    (tmp_path / "junk").write_bytes(b"not a database" * 1000)
    (tmp_path / "junk").replace(path)
    assert warehouse.rows(VERSION, {}) == [{"data_version": "two"}]
    path.unlink()
    assert warehouse.rows(VERSION, {}) == [{"data_version": "two"}]
    copy(world, path, "three")
    assert warehouse.rows(VERSION, {}) == [{"data_version": "three"}]


def scratched(path: Path) -> None:
    """A table of its own blocks, one of which is written over; header, catalog and all other tables stay good."""
    with duckdb.connect(str(path)) as con:
        con.execute("create table marts.ballast as select i, hash(i) as h from range(200_000) as t(i)")
        con.execute("checkpoint")
        found = con.execute("select max(block_id) from pragma_storage_info('marts.ballast')").fetchall()
    with path.open("r+b") as file:
        file.seek(HEADER + found[0][0] * BLOCK + 100)
        file.write(b"\xff" * 1_000)


def test_a_replacement_with_a_damaged_block_is_not_picked_up(world: Path, tmp_path: Path) -> None:
    path, other = tmp_path / "warehouse.duckdb", tmp_path / "other.duckdb"
    copy(world, path, "one")
    warehouse = Warehouse(path)
    assert warehouse.rows(VERSION, {}) == [{"data_version": "one"}]
    copy(world, other, "two")
    scratched(other)
    other.replace(path)
    assert warehouse.rows(VERSION, {}) == [{"data_version": "one"}]
    copy(world, path, "three")
    assert warehouse.rows(VERSION, {}) == [{"data_version": "three"}]


def test_a_damaged_file_without_a_better_one_says_what_to_do(world: Path, tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    copy(world, path, "one")
    scratched(path)
    with pytest.raises(WarehouseError, match=r"damaged.*make build"):
        Warehouse(path).rows("select sum(i), max(h) from marts.ballast", {})


def test_a_start_with_a_damaged_file_serves_the_newest_that_is_kept(world: Path, tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    (tmp_path / "kept").mkdir()
    copy(world, tmp_path / "kept" / "one.duckdb", "one")
    path.write_bytes(b"not a database" * 1000)
    warehouse = Warehouse(path)
    assert warehouse.rows(VERSION, {}) == [{"data_version": "one"}]
    copy(world, path, "two")
    assert warehouse.rows(VERSION, {}) == [{"data_version": "two"}]


def test_while_it_is_held_a_file_that_is_replaced_still_answers(world: Path, tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    copy(world, path, "one")
    warehouse = Warehouse(path)
    warehouse.hold()
    copy(world, path, "two")
    assert warehouse.rows(VERSION, {}) == [{"data_version": "one"}]
    warehouse.release()
    assert warehouse.rows(VERSION, {}) == [{"data_version": "two"}]


def test_a_file_older_than_the_one_in_service_is_picked_up(world: Path, tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    copy(world, path, "one")
    warehouse = Warehouse(path)
    assert warehouse.rows(VERSION, {}) == [{"data_version": "one"}]
    copy(world, tmp_path / "other.duckdb", "two")
    os.utime(tmp_path / "other.duckdb", (0, 0))  # the clock has jumped, or the file was kept elsewhere
    (tmp_path / "other.duckdb").replace(path)
    assert warehouse.rows(VERSION, {}) == [{"data_version": "two"}]


def test_a_link_that_is_turned_is_followed(world: Path, tmp_path: Path) -> None:
    for version in ("one", "two"):
        copy(world, tmp_path / f"{version}.duckdb", version)
    link, turned = tmp_path / "now", tmp_path / "next"
    link.symlink_to(tmp_path / "one.duckdb")
    warehouse = Warehouse(link)
    assert warehouse.rows(VERSION, {}) == [{"data_version": "one"}]
    turned.symlink_to(tmp_path / "two.duckdb")
    turned.replace(link)
    assert warehouse.rows(VERSION, {}) == [{"data_version": "two"}]


def test_without_a_warehouse_the_message_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="make build"):
        Warehouse(tmp_path / "none.duckdb").opened()
    (tmp_path / "bad.duckdb").write_bytes(b"x" * 5000)
    with pytest.raises(WarehouseError, match="make build"):
        Warehouse(tmp_path / "bad.duckdb").opened()
