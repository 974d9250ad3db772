"""What changed in the data since an earlier version that is kept: in every indicator, in one, or in a view."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dashboard import words
from dashboard.changes import Change, Changes, LongError, by_indicator, of_indicator, of_view
from dashboard.page import Page
from dashboard.show import table
from dashboard.state import State
from dashboard.tag import tag
from dashboard.view import CODES, Cell, Table, capital, discover, named, title
from dashboard.warehouse import Warehouse

SHOWN = 100  # values that changed
_INDICATORS = "indicators."
_UNIT = "select unit from catalog.indicator where indicator = $indicator"


def more(state: State, warehouse: Warehouse) -> Any:
    """The whole screen: which versions are kept, and what changed since the one chosen."""
    lang, kept = state.lang, warehouse.earlier()
    since = state.since or next((v for v in kept if v != warehouse.opened().version), "")
    earlier = warehouse.at(since)
    if not since or earlier is warehouse or earlier.opened().version != since:
        text = words.t("changes.gone", lang).format(since) if since else words.t("changes.none_kept", lang)
        return tag.Div([tag.P(text, className="empty"), _kept(kept, state)], className="changes")
    between = words.t("changes.between", lang).format(since, warehouse.opened().version)
    return tag.Div(
        [tag.P(between, className="key"), *_answer(state, since, earlier, warehouse), _kept(kept, state)],
        className="changes",
    )


def _answer(state: State, since: str, earlier: Warehouse, later: Warehouse) -> list[Any]:
    """What changed in what the address names; in every indicator where it names nothing."""
    lang = state.lang
    if not state.of:
        return _overview(by_indicator(earlier, later), state, since)
    slug, unit = state.of.removeprefix(_INDICATORS), ""
    try:
        if state.of.startswith(_INDICATORS) or slug in later.opened().vocabulary["indicator"]:
            heading, found = named("indicator", slug, lang), of_indicator(slug, earlier, later, SHOWN)
            unit = later.once(_UNIT, {"indicator": slug})[0]["unit"]
        else:
            view = {v.slug: v for v in discover("dashboard.views", "VIEW")}[slug]
            heading, found = title(slug, view.settled(state, later)), of_view(view, state, earlier, later)
    except KeyError:
        return [tag.P(words.t("changes.unknown", lang).format(state.of), className="empty")]
    except LongError:
        return [tag.P(words.t("changes.long", lang), className="empty")]
    whole = tag.A(words.t("changes.whole", lang), href=_address(state, since, ""))
    return [tag.H2(capital(heading)), tag.P([_counts(found, lang), " · ", whole]), *_values(found, state, unit)]


def _overview(found: dict[str, Changes], state: State, since: str) -> list[Any]:
    lang = state.lang
    if not found:
        return [tag.P(words.t("changes.nothing", lang), className="empty")]
    columns = ("indicator", "added", "revised", "withdrawn")
    rows = [
        [Cell(capital(named("indicator", i, lang)), href=_address(state, since, _INDICATORS + i)),
         *(Cell(words.number(n, lang)) for n in (c.added, c.revised, c.withdrawn))]
        for i, c in found.items()
    ]  # fmt: skip
    drawn = Table(columns, rows, frozenset(columns[1:]), sortable=False, length=len(rows))
    return table(drawn, state, words.t("page.changes.title", lang))


def _values(found: Changes, state: State, unit: str) -> list[Any]:
    """The values that changed, with the names of what their rows are about.

    A column that never varies is left out, but no value goes without its year.
    """
    lang, shown = state.lang, found.values[:SHOWN]
    if not shown:
        return []
    varied = {k for k in shown[0].key if len({str(c.key.get(k)) for c in shown}) > 1}
    keys = [k for k in shown[0].key if len(shown) == 1 or k == "year" or k in varied]
    columns = (*keys, "column", "before", "after", "change")
    rows = [
        [
            *(_cell(k, c.key.get(k), lang) for k in keys),
            named("column", c.column, lang),
            *(_text(c, value, unit, lang) for value in (c.before, c.after)),
            words.t(f"changes.{c.kind}", lang),
        ]
        for c in shown
    ]
    said = (
        [tag.P(words.t("changes.first", lang).format(words.number(SHOWN, lang)))] if len(found.values) > SHOWN else []
    )
    drawn = Table(columns, rows, frozenset({"before", "after"}), sortable=False, length=SHOWN)
    return [*said, *table(drawn, state, words.t("page.changes.title", lang))]


def _counts(found: Changes, lang: str) -> str:
    counts = (found.added, found.revised, found.withdrawn)
    return words.t("changes.counts", lang).format(*(words.number(n, lang) for n in counts))


def _cell(column: str, value: Any, lang: str) -> str:
    return capital(named(CODES[column], value, lang)) if column in CODES else _plain(value, lang)


def _text(change: Change, value: Any, unit: str, lang: str) -> str:
    if isinstance(value, float) and (unit or "share" in change.column):
        return _written(value, unit or "share_0_1", lang)
    return named(CODES[change.column], value, lang) if change.column in CODES else _plain(value, lang)


def _written(value: float, unit: str, lang: str) -> str:
    """A value in its unit to three digits: a revision may be smaller than what a figure is rounded to."""
    if unit in ("share_0_1", "share_change"):
        text = words.number(100 * value, lang)
        return {"fr": words.french(f"{text} %"), "ar": words.arabic(f"{text}%")}.get(lang, f"{text}%")
    text, symbol = words.number(value, lang), words.unit(unit, lang, value)
    return text if symbol == "–" or symbol.startswith("(") else f"{text}{words.NBSP}{symbol}"


def _plain(value: Any, lang: str) -> str:
    if isinstance(value, float):
        return words.number(value, lang)
    return "" if value is None else str(value)


def _kept(kept: list[str], state: State) -> Any:
    """The versions that are kept: what changed since each, and the dashboard as it was."""
    lang = state.lang
    items = [
        tag.Li([tag.Code(v), " · ", tag.A(words.t("changes.since", lang), href=_address(state, v, "")), " · ",
                tag.A(words.t("changes.as_it_was", lang), href=f"/?{urlencode({'lang': lang, 'v': v})}")])
        for v in kept
    ]  # fmt: skip
    return tag.Section([tag.H2(words.t("changes.kept", lang)), tag.Ul(items)]) if items else None


def _address(state: State, since: str, of: str) -> str:
    asked = {"lang": state.lang, "since": since} | ({"of": of} if of else {})
    return f"/changes?{urlencode(asked)}"


PAGE = Page("changes", "/changes", number=None, more=more)
