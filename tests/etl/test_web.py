"""Downloads from a local publisher, well-behaved and not."""

from __future__ import annotations

import errno
import gzip
import os
import tomllib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx
import pytest

from etl.fetch import Outcome
from etl.lock import FetchError, read
from etl.source import File
from etl.web import AGENT, Web
from tests.etl import publisher as pub
from tests.etl.place import CSV, DAY, Place, source, zipped


def test_a_download_lands_in_its_vintage_with_an_entry_in_the_lock(place: Place) -> None:
    wgi = place.one("a.csv", CSV)
    assert place.fetch(wgi) == [Outcome("wgi/2026/a.csv", "new", len(CSV))]
    assert (place.raw / "wgi/2026/a.csv").read_bytes() == CSV
    assert place.left == ["wgi/2026/a.csv"]
    entry = read(place.lock)["wgi/2026/a.csv"]
    assert (entry.size, entry.date, entry.address, entry.via) == (len(CSV), DAY, wgi.files[0].url, "")
    assert entry.etag == pub.etag(CSV)
    assert place.sent("User-Agent") == [AGENT]


def test_the_agent_is_the_project_and_its_version() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    assert f"{project['name']}/{project['version']}" == AGENT


def test_redirects_are_followed(place: Place) -> None:
    target = place.offer("/real.csv", CSV)
    assert place.fetch(place.one("a.csv", b"", pub.redirects(target)))[0].status == "new"


