"""A model file tells its own lineage, and says what is wrong with it: layer, schema, front matter, circle."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from etl.model import Model, ModelError, lineage, load

HEAD = '/*\nkey = ["year"]\nchecks = []\n*/\n'
INDICATOR = """/*
unit = "ratio"
better = "high"
theme = "hub"
key = ["year"]
checks = []
formula = "x"
reference = "y"
*/
"""


class Folder:
    """Models written one by one, then loaded."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, sql: str, head: str = HEAD) -> None:
        """Write <layer>/<name>, front matter above the SQL."""
        path = self.path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(head + sql, encoding="utf-8")

    def load(self) -> dict[str, Model]:
        return {m.table: m for m in load(self.path)}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_the_sql_tells_what_it_reads(folder: Folder) -> None:
    folder.write(
        "marts/flow.sql",
        "WITH big AS (SELECT * FROM staging.trade), "
        "named AS (SELECT b.* FROM big AS b JOIN catalog.country USING (iso3)) "
        "SELECT * FROM named WHERE year IN (SELECT year FROM catalog.build) UNION ALL SELECT * FROM staging.price",
    )
    model = folder.load()["marts.flow"]
    assert model.reads == {"staging.trade", "catalog.country", "catalog.build", "staging.price"}
    assert (model.layer, model.name, model.meta) == ("marts", "flow", {"key": ["year"], "checks": []})
    assert model.sql.startswith("WITH big")


def test_a_cte_inside_a_cte_or_a_subquery_is_no_table(folder: Folder) -> None:
    folder.write(
        "marts/a.sql",
        "WITH x AS (WITH y AS (SELECT 1 AS k) SELECT * FROM y) "
        "SELECT * FROM x WHERE k IN (WITH z AS (SELECT 2 AS k) SELECT k FROM z)",
    )
    assert folder.load()["marts.a"].reads == frozenset()


def test_a_cte_does_not_hide_a_table_of_the_same_name(folder: Folder) -> None:
    folder.write("marts/a.sql", "WITH trade AS (SELECT * FROM staging.trade) SELECT * FROM trade")
    assert folder.load()["marts.a"].reads == {"staging.trade"}


def test_models_come_in_build_order(folder: Folder) -> None:
    folder.write("marts/a.sql", "SELECT * FROM marts.z")
    folder.write("marts/z.sql", "SELECT * FROM staging.trade")
    folder.write("indicators/b.sql", "SELECT * FROM marts.a", INDICATOR)
    assert list(folder.load()) == ["marts.z", "marts.a", "indicators.b"]


def test_lineage_goes_down_to_staging_nearest_first(folder: Folder) -> None:
    folder.write("marts/z.sql", "SELECT * FROM staging.trade")
    folder.write("marts/a.sql", "SELECT * FROM marts.z JOIN catalog.country USING (iso3)")
    folder.write("indicators/b.sql", "SELECT * FROM marts.a", INDICATOR)
    assert lineage("indicators.b", load(folder.path)) == ["marts.a", "catalog.country", "marts.z", "staging.trade"]
    assert lineage("staging.trade", load(folder.path)) == []


def test_a_layer_never_reads_from_above(folder: Folder) -> None:
    folder.write("marts/a.sql", "SELECT * FROM indicators.b")
    folder.write("indicators/b.sql", "SELECT * FROM staging.trade", INDICATOR)
    with pytest.raises(ModelError, match=r"marts.a reads indicators.b: a layer reads only from below"):
        folder.load()


def test_a_schema_that_is_no_layer_is_refused(folder: Folder) -> None:
    folder.write("marts/a.sql", "SELECT * FROM raw.trade")
    with pytest.raises(ModelError, match=r"marts.a reads raw.trade"):
        folder.load()


def test_a_table_that_no_model_makes_is_named(folder: Folder) -> None:
    folder.write("marts/a.sql", "SELECT * FROM marts.nothing")
    with pytest.raises(ModelError, match=r"marts.a reads marts.nothing, which no model makes"):
        folder.load()


def test_a_table_without_its_schema_is_refused(folder: Folder) -> None:
    folder.write("marts/a.sql", "SELECT * FROM trade")
    with pytest.raises(ModelError, match=r"a.sql: trade needs its schema"):
        folder.load()


def test_a_circle_is_refused_and_shown(folder: Folder) -> None:
    folder.write("marts/a.sql", "SELECT * FROM marts.b")
    folder.write("marts/b.sql", "SELECT * FROM marts.a")
    with pytest.raises(ModelError, match=r"circle: marts\.(a → marts\.b → marts\.a|b → marts\.a → marts\.b)"):
        folder.load()


@pytest.mark.parametrize(
    ("head", "sql", "problem"),
    [
        ("", "SELECT 1 AS year", "does not open with a TOML comment"),
        ("/*\nkey = [\n*/", "SELECT 1 AS year", "front matter: "),
        ('/*\nkey = ["year"]\n*/', "SELECT 1 AS year", r"front matter lacks \['checks'\]"),
        ('/*\nkey = []\nchecks = []\nowner = "me"\n*/', "SELECT 1 AS year", r"front matter has unknown \['owner'\]"),
        (HEAD, "DELETE FROM staging.trade", "SELECT"),
        (HEAD, "SELEC 1", "syntax error"),
    ],
)
def test_a_bad_file_is_named_with_its_problem(folder: Folder, head: str, sql: str, problem: str) -> None:
    folder.write("marts/bad.sql", sql, head)
    with pytest.raises(ModelError, match=f"bad.sql: .*{problem}"):
        folder.load()


def test_an_indicator_needs_its_unit_formula_and_reference(folder: Folder) -> None:
    folder.write("indicators/b.sql", "SELECT 1 AS year")
    with pytest.raises(ModelError, match=r"lacks \['better', 'formula', 'reference', 'theme', 'unit'\]"):
        folder.load()


def test_a_python_model_gives_its_meta_its_inputs_and_its_rows(folder: Folder) -> None:
    code = """
SQL = "SELECT year FROM staging.trade"
META = {"key": ["year"], "checks": []}

def make(table):
    return table.slice(1)
"""
    folder.write("marts/ranked.py", code, head="")
    model = folder.load()["marts.ranked"]
    assert model.reads == {"staging.trade"}
    assert model.meta["key"] == ["year"]
    assert model.make
    assert model.make(pa.table({"year": [1, 2]})).to_pydict() == {"year": [2]}
