"""Text out of the publisher's files, whole and in the encoding each edition is known to have."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from etl.source import SourceError

# The largest member seen is 135 kB; anything near this size is no table.
_LARGEST = 64_000_000


def members(path: Path, encoding: str) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of each csv of a zip; raises SourceError for a broken, oversized or wrongly encoded one."""
    try:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if not info.filename.lower().endswith(".csv"):
                    continue
                if info.file_size > _LARGEST:
                    raise SourceError(path.name, info.filename, info.file_size, "bytes are too many for a world table")
                yield info.filename, decoded(archive.read(info), encoding, info.filename)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise SourceError(path.name, "-", str(error), "is not a whole zip file: fetch it again") from error


def decoded(data: bytes, encoding: str, file: str) -> str:
    """Decode strictly: a byte outside the edition's encoding stops the build rather than spoil a country's name."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(file, "-", str(error), f"is not {encoding} text") from error
