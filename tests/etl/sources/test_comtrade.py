"""UN Comtrade in its two true forms, the yearly table and the API's JSON; the figures here are made up."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Mapping
from pathlib import Path

import orjson
import pyarrow as pa
import pytest

from etl import codes
from etl.source import KEYS, SourceError, Trade, TradeExport
from etl.sources import comtrade
from etl.sources.comtrade import api
from etl.sources.comtrade.flow import exports

HEADER = (
    "reporterCode,cmdCode,status,rows,file,message,checked_at,typeCode,freqCode,refPeriodId,refYear,refMonth,period,"
    "reporterISO,reporterDesc,flowCode,flowDesc,partnerCode,partnerISO,partnerDesc,partner2Code,partner2ISO,"
    "partner2Desc,classificationCode,classificationSearchCode,isOriginalClassification,cmdDesc,aggrLevel,isLeaf,"
    "customsCode,customsDesc,mosCode,motCode,motDesc,qtyUnitCode,qtyUnitAbbr,qty,isQtyEstimated,altQtyUnitCode,"
    "altQtyUnitAbbr,altQty,isAltQtyEstimated,netWgt,isNetWgtEstimated,grossWgt,isGrossWgtEstimated,cifvalue,fobvalue,"
    "primaryValue,legacyEstimationFlag,isReported,isAggregate"
)
LOG = {"reporterCode": "24", "cmdCode": "260200", "status": "no_data", "rows": "0"}


def line(partner: str = "MAR", reporter: str = "FRA", value: float = 1500.5, **other: object) -> dict[str, object]:
    """One record as the publisher gives it; a reporter of imports CIF unless told otherwise."""
    return {
        "typeCode": "C", "freqCode": "A", "refPeriodId": 20220101, "refYear": 2022, "refMonth": 52, "period": "2022",
        "reporterCode": 251, "reporterISO": reporter, "reporterDesc": "Reporter, with a comma", "flowCode": "M",
        "flowDesc": "Import", "partnerCode": 504, "partnerISO": partner, "partnerDesc": "Partner", "partner2Code": 0,
        "partner2ISO": "W00", "partner2Desc": "World", "classificationCode": "H6", "classificationSearchCode": "HS",
        "isOriginalClassification": True, "cmdCode": "2510", "cmdDesc": "Natural calcium phosphates", "aggrLevel": 4,
        "isLeaf": False, "customsCode": "C00", "customsDesc": "TOTAL CPC", "mosCode": "0", "motCode": 0,
        "motDesc": "TOTAL MOT", "qtyUnitCode": 8, "qtyUnitAbbr": "kg", "qty": 4000.0, "isQtyEstimated": False,
        "altQtyUnitCode": -1, "altQtyUnitAbbr": "N/A", "altQty": 0.0, "isAltQtyEstimated": False, "netWgt": 4000.0,
        "isNetWgtEstimated": False, "grossWgt": 0.0, "isGrossWgtEstimated": False, "cifvalue": value,
        "fobvalue": None, "primaryValue": value, "legacyEstimationFlag": 0, "isReported": False, "isAggregate": True,
    } | other  # fmt: skip


LINES = [
    line(),
    line("W00", value=9e9),
    line("S19", value=7.0, netWgt=0.0),
    line("_X ", value=1.0),
    line("X1 ", value=2.0, netWgt=None),
    line("MAR", "R4 ", value=8e9),
    line("MAR", "ZAF", value=600.0, cifvalue=None, fobvalue=600.0),
    line("FRA", "FRA", value=3.0),
    line("DEU", "GEO", value=4.0, classificationCode="H5", cmdCode="850760"),
]


def folder(place: Path, lines: list[dict[str, object]], header: str = HEADER) -> Path:
    """The seven yearly tables, all but 2022 empty."""
    for year in comtrade.YEARS:
        text = io.StringIO()
        out = csv.DictWriter(text, header.split(","), lineterminator="\n")
        out.writeheader()
        out.writerow(LOG)
        out.writerows(lines if year == 2022 else [])
        path = place / comtrade.VINTAGE / f"comtrade_C_A_HS_M_{year}.csv.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(text.getvalue().encode()))
    return place


def read(place: Path) -> pa.Table:
    return pa.concat_tables(table for contract, table in comtrade.tables(place) if contract == "trade")


def payload(lines: list[dict[str, object]]) -> bytes:
    return orjson.dumps({"elapsedTime": "0.1 secs", "count": len(lines), "data": lines, "error": ""})


def pairs(table: pa.Table) -> dict[tuple[str, str], Trade]:
    return {(r["exporter_iso3"], r["importer_iso3"]): Trade(**r) for r in table.to_pylist()}


def test_a_line_is_partner_to_reporter_in_usd_and_tonnes(tmp_path: Path) -> None:
    found = pairs(read(folder(tmp_path, LINES)))
    assert found["MAR", "FRA"] == Trade(2022, "HS22", "2510", "MAR", "FRA", 1500.5, 4.0, "CIF", "comtrade")
    assert found["DEU", "GEO"].hs_revision == "HS17", "the revision is the line's own"
    assert read(folder(tmp_path, LINES)).column_names == list(Trade._fields)


def test_world_groups_the_log_and_goods_taken_back_are_left_out(tmp_path: Path) -> None:
    found = pairs(read(folder(tmp_path, LINES)))
    assert set(found) == {("MAR", "FRA"), ("TWN", "FRA"), ("XXX", "FRA"), ("MAR", "ZAF"), ("DEU", "GEO")}


def test_places_that_name_no_country_are_one_and_an_unknown_weight_stays_unknown(tmp_path: Path) -> None:
    found = pairs(read(folder(tmp_path, LINES)))
    assert (found["XXX", "FRA"].value_usd, found["XXX", "FRA"].gross_weight_t) == (3.0, None)


def test_western_sahara_is_a_partner_of_its_own(tmp_path: Path) -> None:
    """Japan's imports of 253090 name it: a territory is kept where the source lists it, inside no other."""
    table = read(folder(tmp_path, [line("ESH", "JPN", cmdCode="253090"), line("MAR", "JPN", cmdCode="253090")]))
    assert set(pairs(table)) == {("ESH", "JPN"), ("MAR", "JPN")}


