"""Details of the chosen country's sites: names, metals, operator, capacity, status, confidence and who says so."""

from __future__ import annotations

from dashboard import words
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, View, capital, named
from dashboard.views.hub_sites import MARKS, SQL, by_place, metals, names
from dashboard.warehouse import Row

COLUMNS = ("site", "kind", "metals", "operator", "capacity", "status", "confidence", "source")


def draw(rows: Rows, state: State) -> Table:
    """A line a place: mines first, then plants, ports, deposits; those with a capacity first."""
    order = list(reversed(MARKS))
    places = sorted(by_place(rows), key=lambda p: (order.index(p[0]["kind"]), -_largest(p), names(p)))
    several = any(r["shared"] for r in rows)
    legend = [Cell(f"† {words.t('hub_sites.shared', state.lang)}")] if several else []
    lines = [_line(p, state) for p in places]
    return Table(COLUMNS, lines, frozenset({"capacity"}), sortable=False, length=20, legend=legend)


def _largest(place: Rows) -> float:
    return max((r["capacity_t"] or 0) for r in place)


def _line(place: Rows, state: State) -> list[Cell | str]:
    lang = state.lang
    first = place[0]
    status = next((r["status"] for r in place if r["status"] != "unknown"), "unknown")
    trust = next((r["confidence"] for r in place if r["confidence"] != "unknown"), "unknown")
    operators = dict.fromkeys(r["operator"] for r in place if r["operator"])
    return [
        _latin(names(place), lang),
        words.t(f"ui.kind.{first['kind']}", lang),
        metals(place, lang),
        _latin(", ".join(operators), lang),
        _capacity(place, lang),
        words.t(f"site.status.{status}", lang),
        words.t(f"site.confidence.{trust}", lang),
        words.COMMA[lang].join(sorted({named("source", r["source"], lang) for r in place})),
    ]


def _latin(text: str, lang: str) -> str:
    """A publisher's name inside a right-to-left page, kept in its own order with its full stops."""
    return f"\u2068{text}\u2069" if words.direction(lang) == "rtl" else text


def _capacity(place: Rows, lang: str) -> Cell:
    """The largest capacity, whose metal is named where the place has several; one shared by several sites says so."""
    r = max(place, key=lambda r: r["capacity_t"] or 0)
    if not r["capacity_t"]:
        return Cell("")
    text = words.quantity(r["capacity_t"], lang)
    if len({x["metal"] for x in place}) > 1:
        text += f" ({named('metal', r['metal'], lang)})"
    return Cell(text + (" †" if r["shared"] else ""), note=_note(r, lang))


def _note(r: Row, lang: str) -> str:
    shared = [words.t("hub_sites.shared", lang)] if r["shared"] else []
    basis = named("basis", r["capacity_basis"], lang) if r["capacity_basis"] != "unstated" else _unstated(lang)
    return capital(" · ".join([basis, *shared, *([str(r["capacity_year"])] if r["capacity_year"] else [])]))


def _unstated(lang: str) -> str:
    """The source does not say whether it weighs the metal or the ore."""
    return words.t("hub_sites.unstated", lang)


VIEW = View("hub_sites_table", SQL, draw, kind="table", empty="view.hub_sites.empty")
