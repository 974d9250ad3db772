"""One HTML file that asks for nothing: slides or a report with their data, scripts, fonts and boundaries inside."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from pathlib import Path

import orjson
from markupsafe import Markup

from dashboard import look, words
from dashboard.export import markup
from dashboard.export.scene import Show
from dashboard.static import ASSETS

_HERE = Path(__file__).parent
# A style sheet and its scripts.
_STAGE = tuple(ASSETS / "stage" / name for name in ("stage.css", "speaker.js", "stage.js"))
_REPORT = (_HERE / "report.css", _HERE / "sheets.js", _HERE / "report.js")
_CARD = (_HERE / "card.css", _HERE / "report.js", _HERE / "card.js")
_SHEETS = ("tokens.css", "marks.css")
_URL = re.compile(r'url\("([^"]+)"\)')
# Nothing may be fetched from anywhere, whatever the file holds.
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; font-src data:; "
    "img-src data: blob:; base-uri 'none'; form-action 'none'"
)


def deck(show: Show, *, printed: bool = False) -> str:
    """Slides for a browser: cover, scenes, sources; `printed` lays them out one a sheet."""
    return _page(show, "printed" if printed else "deck", markup.slides(show), _STAGE)


def report(show: Show, lead: str) -> str:
    """A page of the dashboard for paper: title, lead, every part, the table of sources."""
    head = Markup(
        '<header class="masthead"><p class="brand">{}</p><h1>{}</h1><p class="lead">{}</p><p class="dated">{}</p>'
        "{}</header>"
    ).format(words.t("ui.title", show.lang), show.title, lead, show.dated, markup.code(show.link))
    parts = Markup("").join(markup.block(s, i + 1) for i, s in enumerate(show.scenes))
    end = Markup('<section class="block"><h2>{}</h2>{}</section>').format(
        words.t("ui.sources", show.lang), markup.sources(show, cited=True)
    )
    return _page(show, "report", head + parts + end, _REPORT)


def card(show: Show) -> str:
    """One scene with title and source, filling a window: the picture beside a shared link."""
    return _page(show, "card", markup.block(show.scenes[0], 1, markup.COLUMNS), _CARD)


def album(show: Show, sizes: Sequence[tuple[int, int]]) -> str:
    """The show's figures one under the other, each of its size in CSS pixels: what pictures are cut from."""
    boxes = [
        Markup('<div class="frame" style="width:{}px;height:{}px">{}</div>').format(w, h, markup.body(s, i + 1, 0))
        for i, (s, (w, h)) in enumerate(zip(show.scenes, sizes, strict=True))
    ]
    return _page(show, "album", Markup("").join(boxes), _STAGE)


def _page(show: Show, kind: str, inside: Markup, own: tuple[Path, ...]) -> str:
    style, *scripts = own
    data = markup.stage(show)
    drawing = [_script("assets", ASSETS / "plotly" / "plotly.min.js")] if data["figures"] else []
    return Markup(
        '<!doctype html><html lang="{}" dir="{}" class="{}"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="{}"><meta name="viewport" content="width=device-width">'
        "<title>{}</title><style>{}</style></head><body>{}"
        '<script type="application/json" id="data">{}</script>{}{}{}</body></html>'
    ).format(
        show.lang,
        words.direction(show.lang),
        kind,
        _POLICY,
        show.title,
        Markup("".join([_fonts(), *(p.read_text("utf-8") for p in (*(ASSETS / s for s in _SHEETS), style))])),  # noqa: S704
        inside,
        markup.script_json(data),
        _maps(show),
        Markup("").join(drawing),
        Markup("").join(_script(path.stem, path) for path in scripts),
    )


def _script(name: str, path: Path) -> Markup:
    """A script of ours inside the page; what would end the element is written otherwise."""
    text = path.read_text("utf-8").replace("</script", "<\\/script").replace("<!--", "<\\!--")
    return Markup('<script id="script-{}">{}</script>').format(name, Markup(text))  # noqa: S704


def _maps(show: Show) -> Markup:
    """The boundaries that plotly would fetch, where it looks for them before it does."""
    names = markup.maps(show)
    if not names:
        return Markup("")
    folder = ASSETS / "topojson" / look.map_view()
    held = {n: orjson.loads((folder / f"{n}.json").read_bytes()) for n in sorted(names)}
    return Markup("<script>window.PlotlyGeoAssets = {{topojson: {}}};</script>").format(markup.script_json(held))


def _fonts() -> str:
    """The font rules with the fonts themselves in them."""
    folder = ASSETS / "fonts"

    def data(found: re.Match[str]) -> str:
        held = base64.b64encode((folder / found[1]).read_bytes()).decode()
        return f'url("data:font/woff2;base64,{held}")'

    return _URL.sub(data, (folder / "fonts.css").read_text("utf-8"))