def test_a_weight_of_zero_is_none(tmp_path: Path) -> None:
    assert pairs(read(folder(tmp_path, LINES)))["TWN", "FRA"].gross_weight_t is None


def test_a_reporter_that_values_imports_fob_says_so(tmp_path: Path) -> None:
    assert pairs(read(folder(tmp_path, LINES)))["MAR", "ZAF"].valuation == "FOB"


def test_the_weight_has_had_two_names(tmp_path: Path) -> None:
    old = [{k if k != "netWgt" else "netWeight": v for k, v in row.items()} for row in LINES]
    first = read(folder(tmp_path / "new", LINES))
    assert read(folder(tmp_path / "old", old, HEADER.replace("netWgt", "netWeight"))) == first
    assert read(folder(tmp_path / "both", LINES, HEADER + ",netWeight")) == first


def test_the_api_gives_the_same_rows_as_the_table(tmp_path: Path) -> None:
    assert comtrade.parse(payload(LINES)) == read(folder(tmp_path, LINES))


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (line("ATL"), "'ATL': is a country code"),
        (line(classificationCode="S4"), "'S4'.*revisions"),
        (line(flowCode="X"), "flowCode"),
        (line(partner2Code=36), "partner2Code"),
        (line(period="2021"), "period"),
        (line(netWgt="about 4 t"), "not a number, in netWgt"),
        (line(cifvalue=1.0), "neither its CIF nor its FOB"),
        (line(cmdCode="251000"), "'251000': is a code that catalog/metals.toml does not name"),
        (line(""), "'': is a country code"),
        (line(netWgt=-1.0), "a weight below zero"),
        (line(cifvalue=None, fobvalue=None), "neither its CIF nor its FOB"),
        (line(), "repeated key"),
    ],
)
def test_what_nobody_mapped_stops_the_build(tmp_path: Path, bad: dict[str, object], message: str) -> None:
    with pytest.raises(SourceError, match=f"M_2022.csv.gz, row {len(LINES) + 3}: .*{message}"):
        read(folder(tmp_path, [*LINES, bad]))


def test_a_renamed_or_a_new_column_stops_the_build(tmp_path: Path) -> None:
    for header in (HEADER.replace("primaryValue", "value"), HEADER + ",surprise"):
        with pytest.raises(SourceError, match="unexpected columns"):
            read(folder(tmp_path, [], header))


