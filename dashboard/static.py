"""Files that do not change: the stored compressed copy where there is one, else one compressed once and remembered.

What every page loads of our own goes out as two files: a request costs more than the bytes of a small file.
"""

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
SHEETS = "screens.css"
SCRIPTS = "screens.js"
# The others lay out what is on single pages.
_FIRST = ("tokens.css", "screen.css", "figure.css", "parts.css", "marks.css")
_ELSEWHERE = ("embed.css", "embed.js", "first.js")
# What robots and old browsers ask for at the root.
_ROOT = {"/robots.txt": "/assets/robots.txt", "/favicon.ico": "/assets/icon.svg"}

mimetypes.add_type("font/woff2", ".woff2")


def asset(name: str) -> str:
    """Address of a file in assets/ or of SHEETS or SCRIPTS, which changes with its content."""
    return f"/assets/{name}?v={_digest(*_parts(name))}"


def _parts(name: str) -> tuple[tuple[Path, int], ...]:
    """The files behind a name below /assets/ and when each was last written; none where there are none."""
    if name == SHEETS:
        paths = sorted(ASSETS.glob("*.css"), key=lambda p: (_FIRST.index(p.name) if p.name in _FIRST else 9, p.name))
    elif name == SCRIPTS:
        paths = sorted(ASSETS.glob("*.js"))
    else:
        found = safe_join(str(ASSETS), name)
        path = Path(found) if found else ASSETS
        if "build" in Path(name).parts or not _is_file(path):
            return ()
        return ((path, path.stat().st_mtime_ns),)
    return tuple((p, p.stat().st_mtime_ns) for p in paths if p.name not in _ELSEWHERE)


def _is_file(path: Path) -> bool:
    """A name that no file can have, since it is too long, is none."""
    try:
        return path.is_file()
    except OSError:
        return False


@lru_cache(256)
def _digest(*parts: tuple[Path, int]) -> str:
    return hashlib.sha256(_body(*parts)).hexdigest()[:10]


def _body(*parts: tuple[Path, int]) -> bytes:
    return b"\n".join(path.read_bytes() for path, _ in parts)


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
    path = _ROOT.get(request.path, request.path)
    if not path.startswith("/assets/") or request.method not in ("GET", "HEAD"):
        return None
    parts = _parts(path.removeprefix("/assets/"))
    if not parts:
        return Response(status=404)
    how, name = _accepted(), Path(path).name
    stored = parts[0][0].with_name(name + {"br": ".br", "gzip": ".gz", "": ""}[how])
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    body = stored.read_bytes() if how and stored.is_file() else _body(*parts)
    answer = Response(body, content_type=_charset(kind))
    if how and stored.is_file():
        answer.headers["Content-Encoding"] = how
    answer.headers["Vary"] = "Accept-Encoding"
    digest = _digest(*parts)
    # Another replica's address, while versions roll over, must not keep this one's file for ever.
    known = request.args.get("v", digest) == digest
    forever = _FOREVER if "v" in request.args else "public, max-age=3600"
    answer.headers["Cache-Control"] = forever if known else "no-cache"
    answer.set_etag(digest)
    answer.make_conditional(request)
    return answer


def _charset(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or "javascript" in kind else kind


def _compressed(answer: Response) -> Response:
    """Compress what is text and large enough; files of component libraries are remembered, the rest done lightly."""
    how = _accepted()
    plain = "Content-Encoding" not in answer.headers and answer.status_code == 200
    if not plain or not (answer.mimetype or "").startswith(_TEXT):
        return answer
    answer.vary.add("Accept-Encoding")
    if not how:
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
    return answer
