"""Logs as one JSON object a line, each line of a request with the id that its answer carries.

Plain `logging`, not structlog: gunicorn, werkzeug and Dash speak to `logging` already, and all lines shall look
alike. Addresses of readers are not logged: the reverse proxy may, under its own retention.
"""

from __future__ import annotations

import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import orjson
from flask import g, has_request_context

LOGGER = logging.getLogger("dashboard")
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class Line(logging.Formatter):
    """A record as one line of JSON: time, level, logger, message, request id, and what `extra={"about": …}` adds."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        about: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if has_request_context() and "request_id" in g:
            about["request_id"] = g.request_id
        about |= getattr(record, "about", {})
        if record.exc_info:
            about["exception"] = self.formatException(record.exc_info)
        return orjson.dumps(about, default=str).decode()


class _Lines(logging.StreamHandler[Any]):
    """Lines to the standard error; a disk that is full loses lines, never answers."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name logging calls
        """Say nothing: the place to say it is the one that failed."""


def install(level: str) -> None:
    """Let every logger of the process write such lines, from `level` up."""
    handler = _Lines(sys.stderr)
    handler.setFormatter(Line())
    LOGGER.handlers[:] = [handler]
    LOGGER.propagate = False
    LOGGER.setLevel(level.upper())


def request_id(offered: str | None) -> str:
    """The id that a proxy has given already, where it is a plain one, else a new one."""
    return offered if offered and _ID.fullmatch(offered) else uuid4().hex[:16]


def gunicorn(level: str) -> dict[str, Any]:
    """gunicorn's `logconfig_dict`: its own lines in the same form."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "dashboard.ops.log.Line"}},
        "handlers": {"line": {"()": "dashboard.ops.log._Lines", "formatter": "line"}},
        "root": {"level": "WARNING", "handlers": ["line"]},
        "loggers": {"gunicorn.error": {"level": level.upper(), "handlers": ["line"], "propagate": False}},
    }
