"""Private deployments: a name and password for everyone who enters, or a name that the reverse proxy vouches for."""

from __future__ import annotations

import getpass
import hashlib
import secrets
from pathlib import Path
from threading import Lock

from flask import Request
from werkzeug.security import check_password_hash, generate_password_hash

from dashboard.ops.settings import SettingError, Settings

_REMEMBERED = 1_000


class Gate:
    """Lets a request in or not, by the users' file and the proxy's header; without either, everyone may enter."""

    def __init__(self, settings: Settings) -> None:
        self._header = settings.auth_header
        self._users = _read(settings.users) if settings.users else {}
        self.closed = bool(self._header or self._users)
        self._salt = secrets.token_bytes(16)
        self._known: set[bytes] = set()  # digests of credentials found right: hashing a password takes 50 ms
        self._lock = Lock()

    def admits(self, request: Request) -> bool:
        """Whether this request may enter."""
        if not self.closed:
            return True
        if self._header and request.headers.get(self._header):
            return True
        given = request.authorization
        if not self._users or given is None or given.type != "basic":
            return False
        name, password = given.username or "", given.password or ""
        digest = hashlib.blake2b(f"{name}\0{password}".encode(), key=self._salt).digest()
        if digest in self._known:
            return True
        # An unknown name costs as much time as a wrong password.
        right = check_password_hash(self._users.get(name, next(iter(self._users.values()))), password)
        if not right or name not in self._users:
            return False
        with self._lock:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known.add(digest)
        return True


def _read(path: Path) -> dict[str, str]:
    lines = [x for x in path.read_text(encoding="utf-8").splitlines() if x and not x.startswith("#")]
    if not lines or not all(x.partition(":")[2].startswith(("scrypt:", "pbkdf2:")) for x in lines):
        raise SettingError(f"AUTH_FILE: {path} shall have lines of name:hash (python -m dashboard.ops.auth NAME)")
    return {name: hashed for name, _, hashed in (x.partition(":") for x in lines)}


def main(name: str) -> None:
    """Ask for a password and print the line of the users' file."""
    print(f"{name}:{generate_password_hash(getpass.getpass())}")


if __name__ == "__main__":
    import sys

    main(sys.argv[1])
