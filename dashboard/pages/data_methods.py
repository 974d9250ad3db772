"""Data and methods: sources, coverage, disagreements, corrections, published figures, formulas, addresses, log."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from zlib import crc32

from dashboard import words
from dashboard.api_examples import examples
from dashboard.page import Page, Panel, Section
from dashboard.show import fold
from dashboard.state import State
from dashboard.tag import tag
from dashboard.typeset import typeset
from dashboard.view import Rows, capital, named
from dashboard.views.formula_list import SQL
from dashboard.warehouse import Row, Warehouse

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
_CODE = re.compile(r"`([^`]*)`")


def more(state: State, warehouse: Warehouse) -> Any:
    """What no view can say: typeset formulas with their SQL, examples to copy, the log that people keep."""
    return tag.Div([_formulas(warehouse.rows(SQL, {}), state), _api(state), _changelog(state)], className="methods")


def _heading(key: str, state: State) -> Any:
    return tag.H2(words.t(f"page.data_methods.{key}", state.lang), id=key)


def _formulas(rows: Rows, state: State) -> Any:
    """Every indicator under its theme: name, formula, definition; exact wording, reference and SQL behind a fold."""
    lang = state.lang
    themes: dict[str, Rows] = {}
    for r in rows:
        themes.setdefault(r["theme"], []).append(r)
    lead = tag.P([
        words.t("formulas.lead", lang).format(count=words.number(len(rows), lang)),
        " ",
        tag.A(words.t("formulas.download", lang), href=f"/data/formula_list.csv?lang={lang}"),
    ])  # fmt: skip
    parts: list[Any] = []
    for theme, found in themes.items():
        name, count = capital(named("theme", theme, lang)), words.number(len(found), lang)
        said = [tag.H3(name), tag.Small(words.t("theme.index.count", lang).format(count))]
        parts.append(tag.H3(name, className="named"))  # on a phone the line to touch is the heading
        parts.append(fold(said, [tag.Div([_formula(r, state) for r in found], className="indicators")]))
    return tag.Section([_heading("formulas", state), lead, *parts])


def _formula(r: Row, state: State) -> Any:
    lang, slug = state.lang, r["indicator"]
    key = f"formula.{slug}"
    long = f"indicator.{slug}.long"
    return tag.Article(
        [
            tag.H4(named("indicator", slug, lang)),
            typeset(words.t(key, lang)) if words.has(key) else tag.P(r["formula"], lang="en", className="exact"),
            tag.P(words.t(long, lang)) if words.has(long) else None,
            tag.Details(
                [
                    tag.Summary(
                        words.t("formulas.exact", lang) + words.COMMA[lang] + words.t("formulas.sql", lang).lower()
                    ),
                    tag.P(r["formula"], lang="en", dir="ltr", className="exact"),
                    tag.P(words.t("formulas.reference", lang).format(words.reference(slug, r["reference"], lang))),
                    tag.P(words.t("formulas.reads", lang).format(r["reads"])),
                    _code(r["sql"], "sql"),
                ]
            ),
            tag.P(tag.A(words.t("formulas.trace", lang), href=f"/lineage/{slug}?lang={lang}", **{"data-page": ""})),
        ],
        id=f"formula-{slug}",
    )


def _api(state: State) -> Any:
    """How to leave with the data."""
    lang = state.lang
    shown: list[Any] = []
    for example in examples():
        shown += [tag.H3(words.t(f"api.{example.key}", lang)), _code(example.code, example.language)]
    lead = [words.t("api.lead", lang), " ", tag.A(words.t("api.list", lang), href=f"/data?lang={lang}")]
    count = words.t("api.count", lang).format(words.number(len(examples()), lang))
    return tag.Section([_heading("api", state), tag.P(lead), fold(count, shown)])


def _code(text: str, language: str) -> Any:
    return tag.Pre(tag.Code(text, className=language), dir="ltr", tabIndex=0)


def _changelog(state: State) -> Any:
    """The Data parts of CHANGELOG.md, in the reader's words where there are any; nothing where it was not shipped."""
    if not CHANGELOG.exists():
        return None
    shown: list[Any] = []
    for version, lines in data_parts(CHANGELOG.read_text(encoding="utf-8")):
        count = words.t("changelog.count", state.lang).format(words.number(len(lines), state.lang))
        items = tag.Ul([_item(line, state.lang) for line in lines])
        shown += [tag.H3(_heading_of(version, state.lang)), fold(count, [items])]
    return tag.Section([_heading("changelog", state), tag.P(words.t("changelog.lead", state.lang)), *shown])


def _heading_of(version: str, lang: str) -> str:
    return words.t("changelog.unreleased", lang) if version == "Unreleased" else version


def _item(line: str, lang: str) -> Any:
    """One item in the reader's language; in English, and said to be, where nobody has translated it yet."""
    key = changelog_key(line)
    if words.has(key):
        return tag.Li(_marked(words.t(key, lang)))
    return tag.Li(_marked(line), lang="en", dir="ltr")


def changelog_key(line: str) -> str:
    """The label of an item: its text's checksum, so that one that is reworded asks for new words."""
    return f"changelog.{crc32(line.encode()):08x}"


def data_parts(text: str) -> list[tuple[str, list[str]]]:
    """Each release's name and the items of its Data part, in the file's order."""
    found = []
    for release in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        name, _, body = release.partition("\n")
        part = re.search(r"^### Data\n(.*?)(?=^### |\Z)", body, flags=re.MULTILINE | re.DOTALL)
        if part:
            items = re.split(r"^- ", part[1], flags=re.MULTILINE)[1:]
            found.append((name.strip(), [" ".join(item.split()) for item in items]))
    return found


def _marked(text: str) -> list[Any]:
    """Words between backticks as code."""
    return [tag.Code(part) if n % 2 else part for n, part in enumerate(_CODE.split(text))]


PAGE = Page(
    "data_methods",
    "/data-methods",
    number=8,
    controls=("metal", "stage", "year", "country"),
    coverage=("production",),
    sections=(
        Section(panels=(Panel("source_summary"),)),
        Section("page.data_methods.sources", panels=(Panel("source_table"), Panel("source_file"))),
        Section("page.data_methods.coverage", panels=(Panel("coverage_year"), Panel("coverage_source"))),
        Section(
            "page.data_methods.disagreements",
            controls=("source",),
            panels=(
                Panel("producers_by_source_say"),
                Panel("producers_by_source"),
                Panel("disagreement_line"),
                Panel("disagreement_cell", 5),
                Panel("disagreement_world", 7),
                Panel("disagreement_revision"),
            ),
        ),
        Section("page.data_methods.corrections", panels=(Panel("correction_table"), Panel("disagreement_outlier"))),
        Section(
            "page.data_methods.reproduction",
            panels=(Panel("reproduction_strip", 6), Panel("reproduction_risk", 6), Panel("reproduction_table")),
        ),
        Section("page.data_methods.changes", panels=(Panel("source_change"),)),
    ),
    more=more,
)
