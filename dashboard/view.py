"""A view: one SELECT and how its rows are drawn. One file per view in dashboard/views, named as its slug.

How to add a view: write dashboard/views/<slug>.py with

    SQL = '''
    select p.year, p.iso3, p.quantity_t, 't' as unit, p.basis, p.source, p.flag
    from marts.production p
    where p.metal = $metal and p.stage = $stage and p.year = coalesce($year, (select max(year) from …))
    order by p.quantity_t desc
    '''

    def draw(rows: list[Row], state: State) -> Figure:
        return {"data": [...], "layout": look.layout(state)}

    VIEW = View("<slug>", SQL, draw)

- The SQL only filters, joins and orders. `$name` is a field of State; which ones it names decides what redraws it.
  `params` adds those that only `draw` reads (country, for a highlight). Language and look always count.
- The rows carry `unit`, `source` (slugs, blank between several) and `flag`; with `year` and `basis` where there are
  any, the caption under the figure (unit, stage, years, source, vintage, flags) writes itself. Vintage is added here.
- `kind`: 'figure' (draw → plotly dict), 'sentence' (→ text or texts), 'cards' (→ Cards), 'table' (→ Table; no draw
  needed: `table_of` shows every column). Nothing here imports Dash: pages turn these into components.
- Rows are never empty in `draw`: the empty case says what to change, or what `empty` says (a label, see `worded`).
- A click selects where a point's `customdata` is {"country": "COD"}: names and values of State.
- `settle` (state, warehouse → state) fixes what the address leaves open: which indicator is a theme's second, say.
- `choose` (state, warehouse → values; reads `params`) finds what is to be drawn: names in SQL that open with `chosen_`.
- One file may hold views of one shape: VIEWS, a tuple, instead of VIEW; their slugs open with the file's name.
- Words: `view.<slug>.title` (see `worded` for what it may name); columns of tables and exports: `column.<name>`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Literal
from urllib.parse import urlencode

from dashboard import look, words
from dashboard.narrative.grammar import Forms, forms, ware
from dashboard.state import PARAMS, State
from dashboard.warehouse import Row, SourceNote, Warehouse, parameters

Kind = Literal["figure", "sentence", "cards", "table"]
Rows = list[Row]

# A view of more units than this names none of them under its title: its values carry their own.
MIXED = 2

# How the names open that the SQL binds beside the state's fields.
CHOSEN = "chosen_"

# Columns that hold codes, and the family of words that names them.
CODES = {
    "iso3": "country",
    "exporter_iso3": "country",
    "importer_iso3": "country",
    "partner_iso3": "country",
    "metal": "metal",
    "stage": "stage",
    "indicator": "indicator",
    "theme": "theme",
    "bloc": "bloc",
    "basis": "basis",
    "flag": "flag",
    "unit": "unit",
    "published_unit": "unit",
    "source": "source",
}


@dataclass(frozen=True)
class Cell:
    """A table cell: its text, what a click sets in the state, a tone of 0–1 for heat, and whether it stands out.

    mark: a style of its own ('hatched': not loaded; 'file': the name of one); note: what it says beyond its text, shown
    and read aloud; formula: the text in the markup of typeset.py, set as a formula on a page; traced: the address of
    where its number comes from.
    """

    text: str
    sets: str = ""
    tone: float | None = None
    strong: bool = False
    mark: str = ""
    note: str = ""
    href: str = ""
    formula: str = ""
    traced: str = ""


@dataclass(frozen=True)
class Table:
    """A table ready to be shown: columns (keys of `column.*`), rows of texts or cells, which columns are numbers.

    legend: cells above the table that say in words what their tone or mark means; heads: words of columns that have no
    label, such as one a country; length: rows on one page; subtitle: what stands in place of its rows' caption.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell | str]]
    numeric: frozenset[str] = frozenset()
    sortable: bool = True
    legend: Sequence[Cell] = ()
    length: int = 50
    heads: Mapping[str, str] = field(default_factory=dict)
    subtitle: str = ""


@dataclass(frozen=True)
class Spark:
    """A small line: its values from the first to the last year, None for gaps; what its four ends are, and in words."""

    values: Sequence[float | None]
    years: tuple[str, str]
    extremes: tuple[str, str]  # the lowest and the highest value, written with their unit
    said: str


