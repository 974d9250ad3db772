"""Announced projects and coming ports in full: who, what, where, how much, how far, and the public reference."""

from __future__ import annotations

from urllib.parse import urlsplit

from dashboard import words
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, View, capital
from dashboard.views.hub_projects import SQL, capacity, metals, of_map, place, product, sponsors, status, when
from dashboard.warehouse import Row

COLUMNS = ("sponsor", "product", "metals", "place", "capacity", "investment", "status", "date", "planned", "reference")


def draw(rows: Rows, state: State) -> Table:
    """A line a project, in the order of the announcements; a field without a reference stays empty."""
    lines = [_line(r, state) for r in of_map(rows, state)]
    return Table(COLUMNS, lines, frozenset({"capacity", "investment"}), sortable=False)


def _line(r: Row, state: State) -> list[Cell | str]:
    lang = state.lang
    return [
        sponsors(r, lang),
        capital(product(r, lang)),
        metals(r, lang),
        place(r, lang),
        _capacity(r, lang),
        _investment(r, lang),
        capital(status(r, lang)),
        when(r["date"], lang),
        when(r["planned"], lang),
        Cell(_host(r["reference"]), href=r["reference"]),
    ]


def _capacity(r: Row, lang: str) -> Cell:
    """What was announced last; where it was another figure at first, that one with its own reference."""
    if r["first_capacity"] is None:
        return Cell(capacity(r, lang))
    first, day = capacity(r, lang, "first_capacity"), when(r["first_date"], lang)
    note = words.t("project.first", lang).format(capacity=first, date=day, source=_host(r["first_reference"]))
    return Cell(capacity(r, lang), note=note, href=r["first_reference"])


def _host(address: str) -> str:
    return urlsplit(address).netloc.removeprefix("www.")


def _investment(r: Row, lang: str) -> str:
    """The amount in the currency it was announced in."""
    if r["investment"] is None:
        return ""
    if r["currency"] == "USD":
        return words.money(r["investment"], lang)
    return words.t("project.dirhams", lang).format(words.number(r["investment"] / 1e9, lang))


VIEW = View("hub_projects_table", SQL, draw, kind="table", empty="view.hub_projects.empty")
