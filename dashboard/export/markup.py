"""A scene as HTML that needs no server: figures as JSON beside an empty box, everything else written out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import orjson
import segno
from markupsafe import Markup, escape

from dashboard import look, words
from dashboard.export.scene import Scene, Show
from dashboard.view import Card, Cell, Table, named

_ROWS, COLUMNS = 10, 8  # of a table on a slide, which a hall reads; a report has them all, up to so many
_REPORT_ROWS = 60


def slide(scene: Scene, show: Show, number: int) -> Markup:
    """One slide: title, subtitle, the drawing, caption, credit, QR code, notes."""
    return Markup(
        '<section class="slide {}" id="s{}" aria-label="{}"><header><h2>{}</h2><p class="subtitle">{}</p></header>'
        '<div class="drawn"><div class="body">{}</div>{}</div>{}<footer><div><p>{}</p><p>{}</p></div>{}</footer>'
        '<aside class="notes">{}</aside>'
        "</section>"
    ).format(
        scene.kind,
        number,
        scene.title,
        scene.title,
        scene.subtitle,
        body(scene, number, _ROWS, COLUMNS),
        _optional("annotation", scene.annotation),
        _optional("caption", scene.caption),
        scene.credit,
        show.dated,
        code(scene.link),
        _lines(scene.notes),
    )


def block(scene: Scene, number: int, columns: int | None = None) -> Markup:
    """One part of a report: the same in the flow of a page; of a table so many columns."""
    heading = Markup("<h3>{}</h3><p class='subtitle'>{}</p>").format(scene.title, scene.subtitle)
    if scene.kind == "sentence":
        return Markup('<section class="block sentence">{}</section>').format(body(scene, number, _REPORT_ROWS))
    return Markup('<section class="block {}">{}{}<p class="credit">{}</p></section>').format(
        scene.kind, heading, body(scene, number, _REPORT_ROWS, columns), scene.credit
    )


def cover(show: Show) -> Markup:
    """The first slide of a deck."""
    return Markup(
        '<section class="slide cover" id="s0" aria-label="{}"><div class="body"><h1>{}</h1>{}<p class="dated">{}'
        "</p></div>{}</section>"
    ).format(show.title, show.title, _optional("house", show.house), show.dated, code(show.link))


def sources(show: Show, *, cited: bool) -> Markup:
    """A table of every source used, with vintage and licence, and how it is cited."""
    columns = {"publisher": "publisher", "dataset": "title", "vintage": "vintage", "licence": "licence"}
    columns |= {"citation": "citation"} if cited else {}
    heads = Markup("").join(Markup('<th scope="col">{}</th>').format(words.t(f"ui.{k}", show.lang)) for k in columns)
    rows = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(Markup("<td>{}</td>").format(getattr(n, c)) for c in columns.values())
        )
        for n in (replace(n, licence=words.licence(s, n.licence, show.lang)) for s, n in show.sources.items())
    )
    return Markup('<table class="sources"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(heads, rows)


def body(scene: Scene, number: int, rows: int, columns: int | None = None) -> Markup:
    """The drawing itself; of a table so many rows and columns."""
    if scene.kind == "figure":
        return Markup('<div class="plot" id="f{}" style="--height:{}px" role="img" aria-label="{}"></div>').format(
            number, scene.height, f"{scene.title}. {scene.subtitle}"
        )
    if scene.kind == "cards":
        count = len(scene.drawing)
        across = 5 if count > 8 else min(4, count)
        return Markup('<div class="cardgrid" style="--across:{}">{}</div>').format(
            across, Markup("").join(_card(c) for c in scene.drawing)
        )
    if scene.kind == "table":
        return _table(scene.drawing, scene.state.lang, rows, columns)
    return Markup("").join(Markup("<p class='said'>{}</p>").format(t) for t in scene.drawing if t)


def code(link: str) -> Markup:
    """The QR code of an address as SVG."""
    if not link:
        return Markup("")
    drawn = segno.make(link, error="m").svg_inline(scale=3, border=1, omitsize=True)
    return Markup('<a class="code" href="{}" aria-label="{}">{}</a>').format(link, link, Markup(drawn))  # noqa: S704


def figures(show: Show) -> dict[str, Any]:
    """Figures of the scenes by the id of their box, each with the height that its type is made for."""
    return {
        f"f{i + 1}": {"data": s.drawing["data"], "layout": s.drawing["layout"], "height": tall(s)}
        for i, s in enumerate(show.scenes)
        if s.kind == "figure"
    }


# What assets/stage says, by the label that says it.
_STAGE = {
    "back": "ui.previous",
    "next": "ui.next",
    "overview": "stage.overview",
    "notes": "ui.deck.notes",
    "black": "ui.deck.black",
    "contrast": "stage.contrast",
    "loop": "stage.loop",
    "full": "ui.full_screen",
    "clock": "ui.deck.clock",
    "elapsed": "stage.elapsed",
    "restart": "stage.restart",
    "coming": "ui.deck.next",
    "over": "stage.over",
    "left": "export.more_rows",
}


def stage(show: Show) -> dict[str, Any]:
    """What the scripts of the stage need beside the slides: figures, words, the day of the data."""
    said = {name: words.t(key, show.lang) for name, key in _STAGE.items()}
    if show.fetched:
        said["age"] = words.t("stage.age", show.lang).format(words.day(date.fromisoformat(show.fetched), show.lang))
    return {
        "figures": figures(show),
        "locale": {"ar": "ar-MA"}.get(show.lang, show.lang),
        "title": show.title,
        "fetched": show.fetched,
        "words": said,
    }


def slides(show: Show) -> Markup:
    """Every slide of a show: cover, scenes, sources."""
    title = words.t("ui.sources", show.lang)
    end = Markup(
        '<section class="slide end" id="s{}" aria-label="{}"><header><h2>{}</h2></header>'
        '<div class="body">{}</div><footer><div><p>{}</p></div></footer></section>'
    ).format(len(show.scenes) + 1, title, title, sources(show, cited=False), show.dated)
    return Markup("").join([cover(show), *(slide(s, show, i + 1) for i, s in enumerate(show.scenes)), end])


def tall(scene: Scene) -> int:
    """Pixels that a figure in a projector's type needs, whose usual height is that of a page's type.

    The fewer, the larger is the type once the figure fills its slide: at most so many that a hall can read it.
    """
    larger = look.size(scene.state) / look.size(replace(scene.state, present=False))
    return round(min(640, max(500, scene.height * larger)))


def maps(show: Show) -> set[str]:
    """Names of the boundary files that the figures' maps ask for, as plotly names them."""
    found = set()
    for figure in figures(show).values():
        kinds = {t.get("type") for t in figure["data"]}
        if kinds & {"choropleth", "scattergeo"}:
            geo = figure["layout"].get("geo", {})
            found.add(f"{geo.get('scope', 'world')}_{geo.get('resolution', 110)}m")
    return found


