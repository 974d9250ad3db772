"""The made-up world as a warehouse, and an application over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.app import create_app, warm
from dashboard.show import served
from dashboard.state import State, parse
from dashboard.view import View
from dashboard.warehouse import Warehouse
from etl import build, codes
from tests.world import write_raw

# One metal of a source whose rows may not leave the machine: copper in the year 2024.
SECRET = """
insert into catalog.source (source, publisher, title, vintage, page, redistribution)
values ('comtrade', 'A publisher', 'Rows that stay', '2024', 'https://example.org/', 'own use');
insert into marts.production values (2024, 'copper', 'mine', 'COD', 10, 'content', 'comtrade', '2024', null)
"""
# Today's blocs, which no source of the made-up world gives.
BLOCS = """
insert into marts.bloc values ('AFRICA', 'COD', false), ('AFRICA', 'MAR', false), ('SADC', 'COD', true),
    ('AMU', 'MAR', true), ('EU27', 'FRA', false), ('EU27', 'DEU', false)
"""


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Path of the made-up world's warehouse."""
    folder = tmp_path_factory.mktemp("world")
    path = folder / "warehouse.duckdb"
    with pytest.MonkeyPatch.context() as patch:
        # Corrections name cells of the real earth, which the made-up one has not.
        patch.setattr(codes, "rows", lambda name, read=codes.rows: [] if name == "corrections" else read(name))
        build.run(write_raw(folder / "raw"), folder / "snapshot", path)
    with duckdb.connect(str(path)) as con:
        con.execute(SECRET)
        con.execute(BLOCS)
    return path


@pytest.fixture(scope="session")
def warehouse(world: Path) -> Warehouse:
    """The made-up world, opened."""
    return Warehouse(world)


@pytest.fixture(scope="session")
def server(world: Path) -> Flask:
    """The application over the made-up world."""
    flask: Flask = create_app(world).server
    warm(flask)
    return flask


@pytest.fixture
def client(server: Flask) -> Iterator[FlaskClient]:
    """A client that is not a browser."""
    with server.test_client() as c:
        yield c


def state_of(warehouse: Warehouse, **params: str) -> State:
    """The state of an address with these parameters."""
    opened = warehouse.opened()
    return parse(list(params.items()), opened.vocabulary, opened.choices())


def said(view: View, state: State, warehouse: Warehouse) -> list[str]:
    """The sentences that a view says on its page, scripts set flat."""
    return [_flat(part.children) for part in served(view, state, warehouse) if type(part).__name__ == "P"]


def _flat(part: Any) -> str:
    if isinstance(part, list):
        return "".join(_flat(p) for p in part)
    return part if isinstance(part, str) else _flat(part.children)
