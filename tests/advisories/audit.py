"""Every version that a lock pins against the version ranges of published advisories, without a network."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LOCKS = (ROOT / "requirements.lock", ROOT / "deploy" / "requirements.lock")
FACTS = Path(__file__).parent / "advisories.csv"


class Pin(NamedTuple):
    """A version that a lock installs."""

    package: str
    version: Version


class Range(NamedTuple):
    """Versions that an advisory names: from `introduced` up to, not with, `fixed`, or up to and with `last`."""

    package: str
    id: str
    aliases: str
    introduced: str
    fixed: str
    last: str
    read: str  # database, or reported where only a public report of it was seen
    address: str

    def holds(self, version: Version) -> bool:
        """Whether a version lies in the range; `0` stands for before every version, pre-releases of 0 too."""
        return (
            (self.introduced == "0" or Version(self.introduced) <= version)
            and (not self.fixed or version < Version(self.fixed))
            and (not self.last or version <= Version(self.last))
        )


def facts(path: Path = FACTS) -> list[Range]:
    """The ranges on file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Range(**row) for row in csv.DictReader(file, strict=True)]


def pins(lock: Path) -> list[Pin]:
    """Every pin of a lock; a package that differs by Python's version is pinned more than once."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    return [pin(line.removesuffix("\\")) for line in lines if line and not line.startswith((" ", "#"))]


def pin(line: str) -> Pin:
    """One requirement, which has to name one version."""
    requirement = Requirement(line)
    specifiers = list(requirement.specifier)
    if len(specifiers) != 1 or specifiers[0].operator != "==" or specifiers[0].version.endswith(".*"):
        raise ValueError(f"not pinned to one version: {line}")
    return Pin(canonicalize_name(requirement.name), Version(specifiers[0].version))


def affected(pinned: Iterable[Pin], ranges: Iterable[Range]) -> list[str]:
    """A line for each pin that lies in a range: package, version, advisory, the version that mends it."""
    ranges = list(ranges)
    return [
        f"{found.package} {version}: {' '.join((found.id, found.aliases)).strip()}, "
        f"{f'fixed in {found.fixed}' if found.fixed else 'no fixed version known'}, {found.address}"
        for package, version in pinned
        for found in ranges
        if found.package == package and found.holds(version)
    ]
