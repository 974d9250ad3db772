"""Static files: compressed as the browser takes them, kept as long as their content stands, none outside assets/."""

from __future__ import annotations

import gzip
from urllib.parse import urlsplit

import brotli
import pytest
from flask.testing import FlaskClient

from dashboard.static import ASSETS, asset


@pytest.mark.parametrize("name", ["plotly/plotly.min.js", "screen.js", "tokens.css", "topojson/un/world_110m.json"])
@pytest.mark.parametrize(("accepted", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress), ("", bytes)])
def test_a_file_is_the_same_in_every_encoding(client: FlaskClient, name: str, accepted: str, unpack: object) -> None:
    answer = client.get(asset(name), headers={"Accept-Encoding": accepted})
    assert answer.status_code == 200
    assert unpack(answer.data) == (ASSETS / name).read_bytes()  # type: ignore[operator]
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_the_address_of_another_version_is_kept_by_no_one(client: FlaskClient) -> None:
    assert client.get("/assets/screen.js?v=other").headers["Cache-Control"] == "no-cache"


def test_whoever_takes_no_compression_gets_an_answer_of_their_own(client: FlaskClient) -> None:
    for path in ("/", "/figure/top_producers.json", "/_dash-layout"):
        for accepted in ("br", ""):
            assert "Accept-Encoding" in client.get(path, headers={"Accept-Encoding": accepted}).headers["Vary"]


def test_the_root_has_what_robots_and_old_browsers_ask_for(client: FlaskClient) -> None:
    robots, icon = client.get("/robots.txt"), client.get("/favicon.ico")
    assert (robots.mimetype, icon.mimetype) == ("text/plain", "image/svg+xml")
    assert "Disallow: /data/" in robots.get_data(as_text=True).splitlines()


def test_a_file_the_reader_holds_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/assets/screen.js")
    again = client.get("/assets/screen.js", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/assets/../dashboard/app.py", "/assets/%2e%2e/pyproject.toml", "/assets/none.js",
                                  "/assets/build/package.json", "/assets/", "/assets//etc/hostname",
                                  "/assets/" + "9" * 300])  # fmt: skip
def test_nothing_outside_is_served(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code in (301, 308, 404)


def test_pages_and_libraries_are_compressed(client: FlaskClient) -> None:
    html = client.get("/", headers={"Accept-Encoding": "gzip, br"})
    assert html.headers["Content-Encoding"] == "br"
    library = brotli.decompress(html.data).decode().split('src="/_dash-component-suites/')[1].split('"')[0]
    answer = client.get(f"/_dash-component-suites/{library}", headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"


def test_the_scripts_and_styles_of_a_page_weigh_less_than_950_kilobytes(client: FlaskClient) -> None:
    html = client.get("/").get_data(as_text=True)
    parts = [p.split('"')[0] for p in html.replace('href="', 'src="').split('src="')[1:]]
    wanted = {p for p in parts if urlsplit(p).path.endswith((".js", ".css"))}
    plotly = [p.split('"')[0] for p in html.split('name="plotly" content="')[1:]]
    sizes = {p: len(client.get(p, headers={"Accept-Encoding": "br"}).data) for p in {*wanted, *plotly}}
    assert len(sizes) > 9, sizes
    assert sum(sizes.values()) <= 950_000, sizes
