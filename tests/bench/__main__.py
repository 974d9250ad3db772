"""make bench: every budget of the project measured in one run, printed as a table with the machine."""

from __future__ import annotations

import shutil
import sys

from playwright.sync_api import sync_playwright

from tests.bench import floor, numbers, screen, server
from tests.bench.numbers import ROOT
from tests.bench.table import show
from tests.soak.site import serving


def main() -> None:
    """Measure, print, and exit with 1 when a budget is broken."""
    warehouse = ROOT / "data" / "warehouse.duckdb"
    rows = numbers.measured()
    with serving(warehouse) as site:
        rows += server.measured(site)
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=shutil.which("chromium"))
            with floor.laid(site.url) as (ground, charts):
                rows += screen.measured(browser, site.url, ground, charts)
            browser.close()
    rows += server.long_csv(warehouse)
    sys.exit(not show(rows))


if __name__ == "__main__":
    main()
