"""CEPII BACI: reconciled bilateral HS6 trade, streamed from the publisher's zips, complete or excerpted.

Catalogued codes are kept pair by pair. When a zip is complete (every HS6 code of its revision) each country's total
exports and imports are kept too, so that RCA has its true denominator.
"""

from __future__ import annotations

import csv
import io
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
from numpy.typing import NDArray

from etl import codes
from etl.source import File, Source, SourceError
from etl.table import columns

Totals = NDArray[np.float64]

REVISIONS = ("HS92", "HS17")
VINTAGE = "V202601"

SOURCE = Source(
    slug="baci",
    publisher="CEPII",
    title="BACI: international trade database at the product level",
    vintage=VINTAGE,
    page="https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
    files=tuple(
        File(
            f"BACI_{rev}_{VINTAGE}.zip",
            f"https://www.cepii.fr/DATA_DOWNLOAD/baci/data/BACI_{rev}_{VINTAGE}.zip",
        )
        for rev in REVISIONS
    ),
    licence="Etalab Open Licence 2.0",
    redistribution="open",
    citation="Gaulier and Zignago (2010), BACI: International Trade Database at the Product-Level, CEPII WP 2010-23",
    feeds=("trade", "trade_total"),
    rank={},
)

# An excerpt holds some dozens of codes; HS revisions hold 5,000 or more. Between the two nothing is published.
COMPLETE = 4_000

# Where the file's own ISO3 is no country of the catalog. 58 is Belgium-Luxembourg before 1999, 711 the Southern
# African customs union before 2000, 490 (S19) Taiwan; R20 and PUS name no one place.
PLACES = {"S19": "TWN", "ZA1": "ZAF", "R20": "XXX", "PUS": "XXX"}

_HEADER = ["t", "i", "j", "k", "v", "q"]
_COUNTRIES = ["country_code", "country_name", "country_iso2", "country_iso3"]
# Thousand USD, or tonnes: no flow of one code between two countries comes near ten trillion dollars, or ten Gt.
_MOST = 1e10
# Numeric country codes have three digits at most: totals are summed in an array of that size.
_CODES = 1_000
_TYPES = {
    "t": pa.int16(),
    "i": pa.int32(),
    "j": pa.int32(),
    "k": pa.dictionary(pa.int32(), pa.string()),
    "v": pa.float64(),
    "q": pa.float64(),
}
# Some vintages pad the column: "            NA".
_NULLS = [" " * n + "NA" for n in range(24)]
_MEMBER = re.compile(r"BACI_(HS\d\d)_Y(\d{4})_V\w+\.csv")


def tables(folder: Path) -> Iterator[tuple[str, pa.Table]]:
    """Yield ('trade', table) a year and revision, then ('trade_total', table) for complete files; columns as Trade."""
    files = sorted((folder / VINTAGE).glob(f"BACI_HS??_{VINTAGE}.zip"))
    for file in SOURCE.files:
        if folder / VINTAGE / file.name not in files:
            raise SourceError(file.name, "-", str(folder / VINTAGE), "does not hold this file: fetch it")
    # Further revisions, dropped in or fetched by hand, are read as they are found.
    for path in files:
        try:
            with zipfile.ZipFile(path) as archive:
                yield from revision(archive, path.name)
        except zipfile.BadZipFile as error:
            raise SourceError(path.name, "-", str(error), "is not a whole zip file: fetch it again") from error


def revision(archive: zipfile.ZipFile, file: str) -> Iterator[tuple[str, pa.Table]]:
    """Yield the tables of one revision's zip; memory holds one year of catalogued rows, whatever the file's size."""
    places = _country_codes(archive, file)
    catalogued = codes.hs6_codes()
    members = sorted(m for m in archive.namelist() if _MEMBER.fullmatch(m))
    if not members:
        raise SourceError(file, "-", archive.namelist()[:5], "holds no BACI_HS.._Y...._V....csv member")
    revision_name = members[0][5:9]
    seen: set[str] = set()
    totals: dict[int, tuple[Totals, Totals]] = {}
    workers = os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        # As many years at once as there are cores: unzipping and parsing release the interpreter.
        for start in range(0, len(members), workers):
            for year in pool.map(lambda m: _year(archive, m, catalogued), members[start : start + workers]):
                seen |= year.codes
                totals[year.number] = year.exports, year.imports
                if year.kept:
                    table = _located(pa.Table.from_batches(year.kept), places, archive, year.member)
                    yield "trade", _trade(table, revision_name)
    if len(seen) >= COMPLETE:
        yield "trade_total", _totals(totals, places, revision_name, file)


class _Year(NamedTuple):
    """One member of the zip: its catalogued rows, every code in it, exports and imports by numeric country code."""

    number: int
    member: str
    kept: list[pa.RecordBatch]
    codes: set[str]
    exports: Totals
    imports: Totals


