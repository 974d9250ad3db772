"""A refresh tells what moved, swaps only what is whole, and a second one does nothing and says so."""

from __future__ import annotations

import zipfile
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from etl import build, check, lock, refresh
from etl.__main__ import app
from etl.sources import baci, wmd
from tests import world
from tests.xlsx import write_xlsx


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    return world.write_raw(tmp_path / "mirror")


def run(tmp_path: Path, mirror: Path, *more: str) -> str:
    result = CliRunner().invoke(app, ["refresh", "--mirror", str(mirror), "--data", str(tmp_path / "data"), *more])
    assert result.exit_code == 0, result.output
    return result.output


def production(tmp_path: Path, iso3: str = "MAR") -> float:
    with duckdb.connect(str(tmp_path / "data" / "warehouse.duckdb"), read_only=True) as con:
        query = "SELECT quantity_t FROM staging.production WHERE metal = 'cobalt' AND iso3 = $iso3 AND year = 2024"
        [(value,)] = con.execute(query, {"iso3": iso3}).fetchall()
    return float(value)


def revise(mirror: Path, new: str) -> None:
    sheets = {name: [list(row) for row in rows] for name, rows in world.MINED.items()}
    sheets["Cobalt"][3][8] = new
    write_xlsx(mirror / "wmd" / wmd.EDITION / wmd.FILE, sheets)


def test_the_second_refresh_does_nothing_and_says_so(tmp_path: Path, mirror: Path) -> None:
    first = run(tmp_path, mirror)
    assert "the first one here" in first
    assert "nothing changed" not in first
    assert '"outcome": "changed"' in (tmp_path / "data" / "refresh.json").read_text()
    before = (tmp_path / "data" / "warehouse.duckdb").stat().st_ino
    assert "nothing changed" in run(tmp_path, mirror)
    assert (tmp_path / "data" / "warehouse.duckdb").stat().st_ino == before


def test_what_has_not_changed_is_not_built(tmp_path: Path, mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path, mirror)
    monkeypatch.setattr("etl.build.run", lambda *_: pytest.fail("built"))
    assert "nothing changed" in run(tmp_path, mirror)


@pytest.mark.parametrize("harm", [b"not a database" * 1000, b""])
def test_a_damaged_warehouse_is_built_anew(tmp_path: Path, mirror: Path, harm: bytes) -> None:
    path = tmp_path / "data" / "warehouse.duckdb"
    path.parent.mkdir()
    path.write_bytes(harm)
    run(tmp_path, mirror)
    assert production(tmp_path) == 25.0


def test_a_revised_figure_is_told_and_served(tmp_path: Path, mirror: Path) -> None:
    run(tmp_path, mirror)
    revise(mirror, "30")
    printed = run(tmp_path, mirror)
    assert "wmd production: 0 added, 0 withdrawn, 1 revised, by 20.0% in the median" in printed
    assert production(tmp_path) == 30.0
    with duckdb.connect(str(tmp_path / "data" / "warehouse.duckdb"), read_only=True) as con:
        assert con.execute("SELECT source, contract, revised FROM catalog.change").fetchall() == [
            ("wmd", "production", 1)
        ]


def test_the_replaced_warehouse_stays_beside_the_new_one_and_only_the_last_few_do(tmp_path: Path, mirror: Path) -> None:
    run(tmp_path, mirror)
    served = []
    for figure in ("30", "31", "32"):
        served.append(refresh.version(tmp_path / "data" / "warehouse.duckdb"))
        revise(mirror, figure)
        run(tmp_path, mirror, "--keep", "2")
    kept = sorted((tmp_path / "data" / "kept").iterdir())
    assert [p.name for p in kept] == sorted(f"{v}.duckdb" for v in served[1:])
    assert [refresh.version(p) for p in kept] == sorted(served[1:])


