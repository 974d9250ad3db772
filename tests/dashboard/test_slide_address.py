"""Slides, pictures, decks, reports and embeds by address: what comes, what is refused, who may frame a view."""

from __future__ import annotations

import io
from pathlib import Path

import orjson
import pytest
from flask.testing import FlaskClient
from PIL import Image
from pptx import Presentation

from dashboard import deck
from dashboard.app import create_app
from dashboard.export import chromium

QUERY = "metal=cobalt&stage=mine&year=2024"
MINE = {"version": 1, "lang": "fr", "title": "t", "slides": [{"view": "top_producers", "state": {"metal": "cobalt"}}]}
needs_chromium = pytest.mark.skipif(chromium.path() is None, reason="no Chromium here")


def test_a_view_is_one_slide_with_a_chart(client: FlaskClient) -> None:
    answer = client.get(f"/slide/top_producers.pptx?{QUERY}&lang=ar")
    assert answer.headers["Content-Disposition"] == "attachment; filename=top_producers.pptx"
    (slide,) = Presentation(io.BytesIO(answer.data)).slides
    assert any(s.has_chart for s in slide.shapes)
    etag = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(f"/slide/top_producers.pptx?{QUERY}&lang=ar", headers=etag).status_code == 304


def test_ready_decks_are_listed_and_given_in_every_form(client: FlaskClient) -> None:
    listed = client.get("/decks?lang=en").get_json()
    assert [d["deck"] for d in listed] == list(deck.ready())
    name = listed[0]["deck"]
    assert deck.read(client.get(f"/decks/{name}.json").data) == deck.ready()[name]
    assert client.get(f"/decks/{name}.html?lang=ar").get_data(as_text=True).count('<section class="slide') > 9
    assert client.get(f"/decks/{name}.zip").data.startswith(b"PK")


def test_a_deck_of_ones_own_is_sent_and_comes_back_as_a_file(client: FlaskClient) -> None:
    answer = client.post("/decks/mine.html?lang=en", data=orjson.dumps(MINE))
    assert answer.status_code == 200
    assert "Cobalt" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("address", "body", "status"),
    [
        ("/decks/mine.html?lang=en", b"{", 400),
        ("/decks/mine.html", orjson.dumps(MINE | {"slides": [{"view": "nothing"}]}), 400),
        ("/decks/mine.exe", orjson.dumps(MINE), 404),
        ("/decks/nothing.pptx", None, 404),
        ("/slide/nothing.pptx", None, 404),
        ("/slide/top_producers.pptx?metal=x", None, 400),
        ("/picture/top_producers.png?dots=9", None, 400),
        ("/report/nothing.pdf", None, 404),
        ("/embed/nothing", None, 404),
        ("/embed/top_producers?colour=red", None, 400),
    ],
)
def test_a_refusal_is_a_sentence(client: FlaskClient, address: str, body: bytes | None, status: int) -> None:
    answer = client.get(address) if body is None else client.post(address, data=body)
    assert answer.status_code == status
    assert len(answer.get_json()["error"]) > 10


def test_without_a_browser_a_pdf_is_refused_in_a_sentence(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium, "path", lambda: None)
    answer = client.post("/decks/mine.pdf?lang=en", data=orjson.dumps(MINE))
    assert answer.status_code == 503
    assert "Chromium" in answer.get_json()["error"]


@needs_chromium
def test_a_page_is_a_report_and_a_view_a_picture(client: FlaskClient) -> None:
    report = client.get("/report/overview.pdf?metal=cobalt&lang=ar")
    assert (report.status_code, report.data[:5]) == (200, b"%PDF-")
    with Image.open(io.BytesIO(client.get(f"/picture/top_producers.png?{QUERY}&dots=1").data)) as image:
        assert image.size == (1200, 630)


@pytest.mark.parametrize("view", ["top_producers", "producers_table", "key_figures", "production_sentence"])
def test_an_embed_is_the_view_alone(client: FlaskClient, view: str) -> None:
    answer = client.get(f"/embed/{view}?{QUERY}&lang=ar")
    page = answer.get_data(as_text=True)
    assert 'dir="rtl"' in page
    assert "<form" not in page
    assert ("embed.js" in page) == (view == "top_producers")
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_only_embeds_may_be_framed_and_only_where_it_is_set(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBED_ANCESTORS", "https://example.org")
    client = create_app(world).server.test_client()
    policy = "Content-Security-Policy"
    embed, data = client.get("/embed/producers_table"), client.get("/data/producers_table.json")
    assert "frame-ancestors https://example.org" in embed.headers[policy]
    assert "X-Frame-Options" not in embed.headers
    assert "frame-ancestors 'none'" in data.headers[policy]
