"""PPTX, 16:9: cover, one slide a scene with an editable chart, table or picture, notes and QR code, then sources."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import segno
from pptx import Presentation
from pptx.util import Inches

from dashboard import look, words
from dashboard.export.chart import place_chart
from dashboard.export.markup import unseen
from dashboard.export.native import Chart, native
from dashboard.export.paper import Box, Page
from dashboard.export.scene import Scene, Show
from dashboard.view import Card, Table, named
from dashboard.warehouse import SourceNote

# Pictures of figures as PNG, in boxes of so many inches (width, height); none where no browser can make them.
Wanted = Sequence[tuple[Scene, float, float]]
Album = Callable[[Wanted], Sequence[bytes]]
Progress = Callable[[str, int, int], None]

WIDTH, HEIGHT, MARGIN = 13.333, 7.5, 0.6
_BODY = WIDTH - 2 * MARGIN
_ROWS, _COLUMNS = 11, 8
_LONGEST = 255  # letters that a property of such a file holds
_BESIDE, _GAP = 2.75, 0.3  # inches that an annotation takes from the drawing, and what is left between them


def pptx(show: Show, album: Album, progress: Progress = lambda *_: None) -> bytes:
    """The file of a show: with cover and sources, or, for a single view, its slide alone."""
    charts = {id(s): None if s.own_use or s.kind != "figure" else native(s.drawing) for s in show.scenes}
    wanted = [(s, _box(s).width, _box(s).height) for s in show.scenes if s.kind == "figure" and not charts[id(s)]]
    progress(words.t("export.pictures", show.lang), 0, len(show.scenes))
    pictures = dict(zip((id(s) for s, _, _ in wanted), album(wanted) if wanted else (), strict=False))
    file = Presentation()
    file.slide_width, file.slide_height = Inches(WIDTH), Inches(HEIGHT)
    single = len(show.scenes) == 1
    if not single:
        _cover(_page(file, show), show)
    for i, scene in enumerate(show.scenes):
        progress(scene.title, i, len(show.scenes))
        _slide(_page(file, show), scene, show, charts[id(scene)] or pictures.get(id(scene)))
    if not single:
        left = list(show.sources.items())
        while left:
            left = left[_sources(_page(file, show), left, show) :]
    progress("", len(show.scenes), len(show.scenes))
    made = datetime.combine(show.day, time(), UTC).replace(tzinfo=None)
    about = file.core_properties
    about.title, about.author, about.language = show.title[:_LONGEST], words.t("ui.title", show.lang), show.lang
    about.created = about.modified = made
    about.last_modified_by, about.comments = about.author, show.dated
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _page(file: Any, show: Show) -> Page:
    return Page(file.slides.add_slide(file.slide_layouts[6]), show.lang, WIDTH, len(file.slides))


def _cover(page: Page, show: Show) -> None:
    page.band(Box(0, 0, 0.28, HEIGHT), look.tokens()["accent"])
    page.heading(Box(1.0, 2.3, 9.6, 1.7), show.title, (44, 18), bottom=True)
    page.text(Box(1.0, 4.15, 9.6, 0.5), [show.house], (20, 14), "muted")
    page.text(Box(1.0, 4.7, 9.6, 0.4), [show.dated], (14, 10), "muted")
    _code(page, show.link, Box(WIDTH - 2.3, 4.9, 1.6, 1.6))


def _box(scene: Scene) -> Box:
    """Where the drawing stands: a caption takes its lower part, an annotation a strip at its end."""
    wide = _BODY - (_BESIDE if scene.annotation else 0)
    return Box(MARGIN, 1.7, wide, (5.62 if scene.caption else 6.3) - 1.7)


def _slide(page: Page, scene: Scene, show: Show, drawn: Chart | bytes | None) -> None:
    page.band(Box(MARGIN, 0.42, 0.7, 0.06), look.tokens()["accent"])
    box = _box(scene)
    # One line of the serif, or two of its small sizes: what stands under the title keeps its place.
    whole = {
        scene.title: page.heading(Box(MARGIN, 0.5, _BODY, 0.72), scene.title, (28, 12)),
        scene.subtitle: page.text(Box(MARGIN, 1.22, _BODY, 0.42), [scene.subtitle], (14, 9), "muted"),
        scene.caption: page.text(Box(MARGIN, 5.68, _BODY, 0.7), [scene.caption], (16, 9), "ink"),
    }
    _body(page, scene, box, drawn)
    if scene.annotation:
        side = Box(MARGIN + box.width + _GAP, box.top + 0.1, _BESIDE - _GAP, box.height - 0.3)
        page.band(Box(side.left, side.top, 0.05, side.height), look.tokens()["accent"])
        aside = replace(side, left=side.left + 0.2, width=side.width - 0.2)
        whole[scene.annotation] = page.text(aside, [scene.annotation], (20, 9), "ink")
    _foot(page, scene, show)
    # What has no room on the slide is not lost: it stands in the notes.
    notes = [t for t in (scene.notes, *(t for t, all_ in whole.items() if not all_)) if t]
    if notes:
        page.notes("\n\n".join(notes))


def _foot(page: Page, scene: Scene, show: Show) -> None:
    page.band(Box(MARGIN, 6.42, _BODY, 0.01), look.tokens()["rule"])
    wide = _BODY - 1.05
    page.text(Box(MARGIN, 6.46, wide, 0.45), [scene.credit], (10, 6), "muted")
    page.dated(Box(MARGIN, 6.92, wide, 0.3), show.dated)
    _code(page, scene.link, Box(WIDTH - MARGIN - 0.9, 6.48, 0.9, 0.9))


def _code(page: Page, link: str, box: Box) -> None:
    """The QR code of a live address, that opens with a click too."""
    if link:
        out = io.BytesIO()
        segno.make(link, error="m").save(out, kind="png", scale=8, border=1, dark=look.tokens()["ink"])
        page.picture(box, out.getvalue(), link, link)


def _body(page: Page, scene: Scene, box: Box, drawn: Chart | bytes | None) -> None:
    """The drawing: an editable chart where there is one, a picture, a table, cards, or texts."""
    if isinstance(drawn, Chart):
        place_chart(page, box, drawn, scene)
    elif isinstance(drawn, bytes):
        page.picture(box, drawn, f"{scene.title}. {scene.subtitle}. {scene.credit}")
    elif scene.kind == "figure":
        page.text(box, [words.t("export.no_picture", scene.state.lang)], (18, 12), "muted")
    elif scene.kind == "table":
        _table(page, scene.drawing, box)
    elif scene.kind == "cards":
        _cards(page, scene.drawing, box)
    else:
        page.text(box, scene.drawing, (32, 10), "ink")


def _table(page: Page, table: Table, box: Box) -> None:
    """The first rows and columns of a table, and what of it has no room."""
    lang, shown, key = page.lang, len(table.columns[:_COLUMNS]), page.legend_height(table.legend, box.width)
    head = [table.heads.get(c) or named("column", c, lang) for c in table.columns]
    cells = [r[:shown] for r in table.rows[:_ROWS]]
    numeric = {i for i, c in enumerate(table.columns[:shown]) if c in table.numeric}
    if table.legend:
        page.legend(Box(box.left, box.top, box.width, key), table.legend)
    placed = page.table(Box(box.left, box.top + key, box.width, box.height - 0.3 - key), head[:shown], cells, numeric)
    left = unseen(len(table.rows) - placed, head[shown:], lang)
    page.text(Box(box.left, box.top + box.height - 0.3, box.width, 0.3), [" · ".join(left.values())], (11, 7), "muted")


def _cards(page: Page, cards: list[Card], box: Box) -> None:
    across = 5 if len(cards) > 8 else 4 if len(cards) > 3 else max(1, len(cards))
    down = -(-len(cards) // across)
    wide, high = box.width / across, min(2.4, box.height / down)
    scale = page.card_scale(cards, Box(0, 0, wide - 0.2, high - 0.15))
    for i, card in enumerate(cards[: across * down]):
        column, row = i % across, i // across
        at = Box(box.left + column * wide, box.top + row * high, wide - 0.2, high - 0.15)
        page.card(at, card, scale)


def _sources(page: Page, notes: Sequence[tuple[str, SourceNote]], show: Show) -> int:
    """As many sources as a slide holds, one at least; how many."""
    page.band(Box(MARGIN, 0.42, 0.7, 0.06), look.tokens()["accent"])
    page.heading(Box(MARGIN, 0.5, _BODY, 0.75), words.t("ui.sources", show.lang), (28, 12))
    heads = [words.t(f"ui.{k}", show.lang) for k in ("publisher", "dataset", "vintage", "licence")]
    rows = [[n.publisher, n.title, n.vintage, words.licence(s, n.licence, show.lang)] for s, n in notes]
    placed = page.table(Box(MARGIN, 1.5, _BODY, 5.3), heads, rows, set())
    page.dated(Box(MARGIN, 6.92, _BODY, 0.3), show.dated)
    return max(1, placed)
