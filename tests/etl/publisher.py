"""A publisher on the loopback: serves files with ETag, Range and conditions, and misbehaves on demand."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

Answer = Callable[["Handler", bytes], None]


def etag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:16]}"'


class Handler(BaseHTTPRequestHandler):
    """Answers from its server's files, unless a misbehaviour waits in the queue of the path."""

    protocol_version = "HTTP/1.1"
    server: Publisher

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.server.requests.append((self.path, dict(self.headers)))
        queue = self.server.queues.get(path, [])
        body = self.server.files.get(path)
        if queue:
            queue.pop(0)(self, body or b"")
        elif body is None:
            self.reply(404)
        else:
            self.serve(body)

    def serve(self, body: bytes) -> None:
        """Serve as a good server does."""
        tag, asked = etag(body), self.headers.get("Range", "")
        if self.headers.get("If-None-Match") == tag:
            self.reply(304, ETag=tag)
        elif asked and self.headers.get("If-Range") == tag:
            start = int(asked.removeprefix("bytes=").removesuffix("-"))
            self.reply(206, body[start:], ETag=tag, Content_Range=f"bytes {start}-{len(body) - 1}/{len(body)}")
        else:
            self.reply(200, body, ETag=tag)

    def reply(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Send an answer; an underscore in a header's name stands for a hyphen."""
        self.send_response(status)
        headers.setdefault("Content_Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


class Publisher(ThreadingHTTPServer):
    """`files`: path → body. `queues`: path → what its next requests get. `requests`: what was asked, in order."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, bytes] = {}
        self.queues: dict[str, list[Answer]] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.closing = threading.Event()

    def url(self, path: str = "") -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"

    def handle_error(self, *args: Any) -> None:
        """A client that hung up is what several tests want."""


@contextmanager
def publisher() -> Iterator[Publisher]:
    """Run a publisher for the length of a block."""
    with Publisher() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.closing.set()
        server.shutdown()
        thread.join()


def status(code: int, **headers: str) -> Answer:
    """Answer with an error."""
    return lambda handler, _body: handler.reply(code, b"busy", **headers)


def stalls(after: int) -> Answer:
    """Send some bytes, then nothing more."""

    def answer(handler: Handler, body: bytes) -> None:
        handler.reply(200, body[:after], ETag=etag(body), Content_Length=str(len(body)))
        handler.server.closing.wait()
        handler.close_connection = True

    return answer


def truncates(after: int) -> Answer:
    """Promise the whole body, send its beginning, hang up."""

    def answer(handler: Handler, body: bytes) -> None:
        handler.reply(200, body[:after], ETag=etag(body), Content_Length=str(len(body)))
        handler.close_connection = True

    return answer


def ignores_range(handler: Handler, body: bytes) -> None:
    """Send the whole file whatever was asked."""
    handler.reply(200, body, ETag=etag(body))


def ignores_if_range(handler: Handler, body: bytes) -> None:
    """Go on with another version of the file than the one the client holds the beginning of."""
    start = int(handler.headers["Range"].removeprefix("bytes=").removesuffix("-"))
    handler.reply(206, body[start:], ETag=etag(body), Content_Range=f"bytes {start}-{len(body) - 1}/{len(body)}")


def says(body: bytes, content_type: str) -> Answer:
    """Answer 200 with another body than the file's."""
    return lambda handler, _body: handler.reply(200, body, Content_Type=content_type)


def redirects(to: str) -> Answer:
    """Send the client elsewhere."""
    return lambda handler, _body: handler.reply(302, Location=to)
