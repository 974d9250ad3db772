"""Rows as files: every format re-read by other programs, hostile cells, the French CSV, memory that stays flat."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import duckdb
import orjson
import pandas as pd
import pyarrow as pa
import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from dashboard.export import about, archive, formats, workbook
from dashboard.warehouse import SourceNote

QUERY = "metal=cobalt&stage=mine&year=2024"
ROWS = f"/data/producers_table.{{}}?{QUERY}"
HOSTILE = [
    "=cmd|' /C calc'!A0", "+A1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1+1", "＝1", 'a "quoted", cell',
    "two\nlines", "semi;colon", "الكوبالت، المغرب", "Côte d’Ivoire", "'already", "", None,
]  # fmt: skip
RUNS = HOSTILE[:9]
NOTE = SourceNote("A & B", "Data_set 100%", "V202601", "https://example.org/a_b", "CC BY", "open", "A & B (2026)")


def _batch() -> pa.RecordBatch:
    amounts = [-1234.5 + i for i in range(len(HOSTILE))]
    return pa.RecordBatch.from_pydict({"text": pa.array(HOSTILE, pa.string()), "amount": amounts})


def _csv(locale: str = "") -> bytes:
    return b"".join(formats.csv(_batch().schema, iter([_batch()]), locale))


def test_hostile_cells_are_disarmed_and_nothing_else_is_touched() -> None:
    read = list(csv.DictReader(io.StringIO(_csv().decode("utf-8-sig"), newline="")))
    assert [r["text"] for r in read] == [f"'{t}" if t in RUNS else t or "" for t in HOSTILE]
    assert [float(r["amount"]) for r in read] == _batch()["amount"].to_pylist()


@pytest.mark.parametrize(("locale", "sep", "decimal"), [("", ",", "."), ("fr", ";", ",")])
def test_pandas_and_duckdb_read_what_was_written(tmp_path: Path, locale: str, sep: str, decimal: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(_csv(locale))
    frame = pd.read_csv(path, sep=sep, decimal=decimal, encoding="utf-8-sig")
    assert frame["amount"].tolist() == _batch()["amount"].to_pylist()
    assert "الكوبالت، المغرب" in frame["text"].tolist()
    found = duckdb.sql(
        f"select sum(amount) from read_csv('{path}', delim='{sep}', decimal_separator='{decimal}', header=true)"
    ).fetchall()
    assert found == [(sum(_batch()["amount"].to_pylist()),)]


def test_the_address_writes_french_numbers_and_refuses_other_locales(client: FlaskClient) -> None:
    text = client.get(ROWS.format("csv") + "&locale=fr").data.decode("utf-8-sig")
    assert text.startswith('"year";"metal";"metal_label";"stage"')
    assert "'" not in text
    refusal = client.get(ROWS.format("csv") + "&locale=xx")
    assert refusal.status_code == 400
    assert "xx" in refusal.get_json()["error"]


def test_a_workbook_holds_the_rows_as_texts_and_numbers_and_a_sheet_of_notes(client: FlaskClient) -> None:
    answer = client.get(ROWS.format("xlsx") + "&lang=fr")
    assert answer.headers["Content-Disposition"].endswith('"producers_table_cobalt_mine_2024.xlsx"')
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    assert book.sheet_names == ["Données", "Notes"]
    rows = book.get_sheet_by_index(0).to_python()
    head = rows[0]
    assert [r[head.index("iso3")] for r in rows[1:]] == ["COD", "CHN", "MAR"]
    assert [r[head.index("quantity_t")] for r in rows[1:]] == [150.0, 25.0, 25.0]
    notes = [str(c) for r in book.get_sheet_by_name("Notes").to_python() for c in r]
    assert any("World Mining Data 2026" in c for c in notes)


def test_a_workbook_runs_no_formula() -> None:
    facts = {"title": "t", "data_version": "v", "state": {"metal": "cobalt", "metals": ("a", "b")}}
    made = b"".join(workbook.xlsx(_batch().schema, iter([_batch()]), facts, {"a": NOTE}, "ar"))
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert 'rightToLeft="1"' in sheet
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()[1:]
    kept = [t for t in HOSTILE if t and t[0] not in "\t\r\n"]  # a reader may trim control characters
    assert [r[0] for r in rows if r[0] in kept] == kept


def test_rows_beyond_the_length_of_a_sheet_go_on_on_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LONGEST", 4)
    batch = pa.RecordBatch.from_pydict({"n": list(range(8)), "day": [date(2024, 1, 31)] * 8, "yes": [True] * 8})
    facts = {"title": "t", "data_version": "v", "state": {}}
    made = b"".join(workbook.xlsx(batch.schema, iter([batch]), facts, {}, "en"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    assert book.sheet_names == ["Data", "Data 2", "Data 3", "Notes"]
    sheets = [book.get_sheet_by_index(i).to_python() for i in range(3)]
    assert [r[0] for s in sheets for r in s[1:]] == list(range(8))
    assert sheets[2][1][1:] == [date(2024, 1, 31), True]


def test_an_empty_view_is_a_header_in_every_format(client: FlaskClient) -> None:
    query = "metal=cobalt&stage=scrap&year=1901"
    lines = client.get(f"/data/producers_table.csv?{query}").data.decode("utf-8-sig").splitlines()
    assert len(lines) == 1
    book = client.get(f"/data/producers_table.xlsx?{query}").data
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()) == 1


def test_a_zip_holds_rows_description_citation_and_licence(client: FlaskClient) -> None:
    answer = client.get(ROWS.format("zip") + "&lang=en")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
        assert parts.testzip() is None
        stem = "producers_table_cobalt_mine_2024"
        assert parts.namelist() == [f"{stem}.csv", f"{stem}.meta.json", "CITATION.txt", "citation.bib", "LICENCE.txt"]
        assert parts.read(f"{stem}.csv") == client.get(ROWS.format("csv") + "&lang=en").data
        described = orjson.loads(parts.read(f"{stem}.meta.json"))
        assert "World Mining Data 2026" in parts.read("CITATION.txt").decode("utf-8-sig")
        assert "@misc{wmd," in parts.read("citation.bib").decode()
        assert "Free with attribution" in parts.read("LICENCE.txt").decode("utf-8-sig")
    assert described == client.get(ROWS.format("meta.json") + "&lang=en").get_json()
    assert list(described["sources"]) == ["wmd"]
    types = {f["name"]: f["type"] for f in described["schema"]["fields"]}
    assert (types["year"], types["quantity_t"], types["iso3"]) == ("integer", "number", "string")


def test_the_same_rows_make_the_same_archive(client: FlaskClient) -> None:
    assert client.get(ROWS.format("zip")).data == client.get(ROWS.format("zip")).data


def test_bibtex_escapes_what_latex_would_read() -> None:
    text = about.bibtex({"title": "t", "data_version": "v"}, {"a": NOTE}, "en")
    assert r"title = {Data\_set 100\%}" in text
    assert r"author = {{A \& B}}" in text
    assert "url = {https://example.org/a_b}" in text
    assert "year = {2026}" in text


def test_a_description_says_how_its_french_csv_is_read() -> None:
    described = about.sidecar({}, _batch().schema, "fr", "fr")
    assert described["dialect"]["delimiter"] == ";"
    assert described["schema"]["fields"][1]["decimalChar"] == ","


@pytest.mark.parametrize("form", ["xlsx", "zip", "meta.json", "csv"])
def test_rows_for_own_use_are_refused_in_a_sentence(client: FlaskClient, form: str) -> None:
    answer = client.get(f"/data/producers_table.{form}?metal=copper&stage=mine&year=2024&lang=en")
    assert answer.status_code == 403
    assert "own use" in answer.get_json()["error"]


def test_a_zip_is_sent_piece_by_piece() -> None:
    batches = (pa.RecordBatch.from_pydict({"n": list(range(20_000))}) for _ in range(20))
    schema = pa.schema([("n", pa.int64())])
    pieces = list(archive.zipped([("rows.csv", formats.csv(schema, batches))]))
    assert len(pieces) > 20
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as parts:
        assert parts.read("rows.csv").count(b"\r\n") == 400_001
