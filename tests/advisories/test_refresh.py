"""The facts anew, from a small made-up checkout of the database in its true format."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.advisories.audit import Range, facts
from tests.advisories.refresh import collect, spans, write

# Events out of order, a GIT range, a version that YAML would read as the number 1.1, and one that pip cannot install.
SPAM = """id: PYSEC-2024-1
details: prose that stays out
affected:
- package:
    name: Spam
    ecosystem: PyPI
  ranges:
  - type: GIT
    repo: https://example.org/spam
    events:
    - introduced: "0"
    - fixed: 70f906c51ce49c485f1d355703e9cc3386b1cc2b
  - type: ECOSYSTEM
    events:
    - introduced: 2.0.0
    - fixed: 2.0.6
    - introduced: "0"
    - fixed: 1.10
  versions:
  - 0.3.2d
  - 1.9
  - 2.0.1
  - 3.0
- package:
    name: eggs
    ecosystem: PyPI
  ranges:
  - type: ECOSYSTEM
    events:
    - introduced: "0"
aliases:
- GHSA-aaaa-bbbb-cccc
- CVE-2024-1
modified: 2024-05-02T10:00:00Z
published: 2024-05-01T10:00:00Z
"""
LAST = """id: PYSEC-2025-2
affected:
- package:
    name: spam
    ecosystem: PyPI
  ranges:
  - type: ECOSYSTEM
    events:
    - introduced: "4.0"
    - last_affected: 4.2
modified: "2025-06-01T10:00:00Z"
"""
# Filed in another package's folder.
SHARED = SPAM.replace("PYSEC-2024-1", "PYSEC-2023-4").replace("name: eggs", "name: ham")
WITHDRAWN = LAST.replace("PYSEC-2025-2", "PYSEC-2025-3") + "withdrawn: 2025-07-01T00:00:00Z\naliases:\n- CVE-2025-3\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "vulns" / "spam"
    folder.mkdir(parents=True)
    for name, text in {"2024-1": SPAM, "2025-2": LAST, "2025-3": WITHDRAWN, "0000-CVE-2026-9": LAST}.items():
        (folder / f"PYSEC-{name}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "vulns" / "eggs").mkdir()
    (tmp_path / "vulns" / "eggs" / "PYSEC-2023-4.yaml").write_text(SHARED, encoding="utf-8")
    return tmp_path


def row(name: str, introduced: str, fixed: str, last: str = "", *, aliases: str = "", read: str = "database") -> Range:
    return Range("spam", name, aliases, introduced, fixed, last, read, f"https://osv.dev/vulnerability/{name}")


def test_ranges_of_one_package_are_read_in_order_and_drafts_and_withdrawn_ones_left_out(checkout: Path) -> None:
    names = "CVE-2024-1 GHSA-aaaa-bbbb-cccc"
    rows, newest = collect(checkout, {"spam"}, [])
    assert [one for one in rows if one.id != "PYSEC-2023-4"] == [
        row("PYSEC-2024-1", "0", "1.10", aliases=names),
        row("PYSEC-2024-1", "2.0.0", "2.0.6", aliases=names),
        row("PYSEC-2024-1", "3.0", "", "3.0", aliases=names),
        row("PYSEC-2025-2", "4.0", "", "4.2"),
    ]
    assert newest == "2025-06-01"


def test_an_advisory_on_several_packages_counts_for_each(checkout: Path) -> None:
    rows, newest = collect(checkout, {"ham"}, [])
    assert [(one.package, one.id, one.introduced, one.fixed, one.last) for one in rows] == [
        ("ham", "PYSEC-2023-4", "0", "", "")
    ]
    assert newest == "2024-05-01"


def test_a_reported_row_stays_until_the_database_knows_it_or_the_package_is_gone(checkout: Path) -> None:
    stays = row("CVE-2026-5", "0", "9.0", read="reported")
    before = [
        stays,
        row("CVE-2024-1", "0", "9.0", read="reported"),  # an alias now
        row("GHSA-dddd-eeee-ffff", "0", "9.0", aliases="CVE-2025-3", read="reported"),  # withdrawn now
        stays._replace(package="gone"),
        row("PYSEC-2020-1", "0", "9.0"),  # of the database, which has it no more
    ]
    rows, _ = collect(checkout, {"spam"}, before)
    assert [one for one in rows if one.read == "reported"] == [stays]
    assert "PYSEC-2020-1" not in {one.id for one in rows}


def test_what_is_written_is_what_is_read_again_and_prose_stays(checkout: Path, tmp_path: Path) -> None:
    path = tmp_path / "advisories.csv"
    path.with_suffix(".toml").write_text(
        '# Prose on [seen].\nlicence = "free"\n\n[seen]\nnone = []\n', encoding="utf-8"
    )
    rows, newest = collect(checkout, {"spam", "ham", "bacon"}, [])
    for _ in range(2):
        write(path, rows, {"spam", "ham", "bacon"}, newest)
        assert facts(path) == rows
        text = path.with_suffix(".toml").read_text(encoding="utf-8")
        assert text.startswith('# Prose on [seen].\nlicence = "free"\n\n[seen]\n')
        seen = tomllib.loads(text)["seen"]
        assert (str(seen["newest"]), seen["none"]) == ("2025-06-01", ["bacon"])


def test_a_range_without_end_and_one_that_never_began() -> None:
    assert list(spans([{"introduced": "0"}])) == [("0", "", "")]
    assert list(spans([{"introduced": "1.0"}, {"introduced": "1.2"}, {"fixed": "1.4"}])) == [("1.0", "1.4", "")]
    assert list(spans([{"fixed": "1.4"}])) == []
    with pytest.raises(ValueError, match="limit"):
        list(spans([{"introduced": "0"}, {"limit": "2.0"}]))


def test_another_folder_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no checkout of the advisory database"):
        collect(tmp_path, {"spam"}, [])
