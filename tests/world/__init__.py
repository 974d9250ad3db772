"""A tiny made-up world in each source's true format: what a mirror would hold if the earth had a dozen countries."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from etl.sources import baci, wmd
from tests.xlsx import Cell, write_xlsx

# numeric code, ISO2, ISO3
PLACES = [
    (180, "CD", "COD"), (251, "FR", "FRA"), (276, "DE", "DEU"), (504, "MA", "MAR"), (156, "CN", "CHN"),
    (894, "ZM", "ZMB"), (710, "ZA", "ZAF"), (490, "", "S19"),
]  # fmt: skip

# year, exporter, importer, HS6, thousand USD, tonnes
Flow = tuple[int, int, int, str, float, float | None]
TRADE: dict[str, list[Flow]] = {
    "HS92": [
        (2022, 180, 156, "282200", 900.0, 300.0), (2022, 180, 251, "282200", 60.0, 6.0),
        (2022, 504, 251, "810510", 30.0, 1.0), (2022, 504, 276, "282200", 20.0, 2.0),
        (2022, 156, 251, "810510", 10.0, None), (2022, 276, 251, "282200", 40.0, 2.0),
        (2022, 504, 180, "810510", 10.0, 0.5), (2022, 504, 156, "260300", 70.0, 50.0),
        (2022, 894, 156, "260300", 300.0, 200.0), (2022, 180, 504, "260300", 25.0, 20.0),
        (2023, 180, 156, "282200", 800.0, 280.0), (2023, 180, 251, "282200", 50.0, 5.0),
        (2023, 504, 251, "810510", 45.0, 2.0), (2023, 504, 276, "282200", 15.0, 1.0),
        (2023, 156, 251, "810510", 12.0, 1.0), (2023, 894, 156, "260300", 310.0, 210.0),
        (2023, 490, 156, "760110", 5.0, 1.0),
    ],
    "HS17": [
        (2022, 504, 251, "251010", 500.0, None), (2022, 504, 276, "251010", 100.0, None),
        (2024, 504, 251, "251010", 450.0, 3000.0), (2024, 710, 276, "251010", 50.0, 400.0),
    ],
}  # fmt: skip

_HEADER: list[Cell] = ["Country", "unit", "2018", "2019", "2020", "2021", "2022", "2023", "2024", "data source"]
MINED: dict[str, list[list[Cell]]] = {
    "Cobalt": [
        ["Cobalt"], _HEADER,
        ["Congo, D.R.", "metr. t", "100", "100", "110", "120", "120", "140", "150", "r"],
        ["Morocco", "metr. t", "20", "20", "20", "20", "20", "20", "25", "e"],
        ["China", "metr. t", "30", "30", "20", "10", "10", "10", "25", "r"],
        ["Total", "metr. t", "150", "150", "150", "150", "150", "170", "200", ""],
    ],
    "Phosphate Rock (P2O5)": [
        ["Phosphate Rock (P2O5)"], _HEADER,
        ["Morocco", "metr. t", "10", "10", "10", "10", "10", "11", "12", "r"],
        ["China", "metr. t", "30", "30", "30", "30", "30", "29", "28", "r"],
        ["Total", "metr. t", "40", "40", "40", "40", "40", "40", "40", ""],
    ],
}  # fmt: skip


def write_raw(raw: Path) -> Path:
    """Fill a data/raw folder (the mirror's layout too) with the world; return it."""
    write_baci(raw / "baci")
    write_xlsx(raw / "wmd" / wmd.EDITION / wmd.FILE, MINED)
    return raw


def write_baci(folder: Path, trade: Mapping[str, list[Flow]] = TRADE) -> None:
    """Both BACI zips, one CSV a year."""
    (folder / baci.VINTAGE).mkdir(parents=True, exist_ok=True)
    countries = "country_code,country_name,country_iso2,country_iso3\n"
    countries += "".join(f"{code},{iso3},{iso2},{iso3}\n" for code, iso2, iso3 in PLACES)
    for revision, rows in trade.items():
        path = folder / baci.VINTAGE / f"BACI_{revision}_{baci.VINTAGE}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for year in sorted({r[0] for r in rows}):
                lines = [f"{t},{i},{j},{k},{v},{'NA' if q is None else q}\n" for t, i, j, k, v, q in rows if t == year]
                archive.writestr(f"BACI_{revision}_Y{year}_{baci.VINTAGE}.csv", "t,i,j,k,v,q\n" + "".join(lines))
            archive.writestr(f"country_codes_{baci.VINTAGE}.csv", countries)