@dataclass(frozen=True)
class Card:
    """A key figure: label, value, a line of context (rank, year), a signed change, a sparkline, what a click sets.

    href: the page that the card opens, instead of setting the state; traced: where its number comes from.
    """

    label: str
    value: str
    note: str = ""
    change: str = ""
    spark: Spark | None = None
    sets: str = ""
    symbol: str = ""
    href: str = ""
    traced: str = ""

    @property
    def measure(self) -> tuple[str, str]:
        """The value's number, and its unit with the space before it, which screens set smaller."""
        number, gap, unit = self.value.partition(words.NBSP)
        return number, gap + unit


Cards = Sequence[Card]
Drawing = dict[str, Any] | str | Sequence[str] | Cards | Table


@dataclass(frozen=True)
class View:
    """One chart, sentence, set of cards or table, with the address that its slug gives it."""

    slug: str
    sql: str
    draw: Callable[[Rows, State], Any] | None = None
    kind: Kind = "figure"
    params: tuple[str, ...] = ()
    height: int = 380
    empty: str | Callable[[State, Warehouse], str] = ""  # a label, or what finds in the data why there are no rows
    settle: Callable[[State, Warehouse], State] | None = None
    choose: Callable[[State, Warehouse], Mapping[str, Any]] | None = None
    leads: str = ""  # the page that a sentence names by its title, and leads to in the state that it speaks of
    folded: bool = False  # a table to look things up in: on a phone it stands behind how many lines it has
    indicator: str = ""  # whose lineage the menu leads to; a view that reads State.indicator needs to name none

    @cached_property
    def bound(self) -> frozenset[str]:
        """The fields of State that the SQL names: what the rows depend on."""
        names = frozenset(n for n in parameters(self.sql) if not (self.choose and n.startswith(CHOSEN)))
        if unknown := names - PARAMS.keys():
            raise ValueError(f"view {self.slug}: the SQL names {sorted(unknown)}, which State does not have")
        return names

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """Every field of State that the drawing depends on, in the order of addresses."""
        wanted = self.bound | set(self.params) | {"lang"}
        if self.kind == "figure":
            wanted |= {"look", "present"}
        if self.kind == "table":
            wanted |= {"sort", "page"}
        return tuple(n for n in PARAMS if n in wanted)

    def drawn(self, rows: Rows, state: State) -> Any:
        """What `draw` makes of the rows; TypeError for a view that has none."""
        if self.draw is None:
            raise TypeError(f"view {self.slug}: a {self.kind} needs draw")
        return self.draw(rows, state)

    def settled(self, state: State, warehouse: Warehouse) -> State:
        """The state with what the address leaves open; itself where the view has no `settle`. Idempotent."""
        return self.settle(state, warehouse) if self.settle else state

    def values(self, state: State, warehouse: Warehouse) -> Mapping[str, Any]:
        """What the SQL may bind: the fields of the settled state, and what `choose` found."""
        state = self.settled(state, warehouse)
        return {**vars(state), **(self.choose(state, warehouse) if self.choose else {})}

    def rows(self, warehouse: Warehouse, state: State) -> Rows:
        """The rows drawn, each with the vintages of its sources."""
        rows = warehouse.rows(self.sql, self.values(state, warehouse))
        sources = warehouse.opened().sources
        of = {source: vintage(source, sources) for source in {row["source"] for row in rows}}
        for row in rows:
            row["vintage"] = of[row["source"]]
        return rows


def vintage(source: str | None, sources: Mapping[str, SourceNote]) -> str:
    """Vintages of blank-separated source slugs, in their order."""
    return "; ".join(sources[s].vintage for s in (source or "").split() if s in sources)


def discover(package: str, name: str) -> list[Any]:
    """The constant `name` of every module of a package, or each of `name`S, in the order of their file names."""
    parent = import_module(package)
    found: list[Any] = []
    for module in sorted(m.name for m in iter_modules(parent.__path__)):
        loaded = import_module(f"{package}.{module}")
        found += getattr(loaded, f"{name}S", None) or [getattr(loaded, name)]
    return found


