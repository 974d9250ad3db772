"""What may enter data/raw, and the lock's text."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from etl.lock import FetchError, LockError, accept, inside, read
from etl.source import File
from tests.etl import publisher as pub
from tests.etl.place import CSV, HTML, Place, source, zipped


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("a.csv", HTML, "an HTML page came in place of a .csv file"),
        ("a.zip", HTML, "an HTML page came in place of a .zip file"),
        ("a.geojson", b"<!-- x --><HTML>", "an HTML page came in place of a .geojson file"),
        ("a.xlsx", b"\xef\xbb\xbf<html>", "an HTML page came in place of a .xlsx file"),
        ("a.xlsx", CSV, "not a .xlsx file: it starts with b'country,'"),
        ("a.xls", zipped(a=b"1"), "not a .xls file"),
        ("a.csv", zipped(a=b"1"), "not a .csv file"),
        ("a.csv", b'{"statusCode": 401}', "not a .csv file"),
        ("a.csv", b"<?xml version='1.0'?><Error/>", "not a .csv file"),
        ("a.json", b'{"data": [1, 2', "not a whole .json file"),
        ("a.csv", b"", "the file is empty"),
        ("a.zip", zipped(a=CSV)[:-30], "the zip is truncated or damaged"),
        ("a.zip", zipped(a=CSV).replace(zipped(a=CSV)[50:54], b"????"), "the zip is"),
        ("a.zip", zipped(**{"../../etc/a.csv": b"1"}), "the zip names a member outside its folder"),
        ("a.zip", zipped(**{"/a.csv": b"1"}), "the zip names a member outside its folder"),
        ("a.zip", zipped(**{"C:/a.csv": b"1"}), "the zip names a member outside its folder"),
        ("a.csv.gz", gzip.compress(CSV)[:-9], "the gzip is truncated or damaged"),
    ],
    # Not the bytes: zips and gzips carry the minute they were made, and workers must agree on the names of tests.
    ids=range(17),
)
def test_a_lie_about_the_content_is_refused_and_the_last_good_file_stays(
    place: Place, name: str, body: bytes, why: str
) -> None:
    target = place.raw / "wgi/2026" / name
    target.parent.mkdir(parents=True)
    target.write_bytes(b"last good")
    wgi = place.one(name, body, pub.says(body, "text/csv"))
    (outcome,) = place.fetch(wgi)
    assert outcome.status == "failed"
    assert outcome.note.startswith(why)
    assert outcome.note.endswith("; the last good file stays")
    assert place.left == [f"wgi/2026/{name}"]
    assert target.read_bytes() == b"last good"
    assert not place.lock.exists()


def test_a_zip_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.lock.LARGEST_CONTENT", 1000)
    for name, body in {"a.zip": zipped(a=CSV), "a.csv.gz": gzip.compress(CSV)}.items():
        (tmp_path / name).write_bytes(body)
        with pytest.raises(FetchError, match="unpacks to more"):
            accept(tmp_path / name, name)


@pytest.mark.parametrize("name", ["../a.csv", "/a.csv", "x/../../a.csv", "..\\a.csv", "C:a.csv", ""])
def test_a_name_that_leaves_its_folder_is_refused(place: Place, name: str) -> None:
    assert not inside(name)
    (outcome,) = place.fetch(source("wgi", File(name or "..", place.server.url("/a.csv"))))
    assert (outcome.status, outcome.note) == ("failed", "the name leaves its folder")
    assert place.server.requests == []


@pytest.mark.parametrize("text", ["half a [line", "[wgi.a]\ncolour = 1\n", "wgi = 1\n"])
def test_an_unreadable_lock_stops_before_the_first_download(place: Place, text: str) -> None:
    place.lock.write_text(text)
    with pytest.raises(LockError, match=r"raw\.lock\.toml cannot be read"):
        place.fetch(place.one("a.csv", CSV))
    assert place.server.requests == []


def test_any_text_survives_the_lock(place: Place) -> None:
    odd = source("wgi", File('a "quoted" \x7f é.csv', place.offer("/a.csv", CSV)))
    place.fetch(odd)
    assert list(read(place.lock)) == [f"wgi/2026/{odd.files[0].name}"]
