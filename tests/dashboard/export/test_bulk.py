"""The open part as a whole: what is in it, what is not, that others' programs read it, and that it is made once."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from pathlib import Path

import duckdb
import orjson
import pyarrow.parquet as pq
import pytest
from flask.testing import FlaskClient

from dashboard.export import bulk
from dashboard.export.open_part import tables
from dashboard.warehouse import Warehouse

TYPES = {"string", "integer", "number", "boolean", "date"}


@pytest.fixture(scope="module", autouse=True)
def _folder(tmp_path_factory: pytest.TempPathFactory) -> object:
    with pytest.MonkeyPatch.context() as patch:
        place = tmp_path_factory.mktemp("bulk")
        patch.setattr(bulk, "folder", lambda: place)
        yield place


def _got(client: FlaskClient, address: str, **headers: str) -> tuple[int, bytes, str]:
    """Status, body and ETag; the file behind the answer is closed, as a server does."""
    with client.get(address, headers=headers) as answer:
        return answer.status_code, answer.data, answer.headers.get("ETag", "")


def _count(rows: list[tuple[int]]) -> int:
    return rows[0][0]


def test_rows_for_own_use_are_in_no_open_table(world: Path) -> None:
    with duckdb.connect(str(world), read_only=True) as con:
        for table in tables(con.cursor()):
            if table.schema != "catalog" and "source" in table.columns:
                found = con.execute(f"select count(*) from ({table.sql}) where source = 'comtrade'").fetchall()
                assert _count(found) == 0, table.label
        everything = _count(con.execute("select count(*) from marts.production").fetchall())
        production = next(t for t in tables(con.cursor()) if t.label == "marts.production")
        assert _count(con.execute(f"select count(*) from ({production.sql})").fetchall()) == everything - 1


def test_what_repeats_rows_for_own_use_stays_too(world: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(world.read_bytes())
    with duckdb.connect(str(copy)) as con:
        con.execute("update catalog.source set redistribution = 'own use' where source = 'baci'")
        left = {
            t.label: _count(con.execute(f"select count(*) from ({t.sql})").fetchall()) for t in tables(con.cursor())
        }
        whole = _count(con.execute("select count(*) from indicators.export_share").fetchall())
        mined = _count(con.execute("select count(*) from indicators.production_share").fetchall())
    assert whole > 0
    assert left["indicators.export_share"] == left["marts.flow"] == left["marts.country_trade"] == 0
    assert left["indicators.production_share"] == mined


def test_what_two_sides_declare_for_own_use_is_in_no_open_table(world: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(world.read_bytes())
    with duckdb.connect(str(copy)) as con:
        con.execute(
            "insert into marts.mirror_gap by name select 'cobalt' as metal, 'refined' as stage, 2022 as year, 'COD' as "
            "exporter_iso3, 'FRA' as importer_iso3, 9.0 as import_usd, 8.0 as export_usd, 'comtrade' as source"
        )
        gaps = next(t for t in tables(con.cursor()) if t.label == "marts.mirror_gap")
        assert _count(con.execute(f"select count(*) from ({gaps.sql})").fetchall()) == 0


def test_an_indicator_made_of_a_score_for_own_use_is_left_out(world: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(world.read_bytes())
    with duckdb.connect(str(copy)) as con:
        con.execute("update catalog.source set redistribution = 'own use' where source = 'wgi'")
        found = {
            t.label: _count(con.execute(f"select count(*) from ({t.sql})").fetchall()) for t in tables(con.cursor())
        }
    assert found["indicators.governance"] == 0


def test_the_package_describes_every_table_as_frictionless_asks(client: FlaskClient, world: Path) -> None:
    status, made, _ = _got(client, "/bulk/datapackage.zip?lang=fr")
    assert status == 200
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        package = orjson.loads(parts.read("datapackage.json"))
        assert package["profile"] == "tabular-data-package"
        assert {"LICENCE.txt", "CITATION.txt", "citation.bib"} <= set(parts.namelist())
        names = [r["name"] for r in package["resources"]]
        assert len(set(names)) == len(names) > 20
        for resource in package["resources"]:
            assert re.fullmatch(r"[-a-z0-9._/]+", resource["name"])
            held = parts.read(resource["path"])
            assert resource["bytes"] == len(held)
            assert resource["hash"] == f"sha256:{hashlib.sha256(held).hexdigest()}"
            rows = list(csv.reader(io.StringIO(held.decode("utf-8"), newline="")))
            fields = resource["schema"]["fields"]
            assert rows[0] == [f["name"] for f in fields]
            assert {f["type"] for f in fields} <= TYPES
            key = [rows[0].index(k) for k in resource["schema"].get("primaryKey", [])]
            keys = [tuple(r[k] for k in key) for r in rows[1:]]
            assert not key or len(set(keys)) == len(keys), resource["name"]
    assert "Comtrade" not in str(package["sources"])


def test_the_duckdb_file_opens_by_itself(client: FlaskClient, tmp_path: Path) -> None:
    path = tmp_path / "observatory.duckdb"
    path.write_bytes(_got(client, "/bulk/observatory.duckdb")[1])
    with duckdb.connect(str(path), read_only=True) as con:
        found = con.execute(
            "select quantity_t from marts.production where metal = 'cobalt' and iso3 = 'COD'"
        ).fetchall()
        assert (150.0,) in found
        assert con.execute("select * from marts.production where source = 'comtrade'").fetchall() == []
        assert con.execute("select comment from duckdb_tables() where table_name = 'flow'").fetchall()[0][0]


def test_both_are_made_once_and_the_browser_keeps_them(warehouse: Warehouse, client: FlaskClient) -> None:
    steps: list[tuple[str, int, int]] = []
    made = bulk.file("observatory.duckdb", warehouse.path, warehouse.opened(), "ar", lambda *s: steps.append(s))
    assert steps[-1][1] == steps[-1][2] > 20
    steps.clear()
    assert bulk.file("observatory.duckdb", warehouse.path, warehouse.opened(), "ar", lambda *s: steps.append(s)) == made
    assert steps == []
    etag = _got(client, "/bulk/datapackage.zip")[2]
    assert _got(client, "/bulk/datapackage.zip", **{"If-None-Match": etag})[0] == 304
    assert _got(client, "/bulk/datapackage.zip", Range="bytes=0-3")[:2] == (206, b"PK\x03\x04")


def test_one_table_alone_as_csv_and_parquet(client: FlaskClient) -> None:
    text = client.get("/bulk/marts.production.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    table = pq.read_table(io.BytesIO(client.get("/bulk/marts.production.parquet").data))
    assert len(rows) == table.num_rows > 0
    refusal = client.get("/bulk/marts.nothing.csv?lang=en")
    assert refusal.status_code == 404
    assert "marts.nothing" in refusal.get_json()["error"]


def test_the_list_names_files_and_tables(client: FlaskClient) -> None:
    listed = client.get("/bulk", headers={"Accept": "application/json"}).get_json()
    assert listed["files"] == ["/bulk/datapackage.zip", "/bulk/observatory.duckdb"]
    assert "marts.flow" in [t["table"] for t in listed["tables"]]
    page = client.get("/bulk?lang=ar", headers={"Accept": "text/html"}).get_data(as_text=True)
    assert 'dir="rtl"' in page
    assert "/bulk/marts.flow.csv" in page


@pytest.mark.parametrize("name", bulk.NAMES)
def test_who_waits_is_told_how_far_a_file_is(warehouse: Warehouse, client: FlaskClient, name: str) -> None:
    opened, seen = warehouse.opened(), []
    address = f"/bulk/{name}/progress?lang=ar"
    for old in bulk.folder().glob(f"*-{name}"):
        old.unlink()

    def step(_: str, done: int, of: int) -> None:
        seen.append((client.get(address).get_json(), done, of))

    assert client.get(address).get_json()["of"] == 0
    bulk.file(name, warehouse.path, opened, "ar", step)
    assert len(seen) > 3
    for told, done, of in seen:
        assert (told["ready"], told["done"], told["of"]) == (False, done, of)
        assert str(done) in told["said"]
    assert client.get(address).get_json()["ready"]
    assert not list(bulk.folder().glob("*.progress"))


def test_a_file_that_fails_leaves_no_word_of_progress(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OSError("full")

    monkeypatch.setattr(bulk, "_package", broken)
    with pytest.raises(OSError, match="full"):
        bulk.file(bulk.NAMES[0], warehouse.path, warehouse.opened(), "en")
    assert not list(bulk.folder().glob("*.progress"))
    assert bulk.made(bulk.NAMES[0], warehouse.opened(), "en") == (0, 0)
