"""A run of etl fetch: only what changed, mirrors, files dropped in, pages, the lock, the summary."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from etl import fetch as fetching
from etl.fetch import Get, Outcome, run
from etl.lock import read
from etl.source import File, Source
from tests.etl import publisher as pub
from tests.etl.place import CSV, HTML, Place, source, zipped


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    folder = tmp_path / "mirror"
    for name, body in {
        "usgs_mcs/2025/World Data & more.zip": zipped(**{"world.csv": CSV}),
        "usgs_mcs/2026/MCS.csv": CSV,
        "wmd/2026/sub/6.4.xlsx": zipped(**{"[Content_Types].xml": b"<Types/>"}),
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)
    return folder


MIRRORED = (
    source("usgs_mcs", File("MCS.csv", "https://p.example/MCS.csv"), File("World Data & more.zip", None, "2025")),
    source("wmd", File("sub/6.4.xlsx", None)),
)


# Only what changed


def test_an_unchanged_file_is_asked_for_by_its_etag_and_not_touched(place: Place) -> None:
    wgi = place.one("a.csv", CSV)
    place.fetch(wgi)
    before, lock = (place.raw / "wgi/2026/a.csv").stat(), place.lock.read_bytes()
    (outcome,) = place.fetch(wgi, only_changed=True, today=date(2026, 2, 1))
    assert (outcome.status, outcome.note) == ("unchanged", "the server says so")
    assert place.sent("If-None-Match") == [None, pub.etag(CSV)]
    after = (place.raw / "wgi/2026/a.csv").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert place.lock.read_bytes() == lock


def test_a_date_serves_where_there_is_no_etag(place: Place) -> None:
    stamp = "Thu, 01 Jan 2026 00:00:00 GMT"

    def dated(handler: pub.Handler, body: bytes) -> None:
        known = handler.headers.get("If-Modified-Since") == stamp
        handler.reply(304 if known else 200, b"" if known else body, Last_Modified=stamp)

    wgi = place.one("a.csv", CSV, dated, dated)
    place.fetch(wgi)
    assert place.fetch(wgi, only_changed=True)[0].status == "unchanged"
    assert read(place.lock)["wgi/2026/a.csv"].last_modified == stamp


def test_a_changed_file_is_replaced_and_dated(place: Place) -> None:
    wgi = place.one("a.csv", CSV)
    place.fetch(wgi)
    place.offer("/a.csv", CSV + b"Zambia,2022,250\n")
    assert place.fetch(wgi, only_changed=True, today=date(2026, 2, 1))[0].status == "changed"
    assert read(place.lock)["wgi/2026/a.csv"].date == date(2026, 2, 1)


@pytest.mark.parametrize("harm", [lambda p: p.write_bytes(b"x"), Path.unlink])
def test_a_damaged_or_deleted_file_comes_back(place: Place, harm: Callable[[Path], object]) -> None:
    wgi = place.one("a.csv", CSV)
    place.fetch(wgi)
    harm(place.raw / "wgi/2026/a.csv")
    assert place.fetch(wgi, only_changed=True)[0].status in {"new", "changed"}
    assert (place.raw / "wgi/2026/a.csv").read_bytes() == CSV


def test_a_mirrors_etag_is_not_shown_to_the_publisher(place: Place) -> None:
    wgi = place.one("a.csv", CSV)
    place.offer("/mirror/wgi/2026/a.csv", CSV)
    place.fetch(wgi, mirror=place.server.url("/mirror"))
    assert place.fetch(wgi, only_changed=True)[0].status == "unchanged"
    assert place.sent("If-None-Match") == [None, None]
    assert read(place.lock)["wgi/2026/a.csv"].via == ""


# Mirrors


def as_folder(mirror: Path, _place: Place) -> str:
    return str(mirror)


def as_address(mirror: Path, place: Place) -> str:
    for path in (p for p in mirror.rglob("*") if p.is_file()):
        place.offer(f"/mirror/{path.relative_to(mirror).as_posix()}", path.read_bytes())
    return place.server.url("/mirror/")


@pytest.mark.parametrize("as_", [as_folder, as_address])
def test_a_mirror_gives_the_same_raw_and_lock_as_its_publishers_address(
    place: Place, mirror: Path, as_: Callable[[Path, Place], str]
) -> None:
    address = as_(mirror, place)
    assert [o.status for o in place.fetch(*MIRRORED, mirror=address)] == ["new"] * 3
    assert place.left == sorted(p.relative_to(mirror).as_posix() for p in mirror.rglob("*") if p.is_file())
    entries = read(place.lock)
    assert {e.via for e in entries.values()} == {"mirror"}
    assert entries["usgs_mcs/2026/MCS.csv"].address == "https://p.example/MCS.csv"
    assert entries["wmd/2026/sub/6.4.xlsx"].address == "https://wmd.example/page"
    text = place.lock.read_text()
    assert str(mirror) not in text
    assert "127.0.0.1" not in text
    assert '[usgs_mcs."2025/World Data & more.zip"]' in text

    before = {p: p.stat().st_mtime_ns for p in place.raw.rglob("*")}
    again = place.fetch(*MIRRORED, mirror=address, only_changed=True, today=date(2026, 2, 1))
    assert [o.status for o in again] == ["unchanged"] * 3
    assert {p: p.stat().st_mtime_ns for p in place.raw.rglob("*")} == before
    assert place.lock.read_text() == text


def test_a_truncated_zip_and_a_vanished_file_stop_neither_the_others_nor_the_last_good(
    place: Place, mirror: Path
) -> None:
    place.fetch(*MIRRORED, mirror=str(mirror))
    world, book = mirror / "usgs_mcs/2025/World Data & more.zip", mirror / "wmd/2026/sub/6.4.xlsx"
    good, lock = world.read_bytes(), read(place.lock)
    world.write_bytes(good[:-20])
    book.unlink()
    (mirror / "usgs_mcs/2026/MCS.csv").write_bytes(CSV + b"x\n")
    csv, broken, vanished = place.fetch(*MIRRORED, mirror=str(mirror), only_changed=True)
    assert csv.status == "changed"
    assert broken.note.startswith("the zip is truncated or damaged")
    assert vanished.note == "the mirror does not have it; the last good file stays"
    assert (place.raw / "usgs_mcs/2025/World Data & more.zip").read_bytes() == good
    assert read(place.lock)["usgs_mcs/2025/World Data & more.zip"] == lock["usgs_mcs/2025/World Data & more.zip"]
    assert not [p for p in place.left if p.endswith(".part")]


@pytest.mark.parametrize("as_", [as_folder, as_address])
def test_a_mirror_may_lack_an_optional_file(place: Place, mirror: Path, as_: Callable[[Path, Place], str]) -> None:
    kept = source("wmd", File("sub/6.4.xlsx", None), File("exports.csv", None, optional=True))
    assert [o.status for o in place.fetch(kept, mirror=as_(mirror, place))] == ["new"]
    (mirror / "wmd/2026/exports.csv").write_bytes(CSV)
    assert [o.status for o in place.fetch(kept, mirror=as_(mirror, place))] == ["unchanged", "new"]


def test_a_copy_that_comes_up_short_is_refused(place: Place, mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "copyfileobj", lambda source, copy, _block: copy.write(source.read(10)))
    (outcome,) = place.fetch(MIRRORED[1], mirror=str(mirror))
    assert outcome.note.startswith("the copy has 10 of the mirror's")
    assert place.left == []


# Files only a person can get, and sources that are pages


def test_a_form_download_is_asked_for_then_recorded(place: Place) -> None:
    icmm = source("icmm_mines", File("mines.csv", None), vintage="2025-09")
    target = place.raw / "icmm_mines/2025-09/mines.csv"
    (outcome,) = place.fetch(icmm)
    assert outcome.status == "drop in"
    assert outcome.note == f"get it from https://icmm_mines.example/page and save it as {target}"
    target.parent.mkdir(parents=True)
    target.write_bytes(CSV)
    assert [place.fetch(icmm)[0].status for _ in range(2)] == ["new", "unchanged"]
    assert read(place.lock)["icmm_mines/2025-09/mines.csv"].via == "hand"
    target.write_bytes(HTML)
    assert place.fetch(icmm)[0].status == "failed"
    assert target.exists()


def test_a_source_of_pages_enters_whole_or_not_at_all(place: Place) -> None:
    files = (File("a.json", None), File("b.json", None))
    place.offer("/page/1", b'{"data": [1]}', pub.status(500))
    place.offer("/page/2", b'{"data": [2]}', pub.status(404))

    def live(get: Get, folder: Path) -> None:
        (folder / "2026").mkdir()
        for name, page in (("a.json", 1), ("b.json", 2)):
            (folder / "2026" / name).write_bytes(get(place.server.url(f"/page/{page}"), {"Key": "k"}))

    pages = source("comtrade", *files)
    (outcome,) = place.fetch(pages, live={"comtrade": live})
    assert outcome == Outcome("comtrade", "failed", note="the server answered 404 Not Found")
    assert place.left == []
    assert [o.status for o in place.fetch(pages, live={"comtrade": live})] == ["new", "new"]
    assert place.left == ["comtrade/2026/a.json", "comtrade/2026/b.json"]
    assert set(place.sent("Key")) == {"k"}
    assert read(place.lock)["comtrade/2026/a.json"].address == "https://comtrade.example/page"


def breaks(_get: Get, _folder: Path) -> None:
    raise KeyError("data")


def writes_nothing(_get: Get, _folder: Path) -> None:
    return


@pytest.mark.parametrize("live", [breaks, writes_nothing])
def test_a_reader_of_pages_that_fails_is_one_failure_among_others(place: Place, live: fetching.Live) -> None:
    pages = source("comtrade", File("a.json", None))
    first, second = place.fetch(pages, place.one("a.csv", CSV), live={"comtrade": live})
    assert (first.status, second.status) == ("failed", "new")
    assert "KeyError: 'data'" in first.note or "pages give []" in first.note


# The lock


def test_the_lock_keeps_other_sources_and_does_not_depend_on_the_order(place: Place, mirror: Path) -> None:
    place.fetch(*MIRRORED, mirror=str(mirror))
    both = place.lock.read_bytes()
    place.lock.unlink()
    shutil.rmtree(place.raw)
    for each in reversed(MIRRORED):
        place.fetch(each, mirror=str(mirror))
    assert place.lock.read_bytes() == both


def test_a_kill_keeps_what_was_fetched_before_it(place: Place) -> None:
    def killed(_get: Get, _folder: Path) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        place.fetch(place.one("a.csv", CSV), source("comtrade"), live={"comtrade": killed})
    assert list(read(place.lock)) == ["wgi/2026/a.csv"]


# The command's face


def shown(place: Place, *sources: Source, mirror: str | None = None, only_changed: bool = False) -> tuple[int, str]:
    screen = Console(file=io.StringIO(), width=140)
    code = run(sources, place.raw, place.lock, mirror, only_changed, web=place.web, console=screen)
    assert isinstance(screen.file, io.StringIO)
    return code, screen.file.getvalue()


def test_the_summary_and_the_exit_code(place: Place, mirror: Path) -> None:
    code, text = shown(place, *MIRRORED, mirror=str(mirror))
    assert (code, "3 files: 3 new" in text) == (0, True)
    code, text = shown(place, *MIRRORED, mirror=str(mirror), only_changed=True)
    assert (code, "Nothing has changed: 3 files as before." in text) == (0, True)
    (mirror / "usgs_mcs/2026/MCS.csv").unlink()
    code, text = shown(place, *MIRRORED, mirror=str(mirror))
    assert (code, "3 files: 1 failed, 2 unchanged" in text) == (1, True)
    assert "the mirror does not have it" in text


def test_a_file_to_drop_in_is_no_failure(place: Place) -> None:
    code, text = shown(place, source("icmm_mines", File("[mines].csv", None)))
    assert (code, "1 file: 1 drop in" in text) == (0, True)
    assert "icmm_mines/2026/[mines].csv" in text


def test_a_mirror_that_is_no_folder_and_a_broken_lock_are_said_in_a_sentence(place: Place, tmp_path: Path) -> None:
    assert shown(place, *MIRRORED, mirror=str(tmp_path / "none"))[0] == 1
    place.lock.write_text("half a [line")
    code, text = shown(place, *MIRRORED, mirror=str(tmp_path))
    assert (code, "restore it from git" in text) == (1, True)


def test_the_progress_bar_names_the_file_on_a_terminal(place: Place) -> None:
    screen = Console(file=io.StringIO(), width=140, force_terminal=True)
    assert run([place.one("a.csv", CSV)], place.raw, place.lock, web=place.web, console=screen) == 0
    assert isinstance(screen.file, io.StringIO)
    assert "wgi/2026/a.csv" in screen.file.getvalue()
