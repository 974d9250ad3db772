"""The audit finds what lies in a range and nothing else; the facts cover every pin, and no pin is affected."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from packaging.version import Version

from tests.advisories import __main__ as command
from tests.advisories.audit import FACTS, LOCKS, ROOT, Pin, Range, affected, facts, pins

BESIDE = tomllib.loads(FACTS.with_suffix(".toml").read_text(encoding="utf-8"))


def advisory(introduced: str, fixed: str, last: str = "") -> Range:
    return Range("spam", "PYSEC-1", "CVE-1", introduced, fixed, last, "database", "https://example.org/PYSEC-1")


def locked(folder: Path, text: str) -> list[Pin]:
    (folder / "requirements.lock").write_text(text, encoding="utf-8")
    return pins(folder / "requirements.lock")


@pytest.mark.parametrize(
    ("introduced", "fixed", "last", "version", "found"),
    [
        ("1.0", "2.0", "", "1.5", True),  # inside
        ("1.0", "2.0", "", "1.0", True),  # where it began
        ("1.0", "2.0", "", "2.0", False),  # at the fix
        ("1.0", "2.0", "", "2.0.0", False),  # the fix by another spelling
        ("1.0", "2.0", "", "0.9", False),  # before it began
        ("1.0", "2.0", "", "10.0", False),  # numbers, not letters: "10" < "2" as text
        ("1.9", "1.10", "", "1.9.1", True),
        ("0", "2.0", "", "0.0.dev1", True),  # 0 is before everything
        ("1.0", "", "", "99.0", True),  # no fix
        ("1.0", "", "1.5", "1.5", True),  # the last one affected
        ("1.0", "", "1.5", "1.5.1", False),
        ("1.0", "2.0", "", "2.0rc1", True),  # before the fix
        ("1.0", "2.0", "", "1.0rc1", False),  # before it began
        ("1.0", "2.0b1", "", "2.0b1", False),  # a fix that is a pre-release
        ("1.0", "2.0", "", "1.9.post1", True),
        ("1.0", "2.0", "", "2.0+local", False),
    ],
)
def test_a_version_is_found_where_it_lies_in_the_range(
    introduced: str, fixed: str, last: str, version: str, found: bool
) -> None:
    lines = affected([Pin("spam", Version(version))], [advisory(introduced, fixed, last)])
    assert bool(lines) is found


def test_a_finding_names_package_version_advisory_and_first_fixed_version() -> None:
    pinned = [Pin("spam", Version("2.1")), Pin("eggs", Version("2.1"))]
    lines = affected(pinned, [advisory("0", "1.9"), advisory("2.0", "2.2"), advisory("2.1", "")])
    assert lines == [
        "spam 2.1: PYSEC-1 CVE-1, fixed in 2.2, https://example.org/PYSEC-1",
        "spam 2.1: PYSEC-1 CVE-1, no fixed version known, https://example.org/PYSEC-1",
    ]


def test_a_lock_is_read_with_markers_duplicates_and_other_spellings(tmp_path: Path) -> None:
    text = """Spam.Eggs==1.0 \\
    --hash=sha256:00
    # via ham
ham[extra]==2.0rc1 ; python_full_version < '3.12' \\
    --hash=sha256:00
ham==2.1 ; python_full_version >= '3.12' \\
    --hash=sha256:00
"""
    pinned = locked(tmp_path, text)
    assert pinned == [("spam-eggs", Version("1.0")), ("ham", Version("2.0rc1")), ("ham", Version("2.1"))]
    ham = advisory("0", "2.0")._replace(package="ham")
    assert [line.split(":")[0] for line in affected(pinned, [ham])] == ["ham 2.0rc1"]


@pytest.mark.parametrize("line", ["spam", "spam>=1.0", "spam==1.*", "spam==1.0,!=1.1", "-e ."])
def test_a_line_that_pins_nothing_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match=re.escape(line.removesuffix("."))):
        locked(tmp_path, f"ham==1.0\n{line}\n")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: str(lock.relative_to(ROOT)))
def test_no_pinned_version_is_affected(lock: Path) -> None:
    pinned = pins(lock)
    assert len(pinned) == len(re.findall(r"^\S+==", lock.read_text(encoding="utf-8"), re.MULTILINE)) > 60
    assert affected(pinned, facts()) == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: str(lock.relative_to(ROOT)))
def test_every_pinned_package_was_looked_up(lock: Path) -> None:
    """A package new in a lock has to be looked up before it counts as free of advisories."""
    told, none = {row.package for row in facts()}, set(BESIDE["seen"]["none"])
    assert not told & none
    assert {pin.package for pin in pins(lock)} - told - none == set()


@pytest.mark.parametrize("row", facts(), ids=lambda row: f"{row.package}-{row.id}-{row.introduced}")
def test_every_row_on_file_finds_the_version_it_begins_with(row: Range) -> None:
    first = Pin(row.package, Version("0.dev0" if row.introduced == "0" else row.introduced))
    assert affected([first], [row])


def test_an_old_pin_in_our_own_lock_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text, count = re.subn(r"^pillow==\S+", "pillow==9.0.0", LOCKS[0].read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert count == 1
    (tmp_path / "requirements.lock").write_text(text, encoding="utf-8")
    monkeypatch.setattr(command, "LOCKS", [tmp_path / "requirements.lock"])
    with pytest.raises(SystemExit) as stopped:
        command.main()
    lines = capsys.readouterr().out.splitlines()
    assert stopped.value.code == 1
    assert {line.split(":")[0] for line in lines} == {"pillow 9.0.0"}
    mended = "pillow 9.0.0: PYSEC-2022-168 CVE-2022-24303, fixed in 9.0.1, https://osv.dev/vulnerability/PYSEC-2022-168"
    assert mended in lines


def test_the_command_tells_how_much_it_compared(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        command.main()
    assert stopped.value.code == 0
    assert f"{len(facts())} ranges on file: none is affected" in capsys.readouterr().out


def test_the_facts_are_well_formed() -> None:
    rows = facts()
    assert rows == sorted(set(rows))
    for row in rows:
        assert re.fullmatch(r"(PYSEC-\d{4}-\d+|GHSA(-[a-z0-9]{4}){3}|CVE-\d{4}-\d+)", row.id), row
        assert all(re.fullmatch(r"[A-Z]+-\S+", name) for name in row.aliases.split()), row
        assert row.read in {"database", "reported"}
        assert row.address == f"https://osv.dev/vulnerability/{row.id}"
        assert not (row.fixed and row.last)


def test_what_the_database_has_is_not_told_from_a_report_too() -> None:
    of: dict[str, set[str]] = {"database": set(), "reported": set()}
    for row in facts():
        of[row.read] |= {f"{row.package} {name}" for name in (row.id, *row.aliases.split())}
    assert not of["database"] & of["reported"]


def test_where_the_facts_come_from_is_told() -> None:
    notice = " ".join((ROOT / "NOTICE").read_text(encoding="utf-8").split())
    assert f"{BESIDE['database']}, {BESIDE['address']}, {BESIDE['licence']}" in notice
    assert isinstance(BESIDE["seen"]["newest"], date)
