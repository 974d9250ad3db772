"""Thousands of connections that begin a request and never end it: everyone else is served as before."""

from __future__ import annotations

import resource
import socket
from contextlib import ExitStack

from tests.soak.hammer import ask
from tests.soak.kills import WARM
from tests.soak.site import Site

_BEGINNINGS = (
    b"POST /_dash-update-component HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n",
    b"POST /_dash-update-component HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n{",
    b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ",
    b"",
)
_EACH = 16 << 10  # bytes of memory that one such client may cost


def hold(site: Site, count: int) -> str:
    """Open `count` silent connections and ask while they stand; what they cost in memory is bounded."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, count + 500)), hard))
    path = "/figure/top_producers.json?metal=cobalt&year=2022"
    usual = ask(site.port, path)
    assert usual[0] == 200
    assert all(ask(site.port, path) == usual for _ in range(WARM))
    before = site.memory()
    with ExitStack() as stack:
        for n in range(count):
            connection = stack.enter_context(site.connect())
            connection.sendall(_BEGINNINGS[n % len(_BEGINNINGS)])
            if n % max(1, count // 20) == 0:
                assert ask(site.port, path) == usual
        assert ask(site.port, path) == usual
        grown = site.memory() - before
        assert grown < count * _EACH + (40 << 20), f"{grown >> 20} MB for {count:,} silent connections"
    assert ask(site.port, path) == usual
    return f"others served throughout, memory {grown / 2**20:+.0f} MB"


def too_large(site: Site) -> list[bytes]:
    """Status lines for a body and for a head that are too large, and for one of unknown length."""
    found = []
    for sent in (
        b"POST /_dash-update-component HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 40_000,
        b"POST /_dash-update-component HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
    ):
        with site.connect() as connection, connection.makefile("rb") as answer:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            found.append(answer.readline().strip())
    return found