def test_a_redirect_never_leaves_encryption(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(_: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(302, headers={"location": "http://publisher.example/a.csv"})

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", answer)
    with pytest.raises(FetchError, match="redirected from https to http"):
        Web().get("https://publisher.example/a.csv")
    assert asked == ["https://publisher.example/a.csv"]


def test_errors_of_a_busy_server_are_tried_again_after_the_wait_it_asks(place: Place) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    answers = (
        pub.status(500),
        pub.status(429, Retry_After="7"),
        pub.status(503, Retry_After="3600"),
        pub.status(503, Retry_After=later),
    )
    assert place.fetch(place.one("a.csv", CSV, *answers))[0].status == "new"
    assert 1 <= place.waits[0] <= 3  # back-off and jitter
    assert place.waits[1:] == [7, 120, 120]  # capped


def test_the_back_off_grows_and_ends(place: Place) -> None:
    (outcome,) = place.fetch(place.one("a.csv", CSV, *[pub.status(502, Retry_After="soon")] * 9))
    assert outcome == Outcome("wgi/2026/a.csv", "failed", note="the server answered 502; gave up after 5 attempts")
    assert len(place.waits) == 4
    assert all(2**n <= wait <= 2**n + 2 for n, wait in enumerate(place.waits))


def test_a_missing_page_is_not_tried_again(place: Place) -> None:
    missing = source("wgi", File("a.csv", place.server.url("/nowhere.csv")))
    assert place.fetch(missing)[0].note == "the server answered 404 Not Found"
    assert len(place.server.requests) == 1


def test_a_stalled_download_goes_on_where_it_stopped(place: Place) -> None:
    assert place.fetch(place.one("a.csv", CSV, pub.stalls(100)))[0].status == "new"
    assert place.sent("Range") == [None, "bytes=100-"]
    assert place.sent("If-Range") == [None, pub.etag(CSV)]
    assert (place.raw / "wgi/2026/a.csv").read_bytes() == CSV
    assert place.left == ["wgi/2026/a.csv"]


def test_a_truncated_download_goes_on_where_it_stopped(place: Place) -> None:
    assert place.fetch(place.one("a.csv", CSV, pub.truncates(1000)))[0].status == "new"
    assert place.sent("Range") == [None, "bytes=1000-"]
    assert (place.raw / "wgi/2026/a.csv").read_bytes() == CSV


def test_the_next_run_goes_on_where_the_last_gave_up(place: Place) -> None:
    place.web.attempts = 1
    wgi = place.one("a.csv", CSV, pub.truncates(1000))
    assert place.fetch(wgi)[0].status == "failed"
    assert place.left == ["wgi/2026/a.csv.part", "wgi/2026/a.csv.stamp.part"]
    assert place.fetch(wgi)[0].status == "new"
    assert place.sent("Range") == [None, "bytes=1000-"]
    assert place.left == ["wgi/2026/a.csv"]


def test_a_whole_part_asks_for_its_last_byte_only(place: Place) -> None:
    place.web.attempts = 1
    wgi = place.one("a.csv", CSV, pub.truncates(1000))
    place.fetch(wgi)
    (place.raw / "wgi/2026/a.csv.part").write_bytes(CSV)
    assert place.fetch(wgi)[0].status == "new"
    assert place.sent("Range")[-1] == f"bytes={len(CSV) - 1}-"


def test_a_part_of_another_address_is_not_continued(place: Place) -> None:
    place.web.attempts = 1
    place.fetch(place.one("a.csv", CSV, pub.truncates(1000)))
    moved = source("wgi", File("a.csv", place.offer("/moved.csv", CSV)))
    assert place.fetch(moved)[0].status == "new"
    assert place.sent("Range") == [None, None]


def test_a_server_that_ignores_range_gives_the_whole_file(place: Place) -> None:
    assert place.fetch(place.one("a.csv", CSV, pub.truncates(1000), pub.ignores_range))[0].status == "new"
    assert (place.raw / "wgi/2026/a.csv").read_bytes() == CSV


@pytest.mark.parametrize("second", [pub.Handler.serve, pub.ignores_if_range, pub.status(416)])
def test_two_versions_are_never_joined(place: Place, second: pub.Answer) -> None:
    newer = CSV.replace(b"2300", b"2400")

    def begins_with_the_old(handler: pub.Handler, _body: bytes) -> None:
        pub.truncates(1000)(handler, CSV)

    assert place.fetch(place.one("a.csv", newer, begins_with_the_old, second))[0].status == "new"
    assert (place.raw / "wgi/2026/a.csv").read_bytes() == newer


def test_without_a_strong_validator_a_download_starts_again(place: Place) -> None:
    def weak(handler: pub.Handler, body: bytes) -> None:
        handler.reply(200, body[:1000], ETag='W/"1"', Content_Length=str(len(body)))
        handler.close_connection = True

    assert place.fetch(place.one("a.csv", CSV, weak))[0].status == "new"
    assert place.sent("Range") == [None, None]


def test_a_compressed_body_is_unpacked_but_a_gz_file_stays_as_it_is(place: Place) -> None:
    packed = gzip.compress(CSV)

    def encodes(handler: pub.Handler, body: bytes) -> None:
        handler.reply(200, body, Content_Encoding="gzip")

    plain = File("a.csv", place.offer("/a.csv", packed, encodes))
    kept = File("b.csv.gz", place.offer("/b.csv.gz", packed, encodes))
    assert [o.status for o in place.fetch(source("wgi", plain, kept))] == ["new", "new"]
    assert (place.raw / "wgi/2026/a.csv").read_bytes() == CSV
    assert (place.raw / "wgi/2026/b.csv.gz").read_bytes() == packed


def test_a_server_out_of_reach_is_waited_for_once(place: Place) -> None:
    with pub.publisher() as gone:
        address = gone.url()
    files = [File(name, f"{address}/{name}") for name in ("a.csv", "b.csv")]
    other = place.one("c.csv", CSV)
    first, second, third = place.fetch(source("wmd", *files), other)
    assert first.note.startswith("the connection failed")
    assert second.note == "the server cannot be reached, as for the file before"
    assert third.status == "new"
    assert len(place.waits) == 4


def test_a_true_zip_called_html_is_accepted(place: Place) -> None:
    body = zipped(a=CSV)
    assert place.fetch(place.one("a.zip", body, pub.says(body, "text/html")))[0].status == "new"


@pytest.mark.parametrize("answers", [(), (pub.says(CSV, "text/csv"),)])
def test_a_file_above_the_limit_is_refused(place: Place, answers: tuple[pub.Answer, ...]) -> None:
    place.web.largest = 1000
    assert place.fetch(place.one("a.csv", CSV, *answers))[0].note.startswith("larger than 1,000 bytes")
    assert place.left == []


def test_a_full_disk_is_said_and_leaves_no_half_file(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_fd: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    (outcome,) = place.fetch(place.one("a.csv", CSV))
    assert (outcome.status, outcome.note) == ("failed", "the disk is full")
    assert place.left == []
