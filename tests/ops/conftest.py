"""The made-up world served: fixtures shared with the tests of the dashboard."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from dashboard.app import create_app
from tests.dashboard.conftest import client, server, warehouse, world

__all__ = ["client", "server", "warehouse", "world"]


@pytest.fixture
def made(world: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Flask]:
    """An application under settings of its own: made(PROXIES="1")."""

    def make(**env: str) -> Flask:
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        flask: Flask = create_app(world).server
        return flask

    return make


def count(name: str, usual: int) -> int:
    """How many times: the environment's number, else the suite's small one."""
    return int(os.environ.get(name, str(usual)))
