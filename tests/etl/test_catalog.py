"""The catalog of materials: each metal's codes, bases and memberships, also against the publishers' own lists."""

from __future__ import annotations

import csv
import io
import os
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, get_args

import duckdb
import pytest

from etl import codes, facts
from etl.source import Stage

METALS = codes.metals()
REVISIONS = ("HS92", "HS17", "HS22")
FAMILIES = {"battery", "fertiliser", "base", "precious", "ferro", "light", "technology", "industrial", "energy"}
BASES = {"content", "gross", "P2O5", "Li2O", "Cr2O3", "TiO2", "REO", "K2O", "Nb2O5", "Ta2O5", "U3O8", "As2O3"}
STAGES = get_args(Stage)


def words(text: str) -> list[str]:
    return text.split()


SLUGS = words("""aluminium antimony arsenic baryte beryllium bismuth boron chromium cobalt coking_coal copper feldspar
fluorspar gallium germanium gold graphite hafnium helium iron lead lithium magnesium manganese molybdenum nickel niobium
palladium phosphate phosphorus platinum potash rare_earths rhodium scandium silicon silver strontium sulphur tantalum
tin titanium tungsten uranium vanadium zinc zirconium""")

# Regulation (EU) 2024/1252, annex II section 1: 34 critical raw materials.
CRITICAL = {
    "antimony", "arsenic", "bauxite/alumina/aluminium", "baryte", "beryllium", "bismuth", "boron", "cobalt",
    "coking coal", "copper", "feldspar", "fluorspar", "gallium", "germanium", "hafnium", "helium",
    "heavy rare earth elements", "light rare earth elements", "lithium", "magnesium", "manganese", "graphite",
    "nickel", "niobium", "phosphate rock", "phosphorus", "platinum group metals", "scandium", "silicon metal",
    "strontium", "tantalum", "titanium metal", "tungsten", "vanadium",
}  # fmt: skip
# Annex I section 1: 17 strategic raw materials.
STRATEGIC = {
    "bauxite/alumina/aluminium", "bismuth", "boron — metallurgy grade", "cobalt", "copper", "gallium", "germanium",
    "lithium — battery grade", "magnesium metal", "manganese — battery grade", "graphite — battery grade",
    "nickel — battery grade", "platinum group metals",
    "rare earth elements for permanent magnets (Nd, Pr, Tb, Dy, Gd, Sm, and Ce)", "silicon metal", "titanium metal",
    "tungsten",
}  # fmt: skip
# Moroccan CESE, March 2023: 20 of its 24 names.
CESE = {
    "critical": words("aluminium boron chromium tin germanium graphite lithium magnesium tungsten rare_earths"),
    "strategic": words("baryte cobalt fluorspar manganese phosphate"),
    "added": words("copper nickel potash sulphur titanium"),
}


class Use(NamedTuple):
    """One HS6 code as one metal uses it."""

    metal: str
    stage: str
    revision: str
    hs6: str
    shared: bool
    apart: bool


def uses() -> Iterator[Use]:
    for metal, block in METALS.items():
        tables = [(s, t, False) for s, t in block.get("trade", {}).items()]
        tables += [(t["stage"], t, True) for t in block.get("apart", [])]
        for stage, table, apart in tables:
            for revision in REVISIONS:
                for hs6 in table.get(revision, []):
                    yield Use(metal, stage, revision, hs6, hs6 in table.get("shared", []), apart)


def test_every_metal_of_the_brief_stands_once_in_menu_order() -> None:
    assert sorted(METALS) == sorted(SLUGS)
    assert [b["rank"] for b in METALS.values()] == list(range(1, len(METALS) + 1))
    first = ["cobalt", "phosphate", "copper", "manganese", "zinc", "lead", "silver", "fluorspar", "baryte"]
    assert list(METALS)[:9] == first


@pytest.mark.parametrize("metal", SLUGS)
def test_a_block_has_its_fields_and_no_others(metal: str) -> None:
    block = METALS[metal]
    required = {"symbol", "family", "rank", "aliases", "production", "memberships"}
    assert required <= set(block) <= required | {"gross_to_content", "trade", "apart", "hs17_absent_from_hs22"}
    assert block["family"] in FAMILIES
    assert block["symbol"]
    assert block["aliases"]
    assert len(block["aliases"]) == len(set(block["aliases"]))
    assert set(block["production"]) <= set(STAGES)
    assert set(block["production"].values()) <= BASES
    assert set(block["memberships"]) <= {"eu_critical", "eu_strategic", "cese"}


