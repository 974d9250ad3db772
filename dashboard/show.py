"""What a view looks like on a page: the frame of a figure, and sentences, cards and tables as HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dashboard import words
from dashboard.flat import flat
from dashboard.menu import adder, menu
from dashboard.state import State
from dashboard.tag import tag
from dashboard.typeset import bound, scripts, typeset
from dashboard.view import (
    CODES,
    Card,
    Cell,
    Rows,
    Spark,
    Table,
    View,
    capital,
    caption,
    lineage_url,
    named,
    nothing,
    title,
)
from dashboard.warehouse import Row, Warehouse

Content = Callable[[View, State], str]  # a view's sentences, cards or table as text

# What a caption says of all rows at once; a table repeats it only where rows differ.
SAID = ("year", "stage", "basis", "source", "flag")
FEW = 8  # lines that are not worth a touch to see
TALL = 700  # px from which a figure is so high for its many lines that it stays as high before a room


def panel(view: View, span: int, state: State, warehouse: Warehouse, content: Content) -> Any:
    """One view with its frame; a figure's chart is fetched by the browser, everything else is here already."""
    class_name = f"panel span-{span} {view.kind} view-{view.slug}"
    if view.kind != "figure":
        frame = tag.Div if view.kind == "sentence" else tag.Section
        return frame(className=class_name, **{"data-served": view.slug, "data-html": content(view, state)})
    lang, state = state.lang, view.settled(state, warehouse)
    retry = tag.Button(words.t("ui.error.retry", lang), type="button")
    inner = [
        tag.Div([tag.Div([tag.H3(title(view.slug, state)), tag.P("\u00a0", className="subtitle")]), menu(view, state)],
                className="head"),
        tag.Div(tag.Div(className="chart"), className="plot waiting", role="img",
                style={"min-height": f"{view.height}px", "--tall": f"{view.height if view.height >= TALL else 0}px"}),
        tag.Div([tag.Span(words.t("ui.error.offline", lang)), retry], className="problem", hidden=True, role="alert"),
        tag.Figcaption("\u00a0", className="credit"),
    ]  # fmt: skip
    return tag.Figure(className=class_name, **{"data-figure": view.slug, "data-html": flat(inner)})


def served(view: View, state: State, warehouse: Warehouse) -> list[Any]:
    """Content of a sentence, cards or table for a state: what the server makes anew when the state changes."""
    state = view.settled(state, warehouse)
    rows = view.rows(warehouse, state)
    about, lines = caption(rows, state, warehouse.opened().sources), 0
    if not rows:
        content = [tag.P(nothing(view, state, warehouse), className="empty")]
    elif view.kind == "table":
        drawn = view.draw(rows, state) if view.draw else table_of(rows, state, view.indicator)
        content, lines = table(drawn, state, title(view.slug, state)), len(drawn.rows)
        about["subtitle"] = drawn.subtitle or about["subtitle"]
    elif view.kind == "cards":
        content = [tag.Div([card(c) for c in view.drawn(rows, state)], className="cards")]
    else:
        content = [tag.P(_leading(text, view, state), className="sentence") for text in sentences(view, rows, state)]
    if view.kind == "sentence":
        return [*content, adder(view, state.lang, "+")] if rows else content
    heading = tag.Div([tag.H3(title(view.slug, state)), tag.P(bound(about["subtitle"]), className="subtitle")])
    credit = bound(" · ".join(t for t in (about["source"], about["flags"]) if t))
    content.append(tag.P(credit, className="credit"))
    if view.folded and lines > FEW:
        content = [fold(words.t("screen.lines", state.lang).format(words.number(lines, state.lang)), content)]
    return [tag.Div([heading, menu(view, state)], className="head"), *content]


def sentences(view: View, rows: Rows, state: State) -> list[str]:
    """What a sentence view says."""
    drawn = view.drawn(rows, state)
    return [drawn] if isinstance(drawn, str) else list(drawn)


def _leading(text: str, view: View, state: State) -> Any:
    """A sentence for the page; the title of the page that it leads to is a link."""
    name = words.t(f"page.{view.leads}.title", state.lang) if view.leads else ""
    before, found, after = text.partition(name) if name else (text, "", "")
    if not found:
        return scripts(text)
    way = tag.A(name, href=f"/{view.leads}?{state.query()}")  # its own state, not the page's
    return [tag.Span(scripts(before)), way, tag.Span(scripts(after))]


