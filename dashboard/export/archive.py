"""A zip written as it is sent: the CSV, its .meta.json, the citation as text and BibTeX, and the licences."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from dashboard.export import about
from dashboard.export.about import Credits
from dashboard.export.formats import Outlet

Files = Iterable[tuple[str, Iterable[bytes]]]

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same rows make the same archive


def zipped(files: Files) -> Iterator[bytes]:
    """Names and pieces of files as one zip, piece by piece: memory stays flat, nothing touches the disk."""
    sink = Outlet()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as out:
        for name, pieces in files:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with out.open(entry, "w", force_zip64=True) as file:
                for piece in pieces:
                    file.write(piece)
                    yield sink.taken()
    yield sink.taken()


def rows(
    name: str, csv: Iterable[bytes], sidecar: Mapping[str, Any], used: Credits, lang: str
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """The files that go with one view's rows; `name` is their stem, `sidecar` what .meta.json says."""
    yield f"{name}.csv", csv
    yield f"{name}.meta.json", [orjson.dumps(sidecar, option=orjson.OPT_INDENT_2)]
    yield "CITATION.txt", [about.citation(sidecar, used, lang).encode("utf-8-sig")]
    yield "citation.bib", [about.bibtex(sidecar, used, lang).encode()]
    yield "LICENCE.txt", [about.licence(used, lang).encode("utf-8-sig")]
