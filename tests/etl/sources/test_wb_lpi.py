from pathlib import Path

import pytest

from etl.source import KEYS, Score, SourceError
from etl.sources import wb_lpi
from tests.xlsx import Cell, write_xlsx

Sheet = list[list[Cell]]

# Excerpts of the seven published sheets: 2023 has no codes and its own order, 2007 its own names.
H2023: list[Cell] = [
    "country", "LPI Score", "LPI rank", "Customs score", "Customs rank", " Infrastructure score", "Infrastructure rank",
    "International shipments score", "International shipments rank", "Logistics quality and competence score",
    "Logistics quality and competence rank", "Timeliness score", "Timeliness rank", "Tracking and tracing score",
    "Tracking and tracing rank",
]  # fmt: skip
H2018: list[Cell] = [
    "country", "Code", "LPI Score", "LPI lower bound", "LPI upper bound", "LPI rank", "LPI rank lower bound",
    "LPI rank upper bound", "% of highest performer", "Customs score", "Customs rank", " Infrastructure score",
    "Infrastructure rank", "International shipments score", "International shipments rank",
    "Logistics quality and competence score", "Logistics quality and competence rank", "Tracking and tracing score",
    "Tracking and tracing rank", "Timeliness score", "Timeliness rank",
]  # fmt: skip
H2007: list[Cell] = [
    "country", "Code", "LPI Score", "LPI rank", "Confidence interval", "% of highest performer", "Customs score",
    "Customs rank", " Infrastructure score", "Infrastructure rank", "Ease of shipment score", "Ease of shipment rank",
    "Logistics quality and competence score", "Logistics quality and competence rank", "Ease of tracking score",
    "Ease of tracking rank", "Domestic Logistics Costs score", "Domestic Logistics Costs rank", "Timeliness score",
    "Timeliness rank",
]  # fmt: skip
SINGAPORE: list[Cell] = [
    "Singapore", 4.3, 1.0, 4.2, 1.0, 4.6, 1.0, 4.0, 2.0, 4.4, 1.0, 4.3, 1.0, 4.4, 1.0,
]  # fmt: skip
TURKIYE: list[Cell] = [
    "TC<rkiye", 3.4, 38.0, 3.0, 47.0, 3.4, 43.0, 3.4, 26.0, 3.5, 38.0, 3.6, 35.0, 3.5, 37.0,
]  # fmt: skip
MOROCCO_2018: list[Cell] = [
    "Morocco", "MAR", 2.539661, 2.351484, 2.727837, 109.0, 79.0, 133.0, 48.09270441713177, 2.328104, 115.0, 2.434603,
    93.0, 2.575211, 103.0, 2.489252, 101.0, 2.512709, 112.0, 2.878139, 114.0,
]  # fmt: skip
MOROCCO_2007: list[Cell] = [
    "Morocco", "MAR", 2.383503556140734, 94.0, 0.21692108190077872, 43.36545298428952, 2.2, 101.0, 2.33333, 77.0, 2.75,
    64.0, 2.125, 119.0, 2.0, 130.0, 2.375, 133.0, 2.85714, 95.0,
]  # fmt: skip
TIMOR_2007: list[Cell] = [
    "Timor-Leste", "TMP", 1.711773736069092, 149.0, 0.2271451637561877, 22.310308021945175, 1.625, 147.0, 1.66667,
    146.0, 1.5, 149.0, 1.6, 149.0, 1.66667, 147.0, 3.33333, 16.0, 2.25, 141.0,
]  # fmt: skip
SERBIA_2007: list[Cell] = [
    "SerbiaMontenegro", "YUG", 2.278033195535157, 115.0, 0.13189591986917573, 40.05952005496935, 2.33333, 83.0, 2.17647,
    98.0, 2.25, 116.0, 2.28571, 107.0, 2.07143, 124.0, 3.07143, 51.0, 2.53846, 128.0,
]  # fmt: skip


def line(name: str, code: str, overall: float) -> list[Cell]:
    """A line of 2010 to 2018 with its published overall score and, for what stands behind it, Morocco's of 2018."""
    return [name, code, overall, *MOROCCO_2018[3:]]


def book(**sheets: Sheet) -> dict[str, Sheet]:
    return {
        "2023": [H2023, SINGAPORE, TURKIYE],
        "2018": [H2018, MOROCCO_2018, line("Romania", "ROM", 3.118601),
                 line("Congo, Dem. Rep.", "ZAR", 2.428379), line("Congo, Rep.", "COG", 2.485858)],
        "2016": [H2018, line("Morocco", "MAR", 2.665994), line("Korea, Rep,", "KOR", 3.717126)],
        "2014": [H2018, line("Sco Tomi and Principe", "STP", 2.733896)],
        "2012": [H2018, line("Morocco", "MAR", 3.031835)],
        "2010": [H2018, line("Macedonia, FYR", "MKD", 2.773526)],
        "2007": [H2007, MOROCCO_2007, TIMOR_2007, SERBIA_2007],
    } | sheets  # fmt: skip


