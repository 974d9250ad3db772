"""A time limit for statements: one thread a process watches the clock and interrupts what runs too long."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_TICK = 0.25


class OverloadError(Exception):
    """A question took more time or memory than a question may; the reader may ask a smaller one."""


class Watch:
    """Interrupts statements that outlive their limit. The thread starts with the first one, so after the fork."""

    def __init__(self, tick: float = _TICK) -> None:
        self._tick = tick
        self._lock = threading.Lock()
        self._running: dict[object, tuple[float, Callable[[], None]]] = {}
        self._over: set[object] = set()
        self._thread: threading.Thread | None = None

    @contextmanager
    def within(self, seconds: float, interrupt: Callable[[], None]) -> Iterator[None]:
        """Run the block for at most about `seconds`; `interrupt` makes it raise, and OverloadError comes out."""
        mark = object()
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="deadline", daemon=True)
                self._thread.start()
            self._running[mark] = (time.monotonic() + seconds, interrupt)
        try:
            yield
        except Exception as error:
            if mark in self._over:
                raise OverloadError(f"stopped after {seconds:g} s") from error
            raise
        finally:
            with self._lock:  # from here on nobody interrupts what the cursor does next
                self._running.pop(mark, None)
                self._over.discard(mark)

    def _look(self) -> None:
        while True:
            time.sleep(self._tick)
            self._stop_late()  # its own function: between two looks this thread holds on to no cursor

    def _stop_late(self) -> None:
        now = time.monotonic()
        with self._lock:
            for mark, (end, interrupt) in self._running.items():
                if now > end:
                    self._over.add(mark)
                    interrupt()
