# ruff: noqa: N999, E402 - gunicorn looks for this name; the metrics' folder is chosen before anything is imported
"""Gunicorn: gunicorn -c dashboard/gunicorn.conf.py. Each worker opens the warehouse for itself, after the fork."""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

_OWN = "PROMETHEUS_MULTIPROC_DIR" not in os.environ
if _OWN:  # in memory where there is such a place: the disk may be full, or read only
    _memory = next((p for p in ("/dev/shm",) if os.access(p, os.W_OK)), None)  # noqa: S108 - its folder is its own
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="observatory-", dir=_memory)

# Read again at a reload: workers are forked from this process, and would get the modules that it holds, however old.
for _name in [n for n in sys.modules if n.partition(".")[0] in ("dashboard", "etl", "prometheus_client")]:
    del sys.modules[_name]

from prometheus_client import multiprocess

from dashboard.app import warm
from dashboard.ops import log
from dashboard.ops.settings import Settings
from dashboard.ops.worker import PatientWorker

_settings = Settings.read(os.environ)
_soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
_files = min(_hard, 65_536) if _hard != resource.RLIM_INFINITY else 65_536
resource.setrlimit(resource.RLIMIT_NOFILE, (max(_soft, _files), _hard))

wsgi_app = "dashboard.app:create_server()"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8050')}"
workers = int(os.environ.get("WEB_CONCURRENCY") or os.environ.get("WORKERS", "2"))
threads = 2
worker_class = PatientWorker
worker_connections = min(12_000, max(_soft, _files) - 200)
backlog = 4096
keepalive = 30  # seconds: a proxy keeps its connections, and the worker's loop holds them for nothing
graceful_timeout = 10
limit_request_line = 8190
limit_request_fields = 60
control_socket_disable = True  # a file system that is read only has no place for it
logconfig_dict = log.gunicorn("info")
PatientWorker.largest = _settings.body


def post_worker_init(worker: Any) -> None:
    """Warm this worker up before its first request."""
    warm(worker.app.wsgi())


def child_exit(_: Any, worker: Any) -> None:
    """Let the metrics forget the gauges of a worker that is gone; its counts stay."""
    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(_: Any) -> None:
    """Leave no metrics behind in memory."""
    if _OWN:
        shutil.rmtree(Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]), ignore_errors=True)
