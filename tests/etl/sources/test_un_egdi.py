from pathlib import Path

import pytest

from etl.source import KEYS, Score, SourceError
from etl.sources import un_egdi

# Lines of the published file; most names end in a space.
HEADER = "Survey Year,Country,Rank,E_Index,E_Participation,Online_Service,Human_Capital,Tele_Infra,Region"
LINES = [
    "2024,Morocco ,90,0.68411,0.43840,0.56184,0.60783,0.88273,Africa",
    "2024,Georgia (Country),69,0.77923,0.56160,0.56522,0.86539,0.90713,Asia",
    "2024,Côte d'Ivoire ,124,0.55868,0.41100,0.52194,0.48484,0.66926,Africa",
    "2024,Türkiye,27,0.89131,0.86300,0.92253,0.91923,0.83221,Asia",
]


def read(tmp_path: Path, *lines: str, header: str = HEADER) -> list[Score]:
    path = tmp_path / un_egdi.EDITION / un_egdi.FILE
    path.parent.mkdir(exist_ok=True)
    path.write_bytes("\r\n".join([header, *(lines or LINES), ""]).encode())
    return list(un_egdi.rows(tmp_path))


def test_a_member_state_has_five_scores(tmp_path: Path) -> None:
    rows = read(tmp_path)
    assert rows[0] == Score(2024, "egdi", "MAR", 0.68411, "index_0_1", "un_egdi", "2024", None)
    assert {r.score: r.value for r in rows if r.iso3 == "MAR"} == {
        "egdi": 0.68411, "egdi_participation": 0.4384, "egdi_online": 0.56184, "egdi_human_capital": 0.60783,
        "egdi_telecom": 0.88273,
    }  # fmt: skip


def test_the_index_is_the_mean_of_its_three_parts(tmp_path: Path) -> None:
    found = {(r.iso3, r.score): r.value or 0 for r in read(tmp_path)}
    for iso3 in ("MAR", "GEO", "CIV", "TUR"):
        parts = sum(found[iso3, f"egdi_{part}"] for part in ("online", "human_capital", "telecom"))
        assert found[iso3, "egdi"] == pytest.approx(parts / 3, abs=1e-4)


def test_names_are_read_without_the_spaces_at_their_end(tmp_path: Path) -> None:
    assert {r.iso3 for r in read(tmp_path)} == {"MAR", "GEO", "CIV", "TUR"}


def test_keys_are_unique(tmp_path: Path) -> None:
    keys = [tuple(getattr(r, k) for k in KEYS["score"]) for r in read(tmp_path)]
    assert len(keys) == len(set(keys))


def test_it_never_leaves_the_machine() -> None:
    assert un_egdi.SOURCE.redistribution == "own use"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (LINES[0].replace("Morocco", "Atlantis"), "row 2: 'Atlantis '.* place"),
        (LINES[0].replace("2024", "2022"), "of another survey"),
        (LINES[0].replace("0.68411", "68.411"), "off the scale"),
        (LINES[0].replace("0.68411", ""), "not a number"),
        (LINES[0] + ",", "10 cells instead of 9"),
    ],
)
def test_what_nobody_mapped_stops_the_build(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, line)


def test_a_repeated_country_or_another_header_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"row 3.*second line for MAR"):
        read(tmp_path, LINES[0], LINES[0])
    with pytest.raises(SourceError, match=r"unexpected columns"):
        read(tmp_path, header=HEADER.replace("E_Index", "EGDI"))
