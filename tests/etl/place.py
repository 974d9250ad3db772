"""A folder, a local publisher and a patient client: where the tests of fetch happen."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from etl import fetch as fetching
from etl.fetch import Outcome, fetch
from etl.source import File, Source
from etl.web import Web
from tests.etl import publisher as pub

CSV = b'country,year,tonnes\nMorocco,2022,2300\nCongo (Kinshasa),2022,"144,000"\n' * 40
HTML = b"\n<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>"
DAY = date(2026, 1, 31)


def zipped(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return content.getvalue()


def source(slug: str, *files: File, vintage: str = "2026") -> Source:
    return Source(slug, "P", "T", vintage, f"https://{slug}.example/page", files, "CC0", "open", "C", ("score",), {})


class Place:
    """A folder with raw and lock, a server, and a fetch that keeps the waits instead of sleeping."""

    def __init__(self, folder: Path, server: pub.Publisher) -> None:
        self.raw, self.lock, self.server = folder / "raw", folder / "raw.lock.toml", server
        self.waits: list[float] = []
        self.web = Web(timeout=0.25, sleep=self.waits.append)

    def fetch(self, *sources: Source, mirror: str | None = None, only_changed: bool = False,
              live: Mapping[str, fetching.Live] | None = None, today: date = DAY) -> list[Outcome]:  # fmt: skip
        return fetch(sources, self.raw, self.lock, mirror, only_changed, live=live, web=self.web, today=today)

    def offer(self, path: str, body: bytes, *answers: pub.Answer) -> str:
        self.server.files[path], self.server.queues[path] = body, list(answers)
        return self.server.url(path)

    def one(self, name: str, body: bytes, *answers: pub.Answer) -> Source:
        """Return a source of one file on the server, whose next requests get these answers."""
        return source("wgi", File(name, self.offer(f"/{name}", body, *answers)))

    @property
    def left(self) -> list[str]:
        return sorted(p.relative_to(self.raw).as_posix() for p in self.raw.rglob("*") if p.is_file())

    def sent(self, header: str) -> list[str | None]:
        return [headers.get(header) for _, headers in self.server.requests]
