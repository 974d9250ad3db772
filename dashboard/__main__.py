"""python -m dashboard: the development server over a built warehouse; export and bulk write files instead."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from dashboard.app import create_app, warm
from dashboard.command import bulk_files, export
from dashboard.look import MAP_VIEWS
from dashboard.warehouse import Warehouse, WarehouseError


def main() -> int:
    """Serve on HOST:PORT until stopped, or run one of the commands; 1 where there is no warehouse to serve."""
    commands = {"export": export, "bulk": bulk_files}
    if sys.argv[1:2] and sys.argv[1] in commands:
        return commands[sys.argv[1]](sys.argv[2:])
    env = os.environ
    parser = argparse.ArgumentParser("python -m dashboard", description=__doc__)
    parser.add_argument("--warehouse", type=Path, default=env.get("WAREHOUSE", "data/warehouse.duckdb"))
    parser.add_argument("--host", default=env.get("HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=env.get("PORT", "8050"))
    parser.add_argument("--map-view", choices=MAP_VIEWS, default=env.get("MAP_VIEW", "un"))
    asked = parser.parse_args()
    env["MAP_VIEW"] = asked.map_view
    try:
        Warehouse(asked.warehouse).opened()
    except WarehouseError as error:
        print(error, file=sys.stderr)
        return 1
    app = create_app(asked.warehouse)
    warm(app.server)
    print(f"http://{asked.host}:{asked.port}")
    app.run(host=asked.host, port=asked.port, debug=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
