from pathlib import Path

import pytest

from etl.source import KEYS, Score, SourceError
from etl.sources import wb_bready
from tests.xlsx import Cell, write_xlsx

Sheet = list[list[Cell]]

# Pillars as published, topics in their published layout: line breaks in the pillars' names, three lines of headings
# above each topic.
PILLARS: Sheet = [
    ["Economy", "Economy Code", "Pillar 1\nRegulatory Framework", "Pillar 2\nPublic Services",
     "Pillar 3\nOperational Efficiency"],
    ["Morocco", "MAR", 68.91951731720995, 58.656665789540284, 59.65722141563892],
    ["Romania", "ROM", 76.18540151288677, 63.19265152866077, 65.74314660131931],
    ["Timor-Leste", "TMP", 46.20866057574749, 23.80470760166645, 44.83203656673432],
    ["West Bank and Gaza", "WBG", 47.541460661043345, 28.421171541512013, 52.75388870537281],
]  # fmt: skip
HEADINGS: Sheet = [
    ["", "", "", "Pillar I: Quality of Regulations for Business Entry"],
    ["", "", "", "", "1.1 Information and Procedural Standards"],
    ["", "", "", "", "", "1.1.1 Company Information Filing Requirements"],
]


def topic(name: str, value: float, economy: str = "Economy") -> Sheet:
    header: list[Cell] = [economy, f"{economy}Code" if economy != "Economy" else "Economy Code", f"{name} Overall",
                          "Pillar I Overall", "Category 1.1 Overall"]  # fmt: skip
    return [*HEADINGS, header, ["Morocco", "MAR", value, 94.10714221000671, 47.5]]


def book(**sheets: Sheet) -> dict[str, Sheet]:
    found: dict[str, Sheet] = {"ABOUT": [["Business Ready 2024"]], "00_B-READY_Pillar_Score": PILLARS}
    for number, name in enumerate(wb_bready.TOPICS, start=1):
        economy = "Economy" if number == 1 else "EconomyName"
        found[f"{number:02}_{name.replace(' ', '_')}"] = topic(name, 70.0 + number, economy)
    return found | sheets


def read(tmp_path: Path, sheets: dict[str, Sheet] | None = None) -> list[Score]:
    write_xlsx(tmp_path / wb_bready.EDITION / wb_bready.FILE, sheets or book())
    return list(wb_bready.rows(tmp_path))


def test_pillars_and_topics_are_scores(tmp_path: Path) -> None:
    morocco = {r.score: r.value for r in read(tmp_path) if r.iso3 == "MAR"}
    assert len(morocco) == 13
    assert morocco["bready_regulatory_framework"] == 68.91951731720995
    assert morocco["bready_operational_efficiency"] == 59.65722141563892
    assert (morocco["bready_business_entry"], morocco["bready_business_insolvency"]) == (71.0, 80.0)
    assert read(tmp_path)[0] == Score(
        2024, "bready_regulatory_framework", "MAR", 68.91951731720995, "index_0_100", "wb_bready", "2024", None
    )


def test_old_codes_are_todays(tmp_path: Path) -> None:
    assert {r.iso3 for r in read(tmp_path)} == {"MAR", "ROU", "TLS", "PSE"}


def test_keys_are_unique(tmp_path: Path) -> None:
    keys = [tuple(getattr(r, k) for k in KEYS["score"]) for r in read(tmp_path)]
    assert len(keys) == len(set(keys))


LABOR = topic("Labor", 59.1, "EconomyName")


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        ({"04_Labor": [*LABOR[:4], ["Atlantis", "ATL", 1.0]]}, "sheet 04_Labor, row 5: 'ATL'.* country code"),
        ({"04_Labor": [*LABOR, LABOR[4]]}, "row 6: 'Morocco'.* second line for MAR"),
        ({"04_Labor": [*LABOR[:4], ["Morocco", "MAR", 591.0]]}, "off the scale"),
        ({"04_Labor": [*LABOR[:4], ["Morocco", "MAR", "n/a"]]}, "not a number"),
        ({"04_Labor": topic("Labour", 59.1)}, "row 4.*are not an economy, its code and .'Labor Overall'."),
        ({"04_Labor": LABOR[3:]}, "are not an economy"),
        ({"11_Trade": LABOR}, "are not the sheets"),
    ],
)
def test_what_nobody_mapped_stops_the_build(tmp_path: Path, sheets: dict[str, Sheet], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, book(**sheets))
