"""Who may enter, what browsers are told, and that nothing about the reader is kept."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash

from dashboard.ops.auth import Gate
from dashboard.ops.settings import SettingError, Settings
from dashboard.ops.worker import RefusedError, whole

CSP = "Content-Security-Policy"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def basic(name: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


@pytest.fixture
def users(tmp_path: Path) -> Path:
    path = tmp_path / "users"
    path.write_text(f"# the ministry\nsalma:{generate_password_hash('كلمة: pass', 'pbkdf2:sha256:1000')}\n")
    return path


def test_a_private_site_lets_in_who_knows_the_password(made: Callable[..., Flask], users: Path) -> None:
    client = made(AUTH_FILE=str(users)).test_client()
    refused = client.get("/")
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"].startswith("Basic")
    assert client.get("/", headers=basic("salma", "wrong")).status_code == 401
    assert client.get("/", headers=basic("nobody", "كلمة: pass")).status_code == 401
    assert client.get("/", headers={"Authorization": "Bearer x"}).status_code == 401
    for path in ("/assets/tokens.css", "/_dash-layout", "/figure/top_producers.json", "/openapi.json", "/data"):
        assert client.get(path).status_code == 401
    assert client.get("/healthz").status_code == 200
    for _ in range(2):  # the second time from memory
        answer = client.get("/figure/top_producers.json", headers=basic("salma", "كلمة: pass"))
        assert answer.status_code == 200
    assert "public" not in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]


def test_a_proxy_may_vouch_for_its_users(made: Callable[..., Flask]) -> None:
    client = made(PROXIES="1", AUTH_HEADER="X-Remote-User").test_client()
    assert client.get("/data").status_code == 401
    assert client.get("/data", headers={"X-Remote-User": "salma"}).status_code == 200


def test_a_file_of_plain_passwords_is_refused(tmp_path: Path) -> None:
    (tmp_path / "users").write_text("salma:secret\n")
    with pytest.raises(SettingError, match="name:hash"):
        Gate(Settings(users=tmp_path / "users"))


@pytest.mark.parametrize(
    "path",
    ["/", "/none", "/_dash-layout", "/figure/top_producers.json", "/figure/none.json", "/data", "/assets/tokens.css",
     "/assets/none", "/healthz", "/metrics", "/openapi.json", "/data/producers_table.csv", "/?metal=%00", "/robots.txt",
     "/favicon.ico", "/bulk", "/bulk/none.csv", "/lineage/none", "/_dash-dependencies"],
)  # fmt: skip
def test_every_answer_carries_the_headers_and_no_cookie(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert ALWAYS.items() <= dict(answer.headers).items()
    assert "geolocation=()" in answer.headers["Permissions-Policy"]
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"], "what is said nothing of, caches keep as they please"
    assert "Strict-Transport-Security" not in answer.headers
    policy = answer.headers[CSP]
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[-1].split(";")[0]
    assert "frame-ancestors 'none'" in policy


def test_behind_tls_browsers_shall_insist_on_it(made: Callable[..., Flask]) -> None:
    client = made(PROXIES="1", HSTS="63072000").test_client()
    secure = client.get("/healthz", headers={"X-Forwarded-Proto": "https"})
    assert secure.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert "Strict-Transport-Security" not in client.get("/healthz").headers


def test_a_page_may_be_embedded_where_the_operator_says_so(made: Callable[..., Flask]) -> None:
    answer = made(FRAME_ANCESTORS="'self' https://intranet.example").test_client().get("/")
    assert "frame-ancestors 'self' https://intranet.example;" in answer.headers[CSP]
    assert "X-Frame-Options" not in answer.headers


def test_without_a_trusted_proxy_nobody_names_another_address(made: Callable[..., Flask]) -> None:
    server = made()
    server.extensions["budget"].charge("203.0.113.7", 1e6)
    answer = server.test_client().get("/data", headers={"X-Forwarded-For": "203.0.113.7"})
    assert answer.status_code == 200


def test_links_lead_to_the_name_that_the_reader_used(client: FlaskClient) -> None:
    for path in ("/stage?deck=hub&lang=en", "/decks/hub.html?lang=en", "/"):
        client.get(path, headers={"Host": "evil.example"})
        assert b"evil.example" not in client.get(path, headers={"Host": "good.example"}).data


def test_a_lineage_is_one_answer_for_programs_and_another_for_readers(client: FlaskClient) -> None:
    path = "/lineage/production_share?metal=cobalt"
    for accepted in ("application/json", "text/html"):
        answer = client.get(path, headers={"Accept": accepted})
        assert answer.mimetype == accepted
        assert "Accept" in [v.strip() for v in answer.headers["Vary"].split(",")]


@pytest.mark.parametrize(
    ("length", "status"),
    [("0000000000005", None), ("9999999999999", "413"), ("+5", "400"), ("5\r\nContent-Length: 6", "400")],
)
def test_a_length_is_read_however_it_is_written(length: str, status: str | None) -> None:
    held = f"POST /deck HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n".encode()
    if status is None:
        assert not whole(held, 1000)
        assert whole(held + b"12345", 1000)
        return
    with pytest.raises(RefusedError, match=status):
        whole(held, 1000)
