"""HTTP with patience: time limits, retries, resumed and conditional downloads. Only etl.fetch imports it."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from etl.lock import LARGEST_FILE, FetchError

AGENT = "strategic-metals-observatory/0.1.0"  # BGS, among others, refuses the agents of bare libraries

_BUSY = {408, 425, 429, 500, 502, 503, 504}
_LARGEST_PAGE = 256 << 20  # bytes, as a page is held in memory
_LONGEST_WAIT = 120.0  # seconds, whatever Retry-After asks
_BACKOFF = wait_exponential_jitter(initial=1, max=60, jitter=2)

T = TypeVar("T")


class AbsentError(FetchError):
    """The server or the mirror says that it does not have the file."""


class TransientError(FetchError):
    """A failure that another attempt may cure, after `wait` seconds if the server says so; the part is kept."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


@dataclass(frozen=True)
class Stamp:
    """How a server tells one version of a file from another; kept beside a partial download as <name>.stamp.part."""

    url: str = ""  # hashed: the address of a mirror may hold a password
    etag: str = ""
    last_modified: str = ""
    length: int | None = None  # bytes of the whole file

    @classmethod
    def of(cls, url: str, headers: Mapping[str, str], unpacked: bool) -> Stamp:
        """Read the stamp of an answer that carries the whole file; no length where the body is unpacked on the way."""
        told = headers.get("content-length", "")
        length = int(told) if told.isdecimal() and not unpacked else None
        return cls(_hidden(url), headers.get("etag", ""), headers.get("last-modified", ""), length)

    @property
    def if_range(self) -> str:
        """The validator a Range request may rely on: a strong ETag, else the date; "" if resuming is not safe."""
        if self.length is None:
            return ""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified

    def continues(self, headers: Mapping[str, str], start: int) -> bool:
        """Whether a 206 really goes on with this version from this byte: some servers ignore If-Range."""
        return (
            headers.get("content-range", "").startswith(f"bytes {start}-")
            and headers["content-range"].endswith(("/*", f"/{self.length}"))
            and headers.get("etag", self.etag) == self.etag
            and headers.get("last-modified", self.last_modified) == self.last_modified
        )


def keep(part: Path, stamp: Stamp) -> None:
    """Start `part` anew as this version; only one that can be resumed safely is remembered."""
    drop(part)
    part.touch()
    if stamp.if_range:
        _beside(part).write_text(json.dumps(asdict(stamp)), encoding="utf-8")


def drop(part: Path) -> None:
    """Remove a partial download and its stamp."""
    _beside(part).unlink(missing_ok=True)
    part.unlink(missing_ok=True)


def resumable(part: Path, url: str) -> tuple[int, Stamp]:
    """Bytes of a partial download of this address worth keeping, and their stamp; 0 and an empty stamp if none."""
    try:
        stamp = Stamp(**json.loads(_beside(part).read_text(encoding="utf-8")))
        size = part.stat().st_size
    except (FileNotFoundError, ValueError, TypeError):
        return 0, Stamp()
    if stamp.url != _hidden(url) or not stamp.length:
        return 0, Stamp()
    # A part that is whole already asks for its last byte again: a range past the end would be an error.
    return min(size, stamp.length - 1), stamp


def _beside(part: Path) -> Path:
    return part.with_suffix(".stamp.part")


