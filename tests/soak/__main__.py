"""make soak: the suite's faults in full counts, each a line of a table; exits with 1 where one was not survived.

Counts come from the environment: FUZZ (requests), KILLS (of each kind), SILENT (connections), SWAPS, SEED.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from dashboard.app import create_app, warm
from etl import build
from tests import world
from tests.soak import fuzz, kills, silent, swaps
from tests.soak.site import serving


def count(name: str, usual: int) -> int:
    """A number of the environment, else the usual one."""
    return int(os.environ.get(name, str(usual)))


def main() -> None:
    """Run every fault on the made-up world, print the table."""
    seed, times, failed = count("SEED", int(time.time())), count("KILLS", 50), 0
    print(f"SEED={seed}\n{'fault':44}{'seconds':>9}  what was seen")
    with tempfile.TemporaryDirectory() as folder:
        data = made(Path(folder) / "data")
        mirror = world.write_raw(Path(folder) / "mirror")
        for name, act in faults(data, mirror, times, seed).items():
            began = time.monotonic()
            try:
                seen = act()
            except Exception as error:  # noqa: BLE001 - the table tells, the others still run
                seen, failed = f"FAILED: {type(error).__name__}: {str(error)[:300]}", failed + 1
            print(f"{name:44}{time.monotonic() - began:>9,.0f}  {seen}", flush=True)
    sys.exit(1 if failed else 0)


def made(data: Path) -> Path:
    """A data folder of the made-up world with its warehouse."""
    world.write_raw(data / "raw")
    build.run(data / "raw", data / "snapshot", data / "warehouse.duckdb")
    return data


def faults(data: Path, mirror: Path, times: int, seed: int) -> dict[str, Callable[[], str]]:
    """What is done to the system, by name."""
    requests, sockets, changes = count("FUZZ", 100_000), count("SILENT", 10_000), count("SWAPS", 50)

    def hostile() -> str:
        server = create_app(data / "warehouse.duckdb").server
        warm(server)
        found = fuzz.run(server.test_client(), requests, seed)
        return ", ".join(f"{status}: {n:,}" for status, n in sorted(found.items()))

    def refreshed() -> str:
        return kills.refreshing(data.with_name("refreshed"), mirror, times, seed)

    def workers() -> str:
        with serving(data / "warehouse.duckdb", CLIENT_SHARE="0") as site:
            return kills.worker(site, times, seed)

    def reloads() -> str:
        with serving(data / "warehouse.duckdb", CLIENT_SHARE="0") as site:
            return kills.reload(site, max(1, times // 5))

    def connections() -> str:
        with serving(data / "warehouse.duckdb", CLIENT_SHARE="0") as site:
            return silent.hold(site, sockets)

    def swapped() -> str:
        with serving(copied("swapped"), CLIENT_SHARE="0") as site:
            return swaps.good(site, data.with_name("swapped") / "warehouse.duckdb", changes)

    def corrupted() -> str:
        with serving(copied("corrupted"), CLIENT_SHARE="0") as site:
            return swaps.bad(site, data.with_name("corrupted") / "warehouse.duckdb")

    def copied(name: str) -> Path:
        folder = data.with_name(name)
        folder.mkdir()
        return Path(shutil.copy(data / "warehouse.duckdb", folder))

    return {
        f"{requests:,} hostile requests": hostile,
        f"kill -9 of a build, {times} times": lambda: kills.build(data, times, seed),
        f"kill -9 of a refresh, {times} times": refreshed,
        f"kill -9 of a worker, {times} times": workers,
        f"reload, {max(1, times // 5)} times": reloads,
        f"{sockets:,} connections that never end a request": connections,
        f"a new warehouse, {changes} times": swapped,
        "a corrupt or missing warehouse": corrupted,
    }


if __name__ == "__main__":
    main()
