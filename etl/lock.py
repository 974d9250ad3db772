"""What a raw file is: the checks it passes before it enters data/raw, and its entry in data/raw.lock.toml."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import tomllib
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path, PurePosixPath

BLOCK = 1 << 20
LARGEST_FILE = 8 << 30  # bytes; BACI's largest zip is about 2 GB
LARGEST_CONTENT = 64 << 30  # bytes once unpacked: above, a zip is an accident or an attack

_PK = b"PK\x03\x04"
_MAGIC = {
    ".zip": _PK,
    ".xlsx": _PK,
    ".gz": b"\x1f\x8b",
    ".xls": b"\xd0\xcf\x11\xe0",
    ".pdf": b"%PDF",
}
_NOT_TEXT = (*_MAGIC.values(), b"<", b"{")  # "<" and "{": an error page in XML or JSON


class FetchError(Exception):
    """A file that cannot be had or must not enter data/raw; the message is one sentence for the summary."""


class LockError(Exception):
    """data/raw.lock.toml cannot be read."""


@dataclass(frozen=True)
class Entry:
    """One file of data/raw: bytes, hash, the UTC day these bytes came in, and the publisher's address.

    via is "mirror" or "hand" where the bytes did not come from the address itself. etag and last_modified are those
    of the server that gave the bytes, "" where it gave none. No entry names a path of the machine.
    """

    size: int
    sha256: str
    date: date
    address: str
    via: str = ""
    etag: str = ""
    last_modified: str = ""


def read(path: Path) -> dict[str, Entry]:
    """Entries of the lock by `<slug>/<vintage>/<name>`; none if there is no lock yet. Raises LockError."""
    try:
        sources = tomllib.loads(path.read_text(encoding="utf-8"))
        return {f"{slug}/{name}": Entry(**table) for slug, files in sources.items() for name, table in files.items()}
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, AttributeError, TypeError, UnicodeDecodeError) as e:
        raise LockError(f"{path.name} cannot be read ({e}); restore it from git, or delete it and fetch again") from e


def write(path: Path, entries: Mapping[str, Entry]) -> None:
    """Write the lock, sorted by key and in one step: a kill leaves the old lock or the new one, never half of one."""
    lines = ["# Written by `python -m etl fetch`: what each file of data/raw is and where it comes from."]
    for key, entry in sorted(entries.items()):
        slug, _, name = key.partition("/")
        lines += ["", f"[{slug}.{_quote(name)}]"]
        lines += [f"{k} = {_quote(v) if isinstance(v, str) else v}" for k, v in asdict(entry).items() if v != ""]
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".part")
    with fresh.open("w", encoding="utf-8", newline="\n") as f:
        f.write("\n".join(lines) + "\n")
        f.flush()
        os.fsync(f.fileno())
    fresh.replace(path)


def _quote(text: str) -> str:
    """TOML's basic string: JSON's, but for DEL, which TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file, read in blocks."""
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def inside(name: str) -> bool:
    """Whether a relative name stays inside the folder it is joined to, on any system."""
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and not re.search(r"\\|^\w:|\0", name)


def accept(path: Path, name: str) -> None:
    """Check that the bytes at `path` are what the suffix of `name` promises; raises FetchError.

    Decided by the bytes, never by a server's Content-Type: publishers serve zips as text and error pages as CSV.
    """
    with path.open("rb") as f:
        head = f.read(2048).removeprefix(b"\xef\xbb\xbf").lstrip()
    suffix = PurePosixPath(name).suffix.lower()
    if not head:
        raise FetchError("the file is empty")
    if head.startswith(b"<") and re.search(rb"<(!doctype\s+)?html", head, re.IGNORECASE):
        raise FetchError(f"an HTML page came in place of a {suffix} file")
    if suffix in _MAGIC and not head.startswith(_MAGIC[suffix]):
        raise FetchError(f"not a {suffix} file: it starts with {head[:8]!r}")
    if suffix in {".csv", ".tsv", ".txt"} and head.startswith(_NOT_TEXT):
        raise FetchError(f"not a {suffix} file: it starts with {head[:8]!r}")
    if suffix in {".json", ".geojson"} and not (head[:1] in b"{[" and _last(path) in b"}]"):
        raise FetchError(f"not a whole {suffix} file: it starts with {head[:8]!r} and ends with {_last(path)!r}")
    if suffix in {".zip", ".xlsx"}:
        _accept_zip(path)
    if suffix == ".gz":
        _accept_gzip(path)


def _last(path: Path) -> bytes:
    """The last byte that is not white space."""
    with path.open("rb") as f:
        f.seek(max(0, path.stat().st_size - 256))
        return f.read().rstrip()[-1:]


def _accept_zip(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            outside = [m.filename for m in members if not inside(m.filename)]
            if outside:
                raise FetchError(f"the zip names a member outside its folder: {outside[0]!r}")
            if not members or sum(m.file_size for m in members) > LARGEST_CONTENT:
                raise FetchError("the zip is empty, or unpacks to more than any publisher's file")
            damaged = archive.testzip()
    # RuntimeError: an encrypted member, or a compression Python cannot read.
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as e:
        raise FetchError(f"the zip is truncated or damaged ({e})") from e
    if damaged is not None:
        raise FetchError(f"the zip is damaged at its member {damaged!r}")


def _accept_gzip(path: Path) -> None:
    size = 0
    try:
        with gzip.open(path) as content:
            while block := content.read(BLOCK):
                size += len(block)
                if size > LARGEST_CONTENT:
                    raise FetchError("the gzip unpacks to more than any publisher's file")
    except (gzip.BadGzipFile, zlib.error, EOFError) as e:
        raise FetchError(f"the gzip is truncated or damaged ({e})") from e
