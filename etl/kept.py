"""Sources that keep their last vintage since fetching them failed, or brought too little: noted beside raw/.

A build reads it, so that every figure drawn from such a source says so; it goes once the source comes in again.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path

# What comes back this much smaller, a file or a source's rows, is more likely cut short or broken than revised.
SHRINK = 0.20


def path(raw: Path) -> Path:
    """<raw>.kept.toml, a line a source: its slug and the first day it could not be brought."""
    return raw.with_name(raw.name + ".kept.toml")


def read(raw: Path) -> dict[str, str]:
    """Slug → ISO day since which the source has not been refreshed; no file: every source is as fetched last."""
    try:
        return {slug: str(day) for slug, day in tomllib.loads(path(raw).read_text(encoding="utf-8")).items()}
    except FileNotFoundError:
        return {}


def tell(raw: Path, asked: Collection[str], failed: Collection[str], before: Mapping[str, str] | None = None) -> None:
    """Of the sources asked for, note those that failed and strike those that came; a failure keeps its first day."""
    known = read(raw) if before is None else before
    today = datetime.now(UTC).date().isoformat()
    kept = {slug: day for slug, day in read(raw).items() if slug not in asked}
    kept |= {slug: known.get(slug, today) for slug in failed}
    if kept:
        path(raw).write_text("".join(f'{slug} = "{day}"\n' for slug, day in sorted(kept.items())), encoding="utf-8")
    else:
        path(raw).unlink(missing_ok=True)
