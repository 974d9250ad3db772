"""The stage by address: a ready deck, one's own, what the deck's page is told of each slide, and refusals."""

from __future__ import annotations

import orjson
import pytest
from flask.testing import FlaskClient

from dashboard import words
from dashboard.state import LANGS

OWN = {
    "version": 1,
    "lang": "fr",
    "title": "Chez moi",
    "slides": [
        {"view": "top_producers", "state": {"metal": "cobalt"}, "annotation": "Vu <i>d’ici</i>"},
        {"text": "<b>Merci</b>"},
    ],
}


@pytest.mark.parametrize("lang", LANGS)
def test_a_ready_deck_stands_on_stage_in_every_language(client: FlaskClient, lang: str) -> None:
    answer = client.get(f"/stage?deck=hub&lang={lang}")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert f'dir="{words.direction(lang)}"' in html
    assert html.count('<section class="slide') > 9
    assert client.get(f"/stage?deck=hub&lang={lang}", headers={"If-None-Match": answer.headers["ETag"]}).data == b""


def test_ones_own_deck_is_sent_and_staged_and_its_texts_stay_texts(client: FlaskClient) -> None:
    html = client.post("/stage?lang=en", data=orjson.dumps(OWN)).get_data(as_text=True)
    assert "Chez moi" in html
    assert "&lt;b&gt;Merci" in html
    assert '<p class="annotation">Vu &lt;i&gt;d’ici' in html


def test_the_page_of_the_deck_is_told_what_each_slide_shows(client: FlaskClient) -> None:
    found = client.post("/deck?lang=en", data=orjson.dumps(OWN)).get_json()
    view, text = found["slides"]
    assert "obalt" in view["title"]
    assert "metal" not in view["link"] or "cobalt" in view["link"]
    assert text == {"title": "", "subtitle": "", "link": ""}
    assert found["deck"]["slides"] == OWN["slides"]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("path", ["/stage", "/deck"])
@pytest.mark.parametrize("body", [b"", b"{", b"[1]", orjson.dumps(OWN | {"slides": [{"view": "nothing"}]})])
def test_what_is_no_deck_is_refused_in_a_sentence(client: FlaskClient, path: str, body: bytes, lang: str) -> None:
    answer = client.post(f"{path}?lang={lang}", data=body)
    assert answer.status_code == 400
    assert len(answer.get_json()["error"]) > 10


def test_an_unknown_deck_is_404(client: FlaskClient) -> None:
    assert client.get("/stage?deck=nothing").status_code == 404
