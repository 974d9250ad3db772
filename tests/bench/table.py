"""What a benchmark prints: a line a figure with its budget, under the machine and how busy it was."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from typing import NamedTuple


class Row(NamedTuple):
    """A figure, its unit and its budget: at most, or at least where it says so; None where it only informs."""

    what: str
    value: float
    unit: str
    budget: float | None = None
    least: bool = False

    @property
    def kept(self) -> bool:
        """Whether the budget is kept."""
        if self.budget is None:
            return True
        return self.value >= self.budget if self.least else self.value <= self.budget


def show(rows: Sequence[Row]) -> bool:
    """Print the table as Markdown; True where every budget is kept."""
    machine = f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}, load {os.getloadavg()[0]:.1f}\n")
    print("| what | measured | budget |\n|---|---:|---:|")
    for row in rows:
        budget = "" if row.budget is None else f"{'≥' if row.least else '≤'} {_number(row.budget)} {row.unit}"
        print(f"| {row.what} | {_number(row.value)} {row.unit} | {budget}{'' if row.kept else ' **over**'} |")
    return all(row.kept for row in rows)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 20 or value == int(value) else f"{value:.2f}"
