"""The overview: what a card and a headline may claim, what a cell of the matrix means, which figure a theme shows."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard import words
from dashboard.flat import flat
from dashboard.show import card as served_card
from dashboard.show import served
from dashboard.state import LANGS, State
from dashboard.views import follows, freshness, headlines, key_figures, metal_matrix, producers_table, theme_strip, ties
from dashboard.warehouse import Warehouse
from tests.dashboard.conftest import state_of


def year(metal: str, y: int, tonnes: float, **over: Any) -> dict[str, Any]:
    """A row of the key figures: Morocco's mine output of one metal and year."""
    return {
        "year": y, "metal": metal, "stage": "mine", "iso3": "MAR", "quantity_t": tonnes, "share": 0.1, "rank": 4,
        "basis": "content", "unit": "t", "source": "wmd", "flag": None, "symbol": "Co", "vintage": "2026",
    } | over  # fmt: skip


def test_the_change_of_a_card_stays_within_one_source_and_basis() -> None:
    rows = [year("cobalt", 2023, 100.0), year("cobalt", 2024, 110.0)]
    [card] = key_figures.draw(rows, State())
    assert card.change == words.t("key_figures.change", "fr").format(words.change(0.1, "fr"), 2023)
    for other in ({"source": "usgs_mcs"}, {"basis": "gross"}, {"year": 2022}):
        [card] = key_figures.draw([rows[0] | other, rows[1]], State())
        assert card.change == ""


def test_a_card_takes_the_latest_year_with_a_share_and_leaves_out_metals_of_the_past() -> None:
    rows = [
        year("cobalt", 2023, 100.0),
        year("cobalt", 2024, 50.0, share=None, rank=None),
        year("tin", 2015, 5.0),
    ]
    [card] = key_figures.draw(rows, State())
    assert card.value == words.quantity(100, "fr")
    assert card.note.startswith(f"2023{words.DOT}{words.rank(4, 'fr')}")
    assert card.sets == "metal=cobalt&stage=&year="


def test_the_cards_are_the_metals_that_weigh_most_in_the_order_of_the_catalog() -> None:
    metals = [f"m{n}" for n in range(key_figures.SHOWN + 2)]
    rows = [year(m, 2024, 1.0, share=0.0 if n == 1 else None if n == 3 else 0.1) for n, m in enumerate(metals)]
    drawn = [c.sets for c in key_figures.draw(rows, State())]
    assert drawn == [f"metal={m}&stage=&year=" for m in metals if m not in ("m1", "m3")]


def test_a_number_leads_to_where_it_comes_from(warehouse: Warehouse) -> None:
    state = state_of(warehouse, country="MAR")
    cards = "".join(flat(part) for part in served(key_figures.VIEW, state, warehouse))
    assert 'class="traced" href="/lineage/production_share?metal=cobalt&amp;stage=mine&amp;year=' in cards
    rows = "".join(flat(part) for part in served(producers_table.VIEW, state, warehouse))
    assert 'href="/lineage/production_share?metal=cobalt' in rows
    assert "country=COD" in rows


def test_a_missing_year_is_a_gap_in_the_sparkline() -> None:
    rows = [year("cobalt", 2021, 1.0), year("cobalt", 2023, 3.0), year("cobalt", 2024, 4.0)]
    [card] = key_figures.draw(rows, State())
    assert card.spark is not None
    assert card.spark.values == [1.0, None, 3.0, 4.0]


@pytest.mark.parametrize("lang", LANGS)
def test_the_ends_of_a_sparkline_are_told(lang: str) -> None:
    rows = [year("cobalt", y, t, share=s) for y, t, s in ((2021, 2e4, 0.1), (2022, 1e3, 0.1), (2023, 9e9, None))]
    [card] = key_figures.draw(rows, State(lang=lang))
    assert card.spark is not None
    assert card.spark.years == ("2021", "2022")  # up to the year that the card's value is of
    assert card.spark.extremes == (words.quantity(1e3, lang), words.quantity(2e4, lang))
    shown = flat(served_card(card))
    assert all(text in shown for text in (*card.spark.years, *card.spark.extremes, card.spark.said))


