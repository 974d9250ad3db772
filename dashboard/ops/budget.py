"""A fair share for every client, counted in what is scarce: seconds of a worker's time, not requests.

A hall of five hundred people often stands behind one address. Answers that a cache holds cost next to nothing, so the
hall may ask for thousands; a client that asks for heavy answers again and again has spent its share after a minute of
work and is told how long to wait. Each worker counts for itself: W workers grant W shares.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

_CLIENTS = 20_000


class Budget:
    """Seconds of work per client: `share` come in each second, up to `saved`; what is used is taken afterwards."""

    def __init__(self, share: float, saved: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._share, self._saved, self._clock = share, saved, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # client → seconds left, when that was
        self._lock = Lock()

    def wait(self, client: str) -> int:
        """Whole seconds until this client may ask again; 0: now."""
        if not self._share:
            return 0
        with self._lock:
            left = self._now(client)
        return 0 if left > 0 else max(1, math.ceil(-left / self._share))

    def charge(self, client: str, seconds: float) -> None:
        """Take the work of one answer from the client's share."""
        with self._lock:
            # A debt ends: no single answer shuts a client out for longer than the saving takes to fill.
            self._left[client] = (max(self._now(client) - seconds, -self._saved), self._clock())
            self._left.move_to_end(client)
            while len(self._left) > _CLIENTS:
                self._left.popitem(last=False)

    def _now(self, client: str) -> float:
        left, then = self._left.get(client, (self._saved, self._clock()))
        return min(self._saved, left + (self._clock() - then) * self._share)


def client_of(address: str | None) -> str:
    """Whom an address stands for: itself, or its /64 where it is IPv6, of which one household holds 2⁶⁴."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
