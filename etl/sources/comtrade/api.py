"""Comtrade's API: one request a year and a dozen codes, each answer checked to be whole, saved as a table."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

import orjson
import pyarrow as pa
import pyarrow.csv as pcsv

from etl.source import SourceError
from etl.sources.comtrade.flow import COLUMNS, WEIGHTS

Get = Callable[[str, Mapping[str, str] | None], bytes]

KEY = "COMTRADE_KEY"  # the environment's variable with the reader's own subscription key
ADDRESS = "https://comtradeapi.un.org/data/v1/get/C/A/HS"

# An answer of this many rows is cut off: the free key gives no more in one request.
LIMIT = 100_000
BATCH = 12

CODES = (
    "2510", "253090", "260200", "260400", "260500", "280470", "280920", "282010", "282090", "282200", "282520",
    "282540", "282690", "282735", "282739", "283324", "283329", "283691", "284290", "285390", "750110", "750120",
    "750210", "750220", "750300", "750400", "810520", "810530", "810590", "811100", "850760", "850790", "870240",
    "870360", "870370", "870380",
)  # fmt: skip


def year(get: Get, period: int, file: str, flow: str = "M") -> pa.Table:
    """Every reporter's imports (M) or exports (X) of CODES, by partner, in one year, as text columns."""
    key = os.environ.get(KEY, "")
    if not key:
        raise SourceError(file, "-", KEY, "is not set in the environment: the API answers only to a subscription key")
    headers = {"Ocp-Apim-Subscription-Key": key}
    return pa.concat_tables(records(get(url, headers), file) for url in _requests(period, flow))


def _requests(period: int, flow: str) -> Iterator[str]:
    for first in range(0, len(CODES), BATCH):
        # No reporter or partner named: all of them. The descriptions bring the ISO codes with them.
        query = {
            "period": period, "cmdCode": ",".join(CODES[first : first + BATCH]), "flowCode": flow, "motCode": 0,
            "customsCode": "C00", "partner2Code": 0, "maxRecords": LIMIT, "includeDesc": "true",
        }  # fmt: skip
        yield f"{ADDRESS}?{urlencode(query, safe=',')}"


def records(payload: bytes, file: str) -> pa.Table:
    """Text columns COLUMNS and WEIGHTS of an answer {count, data: […]}; raises SourceError unless it is whole."""
    try:
        answer = orjson.loads(payload)
        count, data = answer["count"], answer["data"]
        columns = {name: [_text(line[name]) for line in data] for name in COLUMNS}
        columns |= {name: [_text(line.get(name)) for line in data] for name in WEIGHTS}
    except (orjson.JSONDecodeError, KeyError, TypeError) as e:
        raise SourceError(file, "-", payload[:200], f"is no answer of the API: {e!r}") from e
    if count != len(data):
        raise SourceError(file, "-", count, f"rows are announced and {len(data)} are there")
    if count >= LIMIT:
        raise SourceError(file, "-", count, "rows are the most one answer holds: it is cut off")
    return pa.table(columns, schema=pa.schema([(name, pa.string()) for name in columns]))


def save(table: pa.Table, path: Path) -> None:
    """Write the columns as csv.gz: the same rows always make the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0) as packed:
        pcsv.write_csv(table, packed)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