def test_a_metal_of_one_year_has_no_line() -> None:
    [card] = key_figures.draw([year("cobalt", 2024, 1.0)], State())
    assert card.spark is None


@pytest.mark.parametrize("lang", LANGS)
def test_headlines_name_the_metals_of_the_first_ten_and_no_other(lang: str) -> None:
    rows = [
        year("cobalt", 2024, 1.0, share=0.01, rank=13),
        year("phosphate", 2024, 9.0, share=0.2, rank=2, basis="P2O5"),
    ]
    lead = headlines.draw(rows, State(lang=lang))
    name = words.name("metal", "phosphate", lang).lower()
    assert name in lead.lower()
    assert words.name("metal", "cobalt", lang).lower() not in lead.lower()
    assert "2026" in lead
    assert words.t("headlines.year", lang).format(2024) in lead
    older = headlines.draw([*rows, year("baryte", 2023, 1.0, share=0.1, rank=4)], State(lang=lang))
    assert words.t("headlines.years", lang).format(2023, 2024) in older, "each figure is of its own latest year"


def tie(what: str, metal: str, **over: Any) -> dict[str, Any]:
    return {
        "what": what, "metal": metal, "stage": "mine", "year": 2024, "iso3": "MAR", "share": 0.34, "rank": 2,
        "value_usd": None, "source": "baci", "vintage": "V202601", "lower": False,
    } | over  # fmt: skip


def test_who_depends_on_whom_is_said_both_ways_and_a_trifle_is_no_dependence() -> None:
    bought = tie("bought", "sulphur", iso3="KAZ", share=0.48, rank=1, value_usd=1.822e9)
    rows = [tie("sold", "baryte"), tie("sold", "zinc", share=0.008), bought]
    sold, own = ties.draw(rows, State())
    assert sold == (
        "En 2024, le Maroc a fourni à l’Union européenne 34\u202f% de la barytine (2ᵉ fournisseur) "
        "qu’elle achète hors de ses frontières, en valeur."
    )
    assert own == (
        "Parmi les échanges suivis ici, son premier achat est le soufre\u202f: 1,8\u00a0Md\u00a0USD, dont 48\u202f% "
        "du Kazakhstan. Source\u202f: BACI (CEPII) V202601."
    )
    assert ties.draw(rows[1:2], State()) == []
    [alone] = ties.draw([bought], State())
    assert alone.startswith("En 2024, parmi les échanges suivis ici, le premier achat du Maroc est le soufre")
    [partly] = ties.draw([tie("sold", "phosphate", lower=True), tie("sold", "lead")], State())
    assert "Pour le phosphate, la série ne compte pas tous les codes douaniers" in partly
    for lang in LANGS:
        assert all("{" not in text for text in ties.draw(rows, State(lang=lang)))


def test_headlines_say_so_where_no_rank_is_among_the_first_ten() -> None:
    lead = headlines.draw([year("cobalt", 2024, 1.0, share=0.01, rank=13)], State())
    assert "sans figurer" in lead


def test_in_arabic_a_share_and_its_year_keep_their_places() -> None:
    assert words.dated("5%", 2021, "fr") == "5% · 2021"
    assert words.dated("أقل من 0,1%", 2021, "ar") == "\u2068أقل من 0,1%\u2069 · \u20682021\u2069"


def test_the_matrix_tells_output_exports_nothing_and_not_loaded_apart(warehouse: Warehouse) -> None:
    state = state_of(warehouse, country="MAR")
    rows = metal_matrix.VIEW.rows(warehouse, state)
    what = {(r["metal"], r["stage"]): r["what"] for r in rows}
    assert what["cobalt", "mine"] == "production"
    assert what["cobalt", "refined"] == "exports"
    assert what["phosphate", "intermediate"] == "not_loaded"
    assert what["lithium", "semi"] == "no_series"
    table = metal_matrix.draw(rows, state)
    cells = {line[0].text: line[1:] for line in table.rows}  # type: ignore[union-attr]
    mine, intermediate, refined, *_ = cells["Phosphate"]
    assert (mine.sets, intermediate.mark) == ("metal=phosphate&stage=mine&year=", "hatched")
    assert cells["Cobalt"][2].mark == "sold"
    assert cells["Cobalt"][2].note
    assert refined.mark == "void"


