"""Files of the publishers, or of a mirror, come into data/raw/<slug>/<vintage>/, each recorded in the lock."""

from __future__ import annotations

import errno
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, NamedTuple, Protocol
from urllib.parse import quote

from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn
from rich.table import Column, Table
from rich.text import Text

from etl import kept
from etl.lock import BLOCK, Entry, FetchError, LockError, accept, inside, read, sha256, write
from etl.source import File, Source
from etl.web import AbsentError, Stamp, TransientError, Web, drop

RAW, LOCK = Path("data/raw"), Path("data/raw.lock.toml")

_FULL = {errno.ENOSPC, errno.EDQUOT}

Status = Literal["new", "changed", "unchanged", "drop in", "failed"]
Watch = Callable[[str, int, int | None], None]  # file, bytes so far, bytes in all if the server says


class Get(Protocol):
    """Web.get: the body behind an address, retried like any download; `headers` may carry a key. Raises FetchError."""

    def __call__(self, url: str, headers: Mapping[str, str] | None = None) -> bytes:
        """Return the body's bytes."""


# For a source that is pages rather than files: writes <vintage>/<name> under a stand-in for data/raw/<slug>.
Live = Callable[[Get, Path], None]


class Outcome(NamedTuple):
    """What became of one file, <slug>/<vintage>/<name>: its bytes (0 if there is none), and what to know about it."""

    key: str
    status: Status
    size: int = 0
    note: str = ""


