"""Requests that get a sentence instead of work: malformed, too large, over their share, or not let in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from flask import Response, request
from markupsafe import escape
from werkzeug.exceptions import HTTPException

from dashboard import words
from dashboard.export.formats import plain_page
from dashboard.state import LANGS

_SENTENCES = {
    400: "ops.malformed",
    401: "ops.private",
    404: "ui.error.not_found",
    405: "ops.method",
    413: "ops.large",
    429: "ops.busy",
    500: "ops.broken",
    503: "ops.overload",
}


def sentence(status: int, headers: Mapping[str, str] | None = None, **named: Any) -> Response:
    """The answer for a status, in the language of the address: a small page for browsers, JSON for programs."""
    asked = request.args.get("lang", LANGS[0])
    lang = asked if asked in LANGS else LANGS[0]
    text = words.t(_SENTENCES.get(status, "ops.malformed"), lang).format(**named)
    if request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html":
        page = plain_page(str(status), f"<p>{escape(text)}</p>", lang) + "</main></html>"
        answer = Response(page, status, mimetype="text/html")
    else:
        answer = Response(orjson.dumps({"error": text}), status, mimetype="application/json")
    answer.headers.update(headers or {})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def http(error: HTTPException) -> Response:
    """werkzeug's own refusals, in the same form; redirects and the like stay as they are."""
    status = error.code or 500
    if status < 400:
        return Response(error.get_body(), status, headers=error.get_headers())
    kept = {n: v for n, v in error.get_headers() if n in ("Allow", "Retry-After")}
    return sentence(status if status in _SENTENCES else 400, kept)