def test_what_a_killed_refresh_left_in_the_candidates_log_stops_no_later_one(tmp_path: Path, mirror: Path) -> None:
    run(tmp_path, mirror)
    candidate = tmp_path / "data" / "warehouse.candidate.duckdb"
    con = duckdb.connect(str(candidate))
    con.execute("CREATE TABLE a AS SELECT 1 AS b")
    log = build.log(candidate).read_bytes()
    con.close()
    candidate.unlink()
    build.log(candidate).write_bytes(log)  # as kill -9 leaves it between the first row and the checkpoint
    revise(mirror, "12")
    assert "1 revised" in run(tmp_path, mirror)
    assert production(tmp_path) == 12
    assert not build.log(candidate).exists()


def test_a_disk_that_fills_after_the_build_is_told_and_the_old_warehouse_stays(
    tmp_path: Path, mirror: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path, mirror)
    before = production(tmp_path)
    revise(mirror, "12")

    def full(*_: object) -> None:
        raise duckdb.IOException("Could not write file: No space left on device")

    monkeypatch.setattr(refresh, "_record", full)
    command = ["refresh", "--mirror", str(mirror), "--data", str(tmp_path / "data")]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 1
    assert "the disk is full" in result.output
    assert production(tmp_path) == before


def test_a_source_that_shrinks_keeps_its_last_vintage(tmp_path: Path, mirror: Path) -> None:
    run(tmp_path, mirror)
    revise(mirror, "30")
    path = mirror / "baci" / baci.VINTAGE / f"BACI_HS92_{baci.VINTAGE}.zip"
    with zipfile.ZipFile(path) as archive:
        members = {n: archive.read(n) for n in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, b"".join(content.splitlines(keepends=True)[:2]) if "_Y" in name else content)
    printed = run(tmp_path, mirror)
    assert (
        "not taken: came back with less than they held (a whole part, or over 20% of the rows): baci (trade: "
        in printed
    )
    assert "baci trade" not in printed
    assert production(tmp_path) == 30.0, "the other sources move on"
    with duckdb.connect(str(tmp_path / "data" / "warehouse.duckdb"), read_only=True) as con:
        [(rows,)] = con.execute("SELECT count(*) FROM staging.trade WHERE hs_revision = 'HS92'").fetchall()
    assert rows == len(world.TRADE["HS92"])
    assert set(refresh.held_back(tmp_path / "data" / "warehouse.duckdb")) == {"baci"}
    assert "baci keeps its last vintage: no fresher one could be brought since 20" in printed
    entry = lock.read(tmp_path / "data" / "raw.lock.toml")[f"baci/{baci.VINTAGE}/{path.name}"]
    assert entry.sha256 == lock.sha256(tmp_path / "data" / "raw" / "baci" / baci.VINTAGE / path.name)


def test_a_source_that_cannot_be_read_keeps_its_last_vintage(tmp_path: Path, mirror: Path) -> None:
    run(tmp_path, mirror)
    revise(mirror, "many")
    world.write_baci(mirror / "baci", world.TRADE | {"HS17": world.TRADE["HS17"] * 2})
    printed = run(tmp_path, mirror)
    assert f"not taken: {wmd.FILE}" in printed
    assert "'many'" in printed
    assert "stands 2 times: a duplicated key" in printed
    assert production(tmp_path) == 25.0
    assert set(refresh.held_back(tmp_path / "data" / "warehouse.duckdb")) == {"baci", "wmd"}

    world.write_raw(mirror)
    revise(mirror, "30")
    run(tmp_path, mirror)
    assert production(tmp_path) == 30.0
    assert not refresh.held_back(tmp_path / "data" / "warehouse.duckdb")


def test_a_figure_that_the_printed_total_belies_keeps_the_last_vintage(tmp_path: Path, mirror: Path) -> None:
    run(tmp_path, mirror)
    before = production(tmp_path)
    revise(mirror, "99")  # the countries now make a third more than the world
    told = run(tmp_path, mirror)
    assert "marts.world_gap" in told
    assert production(tmp_path) == before
    with duckdb.connect(str(tmp_path / "data" / "warehouse.duckdb"), read_only=True) as con:
        assert con.execute("SELECT source FROM catalog.kept").fetchall() == [("wmd",)]


