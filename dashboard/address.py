"""The addresses of views: /figure/<view>.json and /data/<view>.<format> with the state as query, and the list at /data.

A parameter that is unknown or has a value nobody knows answers 400 with a sentence, an unknown view 404. What a figure
depends on (data, code, boundaries, state) is its ETag, so that an answer the reader already holds costs no query.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from threading import Lock
from typing import Any

import orjson
from flask import Blueprint, Response, g, request
from markupsafe import escape

from dashboard import words
from dashboard.export import archive, formats
from dashboard.export.about import SHADE, about, sidecar
from dashboard.export.rows import OwnUseError, batches, credits_
from dashboard.export.workbook import xlsx
from dashboard.pin import named_version, shown_version
from dashboard.state import LANGS, State, parse
from dashboard.view import View, caption, figure, title
from dashboard.warehouse import Warehouse

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "zip": "application/zip",
    "meta.json": "application/json",
    "html": "text/html; charset=utf-8",
}
_SHOWN = ("json", "html")  # what a browser opens; the rest it saves
_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "public, max-age=60, must-revalidate"


class RefusedError(Exception):
    """An address that gets a sentence instead of data: its status, a label and what fills the label."""

    def __init__(self, status: int, key: str, *values: str, **named: str) -> None:
        super().__init__(key)
        self.status, self.key, self.values, self.named = status, key, values, named


class Shelf:
    """The figures made last, up to so many bytes; the least recently asked for go first."""

    def __init__(self, limit: int = 64 << 20, told: Callable[[str], None] = lambda _: None) -> None:
        self._limit, self._held, self._told = limit, 0, told
        self._items: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The stored bytes, made now where there are none."""
        with self._lock:
            if key in self._items:
                self._items.move_to_end(key)
                self._told("shelf")
                return self._items[key]
        made = make()
        self._told("made")
        with self._lock:
            if key not in self._items:
                self._items[key] = made
                self._held += len(made)
            while self._held > self._limit:
                _, dropped = self._items.popitem(last=False)
                self._held -= len(dropped)
        return made


def addresses(views: Mapping[str, View], warehouse: Warehouse, version: Callable[[Warehouse], str]) -> Blueprint:
    """The routes; `version` names the data of a warehouse, code and boundaries together."""
    routes = Blueprint("addresses", __name__)
    shelf = Shelf(told=lambda how: setattr(g, "shelf", how))

    routes.register_error_handler(RefusedError, refused)

    @routes.get("/figure/<slug>.json")
    def _figure(slug: str) -> Response:
        view = known(views, slug)
        if view.kind != "figure":
            raise RefusedError(404, "screen.unknown_figure", slug)
        store = pinned(warehouse)
        state, now = asked(store), version(store)
        key = f"{now}/{slug}?{state.key(view.reads)}"

        def make() -> bytes:
            return orjson.dumps(figure(view, store, state))

        def body() -> Response:
            return Response(shelf.get(key, make), mimetype="application/json")

        return cached(key, now, body)

    @routes.get("/data/<slug>.meta.json", defaults={"form": "meta.json"})
    @routes.get("/data/<slug>.<form>")
    def _data(slug: str, form: str) -> Response:
        view = known(views, slug)
        if form not in FORMATS:
            raise RefusedError(404, "screen.unknown_format", form)
        store = pinned(warehouse)
        state, locale, now = view.settled(asked(store), store), _locale(), version(store)
        name = _name(view, state)

        def body() -> Response:
            try:
                schema, found = batches(view, state, store)
            except OwnUseError:
                raise RefusedError(403, "ui.download.refused") from None
            used = credits_(view, state, store)
            facts = about(view, state, store.opened(), used)
            facts_and_columns = sidecar(facts, schema, state.lang, locale)
            text = formats.csv(schema, found, locale)
            chunks: Iterator[bytes] = {
                "csv": lambda: text,
                "json": lambda: formats.json(schema, found, facts),
                "xlsx": lambda: xlsx(schema, found, facts, used, state.lang),
                "parquet": lambda: formats.parquet(schema, found, facts),
                "zip": lambda: archive.zipped(archive.rows(name, text, facts_and_columns, used, state.lang)),
                "meta.json": lambda: iter([orjson.dumps(facts_and_columns)]),
                "html": lambda: formats.html(schema, found, _heading(view, state, store), state.lang),
            }[form]()
            answer = Response(chunks, content_type=FORMATS[form])
            if form not in _SHOWN:
                answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
            return answer

        return cached(f"{now}/{slug}.{form}?{state.key(view.reads)}&{locale}", now, body)

    @routes.get("/data")
    def _list() -> Response:
        state = asked(warehouse)
        if request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html":
            return Response(_listed(views, state), mimetype="text/html")
        versions = {"data_version": warehouse.opened().version, "kept_versions": warehouse.earlier()}
        return _json(versions | {"views": [_entry(v, state) for v in views.values()]})

    def _heading(view: View, state: State, store: Warehouse) -> tuple[str, str]:
        said = [*caption(view.rows(store, state), state, store.opened().sources).values(), shown_version(state, store)]
        return title(view.slug, state), " · ".join(t for t in said if t)

    return routes


