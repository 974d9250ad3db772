"""What goes with exported rows: state, data version, a Frictionless schema, citation and licence of each source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from dashboard import words
from dashboard.export.formats import LOCALES
from dashboard.state import State
from dashboard.view import View, named, title
from dashboard.warehouse import Opened, SourceNote

Credits = Mapping[str, SourceNote]

SHADE = ("look", "present")  # what changes a picture but not its rows
_YEAR = re.compile(r"(?:19|20)\d\d")
_BIB = str.maketrans({c: f"\\{c}" for c in "&%$#_{}"} | {"\\": "\\textbackslash{}", "~": "\\~{}", "^": "\\^{}"})
_RULE = "-" * 72


def about(view: View, state: State, opened: Opened, used: Credits) -> dict[str, Any]:
    """The view, its title, the state that its rows depend on, the data version and the sources of its rows."""
    return {
        "view": view.slug,
        "title": title(view.slug, state),
        "data_version": opened.version,
        "state": {n: getattr(state, n) for n in view.reads if n not in SHADE},
        "sources": {s: vars(n) for s, n in used.items()},
    }


def sidecar(facts: Mapping[str, Any], schema: pa.Schema, lang: str, locale: str = "") -> dict[str, Any]:
    """`about` with the form of its CSV and the columns as a Frictionless table schema, named in the language."""
    columns = fields(schema, locale)
    for column in columns:
        column["title"] = named("column", column["name"].removesuffix("_label"), lang)
    form = {"encoding": "utf-8", "dialect": {"delimiter": LOCALES[locale][0], "lineTerminator": "\r\n"}}
    return {**facts, **form, "schema": {"fields": columns, "missingValues": [""]}}


def fields(schema: pa.Schema, locale: str = "") -> list[dict[str, Any]]:
    """Names and Frictionless types of the columns, as our CSV writes them."""
    return [{"name": f.name} | _type(f.type, LOCALES[locale][1]) for f in schema]


def _type(kind: pa.DataType, point: str) -> dict[str, str]:
    if pa.types.is_boolean(kind):
        return {"type": "boolean"}
    if pa.types.is_integer(kind):
        return {"type": "integer"}
    if pa.types.is_floating(kind):
        return {"type": "number"} if point == "." else {"type": "number", "decimalChar": point}
    if pa.types.is_date(kind):
        return {"type": "date"}
    if pa.types.is_timestamp(kind):
        return {"type": "datetime", "format": "any"}
    return {"type": "string"}


def citation(facts: Mapping[str, Any], used: Credits, lang: str) -> str:
    """How to cite the rows, as text: ourselves with the data version, then every source."""
    own = f"{words.t('ui.title', lang)}. {facts['title']}. {_version(facts, lang)}."
    lines = [own, "", f"{words.t('ui.sources', lang)}", _RULE]
    lines += [f"{n.citation}. {n.publisher}, {n.title} ({n.vintage}). {n.page}" for n in used.values()]
    return "\r\n".join(lines) + "\r\n"


def bibtex(facts: Mapping[str, Any], used: Credits, lang: str) -> str:
    """The same as BibTeX, one entry a source."""
    own = {"title": f"{words.t('ui.title', lang)}: {facts['title']}", "note": _version(facts, lang)}
    return "\n\n".join([_entry("observatory", own), *(_entry(s, _cited(n)) for s, n in used.items())]) + "\n"


def _version(facts: Mapping[str, Any], lang: str) -> str:
    return f"{words.t('ui.data_version', lang)} {facts['data_version']}"


def _cited(note: SourceNote) -> dict[str, str]:
    year = _YEAR.search(note.vintage)
    return {
        "author": f"{{{note.publisher}}}",
        "title": note.title,
        "year": year[0] if year else "",
        "version": note.vintage,
        "url": note.page,
        "note": note.citation,
    }


def _entry(key: str, values: Mapping[str, str]) -> str:
    lines = ",\n".join(f"  {k} = {{{_bib(k, v)}}}" for k, v in values.items() if v)
    return f"@misc{{{key},\n{lines}\n}}"


def _bib(key: str, value: str) -> str:
    if key == "url":
        return value
    if key == "author":  # in braces of its own, or an institution would be read as first and last name
        return "{" + value[1:-1].translate(_BIB) + "}"
    return value.translate(_BIB)


def licence(used: Credits, lang: str) -> str:
    """Under which terms each source's rows may be passed on."""
    blocks = [
        f"{n.publisher}, {n.title} ({n.vintage})\r\n"
        f"{words.t('ui.licence', lang)}: {words.licence(s, n.licence, lang)}\r\n"
        f"{words.t(f'ui.redistribution.{n.redistribution}', lang)}\r\n{n.page}\r\n"
        for s, n in used.items()
    ]
    return f"{_RULE}\r\n".join(blocks)
