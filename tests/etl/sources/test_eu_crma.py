"""The Critical Raw Materials Act: 34 critical and 17 strategic wordings, as the catalog of metals has them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from etl import codes
from etl.source import Membership, SourceError
from etl.sources import eu_crma

MAGNETS = "rare earth elements for permanent magnets (Nd, Pr, Tb, Dy, Gd, Sm, and Ce)"
HEADER = ["material", "critical_annex_II", "strategic_annex_I", "strategic_wording", "note"]
LINES = [
    ["antimony", "1", "0", "", ""],
    ["copper", "1", "1", "copper", "on the critical list because strategic"],
    ["heavy rare earth elements", "1", "1", MAGNETS, "only the named elements are strategic (heavy: Tb Dy Gd)"],
    ["light rare earth elements", "1", "1", MAGNETS, "only the named elements are strategic (light: Nd Pr Sm Ce)"],
    ["platinum group metals", "1", "1", "platinum group metals", ""],
]


def law() -> list[list[str]]:
    """Lines as the file has them, rebuilt from metals.toml."""
    blocks = codes.metals().values()
    critical = sorted({w for b in blocks for w in b["memberships"].get("eu_critical", [])})
    strategic = {w: b for b in blocks for w in b["memberships"].get("eu_strategic", [])}
    lines = []
    for wording in critical:
        mine = [s for s, b in strategic.items() if wording in b["memberships"]["eu_critical"]]
        lines.append([wording, "1", "1" if mine else "0", mine[0] if mine else "", ""])
    return lines


def read(place: Path, *lines: list[str]) -> list[Membership]:
    path = place / eu_crma.VINTAGE / eu_crma.FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows([HEADER, *lines])
    return list(eu_crma.rows(place))


def test_a_wording_is_a_membership_of_each_metal_it_means(tmp_path: Path) -> None:
    found = read(tmp_path, *LINES, *law())
    assert Membership("eu_critical", "antimony", "antimony", "eu_crma") in found
    assert [m.metal for m in found if m.membership == "eu_strategic"][:5] == [
        "copper", "rare_earths", "platinum", "palladium", "rhodium"
    ]  # fmt: skip


def test_rare_earths_are_two_critical_wordings_and_one_strategic(tmp_path: Path) -> None:
    found = [m for m in read(tmp_path, *LINES, *law()) if m.metal == "rare_earths"]
    assert [m.membership for m in found] == ["eu_critical", "eu_strategic", "eu_critical"]
    assert found[1].wording == MAGNETS


def test_the_whole_law_is_what_the_catalog_says(tmp_path: Path) -> None:
    """None is unknown, and the counts are those of the law."""
    found = read(tmp_path, *law())
    assert len({m.wording for m in found if m.membership == "eu_critical"}) == 34
    assert len({m.wording for m in found if m.membership == "eu_strategic"}) == 17
    assert {(m.membership, m.wording, m.metal) for m in found} == {
        (kind, wording, metal)
        for metal, block in codes.metals().items()
        for kind in ("eu_critical", "eu_strategic")
        for wording in block["memberships"].get(kind, [])
    }


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (["kryptonite", "1", "0", "", ""], "row 2: 'kryptonite'.*no metal"),
        (["antimony", "yes", "0", "", ""], "row 2: 'yes'.*neither 0 nor 1"),
        (["copper", "1", "0", "copper", ""], "row 2: 'copper'.*does not go with"),
        (["copper", "1", "1", "", ""], "does not go with the mark 1"),
    ],
)
def test_what_is_not_the_law_stops_the_build(tmp_path: Path, line: list[str], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, line)


@pytest.mark.parametrize("lost", [0, 17, 33])
def test_a_file_that_lost_a_line_of_the_law_stops_the_build(tmp_path: Path, lost: int) -> None:
    lines = law()
    wording = lines.pop(lost)[0]
    with pytest.raises(SourceError, match=f"{wording}.*lost a line"):
        read(tmp_path, *lines)
