"""A build is offline, deterministic and atomic: whatever stops it, the last good warehouse stays in service."""

from __future__ import annotations

import errno
import fcntl
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from etl import build, check, snapshot, stage
from etl.model import load
from etl.source import SourceError
from etl.sources import baci, wmd
from tests.world import MINED, TRADE, write_baci, write_raw
from tests.xlsx import write_xlsx


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write_raw(tmp_path / "raw")
    return tmp_path


def run(data: Path) -> Path:
    build.run(data / "raw", data / "snapshot", data / "warehouse.duckdb")
    return data / "warehouse.duckdb"


def tables(warehouse: Path) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(warehouse), read_only=True) as con:
        names = con.execute("SELECT schema_name || '.' || table_name FROM duckdb_tables() ORDER BY 1").fetchall()
        return {name: con.execute(f"FROM {name}").fetchall() for (name,) in names}


def broken_zip(data: Path) -> None:
    path = data / "raw" / "baci" / baci.VINTAGE / f"BACI_HS92_{baci.VINTAGE}.zip"
    path.write_bytes(path.read_bytes()[:100])


def test_two_builds_are_equal(data: Path) -> None:
    first = tables(run(data))
    assert len(first["indicators.production_share"]) == 35
    assert tables(run(data)) == first


def test_the_snapshot_gives_the_same_tables_as_the_raw_files(data: Path, tmp_path: Path) -> None:
    from_raw = tables(run(data))
    snapshot.write(data / "raw", data / "snapshot")
    (data / "raw").rename(data / "away")
    from_snapshot = tables(run(data))
    via = from_raw.pop("catalog.source"), from_snapshot.pop("catalog.source")
    assert [row[:-1] for row in via[0]] == [row[:-1] for row in via[1]]
    assert from_snapshot == from_raw


def test_the_snapshot_has_the_same_bytes_for_the_same_input(data: Path) -> None:
    def digest() -> dict[str, str]:
        snapshot.write(data / "raw", data / "snapshot")
        return {p.name: stage.sha256(p) for p in (data / "snapshot").rglob("*") if p.is_file()}

    assert digest() == digest()


def test_own_use_never_reaches_the_snapshot(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(baci, "SOURCE", replace(baci.SOURCE, redistribution="own use"))
    snapshot.write(data / "raw", data / "snapshot")
    assert not list((data / "snapshot").rglob("*baci*"))
    assert "baci" not in (data / "snapshot" / "sources.toml").read_text()


def test_raw_files_that_hold_less_than_the_snapshot_stop_the_build_until_the_snapshot_takes_them(data: Path) -> None:
    snapshot.write(data / "raw", data / "snapshot")
    before = run(data).read_bytes()
    write_xlsx(data / "raw" / "wmd" / wmd.EDITION / wmd.FILE, {"Cobalt": MINED["Cobalt"]})
    write_baci(data / "raw" / "baci", TRADE | {"HS17": TRADE["HS17"][:1]})
    with pytest.raises(build.LostError, match=r"wmd \(production: no phosphate mine\)") as told:
        run(data)
    assert told.value.sources == ("baci", "wmd")
    assert "baci (trade: no HS17 2024)" in str(told.value)
    assert (data / "warehouse.duckdb").read_bytes() == before
    snapshot.write(data / "raw", data / "snapshot")
    assert run(data).read_bytes() != before


def test_a_truncated_file_stops_the_build_and_the_old_warehouse_stays(data: Path) -> None:
    before = run(data).read_bytes()
    broken_zip(data)
    with pytest.raises(SourceError, match=r"BACI_HS92_V202601.zip.*not a whole zip"):
        run(data)
    assert (data / "warehouse.duckdb").read_bytes() == before
    assert not list(data.glob("*.building*"))


def test_a_duplicated_staging_key_stops_the_build(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = baci._trade
    monkeypatch.setattr(baci, "_trade", lambda table, revision: pa.concat_tables([one(table, revision)] * 2))
    with pytest.raises(build.BuildError, match=r"staging.trade: key .* is unique") as stopped:
        run(data)
    assert stopped.value.sources == ("baci",)


def test_a_full_disk_says_so_and_keeps_the_old_file(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = run(data).read_bytes()

    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(build, "durable", full)
    with pytest.raises(build.BuildError, match=r"disk is full.*stays as it was"):
        run(data)
    assert (data / "warehouse.duckdb").read_bytes() == before


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(build.BuildError, match="holds any source"):
        run(tmp_path)


def test_one_build_at_a_time(data: Path) -> None:
    with (data / "warehouse.duckdb.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(build.BuildError, match="another build"):
            run(data)


def test_check_reports_a_broken_rule(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    warehouse = run(data)
    assert check.run(warehouse) == 0
    with duckdb.connect(str(warehouse)) as con:
        con.execute("UPDATE marts.production SET quantity_t = -1 WHERE iso3 = 'MAR' AND year = 2024")
    assert check.run(warehouse) == 1
    printed = capsys.readouterr().out
    assert "marts.production: quantity_t >= 0: 2 rows break it" in printed
    assert "(2024, 'cobalt', 'mine', 'MAR'" in printed


def test_check_without_a_warehouse_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.run(tmp_path / "none.duckdb") == 1
    assert "build it first" in capsys.readouterr().out


def test_a_total_that_its_countries_do_not_make_is_the_fault_of_its_source(data: Path) -> None:
    """A producer lost on the way, or a figure of another unit: readable, as long as before, and wrong."""
    warehouse = run(data)
    model = next(m for m in load() if m.table == "marts.world_gap")
    with duckdb.connect(str(warehouse)) as con:
        assert check.checks(con, model) == []
        con.execute("UPDATE marts.world_gap SET beyond = true, reason = 'unexplained' WHERE source = 'wmd'")
        [failure] = check.checks(con, model)
    assert failure.sources == ("wmd",)
