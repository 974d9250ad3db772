"""Every model runs on a world without a row, and every indicator has the five columns, in their types."""

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