def _year(archive: zipfile.ZipFile, member: str, catalogued: frozenset[str]) -> _Year:
    year = _Year(int(member[11:15]), member, [], set(), np.zeros(_CODES), np.zeros(_CODES))
    for batch in _batches(archive, member):
        _sound(batch, year.number, archive, member)
        listed = batch["k"].dictionary.to_pylist()
        # A tool that takes codes for numbers drops their leading zero.
        if short := {code for code in listed if len(code) != len("010121")}:
            row = _row(archive, member, lambda line: len(line[3]) != len("010121"))
            raise SourceError(member, row, min(short), "is not an HS code of six digits")
        year.codes.update(listed)
        value = batch["v"].to_numpy(zero_copy_only=False)
        np.add(year.exports, np.bincount(batch["i"].to_numpy(), value, _CODES), out=year.exports)
        np.add(year.imports, np.bincount(batch["j"].to_numpy(), value, _CODES), out=year.imports)
        named = pa.array([code in catalogued for code in listed], pa.bool_())
        mine = batch.filter(named.take(batch["k"].indices))
        year.kept.append(mine.set_column(3, "k", mine["k"].cast(pa.string())))
    if not year.codes:
        raise SourceError(member, 1, _HEADER, "is a header with nothing below it")
    if year.kept:
        _unique(pa.Table.from_batches(year.kept), archive, member)
    return year


def _sound(batch: pa.RecordBatch, year: int, archive: zipfile.ZipFile, member: str) -> None:
    other = batch.filter(pc.not_equal(batch["t"], year)).slice(0, 1).to_pylist()
    low, high = pc.min_element_wise(batch["i"], batch["j"]), pc.max_element_wise(batch["i"], batch["j"])
    strange = batch.filter(pc.or_(pc.less(low, 0), pc.greater_equal(high, _CODES)))
    if other:
        row = _row(archive, member, lambda line: int(line[0]) != year)
        raise SourceError(member, row, other[0]["t"], f"is another year than the file's, {year}")
    for found in strange.slice(0, 1).to_pylist():
        row = _row(archive, member, lambda line: not all(0 <= int(code) < _CODES for code in line[1:3]))
        raise SourceError(member, row, found, "has a country code that is not one of three digits")
    value, weight = (pc.and_(pc.greater_equal(batch[c], 0), pc.less_equal(batch[c], _MOST)) for c in "vq")
    sound = pc.and_(value, pc.fill_null(weight, True))
    for found in batch.filter(pc.invert(sound)).slice(0, 1).to_pylist():  # nor is what is no number
        row = _row(archive, member, lambda line: not all(0 <= _size(x) <= _MOST for x in line[4:]))
        raise SourceError(member, row, found, f"has a value or a weight below zero, or above {_MOST:g}")


def _row(archive: zipfile.ZipFile, member: str, broken: Callable[[list[str]], bool], passed: int = 0) -> int | str:
    """Row of a line that breaks a rule, after so many that do; read line by line, as the fast reader counts no rows."""
    try:
        with archive.open(member) as raw:
            lines = enumerate(csv.reader(io.TextIOWrapper(raw, "utf-8", "replace")), start=1)
            return next(islice((row for row, line in lines if row > 1 and broken(line)), passed, None), "-")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, csv.Error):
        return "-"


def _unreadable(line: list[str]) -> bool:
    """Whether a line is not six cells: three whole numbers, a code, a value, and a weight or NA."""
    try:
        t, i, j, _, v, q = line
        int(t), int(i), int(j), float(v), _size(q)
    except ValueError:
        return True
    return False


def _size(text: str) -> float:
    return 0.0 if text.strip() == "NA" else float(text)


def _batches(archive: zipfile.ZipFile, member: str) -> Iterator[pa.RecordBatch]:
    """Read a member in blocks of some 8 MB: memory stays flat however large the publisher's file is."""
    try:
        with archive.open(member) as raw:
            reader = pcsv.open_csv(
                raw,
                read_options=pcsv.ReadOptions(block_size=8 << 20),
                convert_options=pcsv.ConvertOptions(
                    column_types=_TYPES, null_values=_NULLS, strings_can_be_null=False, quoted_strings_can_be_null=False
                ),
            )
            if reader.schema.names != _HEADER:
                raise SourceError(member, 1, reader.schema.names, f"unexpected columns, {_HEADER} are known")
            yield from reader
    except (pa.ArrowInvalid, zipfile.BadZipFile, EOFError, OSError) as error:
        row = _row(archive, member, _unreadable)
        raise SourceError(member, row, str(error)[:200], "cannot be read as BACI rows") from error


