"""The addresses of views: figures, rows in every format, caching, and refusals in a sentence."""

from __future__ import annotations

import csv
import io

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.address import Shelf
from dashboard.export import formats
from dashboard.state import PARAMS
from dashboard.view import discover
from dashboard.warehouse import Warehouse

QUERY = "metal=cobalt&stage=mine&year=2024"
ROWS = f"/data/producers_table.{{}}?{QUERY}"


def test_a_figure_is_plotly_json_with_its_caption(client: FlaskClient) -> None:
    answer = client.get(f"/figure/top_producers.json?{QUERY}&lang=en")
    assert answer.status_code == 200
    figure = answer.get_json()
    assert figure["data"][0]["type"] == "bar"
    assert figure["layout"]["meta"]["title"].startswith("Cobalt")


def test_what_the_reader_holds_is_not_sent_again_and_costs_no_query(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get(f"/figure/top_producers.json?{QUERY}")
    monkeypatch.setattr(Warehouse, "rows", lambda *_: pytest.fail("a query was made"))
    again = client.get(f"/figure/top_producers.json?{QUERY}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(f"/figure/top_producers.json?{QUERY}").data == first.data  # from the shelf
    canonical = client.get("/figure/top_producers.json?year=2024&loss=40&lang=fr")
    assert canonical.headers["ETag"] == first.headers["ETag"]


def test_only_the_present_version_may_be_kept_for_ever(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    version = page.split("&amp;v=")[1].split(" ")[0].split('"')[0]
    kept = client.get(f"/figure/top_producers.json?v={version}").headers["Cache-Control"]
    assert "immutable" in kept
    assert (
        "immutable" not in client.get(f"/figure/top_producers.json?v={'0' * 12}{version[12:]}").headers["Cache-Control"]
    )
    assert "immutable" not in client.get("/figure/top_producers.json").headers["Cache-Control"]


def test_csv_json_parquet_and_html_hold_the_same_rows(client: FlaskClient) -> None:
    answer = client.get(ROWS.format("csv"))
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.data.count(b"\r\n") == answer.data.count(b"\n")
    text = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    json = orjson.loads(client.get(ROWS.format("json")).data)
    table = pq.read_table(io.BytesIO(client.get(ROWS.format("parquet")).data))
    html = client.get(ROWS.format("html")).get_data(as_text=True)

    assert [r["iso3"] for r in text] == ["COD", "CHN", "MAR"]
    assert [float(r["quantity_t"]) for r in text] == [r["quantity_t"] for r in json["rows"]] == [150.0, 25.0, 25.0]
    assert table.column("quantity_t").to_pylist() == [150.0, 25.0, 25.0]
    assert text[2]["iso3_label"] == "Maroc"
    assert (text[2]["unit"], text[2]["source"], text[2]["vintage"], text[2]["flag"]) == (
        "t",
        "wmd",
        "2026",
        "estimated",
    )
    assert json["data_version"]
    assert json["sources"]["wmd"]["citation"]
    assert orjson.loads(table.schema.metadata[b"about"])["state"]["metal"] == "cobalt"
    assert "<td>Maroc</td>" in html
    assert "<script" not in html


def test_labels_follow_the_language_and_codes_do_not(client: FlaskClient) -> None:
    text = client.get(ROWS.format("csv") + "&lang=ar").data.decode("utf-8-sig")
    assert "MAR" in text
    assert "المغرب" in text


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/figure/none.json", 404, "none"),
        ("/figure/producers_table.json", 404, "producers_table"),
        ("/data/none.csv", 404, "none"),
        ("/data/producers_table.exe", 404, "exe"),
        ("/data/producers_table.csv?metal=unobtainium", 400, "unobtainium"),
        ("/data/producers_table.csv?colour=red&lang=en", 400, "parameter"),
        ("/data/producers_table.csv?year=abc", 400, "abc"),
        ("/figure/production_map.json?lang=xx", 400, "xx"),
        ("/data?colour=red", 400, "colour"),
        ("/data/producers_table.csv?metal=copper&stage=mine&year=2024", 403, "publi"),
    ],
)
def test_a_refusal_is_a_sentence(client: FlaskClient, address: str, status: int, said: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert said in answer.get_json()["error"] or said == "publi"


def test_rows_for_own_use_are_drawn_but_not_handed_out(client: FlaskClient) -> None:
    query = "metal=copper&stage=mine&year=2024"
    assert client.get(f"/figure/top_producers.json?{query}").get_json()["data"]
    for form in ("csv", "json", "parquet", "html"):
        assert client.get(f"/data/top_producers.{form}?{query}").status_code == 403


@given(
    st.sampled_from(
        ["/figure/production_map.json", "/data/producers_table.csv", "/data/flow_sankey.json", "/data", "/"]
    ),
    st.lists(st.tuples(st.sampled_from([*PARAMS, "v", "colour"]), st.text(max_size=12)), max_size=5),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_address_is_an_error_of_ours(client: FlaskClient, path: str, args: list[tuple[str, str]]) -> None:
    assert client.get(path, query_string=args).status_code in (200, 400, 403, 404)


def test_the_list_names_every_view(client: FlaskClient) -> None:
    slugs = {v.slug for v in discover("dashboard.views", "VIEW")}
    listed = client.get("/data", headers={"Accept": "application/json"}).get_json()["views"]
    assert {v["view"] for v in listed} == slugs
    assert all("lang" in v["parameters"] for v in listed)
    page = client.get("/data?lang=ar", headers={"Accept": "text/html"}).get_data(as_text=True)
    assert 'dir="rtl"' in page
    assert all(slug in page for slug in slugs)


HOSTILE = ["=1+1", "+A1", "-2", "@SUM(A1)", "\t=1", 'a "quoted", cell', "two\nlines", "سطر", "=HYPERLINK(1)", None]


def test_a_spreadsheet_runs_nothing_and_loses_nothing() -> None:
    batch = pa.RecordBatch.from_pydict({"text": HOSTILE, "number": [-1.5] * len(HOSTILE)})
    out = b"".join(formats.csv(batch.schema, iter([batch]))).decode("utf-8-sig")
    read = list(csv.DictReader(io.StringIO(out, newline="")))
    assert len(read) == len(HOSTILE)
    for before, row in zip(HOSTILE, read, strict=True):
        expected = before or ""
        assert row["text"] == (f"'{expected}" if expected[:1] in ("=", "+", "-", "@", "\t") else expected)
        assert row["number"] == "-1.5"


def test_a_long_table_is_written_piece_by_piece(warehouse: Warehouse) -> None:
    schema, batches = warehouse.batches("select i, 'x' as source from range(100_000) t(i)", {}, size=10_000)
    pieces = formats.csv(schema, batches)
    assert next(pieces).startswith(b"\xef\xbb\xbf")
    assert max(len(p) for p in pieces) < 200_000


def test_the_shelf_holds_so_many_bytes_and_drops_the_oldest() -> None:
    shelf = Shelf(limit=10)
    made: list[str] = []

    def get(key: str) -> bytes:
        return shelf.get(key, lambda: made.append(key) or b"1234")  # type: ignore[func-returns-value]

    get("a"), get("b"), get("a"), get("c"), get("a"), get("b")
    assert made == ["a", "b", "c", "b"]


def test_a_file_says_which_metal_and_country_all_its_rows_are_of(client: FlaskClient) -> None:
    names = ("iso3", "exporter_iso3", "importer_iso3")
    for view in discover("dashboard.views", "VIEW"):
        answer = client.get(f"/data/{view.slug}.csv?metal=copper&stage=mine&country=ZMB&lang=en")
        if answer.status_code == 403:  # for own use only
            continue
        rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
        head = answer.data.decode("utf-8-sig").partition("\r\n")[0]
        assert "metal" not in view.bound or '"metal"' in head, view.slug
        assert "country" not in view.bound or any(f'"{n}"' in head for n in names), view.slug
        assert not rows or "metal" not in rows[0] or all(r["metal_label"] for r in rows if r["metal"]), view.slug
    [first, *_] = csv.DictReader(io.StringIO(client.get(ROWS.format("csv")).data.decode("utf-8-sig"), newline=""))
    assert list(first)[:4] == ["year", "metal", "metal_label", "stage"]
    assert (first["metal"], first["metal_label"]) == ("cobalt", "Cobalt")
