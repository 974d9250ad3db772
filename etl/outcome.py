"""How the last refresh went, in one small file beside the warehouse: /metrics shows it to those who watch over it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

Outcome = Literal["running", "changed", "unchanged", "failed"]


@contextmanager
def told(path: Path) -> Iterator[Callable[[Outcome], None]]:
    """Write "running" now and what the block tells at its end; "failed" and why where it raises.

    A refresh that was killed stays "running" since a moment long past. Times are UTC, ISO 8601.
    """
    started = datetime.now(UTC).isoformat(timespec="seconds")

    def write(outcome: Outcome, message: str = "") -> None:
        ended = "" if outcome == "running" else datetime.now(UTC).isoformat(timespec="seconds")
        about = {"started": started, "ended": ended, "outcome": outcome, "message": message[:2_000]}
        # A disk too full for two hundred bytes must not hide the error that says so.
        with suppress(OSError):
            part = path.with_name(path.name + ".part")
            part.write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
            part.replace(path)

    write("running")
    try:
        yield write
    except Exception as error:
        write("failed", str(error))
        raise
