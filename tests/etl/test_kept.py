"""A source that could not be brought is told with its first day, until it comes again."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from etl import build, fetch, kept, stage
from etl.sources import un_egdi, wgi
from tests.etl.place import CSV

TODAY = datetime.now(UTC).date().isoformat()


def brought(tmp_path: Path) -> int:
    """Two sources from a mirror that has one of them, or both."""
    console = Console(file=io.StringIO())
    sources = [wgi.SOURCE, un_egdi.SOURCE]
    return fetch.run(sources, tmp_path / "raw", tmp_path / "raw.lock.toml", str(tmp_path / "mirror"), console=console)


def offered(tmp_path: Path, *sources: str) -> None:
    for slug, vintage, name in ((m.SOURCE.slug, m.EDITION, m.FILE) for m in (wgi, un_egdi)):
        path = tmp_path / "mirror" / slug / vintage / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        if slug in sources:
            path.write_bytes(CSV)


def test_a_failure_keeps_its_first_day_and_goes_once_the_source_comes(tmp_path: Path) -> None:
    offered(tmp_path, "un_egdi")
    assert brought(tmp_path) == 1
    assert kept.read(tmp_path / "raw") == {"wgi": TODAY}
    kept.path(tmp_path / "raw").write_text('bgs_wms = "2026-02-01"\nwgi = "2026-03-01"\n', encoding="utf-8")
    offered(tmp_path)
    brought(tmp_path)
    assert kept.read(tmp_path / "raw") == {"bgs_wms": "2026-02-01", "un_egdi": TODAY, "wgi": "2026-03-01"}
    offered(tmp_path, "un_egdi")
    brought(tmp_path)
    assert kept.read(tmp_path / "raw") == {"bgs_wms": "2026-02-01", "wgi": "2026-03-01"}, "who was not asked stays"


def test_a_kept_source_is_another_version_of_the_data(tmp_path: Path) -> None:
    offered(tmp_path, "un_egdi")
    brought(tmp_path)
    before = build.version(tmp_path / "raw", tmp_path / "snapshot")
    kept.tell(tmp_path / "raw", ["un_egdi"], ["un_egdi"])
    found = stage.origin(un_egdi, tmp_path / "raw", tmp_path / "snapshot")  # type: ignore[arg-type]
    assert found
    assert found.kept == TODAY
    assert build.version(tmp_path / "raw", tmp_path / "snapshot") != before