def named(kind: str, code: str | None, lang: str) -> str:
    """Words of a code; the code itself where there are none yet, so that new data never break a screen."""
    if not code:
        return ""
    if kind == "source" and " " in code:
        return words.SEMICOLON[lang].join(named(kind, c, lang) for c in code.split())
    return words.name(kind, code, lang) if words.has(f"{kind}.{code}") else code


def nothing(view: View, state: State, warehouse: Warehouse) -> str:
    """What a view without rows says: its own sentence, or what to change."""
    if callable(view.empty):
        return view.empty(state, warehouse)
    if view.empty:
        return worded(view.empty, state)
    return f"{words.t('ui.no_data', state.lang)}. {words.t('ui.no_data.hint', state.lang)}"


def capital(text: str) -> str:
    """First letter upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


def title(slug: str, state: State) -> str:
    """The view's title with the names of what is chosen."""
    return worded(f"view.{slug}.title", state)


def worded(key: str, state: State) -> str:
    """A label with {metal}, {stage}, {country}, {partner}, {bloc}, {indicator}, {theme}, {year} filled in.

    Metal and country also in their grammar: {metal_of} "du cobalt", {country_the}, {country_of}, {country_in};
    {ware} is the metal by the name of its goods at the stage.
    """
    lang = state.lang
    partner = named("country", state.partner, lang)
    metal, country = _forms("metal", state.metal, lang), _forms("country", state.country, lang)
    text = words.t(key, lang).format(
        metal=metal.name,
        metal_of=metal.of,
        ware=_ware(state).name,
        stage=named("stage", state.stage, lang),
        country=country.name,
        country_the=country.the,
        country_of=country.of_the,
        country_in=country.within,
        partner=partner if partner != state.partner else named("bloc", state.partner, lang),
        bloc=named("bloc", state.bloc, lang),
        indicator=named("indicator", state.indicator, lang),
        theme=named("theme", state.theme, lang) if state.theme else words.t("ui.theme", lang),
        question=words.t(f"theme.{state.theme}.question", lang) if state.theme else "",
        year=state.year or "",
    )
    return capital(text.strip())


def _ware(state: State) -> Forms:
    """The metal by the name of its goods at the stage; by its own where there are no words for it yet."""
    try:
        return ware(state.metal, state.stage, state.lang)
    except KeyError:
        return _forms("metal", state.metal, state.lang)


def _forms(kind: str, code: str, lang: str) -> Forms:
    """Grammar of a code; its bare name where the grammar tables do not have it yet."""
    try:
        return forms(kind, code, lang)
    except KeyError:
        name = named(kind, code, lang)
        return Forms(name, name, name, name, name, plural=False)


def aged(source: str, sources: Mapping[str, SourceNote], lang: str) -> str:
    """The vintage of a source and, where a refresh could not bring a fresher one, since when; "" for a catalog's."""
    said = vintage(source, sources)
    since = sources[source].kept if source in sources else ""
    return said + words.COMMA[lang] + kept(since, lang) if since else said


def kept(since: str, lang: str) -> str:
    """How a source is said to be kept since an ISO day."""
    return words.t("ui.kept", lang).format(words.day(date.fromisoformat(since), lang))


def caption(rows: Rows, state: State, sources: Mapping[str, SourceNote]) -> dict[str, str]:
    """What every figure says of itself: subtitle (stage, years, unit, basis), sources with vintage, flags in use."""
    lang = state.lang
    stages = _distinct(rows, "stage")
    years = [int(y) for y in _distinct(rows, "year")]
    span = [str(y) for y in sorted({min(years), max(years)})] if years else []
    found = _distinct(rows, "unit")
    units = [n for n in (named("unit", u, lang).replace("–", words.scale(u, lang)) for u in found) if n]
    units = units if len(units) <= MIXED else []
    bases = [named("basis", b, lang) for b in _distinct(rows, "basis")]
    parts = [
        named("stage", stages[0], lang) if len(stages) == 1 else "",
        "–".join(span),
        words.COMMA[lang].join(units + bases),
    ]
    credits_ = _credits(rows, sources, lang)
    line = words.t("ui.source.line" if len(credits_) == 1 else "ui.sources.line", lang)
    flags = [named("flag", f, lang) for f in _distinct(rows, "flag")]
    return {
        "subtitle": capital(words.DOT.join(p for p in parts if p)),
        "source": line.format(words.SEMICOLON[lang].join(credits_)) if credits_ else "",
        "flags": capital(words.COMMA[lang].join(flags)),
    }