def read(tmp_path: Path, sheets: dict[str, Sheet] | None = None) -> list[Score]:
    write_xlsx(tmp_path / wb_lpi.EDITION / wb_lpi.FILE, sheets or book())
    return list(wb_lpi.rows(tmp_path))


def test_each_survey_gives_the_overall_score_and_six_components(tmp_path: Path) -> None:
    morocco = {r.score: r.value for r in read(tmp_path) if (r.iso3, r.year) == ("MAR", 2018)}
    assert morocco == {
        "lpi_overall": 2.539661, "lpi_customs": 2.328104, "lpi_infrastructure": 2.434603, "lpi_shipments": 2.575211,
        "lpi_competence": 2.489252, "lpi_tracking": 2.512709, "lpi_timeliness": 2.878139,
    }  # fmt: skip
    assert Score(2018, "lpi_overall", "MAR", 2.539661, "score_1_5", "wb_lpi", "2023", None) in read(tmp_path)


def test_morocco_has_no_row_where_the_survey_left_it_out(tmp_path: Path) -> None:
    years = {r.year for r in read(tmp_path) if r.iso3 == "MAR"}
    assert years == {2018, 2016, 2012, 2007}  # not 2023, 2014 or 2010


def test_2023_is_read_by_name_typing_errors_included(tmp_path: Path) -> None:
    found = {(r.iso3, r.score): r.value for r in read(tmp_path) if r.year == 2023}
    assert found["TUR", "lpi_overall"] == 3.4
    assert (found["SGP", "lpi_timeliness"], found["SGP", "lpi_tracking"]) == (4.3, 4.4)  # in another order than 2018


def test_2007_names_two_components_otherwise(tmp_path: Path) -> None:
    found = {r.score: r.value for r in read(tmp_path) if (r.iso3, r.year) == ("MAR", 2007)}
    assert (found["lpi_shipments"], found["lpi_tracking"], found["lpi_timeliness"]) == (2.75, 2.0, 2.85714)
    assert len(found) == 7  # the costs of 2007 are no component of the later surveys


def test_old_codes_are_todays_and_the_two_congos_stay_apart(tmp_path: Path) -> None:
    found = {(r.iso3, r.year): r.value for r in read(tmp_path) if r.score == "lpi_overall"}
    assert (found["ROU", 2018], found["COD", 2018], found["COG", 2018]) == (3.118601, 2.428379, 2.485858)
    assert {iso3 for iso3, year in found if year == 2007} == {"MAR", "TLS", "SCG"}


def test_names_beside_a_code_are_not_read(tmp_path: Path) -> None:
    assert {("KOR", 2016), ("STP", 2014), ("MKD", 2010)} <= {(r.iso3, r.year) for r in read(tmp_path)}


def test_keys_are_unique(tmp_path: Path) -> None:
    keys = [tuple(getattr(r, k) for k in KEYS["score"]) for r in read(tmp_path)]
    assert len(keys) == len(set(keys))


def changed(head: list[Cell], old: str, new: str) -> list[Cell]:
    return [new if cell == old else cell for cell in head]


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        ({"2023": [H2023, ["Atlantis", *SINGAPORE[1:]]]}, "sheet 2023, row 2: 'Atlantis'.* place"),
        ({"2018": [H2018, line("Atlantis", "ATL", 3.0)]}, "sheet 2018, row 2: 'ATL'.* country code"),
        (
            {"2018": [H2018, line("Chad", "TCD", 3.0), line("Tchad", "TCD", 3.0)]},
            "row 3: 'Tchad'.* second line for TCD",
        ),
        ({"2018": [H2018, line("Chad", "TCD", 33.0)]}, "off the scale"),
        ({"2018": [changed(H2018, "Customs score", "Green score")]}, "not the columns of the survey of 2018"),
        ({"2018": [H2023]}, "not the columns of the survey of 2018"),
        ({"2018": []}, "not the columns of the survey of 2018"),
        ({"2026": [H2018]}, "are not the sheets"),
    ],
)
def test_what_nobody_mapped_stops_the_build(tmp_path: Path, sheets: dict[str, Sheet], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, book(**sheets))


def test_a_missing_score_is_never_imputed(tmp_path: Path) -> None:
    blank: list[Cell] = [*line("Morocco", "MAR", 2.5)]
    blank[2] = ""
    with pytest.raises(SourceError, match=r"sheet 2018, row 2: ''.* not a number"):
        read(tmp_path, book(**{"2018": [H2018, blank]}))
