"""python -m tests.advisories: the locks against the advisories on file; exits with 1 where a pin is affected."""

from __future__ import annotations

import sys

from tests.advisories.audit import LOCKS, affected, facts, pins


def main() -> None:
    """Print a line for each affected pin, else how many were compared."""
    pinned = {pin for lock in LOCKS for pin in pins(lock)}
    ranges = facts()
    lines = affected(sorted(pinned), ranges)
    print("\n".join(lines) or f"{len(pinned)} pins, {len(ranges)} ranges on file: none is affected")
    sys.exit(bool(lines))


if __name__ == "__main__":
    main()
