"""The HTML a browser gets first: language, direction, title and headline stand in it before any script runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from string import Template
from typing import Any

import dash
import orjson
from markupsafe import escape

from dashboard import words
from dashboard.address import Shelf
from dashboard.screen import Screen
from dashboard.slide_address import SHARED, site
from dashboard.static import ASSETS, SCRIPTS, SHEETS, asset

_TEMPLATE = Template((Path(__file__).parent / "index.html").read_text(encoding="utf-8"))
_LOCALES = {"fr": "fr_FR", "en": "en_GB", "ar": "ar_MA"}
# Loaded by Dash on every page and used by none: the data table.
_UNUSED = "/dash_table/bundle"
_SOURCE = re.compile(r'<script src="([^"]*)"')


class Index(dash.Dash):
    """Dash with our own first HTML; `screen()` says what the address asks for, `key()` what it depends on."""

    def __init__(self, screen: Callable[[], Screen], key: Callable[[], str], **options: Any) -> None:
        super().__init__(**options)
        self._screen, self._key, self._kept = screen, key, Shelf(16 << 20)

    def interpolate_index(self, *_: Any, **parts: Any) -> str:
        """Fill the template for the address of this request; a page that exists is kept."""

        def make() -> bytes:
            now = self._screen()
            return _TEMPLATE.substitute(_head(now), **_dash(parts)).encode()

        return self._kept.get(f"{site()} {self._key()}", make).decode()


def _dash(parts: Mapping[str, str]) -> dict[str, str]:
    """Dash's own scripts are only named: assets/screen.js runs them once the first charts stand."""
    later = [source for source in _SOURCE.findall(parts["scripts"]) if _UNUSED not in source]
    return {
        "metas": parts["metas"],
        "css": parts["css"],
        "config": parts["config"],
        "scripts": asset(SCRIPTS),
        "later": "\n".join(f'<script type="later" src="{source}"></script>' for source in later),
    }


def _head(now: Screen) -> dict[str, str]:
    state = now.state
    fonts = [f"fonts/{p.name}" for p in sorted((ASSETS / "fonts").glob("*.woff2")) if _needed(p.name, state.lang)]
    return {
        "lang": state.lang,
        "dir": words.direction(state.lang),
        "look": state.look,
        "present": ' data-present="1"' if state.present else "",
        "title": escape(now.title),
        "about": escape(words.t("ui.description", state.lang)),
        "site": escape(words.t("ui.title", state.lang)),
        "heading": escape(now.heading),
        "description": escape(now.sentence or now.lead or words.t("ui.description", state.lang)),
        "locale": _LOCALES[state.lang],
        "picture": _picture(now),
        "plotly": asset("plotly/plotly.min.js"),
        "figures": escape(" ".join(now.figures)),
        "first": asset("first.js"),
        "icon": asset("icon.svg"),
        "preloads": "\n".join(
            [
                *_bundle(now),
                *(f'<link rel="preload" href="/assets/{f}" as="font" type="font/woff2" crossorigin>' for f in fonts),
            ]
        ),
        "styles": "\n".join(f'<link rel="stylesheet" href="{asset(s)}">' for s in ("fonts/fonts.css", SHEETS)),
        "entry": now.html,
        "page": orjson.dumps(now.about).decode().replace("<", "\\u003c"),
    }


def _picture(now: Screen) -> str:
    """What other sites show beside a link: nothing for a page that does not exist."""
    if not now.picture:
        return ""
    tags = {"og:image": site() + now.picture, "og:image:alt": now.heading,
            "og:image:width": str(SHARED[0]), "og:image:height": str(SHARED[1])}  # fmt: skip
    made = [f'<meta property="{name}" content="{escape(text)}">' for name, text in tags.items()]
    return "\n".join([*made, '<meta name="twitter:card" content="summary_large_image">'])


def _bundle(now: Screen) -> list[str]:
    """The preload of plotly, for pages that have a figure to draw."""
    return [f'<link rel="preload" href="{asset("plotly/plotly.min.js")}" as="script">'] if now.figures else []


def _needed(font: str, lang: str) -> bool:
    """Whether a page in this language draws its first words with a font file."""
    return "arabic" in font if lang == "ar" else "arabic" not in font
