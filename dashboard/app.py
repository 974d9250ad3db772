"""create_app(): finds views and pages, mounts the addresses, and wires the few callbacks that every page shares."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dash_mantine_components as dmc
from dash import ALL, ClientsideFunction, Dash, Input, Output, dcc
from flask import Flask, Response, g, request

from dashboard import look, ops, static, words
from dashboard.address import Shelf, addresses
from dashboard.embed import embed_addresses
from dashboard.handout import bulk_addresses
from dashboard.index import Index
from dashboard.lineage_address import lineages
from dashboard.ops.settings import Settings
from dashboard.screen import House
from dashboard.search import search_address
from dashboard.slide_address import slide_addresses
from dashboard.stage import stage_addresses
from dashboard.state import LANGS
from dashboard.tag import tag
from dashboard.texts import text_addresses
from dashboard.view import View, discover
from dashboard.warehouse import Warehouse, WarehouseError


def create_app(warehouse: Path) -> Dash:
    """The dashboard over one warehouse file. Nothing is opened yet: a worker opens its own, after the fork."""
    settings = Settings.read(os.environ)
    store = Warehouse(warehouse, settings.statement)
    views: dict[str, View] = {v.slug: v for v in discover("dashboard.views", "VIEW")}
    house = House(discover("dashboard.pages", "PAGE"), views, store, code_version())
    look.map_view()

    def address() -> str:
        return request.full_path.removesuffix("?")

    def key() -> str:
        page, _, kept = house.find(address(), _reader())
        g.missing = page is None
        return f"{house.version(store)} {house.version(kept)} {address()}"

    app = Index(
        lambda: house.screen(address(), _reader()),
        key,
        name="dashboard",
        assets_folder=str(static.ASSETS),
        include_assets_files=False,
        suppress_callback_exceptions=True,
        update_title="",
        use_async=False,
        enable_mcp=False,
        compress=False,
    )
    app.layout = lambda: _first(house)
    _callbacks(app, house)
    _serve(app, house, settings)
    return app


@cache
def code_version() -> str:
    """Eight hex digits that change with the dashboard's code, words and palette."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted([*here.rglob("*.py"), *here.rglob("*.csv"), look.TOKENS]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def create_server() -> Flask:
    """The WSGI application over the warehouse that the environment names, for gunicorn."""
    server: Flask = create_app(Path(os.environ.get("WAREHOUSE", "data/warehouse.duckdb"))).server
    return server


def warm(server: Flask) -> None:
    """Ask once for what every load asks for: Dash's registries then fill before two threads race for them."""
    client = server.test_client()
    for path in ("/", "/_dash-layout", "/_dash-dependencies"):
        client.get(path)


def _reader() -> str:
    """The language of an address that names none: French, whatever the browser asks for, so that a link is one page."""
    return LANGS[0]


def _asked() -> str:
    """The address of the page that asks for its components."""
    at = urlsplit(request.referrer or "/")
    return (at.path or "/") + (f"?{at.query}" if at.query else "")


def _first(house: House) -> Any:
    """The layout; an empty one while there is no warehouse, since Dash sets itself up once, at the first request."""
    try:
        return _layout(house)
    except WarehouseError:
        return tag.Div(id="screen")


def _layout(house: House) -> Any:
    """The whole first screen: the browser names its address as referrer, so no second round trip is needed."""
    address = _asked()
    _, state, _ = house.find(address, _reader())
    return dmc.DirectionProvider(
        dmc.MantineProvider(
            [
                dcc.Store(id="address"),
                dcc.Store(id="arrived"),
                tag.Div(house.components(address, _reader()), id="screen"),
            ],
            theme=_theme(),
            defaultColorScheme="auto",
            forceColorScheme=None if state.look == "auto" else state.look,
        ),
        direction=words.direction(state.lang),
    )


def _theme() -> dict[str, Any]:
    return {
        "fontFamily": "var(--font-text)",
        "primaryColor": "accent",
        "colors": {"accent": ["var(--accent-soft)"] * 5 + ["var(--accent)"] * 5},
        "defaultRadius": "xs",
        "cursorType": "pointer",
        "respectReducedMotion": True,
    }


def _callbacks(app: Any, house: House) -> None:
    def browser(name: str) -> ClientsideFunction:
        return ClientsideFunction("screen", name)

    app.clientside_callback(browser("arrive"), Output("arrived", "data"), Input("page", "data"))
    app.clientside_callback(
        browser("change"),
        Output("chosen", "data"),
        Input({"type": "control", "param": ALL}, "value"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        browser("weigh"),
        Output({"type": "control", "param": "weights"}, "value"),
        Input({"type": "weight", "pillar": ALL}, "value"),
        prevent_initial_call=True,
    )

    def visit(address: dict[str, str]) -> Any:
        return house.components(address["href"], _reader())

    app.callback(Output("screen", "children"), Input("address", "data"), prevent_initial_call=True)(visit)


def _serve(app: Any, house: House, settings: Settings) -> None:
    """Addresses, static files, headers, and what is said when there is no warehouse."""
    server: Flask = app.server
    ops.install(app, house, settings)
    server.register_blueprint(addresses(house.views, house.warehouse, house.version))
    server.register_blueprint(text_addresses(house))
    server.register_blueprint(lineages(house.warehouse, house.version))
    server.register_blueprint(bulk_addresses(house.warehouse, house.version))
    server.register_blueprint(slide_addresses(house.pages, house.views, house.warehouse, house.version))
    server.register_blueprint(stage_addresses(house.pages, house.views, house.warehouse, house.version))
    server.register_blueprint(embed_addresses(house.pages, house.views, house.warehouse, house.version))
    server.register_blueprint(search_address(house.pages, house.warehouse, house.version))

    @server.errorhandler(WarehouseError)
    def unbuilt(_: WarehouseError) -> Response:
        text = "<br>".join(words.t("screen.build", lang) for lang in LANGS)
        return Response(f"<!doctype html><meta charset=utf-8><title>503</title><p>{text}</p>", 503)

    screens = Shelf(16 << 20)

    @server.before_request
    def first_screen() -> Response | None:
        """The components of a first screen, made once for an address and a version of the data."""
        if request.path != "/_dash-layout":
            return None
        key = f"{house.version(house.warehouse)} {_asked()}"
        return Response(screens.get(key, lambda: app.serve_layout().get_data()), mimetype="application/json")

    @server.before_request
    def one_version() -> None:
        """A file that is replaced while a request is answered must not stand under the version of the one before."""
        house.warehouse.hold()

    @server.teardown_request
    def next_version(_: BaseException | None) -> None:
        house.warehouse.release()

    @server.after_request
    def secured(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy()
        if g.get("missing"):
            response.status_code = 404
        if response.mimetype == "text/html" or request.path == "/_dash-layout":
            response.headers["Cache-Control"] = "no-cache"
            response.vary.add("Referer")
        return response

    @cache
    def policy() -> str:
        hashes = " ".join(app.csp_hashes())
        return (f"default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
                "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; "
                "form-action 'self'; frame-ancestors 'none'; object-src 'none'")  # fmt: skip

    static.install(server)
