"""What the server answers in: views asked cold, one address as fast as it goes, 1.3 million rows as one CSV."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
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
        address = f"{site.url}/figure/production_map.json?metal=cobalt"
        tag = client.get(address).headers["ETag"]
    return [
        Row("view query and JSON, p95 of all figures", sorted(spent)[int(0.95 * (len(spent) - 1))], "ms", 15),
        Row("one cached figure", asyncio.run(flood(address, {})), "/s", 300, least=True),
        Row("the same answered 304", asyncio.run(flood(address, {"If-None-Match": tag})), "/s", 300, least=True),
    ]


async def flood(address: str, headers: dict[str, str], requests: int = 3000) -> float:
    """Requests a second over 16 connections of one client process."""
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=16)) as client:
        gate = asyncio.Semaphore(16)

        async def one() -> None:
            async with gate:
                response = await client.get(address, headers=headers)
                if response.status_code not in {200, 304}:
                    raise RuntimeError(f"{response.status_code} {address}")

        started = time.perf_counter()
        await asyncio.gather(*(one() for _ in range(requests)))
        return requests / (time.perf_counter() - started)


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
