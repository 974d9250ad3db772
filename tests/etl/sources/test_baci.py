"""BACI in its true format: text codes, thousand USD, NA weights, old country codes; whole and excerpted zips."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pyarrow as pa
import pytest

from etl.source import SourceError
from etl.sources import baci

COUNTRIES = """country_code,country_name,country_iso2,country_iso3
58,Belgium-Luxembourg (...1998),BE,BEL
180,Dem. Rep. of the Congo,CD,COD
251,France,FR,FRA
490,"Other Asia, nes",,S19
504,Morocco,MA,MAR
516,Namibia,,NAM
697,"Europe EFTA, nes",,R20
711,Southern African Customs Union (...1999),,ZA1
849,US Misc. Pacific Isds,PU,PUS
"""
ROWS = """t,i,j,k,v,q
2022,504,251,251010,1101.5,8000.25
2022,504,251,010111,5.0,0.001
2022,180,490,282200,2.0,NA
2022,711,58,282200,3.0,            NA
2022,697,251,282200,1.0,2.0
2022,849,251,282200,4.0,NA
"""

LAST = ROWS.count("\n") + 1  # the row that a line after them has


def zips(folder: Path, rows: str = ROWS, countries: str = COUNTRIES) -> Path:
    (folder / baci.VINTAGE).mkdir(parents=True, exist_ok=True)
    for revision in baci.REVISIONS:
        with zipfile.ZipFile(folder / baci.VINTAGE / f"BACI_{revision}_{baci.VINTAGE}.zip", "w") as z:
            z.writestr(f"BACI_{revision}_Y2022_{baci.VINTAGE}.csv", rows)
            z.writestr(f"country_codes_{baci.VINTAGE}.csv", countries)
    return folder


def read(folder: Path) -> dict[str, list[pa.Table]]:
    found: dict[str, list[pa.Table]] = {"trade": [], "trade_total": []}
    for contract, table in baci.tables(folder):
        found[contract].append(table)
    return found


def test_rows(tmp_path: Path) -> None:
    table = read(zips(tmp_path))["trade"][-1]
    rows = {(r["exporter_iso3"], r["importer_iso3"], r["hs6"]): r for r in table.to_pylist()}
    rock = rows["MAR", "FRA", "251010"]
    assert rock["value_usd"] == 1_101_500.0, "v is thousand USD"
    assert rock["gross_weight_t"] == 8000.25
    assert (rock["hs_revision"], rock["valuation"], rock["source"]) == ("HS92", "FOB", "baci")
    assert ("MAR", "FRA", "010111") not in rows, "only catalogued codes are kept pair by pair"


def test_old_codes_and_padded_nulls(tmp_path: Path) -> None:
    rows = {(r["exporter_iso3"], r["importer_iso3"]): r for r in read(zips(tmp_path))["trade"][-1].to_pylist()}
    assert rows["COD", "TWN"]["gross_weight_t"] is None
    assert rows["ZAF", "BEL"]["gross_weight_t"] is None


def test_unspecified_exporters_fold_into_one_and_an_unknown_weight_stays_unknown(tmp_path: Path) -> None:
    [row] = [r for r in read(zips(tmp_path))["trade"][-1].to_pylist() if r["exporter_iso3"] == "XXX"]
    assert (row["value_usd"], row["gross_weight_t"]) == (5000.0, None)


def test_a_country_is_known_by_its_codes_alone_whatever_its_name(tmp_path: Path) -> None:
    twice = "Côte d'Ivoire".encode().decode("latin-1")
    countries = COUNTRIES.replace("Morocco,MA,MAR", f'"{twice}, encoded twice",,MAR')
    rows = ROWS + "2022,516,251,282200,7.0,1.0\n"
    found = {r["exporter_iso3"] for r in read(zips(tmp_path, rows, countries))["trade"][-1].to_pylist()}
    assert {"MAR", "NAM"} <= found


def test_an_excerpt_gives_no_totals_and_a_complete_file_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(zips(tmp_path))["trade_total"] == []
    monkeypatch.setattr(baci, "COMPLETE", 3)
    totals = {r["iso3"]: r for r in read(tmp_path)["trade_total"][-1].to_pylist()}
    assert totals["MAR"]["export_usd"] == 1_106_500.0, "every code counts, catalogued or not"
    assert totals["FRA"] == {
        "year": 2022, "hs_revision": "HS92", "iso3": "FRA", "export_usd": 0.0, "import_usd": 1_111_500.0,
        "source": "baci",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (ROWS.replace("t,i,j,k,v,q", "t,i,j,k,value,q"), "unexpected columns"),
        (ROWS + "2022,504,251,251010,1.0,1.0\n", f"row {LAST}: .*stands 2 times: a duplicated key"),
        (ROWS + "2022,999,251,251010,1.0,1.0\n", f"row {LAST}: 999: is a country code the file does not list"),
        (ROWS + "2021,504,251,251010,1.0,1.0\n", f"row {LAST}: 2021: is another year than the file's, 2022"),
        (ROWS + "2022,504,56,251010,-1.0,1.0\n", f"row {LAST}: .*'v': -1.0.* a value or a weight below zero"),
        (ROWS + "2022,504,56,251010,1.0,-1.0\n", f"row {LAST}: .*'q': -1.0.* a value or a weight below zero"),
        (ROWS + "2022,504,56,251010,inf,1.0\n", f"row {LAST}: .*'v': inf.*above 1e"),
        (ROWS + "2022,504,56,251010,1.0,1e11\n", f"row {LAST}: .*'q': 1000.*above 1e"),
        (ROWS + "2022,504,56,251010,nan,1.0\n", f"row {LAST}: .*'v': nan.* a value or a weight below zero"),
        (ROWS + "2022,-504,56,251010,1.0,1.0\n", f"row {LAST}: .*'i': -504.* not one of three digits"),
        (ROWS + "2022,504,56,10121,1.0,1.0\n", f"row {LAST}: '10121': is not an HS code of six digits"),
        (ROWS[:12], "Y2022_V202601.csv, row 1.* a header with nothing below it"),
        (ROWS + "2022,504,251,251010,abc,1.0\n", f"row {LAST}: .*cannot be read as BACI rows"),
        (ROWS + "2022,504,251,251010,1.0\n", f"row {LAST}: .*cannot be read as BACI rows"),
    ],
)
def test_a_changed_file_stops_with_the_place_and_the_value(tmp_path: Path, rows: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(zips(tmp_path, rows))


def test_a_new_country_stops(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"country_codes_V202601.csv, row 11: 'NEW'"):
        read(zips(tmp_path, countries=COUNTRIES + "1000,Newland,NL,NEW\n"))


def test_a_truncated_zip_stops(tmp_path: Path) -> None:
    path = zips(tmp_path) / baci.VINTAGE / f"BACI_HS92_{baci.VINTAGE}.zip"
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(SourceError, match="not a whole zip"):
        read(tmp_path)


def test_a_missing_revision_stops(tmp_path: Path) -> None:
    (zips(tmp_path) / baci.VINTAGE / f"BACI_HS17_{baci.VINTAGE}.zip").unlink()
    with pytest.raises(SourceError, match=r"BACI_HS17_V202601.zip.*does not hold this file"):
        read(tmp_path)


def test_a_further_revision_is_read_as_it_is_found(tmp_path: Path) -> None:
    folder = zips(tmp_path) / baci.VINTAGE
    with zipfile.ZipFile(folder / f"BACI_HS22_{baci.VINTAGE}.zip", "w") as z:
        z.writestr(f"BACI_HS22_Y2022_{baci.VINTAGE}.csv", ROWS)
        z.writestr(f"country_codes_{baci.VINTAGE}.csv", COUNTRIES)
    assert [t["hs_revision"][0].as_py() for t in read(tmp_path)["trade"]] == ["HS17", "HS22", "HS92"]
