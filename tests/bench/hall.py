"""make bench-hall: a hall of readers through nginx and its cache, all from one address, on the loopback only.

USERS (500) open the hub's deck within ARRIVE (10) seconds, with all its scripts, then look at another figure every few
seconds for SECONDS (120). Exits with 1 where an answer is not 200 or 304, or figures take more than 300 ms at the 95th
percentile, or the workers' memory grows by more than 100 MB after the arrival.
"""

from __future__ import annotations

import asyncio
import os
import platform
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.bench.numbers import ROOT
from tests.bench.proxy import ours
from tests.bench.screen import METALS
from tests.soak.site import Site, free_port, serving

USERS, SECONDS, ARRIVE = (int(os.environ.get(n, d)) for n, d in (("USERS", 500), ("SECONDS", 120), ("ARRIVE", 10)))
VIEWS = ("top_producers", "production_map", "production_line", "flow_sankey")
DECK = "/stage?deck=hub&lang=fr"
PAUSE = (1.0, 4.0)  # seconds between two figures
_LINKED = re.compile(r'(?:src|href)="(/assets/[^"]+)"')


@dataclass
class Seen:
    """Milliseconds of the answers by kind, and what went wrong."""

    figures: list[float] = field(default_factory=list)
    decks: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def main() -> None:
    """Run the hall, print what it saw."""
    warehouse = ROOT / "data" / "warehouse.duckdb"
    with serving(warehouse, PROXIES="1") as site, proxied(site) as address:
        seen, before, after = asyncio.run(hall(site, address))
    rows = [
        ("figures answered", len(seen.figures), ""),
        ("figures a second", len(seen.figures) / SECONDS, ""),
        ("figure, median, ms", at(seen.figures, 0.5), ""),
        ("figure, p95, ms", at(seen.figures, 0.95), "300"),
        ("figure, slowest, ms", max(seen.figures), ""),
        ("deck with its scripts, p95, ms", at(seen.decks, 0.95), ""),
        ("wrong answers", len(seen.wrong), "0"),
        ("memory of the workers, growth, MB", (after - before) / 2**20, "100"),
    ]
    print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {USERS} users, {SECONDS} s\n")
    for what, value, budget in rows:
        print(f"{what:40}{value:>12,.0f}{budget:>8}")
    for line in seen.wrong[:5]:
        print(line)
    sys.exit(any(budget and value > float(budget) for _, value, budget in rows))


@contextmanager
def proxied(site: Site) -> Iterator[str]:
    """The project's own nginx.conf in front of a site, on a free port."""
    with tempfile.TemporaryDirectory() as folder, ours(Path(folder), free_port(), site.port, "/readyz") as address:
        yield address


async def hall(site: Site, address: str) -> tuple[Seen, int, int]:
    """Let everyone come and look; what they saw, and the workers' memory after the arrival and at the end."""
    seen, chance, memory = Seen(), random.Random(1), 0
    async with one(address) as client:
        version = (await client.get("/data", headers={"Accept": "application/json"})).json()["data_version"]
    states = [f"/figure/{v}.json?lang=fr&metal={m}&v={version}" for v in VIEWS for m in METALS]
    tasks = [asyncio.create_task(reader(address, states, random.Random(n), chance.uniform(0, ARRIVE), seen))
             for n in range(USERS)]  # fmt: skip
    await asyncio.sleep(ARRIVE + 5)
    memory = site.memory()
    await asyncio.gather(*tasks)
    return seen, memory, site.memory()


def one(address: str) -> httpx.AsyncClient:
    """A reader's own connections: a pool that many share looks through all of them at each request."""
    return httpx.AsyncClient(base_url=address, timeout=60, verify=False)


async def reader(address: str, states: list[str], chance: random.Random, late: float, seen: Seen) -> None:
    """One reader: the deck with its scripts, then a figure every few seconds."""
    await asyncio.sleep(late)
    async with one(address) as client:
        await looks(client, states, chance, late, seen)


async def looks(client: httpx.AsyncClient, states: list[str], chance: random.Random, late: float, seen: Seen) -> None:
    """What a reader asks for over its connection."""
    began = time.perf_counter()
    deck = await asked(client, DECK, seen)
    for link in sorted(set(_LINKED.findall(deck))):
        await asked(client, link, seen)
    seen.decks.append(1000 * (time.perf_counter() - began))
    end = time.perf_counter() + SECONDS - late
    while time.perf_counter() < end:
        await asyncio.sleep(chance.uniform(*PAUSE))
        began = time.perf_counter()
        await asked(client, chance.choice(states), seen)
        seen.figures.append(1000 * (time.perf_counter() - began))


async def asked(client: httpx.AsyncClient, path: str, seen: Seen) -> str:
    """The text of the deck; files and figures are taken as they come, since unpacking them is not what is measured."""
    text = ""
    try:
        async with client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
            if path == DECK:
                text = (await answer.aread()).decode()
            else:
                async for _ in answer.aiter_raw():
                    pass
    except httpx.HTTPError as error:
        seen.wrong.append(f"{path}: {error!r}")
        return ""
    if answer.status_code not in (200, 304):
        seen.wrong.append(f"{path}: {answer.status_code}")
    return text


def at(values: list[float], share: float) -> float:
    """The value below which this share of them lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


if __name__ == "__main__":
    main()