@dataclass(frozen=True)
class Run:
    """One run of fetch: where files go and where they come from. The lock is rewritten after every file."""

    raw: Path
    lock: Path
    mirror: str | None
    only_changed: bool
    web: Web
    watch: Watch
    today: date

    def outcomes(self, source: Source, live: Live | None) -> Iterator[Outcome]:
        """Fetch one source, file by file; whatever fails is an outcome, and the next file is tried."""
        if live and self.mirror is None:
            yield from self._pages(source, live)
            return
        for file in source.files:
            key = f"{source.slug}/{file.folder or source.vintage}/{file.name}"
            try:
                yield self._file(source, file, key)
            except FetchError as e:
                if file.optional and isinstance(e, AbsentError):
                    continue
                if inside(key) and not isinstance(e, TransientError):
                    drop(self._part(key))
                yield self._failed(key, e)
            except OSError as e:
                if e.errno in _FULL:
                    drop(self._part(key))  # a full disk is not the place to keep half a file
                yield self._failed(key, e)

    def _file(self, source: Source, file: File, key: str) -> Outcome:
        if not all(map(inside, (source.slug, file.folder or source.vintage, file.name))):
            raise FetchError("the name leaves its folder")
        target, part, address = self.raw / key, self._part(key), file.url or source.page
        self.watch(key, 0, None)
        if self.mirror is not None and not _is_web(self.mirror):
            return self._copy(Path(self.mirror) / key, key, address)
        via, url = "", file.url
        if self.mirror is not None:
            via, url = "mirror", f"{self.mirror.rstrip('/')}/{quote(key)}"
        if url is None:
            if not target.is_file():
                return Outcome(key, "drop in", note=f"get it from {source.page} and save it as {target}")
            accept(target, key)
            return self._record(key, target, Entry(0, "", self.today, address, "hand"))
        entry = read(self.lock).get(key)
        known = Stamp()
        if self.only_changed and entry and entry.via == via and self._holds(key, entry):
            known = Stamp(etag=entry.etag, last_modified=entry.last_modified)
        target.parent.mkdir(parents=True, exist_ok=True)
        stamp = self.web.download(url, part, known, lambda done, total: self.watch(key, done, total))
        if stamp is None:
            drop(part)
            return Outcome(key, "unchanged", target.stat().st_size, "the server says so")
        fresh = Entry(0, "", self.today, address, via, stamp.etag, stamp.last_modified)
        accept(part, key)
        return self._record(key, part, fresh)

    def _copy(self, origin: Path, key: str, address: str) -> Outcome:
        if not origin.is_file():
            raise AbsentError("the mirror does not have it")
        size, part = origin.stat().st_size, self._part(key)
        if size > self.web.largest:
            raise FetchError(f"larger than {self.web.largest:,} bytes, the most a file may be")
        fresh = Entry(0, "", self.today, address, "mirror")
        if self.only_changed and self._holds(key, Entry(size, sha256(origin), self.today, address)):
            return self._record(key, self.raw / key, fresh)
        part.parent.mkdir(parents=True, exist_ok=True)
        drop(part)
        with origin.open("rb") as source, part.open("wb") as copy:
            shutil.copyfileobj(source, copy, BLOCK)
            copy.flush()
            os.fsync(copy.fileno())
        if part.stat().st_size != size:
            raise FetchError(f"the copy has {part.stat().st_size:,} of the mirror's {size:,} bytes")
        self.watch(key, size, size)
        accept(part, key)
        return self._record(key, part, fresh)

    def _pages(self, source: Source, live: Live) -> Iterator[Outcome]:
        """Let a source write its pages aside; they enter together, once every one of them is accepted."""
        aside = self.raw / f"{source.slug}.part"
        declared = {f"{f.folder or source.vintage}/{f.name}" for f in source.files}
        shutil.rmtree(aside, ignore_errors=True)
        try:
            aside.mkdir(parents=True)
            self.watch(source.slug, 0, None)
            live(self.web.get, aside)
            came = {p.relative_to(aside).as_posix() for p in aside.rglob("*") if p.is_file()}
            if came != declared:
                raise FetchError(f"pages give {sorted(came)} where the source declares {sorted(declared)}")
            for name in sorted(came):
                accept(aside / name, name)
                size = (aside / name).stat().st_size
                self._whole(f"{source.slug}/{name}", Entry(size, "", self.today, source.page))
            for name in sorted(came):
                key = f"{source.slug}/{name}"
                (self.raw / key).parent.mkdir(parents=True, exist_ok=True)
                yield self._record(key, aside / name, Entry(0, "", self.today, source.page))
        # A publisher's answer may break its reader in any way; it is still this source's failure alone.
        except Exception as e:  # noqa: BLE001
            yield self._failed(source.slug, e)
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def _record(self, key: str, file: Path, fresh: Entry) -> Outcome:
        """Put an accepted file in its place, unless the same bytes stand there already, and write its entry."""
        entries, target = read(self.lock), self.raw / key
        old, entry = entries.get(key), replace(fresh, size=file.stat().st_size, sha256=sha256(file))
        status: Status = "unchanged"
        if file == target:
            same = old is not None and old.sha256 == entry.sha256
            status = "unchanged" if same else "changed" if old else "new"
        elif not self._holds(key, entry):
            self._whole(key, entry)
            status = "changed" if target.is_file() else "new"
            file.replace(target)
        drop(self._part(key))
        if old and (old.sha256, old.address, old.via) == (entry.sha256, entry.address, entry.via):
            entry = replace(entry, date=old.date)  # the day these bytes came in, not the day they were seen again
        if old != entry:
            write(self.lock, entries | {key: entry})
        return Outcome(key, status, entry.size)

    def _whole(self, key: str, fresh: Entry) -> None:
        """Check that a file is not much smaller than the last one that came from the same place; FetchError."""
        old = read(self.lock).get(key)
        if old and (old.address, old.via) == (fresh.address, fresh.via) and fresh.size < (1 - kept.SHRINK) * old.size:
            raise FetchError(
                f"{fresh.size:,} bytes where the last one had {old.size:,}: taken for cut short; "
                f"if it is whole, delete its entry in {self.lock.name} and fetch again"
            )

    def _holds(self, key: str, entry: Entry) -> bool:
        """Whether raw has exactly these bytes."""
        target = self.raw / key
        return target.is_file() and target.stat().st_size == entry.size and sha256(target) == entry.sha256

    def _part(self, key: str) -> Path:
        return self.raw / f"{key}.part"

    def _failed(self, key: str, error: Exception) -> Outcome:
        stays = "; the last good file stays" if inside(key) and (self.raw / key).exists() else ""
        if isinstance(error, FetchError):
            return Outcome(key, "failed", note=f"{error}{stays}")
        if isinstance(error, OSError):
            why = "the disk is full" if error.errno in _FULL else error.strerror or str(error)
            return Outcome(key, "failed", note=f"{why}{stays}")
        return Outcome(key, "failed", note=f"its answer cannot be read: {type(error).__name__}: {error}{stays}")


