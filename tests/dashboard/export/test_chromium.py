"""One browser at a time, and one run for all who ask for the same page at once."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from dashboard.export import chromium


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a browser was started for; the file it makes is the page itself."""
    started: list[str] = []

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[bytes]:
        page = Path(command[-1].removeprefix("file://")).read_text("utf-8")
        started.append(page)
        made = next(part.partition("=")[2] for part in command if part.startswith(("--screenshot=", "--print-to-pdf=")))
        Path(made).write_text(page, "utf-8")
        return subprocess.CompletedProcess(command, 0, b"", b"")

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(chromium, "path", lambda: "chromium")
    monkeypatch.setattr(chromium, "_made", type(chromium._made)())
    return started


def test_who_asks_for_the_same_picture_at_once_shares_one_run(runs: list[str]) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: chromium.png("<p>one</p>", 640, 480), range(8)))
    assert found == [b"<p>one</p>"] * 8
    assert runs == ["<p>one</p>"]


def test_another_size_or_page_is_another_run(runs: list[str]) -> None:
    chromium.png("a", 640, 480)
    chromium.png("a", 640, 481)
    chromium.pdf("a")
    chromium.pdf("b")
    assert runs == ["a", "a", "a", "b"]


def test_what_is_kept_is_bounded_in_bytes(runs: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium, "_KEPT", 10)
    for page in ("a" * 6, "b" * 6, "b" * 6, "a" * 6):
        chromium.pdf(page)
    assert [run[0] for run in runs] == ["a", "b", "a"]
