"""What needs no server: the build, the BACI loader, the hub index and the simulator."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np

from etl.compute import composite, shock
from etl.sources import baci
from tests.bench import full_baci
from tests.bench.table import Row

ROOT = Path(__file__).parents[2]
TRADE_ROWS = 1_260_000  # as many as the publisher's two files of the snapshot hold
LARGEST = """
with size as (
    select metal, stage, year from marts.pair group by all order by count(*) desc, metal limit 1
)
select p.exporter_iso3, p.importer_iso3, p.value_usd, p.gross_weight_t
from marts.pair p join size s using (metal, stage, year)
"""


def measured() -> list[Row]:
    """Each of them once, the short ones as medians."""
    return [*build(), baci_loader(), index(), simulator()]


def build() -> list[Row]:
    """The build from the snapshot as a whole process: wall time and peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "data" / "snapshot", Path(folder) / "snapshot")
        started = time.perf_counter()
        with subprocess.Popen([sys.executable, "-m", "etl", "build", "--data", folder], cwd=ROOT) as process:
            _, _, usage = os.wait4(process.pid, 0)
            process.returncode = 0
        wall = time.perf_counter() - started
    return [Row("build from the snapshot", wall, "s", 20), Row("its memory", usage.ru_maxrss / 1024, "MB", 2048)]


def baci_loader() -> Row:
    """The loader, unzip included, on a synthetic file, against DuckDB's own reading of the same CSV."""
    with tempfile.TemporaryDirectory() as folder:
        path, texts = full_baci.write(Path(folder), TRADE_ROWS)
        query = "SELECT count(*), sum(v) FROM read_csv($files, types = {'k': 'VARCHAR', 'q': 'VARCHAR'})"

        def read() -> None:
            with duckdb.connect() as con:
                con.execute(query, {"files": [str(t) for t in texts]}).fetchall()

        def load() -> None:
            with zipfile.ZipFile(path) as archive:
                for _ in baci.revision(archive, path.name):
                    pass

        return Row("BACI of 1.26 M rows, against DuckDB reading the CSV", _ms(load) / _ms(read), "×", 3)


def index() -> Row:
    """The hub index and its rank intervals: 60 countries, 20 indicators in 4 pillars, 1,000 draws."""
    chance = np.random.default_rng(1)
    frame = composite.Frame(chance.random((60, 20)), np.ones(20), np.arange(20) % 4)
    return Row(
        "hub index, 60 × 20 × 1,000 draws",
        _ms(lambda: composite.uncertainty(frame, np.ones(20), np.ones(4))),
        "ms",
        50,
    )


def simulator() -> Row:
    """The simulator with its cascade on the metal, stage and year of the most pairs; its largest exporter stops."""
    with duckdb.connect(str(ROOT / "data" / "warehouse.duckdb"), read_only=True) as con:
        flows = con.execute(LARGEST).fetchall()
    [trade] = shock.trades(flows)
    loss = np.zeros(len(trade.codes))
    loss[int(trade.value.sum(axis=1).argmax())] = 1
    spent = _ms(lambda: shock.simulate(trade, loss, 0.1, above=trade))
    return Row(f"supplier loss, {len(flows):,} flows", spent, "ms", 100)


def _ms(act: Callable[[], object], times: int = 5) -> float:
    """Median time of an act."""
    found = []
    for _ in range(times):
        started = time.perf_counter()
        act()
        found.append(1000 * (time.perf_counter() - started))
    return statistics.median(found)