def fetch(
    sources: Sequence[Source],
    raw: Path,
    lock: Path,
    mirror: str | None = None,
    only_changed: bool = False,
    *,
    live: Mapping[str, Live] | None = None,
    web: Web | None = None,
    watch: Watch = lambda _key, _done, _total: None,
    today: date | None = None,
) -> list[Outcome]:
    """Bring every file of the sources into `raw`; one outcome per file, or one per source that is pages.

    mirror: a folder or an http(s) address laid out as <slug>/<vintage>/<name>; then no publisher is asked. live: the
    sources that are pages, by slug. Raises LockError where the lock cannot be read; nothing else stops a run.
    """
    read(lock)  # before the first download, not after it
    patient, pages = web or Web(), live or {}
    run_ = Run(raw, lock, mirror, only_changed, patient, watch, today or datetime.now(UTC).date())
    try:
        return [outcome for s in sources for outcome in run_.outcomes(s, pages.get(s.slug))]
    finally:
        if web is None:
            patient.close()


def run(
    sources: Sequence[Source],
    raw: Path = RAW,
    lock: Path = LOCK,
    mirror: str | None = None,
    only_changed: bool = False,
    *,
    live: Mapping[str, Live] | None = None,
    web: Web | None = None,
    console: Console | None = None,
) -> int:
    """Fetch with a progress bar and a summary; 0 if nothing failed, else 1. A file to drop in is not a failure."""
    screen = console or Console()
    if mirror is not None and not _is_web(mirror) and not Path(mirror).is_dir():
        screen.print(f"The mirror {mirror} is not a folder.", markup=False)
        return 1
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as progress:
        bar = progress.add_task("", total=None)

        def watch(key: str, done: int, total: int | None) -> None:
            if done == 0:
                progress.reset(bar, description=key, total=total)
            progress.update(bar, completed=done, total=total)

        try:
            outcomes = fetch(sources, raw, lock, mirror, only_changed, live=live, web=web, watch=watch)
        except LockError as e:
            screen.print(str(e), markup=False)
            return 1
    summary(outcomes, screen)
    failed = {o.key.split("/")[0] for o in outcomes if o.status == "failed"}
    kept.tell(raw, {s.slug for s in sources}, failed)
    return int(bool(failed))


def summary(outcomes: Sequence[Outcome], screen: Console) -> None:
    """Print one line per file and the count of each result."""
    table = Table(Column("File", overflow="fold"), "Result", "Size", Column("Note", overflow="fold"))
    for o in outcomes:
        style = {"failed": "red", "drop in": "yellow", "unchanged": "dim"}.get(o.status, "green")
        table.add_row(Text(o.key), Text(o.status, style), decimal(o.size) if o.size else "", Text(o.note))
    screen.print(table)
    counts = Counter(o.status for o in outcomes)
    total = "1 file" if len(outcomes) == 1 else f"{len(outcomes)} files"
    if set(counts) == {"unchanged"}:
        screen.print(f"Nothing has changed: {total} as before.")
    else:
        screen.print(f"{total}: " + ", ".join(f"{n} {status}" for status, n in sorted(counts.items())))


def _is_web(mirror: str) -> bool:
    return mirror.lower().startswith(("http://", "https://"))
