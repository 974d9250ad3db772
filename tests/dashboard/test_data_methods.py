"""The methods page: every formula, the words of every explanation, examples that run, the log that people keep."""

from __future__ import annotations

import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from flask import Flask
from markupsafe import escape
from werkzeug.serving import make_server

from dashboard import words
from dashboard.api_examples import LOCAL, Example, base, examples
from dashboard.flat import flat
from dashboard.pages.data_methods import CHANGELOG, changelog_key, data_parts, more
from dashboard.show import FEW, served
from dashboard.state import LANGS
from dashboard.view import capital
from dashboard.views.formula_list import SQL, VIEW
from dashboard.warehouse import Warehouse
from etl import codes
from etl.model import load
from tests.dashboard.conftest import state_of

INDICATORS = sorted(m.name for m in load() if m.layer == "indicators")


def example(key: str) -> Example:
    (found,) = [e for e in examples() if e.key == key]
    return found


@pytest.fixture
def at(server: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """Address of the application on the loopback, told to the examples; they run in a folder of their own."""
    listening = make_server("127.0.0.1", 0, server, threaded=True)
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{listening.server_port}"
    monkeypatch.setenv("SITE", address + "/")
    monkeypatch.chdir(tmp_path)
    yield address
    listening.shutdown()
    thread.join()
    listening.server_close()


def test_the_address_of_the_examples_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SITE", raising=False)
    assert base() == LOCAL
    monkeypatch.setenv("SITE", "https://metals.example.org/")
    assert all("https://metals.example.org/" in e.code for e in examples())


def test_the_address_of_the_examples_is_the_one_the_reader_came_by(
    server: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SITE", raising=False)
    with server.test_request_context("/data-methods", base_url="http://observatory.example:8443/"):
        assert base() == "http://observatory.example:8443"


def test_the_curl_examples_run(at: str, tmp_path: Path) -> None:
    for key in ("curl", "lineage"):
        done = subprocess.run(example(key).code, shell=True, check=True, capture_output=True, text=True)
        assert done.stderr == ""
    assert '"value":' in done.stdout
    assert len(pd.read_csv(tmp_path / "cobalt.csv")) == 3


def test_the_pandas_example_runs(at: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(example("pandas").code, {})
    assert "quantity_t" in capsys.readouterr().out


def test_the_duckdb_example_runs(at: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exec(example("duckdb").code, {})
    assert "quantity_t" in capsys.readouterr().out
    morocco = duckdb.read_parquet(str(tmp_path / "cobalt.parquet")).filter("iso3 = 'MAR'")
    assert len(morocco.fetchall()) == 7


def test_the_r_example_asks_for_the_same_rows(at: str) -> None:
    assert at + "/data/producers_table.csv?metal=cobalt&stage=mine&year=2022" in example("r").code


def test_every_example_has_its_words() -> None:
    for e in examples():
        assert all(words.t(f"api.{e.key}", lang) for lang in LANGS)


def test_every_explanation_of_a_gap_has_its_words() -> None:
    named = {r["explanation"] for r in codes.rows("published")} - {""}
    assert {k.split(".")[1] for k in words.labels("explanation.")} == named


@pytest.mark.parametrize("slug", INDICATORS)
def test_every_indicator_has_a_typeset_formula(slug: str) -> None:
    assert words.has(f"formula.{slug}")


def test_no_formula_without_its_indicator() -> None:
    assert {k.split(".")[1] for k in words.labels("formula.")} == set(INDICATORS)


@pytest.mark.parametrize("lang", LANGS)
def test_formulas_examples_and_log_are_on_the_page(lang: str, warehouse: Warehouse) -> None:
    shown = str(more(state_of(warehouse, lang=lang), warehouse))
    for slug in INDICATORS:
        assert f"formula-{slug}" in shown
    assert "read_parquet" in shown
    assert words.t("page.data_methods.changelog", lang) in shown


def test_the_log_takes_the_data_part_of_each_release() -> None:
    release = "## 1.1\n\n### Code\n- a\n\n### Data\n- BACI V2\n  of January\n- WMD\n\n"
    text = f"# Changelog\n\n{release}## 1.0\n\n### Code\n- b\n"
    assert data_parts(text) == [("1.1", ["BACI V2 of January", "WMD"])]
    assert data_parts(CHANGELOG.read_text(encoding="utf-8"))


def test_every_item_of_the_data_changelog_has_words_in_every_language() -> None:
    items = [item for _, items in data_parts(CHANGELOG.read_text(encoding="utf-8")) for item in items]
    assert [i for i in items if not words.has(changelog_key(i))] == []
    assert [i for i in items if words.t(changelog_key(i), "en").replace("’", "'") != i] == []


@pytest.mark.parametrize("lang", LANGS)
def test_long_lists_say_how_long_they_are_before_they_are_opened(warehouse: Warehouse, lang: str) -> None:
    """Of a theme its name and how many indicators, of a table how many lines in all; one of few lines is not folded."""
    state = state_of(warehouse, lang=lang)
    page = flat(more(state, warehouse))
    for theme, count in Counter(r["theme"] for r in warehouse.rows(SQL, {})).items():
        said = words.t("theme.index.count", lang).format(words.number(count, lang))
        name = escape(capital(words.name("theme", theme, lang)))
        assert f"<summary><h3>{name}</h3><small>{said}</small></summary>" in page
    rows = VIEW.rows(warehouse, state)
    assert len(rows) > FEW
    summary = f"<summary>{words.t('screen.lines', lang).format(words.number(len(rows), lang))}</summary>"
    assert summary in flat(served(replace(VIEW, folded=True), state, warehouse))
    assert summary not in flat(served(VIEW, state, warehouse))
    short = replace(VIEW, folded=True, sql=f"select * from ({SQL}) limit {FEW}")
    assert "<summary>" + words.t("screen.lines", lang).format(words.number(FEW, lang)) not in flat(
        served(short, state, warehouse)
    )