def test_a_source_that_lost_a_sheet_keeps_its_last_vintage(tmp_path: Path, mirror: Path) -> None:
    """One metal of forty is far less than a fifth of the rows, and all that its readers came for."""
    run(tmp_path, mirror)
    name, (_, *table) = "Zinc", world.MINED["Phosphate Rock (P2O5)"]
    sheets = {"Cobalt": world.MINED["Cobalt"], name: [[name], *table]}
    write_xlsx(mirror / "wmd" / wmd.EDITION / wmd.FILE, sheets)
    told = run(tmp_path, mirror)
    assert "wmd (production: no phosphate mine)" in told
    assert set(refresh.held_back(tmp_path / "data" / "warehouse.duckdb")) == {"wmd"}


def test_a_source_that_lost_a_year_keeps_its_last_vintage(tmp_path: Path, mirror: Path) -> None:
    run(tmp_path, mirror)
    rows = world.TRADE["HS92"]
    world.write_baci(mirror / "baci", world.TRADE | {"HS92": [(year + (year == 2023), *rest) for year, *rest in rows]})
    assert "baci (trade: no HS92 2023)" in run(tmp_path, mirror)


def test_where_a_check_names_nobody_the_source_at_fault_is_found_and_the_others_move_on(
    tmp_path: Path, mirror: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path, mirror)
    revise(mirror, "30")
    world.write_baci(mirror / "baci", world.TRADE | {"HS17": world.TRADE["HS17"][:-1]})

    def nameless(con: duckdb.DuckDBPyConnection) -> list[check.Failure]:
        [(value,)] = con.execute("SELECT max(quantity_t) FROM staging.production WHERE iso3 = 'MAR'").fetchall()
        return [check.Failure("indicators.x", "rule", 1, [(value,)])] if value == 30 else []

    monkeypatch.setattr("etl.check.staging", nameless)
    told = run(tmp_path, mirror)
    assert "not taken: indicators.x: rule" in told
    assert set(refresh.held_back(tmp_path / "data" / "warehouse.duckdb")) == {"wmd"}
    assert "baci trade: 0 added, 1 withdrawn" in told
    assert production(tmp_path) == 25.0
    assert not list((tmp_path / "data").glob("raw.trial*"))


def test_a_broken_file_without_a_vintage_to_keep_stops_the_refresh_and_nothing_moves(
    tmp_path: Path, mirror: Path
) -> None:
    revise(mirror, "many")
    result = CliRunner().invoke(app, ["refresh", "--mirror", str(mirror), "--data", str(tmp_path / "data")])
    assert result.exit_code == 1
    assert "many" in result.output
    assert not (tmp_path / "data" / "warehouse.duckdb").exists()
    assert not list((tmp_path / "data").glob("*.fresh*"))
    assert not list((tmp_path / "data").glob("*candidate*"))


def test_compare_counts_added_withdrawn_and_revised(tmp_path: Path) -> None:
    for name, rows in (("old", [(2020, 1.0), (2021, 2.0)]), ("new", [(2021, 3.0), (2022, 4.0)])):
        with duckdb.connect(str(tmp_path / f"{name}.duckdb")) as con:
            con.execute("CREATE SCHEMA staging")
            con.execute("CREATE TABLE staging.score (year INT, score VARCHAR, iso3 VARCHAR, value DOUBLE, "
                        "unit VARCHAR, source VARCHAR, edition VARCHAR, flag VARCHAR)")  # fmt: skip
            con.executemany("INSERT INTO staging.score VALUES (?, 's', 'MAR', ?, 'u', 'wgi', '1', NULL)", rows)
    [change] = refresh.compare(tmp_path / "old.duckdb", tmp_path / "new.duckdb")
    assert (change.before, change.after, change.added, change.withdrawn, change.revised) == (2, 2, 1, 1, 1)
    assert change.revised_by == pytest.approx(0.5)
