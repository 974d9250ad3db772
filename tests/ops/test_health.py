"""What those who watch over the service see: alive, ready, metrics, one line a request."""

from __future__ import annotations

import errno
import io
import json
import logging
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.ops import log, metrics
from etl import outcome


class Full(io.StringIO):
    def write(self, _: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def sample(text: str, name: str) -> float:
    """The value of a metric, 0 where it has not been seen."""
    return next((float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line.startswith(name)), 0.0)


def scraped(client: FlaskClient) -> str:
    return client.get("/metrics").get_data(as_text=True)


def test_alive_and_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "alive"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.get_json()["data_version"]
    assert ready.headers["Cache-Control"] == "no-store"


def test_without_a_warehouse_it_is_alive_but_not_ready_and_says_what_to_do(tmp_path: Path, world: Path) -> None:
    client = create_app(tmp_path / "none.duckdb").server.test_client()
    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, ready.get_json()["what_to_do"]) == (503, "make build")
    assert sample(scraped(client), "observatory_up") == 0
    page = client.get("/")
    assert page.status_code == 503
    assert "make build" in page.get_data(as_text=True)
    assert str(tmp_path) not in page.get_data(as_text=True)
    shutil.copy(world, tmp_path / "none.duckdb")
    assert client.get("/readyz").status_code == client.get("/").status_code == 200
    assert client.get("/_dash-layout").get_json()["props"]["children"]


def test_metrics_tell_requests_by_view_and_what_the_caches_spared(client: FlaskClient) -> None:
    query = "/figure/top_producers.json?metal=cobalt&year=2019"
    seconds = 'observatory_request_seconds_count{kind="figure",view="top_producers"}'
    names = [seconds, *(f'observatory_figures_total{{cache="{c}"}}' for c in ("made", "shelf", "held"))]
    before = [sample(scraped(client), n) for n in names]
    tag = client.get(query).headers["ETag"]
    client.get(query)
    client.get(query, headers={"If-None-Match": tag})
    after = [sample(scraped(client), n) for n in names]
    assert [a - b for a, b in zip(after, before, strict=True)] == [3, 1, 1, 1]


def test_metrics_tell_version_age_and_refresh(world: Path, client: FlaskClient) -> None:
    with outcome.told(world.with_name("refresh.json")) as tell:
        running = scraped(client)
        tell("changed")
    text = scraped(client)
    assert sample(running, 'observatory_refresh{outcome="running"}') == 1
    assert sample(text, 'observatory_refresh{outcome="changed"}') == 1
    assert sample(text, 'observatory_refresh{outcome="failed"}') == 0
    assert sample(text, "observatory_refresh_started_timestamp_seconds") > 1.7e9
    assert 'observatory_warehouse{version="' in text
    with pytest.raises(ValueError, match="broken"), outcome.told(world.with_name("refresh.json")):
        raise ValueError("broken")
    assert sample(scraped(client), 'observatory_refresh{outcome="failed"}') == 1
    world.with_name("refresh.json").write_text('{"started": ')
    assert "observatory_refresh_started" not in scraped(client)


def test_a_clock_that_jumped_gives_no_negative_age() -> None:
    assert metrics._age("2999-01-01") == 0
    assert metrics._age("2020-01-01T00:00:00") > 0


def test_metrics_are_not_for_those_who_come_by_the_proxy(client: FlaskClient) -> None:
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404


def test_every_request_is_one_line_with_the_id_of_its_answer(made: Callable[..., Flask]) -> None:
    client = made(LOG="info", PROXIES="1").test_client()
    written = io.StringIO()
    [handler] = log.LOGGER.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    answer = client.get("/figure/top_producers.json?metal=cobalt", headers={"X-Request-ID": "from-the-proxy-1"})
    client.get("/healthz", headers={"X-Request-ID": 'a"\\n{}'})
    one, two = [json.loads(line) for line in written.getvalue().splitlines()]
    assert answer.headers["X-Request-ID"] == one["request_id"] == "from-the-proxy-1"
    assert (one["view"], one["kind"], one["query"]) == ("top_producers", "figure", "metal=cobalt")
    assert len(two["request_id"]) == 16
    log.install("warning")


def test_a_log_on_a_full_disk_loses_lines_not_answers(
    made: Callable[..., Flask], capsys: pytest.CaptureFixture[str]
) -> None:
    client = made(LOG="info").test_client()
    [handler] = log.LOGGER.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(Full())
    assert client.get("/healthz").status_code == 200
    assert not capsys.readouterr().err
    log.install("warning")


def test_an_error_of_ours_is_logged_and_told_without_its_reasons(
    made: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = made().test_client()
    written = io.StringIO()
    [handler] = log.LOGGER.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    monkeypatch.setattr("dashboard.address.figure", lambda *_: 1 / 0)
    answer = client.get("/figure/top_producers.json?lang=en")
    assert answer.status_code == 500
    assert answer.headers["X-Request-ID"] in answer.get_json()["error"]
    assert "ZeroDivision" not in answer.get_data(as_text=True)
    assert "ZeroDivisionError" in json.loads(written.getvalue().splitlines()[0])["exception"]
    log.install("warning")
