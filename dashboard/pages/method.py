"""How a figure is made, as a screen: the rule in words, its rows, its query, the tables on the way, sources and files.

For views that show no single indicator; those that do lead to its lineage.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import urlencode

from dashboard import words
from dashboard.export.rows import credits_
from dashboard.lineage import source, tables
from dashboard.page import Page
from dashboard.pages.lineage import code, model_part, section, source_part
from dashboard.state import State
from dashboard.tag import tag
from dashboard.view import View, capital, discover, title
from dashboard.warehouse import Warehouse

_TABLE = re.compile(r"\b(?:marts|indicators|index|staging)\.[a-z0-9_]+")
_FILES = ("csv", "xlsx", "parquet", "json")


def more(state: State, warehouse: Warehouse) -> Any:
    """The whole screen of the view that the address names."""
    view, lang = _views()[state.of], state.lang
    state = view.settled(state, warehouse)
    query = urlencode(state.given((*view.reads, "v")) | {"lang": lang})
    # Each by itself, or in Arabic a row of Latin names would run against the sentence.
    files = [tag.Bdi(tag.A(f.upper(), href=f"/data/{view.slug}.{f}?{query}")) for f in (*_FILES, "html")]
    used = credits_(view, state, warehouse)
    read = dict.fromkeys(_TABLE.findall(view.sql))
    parts = [
        tag.Div(
            [
                tag.P(capital(title(view.slug, state)), className="name"),
                *(tag.P(words.t(key, lang)) for key in rules(view.slug)),
                tag.P([words.t("method.rows", lang), " ", *(part for f in files for part in (f, " · "))][:-1]),
            ],
            className="answer",
        ),
        section("query", [code(view.sql.strip())], state),
        section("sources", [source_part(source(warehouse, s), state) for s in used], state) if used else None,
        section("models", [model_part(m, state) for m in tables(warehouse, *read)], state),
    ]
    return tag.Div([p for p in parts if p is not None], className="lineage")


def rules(slug: str) -> list[str]:
    """Label keys of what a view's numbers are, its family's first: method.flow, then method.flow_blocs."""
    parts = slug.split("_")
    keys = ("method." + "_".join(parts[: n + 1]) for n in range(len(parts)))
    return [key for key in keys if words.has(key)]


@cache
def _views() -> dict[str, View]:
    return {view.slug: view for view in discover("dashboard.views", "VIEW")}


PAGE = Page(
    "method",
    "/method/<of>",
    number=None,
    controls=(),
    more=more,
    exists=lambda state: state.of in _views(),
)
