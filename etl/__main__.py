"""python -m etl fetch | refresh | snapshot | build | check."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from etl import build as building
from etl import check as checking
from etl import fetch as fetching
from etl import refresh as refreshing
from etl import snapshot as snapshots
from etl import stage
from etl.model import ModelError
from etl.source import SourceError

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False)

Data = Annotated[Path, typer.Option(help="folder of raw/, snapshot/ and the warehouse")]


@app.command()
def fetch(
    sources: Annotated[list[str] | None, typer.Argument(help="slugs; none: every source")] = None,
    mirror: Annotated[str | None, typer.Option(help="folder or address laid out <slug>/<vintage>/<file>")] = None,
    only_changed: Annotated[bool, typer.Option("--only-changed", help="skip files that have not changed")] = False,
    data: Data = Path("data"),
) -> None:
    """Download publishers' files into data/raw, with size, hash, date and address in data/raw.lock.toml."""
    modules = _chosen(sources)
    raise typer.Exit(_fetched(modules, data / "raw", data / "raw.lock.toml", mirror, only_changed))


@app.command()
def refresh(
    mirror: Annotated[str | None, typer.Option(help="folder or address laid out <slug>/<vintage>/<file>")] = None,
    keep: Annotated[
        int, typer.Option(min=0, help="Earlier warehouses that links to a data version may show.")
    ] = refreshing.KEPT,
    data: Data = Path("data"),
) -> None:
    """Fetch what changed, build, check, tell what moved since the last warehouse, and swap."""
    before = refreshing.version(data / "warehouse.duckdb")
    try:
        fetch = partial(_fetched, _chosen(None), mirror=mirror, only_changed=True)
        changes = refreshing.run(data, fetch, keep, lambda why: typer.secho(f"not taken: {why}", err=True, fg="red"))
    except (building.BuildError, SourceError, ModelError) as error:
        raise _stopped(error) from error
    for c in changes:
        by = f", by {c.revised_by:.1%} in the median" if c.revised_by is not None else ""
        typer.echo(f"{c.source} {c.contract}: {c.added:,} added, {c.withdrawn:,} withdrawn, {c.revised:,} revised{by}")
    for slug, since in sorted(refreshing.held_back(data / "warehouse.duckdb").items()):
        typer.echo(f"{slug} keeps its last vintage: no fresher one could be brought since {since}")
    after = refreshing.version(data / "warehouse.duckdb")
    if after == before:
        typer.echo("nothing changed")
    elif not before:
        typer.echo(f"built version {after}, the first one here: there is nothing to compare it with")
    elif not changes:
        typer.echo(f"built version {after}: the figures of the sources are the same")


def _chosen(sources: list[str] | None) -> list[ModuleType]:
    readers = stage.readers()
    if unknown := sorted(set(sources or []) - readers.keys()):
        raise typer.BadParameter(f"unknown source {', '.join(unknown)}; known: {', '.join(sorted(readers))}")
    return [readers[slug] for slug in sorted(sources or readers)]


def _fetched(modules: list[ModuleType], raw: Path, lock: Path, mirror: str | None, only_changed: bool) -> int:
    # A publisher that pages its answers has no file to download: its module asks, with a key if it needs one.
    able = [m for m in modules if hasattr(m, "live") and (not hasattr(m, "KEY") or os.environ.get(m.KEY))]
    live = {m.SOURCE.slug: m.live for m in able}
    chosen = [m.SOURCE for m in modules]
    return fetching.run(chosen, raw=raw, lock=lock, mirror=mirror, only_changed=only_changed, live=live)


@app.command()
def snapshot(data: Data = Path("data")) -> None:
    """Write the open and credit part of staging into data/snapshot."""
    try:
        size = snapshots.write(data / "raw", data / "snapshot")
    except (SourceError, ValueError) as error:
        raise _stopped(error) from error
    typer.echo(f"{data / 'snapshot'}: {size / 2**20:.1f} MB")


@app.command()
def build(data: Data = Path("data")) -> None:
    """Build data/warehouse.duckdb, offline, from data/raw where present, else from data/snapshot."""
    try:
        building.run(data / "raw", data / "snapshot", data / "warehouse.duckdb")
    except (building.BuildError, SourceError, ModelError) as error:
        raise _stopped(error) from error
    typer.echo(f"{data / 'warehouse.duckdb'}: {(data / 'warehouse.duckdb').stat().st_size / 2**20:.1f} MB")


@app.command()
def check(data: Data = Path("data")) -> None:
    """Run every model's key and checks on the warehouse; print what fails, with sample rows."""
    raise typer.Exit(checking.run(data / "warehouse.duckdb"))


def _stopped(error: Exception) -> typer.Exit:
    typer.secho(f"stopped: {error}", err=True, fg="red")
    return typer.Exit(1)


if __name__ == "__main__":
    app()
