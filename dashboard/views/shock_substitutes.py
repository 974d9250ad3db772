"""Who steps in when suppliers stop: what each other exporter gives, of what it could, and to whom."""

from __future__ import annotations

import numpy as np

from dashboard import words
from dashboard.shock import Shock, shock, view
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, capital, named
from etl.compute.shock import Floats

SHOWN, CUSTOMERS = 12, 3
COLUMNS = ("exporter_iso3", "covered", "covered_share", "used", "customers")


def draw(rows: Rows, state: State) -> Table:
    """Exporters by what they give; the chosen country last where it gives less than those shown."""
    found = shock(rows, state)
    b, codes = found.balance(state), found.trade.codes
    given = np.nansum(b.cover, axis=1)
    places = found.ranked(given, SHOWN)
    if state.country in codes and codes.index(state.country) not in places:
        places.append(codes.index(state.country))
    total = float(given.sum())
    amount = words.quantity if state.measure == "tonnes" else words.money
    lines: list[list[Cell | str]] = []
    for n in places:
        gives, spare = float(given[n]), float(b.spare[n])
        strong = codes[n] == state.country
        lines.append(
            [
                Cell(capital(named("country", codes[n], state.lang)), f"country={codes[n]}", None, strong),
                Cell(amount(gives, state.lang), strong=strong),
                Cell(words.share(gives / total, state.lang) if total else "–", "", gives / total if total else None),
                Cell(words.share(round(gives / spare, 3), state.lang) if spare else "–", strong=strong),
                _customers(found, n, b.cover[n], state),
            ]
        )
    return Table(COLUMNS, lines, frozenset({"covered", "covered_share", "used"}), sortable=False)


def _customers(found: Shock, seller: int, cover: Floats, state: State) -> str:
    if seller in [found.trade.codes.index(c) for c in found.stopped]:
        return words.t("shock.stops", state.lang)
    names = [named("country", found.trade.codes[n], state.lang) for n in found.ranked(cover, CUSTOMERS)]
    return capital(", ".join(names) if state.lang != "ar" else "، ".join(names)) or "–"


VIEW = view("shock_substitutes", draw, kind="table", params=("country", "measure"))
