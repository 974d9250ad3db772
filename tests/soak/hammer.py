"""Readers who ask without pause, each request over a connection of its own, and note what comes back."""

from __future__ import annotations

import http.client
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle


@dataclass
class Tally:
    """What the readers have seen: answers by status, requests without an answer, bodies that were not the usual one."""

    answers: Counter[int] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def clean(self) -> bool:
        """Whether every request was answered, and with what it should be."""
        return set(self.answers) == {200} and not self.lost and not self.wrong


def ask(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
    """Status and body of one request over a new connection. Raises OSError or HTTPException where it breaks."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@contextmanager
def hammering(
    port: int, paths: Sequence[str], readers: int = 3, retries: int = 0, same: bool = True
) -> Iterator[Tally]:
    """Ask for the paths in turn for the length of a block; a broken connection is tried again `retries` times.

    same: every answer to a path has to be the first one's bytes.
    """
    usual = {path: ask(port, path)[1] for path in paths} if same else {}
    tally, over = Tally(), threading.Event()

    def one(path: str) -> None:
        why = ""
        for _ in range(retries + 1):
            try:
                status, body = ask(port, path)
            except (OSError, http.client.HTTPException) as error:
                why = repr(error)
                continue
            tally.answers[status] += 1
            if same and status == 200 and body != usual[path]:
                tally.wrong.append(path)
            return
        tally.lost.append(f"{path}: {why}")

    def read(first: int) -> None:
        for path in cycle([*paths[first:], *paths[:first]]):
            if over.is_set():
                return
            one(path)

    threads = [threading.Thread(target=read, args=(n % len(paths),)) for n in range(readers)]
    for thread in threads:
        thread.start()
    try:
        yield tally
    finally:
        over.set()
        for thread in threads:
            thread.join()