def _hidden(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()


@dataclass
class Web:
    """HTTP with patience: time limits, redirects, retries, downloads that resume and that ask only for changes."""

    timeout: float = 30.0  # seconds without a byte
    attempts: int = 5
    largest: int = LARGEST_FILE
    sleep: Callable[[float], None] = time.sleep
    _silent: set[str] = field(default_factory=set)  # hosts out of reach: the next file does not wait for them again

    @cached_property
    def _client(self) -> httpx.Client:
        headers = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
        patience = httpx.Timeout(self.timeout, connect=min(10.0, self.timeout))
        return httpx.Client(timeout=patience, headers=headers, event_hooks={"response": [_encrypted_still]})

    def close(self) -> None:
        """Close the connections."""
        if client := vars(self).pop("_client", None):
            client.close()

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> bytes:
        """Return a body, held in memory; a request with headers of its own (a key) is not redirected."""

        def attempt() -> bytes:
            body = bytearray()
            with self._open(url, dict(headers or {}), redirects=not headers) as answer:
                _expect(answer, 200)
                for chunk in answer.iter_bytes():
                    body += chunk
                    _limit(len(body), _LARGEST_PAGE)
            return bytes(body)

        return self._patiently(attempt, url)

    def download(self, url: str, part: Path, known: Stamp, watch: Callable[[int, int | None], None]) -> Stamp | None:
        """Bring a file into `part`, going on where an earlier attempt stopped; None if it still is the known one."""
        return self._patiently(lambda: self._attempt(url, part, known, watch), url)

    def _attempt(self, url: str, part: Path, known: Stamp, watch: Callable[[int, int | None], None]) -> Stamp | None:
        start, stamp = resumable(part, url)
        headers = {"If-None-Match": known.etag, "If-Modified-Since": "" if known.etag else known.last_modified}
        if start:
            headers |= {"Range": f"bytes={start}-", "If-Range": stamp.if_range}
        asked = {name: value for name, value in headers.items() if value}
        with self._open(url, asked) as answer:
            if answer.status_code == 304 and (known.etag or known.last_modified):
                return None
            if answer.status_code == 416 or (answer.status_code == 206 and not stamp.continues(answer.headers, start)):
                drop(part)
                raise TransientError("the file changed during the download")
            # Some servers call a .gz file a compressed body; unpacking it would not leave the file asked for.
            unpacked = "content-encoding" in answer.headers and not part.name.endswith(".gz.part")
            _expect(answer, 206 if start and answer.status_code == 206 else 200)
            if answer.status_code == 200:
                start, stamp = 0, Stamp.of(url, answer.headers, unpacked)
                keep(part, stamp)
            _limit(stamp.length or 0, self.largest)
            with part.open("r+b") as f:
                f.seek(start)
                f.truncate()
                for chunk in answer.iter_bytes() if unpacked else answer.iter_raw():
                    f.write(chunk)
                    _limit(f.tell(), self.largest)
                    watch(f.tell(), stamp.length)
                os.fsync(f.fileno())
                if stamp.length not in {None, f.tell()}:
                    raise TransientError(f"the connection broke off at {f.tell():,} of {stamp.length:,} bytes")
        return stamp

    @contextmanager
    def _open(self, url: str, headers: dict[str, str], redirects: bool = True) -> Iterator[httpx.Response]:
        try:
            with self._client.stream("GET", url, headers=headers, follow_redirects=redirects) as answer:
                if answer.status_code in _BUSY:
                    wait = _retry_after(answer.headers.get("retry-after", ""))
                    raise TransientError(f"the server answered {answer.status_code}", wait)
                yield answer
        except httpx.TimeoutException as e:
            raise TransientError("the server stalled") from e
        except (httpx.NetworkError, httpx.RemoteProtocolError, httpx.ProxyError) as e:
            raise TransientError(f"the connection failed ({e})") from e
        except (httpx.HTTPError, httpx.InvalidURL) as e:
            raise FetchError(f"cannot be downloaded ({e})") from e

    def _patiently(self, attempt: Callable[[], T], url: str) -> T:
        host = "/".join(url.split("/")[:3])
        if host in self._silent:
            raise TransientError("the server cannot be reached, as for the file before")
        stop, again = stop_after_attempt(self.attempts), retry_if_exception_type(TransientError)
        try:
            return Retrying(stop=stop, wait=_pause, sleep=self.sleep, retry=again, reraise=True)(attempt)
        except TransientError as e:
            if isinstance(e.__cause__, httpx.ConnectError | httpx.ConnectTimeout):
                self._silent.add(host)
            raise TransientError(f"{e}; gave up after {self.attempts} attempts") from e


def _encrypted_still(answer: httpx.Response) -> None:
    """Raise FetchError where a redirect leads from https to http: anyone on the way could change the file."""
    if answer.has_redirect_location and answer.url.scheme == "https":
        target = answer.url.join(answer.headers["location"])
        if target.scheme != "https":
            raise FetchError(f"is redirected from https to {target.scheme}, where anyone on the way could change it")


def _limit(size: int, most: int) -> None:
    if size > most:
        raise FetchError(f"larger than {most:,} bytes, the most it may be")


def _expect(answer: httpx.Response, status: int) -> None:
    if answer.status_code != status:
        kind = AbsentError if answer.status_code in {404, 410} else FetchError
        raise kind(f"the server answered {answer.status_code} {answer.reason_phrase}".rstrip())


def _pause(state: RetryCallState) -> float:
    failure = state.outcome.exception() if state.outcome else None
    asked = failure.wait if isinstance(failure, TransientError) else None
    return _BACKOFF(state) if asked is None else min(asked, _LONGEST_WAIT)


def _retry_after(value: str) -> float | None:
    """Seconds of a Retry-After header, a number or a date; None where it says nothing usable."""
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
