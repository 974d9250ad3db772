"""The comparison with published figures: worked by hand in the small world, and its claims on the real sources."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from etl import codes, facts, stage
from etl.model import lineage, load
from tests.etl.models.conftest import World

ROOT = Path(__file__).parents[3]
SOURCES = ("bgs_wms", "eu_crm", "unctad_lsci", "usgs_mcs", "wb_lpi", "wb_pink_sheet", "wgi", "wmd")
TOP3 = "top3_share"


@pytest.fixture
def cobalt(world: World) -> World:
    """Mine output of 2022: Congo 70, Morocco 20, others 10; the source prints a world of 120."""
    world.add("catalog.source_rank", [("wmd", "mine", 1)])
    world.add("catalog.basis", [("cobalt", "mine", "content")])
    made = {"COD": 70.0, "MAR": 20.0, "OTH": 10.0, "WLD": 120.0}
    world.produce([(2022, "cobalt", "mine", iso3, q, None) for iso3, q in made.items()])
    return world


def published(world: World, kind: str, iso3: str, value: float, tolerance: float, *, year: int = 2022) -> None:
    """Add one published figure of cobalt from the mine."""
    row = (f"{kind}_{iso3}", "A study", "https://example.org/", "", kind, year, "cobalt", "mine", iso3, None, value,
           "share_0_1", tolerance, None)  # fmt: skip
    world.add("catalog.published", [row])


def test_a_published_figure_meets_ours(cobalt: World) -> None:
    published(cobalt, "production_share", "COD", 0.72, 0.03)
    published(cobalt, "production_share", "MAR", 0.25, 0.03)
    published(cobalt, TOP3, "WLD", 0.9, 0.01)
    found = cobalt.read("index.reproduction")
    congo, morocco, three = (found[k,] for k in ("production_share_COD", "production_share_MAR", f"{TOP3}_WLD"))
    assert (congo["ours"], congo["difference"]) == (pytest.approx(0.7), pytest.approx(-0.02))
    assert (congo["within"], congo["source"]) == (True, "wmd")
    assert (morocco["difference"], morocco["within"]) == (pytest.approx(-0.05), False)
    assert (three["ours"], three["within"]) == (pytest.approx(0.9), True)


def test_the_world_is_the_sum_of_the_countries(cobalt: World) -> None:
    published(cobalt, "production", "WLD", 110.0, 5.0)
    published(cobalt, "production", "MAR", 20.0, 1.0)
    found = cobalt.read("index.reproduction")
    assert found["production_WLD",]["ours"] == pytest.approx(100.0)
    assert found["production_WLD",]["within"] is False
    assert found["production_MAR",]["difference"] == 0.0


def test_a_withheld_producer_leaves_the_world_unknown(cobalt: World) -> None:
    cobalt.produce([(2022, "cobalt", "mine", "FRA", None, "withheld")])
    published(cobalt, "production", "WLD", 110.0, 5.0)
    found = cobalt.read("index.reproduction")["production_WLD",]
    assert (found["ours"], found["difference"], found["within"]) == (None, None, None)


def test_a_figure_of_a_year_not_loaded_is_listed_without_ours(cobalt: World) -> None:
    published(cobalt, "production_share", "COD", 0.7, 0.03, year=1999)
    assert cobalt.read("index.reproduction")["production_share_COD",]["ours"] is None


def test_the_list_is_long_varied_and_referenced() -> None:
    rows = codes.rows("published")
    assert len(rows) >= 60
    assert len({r["publication"] for r in rows}) >= 8
    assert len({r["id"] for r in rows}) == len(rows)
    assert {r["metal"] for r in rows} <= {*codes.metals(), "all"}
    assert {r["iso3"] for r in rows} <= {*codes.countries()}
    for row in rows:
        assert re.fullmatch(r"https?://\S+", row["reference"]), row["id"]
        assert row["quantity"], row["id"]
        assert float(row["tolerance"]) > 0, row["id"]


@pytest.fixture(scope="module")
def real() -> Iterator[duckdb.DuckDBPyConnection]:
    """index.reproduction over the real sources, where they are on this machine."""
    models = load()
    readers = stage.readers()
    with duckdb.connect() as con:
        stage.create(con)
        loaded = [stage.load(con, readers[s], ROOT / "data" / "raw", ROOT / "data" / "snapshot") for s in SOURCES]
        if missing := [s for s, origin in zip(SOURCES, loaded, strict=True) if origin is None]:
            pytest.skip(f"not on this machine: {', '.join(missing)}")
        facts.write(con, models, [origin for origin in loaded if origin])
        for schema in ("marts", "indicators", "index"):
            con.execute(f"CREATE SCHEMA {schema}")
        needed = {"index.reproduction", *lineage("index.reproduction", models)}
        for model in (m for m in models if m.table in needed):
            con.execute(f"CREATE TABLE {model.table} AS {model.sql}")
        yield con


def test_every_real_figure_is_compared_and_every_gap_explained(real: duckdb.DuckDBPyConnection) -> None:
    found = real.execute("SELECT id, ours, within, explanation FROM index.reproduction").fetchall()
    assert [i for i, ours, _, _ in found if ours is None] == []
    assert [i for i, _, within, explanation in found if not within and not explanation] == []
    assert [i for i, _, within, explanation in found if within and explanation] == []
    assert sum(within for _, _, within, _ in found) >= 0.75 * len(found)


def test_supply_risk_follows_the_commission(real: duckdb.DuckDBPyConnection) -> None:
    row = real.execute(
        """
        SELECT
            count(*), corr(ours, published),
            count(*) FILTER (NOT grouped),
            avg(CAST(abs(difference) <= 0.2 AS INTEGER)) FILTER (NOT grouped),
            avg(CAST(abs(round(ours, 1) - published) <= 0.21 AS INTEGER))
        FROM marts.supply_risk_headline
        WHERE published IS NOT NULL
        """
    ).fetchone()
    assert row
    headlines, correlation, singles, near, near_as_printed = row
    assert (headlines, singles) == (47, 44)
    assert correlation >= 0.96
    assert near >= 0.9, "single materials; the three groups are averages of their elements"
    assert near_as_printed >= 0.9, "all, at the one decimal that the Commission prints"


def test_the_list_quotes_the_commission_as_its_tables_do(real: duckdb.DuckDBPyConnection) -> None:
    quoted = real.execute(
        """
        SELECT p.id
        FROM catalog.published AS p
        LEFT JOIN marts.supply_risk_headline AS h ON h.material = p.material AND h.published = p.published
        WHERE p.kind = 'supply_risk' AND h.material IS NULL
        """
    ).fetchall()
    assert quoted == []


def test_the_file_has_no_stray_column() -> None:
    with (codes.CATALOG / "published.csv").open(encoding="utf-8", newline="") as f:
        header = next(csv.reader(f))
    wanted = [c.split()[0] for c in facts.TABLES["published"].split(", ")]
    assert header == wanted