def test_a_truncated_table_stops_the_build(tmp_path: Path) -> None:
    path = folder(tmp_path, LINES) / comtrade.VINTAGE / "comtrade_C_A_HS_M_2022.csv.gz"
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(SourceError, match=r"M_2022.csv.gz.*not a readable table"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (b"<html>Access denied</html>", "no answer of the API"),
        (b'{"statusCode": 401, "message": "Access denied"}', "no answer of the API"),
        (orjson.dumps({"count": 2, "data": [line()]}), "2: rows are announced and 1 are there"),
        (orjson.dumps({"count": 1, "data": [{"period": "2022"}]}), "no answer of the API"),
    ],
)
def test_an_answer_that_is_none_or_not_whole_is_refused(answer: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        comtrade.parse(answer)


def test_an_answer_as_long_as_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "LIMIT", len(LINES))
    with pytest.raises(SourceError, match="cut off"):
        comtrade.parse(payload(LINES))


def test_declared_exports_are_read_where_the_harvest_has_them(tmp_path: Path) -> None:
    """Morocco declares 1,200 USD sold to France, and what it sold to places that name no country is one row."""
    sold = {"flowCode": "X", "reporter": "MAR"}
    lines = [
        line("FRA", cifvalue=None, fobvalue=1200.0, value=1200.0, **sold),
        line("_X ", cifvalue=None, fobvalue=2.0, value=2.0, **sold),
        line("X1 ", cifvalue=None, fobvalue=3.0, value=3.0, **sold),
        line("W00", cifvalue=None, fobvalue=9e9, value=9e9, **sold),
    ]
    place = folder(tmp_path, LINES)
    api.save(api.records(payload(lines), "answer"), place / comtrade.VINTAGE / "comtrade_C_A_HS_X_2022.csv.gz")
    [found] = [table for contract, table in comtrade.tables(place) if contract == "trade_export"]
    assert [TradeExport(**row) for row in found.to_pylist()] == [
        TradeExport(2022, "HS22", "2510", "MAR", "FRA", 1200.0, "comtrade"),
        TradeExport(2022, "HS22", "2510", "MAR", "XXX", 5.0, "comtrade"),
    ]
    api.save(api.records(payload([line(**sold)]), "answer"), place / comtrade.VINTAGE / "comtrade_C_A_HS_X_2023.csv.gz")
    with pytest.raises(SourceError, match="2023"):
        list(comtrade.tables(place))


def test_an_export_valued_cif_stops_the_build(tmp_path: Path) -> None:
    bad = api.records(payload([line(flowCode="X")]), "answer")
    with pytest.raises(SourceError, match="an export, which is FOB"):
        exports(bad, "answer", 2022)


def test_live_asks_each_code_of_each_year_once_a_flow_and_writes_what_the_reader_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def get(url: str, headers: Mapping[str, str] | None) -> bytes:
        assert headers == {"Ocp-Apim-Subscription-Key": "mine"}
        asked.append(url)
        return payload(LINES if "period=2022" in url and "2510" in url and "flowCode=M" in url else [])

    monkeypatch.setenv(comtrade.KEY, "mine")
    comtrade.live(get, tmp_path)
    assert [sum(f"period={y}&" in url and code in url and f"flowCode={flow}&" in url for url in asked)
            for y in comtrade.YEARS for code in api.CODES for flow in "MX"] == [1] * 7 * 36 * 2  # fmt: skip
    assert sorted(p.name for p in tmp_path.rglob("*.gz")) == [f.name for f in comtrade.SOURCE.files]
    assert read(tmp_path) == comtrade.parse(payload(LINES))
    first = {p: p.read_bytes() for p in tmp_path.rglob("*.gz")}
    comtrade.live(get, tmp_path)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*.gz")} == first


def test_live_without_a_key_says_which_variable_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(comtrade.KEY, raising=False)
    with pytest.raises(SourceError, match="COMTRADE_KEY"):
        comtrade.live(lambda url, headers: b"", tmp_path)


def test_every_code_asked_for_is_in_the_catalog() -> None:
    assert set(api.CODES) - codes.hs6_codes() == set()


def test_its_rows_never_leave_the_machine() -> None:
    assert comtrade.SOURCE.redistribution == "own use"
    assert set(KEYS["trade"]) <= set(Trade._fields)
