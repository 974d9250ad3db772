"""kill -9 at random points: of a build, of a refresh, of a worker that serves. What was good before is good after."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from etl import refresh
from etl.lock import read
from etl.sources import wmd
from tests import world
from tests.soak.hammer import Tally, hammering
from tests.soak.site import ROOT, Site
from tests.xlsx import write_xlsx

WARM = 60  # answers after which every worker has loaded all that it keeps
PATIENCE = 120.0  # seconds until a worker that was killed has a successor
PATHS = (
    "/figure/top_producers.json?metal=cobalt&year=2022",
    "/data/producers_table.csv",
    "/embed/producers_table",
    "/readyz",
)

Tables = dict[str, tuple[int, int]]


def tables(warehouse: Path) -> Tables:
    """Every table's rows, counted and hashed whatever their order; it reads the file to its last block."""
    with duckdb.connect(str(warehouse), read_only=True) as con:
        names = con.execute("SELECT schema_name || '.' || table_name FROM duckdb_tables()").fetchall()
        found = {n: con.execute(f"SELECT count(*), bit_xor(hash(t)) FROM {n} AS t").fetchall()[0] for (n,) in names}
    found.pop("catalog.change", None)  # the log of refreshes, which names their day
    return found


def build(data: Path, times: int, seed: int) -> str:
    """Kill `times` builds of data/raw; after each the warehouse has to be the old one or a whole new one."""
    chance = random.Random(seed)
    command = [sys.executable, "-m", "etl", "build", "--data", str(data)]
    length = _lasts(command)
    good = tables(data / "warehouse.duckdb")
    killed = 0
    for _ in range(times):
        killed += _killed(command, chance.uniform(0, length))
        assert tables(data / "warehouse.duckdb") == good
    _lasts(command)
    assert tables(data / "warehouse.duckdb") == good
    assert not list(data.glob("*.building*")), "a build leaves nothing beside the warehouse"
    return f"{killed} of {times} before their end"


def refreshing(data: Path, mirror: Path, times: int, seed: int) -> str:
    """Kill `times` refreshes, each of a mirror that has changed; old or new is served, and the next one catches up."""
    chance = random.Random(seed)
    command = [sys.executable, "-m", "etl", "refresh", "--mirror", str(mirror), "--data", str(data)]
    warehouse = data / "warehouse.duckdb"
    _lasts(command)
    revise(mirror, 30)
    length = _lasts(command)
    served, killed = {refresh.version(warehouse)}, 0
    for n in range(times):
        revise(mirror, 31 + n)
        killed += _killed(command, chance.uniform(0, length))
        assert tables(warehouse)
        assert cobalt(warehouse) in {30 + k for k in range(n + 2)}
        assert (data / "raw").exists() or (data / "raw.old").exists()
        read(data / "raw.lock.toml")
        served.add(refresh.version(warehouse))
    revise(mirror, 99)
    _lasts(command)
    assert cobalt(warehouse) == 99
    assert "" not in served
    assert not [p.name for p in data.iterdir() if "fresh" in p.name and not p.name.startswith("refresh")]
    return f"{killed} of {times} before their end, {len(served)} versions served"


def worker(site: Site, times: int, seed: int) -> str:
    """Kill `times` workers while readers ask; who asks again gets an answer, and the killed one has a successor."""
    chance = random.Random(seed)
    with hammering(site.port, PATHS, retries=5) as tally:
        until(lambda: sum(tally.answers.values()) > WARM)
        before, size = site.memory(), len(site.workers())
        for _ in range(times):
            victim = chance.choice(site.workers())
            asked, some = sum(tally.answers.values()), chance.randrange(12)
            until(lambda asked=asked, some=some: sum(tally.answers.values()) >= asked + some)
            os.kill(victim, signal.SIGKILL)
            # Asked once a look: between two looks the team may have changed.
            until(lambda victim=victim: victim not in (team := site.workers()) and len(team) == size)
    _clean(tally)
    grown = site.memory() - before
    assert grown < 150 << 20, f"memory grew by {grown >> 20} MB"
    return f"{sum(tally.answers.values()):,} answers, memory {grown / 2**20:+.0f} MB"


def reload(site: Site, times: int) -> str:
    """SIGHUP `times` while readers ask: no request is lost."""
    with hammering(site.port, PATHS) as tally:
        for _ in range(times):
            team = set(site.workers())
            site.process.send_signal(signal.SIGHUP)
            until(lambda team=team: len(now := set(site.workers())) == len(team) and not team & now)
    _clean(tally)
    return f"{sum(tally.answers.values()):,} answers"


def revise(mirror: Path, tonnes: int) -> None:
    """Another figure for Morocco's cobalt of 2024 at the publisher, and another total of the world."""
    sheets = {name: [list(row) for row in rows] for name, rows in world.MINED.items()}
    cobalt = sheets["Cobalt"]
    cobalt[5][8], cobalt[3][8] = str(int(cobalt[5][8]) - int(cobalt[3][8]) + tonnes), str(tonnes)
    write_xlsx(mirror / "wmd" / wmd.EDITION / wmd.FILE, sheets)


def cobalt(warehouse: Path) -> float:
    """That figure in a warehouse."""
    with duckdb.connect(str(warehouse), read_only=True) as con:
        query = "SELECT quantity_t FROM staging.production WHERE metal = 'cobalt' AND iso3 = 'MAR' AND year = 2024"
        [(found,)] = con.execute(query).fetchall()
    return float(found)


def until(reached: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait until a condition holds; fail where it does not within `seconds`."""
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, f"not within {seconds:g} s"
        time.sleep(0.01)


def _clean(tally: Tally) -> None:
    assert tally.clean(), (dict(tally.answers), tally.lost[:3], tally.wrong[:3])


def _lasts(command: list[str]) -> float:
    """Seconds of the command, left to its end."""
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    return time.monotonic() - began


def _killed(command: list[str], after: float) -> bool:
    """Run the command and kill it after so many seconds; whether it was still running."""
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.returncode == -signal.SIGKILL
