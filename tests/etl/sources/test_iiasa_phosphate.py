"""IIASA's phosphate complexes in their true form: quoted names, Windows' Western alphabet, NA."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.source import Site, SourceError
from etl.sources import iiasa_phosphate

TABLE = """"Name","Region","Country","Subnational_area","Company","Rock_type","Status","Capacity"
"Khouribga","Africa","Morocco","Béni Mellal-Khénifra Region","OCP S.A.","sedimentary","operational",22.6
"Meskala","Africa","Morocco","Marrakesh-Safi Region","OCP S.A.","sedimentary","in development",17
"Thies-Lam Lam","Africa","Senegal","Thiès region","Sephos Senegal SA ","sedimentary","operational",1.5
"Boucraa","Africa","Morocco","Western Sahara - Laâyoune Region","OCP S.A.","sedimentary","operational",2.6
"Karatau-Chulaktau","Central Asia","Kazakhstan","Jambyl Region","Kazphosphate LLC ","sedimentary","operational",NA
"""


def read(place: Path, table: str = TABLE) -> list[Site]:
    path = place / iiasa_phosphate.VINTAGE / iiasa_phosphate.FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(table.encode("cp1252"))
    return list(iiasa_phosphate.rows(place))


def test_a_complex_is_a_mine_with_tonnes_a_year_and_no_point(tmp_path: Path) -> None:
    assert read(tmp_path)[0] == Site(
        "Khouribga", "mine", "Khouribga", "phosphate", "mine", "MAR", None, None, 22_600_000.0, False, "gross",
        "active", "OCP S.A.", "unknown", None, "iiasa_phosphate",
    )  # fmt: skip


def test_status_operator_and_an_unknown_capacity(tmp_path: Path) -> None:
    found = {s.site: (s.status, s.operator, s.capacity_t) for s in read(tmp_path)}
    assert found["Meskala"] == ("development", "OCP S.A.", 17e6)
    assert found["Thies-Lam Lam"] == ("active", "Sephos Senegal SA", 1.5e6)
    assert found["Karatau-Chulaktau"] == ("active", "Kazphosphate LLC", None)


def test_a_complex_stays_where_the_source_lists_it(tmp_path: Path) -> None:
    [site] = [s for s in read(tmp_path) if s.site == "Boucraa"]
    assert (site.iso3, site.latitude) == ("MAR", None)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"Senegal"', '"Atlantis"', "row 4: 'Atlantis'.*place"),
        ("in development", "rumoured", "row 3: 'rumoured'.*is not one of"),
        ("22.6", "22600000", "row 2: '22600000'.*not a capacity"),
        ("22.6", '"22,6"', "row 2: '22,6'.*not a number"),
        ("Meskala", "", "row 3: ''.*empty name"),
        ("22.6", "much", "row 2: 'much'.*not a number"),
        ("Meskala", "Khouribga", "row 3: 'Khouribga'.*second line"),
        ('"Capacity"', '"Mt"', "unexpected columns"),
        (",NA", "", "row 6.*has 7 cells"),
    ],
)
def test_what_nobody_mapped_stops_the_build(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, TABLE.replace(old, new))
