"""make pictures: every page, language, width and panel mode into pictures/; five first screens for the README."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from dashboard.state import LANGS
from dashboard.view import discover
from tests.browser.conftest import Visit
from tests.soak.site import serving

FOLDER = Path("pictures")
README = Path("assets/pictures")
CHOSEN = {
    "overview-fr": "/?metal=cobalt",
    "hub-fr": "/hub",
    "flows-en": "/flows?metal=manganese&stage=mine&lang=en",
    "themes-ar": "/themes/africa_europe?lang=ar",
    "data-fr": "/data-methods",
}


def main() -> None:
    """Write the pictures; the README's show the first screen only."""
    FOLDER.mkdir(exist_ok=True)
    README.mkdir(parents=True, exist_ok=True)
    paths = [
        p.path.replace("<theme>", "sovereignty").replace("<indicator>", "rca").replace("<of>", "flow_map")
        for p in discover("dashboard.pages", "PAGE")
    ]
    with serving(Path("data/warehouse.duckdb")) as site, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"))
        for path in paths:
            name = path.strip("/").replace("/", "-") or "overview"
            for lang in LANGS:
                for width in (1440, 390):
                    target = FOLDER / f"{name}-{lang}-{width}.png"
                    shoot(browser, site.url, f"{path}?lang={lang}", width, target, whole=True)
            shoot(browser, site.url, f"{path}?present=1", 1920, FOLDER / f"{name}-panel.png", whole=False)
        for name, address in CHOSEN.items():
            shoot(browser, site.url, address, 1440, README / f"{name}.png", whole=False)
        browser.close()


def shoot(browser: Browser, site: str, address: str, width: int, path: Path, *, whole: bool) -> None:
    """One picture, once every figure has been brought into view and drawn."""
    page = browser.new_page(viewport={"width": width, "height": 1000})
    Visit(page, site).open(address)
    page.screenshot(path=path, full_page=whole)
    page.close()
    print(path)


if __name__ == "__main__":
    main()
