"""Hostile requests: every address, the callback endpoint and decks, from true ones bent at random to pure noise."""

from __future__ import annotations

import json
import re
import site as python
import time
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from dashboard.state import PARAMS

ROOT = Path(__file__).parents[2]
_LEAK = re.compile("|".join([re.escape(str(ROOT)), "Traceback", *map(re.escape, python.getsitepackages())]))
_SQL = re.compile(r"(?i)\bselect\b.{0,200}\bfrom\b|\bmarts\.|duckdb|sqlite")

NASTY = [
    "'", "''; drop table marts.flow; --", "1 union select * from catalog.file", "$metal", "{{7*7}}", "${jndi:ldap://x}",
    "../../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "\x00", "cobalt\x00", "a" * 5000, "-1", "1e309", "NaN", "٢٠٢٤",
    "9" * 400, "<script>alert(1)</script>", "\u202e", "\ufeff", "cobalt\r\nSet-Cookie: a=b", "[", "http://[", "%s%n",
    "file:///etc/passwd", "true", "null", "[]", "{}", "😀", "İ", "\ud7ff", ",".join("abc" * 50), "-year",
    "//evil.example",
]  # fmt: skip
_TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=40)
_VALUE = st.one_of(
    st.sampled_from(NASTY), st.sampled_from(["cobalt", "mine", "2024", "MAR", "fr", "ar", "dark", "1"]), _TEXT
)
_NAME = st.one_of(st.sampled_from(list(PARAMS)), _TEXT)
_HEADER = st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=255), max_size=60)
_ROOTS = ["/", "/figure/", "/data/", "/data", "/lineage", "/lineage/", "/method/", "/openapi.json", "/healthz",
          "/readyz", "/metrics", "/_dash-layout", "/_dash-dependencies", "/_dash-component-suites/", "/_reload-hash",
          "/_dash-component-suites/dash/", "/_favicon.ico", "/assets/", "/static/", "/search", "/metal/", "/country/",
          "/theme/", "/themes/", "/decks", "/decks/", "/slide/", "/picture/", "/report/", "/embed/", "/bulk", "/bulk/",
          "/stage", "/changes", "/presentation"]  # fmt: skip
_HEADERS = ["Referer", "Accept", "Accept-Encoding", "Accept-Language", "If-None-Match", "Range", "Host", "Cookie",
            "X-Forwarded-For", "X-Forwarded-Proto", "X-Request-ID", "Authorization", "If-Modified-Since",
            "Content-Type"]  # fmt: skip
_METHODS = st.sampled_from(["GET"] * 8 + ["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _VALUE),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_VALUE, inner, max_size=4)),
    max_leaves=8,
)


def true_calls() -> list[dict[str, Any]]:
    """Bodies as our pages send them: a visit."""
    return [
        {
            "output": "screen.children",
            "outputs": {"id": "screen", "property": "children"},
            "inputs": [{"id": "address", "property": "data", "value": {"href": "/?metal=cobalt"}}],
            "changedPropIds": ["address.data"],
        },
    ]


DECK = {
    "version": 1, "lang": "fr", "title": {"fr": "Le pôle", "ar": "القطب"}, "data_version": "0123456789ab",
    "slides": [
        {"text": "Une phrase.", "title": "Un titre", "notes": "Une note"},
        {"view": "headlines", "state": {"metal": "cobalt", "year": "2024"}, "caption": "…", "annotation": "…"},
    ],
}  # fmt: skip


def _places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(p for k, v in inner for p in _places(v, (*at, k)))]


def _bent(value: Any, at: tuple[Any, ...], new: Any) -> Any:
    """The value with something else in one place."""
    if not at:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[at[0]] = _bent(copy[at[0]], at[1:], new)
    return copy


@st.composite
def requests(draw: st.DrawFn, views: list[str]) -> dict[str, Any]:
    """One request, as keywords of a test client's open()."""
    headers = draw(
        st.dictionaries(
            st.sampled_from(_HEADERS),
            _HEADER,
            max_size=3,
        )
    )  # fmt: skip
    if draw(st.integers(0, 11)) == 0:
        deck: Any = DECK
        for _ in range(draw(st.integers(1, 3))):
            deck = _bent(deck, draw(st.sampled_from(_places(deck))), draw(_JSON))
        return {"path": f"/decks/{draw(st.sampled_from(['x', '..', 'نعم']))}.{draw(st.sampled_from(['html', 'exe']))}",
                "method": "POST", "data": json.dumps(deck, default=str).encode(), "headers": headers}  # fmt: skip
    if draw(st.integers(0, 3)) == 0:
        call = draw(st.sampled_from(true_calls()))
        for _ in range(draw(st.integers(0, 2))):
            call = _bent(call, draw(st.sampled_from(_places(call))), draw(_JSON))
        noise = st.one_of(st.just(json.dumps(call, default=str).encode()), st.binary(max_size=80))
        body = json.dumps(call, default=str).encode() if draw(st.integers(0, 9)) else draw(noise)
        return {"path": "/_dash-update-component", "method": "POST", "data": body,
                "headers": {"Content-Type": "application/json"} | headers}  # fmt: skip
    view, ending = (
        draw(st.sampled_from([*views, "none"])),
        draw(st.sampled_from(["csv", "json", "html", "xlsx", "exe"])),
    )
    path = draw(
        st.one_of(
            st.just(f"/figure/{view}.json"),
            st.just(f"/data/{view}.{ending}"),
            st.sampled_from(["/texts/overview.json", "/texts/theme.json", "/texts/none.json"]),
            st.builds(lambda root, rest: root + rest, st.sampled_from(_ROOTS), st.one_of(st.just(""), _VALUE)),
        )
    )
    pairs = draw(st.lists(st.tuples(_NAME, _VALUE), max_size=5))
    return {"path": path, "method": draw(_METHODS), "query_string": pairs, "headers": headers}


def run(client: FlaskClient, count: int, seed: int = 0, seconds: float | None = None) -> dict[int, int]:
    """Send `count` requests (fewer, where `seconds` are over first); return answers by status.

    Fails on an answer of 5xx, and on one that tells of paths or SQL.
    """
    listed = client.get("/data", headers={"Accept": "application/json"}).get_json()["views"]
    views = [v["view"] for v in listed]
    found: dict[int, int] = {}
    end = None if seconds is None else time.monotonic() + seconds

    @seeded(seed)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(requests(views))
    def one(asked: dict[str, Any]) -> None:
        if end and time.monotonic() > end:
            return
        try:
            answer = client.open(**asked)
        except (UnicodeError, ValueError) as error:
            if _reached(error):
                raise
            return  # the client could not write this request down: nothing was asked
        found[answer.status_code] = found.get(answer.status_code, 0) + 1
        text = answer.get_data()[:200_000].decode("utf-8", "replace")
        assert answer.status_code < 500, text[:300]
        leak = _LEAK.search(text)
        assert leak is None, leak
        if answer.status_code >= 400 and answer.mimetype == "application/json":
            told = _SQL.search(text)
            assert told is None or told[0] in str(asked), text  # what was sent may be quoted
        assert "Set-Cookie" not in answer.headers

    one()
    return found


def _reached(error: BaseException) -> bool:
    """Whether the error comes from the application rather than from the client that writes the request."""
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_name in ("wsgi_app", "full_dispatch_request"):
            return True
        trace = trace.tb_next
    return False