@pytest.mark.parametrize("metal", [m for m in SLUGS if "gross_to_content" in METALS[m]])
def test_a_factor_is_stoichiometry_of_the_series_basis(metal: str) -> None:
    weight = {
        "Li": 6.94,
        "As": 74.921595,
        "Cr": 51.9961,
        "Ti": 47.867,
        "Nb": 92.90637,
        "Ta": 180.94788,
        "U": 238.02891,
        "O": 15.999,
    }
    factor = METALS[metal]["gross_to_content"]
    assert factor["from"] == next(iter(METALS[metal]["production"].values()))
    assert factor["reference"]
    parts = {e: weight[e] * int(n or 1) for e, n in re.findall(r"([A-Z][a-z]?)(\d*)", factor["from"])}
    share = 1 - parts["O"] / sum(parts.values())
    assert factor["factor"] == pytest.approx(share, abs=5e-5)


@pytest.mark.parametrize(("field", "law", "count"), [("eu_critical", CRITICAL, 34), ("eu_strategic", STRATEGIC, 17)])
def test_eu_memberships_are_the_wordings_of_the_regulation(field: str, law: set[str], count: int) -> None:
    assert len(law) == count
    assert {w for b in METALS.values() for w in b["memberships"].get(field, [])} == law


def test_wordings_are_shared_by_the_platinum_group_alone() -> None:
    holders = defaultdict(set)
    for metal, block in METALS.items():
        for wording in block["memberships"].get("eu_critical", []):
            holders[wording].add(metal)
    assert holders.pop("platinum group metals") == {"platinum", "palladium", "rhodium"}
    assert {len(h) for h in holders.values()} == {1}
    assert len(METALS["rare_earths"]["memberships"]["eu_critical"]) == 2


def test_a_strategic_material_is_critical_too() -> None:
    for block in METALS.values():
        assert "eu_strategic" not in block["memberships"] or "eu_critical" in block["memberships"]


def test_cese_list_is_the_twenty_known_names() -> None:
    listed: dict[str, list[str]] = {kind: [] for kind in CESE}
    for metal, block in METALS.items():
        if "cese" in block["memberships"]:
            listed[block["memberships"]["cese"]].append(metal)
    assert {k: sorted(v) for k, v in listed.items()} == {k: sorted(v) for k, v in CESE.items()}
    assert sum(map(len, listed.values())) == 20


@pytest.mark.parametrize("metal", SLUGS)
def test_a_series_names_one_revision_and_its_codes(metal: str) -> None:
    block = METALS[metal]
    assert set(block.get("trade", {})) <= set(STAGES)
    for series in block.get("trade", {}).values():
        assert series["revision"] in REVISIONS
        assert series[series["revision"]], "the revision of a series has codes"
        assert set(series) <= {"revision", "until", "lower", "shared", "note", *REVISIONS}
        assert set(series.get("shared", [])) <= {c for r in REVISIONS for c in series.get(r, [])}
    for series in block.get("apart", []):
        assert series["stage"] in STAGES
        assert series["note"]
        assert set(series) <= {"stage", "shared", "note", *REVISIONS}
        assert set(series) & set(REVISIONS)


def test_every_code_has_six_digits_but_the_heading_importers_declare() -> None:
    odd = {(u.metal, u.hs6, u.apart) for u in uses() if not re.fullmatch(r"\d{6}", u.hs6)}
    assert odd == {("phosphate", "2510", True)}


def test_a_code_stands_once_within_a_metal_and_revision() -> None:
    seen: dict[tuple[str, str, str], int] = defaultdict(int)
    for use in uses():
        seen[use.metal, use.revision, use.hs6] += 1
    assert [k for k, n in seen.items() if n > 1] == []


def test_a_code_of_several_metals_is_marked_shared_by_each() -> None:
    holders = defaultdict(list)
    for use in uses():
        holders[use.revision, use.hs6].append(use)
    several = {k: h for k, h in holders.items() if len({u.metal for u in h}) > 1}
    assert {("HS92", "261690"), ("HS17", "811292"), ("HS92", "261590")} <= set(several)
    assert [u for h in several.values() for u in h if not u.shared] == []


def test_phosphate_rock_never_adds_ground_to_unground() -> None:
    mine = METALS["phosphate"]["trade"]["mine"]
    assert (mine["revision"], mine["HS17"]) == ("HS17", ["251010"])
    apart = {u.hs6 for u in uses() if u.metal == "phosphate" and u.apart and u.stage == "mine"}
    assert apart == {"251020", "2510"}


def test_a_code_apart_that_holds_other_goods_is_marked_in_the_warehouse_too() -> None:
    with duckdb.connect() as con:
        facts.write(con, [], [])
        marked = set(con.execute("SELECT metal, stage, hs6 FROM catalog.hs_code WHERE shared AND apart").fetchall())
    cathodes = {("lithium", "semi", "284290"), ("phosphate", "product", "284290")}
    assert cathodes | {("cobalt", "refined", "283329")} <= marked


