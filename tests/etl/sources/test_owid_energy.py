from pathlib import Path

import pytest

from etl.source import KEYS, Score, SourceError
from etl.sources import owid_energy as owid

# Lines of the published tables; each has one column of figures under a title of its own.
END = "Zimbabwe,ZWE,1990,5.7"  # the publisher's last line, without a line end
LINES = {
    "carbon-intensity-electricity": [
        "ASEAN (Ember),,2000,572.58",
        "European Union (27),OWID_EU27,2024,211.2029",
        "Kosovo,OWID_KOS,2024,924.67",
        "Morocco,MAR,2024,594.81",
        "Morocco,MAR,2025,596.4",
        "World,OWID_WRL,2024,471.08",
    ],
    "share-electricity-renewables": ["Morocco,MAR,2025,23.955055", "Western Sahara,ESH,2009,0"],
    "electricity-generation": ["Morocco,MAR,2025,44.5", "Western Sahara,ESH,2009,0.09"],
    "electricity-hydro": ["CIS (EI),,1965,81.434", "USSR,OWID_USS,1965,81.434"],
    "electricity-coal": ["Morocco,MAR,2025,27.37"],
}


def read(tmp_path: Path, **changed: list[str]) -> list[Score]:
    folder = tmp_path / owid.EDITION
    folder.mkdir(exist_ok=True)
    for name, chart in owid.CHARTS.items():
        lines = (LINES | changed).get(name, ["Morocco,MAR,2025,1"])
        (folder / f"{name}.csv").write_text(
            "\n".join([f"Entity,Code,Year,{chart.title}", *lines, END]), encoding="utf-8"
        )
    return list(owid.rows(tmp_path))


def test_a_table_is_a_score_with_its_unit(tmp_path: Path) -> None:
    rows = read(tmp_path)
    morocco = {r.score: (r.value, r.unit) for r in rows if (r.iso3, r.year) == ("MAR", 2025)}
    assert morocco["grid_carbon_intensity"] == (596.4, "g_co2e_per_kwh")
    assert morocco["renewables_share"] == (23.955055, "percent")
    assert morocco["generation"] == (44.5, "twh")
    assert morocco["generation_coal"] == (27.37, "twh")
    assert Score(2024, "grid_carbon_intensity", "MAR", 594.81, "g_co2e_per_kwh", "owid_energy", "2026", None) in rows


def test_groups_are_left_out_and_the_world_is_kept(tmp_path: Path) -> None:
    carbon = {r.iso3 for r in read(tmp_path) if r.score == "grid_carbon_intensity"}
    assert carbon == {"XKX", "MAR", "WLD", "ZWE"}


def test_the_soviet_union_and_western_sahara_keep_lines_of_their_own(tmp_path: Path) -> None:
    found = {(r.iso3, r.score): r.value for r in read(tmp_path)}
    assert found["SUN", "generation_hydro"] == 81.434
    assert (found["ESH", "generation"], found["ESH", "renewables_share"]) == (0.09, 0.0)


def test_keys_are_unique(tmp_path: Path) -> None:
    keys = [tuple(getattr(r, k) for k in KEYS["score"]) for r in read(tmp_path)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["Atlantis,OWID_ATL,2024,1"], r"electricity-gas.csv, row 2: 'OWID_ATL'.* country code"),
        (["Mediterranean (Ember),,2024,1"], r"row 2: 'Mediterranean \(Ember\)'.* country code"),
        (["Morocco,MAR,2024,1", "Morocco,MAR,2024,1"], r"row 3.*repeated line"),
        (["Morocco,MAR,2024,-1"], r"row 2: '-1'.*less than 0"),
        (["Morocco,MAR,24,1"], r"row 2: '24'.* not a year"),
        (["Morocco,MAR,2024,"], r"row 2: ''.* not a number"),
    ],
)
def test_what_nobody_mapped_stops_the_build(tmp_path: Path, lines: list[str], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, **{"electricity-gas": lines})


def test_a_table_cut_short_stops_the_build(tmp_path: Path) -> None:
    read(tmp_path)
    path = tmp_path / owid.EDITION / "electricity-gas.csv"
    path.write_text(path.read_text(encoding="utf-8").partition("Zimbabwe")[0], encoding="utf-8")
    with pytest.raises(SourceError, match=r"electricity-gas.csv, row 2: 'Morocco'.*amid the alphabet"):
        list(owid.rows(tmp_path))


def test_another_title_stops_the_build(tmp_path: Path) -> None:
    read(tmp_path)
    path = tmp_path / owid.EDITION / "electricity-gas.csv"
    path.write_text("Entity,Code,Year,Gas per person\nMorocco,MAR,2024,1\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"unexpected columns.*Gas per person"):
        list(owid.rows(tmp_path))