def plain(view: View, state: State, warehouse: Warehouse) -> str:
    """The first sentence of a view as text, for the page before its scripts have run."""
    state = view.settled(state, warehouse)
    rows = view.rows(warehouse, state)
    return next(iter(sentences(view, rows, state)), "") if rows else ""


def table_of(rows: Rows, state: State, indicator: str = "") -> Table:
    """Every column of the rows, but those that the caption says once: codes become names, the rest is written out."""
    columns = [
        c for c in rows[0] if c not in ("unit", "vintage") and not (c in SAID and len({r[c] for r in rows}) == 1)
    ]
    numeric = frozenset(c for c in columns if isinstance(_first(rows, c), int | float) and c != "year")
    ordered = _sorted(rows, state)
    return Table(columns, [[_cell(r, c, state, indicator) for c in columns] for r in ordered], numeric)


def _first(rows: Rows, column: str) -> Any:
    return next((r[column] for r in rows if r[column] is not None), None)


def _sorted(rows: Rows, state: State) -> Rows:
    """Rows in the order that the address asks for; nulls last; the view's own order where it asks for none."""
    column = state.sort.removeprefix("-")
    if column not in rows[0]:
        return rows
    full = [r for r in rows if r[column] is not None]
    kind = CODES.get(column)
    full.sort(key=lambda r: named(kind, r[column], state.lang) if kind else r[column], reverse=state.sort[0] == "-")
    return full + [r for r in rows if r[column] is None]


def _cell(row: Row, column: str, state: State, indicator: str) -> Cell:
    value, lang = row[column], state.lang
    strong = state.country in (row.get("iso3"), row.get("exporter_iso3"))
    if column in CODES:
        sets = f"country={value}" if column == "iso3" else ""
        return Cell(capital(named(CODES[column], value, lang)), sets, None, strong)
    if value is None or isinstance(value, str):
        return Cell(value or "", strong=strong)
    text = words.share(value, lang) if "share" in column else words.number(value, lang)
    if column == "year":
        return Cell(str(value), strong=strong)
    return Cell(text, strong=strong, traced=lineage_url(indicator, state, row) if indicator and "iso3" in row else "")