def _credits(rows: Rows, sources: Mapping[str, SourceNote], lang: str) -> list[str]:
    """The sources of the rows with their vintages, each with its years where they differ and all is one indicator."""
    years: dict[str, set[int]] = {}
    for r in rows:
        for slug in (r["source"] or "").split():
            years.setdefault(slug, set()).update([int(r["year"])] if r.get("year") else [])
    # After a name in Latin letters the years of a range would run the other way than in the subtitle above.
    mark = words.RLM if lang == "ar" else ""
    spans = {s: mark + "–".join(map(str, sorted({min(y), max(y)}))) if y else "" for s, y in years.items()}
    apart = len(set(spans.values())) > 1 and len(_distinct(rows, "indicator")) < 2
    credits_ = []
    for slug in sorted(years):
        age, span = aged(slug, sources, lang), spans[slug] if apart else ""
        said = f"{named('source', slug, lang)} ({age})" if age else named("source", slug, lang)
        credits_.append(words.COMMA[lang].join(part for part in (said, span) if part))
    return credits_


def _distinct(rows: Iterable[Row], column: str) -> list[Any]:
    """Values of a column in order of first sight; none where the rows have no such column."""
    return list(dict.fromkeys(r[column] for r in rows if r.get(column) is not None))


def _scope(drawing: Mapping[str, Any], lang: str) -> str:
    """What stands under every map: what grey means where it is shaded, whose boundaries, and that they take no side."""
    kinds = {t.get("type") for t in drawing["data"]}
    if not kinds & {"choropleth", "scattergeo"}:
        return ""
    shaded = any(t.get("type") == "choropleth" and t.get("colorbar") for t in drawing["data"])
    grey = [words.t("ui.map.no_data", lang)] if shaded else []
    return " ".join([*grey, words.t(f"ui.map.scope.{look.map_view()}", lang), words.t("ui.map.scope", lang)])


def lineage_url(indicator: str, state: State, row: Row) -> str:
    """Address of where a number comes from: its row names metal, stage, year and country, or the state does."""
    key = {"metal": row.get("metal", state.metal), "stage": row["stage"], "year": row["year"]}
    key["country"] = state.country if row["iso3"] in ("WLD", "EU27") else row["iso3"]
    given = {name: value for name, value in key.items() if value not in (None, "all")}
    return f"/lineage/{indicator}?{urlencode(given | {'lang': state.lang} | ({'v': state.v} if state.v else {}))}"


def figure_url(view: View, state: State, version: str) -> str:
    """Address of a view's figure in a state; the language is always named, since a shared cache may hold it.

    assets/screen.js writes the same text for the same state, so that what was fetched early is found again.
    """
    given = state.given(view.reads)
    given = {n: state.lang if n == "lang" else given[n] for n in view.reads if n == "lang" or n in given}
    return f"/figure/{view.slug}.json?{urlencode(given | {'v': version})}"


def figure(view: View, warehouse: Warehouse, state: State) -> dict[str, Any]:
    """The plotly figure of a view; `layout.meta` holds title, subtitle, source, flags, and a sentence where empty."""
    state = view.settled(state, warehouse)
    rows = view.rows(warehouse, state)
    opened = warehouse.opened()
    meta: dict[str, Any] = {"view": view.slug, "title": title(view.slug, state), "empty": ""}
    meta |= {"data_version": opened.version} | caption(rows, state, opened.sources)
    if not rows:
        meta["empty"] = nothing(view, state, warehouse)
        return {"data": [], "layout": {"meta": meta}}
    drawn = view.drawn(rows, state)
    meta["scope"] = _scope(drawn, state.lang)
    drawn["layout"]["meta"] = meta | drawn["layout"].get("meta", {})
    return dict(drawn)