def test_a_trace_is_only_said_to_be_smaller_and_an_old_year_is_named() -> None:
    row = {"metal": "tin", "stage": "mine", "what": "production", "symbol": "Sn", "unit": "share_0_1", "source": "wmd"}
    empty = [row | {"stage": s, "what": "none", "year": None, "share": None} for s in metal_matrix.COLUMNS[2:]]
    rows = [row | {"year": 2024, "share": 1e-5}, row | {"stage": "intermediate", "year": 2018, "share": 0.3}, *empty]
    [line] = metal_matrix.draw(rows, State()).rows
    texts = [cell.text for cell in line]  # type: ignore[union-attr]
    assert texts[1] == "<\u00a00,1\u202f%".replace("\u00a0", " ")
    assert texts[2] == "30\u202f% · 2018"
    assert texts[3] == "–"


def test_every_theme_has_its_card_and_opens_its_page(warehouse: Warehouse) -> None:
    state = state_of(warehouse, metal="cobalt", country="MAR")
    cards = theme_strip.draw(theme_strip.VIEW.rows(warehouse, state), state)
    assert [c.symbol for c in cards] == [str(n) for n in range(1, 11)]
    assert cards[0].href == "/themes/sovereignty"
    assert cards[0].note.endswith("2024")
    low_carbon = cards[5]
    assert (low_carbon.value, low_carbon.note) == (words.t("ui.no_value", "fr"), words.t("theme_strip.none", "fr"))


def test_an_index_says_what_it_is_measured_against_in_its_note() -> None:
    row = {
        "number": 8, "theme": "infrastructure", "indicator": "liner_connectivity", "year": 2025, "metal": "all",
        "stage": "all", "iso3": "MAR", "value": 256.4, "unit": "index_2023q1_100",
    }  # fmt: skip
    [card] = theme_strip.draw([row], State())
    assert card.value == "256"
    assert "2023" in card.note


def test_freshness_lists_every_source_that_feeds_a_figure(warehouse: Warehouse) -> None:
    state = state_of(warehouse)
    rows = freshness.VIEW.rows(warehouse, state)
    assert {r["origin"] for r in rows} >= {"baci", "wmd"}
    assert [r["year"] for r in rows] == sorted((r["year"] for r in rows), reverse=True)
    assert len(freshness.draw(rows, state).rows) == len(rows)


@pytest.mark.parametrize("lang", LANGS)
def test_a_country_without_mines_gets_a_sentence(lang: str, warehouse: Warehouse) -> None:
    state = state_of(warehouse, country="FRA", lang=lang)
    assert words.name("country", "FRA", lang) in str(served(headlines.VIEW, state, warehouse))


@pytest.mark.parametrize("lang", LANGS)
def test_what_follows_is_told_of_what_the_country_sells_most(lang: str, warehouse: Warehouse) -> None:
    settled = follows.settle(state_of(warehouse, country="MAR", metal="copper", lang=lang, loss="50"), warehouse)
    assert (settled.metal, settled.stop, settled.loss) == ("phosphate", ("MAR",), 100)
    assert follows.settle(settled, warehouse) == settled
    said = follows.draw(follows.VIEW.rows(warehouse, settled), settled)
    assert words.t("shock.europe", lang).partition("{")[0] in said
    assert words.t("follows.assumed", lang).format(words.share(0.2, lang)) in said
    assert "BACI" in said
    shown = flat(served(follows.VIEW, settled, warehouse))
    query = settled.query().replace("&", "&amp;")
    assert f'<a href="/resilience?{query}">{words.t("page.resilience.title", lang)}</a>' in shown


def test_nothing_follows_from_a_country_that_sells_nothing(warehouse: Warehouse) -> None:
    state = state_of(warehouse, country="FRA")
    assert follows.VIEW.rows(warehouse, follows.settle(state, warehouse)) == []
