"""Hostile requests get a refusal, never an error of ours, and learn nothing of the machine."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.ops.conftest import count
from tests.soak import fuzz


def test_hostile_requests_are_refused_and_learn_nothing(client: FlaskClient) -> None:
    found = fuzz.run(client, count("FUZZ", 2_000), count("SEED", 7))
    assert found[200] > 50  # not everything is refused: the true ones went through
    assert found[400] > 50


def test_what_our_pages_send_is_let_through(client: FlaskClient) -> None:
    for call in fuzz.true_calls():
        assert client.post("/_dash-update-component", json=call).status_code == 200


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b'{"output": NaN}', b'{"output": "\\ud800"}', b"[" * 5_000, b'{"output": "answered.data"}'],
)
def test_what_is_no_callback_is_refused(client: FlaskClient, body: bytes) -> None:
    answer = client.post("/_dash-update-component", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.get_json()["error"]


def test_a_body_too_large_is_refused_unread(client: FlaskClient) -> None:
    answer = client.post("/_dash-update-component", data=b"x" * 300_000, content_type="application/json")
    assert answer.status_code == 413
