"""What the server answers in: views asked cold, one address as fast as it goes, 1.3 million rows as one CSV."""

from __future__ import annotations

import shutil
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import duckdb
import httpx

from tests.bench.screen import METALS
from tests.bench.table import Row
from tests.soak.site import Site, serving

ROWS = 1_300_000
# The table is doubled under other years until it is long enough.
LONGER = "insert into {table} select * replace (year + {step} as year) from {table} limit {missing}"
TABLE = "marts.flow"


def measured(site: Site) -> list[Row]:
    """Each figure's address asked cold for ten metals; then one of them over and over, with and without its ETag."""
    spent = []
    with httpx.Client(base_url=site.url) as client:
        views = client.get("/data", headers={"Accept": "application/json"}).json()["views"]
        for view in (v["view"] for v in views if v["figure"]):
            for metal in METALS:
                started = time.perf_counter()
                response = client.get(f"/figure/{view}.json", params={"metal": metal, "lang": "en"})
                if response.status_code == 200:
                    spent.append(1000 * (time.perf_counter() - started))
        path = "/figure/production_map.json?metal=cobalt"
        tag = client.get(path).headers["ETag"]
    return [
        Row("view query and JSON, p95 of all figures", sorted(spent)[int(0.95 * (len(spent) - 1))], "ms", 15),
        Row("one cached figure", flood(site, path, {}), "/s", 300, least=True),
        Row("the same answered 304", flood(site, path, {"If-None-Match": tag}), "/s", 300, least=True),
    ]


def flood(site: Site, path: str, headers: dict[str, str], requests: int = 3000) -> float:
    """Requests a second over 16 connections; the plainest client there is, since it shares the cores."""

    def some(count: int) -> None:
        connection = HTTPConnection("127.0.0.1", site.port)
        for _ in range(count):
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            response.read()
            if response.status not in {200, 304}:
                raise RuntimeError(f"{response.status} {path}")
        connection.close()

    started = time.perf_counter()
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(some, [requests // 16] * 16))
    return 16 * (requests // 16) / (time.perf_counter() - started)


def long_csv(warehouse: Path) -> list[Row]:
    """A copy of the warehouse with 1.3 million rows of trade, taken as one CSV: first byte, size, memory meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "warehouse.duckdb"
        shutil.copy(warehouse, copy)
        with duckdb.connect(str(copy)) as con:
            step = 0
            while (missing := ROWS - con.execute(f"select count(*) from {TABLE}").fetchall()[0][0]) > 0:
                step += 100
                con.execute(LONGER.format(table=TABLE, step=step, missing=missing))
        with serving(copy, workers=1) as site, httpx.Client(base_url=site.url, timeout=120) as client:
            client.get("/").raise_for_status()
            before = highest = site.memory()
            lines, first, started = 0, 0.0, time.perf_counter()
            with client.stream("GET", f"/bulk/{TABLE}.csv") as answer:
                answer.raise_for_status()
                for piece in answer.iter_raw(1 << 20):
                    first = first or 1000 * (time.perf_counter() - started)
                    highest = max(highest, site.memory())
                    lines += len(piece)
    return [
        Row("CSV of 1.3 M rows, first byte", first, "ms", 500),
        Row("its size on the wire", lines / 2**20, "MB"),
        Row("memory meanwhile, growth", (highest - before) / 2**20, "MB", 100),
    ]
