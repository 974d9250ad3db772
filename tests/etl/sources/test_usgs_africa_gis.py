"""USGS's sites in Africa, in the form of its three layers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson
import pytest

from etl import codes
from etl.source import Site, SourceError
from etl.sources import usgs_africa_gis as gis

Properties = dict[str, Any]


def facility(uid: str = "MAR006", **other: Any) -> Properties:
    return {
        "FeatureUID": uid, "Label1": "MAR6", "Country": "Morocco", "FeatureNam": "Bou Azzer Mine",
        "FeatureTyp": "Mines and Quarries", "DsgAttr01": "Metal", "DsgAttr02": "Cobalt",
        "DsgAttr03": "Ore, cobalt content", "DsgAttr04": "N", "DsgAttr05": "Y", "DsgAttr06": 2018,
        "DsgAttr08": "Metric tons", "DsgAttr09": "<null>", "LocOpStat": "Assumed Active", "MemoOther": "<null>",
        "DsgAttr10": "<null>", "MemoLoc": "Bou Azzer", "Latitude": 30.516585, "Longitude": -6.914969,
        "LocConfid": "A", "LocSource1": "Google Earth", "InfSource1": "USGS 2018 Minerals Yearbook, Morocco",
        "OperateNam": "Compagnie de Tifnout Tighanimine (CTT)", "OwnerName1": "Managem Group [99.75%]",
        "OwnerName2": "<null>", "OwnerName3": "<null>", "OwnerName4": "<null>", "ADM1": "Drâa-Tafilalet",
        "DsgAttr07": 2500.0,
    } | other  # fmt: skip


def ground(uid: str, first: str, *more: str, **other: Any) -> Properties:
    """A deposit; with `other`, what an exploration has besides."""
    names = dict(zip((f"DsgAttr0{n}" for n in range(1, 9)), [first, *more] + [None] * 7, strict=False))
    return {
        "FeatureUID": uid, "FeatureNam": "Gamsberg", "NameVar": None, "Country": "Namibia", "ADM1": "Erongo",
        "Latitude": -29.25, "Longitude": 18.79, "Label1": uid, "DsgAttr09": "Pegmatite", "DsgAttr10": 24,
        "InfSource1": "USGS OFR2005-1294",
    } | names | other  # fmt: skip


DOUBTFUL = [
    facility(
        row["uid"], DsgAttr02=row["commodity"], DsgAttr03=row["product"] or "<null>",
        DsgAttr07=float(row["published"]), DsgAttr08=row["unit"], FeatureTyp=kind, Country="Zambia",
    )
    for row, kind in zip(
        codes.rows("usgs_africa_gis_capacity"),
        ["Mineral Processing Plants", *["Mines and Quarries"] * 3, "Mineral Processing Plants", "Mines and Quarries"],
        strict=True,
    )
]  # fmt: skip
DEPOSITS = [ground("ZAd022", "Barite", "Zinc"), ground("DZd008", "Fluorspar", "Fluorite", "Clay (Kaolin)")]
EXPLORATION = [
    ground("EHx001", "Copper", "Nickel", Country="Western Sahara", LocOpStat="Exploration", MemoLoc=None,
           OwnerName="Metalex Ventures Ltd.", DsgAttr12="P08382", DsgAttr11=2007, Latitude=23.05, Longitude=-14.29)
]  # fmt: skip


def layer(features: Iterable[Properties], drawn: list[float] | None = None) -> bytes:
    return orjson.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"id": str(n), "type": "Feature", "properties": p, "geometry": {"type": "Point", "coordinates": at}}
                for n, p in enumerate(features)
                for at in [[p.get("Longitude"), p.get("Latitude")] if drawn is None else drawn]
            ],
        }
    )


def read(
    place: Path, *facilities: Properties, deposits: list[Properties] = DEPOSITS, doubtful: list[Properties] = DOUBTFUL
) -> list[Site]:
    folder = place / gis.VINTAGE
    folder.mkdir(parents=True, exist_ok=True)
    (folder / gis.FACILITIES).write_bytes(layer([*facilities, *doubtful]))
    (folder / gis.DEPOSITS).write_bytes(layer(deposits))
    (folder / gis.EXPLORATION).write_bytes(layer(EXPLORATION))
    return list(gis.rows(place))


def test_a_mine_is_a_site_with_its_capacity(tmp_path: Path) -> None:
    assert read(tmp_path, facility())[0] == Site(
        "MAR006", "mine", "Bou Azzer Mine", "cobalt", "mine", "MAR", 30.516585, -6.914969, 2500.0, False, "content",
        "assumed_active", "Compagnie de Tifnout Tighanimine (CTT)", "actual", 2018, "usgs_africa_gis",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "unit", "tonnes"),
    [
        (22.6, "Thousand metric tons", 22600.0),
        (500.0, "Kilograms", 0.5),
        (-999.0, "NA", None),
        (-999.0, "Metric tons", None),
        (3.0, "Million cubic meters", None),
    ],
)
def test_capacity_is_in_tonnes_or_unknown(tmp_path: Path, value: float, unit: str, tonnes: float | None) -> None:
    assert read(tmp_path, facility(DsgAttr07=value, DsgAttr08=unit))[0].capacity_t == tonnes


def test_a_figure_for_several_sites_is_shared_and_one_of_ore_is_gross(tmp_path: Path) -> None:
    plain, shared, ore = read(
        tmp_path,
        facility(),
        facility("MAR031", DsgAttr09="c,e", DsgAttr10="MAR003, MAR041"),
        facility("ZWE085", DsgAttr09="e,g"),
    )[:3]
    assert [s.shared for s in (plain, shared, ore)] == [False, True, False]
    assert [s.basis for s in (plain, shared, ore)] == ["content", "content", "gross"]


def test_two_companies_at_one_place_are_two_sites(tmp_path: Path) -> None:
    acid = {"DsgAttr02": "Phosphate", "DsgAttr03": "Phosphoric acid, P2O5", "FeatureTyp": "Mineral Processing Plants"}
    other = acid | {"OperateNam": "Emaphos"}
    sites = read(tmp_path, facility("MAR068", **acid), facility("MAR068"), facility("MAR068", **other))[:3]
    assert [(s.site, s.metal, s.stage, s.kind) for s in sites] == [
        ("MAR068", "phosphate", "intermediate", "plant"),
        ("MAR068", "cobalt", "mine", "mine"),
        ("MAR068.2", "phosphate", "intermediate", "plant"),
    ]


def test_what_is_no_material_of_the_catalog_is_left_out(tmp_path: Path) -> None:
    cement = facility(DsgAttr02="Cement", DsgAttr03="Portland", FeatureTyp="Mineral Processing Plants")
    assert len(read(tmp_path, cement)) == len(read(tmp_path))


def test_a_capacity_that_cannot_be_is_none_and_its_doubt_must_apply(tmp_path: Path) -> None:
    known = [s for s in read(tmp_path) if s.site in {p["FeatureUID"] for p in DOUBTFUL}]
    assert len(known) == len(DOUBTFUL)
    assert {s.capacity_t for s in known} == {None}
    with pytest.raises(SourceError, match=r"EGY047.*no longer apply"):
        read(tmp_path, doubtful=DOUBTFUL[1:])


def test_a_deposit_is_a_site_of_each_metal_once(tmp_path: Path) -> None:
    found = [(s.site, s.metal, s.kind, s.capacity_t, s.year) for s in read(tmp_path) if s.kind == "deposit"]
    assert found == [
        ("ZAd022", "baryte", "deposit", None, None),
        ("ZAd022", "zinc", "deposit", None, None),
        ("DZd008", "fluorspar", "deposit", None, None),
    ]


def test_the_source_s_own_territories_are_kept_as_it_gives_them(tmp_path: Path) -> None:
    found = [s for s in read(tmp_path) if s.kind == "exploration"]
    assert {(s.iso3, s.metal, s.year, s.operator) for s in found} == {
        ("ESH", "copper", 2007, "Metalex Ventures Ltd."),
        ("ESH", "nickel", 2007, "Metalex Ventures Ltd."),
    }


def test_a_name_broken_by_an_alphabet_is_still_a_place(tmp_path: Path) -> None:
    broken = read(tmp_path, deposits=[ground("CId001", "Gold", Country="Côte d'\x92Ivoire")])
    assert [s.iso3 for s in broken if s.kind == "deposit"] == ["CIV"]


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"Country": "Atlantis"}, "row MAR006: 'Atlantis'.*place"),
        ({"DsgAttr03": "Dust"}, "'mine: Cobalt | Dust'.*series"),
        ({"DsgAttr08": "Bags"}, "'Bags'.*unit"),
        ({"DsgAttr07": -1.0}, "-1.0: is not a capacity"),
        ({"DsgAttr09": "q"}, "'q'.*marks"),
        ({"LocOpStat": "Rumoured"}, "'Rumoured'.*is not one of"),
        ({"FeatureTyp": "Mint"}, "'Mint'.*is not one of"),
        ({"LocConfid": "Z"}, "'Z'.*is not one of"),
        ({"Latitude": 51.5}, "not in Africa"),
        ({"Latitude": "north"}, "row MAR006: .*'north'.*is not a point"),
        ({"DsgAttr06": "soon"}, "row MAR006: 'soon': is not a year"),
        ({"DsgAttr06": 18}, "row MAR006: 18: is not a year"),
        ({"FeatureNam": None}, "row MAR006: None: is not a name"),
    ],
)
def test_what_nobody_mapped_stops_the_build(tmp_path: Path, bad: Properties, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path, facility(**bad))


@pytest.mark.parametrize("name", ["Country", "FeatureNam", "DsgAttr07", "DsgAttr08", "Latitude", "LocOpStat"])
def test_a_renamed_attribute_is_named_with_its_feature(tmp_path: Path, name: str) -> None:
    renamed = {(f"{key}_" if key == name else key): value for key, value in facility().items()}
    with pytest.raises(SourceError, match=rf"{gis.FACILITIES}, row MAR006: \['{name}'\]: are attributes"):
        read(tmp_path, renamed)


def test_a_feature_that_stands_twice_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="row MAR006: 'Bou Azzer Mine': stands twice"):
        read(tmp_path, facility(), facility())


def test_a_point_that_is_not_where_the_feature_is_drawn_stops_the_build(tmp_path: Path) -> None:
    read(tmp_path)
    swapped = facility(Latitude=-6.914969, Longitude=30.516585)
    (tmp_path / gis.VINTAGE / gis.FACILITIES).write_bytes(layer([swapped], [-6.914969, 30.516585]))
    with pytest.raises(SourceError, match=r"row MAR006: .* is not where the feature is drawn"):
        list(gis.rows(tmp_path))


def test_a_truncated_layer_stops_the_build(tmp_path: Path) -> None:
    read(tmp_path)
    path = tmp_path / gis.VINTAGE / gis.FACILITIES
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(SourceError, match="not a readable GeoJSON"):
        list(gis.rows(tmp_path))


def test_every_doubt_has_a_reason() -> None:
    assert all(r["reason"] for r in codes.rows("usgs_africa_gis_capacity"))
