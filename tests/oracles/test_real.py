"""Every figure that matters, recomputed from the raw files: runs where MIRROR names the folder of all sources."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from etl import build
from tests.oracles import real

MIRROR = os.environ.get("MIRROR")


@pytest.mark.skipif(MIRROR is None, reason="MIRROR names no folder of raw files")
def test_the_warehouse_says_what_the_raw_files_say(tmp_path: Path) -> None:
    raw = Path(str(MIRROR))
    build.run(raw, tmp_path / "snapshot", tmp_path / "warehouse.duckdb")
    values = real.expected(raw)
    counted = Counter(str(key[0]) for key, value in values.items() if value is not None)
    assert min(counted.values()) >= 1
    assert counted.total() >= 5_000
    assert real.differing(values, tmp_path / "warehouse.duckdb") == []