def _country_codes(archive: zipfile.ZipFile, file: str) -> dict[int, str]:
    member = f"country_codes_{VINTAGE}.csv"
    try:
        text = archive.read(member).decode("utf-8")
    except KeyError:
        raise SourceError(file, "-", member, "is missing from the zip") from None
    places = {}
    header, *lines = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    columns(header, _COUNTRIES, member)
    for row, line in enumerate(lines, start=2):
        if len(line) != len(header):
            raise SourceError(member, row, line, f"has {len(line)} cells instead of {len(header)}")
        number, _, _, code = line
        if not number.isdecimal():
            raise SourceError(member, row, number, "is not a numeric country code")
        places[int(number)] = PLACES.get(code) or codes.iso3(code, member, row)
    return places


def _located(table: pa.Table, places: dict[int, str], archive: zipfile.ZipFile, member: str) -> pa.Table:
    """Replace numeric country codes by ISO3; a code the country file does not list stops the build."""
    known, iso3 = pa.array(list(places), pa.int32()), pa.array(list(places.values()), pa.string())
    for column in ("i", "j"):
        index = pc.index_in(table[column], known)
        if index.null_count:
            code = table[column][pc.index(pc.is_null(index), True).as_py()].as_py()
            row = _row(archive, member, lambda line: not {int(line[1]), int(line[2])} <= places.keys())
            raise SourceError(member, row, code, "is a country code the file does not list")
        table = table.set_column(table.schema.get_field_index(column), column, iso3.take(index.combine_chunks()))
    return table


def _unique(table: pa.Table, archive: zipfile.ZipFile, member: str) -> None:
    """Check that no two rows share year, pair and code."""
    keys = table.group_by(["t", "i", "j", "k"]).aggregate([([], "count_all")])
    if twice := keys.filter(pc.greater(keys["count_all"], 1)).slice(0, 1).to_pylist():
        key = [str(twice[0][column]) for column in "tijk"]
        row = _row(archive, member, lambda line: line[:4] == key, passed=1)
        text = " ".join(f"{column}={value}" for column, value in zip("tijk", key, strict=True))
        raise SourceError(member, row, text, f"stands {twice[0]['count_all']} times: a duplicated key")


def _trade(table: pa.Table, revision_name: str) -> pa.Table:
    """Shape of the Trade contract: USD, tonnes; pairs folded into XXX are summed, an unknown weight stays unknown."""
    folded = pc.or_(pc.equal(table["i"], "XXX"), pc.equal(table["j"], "XXX"))
    table = pa.concat_tables([table.filter(pc.invert(folded)), _summed(table.filter(folded))])
    return pa.table(
        {
            "year": pc.cast(table["t"], pa.int32()),
            "hs_revision": _same(revision_name, table.num_rows),
            "hs6": table["k"],
            "exporter_iso3": table["i"],
            "importer_iso3": table["j"],
            "value_usd": pc.multiply(table["v"], 1000.0),
            "gross_weight_t": table["q"],
            "valuation": _same("FOB", table.num_rows),
            "source": _same(SOURCE.slug, table.num_rows),
        }
    )


def _summed(table: pa.Table) -> pa.Table:
    table = table.append_column("unknown", pc.cast(pc.is_null(table["q"]), pa.int32()))
    table = table.group_by(["t", "i", "j", "k"]).aggregate([("v", "sum"), ("q", "sum"), ("unknown", "sum")])
    weight = pc.if_else(pc.greater(table["unknown_sum"], 0), pa.scalar(None, pa.float64()), table["q_sum"])
    return pa.table(
        {"t": table["t"], "i": table["i"], "j": table["j"], "k": table["k"], "v": table["v_sum"], "q": weight}
    )


def _totals(
    totals: dict[int, tuple[Totals, Totals]], places: dict[int, str], revision_name: str, file: str
) -> pa.Table:
    """Shape of the TradeTotal contract, USD; a country that only imports has exports of 0."""
    summed: dict[tuple[int, str], list[float]] = {}
    for year, (exports, imports) in totals.items():
        for code in np.flatnonzero(exports + imports).tolist():
            if code not in places:
                raise SourceError(file, "-", code, "is a country code the file does not list")
            pair = summed.setdefault((year, places[code]), [0.0, 0.0])
            pair[0] += exports[code] * 1000
            pair[1] += imports[code] * 1000
    rows = sorted((*key, *pair) for key, pair in summed.items())
    years, iso3, out, into = (list(column) for column in zip(*rows, strict=True))
    return pa.table(
        {
            "year": pa.array(years, pa.int32()),
            "hs_revision": _same(revision_name, len(rows)),
            "iso3": pa.array(iso3, pa.string()),
            "export_usd": pa.array(out, pa.float64()),
            "import_usd": pa.array(into, pa.float64()),
            "source": _same(SOURCE.slug, len(rows)),
        }
    )


def _same(text: str, rows: int) -> pa.Array:
    return pa.array([text] * rows, pa.string())
