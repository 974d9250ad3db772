"""The EU's study on critical raw materials 2023: who supplies the world and the EU, and how risk was reckoned."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from etl import codes
from etl.source import CrmParameter, CrmScore, File, Flag, Source, SourceError, Stage, SupplyShare
from etl.table import lines, number

EDITION = "2023"
WORLD, EU = "fact_GlobalSupplyShares&t.csv", "fact_EUSupplyShares&t.csv"
SCORES, PARAMETERS = "dimension_CRMsOverTime.csv", "parameters_IR_EoLRIR_SI.csv"

SOURCE = Source(
    slug="eu_crm",
    publisher="European Commission",
    title="Study on the critical raw materials for the EU 2023",
    vintage=EDITION,
    page="https://doi.org/10.2873/725585",
    # The report is a PDF; its annexes were put into tables by hand. Its end uses and groupings are not read.
    files=tuple(File(name, None) for name in (WORLD, EU, SCORES, PARAMETERS)),
    licence="CC BY 4.0",
    redistribution="open",
    citation="European Commission (2023), Study on the critical raw materials for the EU 2023, doi:10.2873/725585",
    feeds=("supply_share", "crm_parameter", "crm_score"),
    rank={},
)

_STAGES: dict[str, Stage] = {"E": "mine", "P": "refined"}  # extraction, processing
_YEARS = {"2011", "2014", "2017", "2020", "2023"}
_SHARES: dict[str, Literal["both", "global", "eu"]] = {"GS+EU": "both", "GSonly": "global", "EUonly": "eu"}
# One cell lost its sign: with 6 % the EU's sources of silicon metal add up to 96 %.
_NO_SIGN = {("Silicon metal", "Germany", "6")}
# Shares of one material add up to 100 % give or take their rounding; 104 % is the most that stands in the study.
_MOST = 1.05


class _Material(NamedTuple):
    """The code of a material and the catalog's metals that it is, or belongs to."""

    code: str
    metals: list[str]


def rows(folder: Path) -> Iterator[SupplyShare | CrmParameter | CrmScore]:
    """Yield the study's shares (2016–2020), parameters and scores of the catalog's materials, as fractions.

    The four tables spell materials differently; catalog/eu_crm_materials.csv gives each one code. Shares that do not
    add up to 1 stay as they are: the EU's sources of chromium ore to 0.09. Raises SourceError for a material, country,
    stage or share nobody has mapped, a repeated key, and shares that add up to more than the whole.
    """
    yield from _shares(folder / EDITION / WORLD, "global")
    yield from _shares(folder / EDITION / EU, "eu")
    yield from _parameters(folder / EDITION / PARAMETERS)
    yield from _scores(folder / EDITION / SCORES)


def _shares(path: Path, scope: Literal["global", "eu"]) -> Iterator[SupplyShare]:
    seen: set[tuple[str, ...]] = set()
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for row, line in lines(path, ["Material", "Stage", "Country", "Share", "t"], "cp1252"):
        name, letter, country, cell, t = map(codes.fold, line)
        material, stage = _material(name, path.name, row), _stage(letter, path.name, row)
        iso3 = codes.place(country, SOURCE.slug, path.name, row)
        share, flag = _share(f"{cell}%" if (name, country, cell) in _NO_SIGN else cell, path.name, row)
        if not material.metals:
            continue
        _once((material.code, stage, iso3), seen, path.name, row)
        sums[material.code, stage] += share or 0.0
        if sums[material.code, stage] > _MOST:
            raise SourceError(path.name, row, name, "has shares that add up to more than the whole")
        [metal] = material.metals
        restriction = number(t, path.name, row, 0)
        yield SupplyShare(material.code, metal, stage, iso3, scope, share, restriction, SOURCE.slug, EDITION, flag)


def _share(cell: str, file: str, row: int) -> tuple[float | None, Flag]:
    if cell == "<0.1%":
        return None, "bound"
    if not re.fullmatch(r"\d+(\.\d+)?%", cell):
        raise SourceError(file, row, cell, "is not a share in percent")
    return _fraction(cell[:-1], file, row), None


def _parameters(path: Path) -> Iterator[CrmParameter]:
    seen: set[tuple[str, ...]] = set()
    header = ["material", "stage", "si_sr", "import_reliance_pct", "eol_rir_pct", "supply_data_used"]
    for row, (name, letter, si, ir, eol, used) in lines(path, header):
        material, stage = _material(name, path.name, row), _stage(letter, path.name, row)
        if used not in _SHARES:
            raise SourceError(path.name, row, used, f"is not one of {sorted(_SHARES)}")
        reliance = _fraction(ir, path.name, row) if ir else None
        recycled = _fraction(eol, path.name, row)
        substitution = number(si, path.name, row) if si else None
        if substitution is not None and not 0 <= substitution <= 1:
            raise SourceError(path.name, row, si, "is not a substitution index of 0 to 1")
        if not material.metals:
            continue
        _once((material.code, stage), seen, path.name, row)
        [metal] = material.metals
        yield CrmParameter(
            material.code, metal, stage, reliance, recycled, substitution, _SHARES[used], SOURCE.slug, EDITION
        )


def _scores(path: Path) -> Iterator[CrmScore]:
    seen: set[tuple[str, ...]] = set()
    for row, line in lines(path, ["Material", "Year", "SR", "EI"], "cp1252"):
        name, year, risk, importance = map(codes.fold, line)
        material = _material(name, path.name, row)
        if year not in _YEARS:
            raise SourceError(path.name, row, year, f"is not one of the assessments of {sorted(_YEARS)}")
        _once((material.code or name, year), seen, path.name, row)
        if "-" in (risk, importance):  # not assessed that year
            if risk != importance:
                raise SourceError(path.name, row, line, "has one score without the other")
            continue
        sr, ei = number(risk, path.name, row, 0), number(importance, path.name, row, 0)
        for metal in material.metals:
            yield CrmScore(int(year), material.code, metal, sr, ei, SOURCE.slug, EDITION)


@cache
def _materials() -> dict[str, _Material]:
    return {r["name"]: _Material(r["material"], r["metals"].split()) for r in codes.rows("eu_crm_materials")}


def _material(name: str, file: str, row: int) -> _Material:
    try:
        return _materials()[codes.fold(name)]
    except KeyError:
        raise SourceError(file, row, name, "is a material that catalog/eu_crm_materials.csv does not know") from None


def _stage(letter: str, file: str, row: int) -> Stage:
    if letter not in _STAGES:
        raise SourceError(file, row, letter, f"is not one of the stages {sorted(_STAGES)}")
    return _STAGES[letter]


def _fraction(percent: str, file: str, row: int) -> float:
    value = number(percent, file, row)
    if not 0 <= value <= 100:
        raise SourceError(file, row, percent, "is not a percentage of 0 to 100")
    return round(value / 100, 9)


def _once(key: tuple[str, ...], seen: set[tuple[str, ...]], file: str, row: int) -> None:
    if key in seen:
        raise SourceError(file, row, key, "is a second line for this key")
    seen.add(key)
