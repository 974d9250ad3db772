"""A gunicorn worker whose threads see only whole requests: silent, slow and endless ones wait in the event loop.

gunicorn's gthread worker gives a thread to every new connection, and that thread waits for its bytes: a few clients
that never finish a sentence hold every thread. Here the loop gathers the bytes, so that ten thousand such clients
cost memory for their few bytes and nothing else. When connections run out, the one that has waited longest goes.
"""

from __future__ import annotations

import errno
import re
import selectors
import time
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

PATIENCE = 10.0  # seconds in which a request has to arrive whole
SENDING = 30.0  # seconds that a reader may take for one piece of an answer
_HEAD = 32 << 10
_PIECE = 64 << 10
_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length[ \t]*:[ \t]*([^\r\n]*)", re.IGNORECASE)
_DIGITS = 12  # of a length: beyond, it is too large whatever it says
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue", re.IGNORECASE)
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
_BARE = (
    "Content-Security-Policy: default-src 'none'\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n"
)
_FULL = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
_NOBODY = (errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED)


class RefusedError(Exception):
    """A request that is not read to its end; the message is the status line's."""


def whole(held: bytes | bytearray, largest: int) -> bool:
    """Whether these bytes hold a request to its end. Raises RefusedError where they never shall."""
    end = held.find(_END)
    if end < 0:
        if len(held) > _HEAD:
            raise RefusedError("431 Request Header Fields Too Large")
        return False
    head = held[: end + len(_END)]
    if _CHUNKED.search(head):
        raise RefusedError("411 Length Required")
    lengths = {text.strip() for text in _LENGTH.findall(head)}
    if len(lengths) > 1 or not all(text.isdigit() for text in lengths):
        raise RefusedError("400 Bad Request")
    digits = (lengths.pop() if lengths else b"0").lstrip(b"0") or b"0"
    if len(digits) > _DIGITS or (expected := int(digits)) > largest:
        raise RefusedError("413 Content Too Large")
    return len(held) >= len(head) + expected


class Conn(TConn):  # type: ignore[misc]
    """A connection with the bytes of its next request that have come so far."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.held = bytearray()
        self.encouraged = False

    def init(self) -> None:
        """Hand the gathered bytes to the parser; called in a thread before each request."""
        super().init()
        self.parser.unreader.unread(bytes(self.held))
        self.held.clear()
        self.encouraged = False
        self.sock.settimeout(SENDING)


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """gthread, with whole requests only. TLS belongs to the proxy: with `certfile` this worker is not to be used."""

    largest = 256 << 10  # bytes of a body; gunicorn.conf.py sets it from MAX_BODY

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.waiting: dict[Conn, None] = {}  # in the order in which they began to wait

    def accept(self, listener: Any) -> None:
        """Take a new connection into the loop; make room for it where there is none."""
        if self.nr_conns >= self.worker_connections - 1:
            self._drop_oldest()
        try:
            sock, address = listener.accept()
        except OSError as error:
            if error.errno in _FULL:
                self._drop_oldest()
            elif error.errno not in _NOBODY:
                raise
            return
        self.nr_conns += 1
        self.enqueue_req(Conn(self.cfg, sock, address, listener.getsockname()))

    def enqueue_req(self, conn: Conn) -> None:
        """Give a thread to a connection whose request is whole; let it wait otherwise."""
        if conn.parser is not None:  # bytes read ahead of the last request's end
            conn.held += conn.parser.unreader.take_buffered()
        if not self._ready(conn, registered=False):
            return
        conn.data_ready = True
        super().enqueue_req(conn)

    def murder_pending(self) -> None:
        """Close what has waited too long; sooner where the worker is to stop."""
        now = time.monotonic() + (0.0 if self.alive else PATIENCE - 2.0)
        while self.waiting:
            conn = next(iter(self.waiting))
            if conn.timeout > now:
                break
            self._drop(conn)

    def _ready(self, conn: Conn, registered: bool) -> bool:
        try:
            if whole(conn.held, self.largest):
                return True
        except RefusedError as refusal:
            self._refuse(conn, str(refusal))
            return False
        if not registered:
            conn.sock.setblocking(False)
            conn.timeout = time.monotonic() + PATIENCE
            self.waiting[conn] = None
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._arrived, conn))
        elif not conn.encouraged and _EXPECTS.search(conn.held):
            conn.encouraged = True
            self._say(conn, _CONTINUE)
        return False

    def _arrived(self, conn: Conn, _: Any) -> None:
        """More bytes for a connection that waits."""
        try:
            piece = conn.sock.recv(_PIECE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            piece = b""
        if not piece:
            self._drop(conn)
            return
        conn.held += piece
        if self._ready(conn, registered=True):
            self._forget(conn)
            conn.data_ready = True
            super().enqueue_req(conn)

    def _refuse(self, conn: Conn, status: str) -> None:
        self._say(conn, f"HTTP/1.1 {status}\r\n{_BARE}Connection: close\r\nContent-Length: 0\r\n\r\n".encode())
        self._drop(conn)

    @staticmethod
    def _say(conn: Conn, text: bytes) -> None:
        try:
            conn.sock.send(text)
        except OSError:
            return  # gone, or not listening

    def _drop_oldest(self) -> None:
        if self.waiting:
            self._drop(next(iter(self.waiting)))

    def _drop(self, conn: Conn) -> None:
        self._forget(conn)
        self.nr_conns -= 1
        conn.close()

    def _forget(self, conn: Conn) -> None:
        if conn in self.waiting:
            del self.waiting[conn]
            self.poller.unregister(conn.sock)
