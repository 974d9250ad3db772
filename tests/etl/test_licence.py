"""What the project hands on: the snapshot holds no row kept for own use, NOTICE names every source's terms."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from etl import stage
from etl.source import Source

ROOT = Path(__file__).parents[2]
SNAPSHOT = ROOT / "data" / "snapshot"
SOURCES: dict[str, Source] = {slug: module.SOURCE for slug, module in stage.readers().items()}
OWN = {slug for slug, source in SOURCES.items() if source.redistribution == "own use"}


def test_sources_for_own_use_are_these() -> None:
    assert {"comtrade", "imf_pcps", "itu_internet", "ti_cpi", "un_egdi"} == OWN


def test_the_committed_snapshot_holds_no_row_for_own_use() -> None:
    found = {path: set(pc.unique(pq.read_table(path, columns=["source"])["source"]).to_pylist())
             for path in SNAPSHOT.glob("*/*.parquet")}  # fmt: skip
    assert found
    assert {slug for slugs in found.values() for slug in slugs} == SOURCES.keys() - OWN
    assert all(slugs == {path.stem} for path, slugs in found.items())


def test_the_committed_snapshot_states_the_terms_of_each_source_and_stays_small() -> None:
    listed = tomllib.loads((SNAPSHOT / "sources.toml").read_text(encoding="utf-8"))
    assert listed.keys() == SOURCES.keys() - OWN
    for slug, told in listed.items():
        source = SOURCES[slug]
        assert (told["licence"], told["citation"], told["vintage"]) == (source.licence, source.citation, source.vintage)
        assert all(len(f["sha256"]) == 64 for f in told["files"]), slug
    assert sum(p.stat().st_size for p in SNAPSHOT.rglob("*") if p.is_file()) <= 40 * 2**20


@pytest.mark.parametrize("slug", sorted(SOURCES))
def test_notice_names_the_terms_of_every_source(slug: str) -> None:
    source = SOURCES[slug]
    entry = "\n".join((
        f"{slug} ({source.redistribution})",
        f"    {source.publisher}, {source.title}, {source.vintage}",
        f"    Licence: {source.licence}",
        f"    {source.citation}",
        f"    {source.page}",
    ))  # fmt: skip
    assert entry in (ROOT / "NOTICE").read_text(encoding="utf-8")
