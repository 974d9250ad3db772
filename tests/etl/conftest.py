"""Fixtures of the etl tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.etl.place import Place
from tests.etl.publisher import publisher


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    for name in ("http_proxy", "https_proxy", "all_proxy"):  # a proxy of the machine would not reach the loopback
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with publisher() as server:
        made = Place(tmp_path, server)
        yield made
        made.web.close()