def script_json(what: Any) -> Markup:
    """JSON that may stand inside a script element."""
    text = orjson.dumps(what).decode()
    safe = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return Markup(safe)  # noqa: S704


def _card(card: Card) -> Markup:
    note, (number, unit) = _optional("note", card.note), card.measure
    kind = "words" if " " in number else ""  # a question, not a figure: set as text on paper
    return Markup(
        '<dl class="card"><dt>{}</dt><dd><strong class="{}">{}<small>{}</small></strong> {}</dd>{}</dl>'
    ).format(card.label, kind, number, unit, _optional("change", card.change, "span"), note)


def _table(table: Table, lang: str, most: int, across: int | None) -> Markup:
    names = [table.heads.get(c) or named("column", c, lang) for c in table.columns]
    columns = list(table.columns)[:across]
    heads = Markup("").join(
        Markup('<th scope="col" class="{}">{}</th>').format(_side(c, table), name)
        for c, name in zip(columns, names, strict=False)
    )
    rows = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(_td(v, c, table) for v, c in zip(r, columns, strict=False)))
        for r in table.rows[:most]
    )
    left = unseen(len(table.rows) - most, names[len(columns) :], lang)
    more = Markup(" · ").join(Markup('<span class="{}">{}</span>').format(k, t) for k, t in left.items())
    return Markup('{}<table data-rows="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>{}').format(
        _legend(table.legend), len(table.rows), heads, rows, _optional("more", more)
    )


def unseen(rows: int, columns: Sequence[str], lang: str) -> dict[str, str]:
    """What of a table has no room: how many rows, which columns; nothing where all is there."""
    left = {"rows": words.t("export.more_rows", lang).format(words.number(rows, lang))} if rows > 0 else {}
    named_ = words.t("export.more_columns", lang).format(words.COMMA[lang].join(columns))
    return left | ({"columns": named_} if columns else {})


def _legend(cells: Sequence[Cell]) -> Markup:
    """What tones and marks mean, above their table."""
    items = [Markup("<li><span {}></span>{}</li>").format(_ground(c, "swatch"), c.text) for c in cells]
    return Markup('<ul class="legend">{}</ul>').format(Markup("").join(items)) if items else Markup("")


def _td(value: Cell | str, column: str, table: Table) -> Markup:
    cell = Cell(value) if isinstance(value, str) else value
    return Markup("<td {}>{}</td>").format(
        _ground(cell, _side(column, table), "strong" if cell.strong else ""), cell.text
    )


def _ground(cell: Cell, *names: str) -> Markup:
    """Class and style that give a cell, or the swatch that explains it, its ground."""
    tone = "" if cell.tone is None else f"--tone: {100 * cell.tone:.0f}%"
    classes = " ".join(n for n in (*names, "toned" if tone else "", cell.mark) if n)
    return Markup('class="{}" style="{}"').format(classes, tone)


def _side(column: str, table: Table) -> str:
    return "number" if column in table.numeric else ""


def _optional(name: str, text: str, element: str = "p") -> Markup:
    return Markup(f'<{element} class="{name}">{{}}</{element}>').format(text) if text else Markup("")  # noqa: S704


def _lines(text: str) -> Markup:
    return Markup("<br>").join(escape(t) for t in text.split("\n"))
