"""make bench-full: the BACI loader on a synthetic file of the publisher's full size.

ROWS (default 250 million over 30 years) sets the size, WORK the folder (some 4 GB at full size, and 9 GB unpacked for
DuckDB's own reading, which is the yardstick). The rows have the real file's shape: 5,000 codes and 220 countries of
very unequal weight, log-normal values, 5 % of weights missing.
"""

from __future__ import annotations

import hashlib
import os
import platform
import resource
import tempfile
import time
import zipfile
from pathlib import Path

import duckdb

from etl import codes
from etl.sources import baci

ROWS = int(os.environ.get("ROWS", "250_000_000"))
YEARS = range(1995, 2025)
CODES = 5_000

# Rank r of n takes a share that falls with r: u² crowds the draws onto the first codes and the large traders.
_YEAR = """
COPY (
    SELECT
        $year AS t,
        countries.code AS i,
        partners.code AS j,
        products.code AS k,
        printf('%.3f', exp(2.5 + 2.6 * sqrt(-2 * ln(1 - r4)) * cos(2 * pi() * r5))) AS v,
        CASE WHEN r6 < 0.05 THEN 'NA'
        ELSE printf('%.3f', exp(1.5 + 2.9 * sqrt(-2 * ln(1 - r6)) * cos(2 * pi() * r5))) END AS q
    FROM (
        SELECT random() r1, random() r2, random() r3, random() r4, random() r5, random() r6 FROM range($rows)
    )
    JOIN place AS countries ON countries.n = CAST(floor(r1 * r1 * 220) AS INTEGER)
    JOIN place AS partners ON partners.n = CAST(floor(r2 * r2 * 220) AS INTEGER)
    JOIN product AS products ON products.n = CAST(floor(r3 * r3 * $codes) AS INTEGER)
) TO '{path}' (HEADER)
"""


# Every column as what it is, as the loader reads them: what is not asked for, DuckDB does not convert.
_READ = """
SELECT count(*), sum(t), sum(i), sum(j), max(k), sum(v), sum(q)
FROM read_csv($files, nullstr = 'NA', types =
    {'t': 'SMALLINT', 'i': 'INTEGER', 'j': 'INTEGER', 'k': 'VARCHAR', 'v': 'DOUBLE', 'q': 'DOUBLE'})
"""


def write(folder: Path, rows: int) -> tuple[Path, list[Path]]:
    """The zip as the publisher lays it out, and the same CSVs beside it; made once and kept."""
    path = folder / baci.VINTAGE / f"BACI_HS92_{baci.VINTAGE}.zip"
    texts = [folder / f"BACI_HS92_Y{year}_{baci.VINTAGE}.csv" for year in YEARS]
    if path.exists():
        return path, texts
    path.parent.mkdir(parents=True, exist_ok=True)
    places = [iso3 for iso3, row in codes.countries().items() if row["kind"] == "country"][:220]
    real = sorted(code for code in codes.hs6_codes() if len(code) == 6)
    rest = [f"{n:06}" for n in range(10_000, 99_999, 16) if f"{n:06}" not in set(real)]
    # Shuffled by hash: catalogued codes are as often large as small.
    products = sorted((real + rest)[:CODES], key=lambda code: hashlib.sha256(code.encode()).digest())
    with duckdb.connect() as con, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        con.execute("CREATE TABLE place AS SELECT unnest($p) AS iso3, unnest(range(220)) AS n", {"p": places})
        con.execute("ALTER TABLE place ADD COLUMN code INTEGER")
        con.execute("UPDATE place SET code = n + 1")
        con.execute(
            "CREATE TABLE product AS SELECT unnest($p) AS code, unnest(range($n)) AS n", {"p": products, "n": CODES}
        )
        for year, text in zip(YEARS, texts, strict=True):
            parameters = {"year": year, "rows": rows // len(YEARS), "codes": CODES}
            # The loader refuses a repeated key, so one row a key stands in the file.
            con.execute(
                _YEAR.format(path=text).replace("SELECT\n        $year", "SELECT DISTINCT ON (i, j, k)\n        $year"),
                parameters,
            )
            archive.write(text, text.name)
        listed = "".join(f"{n + 1},{iso3},,{iso3}\n" for n, iso3 in enumerate(places))
        archive.writestr(
            f"country_codes_{baci.VINTAGE}.csv", "country_code,country_name,country_iso2,country_iso3\n" + listed
        )
    return path, texts


def main() -> None:
    """Write the file if it is not there, read it both ways, print the table."""
    folder = Path(os.environ.get("WORK", Path(tempfile.gettempdir()) / "observatory-bench-full")) / str(ROWS)
    path, texts = write(folder, ROWS)
    print(f"{platform.machine()}, {os.cpu_count()} cores; {path.stat().st_size / 2**30:.2f} GB zip")
    started = time.perf_counter()
    with duckdb.connect() as con:
        [(rows, *_)] = con.execute(_READ, {"files": [str(t) for t in texts]}).fetchall()
    alone = time.perf_counter() - started
    started = time.perf_counter()
    kept = 0
    with zipfile.ZipFile(path) as archive:
        for contract, table in baci.revision(archive, path.name):
            kept += table.num_rows if contract == "trade" else 0
    ours = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{'rows in the file':32}{rows:>16,}\n{'rows kept pair by pair':32}{kept:>16,}")
    print(f"{'DuckDB reading the same CSV':32}{rows / alone:>16,.0f} rows/s{alone:>10.1f} s")
    print(f"{'the loader, unzip included':32}{rows / ours:>16,.0f} rows/s{ours:>10.1f} s")
    print(f"{'speed against DuckDB':32}{alone / ours:>16.2f}   goal ≥ 0.50")
    print(f"{'peak memory':32}{peak:>16.2f} GB  goal ≤ 6")


if __name__ == "__main__":
    main()