def table(drawn: Table, state: State, whose: str) -> list[Any]:
    """Semantic HTML: headers that sort by address, one page of rows, links between the pages of `whose`."""
    pages = max(1, -(-len(drawn.rows) // drawn.length))
    now = min(state.page, pages)  # the tables of a page share its number; a short one stays on its last
    start = (now - 1) * drawn.length
    shown = drawn.rows[start : start + drawn.length]
    head = tag.Thead(tag.Tr([_header(c, drawn, state) for c in drawn.columns]))
    body = tag.Tbody([tag.Tr([_td(c, n, drawn) for c, n in zip(r, drawn.columns, strict=True)]) for r in shown])
    out: list[Any] = [_legend(drawn.legend)] if drawn.legend else []
    out.append(tag.Div(tag.Table([head, body]), className="scroll", tabIndex=0))
    if pages > 1:
        links = [
            link(str(p), f"page={p}", **{"aria-current": "true" if p == now else "false"}) for p in range(1, pages + 1)
        ]
        label = words.t("screen.pages_of", state.lang).format(whose)
        lines = (words.number(n, state.lang) for n in (start + 1, start + len(shown), len(drawn.rows)))
        count = tag.Span(words.t("screen.lines_of", state.lang).format(*lines), className="count")
        out.append(tag.Nav([*links, count], className="pager", **{"aria-label": label}))
    return out


def fold(said: Any, content: Sequence[Any]) -> Any:
    """What a phone shows behind words of what and how much it is; wider windows and paper show it always (data.css)."""
    return tag.Details([tag.Summary(said), *content], className="fold")


def _legend(cells: Sequence[Cell]) -> Any:
    """What tones and marks mean: a swatch and its words."""
    items = []
    for cell in cells:
        style = {} if cell.tone is None else {"--tone": f"{100 * cell.tone:.0f}%"}
        names = " ".join(n for n in ("swatch", "toned" if style else "", cell.mark) if n)
        items.append(tag.Li([tag.Span(className=names, style=style), cell.text]))
    return tag.Ul(items, className="legend")


def _header(column: str, drawn: Table, state: State) -> Any:
    text = bound(drawn.heads.get(column) or named("column", column, state.lang))
    down = state.sort == f"-{column}"
    order = "descending" if down else "ascending" if state.sort == column else "none"
    inner = link(text, f"sort={'' if down else '-'}{column}&page=1") if drawn.sortable else text
    return tag.Th(inner, scope="col", className="number" if column in drawn.numeric else "",
                   **{"aria-sort": order})  # fmt: skip


def _td(cell: Cell | str, column: str, drawn: Table) -> Any:
    cell = Cell(cell) if isinstance(cell, str) else cell
    names = [n for n, on in (("number", column in drawn.numeric), ("strong", cell.strong)) if on]
    style = {} if cell.tone is None else {"--tone": f"{100 * cell.tone:.0f}%"}
    names += ["toned"] if style else []
    names += [cell.mark] if cell.mark else []
    said = {"title": cell.note, "aria-label": f"{cell.text} ({cell.note})"} if cell.note else {}
    inner = link(cell.text, cell.sets, **said) if cell.sets else cell.text
    inner = tag.A(cell.text, href=cell.href, rel="noreferrer") if cell.href else inner
    inner = _traced(inner, cell.traced)
    inner = typeset(cell.formula) if cell.formula else inner
    inner = tag.Bdi(inner) if cell.mark == "file" else inner  # in Arabic its parts would change places
    return tag.Td(inner, className=" ".join(names), style=style, title=cell.note or None)


def link(text: Any, sets: str, **attributes: Any) -> Any:
    """A link that sets fields of the state where it stands: the browser merges them into the address."""
    return tag.A(text, href=f"?{sets}", **{"data-set": sets}, **attributes)


def card(c: Card) -> Any:
    """A key figure with its context."""
    number, unit = c.measure
    value = [number, tag.Small(unit)] if unit else bound(number)
    label = tag.Span([tag.Span(c.symbol, className="symbol"), c.label] if c.symbol else c.label)
    inner = [
        tag.Dt(tag.A(label, href=c.href, **{"data-page": ""}) if c.href else link(label, c.sets) if c.sets else label),
        tag.Dd([tag.Strong(_traced(value, c.traced)), tag.Span(c.change, className="change")]),
        *([tag.Dd(_spark(c.spark), className="spark")] if c.spark else []),
        tag.Dd(c.note, className="note"),
    ]
    return tag.Dl(inner, className="card")


def _traced(number: Any, address: str) -> Any:
    return tag.A(number, href=address, className="traced") if address else number


def _spark(s: Spark) -> Any:
    """The line with its first and last year under its ends, its highest and lowest value beside them; one image."""
    low, high = (tag.Bdi(text) for text in s.extremes)
    return tag.Div(
        [
            tag.Span(**{"data-html": _sparkline(s.values)}),
            tag.Span([high, low] if len(set(s.extremes)) > 1 else low, className="extremes"),
            tag.Span([tag.Span(year) for year in s.years], className="ends"),
        ],
        role="img",
        **{"aria-label": s.said},
    )


def _sparkline(values: Sequence[float | None]) -> str:
    """A line of 96 × 24 as SVG, stretched to its room; a dot at its last value, gaps where one is missing."""
    known = [v for v in values if v is not None]
    low, high = min(known), max(known)
    step, span = 96 / max(1, len(values) - 1), (high - low) or 1.0
    path, pen, end = "", "M", ""
    for i, v in enumerate(values):
        if v is None:
            pen = "M"
            continue
        end = f"{i * step:.1f} {21 - 18 * (v - low) / span:.1f}"
        path += pen + end
        pen = "L"
    # In the page's own text: as an image each would be a document, and ten of them delay the first picture of a page.
    # The dot is a line of no length with round ends: a circle would be stretched with the rest.
    return (f'<svg viewBox="0 0 96 24" preserveAspectRatio="none"><path d="{path}"/>'
            f'<path class="dot" d="M{end}h0"/></svg>')  # fmt: skip
