"""The description of the addresses is true: schemathesis asks what it allows and what it does not."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings

from tests.ops.conftest import count

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    schemathesis = pytest.importorskip("schemathesis")


def test_no_described_address_is_an_error_of_ours(server: Flask) -> None:
    schema = schemathesis.openapi.from_wsgi("/openapi.json", server)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert {o.path for o in operations} >= {"/figure/{view}.json", "/data/{view}.{format}", "/data"}
    for operation in operations:

        @settings(
            max_examples=count("SCHEMA", 60), deadline=None, suppress_health_check=list(HealthCheck), database=None
        )
        @given(operation.as_strategy())
        def ask(case: Any) -> None:
            assert case.call().status_code in (200, 304, 400, 403, 404, 405)

        ask()


def test_every_described_view_and_format_answers(client: FlaskClient) -> None:
    about = client.get("/openapi.json").get_json()
    paths = about["paths"]
    [figure] = [p for p in paths["/figure/{view}.json"]["get"]["parameters"] if p.get("in") == "path"]
    for view in figure["schema"]["enum"]:
        assert client.get(f"/figure/{view}.json").status_code == 200
    names = {p["name"]: p["schema"]["enum"] for p in paths["/data/{view}.{format}"]["get"]["parameters"] if "in" in p}
    assert "csv" in names["format"]
    assert set(names["view"]) >= set(figure["schema"]["enum"])
    listed = {p.rule.split("<")[0] for p in client.application.url_map.iter_rules() if "lineage" in p.rule}
    assert all(any(path.startswith(start) for path in paths) for start in listed)


def test_the_description_is_kept_by_its_etag(client: FlaskClient) -> None:
    first = client.get("/openapi.json")
    again = client.get("/openapi.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
