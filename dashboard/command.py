"""python -m dashboard export: a deck as PPTX, PDF, offline HTML or zip; python -m dashboard bulk: the open data."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from dashboard import deck as decks
from dashboard.deadline import OverloadError
from dashboard.deck import Deck, DeckError
from dashboard.export import bulk, chromium, scene, whole
from dashboard.place import places
from dashboard.state import LANGS
from dashboard.view import discover
from dashboard.warehouse import Warehouse, WarehouseError

_PATIENCE = 600.0  # seconds of one statement: nobody else waits for it here
SITE = "http://127.0.0.1:8050"


def export(args: Sequence[str]) -> int:
    """Write a deck to a folder; 1 with a sentence where that cannot be done."""
    parser = _parser("export", export.__doc__)
    parser.add_argument("--deck", required=True, help=f"a deck's file, or one of ours: {', '.join(decks.ready())}")
    parser.add_argument("--format", choices=whole.FORMS, default="pptx")
    parser.add_argument("--lang", choices=LANGS, help="language of the slides; else the deck's own")
    parser.add_argument("--site", default=os.environ.get("SITE", SITE), help="where QR codes and links lead")
    asked = parser.parse_args(args)
    lang = asked.lang or LANGS[0]
    try:
        asked.out.mkdir(parents=True, exist_ok=True)  # first: nobody waits for a deck that has nowhere to go
        deck = _deck(asked.deck)
        lang = asked.lang or deck.lang
        warehouse = Warehouse(asked.warehouse, _PATIENCE)
        site = asked.site.rstrip("/")
        house = scene.House({v.slug: v for v in discover("dashboard.views", "VIEW")}, warehouse,
                            places(discover("dashboard.pages", "PAGE"), site))  # fmt: skip
        with _shown(asked.quiet) as progress:
            shown = scene.show(deck, lang, house, datetime.now(UTC).date(), f"{site}/?lang={lang}")
            made = whole.made(asked.format, shown, house, _step(progress))
        path = asked.out / f"{Path(asked.deck).stem}_{lang}.{asked.format}"
        path.write_bytes(made)
    except DeckError as error:
        print(error.sentence(lang), file=sys.stderr)
        return 1
    except (WarehouseError, OverloadError, chromium.ChromiumError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(path)
    return 0


def bulk_files(args: Sequence[str]) -> int:
    """Write the open part as a data package and as a DuckDB file; 1 with a sentence where that cannot be done."""
    parser = _parser("bulk", bulk_files.__doc__)
    parser.add_argument("--lang", choices=LANGS, default=LANGS[0])
    asked = parser.parse_args(args)
    try:
        asked.out.mkdir(parents=True, exist_ok=True)
        warehouse = Warehouse(asked.warehouse, _PATIENCE)
        for name in bulk.NAMES:
            with _shown(asked.quiet) as progress:
                made = bulk.file(name, warehouse.path, warehouse.opened(), asked.lang, _step(progress))
            shutil.copyfile(made, asked.out / name)
            print(asked.out / name)
    except (WarehouseError, OverloadError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser(name: str, says: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(f"python -m dashboard {name}", description=says)
    parser.add_argument("--warehouse", type=Path, default=os.environ.get("WAREHOUSE", "data/warehouse.duckdb"))
    parser.add_argument("--out", type=Path, default=Path())
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    return parser


def _deck(name: str) -> Deck:
    """One of our decks by name, else the deck of a file."""
    ours = decks.ready()
    if name in ours:
        return ours[name]
    try:
        return decks.read(Path(name).read_bytes())
    except FileNotFoundError:
        raise DeckError("missing", name, ", ".join(ours)) from None
    except IsADirectoryError:
        raise DeckError("folder", name) from None


def _shown(quiet: bool) -> Progress:
    columns = (TextColumn("{task.description:.48}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), disable=quiet)


def _step(progress: Progress) -> bulk.Progress:
    """What moves the bar: the first call makes it."""
    bar = progress.add_task("", total=None)

    def step(what: str, done: int, of: int) -> None:
        progress.update(bar, description=what, completed=done, total=of)

    return step
