from pathlib import Path

import pytest

from etl.source import KEYS, Footprint, SourceError
from etl.sources import metal_lca as lca

# Lines of the three files.
NUSS = [
    "element,name,form,gwp_kgco2e_per_kg,gwp_p2_5,gwp_p97_5,ced_mj_per_kg,ced_p2_5,ced_p97_5,process",
    'Co,Cobalt,"Cobalt metal",8.3,6.0,11.5,128,93.2,179,"Cobalt, at plant, GLO U"',
    'La,Lanthanum,"La2O3 (bastnaesite, China)",11.0,8.8,14.3,215,172,275,"Lanthanum oxide, at plant, CN"',
    'Nd,Neodymium,"Nd2O3 (bastnaesite, China)",17.6,13.8,22.9,344,267,437,"Neodymium oxide, at plant, CN"',
    'In,Indium,"Indium metal",102,78.8,155,1720,1170,2520,"Indium, at regional storage/RER U"',
]
TOTAL = ["Raw material,Climate change", "Cobalt,14.99089722439171", '"Lithium, brine",7.702184421104804']
BREAKDOWN = [
    "Raw material,Stage,Source,Value",
    "Cobalt,Concentration,Electricity consumption,0.105690344",
    "Cobalt,Concentration,Other,14.885207002",
    '"Lithium, brine",Mining,Electricity consumption,1.89E-06',
    '"Lithium, brine",Refining,Other,7.702182845',
]


def read(tmp_path: Path, **changed: list[str]) -> list[Footprint]:
    folder = tmp_path / lca.EDITION
    folder.mkdir(exist_ok=True)
    files = {"nuss": NUSS, "total": TOTAL, "breakdown": BREAKDOWN} | changed
    for name, lines in zip((lca.NUSS, lca.TOTAL, lca.BREAKDOWN), files.values(), strict=True):
        (folder / name).write_text("\n".join([*lines, ""]), encoding="utf-8")
    return list(lca.rows(tmp_path))


def test_each_study_gives_its_own_row(tmp_path: Path) -> None:
    cobalt = [r for r in read(tmp_path) if r.metal == "cobalt"]
    assert cobalt == [
        Footprint("cobalt", "cobalt", "nuss_2014", 8.3, 128.0, 6.0, 11.5, "metal_lca"),
        Footprint("cobalt", "cobalt", "istrate_2024", 14.99089722439171, None, None, None, "metal_lca"),
    ]


def test_single_rare_earths_are_forms_of_one_metal(tmp_path: Path) -> None:
    forms = {r.form: r.kg_co2e_per_kg for r in read(tmp_path) if r.metal == "rare_earths"}
    assert forms == {"lanthanum": 11.0, "neodymium": 17.6}


def test_routes_of_a_metal_stay_apart(tmp_path: Path) -> None:
    assert [r.form for r in read(tmp_path) if r.metal == "lithium"] == ["lithium_brine"]


def test_metals_outside_the_catalog_are_left_out(tmp_path: Path) -> None:
    assert {r.metal for r in read(tmp_path)} == {"cobalt", "rare_earths", "lithium"}


def test_keys_are_unique(tmp_path: Path) -> None:
    keys = [tuple(getattr(r, k) for k in KEYS["footprint"]) for r in read(tmp_path)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"nuss": [NUSS[0], NUSS[1].replace("Co,", "Xx,", 1)]}, r"row 2: 'Xx'.* nobody has mapped"),
        ({"nuss": [NUSS[0], NUSS[1], NUSS[1]]}, r"row 3: 'Co'.* repeated"),
        ({"nuss": [NUSS[0], NUSS[1].replace("8.3", "83")]}, r"row 2.*outside its own bounds"),
        ({"nuss": [NUSS[0], NUSS[1].replace("128", "12.8")]}, r"row 2.*outside its own bounds"),
        ({"nuss": [NUSS[0], NUSS[1].replace("6.0", "-6.0")]}, r"row 2: '-6.0'.*less than 0"),
        ({"nuss": [NUSS[0], NUSS[1].replace("Cobalt,", ",", 1)]}, r"row 2: ''.*empty name"),
        ({"total": [TOTAL[0], "Unobtainium,1"]}, r"row 2: 'Unobtainium'.* nobody has mapped"),
        ({"total": [*TOTAL, TOTAL[1]]}, r"row 4.*not the sum"),
        ({"total": [TOTAL[0], "Cobalt,15.1"]}, r"row 2.*not the sum"),
        ({"total": ["Raw material,Total"]}, r"unexpected columns"),
    ],
)
def test_what_nobody_mapped_stops_the_build(tmp_path: Path, changed: dict[str, list[str]], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, **changed)
