"""The floor: the first page as static files behind nginx, the same words, bundle and styles, no application at all.

Its figures are the site's own answers, kept; a button a metal fetches them and redraws them with Plotly.react.
"""

from __future__ import annotations

import gzip
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from dashboard import look
from dashboard.static import ASSETS
from tests.bench.proxy import nginx
from tests.bench.screen import METALS
from tests.soak.site import free_port

CONF = """
worker_processes 1;
pid {folder}/nginx.pid;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    types {{ text/html html; text/css css; text/javascript js; application/json json; font/woff2 woff2; }}
    server {{
        listen 127.0.0.1:{port};
        root {folder}/site;
        gzip_static on;
        location / {{ add_header Cache-Control "no-cache"; }}
        location ~ ^/(assets|figure)/ {{ add_header Cache-Control "public, max-age=31536000, immutable"; }}
    }}
}}
"""
# What draws the page's figures, and its choice: the least that can be written.
SCRIPT = """<script>
const config = {{ displayModeBar: false, responsive: true, topojsonURL: "{boundaries}" }};
const draw = (metal) => Promise.all({views}.map(async (view) => {{
    const {{ data, layout }} = await (await fetch(`/figure/${{metal}}/${{view}}.json`)).json();
    return Plotly.react(document.querySelector(`[data-figure="${{view}}"] .chart`), data, layout, config);
}}));
for (const button of document.querySelectorAll("#metals button")) button.onclick = () => draw(button.value);
addEventListener("DOMContentLoaded", () => draw("{metal}"));
</script>"""
_FIGURES = re.compile(r'<meta name="figures" content="([^"]*)"')
_PLOTLY = re.compile(r'<meta name="plotly" content="([^"]*)"')
_STYLE = re.compile(r'<link rel="stylesheet" href="([^"]*)"')
_CODE = re.compile(r"<script\b.*?</script>", re.DOTALL)


@contextmanager
def laid(site: str) -> Iterator[tuple[str, int]]:
    """The floor's address and the number of its charts, for the length of a block."""
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        (folder / "nginx.conf").write_text(CONF.format(folder=folder, port=port), encoding="utf-8")
        count = _written(folder / "site", site)
        with nginx(folder, port, "/index.html") as address:
            yield address, count


def _written(root: Path, site: str) -> int:
    """The page, its code and its figures as plain and gzipped files; how many charts it has."""
    with httpx.Client(base_url=site, timeout=60) as client:
        first = ""
        for metal in METALS:
            html = client.get(f"/?metal={metal}&look=light").text
            first = first or _CODE.sub("", html)
            figures = _named(html)
            for view, url in figures.items():
                _put(root / "figure" / metal / f"{view}.json", client.get(url).raise_for_status().content)
        code = [*_PLOTLY.findall(html), *_STYLE.findall(html)]
        for link in code:
            _put(root / urlsplit(link).path.lstrip("/"), client.get(link).raise_for_status().content)
    for part in ("topojson", "fonts"):
        shutil.copytree(ASSETS / part, root / "assets" / part, dirs_exist_ok=True)
    shutil.copy(ASSETS / "icon.svg", root / "assets")
    _put(root / "index.html", _page(first, list(figures)).encode())
    return len(figures)


def _page(html: str, views: list[str]) -> str:
    """The words of a page without its scripts, and in their place the script of the floor."""
    (plotly,) = _PLOTLY.findall(html)
    script = SCRIPT.format(boundaries=look.topojson(), views=views, metal=METALS[0])
    buttons = "".join(f'<button value="{m}">{m}</button>' for m in METALS)
    for mark, also in (
        ("</head>", f'<script defer src="{plotly}"></script>\n</head>'),
        ('<div id="early">', f'<p id="metals">{buttons}</p><div>'),
        ("</body>", f"{script}\n</body>"),
    ):
        html = html.replace(mark, also)
    return html


def _named(html: str) -> Mapping[str, str]:
    """View → address of the figures that a page names in its head."""
    return {Path(urlsplit(url).path).stem: url for found in _FIGURES.findall(html) for url in unescape(found).split()}


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
