"""Comtrade's lines become rows of Trade and TradeExport: one key once, weights only where there is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from etl import codes
from etl.source import SourceError, TradeExport

COLUMNS = (
    "typeCode", "freqCode", "period", "reporterISO", "flowCode", "partnerISO", "partner2Code", "classificationCode",
    "cmdCode", "customsCode", "motCode", "cifvalue", "fobvalue", "primaryValue",
)  # fmt: skip
# The same figure, net kilograms, under the names it has had.
WEIGHTS = ("netWgt", "netWeight")

# One line per reporter, partner, code and year: totals over customs procedures, transport and second partners.
_SLICE = {"typeCode": "C", "freqCode": "A", "partner2Code": "0", "customsCode": "C00", "motCode": "0"}
_REVISIONS = {"H0": "HS92", "H1": "HS96", "H2": "HS02", "H3": "HS07", "H4": "HS12", "H5": "HS17", "H6": "HS22"}

# Reporters that are groups of reporters, and the partner World: sums of other lines.
_GROUPS = {"EUR", "R4"}
_WORLD = "W00"
_UNSOUND = "a weight below zero, or a value that is neither its CIF nor its FOB"
# 490, "Other Asia, nes", is how Comtrade lists Taiwan. The rest name no one country: other Europe, other Africa, other
# Latin America, areas not specified, special categories, free zones, bunkers, and a part of Antarctica.
_PLACES = {"S19": "TWN", **dict.fromkeys(("E19", "F19", "A79", "_X", "XX", "X2", "X1", "ATB"), "XXX")}


def trade(table: pa.Table, file: str, year: int | None = None, flow: str = "M") -> pa.Table:
    """Columns of Trade, partner to reporter, from text columns COLUMNS and WEIGHTS; `year`: the one they must be of.

    A column `row`, where there is one, tells errors where they stand; else lines are counted from 1.
    """
    if "row" not in table.column_names:
        table = table.append_column("row", pa.array(range(1, table.num_rows + 1)))
    for column, wanted in (_SLICE | {"flowCode": flow} | ({"period": str(year)} if year else {})).items():
        _only(table, column, wanted, file)
    for column in ("reporterISO", "partnerISO"):
        table = _set(table, column, pc.fill_null(pc.utf8_trim_whitespace(table[column]), ""))
    known = pc.is_in(table["cmdCode"], pa.array(sorted(codes.hs6_codes())))
    if (at := _first(table, pc.invert(known))) is not None:
        raise SourceError(file, at["row"], at["cmdCode"], "is a code that catalog/metals.toml does not name")
    group = pc.is_in(table["reporterISO"], pa.array(sorted(_GROUPS)))
    table = table.filter(pc.invert(pc.or_(group, pc.equal(table["partnerISO"], _WORLD))))
    for column in ("reporterISO", "partnerISO"):
        table = _set(table, column, _mapped(table, column, _iso3, file))
    # Goods of its own that a country takes back are no trade between two countries.
    table = table.filter(pc.not_equal(table["reporterISO"], table["partnerISO"]))
    table = _set(table, "classificationCode", _mapped(table, "classificationCode", _revision, file))
    return _folded(_measured(table, file), file)


def exports(table: pa.Table, file: str, year: int) -> pa.Table:
    """Columns of TradeExport from declared exports: here the reporter is the one who sells."""
    rows = trade(table, file, year, "X")
    if found := set(pc.unique(rows["valuation"]).to_pylist()) - {"FOB"}:
        raise SourceError(file, "-", sorted(found), "values an export, which is FOB")
    swapped = {"exporter_iso3": "importer_iso3", "importer_iso3": "exporter_iso3"}
    return pa.table({name: rows[swapped.get(name, name)] for name in TradeExport._fields})


def _measured(table: pa.Table, file: str) -> pa.Table:
    """Year, value in USD with its valuation, and weight in tonnes as numbers."""
    value, cif, fob = (_numbers(table, c, file) for c in ("primaryValue", "cifvalue", "fobvalue"))
    weight = pc.divide(pc.coalesce(*(_numbers(table, c, file) for c in WEIGHTS)), 1000.0)
    by_cif = pc.fill_null(pc.greater(cif, 0.0), False)
    sound = pc.if_else(by_cif, pc.equal(cif, value), pc.and_kleene(pc.equal(fob, value), pc.greater(value, 0.0)))
    sound = pc.and_kleene(sound, pc.fill_null(pc.greater_equal(weight, 0.0), True))
    if (at := _first(table, pc.invert(pc.fill_null(sound, False)))) is not None:
        raise SourceError(file, at["row"], at, f"has {_UNSOUND}")
    return pa.table(
        {
            "year": pc.cast(table["period"], pa.int32()),
            "hs_revision": table["classificationCode"],
            "hs6": table["cmdCode"],
            "exporter_iso3": table["partnerISO"],
            "importer_iso3": table["reporterISO"],
            "valuation": pc.if_else(by_cif, "CIF", "FOB"),
            "value_usd": value,
            # A weight of zero stands beside values of billions: it is one that nobody gave.
            "gross_weight_t": pc.if_else(pc.equal(weight, 0.0), pa.scalar(None, pa.float64()), weight),
            "row": table["row"],
        }
    )


def _folded(table: pa.Table, file: str) -> pa.Table:
    """Partners folded into XXX summed, an unknown weight stays unknown; any other repeated key is an error."""
    keys = ["year", "hs_revision", "hs6", "exporter_iso3", "importer_iso3", "valuation"]
    table = table.append_column("unknown", pc.cast(pc.is_null(table["gross_weight_t"]), pa.int32()))
    sums = [("value_usd", "sum"), ("gross_weight_t", "sum"), ("unknown", "sum"), ("row", "max"), ([], "count_all")]
    table = table.group_by(keys, use_threads=False).aggregate(sums).sort_by([(k, "ascending") for k in keys])
    twice = table.filter(pc.and_(pc.greater(table["count_all"], 1), pc.not_equal(table["exporter_iso3"], "XXX")))
    for found in twice.slice(0, 1).to_pylist():
        raise SourceError(file, found["row_max"], {k: found[k] for k in keys}, "is a repeated key")
    weight = pc.if_else(pc.greater(table["unknown_sum"], 0), pa.scalar(None, pa.float64()), table["gross_weight_t_sum"])
    columns = {k: table[k] for k in keys[:-1]}
    return pa.table(
        columns
        | {
            "value_usd": table["value_usd_sum"],
            "gross_weight_t": weight,
            "valuation": table["valuation"],
            "source": pa.array(["comtrade"] * table.num_rows, pa.string()),
        }
    )


def _iso3(code: str, file: str, row: int) -> str:
    return _PLACES.get(code) or codes.iso3(code, file, row)


def _revision(code: str, file: str, row: int) -> str:
    if code not in _REVISIONS:
        raise SourceError(file, row, code, f"is not one of the revisions {sorted(_REVISIONS)}")
    return _REVISIONS[code]


def _mapped(table: pa.Table, column: str, rule: Callable[[str, str, int], str], file: str) -> pa.ChunkedArray:
    """Each distinct text through `rule`, with the row where it stands first; a null is an error of the rule."""
    first = table.group_by(column, use_threads=False).aggregate([("row", "min")])
    pairs = zip(first[column].to_pylist(), first["row_min"].to_pylist(), strict=True)
    found = pa.array([rule(code or "", file, row) for code, row in pairs], pa.string())
    return found.take(pc.index_in(table[column].combine_chunks(), first[column].combine_chunks()))


def _only(table: pa.Table, column: str, wanted: str, file: str) -> None:
    other = pc.fill_null(pc.not_equal(table[column], wanted), True)
    if (at := _first(table, other)) is not None:
        raise SourceError(file, at["row"], at[column], f"stands in {column}, where only {wanted!r} is known")


def _numbers(table: pa.Table, column: str, file: str) -> pa.Array:
    try:
        return pc.cast(table[column], pa.float64())
    except pa.ArrowInvalid as error:
        for row, text in zip(table["row"].to_pylist(), table[column].to_pylist(), strict=True):
            try:
                pc.cast(pa.array([text]), pa.float64())
            except pa.ArrowInvalid:
                raise SourceError(file, row, text, f"is not a number, in {column}") from error
        raise


def _first(table: pa.Table, mask: pa.ChunkedArray) -> dict[str, Any] | None:
    """The first line that a mask names."""
    at = pc.index(mask, True).as_py()
    return table.slice(at, 1).to_pylist()[0] if at >= 0 else None


def _set(table: pa.Table, column: str, values: object) -> pa.Table:
    return table.set_column(table.schema.get_field_index(column), column, values)
