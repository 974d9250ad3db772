"""python -m tests.advisories.refresh FOLDER: the facts anew, from a checkout of the PyPA Advisory Database.

SECURITY.md says how to come by that folder; nothing here touches the network.
A row that was only reported stays until the database knows it by its id or by an alias.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from tests.advisories.audit import FACTS, LOCKS, Range, facts, pins

Advisory = dict[str, Any]
NAME = re.compile(r"^\s+name: ['\"]?([\w.-]+)", re.MULTILINE)  # spares the parser most of the database
SEEN = "\n[seen]\n"  # from here on the file beside the facts is written, above it is prose


def advisories(folder: Path, packages: set[str]) -> Iterator[Advisory]:
    """What names one of the packages, in whosever folder it stands; a file without a number yet is a draft."""
    for path in sorted((folder / "vulns").rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        named = {canonicalize_name(name) for name in NAME.findall(text)}
        if not path.name.startswith("PYSEC-0000") and not packages.isdisjoint(named):
            # As text throughout: a version such as 1.10 is no number.
            yield yaml.load(text, Loader=yaml.BaseLoader)


def spans(events: list[dict[str, str]]) -> Iterator[tuple[str, str, str]]:
    """The events of a range, which stand in any order, as (introduced, fixed, last)."""
    order = sorted((at != "0", Version(at), kind, at) for event in events for kind, at in event.items())
    since = ""
    for _, _, kind, at in order:
        if kind == "introduced":
            since = since or at
            continue
        if kind not in {"fixed", "last_affected"}:
            raise ValueError(f"an event of a kind unknown here: {kind}")
        if since:
            yield (since, at, "") if kind == "fixed" else (since, "", at)
        since = ""
    if since:
        yield since, "", ""


def ranges(advisory: Advisory, packages: set[str]) -> Iterator[Range]:
    """An advisory's ranges of the packages, and the versions that it names beside them."""
    name, aliases = advisory["id"], " ".join(sorted(advisory.get("aliases", [])))
    for found in advisory["affected"]:
        package = canonicalize_name(found["package"]["name"])
        if found["package"]["ecosystem"] != "PyPI" or package not in packages:
            continue
        lists = [told["events"] for told in found.get("ranges", []) if told["type"] == "ECOSYSTEM"]
        ends = [span for events in lists for span in spans(events)]
        rows = [
            Range(package, name, aliases, *end, "database", f"https://osv.dev/vulnerability/{name}") for end in ends
        ]
        yield from rows
        for text, version in installable(found.get("versions", [])):
            if not any(row.holds(version) for row in rows):
                yield Range(package, name, aliases, text, "", text, "database", f"https://osv.dev/vulnerability/{name}")


def installable(versions: list[str]) -> Iterator[tuple[str, Version]]:
    """Versions that pip can install; names older than its rules (0.3.2d) can be pinned by nobody."""
    for text in versions:
        try:
            yield text, Version(text)
        except InvalidVersion:
            continue


def collect(folder: Path, packages: set[str], before: list[Range]) -> tuple[list[Range], str]:
    """The ranges of these packages, and the day of the newest advisory among them."""
    said = list(advisories(folder, packages))
    settled = {name for advisory in said for name in (advisory["id"], *advisory.get("aliases", []))}
    rows = [row for advisory in said if "withdrawn" not in advisory for row in ranges(advisory, packages)]
    rows += [row for row in before if row.read == "reported" and row.package in packages
             and settled.isdisjoint((row.id, *row.aliases.split()))]  # fmt: skip
    newest = max((advisory.get("published", advisory["modified"])[:10] for advisory in said), default="")
    if not newest:
        raise SystemExit(f"{folder} is no checkout of the advisory database: vulns/ names none of our packages")
    return sorted(set(rows)), newest


def write(path: Path, rows: list[Range], packages: set[str], newest: str) -> None:
    """The facts, and in the file beside them what was looked up and found without any."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Range._fields)
        writer.writerows(rows)
    beside = path.with_suffix(".toml")
    prose = beside.read_text(encoding="utf-8").partition(SEEN)[0]
    none = json.dumps(sorted(packages - {row.package for row in rows}), indent=4)
    beside.write_text(f"{prose}{SEEN}newest = {newest}\nnone = {none}\n", encoding="utf-8")


def main(folder: Path) -> None:
    """Write the facts about what is pinned today."""
    packages = {package for lock in LOCKS for package, _ in pins(lock)}
    rows, newest = collect(folder, packages, facts())
    write(FACTS, rows, packages, newest)
    print(
        f"{len(rows)} ranges, {sum(row.read == 'reported' for row in rows)} of them only reported; newest of {newest}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
