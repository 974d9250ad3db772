"""Pictures and PDF by a headless Chromium over a page that holds everything: no server, no network, no profile kept."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore, local

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_TIMEOUT = 90  # seconds
_TURNS = BoundedSemaphore(1)  # a browser takes a core and 300 MB: one at a time in a process
_QUEUE = 15  # seconds that a thread waits for its turn
_KEPT = 16 << 20  # bytes of what was made last; touched by whoever has the turn
_made: OrderedDict[str, bytes] = OrderedDict()
_own = local()


class ChromiumError(Exception):
    """Chromium did not make the file: it took too long, or failed."""


class MissingError(ChromiumError):
    """There is no Chromium on this machine."""


def path() -> str | None:
    """The browser: the one that BROWSER_PATH names, else the first found."""
    named = os.environ.get("BROWSER_PATH")
    return named or next((found for n in _NAMES if (found := shutil.which(n))), None)


def png(html: str, width: int, height: int, scale: float = 2) -> bytes:
    """A picture of a page in a window of width × height CSS pixels, `scale` dots each."""
    return _run(html, "picture.png", [f"--window-size={width},{height}", f"--force-device-scale-factor={scale}",
                                      "--screenshot={}"])  # fmt: skip


def pdf(html: str) -> bytes:
    """A page printed as its own style sheet says; charts stay vectors, text stays text."""
    return _run(html, "print.pdf", ["--no-pdf-header-footer", "--window-size=1280,920", "--print-to-pdf={}"])


@contextmanager
def _turn() -> Iterator[None]:
    """The browser for oneself; ChromiumError where others have it for too long, so that no thread waits for ever."""
    if not _TURNS.acquire(timeout=_QUEUE):
        raise ChromiumError(f"Chromium is busy: no turn within {_QUEUE} s")
    began = time.monotonic()
    try:
        yield
    finally:
        _TURNS.release()
        _own.seconds = getattr(_own, "seconds", 0.0) + time.monotonic() - began


def taken() -> float:
    """Seconds that the browser has run for this thread since this was last asked."""
    seconds: float = getattr(_own, "seconds", 0.0)
    _own.seconds = 0.0
    return seconds


def _bare() -> bool:
    """Without Chromium's own sandbox: it has none for root, and CHROMIUM_SANDBOX=0 says that a container is one."""
    return os.geteuid() == 0 or os.environ.get("CHROMIUM_SANDBOX") == "0"


def _run(html: str, name: str, options: list[str]) -> bytes:
    browser = path()
    if browser is None:
        raise MissingError("no Chromium found: install it, or set BROWSER_PATH")
    asked = hashlib.sha256("\0".join([html, *options]).encode()).hexdigest()
    with TemporaryDirectory(prefix="observatory-") as folder, _turn():
        if asked in _made:  # a hall asks for one slide at once: who waited for a turn finds it made
            _made.move_to_end(asked)
            return _made[asked]
        page, made = Path(folder) / "page.html", Path(folder) / name
        page.write_text(html, "utf-8")
        command = [
            browser, "--headless", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-extensions",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--mute-audio",
            "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=8000",
            f"--user-data-dir={folder}/profile", *(["--no-sandbox"] if _bare() else []),
            *(o.format(made) for o in options), page.as_uri(),
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, timeout=_TIMEOUT, check=False)  # noqa: S603
        except OSError as error:
            raise MissingError(str(error)) from error
        except subprocess.TimeoutExpired as error:
            raise ChromiumError(f"Chromium was stopped after {_TIMEOUT} s") from error
        if not made.is_file():
            raise ChromiumError(done.stderr.decode(errors="replace")[-500:])
        _made[asked] = made.read_bytes()
        while len(_made) > 1 and sum(map(len, _made.values())) > _KEPT:
            _made.popitem(last=False)
        return _made[asked]
