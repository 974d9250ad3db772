"""gunicorn over a warehouse, as in production, on a port of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Site:
    """A running site: its address, its master process and what it has said."""

    port: int
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def workers(self) -> list[int]:
        """Process ids of the workers alive."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(p) for p in path.read_text().split()]

    def memory(self) -> int:
        """Bytes that the workers hold, what they share counted once."""
        total = 0
        for pid in self.workers():
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return total

    def connect(self) -> socket.socket:
        """A plain connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)


@contextmanager
def serving(warehouse: Path, workers: int = 2, **env: str) -> Iterator[Site]:
    """Run the site for the length of a block; it answers from the first line of the block on."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "dashboard/gunicorn.conf.py"],
        cwd=ROOT,
        env=os.environ | {"WAREHOUSE": str(warehouse), "PORT": str(port), "WEB_CONCURRENCY": str(workers)} | env,
        stderr=subprocess.PIPE,
        text=True,
    )
    site = Site(port, process)
    assert process.stderr is not None
    for line in process.stderr:
        site.said.append(line)
        if "Listening at" in line:  # from here on the kernel keeps who comes until a worker has warmed up
            break
    listener = threading.Thread(target=lambda: site.said.extend(process.stderr or ()), daemon=True)
    listener.start()
    try:
        yield site
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        listener.join(10)
        process.stderr.close()
