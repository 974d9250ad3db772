"""Files that do not change: the stored compressed copy where there is one, else one compressed once and remembered."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path

import brotli  # type: ignore[import-untyped]
from flask import Flask, Response, request
from werkzeug.security import safe_join

ASSETS = Path(__file__).parent.parent / "assets"
_FOREVER = "public, max-age=31536000, immutable"
_TEXT = ("text/", "application/json", "application/javascript", "application/manifest+json", "image/svg")
_SMALL = 1_000

mimetypes.add_type("font/woff2", ".woff2")


def asset(name: str) -> str:
    """Address of a file in assets/, which changes with its content."""
    path = ASSETS / name
    return f"/assets/{name}?v={_digest(path, path.stat().st_mtime_ns)}"


@lru_cache(256)
def _digest(path: Path, _: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


@lru_cache(128)
def _squeezed(body: bytes, how: str) -> bytes:
    """The body compressed well: for what is served again and again."""
    return brotli.compress(body, quality=9) if how == "br" else gzip.compress(body, 9, mtime=0)


def install(server: Flask) -> None:
    """Serve assets/ from here, and compress every answer that is text and was not compressed before."""
    server.before_request(_asset)
    server.after_request(_compressed)


def _accepted() -> str:
    return request.accept_encodings.best_match(["br", "gzip"], "") or ""


def _asset() -> Response | None:
    """The answer for a file of assets/, None for any other address."""
    if not request.path.startswith("/assets/") or request.method not in ("GET", "HEAD"):
        return None
    found = safe_join(str(ASSETS), request.path.removeprefix("/assets/"))
    path = Path(found) if found else ASSETS
    if not path.is_file() or "build" in path.relative_to(ASSETS).parts:
        return Response(status=404)
    how = _accepted()
    stored = path.with_name(path.name + {"br": ".br", "gzip": ".gz", "": ""}[how])
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    answer = Response((stored if how and stored.is_file() else path).read_bytes(), content_type=_charset(kind))
    if how and stored.is_file():
        answer.headers["Content-Encoding"] = how
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = _FOREVER if "v" in request.args else "public, max-age=3600"
    answer.set_etag(_digest(path, path.stat().st_mtime_ns))
    answer.make_conditional(request)
    return answer


def _charset(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or "javascript" in kind else kind


def _compressed(answer: Response) -> Response:
    """Compress what is text and large enough; files of component libraries are remembered, the rest done lightly."""
    how = _accepted()
    plain = "Content-Encoding" not in answer.headers and answer.status_code == 200
    if not how or not plain or not (answer.mimetype or "").startswith(_TEXT):
        return answer
    library = request.path.startswith("/_dash-component-suites/")
    if answer.is_streamed and not library:
        return answer
    answer.direct_passthrough = False
    body = answer.get_data()
    if len(body) < _SMALL:
        return answer
    if library or request.path.startswith("/assets/"):
        small = _squeezed(body, how)
    else:
        small = brotli.compress(body, quality=4) if how == "br" else gzip.compress(body, 4, mtime=0)
    answer.set_data(small)
    answer.headers["Content-Encoding"] = how
    answer.headers.add("Vary", "Accept-Encoding")
    return answer
