"""The search index: found by any of its names, in any of the three languages, however it is typed."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from flask.testing import FlaskClient

from dashboard import words
from dashboard.search import entries, fold
from dashboard.warehouse import Warehouse


def found(client: FlaskClient, text: str, lang: str = "fr") -> list[str]:
    entries = client.get(f"/search.json?lang={lang}").get_json()
    return [e["href"] for e in entries if all(part in e["find"].split() for part in fold(text).split())]


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("Cobalt", "/?metal=cobalt"),
        ("cuivre", "/?metal=copper"),
        ("الفوسفاط", "/?metal=phosphate"),
        ("فوسفاط", "/?metal=phosphate"),
        ("Co", "/?metal=cobalt"),
        ("barite", "/?metal=baryte"),
        ("maroc", "/?country=MAR"),
        ("المغرب", "/?country=MAR"),
        ("Egypte", "/?country=EGY"),
        ("RDC", "/?country=COD"),
        ("DRC", "/?country=COD"),
        ("IHH", "/explorer?indicator=production_hhi"),
        ("260500", "/flows?metal=cobalt&stage=mine"),
        ("gouvernance", "/explorer?indicator=governance"),
        ("RCA", "/explorer?indicator=rca"),
        ("import dependence", "/explorer?indicator=import_reliance"),
        ("telecharger", "/data-methods"),
        ("explorateur", "/explorer"),
        ("infrastructures", "/themes/infrastructure"),
    ],
)
def test_everything_is_found_by_its_names(client: FlaskClient, text: str, href: str) -> None:
    assert href in found(client, text)


def test_names_and_addresses_follow_the_language(client: FlaskClient) -> None:
    assert "/explorer?indicator=rca&lang=ar" in found(client, "avantage comparatif révélé", "ar")
    entries = client.get("/search.json?lang=en").get_json()
    copper = next(e for e in entries if e["href"] == "/?metal=copper&lang=en")
    assert (copper["name"], copper["kind"]) == ("Copper", "Metal")
    assert client.get("/search.json?lang=xx").get_json()[0]["kind"] == "Métal"


def test_every_address_of_the_index_is_a_page(client: FlaskClient) -> None:
    entries = client.get("/search.json").get_json()
    for path in {e["href"].split("?")[0] for e in entries}:
        assert client.get(path).status_code == 200


def test_the_index_is_asked_for_once(client: FlaskClient) -> None:
    tag = client.get("/search.json").headers["ETag"]
    assert client.get("/search.json", headers={"If-None-Match": tag}).status_code == 304


def test_folding_drops_accents_marks_and_variants() -> None:
    assert fold("Énergie d’Été") == "energie d ete"
    assert fold("الإمارات") == fold("الامارات")
    assert fold("مُدَّة") == "مده"


def test_a_customs_code_is_shown_beside_its_name(warehouse: Warehouse) -> None:
    codes = [e["kind"] for e in entries([], warehouse, "en") if e["kind"].startswith(words.t("ui.hs_code", "en"))]
    assert codes
    assert all(kind[-6:].isdigit() for kind in codes)


def test_sites_of_the_hub_are_found_in_arabic_and_without_accents(warehouse: Warehouse, tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    shutil.copy(warehouse.path, path)
    with duckdb.connect(str(path)) as con:
        con.execute("insert into marts.site (place, kind, name, iso3) values ('a', 'port', 'Kenitra', 'MAR'), "
                    "('b', 'port', 'Le Havre', 'FRA')")  # fmt: skip
    for lang, text in (("fr", "Kénitra"), ("ar", "القنيطره")):
        [port] = [e for e in entries([], Warehouse(path), lang) if fold(text) in e["find"]]
        assert port["href"].startswith("/hub?kind=port")
        assert port["href"].endswith("#part-sites")
    assert not [e for e in entries([], Warehouse(path), "fr") if "havre" in e["find"]]
