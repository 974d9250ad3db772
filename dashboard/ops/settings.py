"""What an operator may set: read once from the environment, refused in a sentence where a value makes no sense."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_ANCESTORS = re.compile(r"('none'|'self'|https?://[\w.*:-]+)( ('self'|https?://[\w.*:-]+))*")


class SettingError(ValueError):
    """An environment variable has a value that cannot be used; the message names it."""


@dataclass(frozen=True)
class Settings:
    """Every setting of the web tier beside the warehouse's path, with what holds where the environment is silent."""

    proxies: int = 0  # PROXIES: reverse proxies in front whose X-Forwarded-For and -Proto are believed
    hsts: int = 0  # HSTS: seconds for which browsers shall insist on https; 0: not sent
    frame_ancestors: str = "'none'"  # FRAME_ANCESTORS: who may embed the pages
    embed_ancestors: str = "'none'"  # EMBED_ANCESTORS: who may embed a single view, /embed/…
    share: float = 0.5  # CLIENT_SHARE: seconds of a worker's time that one client may use per second
    saved: float = 60.0  # CLIENT_SAVED: seconds of unused time that a client may save up
    body: int = 256 << 10  # MAX_BODY: bytes of a request's body
    statement: float = 10.0  # STATEMENT_SECONDS: longest time of one query
    users: Path | None = None  # AUTH_FILE: lines of name:hash, as `python -m dashboard.ops.auth` prints them
    auth_header: str = ""  # AUTH_HEADER: a header in which the reverse proxy names the user it let in
    log: str = "warning"  # LOG: debug, info (one line a request), warning, error

    @classmethod
    def read(cls, env: Mapping[str, str]) -> Settings:
        """The settings of an environment. Raises SettingError."""
        kept = cls()
        made = cls(
            int(_number(env, "PROXIES", kept.proxies)),
            int(_number(env, "HSTS", kept.hsts)),
            env.get("FRAME_ANCESTORS", kept.frame_ancestors),
            env.get("EMBED_ANCESTORS", kept.embed_ancestors),
            _number(env, "CLIENT_SHARE", kept.share),
            _number(env, "CLIENT_SAVED", kept.saved),
            int(_number(env, "MAX_BODY", kept.body)),
            _number(env, "STATEMENT_SECONDS", kept.statement),
            Path(env["AUTH_FILE"]) if env.get("AUTH_FILE") else None,
            env.get("AUTH_HEADER", ""),
            env.get("LOG", kept.log),
        )
        for name, value in (("FRAME_ANCESTORS", made.frame_ancestors), ("EMBED_ANCESTORS", made.embed_ancestors)):
            if not _ANCESTORS.fullmatch(value):
                raise SettingError(f"{name}: {value!r} is not 'none', 'self' or a list of origins")
        if made.auth_header and not made.proxies:
            raise SettingError("AUTH_HEADER needs PROXIES: without a proxy anyone could send that header")
        if made.users and not made.users.is_file():
            raise SettingError(f"AUTH_FILE: {made.users} is not a file")
        if made.log not in ("debug", "info", "warning", "error"):
            raise SettingError(f"LOG: {made.log!r} is not debug, info, warning or error")
        return made


def _number(env: Mapping[str, str], name: str, usual: float) -> float:
    text = env.get(name, "")
    try:
        value = float(text) if text else float(usual)
    except ValueError:
        raise SettingError(f"{name}: {text!r} is not a number") from None
    if not 0 <= value < 1e12:
        raise SettingError(f"{name}: {text} is out of range")
    return value
