"""Where a number comes from, as a screen: value, formula, input rows, sources with their files, tables on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dashboard import words
from dashboard.lineage import Input, Key, Model, Trace, trace
from dashboard.page import Page
from dashboard.state import State
from dashboard.tag import tag
from dashboard.typeset import typeset
from dashboard.view import CODES, capital, named
from dashboard.warehouse import Warehouse

SHOWN = 12  # rows of a table before the fold


def more(state: State, warehouse: Warehouse) -> Any:
    """The whole screen: it is one answer, not a set of views."""
    found = trace(warehouse, state)
    parts = [_answer(found, state), _formula(found, state)]
    if shown := [i for i in found.inputs if i.count]:
        parts += [section("inputs", [_input(i, found.key, state) for i in shown], state)]
    if found.sources:
        parts += [section("sources", [source_part(s, state) for s in found.sources], state)]
    parts += [section("models", [model_part(m, state) for m in found.models], state)]
    return tag.Div(parts, className="lineage")


def section(key: str, parts: list[Any], state: State) -> Any:
    """Parts under a heading of `lineage.<key>`."""
    return tag.Section([tag.H2(words.t(f"lineage.{key}", state.lang)), *parts])


def _answer(found: Trace, state: State) -> Any:
    """The value with its name and key, what is said against it, and the same as JSON."""
    key, lang = found.key, state.lang
    where = [named("metal", key.metal, lang) if key.metal != "all" else "",
             named("stage", key.stage, lang) if key.stage != "all" else "",
             named("country", key.iso3, lang), str(key.year or "")]  # fmt: skip
    value = words.value(found.value, found.indicator["unit"], lang)
    none = [] if found.value is not None else [_nowhere(found, state)]
    notes = [tag.Li(named("note", code, lang)) for code in found.notes]
    if key.stage not in (state.stage, "all"):
        wanted, shown = (named("stage", s, lang) for s in (state.stage, key.stage))
        notes.insert(0, tag.Li(words.t("lineage.other_stage", lang).format(wanted=wanted, shown=shown)))
    query = state.query(("metal", "stage", "year", "country"))
    return tag.Div(
        [
            tag.P(capital(named("indicator", key.indicator, lang)), className="name"),
            tag.P(" · ".join(capital(w) for w in where if w), className="key"),
            tag.P(value, className="value") if found.value is not None else None,
            _exact(found.value, lang),
            *none,
            tag.Ul(notes, className="notes") if notes else None,
            tag.P(
                [
                    tag.A(words.t("lineage.json", lang), href=f"/lineage/{key.indicator}.json?{query}"),
                    " · ",
                    tag.A(words.t("page.lineage.back", lang), href=f"/data-methods?lang={lang}", **{"data-page": ""}),
                ]
            ),
        ],
        className="answer",
    )


def _nowhere(found: Trace, state: State) -> Any:
    """That there is no such value, and the way to where the indicator has some."""
    query = replace(state, indicator=found.key.indicator).query(("lang", "metal", "indicator", "country"))
    way = tag.A(words.t("definition.open", state.lang), href=f"/explorer?{query}", **{"data-page": ""})
    return tag.P([words.t("lineage.none", state.lang), " ", way], className="empty")


def _exact(value: float | None, lang: str) -> Any:
    """The number with every digit, for whoever checks it."""
    if value is None:
        return None
    return tag.P([words.t("lineage.exact", lang), " ", tag.Bdi(tag.Code(repr(value)))], className="subtitle")


def _formula(found: Trace, state: State) -> Any:
    """Typeset formula, the definition in the reader's language, the exact one and its reference."""
    slug, lang = found.key.indicator, state.lang
    key, long = f"formula.{slug}", f"indicator.{slug}.long"
    exact = tag.P(found.indicator["formula"], lang="en", dir="ltr", className="exact")
    parts = [
        typeset(words.t(key, lang)) if words.has(key) else None,
        tag.P(words.t(long, lang)) if words.has(long) else None,
        tag.Details([tag.Summary(words.t("formulas.exact", lang)), exact,
                     tag.P(words.reference(slug, found.indicator["reference"], lang)),
                     code(found.indicator["sql"])]),
    ]  # fmt: skip
    return section("definition", parts, state)


