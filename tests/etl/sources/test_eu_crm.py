"""The EU's study in the form of its four tables, their two encodings and their unlike spellings."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl import codes
from etl.source import CrmParameter, CrmScore, SourceError, SupplyShare
from etl.sources import eu_crm

WORLD = """Material,Stage,Country,Share,t\r
Cobalt,E,"Congo, D.R.",62.8%,1.1\r
Cobalt,E,Brasilia,<0.1%,1.0\r
Barytes,E,Morocco,8.9%,1.0\r
Hydrogen,E,Turkyie,<0.1%,1.0\r
Lead,E,China,43.4%,1.2\r
Phosphate Rock,E,Türkiye,0.1%,1.0\r
Titanium metal,E,Australia,8%,1.0\r
Dysprosium,E,China,100.0%,1.0\r
"""
EU = """Material,Stage,Country,Share,t\r
Silicon metal,P,Germany,6,0.8\r
Silicon metal,P,Libanon,9%,1\r
Heavy Rare earths Elements,E,China,99%,1\r
Titanium ores,E,Brasil,5%,1\r
Chromium,E,Surinam,9%,1\r
"""
SCORES = """Material,Year,SR,EI\r
Aggregates,2011,-,-\r
Baryte,2023,1.3,3.5\r
"Natural Teak
wood",2020,1.9,2\r
PGMs,2020,2.4,5.7\r
HREEs,2023,5.1,4.2\r
Titanium metal,2020,-,-\r
"""
PARAMETERS = """material,stage,si_sr,import_reliance_pct,eol_rir_pct,supply_data_used
Aggregates,E,1.0,1,9,EUonly
Beryllium,E,0.99,,0,GSonly
Phosphorous,P,0.98,100,0,GS+EU
Silica sand,E,,0,1,GS+EU
"""
Rows = list[SupplyShare | CrmParameter | CrmScore]


def read(place: Path, world: str = WORLD, eu: str = EU, scores: str = SCORES, parameters: str = PARAMETERS) -> Rows:
    folder = place / eu_crm.EDITION
    folder.mkdir(parents=True, exist_ok=True)
    texts = {eu_crm.WORLD: world, eu_crm.EU: eu, eu_crm.SCORES: scores, eu_crm.PARAMETERS: parameters}
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode("utf-8" if name == eu_crm.PARAMETERS else "cp1252"))
    return list(eu_crm.rows(place))


def shares(rows: Rows) -> dict[tuple[str, str], SupplyShare]:
    return {(r.material, r.iso3): r for r in rows if isinstance(r, SupplyShare)}


def test_a_share_is_a_fraction_of_one_stage(tmp_path: Path) -> None:
    found = shares(read(tmp_path))
    assert found["cobalt", "COD"] == SupplyShare(
        "cobalt", "cobalt", "mine", "COD", "global", 0.628, 1.1, "eu_crm", "2023", None
    )
    assert found["phosphate", "TUR"].share == 0.001, "the tables are in Windows' Western alphabet"


def test_less_than_the_table_can_print_is_a_bound_not_a_zero(tmp_path: Path) -> None:
    brazil = shares(read(tmp_path))["cobalt", "BRA"]
    assert (brazil.share, brazil.flag) == (None, "bound")


def test_one_material_has_one_code_however_a_table_spells_it(tmp_path: Path) -> None:
    rows = read(tmp_path)
    assert shares(rows)["baryte", "MAR"].share == 0.089
    assert [r.sr for r in rows if isinstance(r, CrmScore) and r.material == "baryte"] == [1.3]
    assert {r.material for r in rows if isinstance(r, CrmParameter)} == {"beryllium", "phosphorus"}
    assert shares(rows)["titanium", "BRA"].scope == "eu"
    assert shares(rows)["titanium_metal", "AUS"].metal == "titanium"


def test_the_share_that_lost_its_sign_is_read_as_percent_and_no_other(tmp_path: Path) -> None:
    assert shares(read(tmp_path))["silicon", "DEU"].share == 0.06
    with pytest.raises(SourceError, match=r"row 2: '62.8'.*share in percent"):
        read(tmp_path, world=WORLD.replace("62.8%", "62.8"))


def test_materials_scored_together_score_each_of_their_metals(tmp_path: Path) -> None:
    found = {(r.material, r.metal): (r.sr, r.ei) for r in read(tmp_path) if isinstance(r, CrmScore)}
    assert {m for (material, m) in found if material == "platinum_group"} == {"platinum", "palladium", "rhodium"}
    assert found["heavy_rare_earths", "rare_earths"] == (5.1, 4.2)


def test_a_material_not_scored_that_year_has_no_score(tmp_path: Path) -> None:
    assert not [r for r in read(tmp_path) if isinstance(r, CrmScore) and r.material == "titanium_metal"]


def test_parameters_are_fractions_and_a_blank_is_none(tmp_path: Path) -> None:
    [first, second] = [r for r in read(tmp_path) if isinstance(r, CrmParameter)]
    assert first == CrmParameter("beryllium", "beryllium", "mine", None, 0.0, 0.99, "global", "eu_crm", "2023")
    assert (second.ir, second.eol_rir, second.shares) == (1.0, 0.0, "both")


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("world", "Cobalt,E,Bra", "Unobtainium,E,Bra", "row 3: 'Unobtainium'.*material"),
        ("world", "Cobalt,E,Brasilia", "Cobalt,E,Atlantis", "row 3: 'Atlantis'.*place"),
        ("world", "Cobalt,E,Brasilia", "Cobalt,X,Brasilia", "row 3: 'X'.*stages"),
        ("world", "Cobalt,E,Brasilia", 'Cobalt,E,"Congo, D.R."', "row 3.*second line"),
        ("world", "Cobalt,E,Brasilia,<0.1%", "Cobalt,E,Brasilia,48%", "row 3: 'Cobalt'.*more than the whole"),
        ("world", "Share", "share", "unexpected columns"),
        ("scores", "PGMs,2020,2.4,5.7", "PGMs,2020,2.4,-", "one score without the other"),
        ("scores", "PGMs,2020", "PGMs,2019", "'2019'.*assessments"),
        ("parameters", "GSonly", "GS", "'GS'.*is not one of"),
        ("parameters", "P,0.98,100", "P,0.98,110", "'110'.*percentage"),
        ("parameters", "P,0.98", "P,9.8", "'9.8'.*substitution"),
    ],
)
def test_what_nobody_mapped_stops_the_build(tmp_path: Path, table: str, old: str, new: str, message: str) -> None:
    text = {"world": WORLD, "scores": SCORES, "parameters": PARAMETERS}[table]
    assert old in text
    with pytest.raises(SourceError, match=message):
        read(tmp_path, **{table: text.replace(old, new)})


def test_every_material_has_metals_of_the_catalog_or_a_reason() -> None:
    table = codes.rows("eu_crm_materials")
    assert len({r["name"] for r in table}) == len(table)
    for row in table:
        metals = row["metals"].split()
        assert set(metals) <= set(codes.metals()), row
        assert bool(metals) == bool(row["material"]), row
        assert metals or row["reason"], row
    # A material of one metal and that metal's own share its code.
    assert all(r["material"] not in codes.metals() or r["metals"] == r["material"] for r in table)
