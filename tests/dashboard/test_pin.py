"""An address with `v=` shows the data of that version where they are kept, says so where they are not; what changed."""

from __future__ import annotations

import csv
import io
import os
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import quote

import duckdb
import orjson
import pytest
from flask.testing import FlaskClient

from dashboard import words
from dashboard.app import create_app, warm
from dashboard.state import LANGS
from dashboard.warehouse import Warehouse

NOW, THEN, FOREIGN, UNKNOWN = "b" * 12, "a" * 12, "c" * 12, "d" * 12
COD = "metal = 'cobalt' and stage = 'mine' and iso3 = 'COD' and year = 2024"
MINED = "quantity_t"


def written(world: Path, to: Path, version: str, *statements: str) -> None:
    """A copy of the world under another data version."""
    shutil.copy(world, to)
    with duckdb.connect(str(to)) as con:
        for statement in (f"update catalog.build set data_version = '{version}'", *statements):
            con.execute(statement)


@pytest.fixture(scope="module")
def path(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse beside which two earlier ones are kept: one of this code, one that lacks a column."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "kept").mkdir()
    path = folder / "warehouse.duckdb"
    written(world, path, NOW)
    written(
        world, folder / "kept" / f"{THEN}.duckdb", THEN,
        f"update marts.production set quantity_t = 77 where {COD}",
        f"update indicators.production_share set value = 0.5 where {COD}",
        "delete from indicators.production_share where metal = 'cobalt' and iso3 = 'MAR' and year = 2024",
        "insert into indicators.production_share (year, metal, stage, iso3, value) "
        "values (1901, 'cobalt', 'mine', 'COD', 1)",
    )  # fmt: skip
    written(world, folder / "kept" / f"{FOREIGN}.duckdb", FOREIGN, "alter table marts.production drop column flag")
    os.utime(folder / "kept" / f"{FOREIGN}.duckdb", ns=(1, 1))
    return path


@pytest.fixture(scope="module")
def reader(path: Path) -> FlaskClient:
    """A client of that application."""
    server = create_app(path).server
    warm(server)
    return server.test_client()  # type: ignore[no-any-return]


def mined(reader: FlaskClient, query: str) -> float:
    """What the Congo mined, as the CSV says."""
    answer = reader.get(f"/data/top_producers.csv?metal=cobalt&year=2024&{query}")
    assert answer.status_code == 200, answer.data
    rows = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""))
    return float(next(r[MINED] for r in rows if r["iso3"] == "COD"))


def layout(reader: FlaskClient, address: str) -> str:
    """The components of a page as text."""
    answer = reader.get("/_dash-layout", headers={"Referer": f"http://localhost{address}"})
    return orjson.dumps(orjson.loads(answer.data)).decode()


def code(reader: FlaskClient) -> str:
    """What pages put behind the data version: code and boundaries."""
    return reader.get("/").get_data(as_text=True).split(f"&amp;v={NOW}")[1].split(" ")[0].split('"')[0]


def test_a_kept_version_is_shown_as_it_was(reader: FlaskClient) -> None:
    assert mined(reader, f"v={THEN}") == 77
    assert mined(reader, "") == mined(reader, f"v={NOW}") != 77
    figure = reader.get(f"/figure/top_producers.json?metal=cobalt&year=2024&v={THEN}")
    assert b"77" in figure.data
    assert figure.headers["Data-Version"] == THEN
    assert orjson.loads(figure.data)["layout"]["meta"]["data_version"] == THEN
    facts = orjson.loads(reader.get(f"/data/top_producers.meta.json?v={THEN}").data)
    assert facts["data_version"] == THEN
    assert orjson.loads(reader.get(f"/lineage/production_share.json?metal=cobalt&country=COD&year=2024&v={THEN}").data)[
        "value"
    ] == pytest.approx(0.5)


@pytest.mark.parametrize("version", [UNKNOWN, FOREIGN])
def test_where_a_version_cannot_be_shown_the_present_one_says_its_name(reader: FlaskClient, version: str) -> None:
    answer = reader.get(f"/data/top_producers.html?metal=cobalt&year=2024&lang=en&v={version}")
    assert answer.headers["Data-Version"] == NOW
    assert f"Version {version} is not kept; this is version {NOW}." in answer.get_data(as_text=True)
    assert mined(reader, f"v={version}") == mined(reader, "")


@pytest.mark.parametrize(
    "text", ["old", "../../../etc/passwd", "../warehouse", "a" * 11, "A" * 12, THEN + "-", "\n" + THEN]
)
@pytest.mark.parametrize("address", ["/figure/top_producers.json", "/data/top_producers.csv", "/embed/top_producers"])
def test_what_is_no_version_gets_a_sentence(reader: FlaskClient, address: str, text: str) -> None:
    answer = reader.get(f"{address}?lang=en&v={quote(text)}")
    assert answer.status_code == 400
    assert "“v” does not exist" in orjson.loads(answer.data)["error"]


