"""A publisher's file that is not what it was stops the build: the message names file, row and value, nothing moves."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from etl.__main__ import app
from etl.sources import baci, wmd
from tests.world import MINED, write_raw
from tests.xlsx import write_xlsx

Fault = Callable[[Path], None]

ZIP = f"baci/{baci.VINTAGE}/BACI_HS92_{baci.VINTAGE}.zip"
BOOK = f"wmd/{wmd.EDITION}/{wmd.FILE}"
FLOWS = f"BACI_HS92_Y2022_{baci.VINTAGE}.csv"
COUNTRIES = f"country_codes_{baci.VINTAGE}.csv"
HTML = b"<!DOCTYPE html><html><body>Sign in, please</body></html>"


def member(name: str, old: str, new: str) -> Fault:
    """A fault in one member of the zip: the first `old` becomes `new`."""

    def made(raw: Path) -> None:
        with zipfile.ZipFile(raw / ZIP) as archive:
            texts = {n: archive.read(n).decode() for n in archive.namelist()}
        assert old in texts[name]
        with zipfile.ZipFile(raw / ZIP, "w") as archive:
            for n, text in texts.items():
                archive.writestr(n, text.replace(old, new, 1) if n == name else text)

    return made


def cell(old: str, new: str, sheet: str = "Cobalt") -> Fault:
    """A fault in one cell of the workbook, or in the name of the sheet."""

    def made(raw: Path) -> None:
        book = {n.replace(old, new) if n == sheet == old else n: rows for n, rows in MINED.items()}
        lines = [[new if c == old else c for c in line] for line in MINED[sheet]]
        write_xlsx(raw / BOOK, book | ({sheet: lines} if sheet in book else {}))

    return made


def instead(path: str, data: bytes) -> Fault:
    return lambda raw: void((raw / path).write_bytes(data))


def cut(path: str) -> Fault:
    return lambda raw: void((raw / path).write_bytes((raw / path).read_bytes()[:-60]))


def void(_: object) -> None: ...


FAULTS: dict[str, tuple[Fault, str]] = {
    "truncated_zip": (cut(ZIP), rf"{Path(ZIP).name}, row -: .*is not a whole zip file"),
    "truncated_workbook": (cut(BOOK), r"6\.4\..*is not a readable workbook"),
    "html_for_a_zip": (instead(ZIP, HTML), rf"{Path(ZIP).name}, row -: .*is not a whole zip file"),
    "html_for_a_workbook": (instead(BOOK, HTML), r"6\.4\..*is not a readable workbook"),
    "renamed_column": (member(FLOWS, "t,i,j,k,v,q", "t,i,j,hs6,v,q"), rf"{FLOWS}, row 1: .*'hs6'.*unexpected columns"),
    "renamed_column_of_codes": (
        member(COUNTRIES, "country_iso3", "iso3"),
        rf"{COUNTRIES}, row 1: .*'iso3'.*unexpected columns",
    ),
    "renamed_year": (cell("2021", "2021p"), r"sheet Cobalt, row 1: .*missing \['2021'\], new \['2021p'\]"),
    "new_country_code": (member(FLOWS, "2022,180,156", "2022,999,156"), rf"{FLOWS}, row \d+: 999: is a country code"),
    "new_country": (cell("Morocco", "Atlantis"), r"sheet Cobalt, row 4: 'Atlantis': is a place"),
    "new_iso3": (member(COUNTRIES, "MAR,MA,MAR", "MAR,MA,ATL"), rf"{COUNTRIES}, row 5: 'ATL': is a country code"),
    "code_that_is_no_number": (
        member(COUNTRIES, "504,MAR", "R20,MAR"),
        rf"{COUNTRIES}, row 5: 'R20': is not a numeric country code",
    ),
    "duplicated_key": (
        member(FLOWS, "2022,180,156,282200,900.0,300.0\n", "2022,180,156,282200,900.0,300.0\n" * 2),
        rf"{FLOWS}, row 3: 't=2022 i=180 j=156 k=282200': stands 2 times",
    ),
    "duplicated_country": (cell("China", "Morocco"), r"sheet Cobalt, row 5: 'Morocco': is a second line for MAR"),
    "changed_unit": (cell("metr. t", "kt"), r"sheet Cobalt, row 3: 'kt': is not one of the units"),
    "text_for_a_number": (member(FLOWS, "900.0", "n/a"), rf"{FLOWS}, row 2: .*n/a.*cannot be read"),
    "code_that_is_no_hs6": (member(FLOWS, "282200", "2822"), rf"{FLOWS}, row 2: .*2822.*six digits"),
    "new_series": (cell("Cobalt", "Unobtainium"), r"'Unobtainium': is a series"),
    "missing_file": (
        lambda raw: (raw / BOOK).rename(raw / "wmd" / "away.xlsx") and None,
        r"6\.4\..*cannot be read in .*: fetch it",
    ),
    "lost_edition": (
        lambda raw: (raw / "usgs_mcs" / "2023").mkdir(parents=True) or (raw / "usgs_mcs/2023/world.zip").touch(),
        r"2022/world\.zip.*of \d files.*cannot be read in .*: fetch it",
    ),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    write_raw(data / "raw")
    assert CliRunner().invoke(app, ["build", "--data", str(data)]).exit_code == 0
    return data


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_is_not_what_it_was_stops_the_build(built: Path, tmp_path: Path, fault: str) -> None:
    data = tmp_path / "data"
    shutil.copytree(built, data)
    before = (data / "warehouse.duckdb").read_bytes()
    damage, message = FAULTS[fault]
    damage(data / "raw")
    ended = CliRunner().invoke(app, ["build", "--data", str(data)])
    assert ended.exit_code == 1
    assert ended.exception is None or isinstance(ended.exception, SystemExit), "a traceback is no message"
    assert re.search(rf"stopped: .*{message}", " ".join(ended.output.split())), ended.output
    assert (data / "warehouse.duckdb").read_bytes() == before
    assert not list(data.glob("*.building*"))
