"""UN Comtrade: what each country declares to buy and to sell, of 36 goods from cobalt ore to electric cars."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pcsv

from etl.source import File, Source, SourceError
from etl.sources.comtrade import api
from etl.sources.comtrade.flow import COLUMNS, WEIGHTS, exports, trade

VINTAGE = "2026-07"
YEARS = range(2018, 2025)

# The API answers with pages of JSON, for a free key; each year's answers become one of these tables.
IMPORTS = tuple(File(f"comtrade_C_A_HS_M_{year}.csv.gz", None) for year in YEARS)
EXPORTS = tuple(File(f"comtrade_C_A_HS_X_{year}.csv.gz", None, optional=True) for year in YEARS)

SOURCE = Source(
    slug="comtrade",
    publisher="United Nations Statistics Division",
    title="UN Comtrade: trade by partner, 36 codes of the Harmonized System",
    vintage=VINTAGE,
    page="https://comtradeplus.un.org",
    files=(*IMPORTS, *EXPORTS),
    licence="UN Comtrade terms of use: no re-dissemination without permission; results may be shown with their source",
    redistribution="own use",
    citation="United Nations Statistics Division, UN Comtrade",
    feeds=("trade", "trade_export"),
    rank={},
)

KEY = api.KEY

# All that the publisher's tables may hold beside the columns read: descriptions, other units, flags of estimation.
# `status`, `rows`, `file`, `message` and `checked_at` are the log of a harvest; a line with a status is no trade.
_KNOWN = {
    *COLUMNS, *WEIGHTS, "status", "rows", "file", "message", "checked_at", "reporterCode", "partnerCode", "refPeriodId",
    "refYear", "refMonth", "reporterDesc", "flowDesc", "partnerDesc", "partner2ISO", "partner2Desc", "cmdDesc",
    "classificationSearchCode", "isOriginalClassification", "aggrLevel", "isLeaf", "customsDesc", "mosCode", "motDesc",
    "qtyUnitCode", "qtyUnitAbbr", "qty", "isQtyEstimated", "altQtyUnitCode", "altQtyUnitAbbr", "altQty",
    "isAltQtyEstimated", "isNetWgtEstimated", "grossWgt", "isGrossWgtEstimated", "legacyEstimationFlag", "isReported",
    "isAggregate",
}  # fmt: skip


def tables(folder: Path) -> Iterator[tuple[str, pa.Table]]:
    """Yield ('trade', table) a year, columns as Trade: USD as the importer values it, tonnes, revisions row by row.

    Most countries value imports CIF; a row of the few that value them FOB says so (Canada, Mexico, South Africa).
    Then ('trade_export', table), columns as TradeExport, of the years whose exports have been asked for: a harvest may
    hold imports only.
    Raises SourceError for a damaged or unfamiliar table, an unknown country or revision, and a repeated key.
    """
    for year, bought, sold in zip(YEARS, IMPORTS, EXPORTS, strict=True):
        yield "trade", trade(_read(folder / VINTAGE / bought.name), bought.name, year)
        if (path := folder / VINTAGE / sold.name).exists():
            yield "trade_export", exports(_read(path), sold.name, year)


def live(get: api.Get, folder: Path) -> None:
    """Ask the API for every year and write the tables that `tables` reads; the key is in the environment."""
    for year, bought, sold in zip(YEARS, IMPORTS, EXPORTS, strict=True):
        api.save(api.year(get, year, bought.name), folder / VINTAGE / bought.name)
        api.save(api.year(get, year, sold.name, "X"), folder / VINTAGE / sold.name)


def parse(payload: bytes) -> pa.Table:
    """One answer of the API, as rows of Trade: the same as the same lines of a table give."""
    return trade(api.records(payload, "an answer of the API"), "an answer of the API")


def _read(path: Path) -> pa.Table:
    """The columns read, as text, null where empty, and each line's row; lines of the harvest's own log are dropped."""
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as f:
            header = next(csv.reader(f), [])
        missing, new = set(COLUMNS) - set(header), set(header) - _KNOWN
        if missing or new or not set(WEIGHTS) & set(header):
            raise SourceError(path.name, 1, header, f"unexpected columns (missing {missing}, new {new})")
        wanted = [*COLUMNS, *WEIGHTS, "status"]
        table = pcsv.read_csv(
            path,
            convert_options=pcsv.ConvertOptions(
                include_columns=wanted, include_missing_columns=True, strings_can_be_null=True, null_values=[""],
                column_types=dict.fromkeys(wanted, pa.string()),
            ),
        )  # fmt: skip
    except (pa.ArrowInvalid, OSError, EOFError, UnicodeDecodeError, csv.Error, zlib.error) as e:
        raise SourceError(path.name, "-", str(e)[:200], "is not a readable table") from e
    table = table.append_column("row", pa.array(range(2, table.num_rows + 2)))
    return table.filter(table["status"].is_null()).drop_columns("status")
