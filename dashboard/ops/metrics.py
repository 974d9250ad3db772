"""What /metrics tells: requests and their time by view, what the caches spared, the age of the data, the last refresh.

prometheus-client, whose multiprocess mode adds up the workers (gunicorn.conf.py gives it a folder in memory).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.core import GaugeMetricFamily

from dashboard.warehouse import Warehouse, WarehouseError

SECONDS = Histogram(
    "observatory_request_seconds",
    "Time to the first byte of an answer",
    ["kind", "view"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
ANSWERS = Counter("observatory_answers_total", "Answers by kind and status", ["kind", "status"])
CACHE = Counter("observatory_figures_total", "Figures: held by the reader, on the shelf, or made", ["cache"])
REFUSED = Counter("observatory_refused_total", "Requests refused before any work", ["reason"])

_OUTCOMES = ("running", "changed", "unchanged", "failed")


class State:
    """Gauges read when they are asked for: the warehouse in service and the outcome of the last refresh."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse

    def collect(self) -> Iterator[Any]:
        """One family a fact; none where it is not known."""
        try:
            opened = self._warehouse.opened()
        except WarehouseError:
            yield GaugeMetricFamily("observatory_up", "1: a warehouse is in service", 0)
            return
        yield GaugeMetricFamily("observatory_up", "1: a warehouse is in service", 1)
        version = GaugeMetricFamily("observatory_warehouse", "The data version in service", labels=["version"])
        version.add_metric([opened.version], 1)
        yield version
        [row] = self._warehouse.rows("select max(fetched) as day from catalog.file", {})
        if row["day"]:
            yield GaugeMetricFamily("observatory_data_age_seconds", "Since the newest file came in", _age(row["day"]))
        yield from _refresh(self._warehouse.path.with_name("refresh.json"))

    def describe(self) -> list[Any]:
        """Nothing in advance: asking would open the warehouse before the fork."""
        return []


def text(warehouse: Warehouse) -> tuple[bytes, str]:
    """Every metric in Prometheus's text form, and its content type."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
    registry.register(State(warehouse))
    return generate_latest(registry), CONTENT_TYPE_LATEST


def _age(day: Any) -> float:
    """Seconds since that day began; never negative, whatever the clock has been through."""
    began = datetime.combine(date.fromisoformat(str(day)[:10]), datetime.min.time(), UTC)
    return max(0.0, (datetime.now(UTC) - began).total_seconds())


def _refresh(path: Path) -> Iterator[Any]:
    """The last refresh, as etl.outcome wrote it beside the warehouse."""
    try:
        told = orjson.loads(path.read_bytes())
        started, outcome = datetime.fromisoformat(told["started"]).timestamp(), str(told["outcome"])
    except (OSError, ValueError, KeyError, TypeError):
        return
    yield GaugeMetricFamily("observatory_refresh_started_timestamp_seconds", "When the last refresh began", started)
    outcomes = GaugeMetricFamily("observatory_refresh", "How the last refresh ended", labels=["outcome"])
    for name in _OUTCOMES:
        outcomes.add_metric([name], float(name == outcome))
    yield outcomes