def known(views: Mapping[str, View], slug: str) -> View:
    """The view of an address, or its refusal."""
    if slug not in views:
        raise RefusedError(404, "ui.error.unknown_view", slug[:60])
    return views[slug]


def asked(warehouse: Warehouse, also: tuple[str, ...] = ("locale",), marts: tuple[str, ...] = ()) -> State:
    """The state of the address, every text of it understood; `also` are no part of it.

    marts: those whose data decide the stage where the address names none, as on the page of the same address.
    """
    opened = warehouse.opened()
    args = [(k, v) for k, v in request.args.items(multi=True) if k not in also]
    state = parse(args, opened.vocabulary, opened.choices(), shown=opened.choices(*marts))
    for n in state.notices:
        if n.problem == "unknown":
            raise RefusedError(400, "ui.error.bad_parameter", n.param[:60])
        raise RefusedError(400, "screen.bad_value", value=n.value[:60], param=n.param)
    return state


def pinned(warehouse: Warehouse) -> Warehouse:
    """The warehouse of the data version that the address names, where it is kept; else the one in service."""
    return warehouse.at(named_version(request.args.get("v", "")))


def _locale() -> str:
    """How a CSV writes numbers: `locale=fr` for semicolons and decimal commas."""
    locale = request.args.get("locale", "")
    if locale not in formats.LOCALES:
        raise RefusedError(400, "screen.bad_value", value=locale[:60], param="locale")
    return locale


def refused(refusal: RefusedError) -> Response:
    """The sentence of a refusal in the language asked for."""
    lang = request.args.get("lang", "fr")
    sentence = words.t(refusal.key, lang if lang in LANGS else "fr").format(*refusal.values, **refusal.named)
    return _json({"error": sentence}, refusal.status)


def cached(key: str, now: str, body: Callable[[], Response]) -> Response:
    """The answer with its ETag, or 304 without making it."""
    etag = hashlib.sha256(key.encode()).hexdigest()[:24]
    answer = Response(status=304) if etag in request.if_none_match else body()
    answer.set_etag(etag)
    answer.headers["Data-Version"] = now.partition("-")[0]
    answer.headers["Cache-Control"] = _FOREVER if request.args.get("v") == now else _ASK_AGAIN
    return answer


def _json(what: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(what), status, mimetype="application/json")


def _name(view: View, state: State) -> str:
    chosen = [getattr(state, n) for n in ("metal", "stage", "year") if n in view.reads]
    return "_".join([view.slug, *(str(c) for c in chosen if c)])


def _entry(view: View, state: State) -> dict[str, Any]:
    return {
        "view": view.slug,
        "title": title(view.slug, state),
        "kind": view.kind,
        "parameters": [n for n in view.reads if n not in SHADE],
        "data": {f: f"/data/{view.slug}.{f}" for f in FORMATS},
        "figure": f"/figure/{view.slug}.json" if view.kind == "figure" else None,
    }


def _listed(views: Mapping[str, View], state: State) -> str:
    """The list for people: plain HTML that needs no script."""
    lang = state.lang
    heading, params = words.t("screen.api_list", lang), words.t("screen.api_params", lang)
    items = ""
    for v in views.values():
        links = " · ".join(f'<a href="/data/{v.slug}.{f}?lang={lang}">{f}</a>' for f in FORMATS)
        names = ", ".join(f"<code>{n}</code>" for n in v.reads if n not in SHADE)
        read = params.format(f'<bdi dir="ltr">{names}</bdi>')
        items += f"<li><h2>{escape(title(v.slug, state))}</h2><p><code>{v.slug}</code> · {read}</p><p>{links}</p></li>"
    return formats.plain_page(heading, f"<ul>{items}</ul>", lang) + "</main></html>"
