"""nginx in the foreground over a folder of its own, for the length of a block."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

_DEPLOY = Path(__file__).parents[2] / "deploy" / "nginx"


@contextmanager
def nginx(folder: Path, port: int, path: str) -> Iterator[str]:
    """Run it with the folder's nginx.conf, which listens on the port; its address once `path` answers."""
    folder.chmod(0o755)  # nginx's worker is another user where the master is root
    command = [shutil.which("nginx") or "nginx", "-e", "stderr", "-p", str(folder), "-c", f"{folder}/nginx.conf"]
    with subprocess.Popen([*command, "-g", "daemon off;"]) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            with httpx.Client(transport=httpx.HTTPTransport(retries=20)) as client:
                client.get(f"{address}{path}", timeout=60).raise_for_status()
            yield address
        finally:
            process.terminate()


@contextmanager
def ours(folder: Path, port: int, replica: int, path: str) -> Iterator[str]:
    """The project's own nginx.conf on a port, in front of a replica on another; its address once `path` answers."""
    for name in ("nginx.conf", "upstream.conf"):
        text = (_DEPLOY / name).read_text(encoding="utf-8")
        text = text.replace("listen 8080 ", f"listen 127.0.0.1:{port} ").replace(":8050", f":{replica}")
        text = text.replace("/tmp/nginx", f"{folder}/nginx").replace("/dev/stdout", f"{folder}/access.log")
        (folder / name).write_text(text, encoding="utf-8")
    with nginx(folder, port, path) as address:
        yield address