def test_only_an_answer_that_names_data_and_code_is_kept_for_ever(reader: FlaskClient) -> None:
    def cached(version: str) -> str:
        return str(reader.get(f"/figure/top_producers.json?v={version}").headers["Cache-Control"])

    assert "immutable" in cached(NOW + code(reader))
    assert "immutable" in cached(THEN + code(reader))
    for passing in (NOW, THEN, UNKNOWN, UNKNOWN + code(reader), FOREIGN + code(reader), THEN + "-00000000-un"):
        assert "immutable" not in cached(passing)
    etags = [reader.get(f"/figure/top_producers.json?v={v}").headers["ETag"] for v in (THEN, NOW, UNKNOWN)]
    assert etags[0] != etags[1] == etags[2]


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_says_which_version_it_shows_and_keeps_it_in_its_links(reader: FlaskClient, lang: str) -> None:
    shown = layout(reader, f"/?lang={lang}&v={THEN}")
    assert shown.count(NOW) >= 1, "the sentence names the version in service"
    assert f"/changes?since={THEN}" in shown
    assert f"v={THEN}" in shown.split('"pages"')[0], "the way to another page keeps the version"
    assert f"{THEN}{code(reader)}" in shown, "figures are asked for in that version"
    assert "pinned" not in layout(reader, f"/?lang={lang}")
    assert "pinned" not in layout(reader, f"/?lang={lang}&v={NOW}")
    gone = layout(reader, f"/?lang={lang}&v={UNKNOWN}")
    assert UNKNOWN in gone
    assert f"{NOW}{code(reader)}" in gone


def test_what_a_page_says_again_is_said_from_its_version(reader: FlaskClient) -> None:
    def said(version: str) -> str:
        answer = reader.get(f"/texts/overview.json?metal=cobalt&country=COD&year=2024&v={version}")
        assert answer.status_code == 200, answer.data
        return str(orjson.loads(answer.data)["production_sentence"])

    assert "77" in said(THEN)
    assert "77" in said(THEN + code(reader)), "a page opened before the swap stays what it was"
    assert "77" not in said(NOW)


def test_what_leaves_a_pinned_page_stays_pinned(reader: FlaskClient) -> None:
    shown = reader.get(f"/?lang=fr&metal=cobalt&v={THEN}").get_data(as_text=True)
    links = [unescape(part.split('"')[0]) for part in shown.split('href="')[1:]]
    rows = [link for link in links if link.startswith("/data/") and ".csv" in link]
    assert rows
    assert all(f"v={THEN}" in link for link in rows)
    assert any(link.startswith("/changes?") and "of=" in link for link in links)
    framed = reader.get(f"/embed/top_producers?lang=fr&metal=cobalt&v={THEN}").get_data(as_text=True)
    assert words.t("pin.shown", "fr").format(THEN, NOW) in framed


@pytest.mark.parametrize("lang", LANGS)
def test_what_changed_is_counted_and_listed(reader: FlaskClient, lang: str) -> None:
    whole = layout(reader, f"/changes?lang={lang}")
    assert THEN in whole
    assert "of=indicators.production_share" in whole
    assert "of=indicators.production_hhi" not in whole
    one = layout(reader, f"/changes?lang={lang}&since={THEN}&of=indicators.production_share")
    assert "1901" in one
    assert "%" in one, "a share is told in its unit"
    assert words.t("column.year", lang) in one
    view = layout(reader, f"/changes?lang={lang}&since={THEN}&of=top_producers&metal=cobalt&year=2024")
    assert '"77"' in view
    for nothing in (f"since={UNKNOWN}", f"since={FOREIGN}", f"since={THEN}&of=no_such_view"):
        assert '"className":"empty"' in layout(reader, f"/changes?lang={lang}&{nothing}")


def test_rows_added_revised_and_withdrawn(reader: FlaskClient) -> None:
    page = layout(reader, f"/changes?lang=en&since={THEN}&of=indicators.production_share")
    assert "Rows added: 1 · revised: 1 · withdrawn: 1" in page
    page = layout(reader, f"/changes?lang=en&since={THEN}&of=top_producers&metal=cobalt&year=2024")
    assert "Rows added: 0" in page


def test_the_list_of_views_names_the_versions(reader: FlaskClient) -> None:
    found = orjson.loads(reader.get("/data").data)
    assert (found["data_version"], found["kept_versions"]) == (NOW, [THEN, FOREIGN])


def test_few_earlier_warehouses_are_open_at_once_and_a_removed_one_is_gone(world: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    written(world, tmp_path / "warehouse.duckdb", NOW)
    versions = [f"{n:012x}" for n in range(4)]
    for version in versions:
        written(world, tmp_path / "kept" / f"{version}.duckdb", version)
    now = Warehouse(tmp_path / "warehouse.duckdb")
    opened = [now.at(v) for v in versions]
    assert [w.opened().version for w in opened] == versions
    assert now.at(versions[-1]) is opened[-1]
    assert now.at(versions[0]) is not opened[0]
    assert opened[0].at(versions[-1]) is now.at(versions[-1])
    (tmp_path / "kept" / f"{versions[-1]}.duckdb").unlink()
    assert now.at(versions[-1]) is now
