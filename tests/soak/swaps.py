"""New warehouses under readers' hands: picked up by every worker without a lost request, and never a broken one."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import duckdb

from tests.soak.hammer import ask, hammering
from tests.soak.kills import until
from tests.soak.site import Site

PATHS = ("/readyz", "/figure/top_producers.json?metal=cobalt", "/data/producers_table.csv", "/")
_SURE = 40  # answers in a row, over connections of their own, that no worker with the old file can have missed


def good(site: Site, warehouse: Path, times: int) -> str:
    """Replace the warehouse `times` while readers ask."""
    with hammering(site.port, PATHS, readers=4, same=False) as tally:
        for n in range(times):
            name = f"swap{n}"
            put(warehouse, name)
            until(lambda name=name: all(served(site) == name for _ in range(_SURE)))
    assert tally.clean(), (dict(tally.answers), tally.lost[:3])
    return f"{sum(tally.answers.values()):,} answers, none lost"


def bad(site: Site, warehouse: Path) -> str:
    """Replace it by junk, by half of it, by one with a damaged block, by nothing: the last good one serves."""
    name, whole = served(site), warehouse.read_bytes()
    blocks = range(len(whole) // 4, len(whole) - 5_000, len(whole) // 4)
    harms = {
        "junk": b"not a database" * 10_000,
        "half": whole[: len(whole) // 2],
        "empty": b"",
        **{f"damaged at {at}": whole[:at] + b"\xff" * 5_000 + whole[at + 5_000 :] for at in blocks},
    }
    for harm, body in harms.items():
        fresh = warehouse.with_suffix(".new")
        fresh.write_bytes(body)
        os.utime(fresh, (0, 0))
        fresh.replace(warehouse)
        assert all(served(site) == name for _ in range(8)), harm
        assert ask(site.port, f"/figure/top_producers.json?metal=cobalt&year={2018 + len(harm) % 6}")[0] == 200, harm
    warehouse.unlink()
    assert all(served(site) == name for _ in range(8))
    put(warehouse, "healed", whole)
    until(lambda: all(served(site) == "healed" for _ in range(_SURE)))
    return f"{len(harms) + 1} kinds, the last good one served"


def served(site: Site) -> str:
    """The data version that one request is answered from."""
    status, body = ask(site.port, "/readyz")
    assert status == 200, body
    return str(json.loads(body)["data_version"])


def put(warehouse: Path, version: str, whole: bytes | None = None) -> None:
    """A warehouse of another version in the place of the old one, at once."""
    fresh = warehouse.with_suffix(".new")
    if whole is None:
        shutil.copy(warehouse, fresh)
    else:
        fresh.write_bytes(whole)
    with duckdb.connect(str(fresh)) as con:
        con.execute("UPDATE catalog.build SET data_version = ?", [version])
    fresh.replace(warehouse)