def test_refined_cobalt_reads_hydroxide_and_metal_together() -> None:
    refined = METALS["cobalt"]["trade"]["refined"]
    assert (refined["revision"], refined["HS92"]) == ("HS92", ["282200", "810510"])
    assert refined["HS17"] == ["282200", "810520"]


def test_every_hs17_code_lost_in_hs22_has_its_reason_and_its_heirs() -> None:
    for block in METALS.values():
        for code, reason in block.get("hs17_absent_from_hs22", {}).items():
            holders = [t for t in block["trade"].values() if code in t["HS17"]]
            assert len(holders) == 1
            assert code not in holders[0]["HS22"]
            assert all(heir in reason for heir in holders[0]["HS22"])


def test_codes_left_out_are_used_nowhere() -> None:
    left = [r["hs6"] for r in codes.rows("hs_left_out")]
    assert len(left) == len(set(left))
    assert all(r["reason"] for r in codes.rows("hs_left_out"))
    assert set(left) & {u.hs6 for u in uses()} == set()


@pytest.mark.parametrize("file", sorted((codes.CATALOG / "commodities").glob("*.csv")), ids=lambda p: p.stem)
def test_every_series_a_source_maps_has_a_metal_a_stage_and_a_basis(file: Path) -> None:
    for row in codes.rows(f"commodities/{file.stem}"):
        assert row["metal"] or row["reason"], row
        if row["metal"]:
            block = METALS[row["metal"]]
            # A price may be of a stage that is traded but whose output nobody counts: DAP.
            # A site may hold in the ground what nobody mines for its own sake: gallium in bauxite.
            assert row["stage"] in {"mine", *block["production"], *block.get("trade", {})}, row
            assert row["basis"], row


def test_world_mining_data_is_on_the_basis_of_every_mine_series_it_wins() -> None:
    for row in codes.rows("commodities/wmd"):
        if row["stage"] == "mine":
            assert METALS[row["metal"]]["production"]["mine"] == row["basis"], row


MIRROR = Path(os.environ.get("MIRROR", codes.CATALOG.parents[2] / "shared" / "mirror"))
mirrored = pytest.mark.skipif(not MIRROR.is_dir(), reason="no mirror of the publishers' files beside the project")


def zipped(revision: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(next((MIRROR / "baci").glob(f"*/BACI_{revision}_*.zip")))


def zipped_rows(archive: zipfile.ZipFile, pattern: str) -> Iterator[dict[str, Any]]:
    for name in archive.namelist():
        if re.fullmatch(pattern, name):
            with archive.open(name) as f:
                yield from csv.DictReader(io.TextIOWrapper(f, encoding="utf-8", errors="replace"))


@mirrored
def test_every_hs92_code_is_in_bacis_list_of_products() -> None:
    with zipped("HS92") as archive:
        known = {r["code"] for r in zipped_rows(archive, r"product_codes.*\.csv")}
    assert {u.hs6 for u in uses() if u.revision == "HS92"} - known == set()


@mirrored
def test_every_hs22_code_and_every_hs17_code_without_a_reason_is_in_hs_2022() -> None:
    with (MIRROR / "hs_nomenclature" / "2022" / "harmonized-system.csv").open(encoding="utf-8", newline="") as f:
        known = {r["hscode"] for r in csv.DictReader(f)}
    excused = {c for b in METALS.values() for c in b.get("hs17_absent_from_hs22", {})}
    assert {u.hs6 for u in uses() if u.revision == "HS22"} - known == set()
    assert {u.hs6 for u in uses() if u.revision == "HS17"} - known == excused


@mirrored
@pytest.mark.parametrize("revision", ["HS92", "HS17"])
def test_every_code_baci_holds_is_used_or_left_out_with_a_reason(revision: str) -> None:
    with zipped(revision) as archive:
        years = [n for n in archive.namelist() if "_Y" in n]
        ends = (min(years), max(years))  # a code can end before the last year, none begins after the first
        held = {r["k"] for name in ends for r in zipped_rows(archive, re.escape(name))}
    used = {u.hs6 for u in uses() if u.revision == revision}
    assert held - used - {r["hs6"] for r in codes.rows("hs_left_out")} == set()


@mirrored
def test_every_country_of_baci_is_listed() -> None:
    aggregates = {"S19", "ZA1", "R20", "PUS"}  # mapped by number: Taiwan, South Africa, unspecified
    with zipped("HS92") as archive:
        iso3 = {r["country_iso3"] for r in zipped_rows(archive, r"country_codes.*\.csv")}
    assert iso3 - aggregates - set(codes.countries()) == set()


@mirrored
def test_memberships_are_those_of_the_published_list() -> None:
    with (MIRROR / "eu_crma" / "2024" / "crma_2024_1252_lists.csv").open(encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    assert {r["material"] for r in rows} == CRITICAL
    assert {r["strategic_wording"] for r in rows if r["strategic_annex_I"] == "1"} == STRATEGIC
