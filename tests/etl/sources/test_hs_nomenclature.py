import json
from pathlib import Path

import pytest

from etl.source import KEYS, HsCode, SourceError
from etl.sources import hs_nomenclature as hs

# Lines of the distributed table.
HEADER = "section,hscode,description,parent,level"
LINES = [
    "I,01,Animals; live,TOTAL,2",
    'I,0101,"Horses, asses, mules and hinnies; live",01,4',
    "VI,28,Inorganic chemicals,TOTAL,2",
    'VI,2809,"Diphosphorus pentaoxide; phosphoric acid; polyphosphoric acids, whether or not chemically defined",28,4',
    "VI,280920,Phosphoric acid and polyphosphoric acids,2809,6",
    "TOTAL,99,Commodities not specified according to kind,TOTAL,2",
    "TOTAL,TOTAL,Total of all HS2022 commodities,TOTAL,5",
]


def read(tmp_path: Path, *lines: str) -> list[HsCode]:
    path = tmp_path / hs.VINTAGE / hs.FILE
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([HEADER, *(lines or LINES), ""]), encoding="utf-8")
    return list(hs.rows(tmp_path))


def test_a_subheading_knows_its_heading(tmp_path: Path) -> None:
    assert HsCode("HS22", "280920", "Phosphoric acid and polyphosphoric acids", "2809", 6, "hs_nomenclature") in read(
        tmp_path
    )


def test_codes_keep_their_leading_zeros_and_the_total_is_no_code(tmp_path: Path) -> None:
    assert [(r.code, r.level) for r in read(tmp_path)] == [
        ("01", 2), ("0101", 4), ("28", 2), ("2809", 4), ("280920", 6), ("99", 2),
    ]  # fmt: skip


def test_keys_are_unique(tmp_path: Path) -> None:
    keys = [tuple(getattr(r, k) for k in KEYS["hs_code"]) for r in read(tmp_path)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([LINES[0].replace("01", "1")], r"row 2.*not one of 2, 4 or 6 digits"),
        ([LINES[0], LINES[0]], r"row 3.*repeated code"),
        ([LINES[0].replace(",2", ",4")], r"row 2.*not one of 2, 4 or 6 digits"),
        ([LINES[1]], r"row 2.*does not follow its parent"),
        ([LINES[0], LINES[1].replace(",01,4", ",TOTAL,4")], r"row 3.*does not follow its parent"),
    ],
)
def test_what_is_no_code_stops_the_build(tmp_path: Path, lines: list[str], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, *lines)


def test_live_writes_the_publishers_list_as_the_table(tmp_path: Path) -> None:
    listed = [
        {"id": "TOTAL", "text": "TOTAL - Total of all HS2022 commodities", "parent": "#"},
        {"id": "28", "text": "28 - Inorganic chemicals", "parent": "TOTAL"},
        {"id": "2809", "text": "2809 - Diphosphorus pentaoxide; phosphoric acid", "parent": "28"},
        {"id": "280920", "text": "280920 - Phosphoric acid and polyphosphoric acids", "parent": "2809"},
    ]
    pages = {hs.API: json.dumps({"more": False, "results": listed}).encode("utf-8-sig")}
    hs.live(pages.__getitem__, tmp_path)
    found = list(hs.rows(tmp_path))
    assert [r.code for r in found] == ["28", "2809", "280920"]
    assert found[2].description_en == "Phosphoric acid and polyphosphoric acids"