def _input(found: Input, key: Key, state: State) -> Any:
    """Rows of one table: how many there are, the first of them, the sum over all countries, and all of them as CSV."""
    lang = state.lang
    numeric = [isinstance(v, int | float) and not isinstance(v, bool) for v in (*found.rows, found.columns)[0]]
    head = tag.Thead(tag.Tr([tag.Th(named("column", c, lang), scope="col", title=c, className="number" if n else "")
                             for c, n in zip(found.columns, numeric, strict=True)]))  # fmt: skip
    rows = [tag.Tr([_cell(c, v, lang) for c, v in zip(found.columns, r, strict=True)]) for r in found.rows]
    said = [_counted(found, lang)]
    if found.earlier:
        said.append(words.t("lineage.earlier", lang).format(state.year or ""))
    if found.withheld:
        said.append(words.t("lineage.withheld", lang).format(count=words.number(found.withheld, lang)))
    if found.whole:
        sums = words.COMMA[lang].join(
            f"{named('column', c, lang)} {words.number(v, lang)}" for c, v in found.whole.items()
        )
        count = words.number(found.whole_count, lang)
        said.append(words.t("lineage.whole", lang).format(count=count, sums=sums))
    parts: list[Any] = [tag.H3(tag.Code(found.table)), tag.P(" · ".join(said), className="subtitle")]
    if rows:
        first = tag.Div(tag.Table([head, tag.Tbody(rows[:SHOWN])]), className="scroll", tabIndex=0)
        parts.append(first)
    if len(rows) > SHOWN:
        rest = tag.Div(tag.Table([head, tag.Tbody(rows[SHOWN:])]), className="scroll", tabIndex=0)
        parts.append(tag.Details([tag.Summary(words.t("ui.more", lang)), rest]))
    if rows:
        named_key = {"metal": key.metal, "stage": key.stage, "year": key.year, "country": key.iso3}
        query = urlencode({n: v for n, v in named_key.items() if v is not None} | {"lang": lang})
        href = f"/lineage/{key.indicator}/{found.table}.csv?{query}"
        parts.append(tag.P(tag.A(words.t("lineage.csv", lang), href=href, download="")))
    return tag.Div(parts, className="input")


def _counted(found: Input, lang: str) -> str:
    shown, count = len(found.rows), found.count - found.withheld
    if count == 1:
        return words.t("lineage.one_row", lang)
    key = "rows" if shown < count else "all_rows"
    return words.t(f"lineage.{key}", lang).format(shown=words.number(shown, lang), count=words.number(count, lang))


def _cell(column: str, value: Any, lang: str) -> Any:
    """Codes with their names, numbers in full precision of three digits, the rest as it is."""
    if value is None:
        return tag.Td("")
    if column == "indicator":
        return tag.Td(tag.A(named("indicator", value, lang), href=f"/lineage/{value}?lang={lang}",
                            **{"data-page": ""}))  # fmt: skip
    if column in CODES:
        return tag.Td(capital(named(CODES[column], value, lang)), title=str(value))
    if isinstance(value, bool):
        return tag.Td(words.t("ui.yes" if value else "ui.no", lang))
    if isinstance(value, float):
        return tag.Td(words.number(value, lang), className="number", title=repr(value))
    return tag.Td(str(value), className="number" if isinstance(value, int) else "")


def source_part(source: Mapping[str, Any], state: State) -> Any:
    """Publisher, title, vintage and licence; its files with their hashes."""
    lang = state.lang
    files = [
        tag.Tr([tag.Td(tag.Bdi(f["file"])), tag.Td(words.number(f["bytes"], lang), className="number"),
                tag.Td(words.day(date.fromisoformat(f["fetched"]), lang) if f["fetched"] else ""),
                tag.Td(tag.Code(f["sha256"]))])
        for f in source["files"]
    ]  # fmt: skip
    names = ("source_file", "bytes", "fetched", "sha256")
    head = tag.Thead(tag.Tr([tag.Th(words.name("column", n, lang), scope="col") for n in names]))
    title = tag.A(f"{source['publisher']}, {source['title']}", href=source["page"], rel="noreferrer")
    licence = words.licence(source["source"], source["licence"], lang)
    return tag.Div(
        [
            tag.H3(title),
            tag.P(f"{source['vintage']} · {licence} · {source['citation']}", className="subtitle"),
            tag.Div(tag.Table([head, tag.Tbody(files)]), className="scroll", tabIndex=0),
        ],
        className="input",
    )


def model_part(model: Model, state: State) -> Any:
    """A table on the way: what it is, what it reads, its SQL behind a fold."""
    reads = words.t("formulas.reads", state.lang).format(" ".join(model.reads))
    return tag.Details(
        [
            tag.Summary(tag.Code(model.table)),
            tag.P(model.about, lang="en", dir="ltr") if model.about else None,
            tag.P(reads),
            code(model.sql),
        ]
    )


def code(text: str) -> Any:
    """SQL as it is, left to right."""
    return tag.Pre(tag.Code(text, className="sql"), dir="ltr", tabIndex=0)


PAGE = Page(
    "lineage",
    "/lineage/<indicator>",
    number=None,
    controls=("metal", "stage", "year", "country"),
    more=more,
)
