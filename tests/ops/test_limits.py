"""Limits: a fair share for each client, a time for each statement, a size for each request."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from flask import Flask

from dashboard.deadline import OverloadError, Watch
from dashboard.ops import budget as budgets
from dashboard.ops.budget import Budget, client_of
from dashboard.ops.settings import SettingError, Settings
from dashboard.warehouse import Warehouse

ENDLESS = "select count(*) as n from range(10_000_000) a, range(10_000_000) b"


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_hall_behind_one_address_is_served_and_a_heavy_client_waits() -> None:
    clock = Clock()
    budget = Budget(0.5, 60, clock)
    for _ in range(24_000):  # 500 people × 2 minutes × a click in 2.5 s, a millisecond each
        assert budget.wait("hall") == 0
        budget.charge("hall", 0.001)
        clock.now += 0.005
    for _ in range(120):
        budget.charge("heavy", 1.0)
    assert budget.wait("heavy") == 120
    assert budget.wait("other") == 0
    clock.now += 121
    assert budget.wait("heavy") == 0


def test_a_debt_ends_and_savings_do_too() -> None:
    clock = Clock()
    budget = Budget(0.5, 60, clock)
    budget.charge("a", 1e9)
    assert budget.wait("a") == 120
    clock.now += 1e9
    budget.charge("a", 61)
    assert budget.wait("a") == 2
    clock.now -= 1e6  # monotonic clocks do not, others may
    assert budget.wait("a") > 0


def test_those_remembered_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets, "_CLIENTS", 10)
    budget = Budget(0.5, 60, Clock())
    for i in range(100):
        budget.charge(f"10.0.0.{i}", 1)
    assert len(budget._left) == 10


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("nobody", "unknown"),
        (None, "unknown"),
    ],
)
def test_whom_an_address_stands_for(address: str | None, client: str) -> None:
    assert client_of(address) == client


def test_over_its_share_a_client_is_told_when_to_come_back(made: Callable[..., Flask]) -> None:
    server = made(PROXIES="1", CLIENT_SHARE="0.5", CLIENT_SAVED="10")
    server.extensions["budget"].charge("203.0.113.7", 15)
    client = server.test_client()

    def ask(path: str, address: str, **headers: str) -> tuple[int, str | None, str]:
        answer = client.get(path, headers={"X-Forwarded-For": address} | headers)
        return answer.status_code, answer.headers.get("Retry-After"), answer.get_data(as_text=True)

    status, wait, text = ask("/data?lang=en", "203.0.113.7", Accept="application/json")
    assert (status, wait) == (429, "10")
    assert "try again in 10" in text
    assert "<p>" in ask("/", "203.0.113.7", Accept="text/html")[2]
    assert ask("/healthz", "203.0.113.7")[0] == 200
    assert ask("/data", "203.0.113.8")[0] == 200
    # The last proxy is ours; what stands before it is what the client claims.
    assert ask("/data", "203.0.113.8, 203.0.113.7")[0] == 429
    assert ask("/data", "203.0.113.7, 203.0.113.8")[0] == 200


def test_a_statement_that_takes_too_long_is_stopped_and_the_next_one_runs(world: Path) -> None:
    warehouse = Warehouse(world, longest=0.05)
    warehouse._watch = Watch(tick=0.01)
    with pytest.raises(OverloadError, match=r"0\.05 s"):
        warehouse.rows(ENDLESS, {})
    with pytest.raises(OverloadError):
        list(warehouse.batches(f"select * from range(3) union all ({ENDLESS})", {})[1])
    assert Warehouse(world).rows("select 1 as one", {}) == [{"one": 1}]
    with pytest.raises(duckdb.CatalogException):
        warehouse.rows("select * from marts.nothing", {})


def test_a_statement_that_wants_too_much_memory_is_refused(world: Path) -> None:
    warehouse = Warehouse(world)
    with pytest.raises(OverloadError, match="memory"):
        warehouse.rows("select list(i::varchar || 'x' order by i desc) as n from range(20_000_000) t(i)", {})
    assert warehouse.rows("select 1 as one", {}) == [{"one": 1}]


def test_a_question_too_heavy_is_a_503_with_a_sentence(
    made: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    def heavy(*_: object) -> None:
        raise OverloadError("stopped after 10 s")

    monkeypatch.setattr("dashboard.address.figure", heavy)
    answer = made().test_client().get("/figure/top_producers.json?lang=en")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "too long" in answer.get_json()["error"]


def test_a_whole_table_is_read_within_the_time_of_a_statement(
    made: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def heavy(_: Warehouse, sql: str, *__: object) -> None:
        asked.append(sql)
        raise OverloadError("stopped after 10 s")

    monkeypatch.setattr(Warehouse, "batches", heavy)
    answer = made().test_client().get("/bulk/marts.production.csv?lang=en")
    assert (answer.status_code, len(asked)) == (503, 1)
    assert "too long" in answer.get_json()["error"]


def test_what_runs_in_time_is_left_alone() -> None:
    stopped: list[float] = []
    watch = Watch(tick=0.001)
    with watch.within(60, lambda: stopped.append(time.monotonic())):
        pass
    with pytest.raises(KeyError), watch.within(60, lambda: stopped.append(1)):
        raise KeyError
    assert not stopped
    assert not watch._running


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"PROXIES": "many"}, "PROXIES"),
        ({"MAX_BODY": "-1"}, "MAX_BODY"),
        ({"FRAME_ANCESTORS": "'self'; script-src *"}, "FRAME_ANCESTORS"),
        ({"AUTH_HEADER": "X-Remote-User"}, "PROXIES"),
        ({"AUTH_FILE": "/nowhere"}, "AUTH_FILE"),
        ({"LOG": "all"}, "LOG"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(env: dict[str, str], said: str) -> None:
    with pytest.raises(SettingError, match=said):
        Settings.read(env)


def test_nothing_set_is_a_setting() -> None:
    assert Settings.read({}) == Settings()
    assert Settings.read({"PROXIES": "", "FRAME_ANCESTORS": "'self' https://intranet.example"}).proxies == 0
