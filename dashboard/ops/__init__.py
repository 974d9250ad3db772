"""What an operator needs around the pages: health, metrics, logs, limits, entry, headers and the API's description."""

from __future__ import annotations

import logging
import time
from typing import Any

import orjson
from dash.exceptions import DependencyException
from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from dashboard.address import FORMATS
from dashboard.deadline import OverloadError
from dashboard.export import chromium
from dashboard.ops import log, metrics
from dashboard.ops.auth import Gate
from dashboard.ops.budget import Budget, client_of
from dashboard.ops.callbacks import ShapeError, check, readable
from dashboard.ops.headers import secure
from dashboard.ops.openapi import describe
from dashboard.ops.refuse import http, sentence
from dashboard.ops.settings import Settings
from dashboard.screen import House
from dashboard.warehouse import WarehouseError

_HEALTH = ("/healthz", "/readyz", "/metrics")
_CALLBACK = "/_dash-update-component"
_KINDS = {"figure": "figure", "data": "data", "texts": "texts", "_dash-update-component": "callback", "assets": "file",
          "_dash-component-suites": "file", "_dash-layout": "screen", "_dash-dependencies": "screen"}  # fmt: skip


def install(app: Any, house: House, chosen: Settings) -> None:
    """Put everything of this package around a Dash app; to be called before its other hooks are registered."""
    server: Flask = app.server
    log.install(chosen.log)
    server.config["MAX_CONTENT_LENGTH"] = chosen.body
    if chosen.proxies:
        server.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            server.wsgi_app, x_for=chosen.proxies, x_proto=chosen.proxies
        )
    _before(server, app, chosen)
    _after(server, house, chosen)
    _errors(server)
    _health(server, house)


def _before(server: Flask, app: Any, settings: Settings) -> None:
    gate, budget = Gate(settings), Budget(settings.share, settings.saved)
    server.extensions["budget"] = budget

    def refused(reason: str, answer: Response) -> Response:
        metrics.REFUSED.labels(reason).inc()
        return answer

    @server.before_request
    def received() -> Response | None:
        g.began, g.worked = time.perf_counter(), time.thread_time()
        g.request_id = log.request_id(request.headers.get("X-Request-ID") if settings.proxies else None)
        if request.path in _HEALTH:
            return None
        # Before the gate: a guess at a password costs its reckoning, and who guesses on has to wait.
        if wait := budget.wait(client_of(request.remote_addr)):
            return refused("busy", sentence(429, {"Retry-After": str(wait)}, seconds=wait))
        if not gate.admits(request):
            asks = {"WWW-Authenticate": 'Basic realm="dashboard", charset="UTF-8"'} if settings.users else {}
            return refused("private", sentence(401, asks))
        if not (readable(request.full_path) and readable(request.referrer or "")):
            return refused("malformed", sentence(400))
        if request.path == _CALLBACK and request.method == "POST":
            try:
                check(request.get_data(), app.callback_map)
            except ShapeError:
                return refused("malformed", sentence(400))
        return None

    if gate.closed:

        @server.after_request
        def private(response: Response) -> Response:
            kept = response.headers.get("Cache-Control", "no-cache")
            response.headers["Cache-Control"] = kept.replace("public", "private")
            return response


def _after(server: Flask, house: House, settings: Settings) -> None:
    budget: Budget = server.extensions["budget"]

    @server.after_request
    def answered(response: Response) -> Response:
        secure(response, settings)
        if "began" not in g:  # refused before the first hook ran
            return response
        response.headers["X-Request-ID"] = g.request_id
        kind = _KINDS.get(request.path.split("/")[1], "page") if request.path not in _HEALTH else "health"
        slug = (request.view_args or {}).get("slug", "")
        view = slug if slug in house.views else ""
        seconds = time.perf_counter() - g.began
        metrics.SECONDS.labels(kind, view).observe(seconds)
        metrics.ANSWERS.labels(kind, str(response.status_code)).inc()
        if kind == "figure" and response.status_code in (200, 304):
            metrics.CACHE.labels(g.get("shelf", "held")).inc()
        client, began = client_of(request.remote_addr), g.worked
        # A streamed answer works while it is sent, in this same thread.
        response.call_on_close(lambda: budget.charge(client, time.thread_time() - began + chromium.taken()))
        log.LOGGER.log(
            logging.INFO if response.status_code < 500 else logging.ERROR,
            "%s %s %d", request.method, request.path, response.status_code,
            extra={"about": {"kind": kind, "view": view, "query": request.query_string.decode("latin-1")[:500],
                             "milliseconds": round(1000 * seconds, 1), "bytes": response.content_length}},
        )  # fmt: skip
        return response


def _errors(server: Flask) -> None:
    server.register_error_handler(HTTPException, http)

    @server.errorhandler(DependencyException)
    def no_library(_: Exception) -> Response:
        return sentence(404)

    @server.errorhandler(OverloadError)
    def overload(error: OverloadError) -> Response:
        log.LOGGER.warning("%s: %s", request.path, error)
        return sentence(503, {"Retry-After": "30"})

    @server.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        log.LOGGER.error("%s: %s", request.path, type(error).__name__, exc_info=error)
        return sentence(500, request_id=g.get("request_id", ""))


def _health(server: Flask, house: House) -> None:
    def said(what: dict[str, Any], status: int = 200) -> Response:
        return Response(orjson.dumps(what), status, mimetype="application/json", headers={"Cache-Control": "no-store"})

    @server.get("/healthz")
    def _alive() -> Response:
        return said({"status": "alive"})

    @server.get("/readyz")
    def _ready() -> Response:
        try:
            house.warehouse.rows("select 1 as one", {})
        except WarehouseError:
            return said({"status": "no warehouse", "what_to_do": "make build"}, 503)
        return said({"status": "ready", "data_version": house.warehouse.opened().version})

    @server.get("/metrics")
    def _metrics() -> Response:
        if (
            "X-Forwarded-For" in request.headers
        ):  # for those who scrape the replica, not for those who come by the proxy
            return sentence(404)
        body, kind = metrics.text(house.warehouse)
        return Response(body, content_type=kind, headers={"Cache-Control": "no-store"})

    @server.get("/openapi.json")
    def _openapi() -> Response:
        rules = [r.rule for r in server.url_map.iter_rules()]
        about = describe(house.views, house.warehouse.opened(), list(FORMATS), rules)
        answer = Response(orjson.dumps(about), mimetype="application/json")
        answer.headers["Cache-Control"] = "public, max-age=60, must-revalidate"
        answer.add_etag()
        answer.make_conditional(request)
        return answer
