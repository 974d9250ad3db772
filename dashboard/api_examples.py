"""The examples of the data addresses that the methods page prints, and that a test runs: curl, pandas, DuckDB, R.

The address printed is SITE (environment), else the one that the reader came by.
"""

from __future__ import annotations

import os
from typing import NamedTuple

from flask import has_request_context, request

LOCAL = "http://127.0.0.1:8050"
ROWS = "/data/producers_table.csv?metal=cobalt&stage=mine&year=2022"
PARQUET = "/data/production_line.parquet?metal=cobalt&stage=mine"
LINEAGE = "/lineage/production_share.json?metal=cobalt&stage=mine&year=2022&country=MAR"


class Example(NamedTuple):
    """One example: the label that names it (`api.<key>`), the language of its code, the code."""

    key: str
    language: str
    code: str


def base() -> str:
    """Address of this dashboard as readers reach it, without a final slash."""
    came_by = request.url_root if has_request_context() else LOCAL
    return (os.environ.get("SITE") or came_by).rstrip("/")


def examples() -> list[Example]:
    """Every example, ready to be copied."""
    at = base()
    return [
        Example("curl", "bash", f"curl -s '{at}{ROWS}' -o cobalt.csv"),
        Example(
            "pandas",
            "python",
            f'import pandas as pd\n\ncobalt = pd.read_csv("{at}{ROWS}")\n'
            'print(cobalt[["iso3_label", "quantity_t", "source", "vintage"]].head())',
        ),
        Example(
            "duckdb",
            "python",
            f'import duckdb\nfrom urllib.request import urlretrieve\n\nurlretrieve("{at}{PARQUET}", "cobalt.parquet")\n'
            'morocco = duckdb.read_parquet("cobalt.parquet").filter("iso3 = \'MAR\'")\n'
            'print(morocco.select("year, quantity_t, source").order("year"))',
        ),
        Example(
            "r",
            "r",
            f'cobalt <- read.csv("{at}{ROWS}", fileEncoding = "UTF-8-BOM")\n'
            'head(cobalt[, c("iso3_label", "quantity_t", "source", "vintage")])',
        ),
        Example("lineage", "bash", f"curl -s '{at}{LINEAGE}'"),
    ]
