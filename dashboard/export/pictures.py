"""Pictures of figures: drawn one under the other in one page, photographed at once by Chromium, and cut apart."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

from PIL import Image

from dashboard.export import chromium, markup, offline
from dashboard.export.scene import Scene, Show
from dashboard.export.slides import Wanted

_TOGETHER = 6  # figures on a page: a taller picture would not fit a browser's limits
_CHROME = 200  # pixels that a headless window keeps for a frame it does not have
_INCH = 160  # dots


def album(show: Show, wanted: Wanted) -> list[bytes]:
    """PNGs for boxes of inches, in their order; none at all where there is no browser, an error where it failed."""
    made: list[bytes] = []
    for start in range(0, len(wanted), _TOGETHER):
        part = wanted[start : start + _TOGETHER]
        scales = [markup.tall(s) / h for s, _, h in part]  # CSS pixels an inch
        sizes = [(round(w * k), markup.tall(s)) for (s, w, _), k in zip(part, scales, strict=True)]
        try:
            made += photographed(show, [s for s, _, _ in part], sizes, _INCH / min(scales))
        except chromium.MissingError:
            return []
    return made


def photographed(show: Show, scenes: Sequence[Scene], sizes: Sequence[tuple[int, int]], scale: float) -> list[bytes]:
    """PNGs of these figures, each of its size in CSS pixels, `scale` dots a pixel; ChromiumError without a browser."""
    html = offline.album(replace(show, scenes=scenes), sizes)
    whole = chromium.png(html, max(w for w, _ in sizes), sum(h for _, h in sizes) + _CHROME, scale)
    made, top = [], 0
    with Image.open(io.BytesIO(whole)) as sheet:
        for width, height in sizes:
            out = io.BytesIO()
            box = (0, round(top * scale), round(width * scale), round((top + height) * scale))
            sheet.crop(box).convert("RGB").save(out, "PNG", optimize=True)
            made.append(out.getvalue())
            top += height
    return made
