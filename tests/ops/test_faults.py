"""Faults in small numbers, over the production server: kills, silent clients, new and broken warehouses."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import world as worlds
from tests.ops.conftest import count
from tests.soak import kills, silent, swaps
from tests.soak.__main__ import made
from tests.soak.site import Site, serving

of_one_site = pytest.mark.xdist_group("site")


@pytest.fixture(scope="module")
def warehouse(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copy(world, tmp_path_factory.mktemp("site")))


@pytest.fixture(scope="module")
def site(warehouse: Path) -> Iterator[Site]:
    with serving(warehouse, CLIENT_SHARE="0") as running:
        yield running


def test_a_killed_build_leaves_a_good_warehouse(tmp_path: Path) -> None:
    kills.build(made(tmp_path / "data"), count("KILLS", 3), count("SEED", 7))


def test_a_killed_refresh_leaves_a_good_warehouse_and_the_next_one_catches_up(tmp_path: Path) -> None:
    mirror = worlds.write_raw(tmp_path / "mirror")
    kills.refreshing(tmp_path / "data", mirror, count("KILLS", 3), count("SEED", 7))


@of_one_site
def test_a_killed_worker_has_a_successor_and_readers_their_answers(site: Site) -> None:
    kills.worker(site, count("KILLS", 3), count("SEED", 7))


@of_one_site
def test_a_reload_loses_no_request(site: Site) -> None:
    kills.reload(site, 1)


@of_one_site
def test_clients_that_never_end_a_request_keep_no_one_waiting(site: Site) -> None:
    silent.hold(site, count("SILENT", 400))


@of_one_site
def test_a_request_too_large_or_of_unknown_length_is_refused(site: Site) -> None:
    assert [line.split(b" ")[1] for line in silent.too_large(site)] == [b"413", b"431", b"411"]


@of_one_site
def test_a_new_warehouse_is_picked_up_by_every_worker_without_a_lost_request(site: Site, warehouse: Path) -> None:
    swaps.good(site, warehouse, count("SWAPS", 2))


@of_one_site
def test_a_broken_warehouse_is_never_served(site: Site, warehouse: Path) -> None:
    swaps.bad(site, warehouse)
