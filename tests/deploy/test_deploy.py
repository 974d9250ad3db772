"""What deploy/ names exists: paths, ports, commands, variables; nginx takes its file; locks pin everything by hash."""

from __future__ import annotations

import re
import shutil
import subprocess
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import httpx
import pytest
import yaml

from tests.bench.proxy import ours
from tests.soak.site import free_port

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
# Variables of the programs that we run, not ours.
OTHERS = {"PYTHONDONTWRITEBYTECODE", "HOME"}


def text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def known() -> set[str]:
    """Names of environment variables that the code reads."""
    code = [*ROOT.glob("dashboard/**/*.py"), *ROOT.glob("etl/**/*.py")]
    return set(re.findall(r'"([A-Z][A-Z_]+)"', "\n".join(p.read_text(encoding="utf-8") for p in code)))


def test_every_variable_is_one_that_the_code_reads() -> None:
    lines = re.findall(
        r"^(?:ENV |Environment=)(.+)$", text("Containerfile") + text("systemd/observatory.service"), re.MULTILINE
    )
    named = {name for line in lines for name in re.findall(r"([A-Z][A-Z_]+)=", line)}
    named |= set(yaml.safe_load(text("compose.yaml"))["services"]["dashboard"]["environment"])
    assert len(named) > 8
    assert named - OTHERS <= known()


def test_every_path_that_is_copied_or_mounted_is_there() -> None:
    copied = re.findall(r"^COPY (?!--from)(\S+) ", text("Containerfile"), re.MULTILINE)
    assert copied
    assert all((ROOT / path).exists() for path in copied)
    mounted = [v.split(":")[0] for v in yaml.safe_load(text("compose.yaml"))["services"]["cache"]["volumes"]]
    assert all((DEPLOY / path).is_file() for path in mounted)


def test_ports_and_servers_agree() -> None:
    assert "server 127.0.0.1:8050;" in text("nginx/upstream.conf")
    assert "PORT=8050" in text("systemd/observatory.service")
    assert "server dashboard:8050;" in text("nginx/upstream.compose.conf")
    assert "EXPOSE 8050" in text("Containerfile")
    assert yaml.safe_load(text("compose.yaml"))["services"]["cache"]["ports"] == ["8080:8080"]
    assert "listen 8080 " in text("nginx/nginx.conf")
    assert "dashboard/gunicorn.conf.py" in text("Containerfile")
    assert (ROOT / "dashboard" / "gunicorn.conf.py").is_file()


def test_no_container_runs_as_root_or_writes_to_its_file_system() -> None:
    for name, service in yaml.safe_load(text("compose.yaml"))["services"].items():
        assert service["read_only"] is True, name
        assert not service["user"].startswith("0"), name
        assert service["cap_drop"] == ["ALL"], name
    assert re.search(r"^USER 10001", text("Containerfile"), re.MULTILINE)


@pytest.mark.skipif(shutil.which("nginx") is None, reason="no nginx here")
def test_nginx_takes_its_file(tmp_path: Path) -> None:
    for name in ("nginx.conf", "upstream.conf"):
        shutil.copy(DEPLOY / "nginx" / name, tmp_path)
    command = ["nginx", "-t", "-e", "stderr", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


class _Replica(BaseHTTPRequestHandler):
    """Answers everything with the headers of a replica, told apart from nginx's own by their values."""

    def do_GET(self) -> None:
        self.send_response(429 if self.path == "/busy" else 200)
        for name, value in REPLICA.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


REPLICA = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'self'",
           "Referrer-Policy": "no-referrer", "Retry-After": "9"}  # fmt: skip


@pytest.mark.skipif(shutil.which("nginx") is None, reason="no nginx here")
def test_what_nginx_answers_by_itself_has_security_headers_and_no_replica_s_are_doubled() -> None:
    # Not pytest's own folder, which only its owner may enter: nginx's worker is someone else.
    with ThreadingHTTPServer(("127.0.0.1", 0), _Replica) as replica, TemporaryDirectory() as folder:
        Thread(target=replica.serve_forever, daemon=True).start()
        with ours(Path(folder), free_port(), replica.server_port, "/") as address, httpx.Client() as client:
            for path in ("/", "/busy", "/"):
                found = client.get(address + path)
                assert {n: found.headers.get_list(n) for n in REPLICA} == {n: [v] for n, v in REPLICA.items()}
            for found in (client.get(f"{address}/metrics"), client.post(address, content=b"x" * 300_000)):
                assert found.status_code in {404, 413}
                assert found.headers["X-Content-Type-Options"] == "nosniff"
                assert found.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
        replica.shutdown()


def pins(path: Path) -> dict[str, str]:
    """Each requirement of a lock with its whole entry."""
    entries = re.split(r"\n(?=[\w.-]+==)", "\n" + path.read_text(encoding="utf-8"))[1:]
    return {re.split(r"[ ;\\]", e)[0]: e for e in entries}


def test_both_locks_pin_everything_by_hash_and_the_running_one_is_a_part_of_the_other() -> None:
    whole, running = pins(ROOT / "requirements.lock"), pins(DEPLOY / "requirements.lock")
    assert all("--hash=sha256:" in entry for entry in [*whole.values(), *running.values()])
    assert running.keys() <= whole.keys()
    assert not {name for name in running if name.startswith(("pytest", "playwright", "ruff", "mypy"))}
