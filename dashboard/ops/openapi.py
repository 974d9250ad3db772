"""The OpenAPI description of the addresses that give data, made from the views and the catalog in service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import words
from dashboard.state import LANGS, PARAMS
from dashboard.view import View
from dashboard.warehouse import Opened

_NAMED = {"metal": "metal", "country": "nation", "partner": "country", "theme": "theme", "indicator": "indicator"}
_REFUSALS = {
    "400": "A parameter that is unknown or has a value nobody knows; the sentence says which",
    "403": "Rows that their publisher lets nobody hand out",
    "404": "No such view or format",
    "429": "The client has used its share; Retry-After says when to come back",
    "503": "The question takes too long, or there is no warehouse to read",
}

_VERSION = "The data version to answer from, where it is kept; Data-Version says which one answered"


def describe(views: Mapping[str, View], opened: Opened, formats: Sequence[str], rules: Sequence[str]) -> dict[str, Any]:
    """The description; `rules` are the application's routes, so that nothing is described that does not exist."""
    figures = sorted(v.slug for v in views.values() if v.kind == "figure")
    query = [{"$ref": f"#/components/parameters/{n}"} for n in PARAMS]
    paths: dict[str, Any] = {
        "/figure/{view}.json": _get("figure", "A view drawn: a Plotly figure", ["application/json"],
                                    [_in_path("view", figures), *query]),
        "/data/{view}.{format}": _get("rows", "The rows of a view", ["*/*"],
                                      [_in_path("view", sorted(views)), _in_path("format", formats), *query]),
        "/data": _get("views", "Every view with its addresses", ["application/json", "text/html"], query),
    }  # fmt: skip
    for rule in sorted(r for r in rules if r.startswith("/lineage")):
        inside = [p.split(":")[-1] for p in rule.replace(">", "<").split("<")[1::2]]
        path = rule
        for part in rule.replace(">", "<").split("<")[1::2]:
            path = path.replace(f"<{part}>", "{" + part.split(":")[-1] + "}")
        kinds = ["application/json", "text/html"]
        paths[path] = _get("lineage_" + "_".join(inside), "Where rows come from: table by table, to the sources",
                           kinds, [*(_in_path(n, []) for n in inside), *query])  # fmt: skip
    return {
        "openapi": "3.1.0",
        "info": {
            "title": words.t("ui.title", "en"),
            "version": opened.version,
            "description": words.t("ui.description", "en"),
        },
        "paths": paths,
        "components": {
            "parameters": {n: _parameter(n, opened) for n in PARAMS},
            "schemas": {"Refusal": {"type": "object", "required": ["error"],
                                    "properties": {"error": {"type": "string"}}}},
        },
    }  # fmt: skip


def _get(name: str, summary: str, kinds: Sequence[str], parameters: list[dict[str, Any]]) -> dict[str, Any]:
    refusal = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}, "text/html": {}}
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": parameters,
            "responses": {"200": {"description": summary, "content": {k: {} for k in kinds}}}
            | {code: {"description": text, "content": refusal} for code, text in _REFUSALS.items()},
        }
    }


def _in_path(name: str, values: Sequence[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"} | ({"enum": list(values)} if values else {})
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _parameter(name: str, opened: Opened) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if name == "lang":
        schema["enum"] = list(LANGS)
    elif name == "year":
        schema = {"type": "integer"}
    elif name in _NAMED:
        schema["enum"] = sorted(opened.vocabulary[_NAMED[name]])
    about = _VERSION if name == "v" else f"The state's {name}; views that do not read it ignore it"
    return {"name": name, "in": "query", "description": about, "schema": schema}
