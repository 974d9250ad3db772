"""A show in the four forms it leaves in: PPTX, PDF, one HTML file, or a zip of the data behind every slide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson

from dashboard import words
from dashboard.export import about, archive, chromium, formats, offline, pictures, slides
from dashboard.export.rows import batches
from dashboard.export.scene import House, Scene, Show
from dashboard.export.slides import Progress
from dashboard.view import View

FORMS = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "zip": "application/zip",
}


def made(form: str, show: Show, house: House, progress: Progress = lambda *_: None) -> bytes:
    """The file. KeyError for an unknown form, chromium.ChromiumError for a PDF without a browser."""
    if form == "pptx":
        return slides.pptx(show, lambda wanted: pictures.album(show, wanted), progress)
    if form == "zip":
        return b"".join(archive.zipped(_data(show, house, progress)))
    page = {"pdf": lambda: offline.deck(show, printed=True), "html": lambda: offline.deck(show)}[form]()
    progress("", len(show.scenes), len(show.scenes))
    return chromium.pdf(page) if form == "pdf" else page.encode()


def _data(show: Show, house: House, progress: Progress) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Rows and description of every slide that has any, then how to cite them and what may be done with them."""
    for i, scene in enumerate(show.scenes):
        progress(scene.title, i, len(show.scenes))
        if scene.slug:
            yield from _rows(f"{i + 1:02}_{scene.slug}", scene, house.views[scene.slug], house)
    facts = {"title": show.title, "data_version": show.version}
    used = {s: n for s, n in show.sources.items() if n.redistribution != "own use"}
    yield "CITATION.txt", [about.citation(facts, used, show.lang).encode("utf-8-sig")]
    yield "citation.bib", [about.bibtex(facts, used, show.lang).encode()]
    yield "LICENCE.txt", [about.licence(used, show.lang).encode("utf-8-sig")]
    progress("", len(show.scenes), len(show.scenes))


def _rows(name: str, scene: Scene, view: View, house: House) -> Iterator[tuple[str, Iterable[bytes]]]:
    lang = scene.state.lang
    if scene.own_use:
        yield f"{name}.txt", [words.t("ui.download.refused", lang).encode("utf-8-sig")]
        return
    schema, found = batches(view, scene.state, house.warehouse)
    facts = about.about(view, scene.state, house.warehouse.opened(), scene.sources)
    yield f"{name}.csv", formats.csv(schema, found)
    yield f"{name}.meta.json", [orjson.dumps(about.sidecar(facts, schema, lang), option=orjson.OPT_INDENT_2)]
