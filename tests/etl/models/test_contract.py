"""Every model runs on a world without a row, and every indicator has the five columns, in their types."""

from pathlib import Path

from etl.model import INDICATOR_COLUMNS
from tests.etl.models.conftest import World

TYPES = ("INTEGER", "VARCHAR", "VARCHAR", "VARCHAR", "DOUBLE")


def test_an_empty_world_gives_empty_tables(world: World) -> None:
    world.make(*world.models)
    wrong = {}
    for table, model in world.models.items():
        cursor = world.con.execute(f"SELECT * FROM {table}")
        assert cursor.fetchall() == [], table
        columns = tuple((d[0], str(d[1])) for d in cursor.description)
        if model.layer == "indicators" and columns != tuple(zip(INDICATOR_COLUMNS, TYPES, strict=True)):
            wrong[table] = columns
    assert not wrong


def test_every_model_is_read_by_another_or_by_a_screen(world: World) -> None:
    dashboard = Path(__file__).parents[3] / "dashboard"
    screens = "\n".join(p.read_text(encoding="utf-8") for p in sorted(dashboard.rglob("*.py")))
    read = set().union(*(m.reads for m in world.models.values()))
    # The explorer, the methods page and the addresses take every indicator from the catalog by itself.
    others = {table for table, model in world.models.items() if model.layer != "indicators"}
    assert {table for table in others - read if table not in screens} == set()
