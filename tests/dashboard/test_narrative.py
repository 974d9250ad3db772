"""Sentences: right grammar on a grid of countries, metals and languages, and no claim beyond the facts."""

import itertools
import re

import pytest

from dashboard import words
from dashboard.answer import OTHER
from dashboard.narrative import KINDS, sentence
from dashboard.narrative.grammar import fill, forms
from dashboard.narrative.variants import VARIANTS
from dashboard.words import LANGS
from etl.model import load

COUNTRIES = ["MAR", "ZAF", "USA", "EGY", "COD", "CIV", "CHN", "FRA", "NLD", "PHL", "MDG", "ISR"]
METALS = ["cobalt", "tin", "silver", "phosphate", "rare_earths", "helium"]

# Facts that lead each kind to every one of its templates.
MEASURED = {
    "production": [
        {"quantity_t": 1286.0, "share": 0.0047, "rank": 13},
        {"quantity_t": 1286.0, "share": 0.0047, "flag": "estimated"},
        {"quantity_t": 12.5e6, "basis": "P2O5", "flag": "provisional"},
        {"quantity_t": 0.0},
        {"quantity_t": None},
        {"quantity_t": None, "flag": "withheld"},
        {"quantity_t": None, "flag": "small"},
        {"quantity_t": 100.0, "share": 0.0004, "rank": 40, "stage": "refined", "flag": "bound"},
        {"quantity_t": 5.0, "stage": "refined", "share": 0.1},
        {"quantity_t": 0.02, "stage": "refined"},
    ],
    "production_change": [{"change": c} for c in (0.11, -0.08, 0.001, 2.4, None)],
    "price_change": [{"change": c} for c in (0.11, -0.08, 0.001, 2.4, None)],
    "production_concentration": [{"hhi": h} for h in (0.1, 0.2, 0.6, None)],
    "supplier_concentration": [{"hhi": h} for h in (0.1, 0.2, 0.6, None)],
    "customer_concentration": [{"hhi": h} for h in (0.1, 0.2, 0.6, None)],
    "top3_share": [{"share": 0.81, "names": ["COD", "USA", "EGY"]}, {"share": 0.81}, {"share": 0}, {"share": None}],
    "top_producer_share": [
        {"share": 0.5, "country": "COD"},
        {"share": 0.5, "country": "WLD"},
        {"share": 0},
        {"share": None},
    ],
    "production_t": [{"value": v, "unit": "t"} for v in (1.0, 1_286.0, 11.3e6, 0.0, None)],
    "source_spread": [{"share": 0.22}, {"share": 0}, {"share": None}],
    **{
        kind: [{"value": v, "unit": "share_0_1"} for v in (0.43, 0.0004, 0.0, None)]
        for kind in (
            "production_share",
            "supply_without_top",
            "intra_industry",
            "import_reliance",
            "betweenness",
            "africa_trade_intensity",
        )
    },
    **{
        kind: [{"value": v, "unit": "count"} for v in (1.0, 2.0, 5.0, 23.0, None)]
        for kind in ("degree_export", "degree_import", "patents")
    },
    **{
        kind: [{"value": v, "unit": "index_minus1_1"} for v in (0.9, -0.9, 0.01, None)]
        for kind in ("net_position", "rule_of_law", "corruption_control")
    },
    "crma_single_country": [{"value": v, "unit": "share_0_1"} for v in (0.98, 0.65, None)],
    "unit_value_ratio": [{"value": v, "unit": "ratio"} for v in (1.2, 120.0, 0.04, None)],
    "hub_rank": [
        {"rank_low": 1, "rank_high": 4, "count": 57, "overlaps": True},
        {"rank_low": 2, "rank_high": 3, "count": 57, "overlaps": False},
        {"rank_low": 1, "rank_high": 1, "count": 57, "overlaps": False},
        {"rank_low": 1, "rank_high": 1, "count": 57, "overlaps": True},
        {"rank_low": None},
    ],
    "simulator_gap": [
        {"share": 0.4, "quantity_t": 12_345.0},
        {"share": 0.4, "value_usd": 3.2e6},
        {"share": 0.4, "quantity_t": 12_345.0, "loss": 0.5},
        {"share": 0.4, "value_usd": 3.2e6, "loss": 0.5},
        {"share": 0},
        {"share": None},
    ],
    "rca": [{"rca": r} for r in (12.3, 0.31, 1.01, None)],
    "governance": [{"score": s} for s in (0.9, -1.4, -0.1, None)],
    "reserve_life": [{"life": y} for y in (0.4, 1, 35, 1667, None)],
    "export_value": [{"value_usd": v} for v in (626e6, None)],
    "bridge": [
        {"bought_usd": 3e6, "sold_usd": 40e6},
        {"value": 0.07, "unit": "share_0_1"},
        {"value": 0.0, "unit": "share_0_1"},
        {"bought_usd": None},
    ],
    "indicator": [
        {"indicator": "production_share", "value": 0.0047, "unit": "share_0_1"},
        {"indicator": "governance", "value": -0.31, "unit": "wgi_estimate", "metal": "all", "stage": "all"},
        {"indicator": "production_share", "value": None},
    ],
}
SHARED = {"stage": "mine", "year": 2024, "year_from": 2018, "year_to": 2024}
# Told of the world's market, or of the Union: no country stands in them.
MARKET = {
    *(
        "price_change",
        "price_index",
        "price_volatility",
        "production_concentration",
        "production_hhi_wgi",
        "top3_share",
    ),
    *("top_producer_share", "supply_without_top", "main_supplier_eu", "supply_risk_eu", "crma_single_country"),
    *("crma_domestic", "crma_recycling"),
    "simulator_gap",
}
GRID = list(itertools.product(COUNTRIES, METALS, LANGS))


def cases(kind):
    if kind in MEASURED:
        return MEASURED[kind]
    told = VARIANTS[kind]({"value": 1.0, "share": None}).endswith(".value")
    shares = [{"share": 0.35, "rank": 1}, {"share": 0.35}, {"share": 0}, {"share": None}]
    return [{"value": 0.31, "unit": "ratio"}, {"value": None}] if told else shares


def written(kind, lang, country, metal):
    partner = COUNTRIES[(COUNTRIES.index(country) + 1) % len(COUNTRIES)]
    for facts in cases(kind):
        notes = ["provisional"] if facts.get("rank") else []
        yield sentence(
            kind, lang, **{**SHARED, "country": country, "partner": partner, "metal": metal, "notes": notes, **facts}
        )


@pytest.mark.parametrize("kind", KINDS)
def test_every_sentence_is_well_formed(kind):
    for country, metal, lang in GRID:
        for text in written(kind, lang, country, metal):
            assert text.endswith("."), text
            assert not re.search(r"[{}|]|  |\b(None|nan)\b| \.|\.\.", text), text
            assert text[0] == text[0].upper(), text
            assert (
                forms("country", country, lang).name in text
                or forms("country", country, lang).the in text
                or kind in MARKET
            ), text


@pytest.mark.parametrize("kind", KINDS)
def test_french_contracts_and_elides(kind):
    for country, metal in itertools.product(COUNTRIES, METALS):
        for text in written(kind, "fr", country, metal):
            bare = text.lower()
            assert not re.search(r"\b(de|à) (le|les)\b", bare), text
            assert not re.search(r"\b(de|le|la|que|ne) [aeiouyéèêâîô]", re.sub(r"« .*? »", "", bare)), text
            assert not re.search(r"\b(de|le) hélium", bare), text
            assert not re.search(r"[^\u202f][;:!?»%]", text), text
            assert "'" not in text, text


@pytest.mark.parametrize("kind", KINDS)
def test_arabic_holds_no_latin_punctuation(kind):
    for country, metal in itertools.product(COUNTRIES, METALS):
        for text in written(kind, "ar", country, metal):
            assert not re.search(r"[;?]|[\u0600-\u06ff],", text), text


def test_every_template_is_reached():
    reached = set()
    for kind in KINDS:
        reached |= {VARIANTS[kind]({**SHARED, **facts}) for facts in cases(kind)}
    reached |= {"production.mine.bare", "production.other.bare", "production.other.share"}
    # The overview's headlines are filled in by their view, from lists no kind of sentence takes.
    written = {
        key for key in words.labels("sentence.") if not key.startswith(("sentence.headlines.", "sentence.ties."))
    }
    assert {f"sentence.{key}" for key in reached} == written


def test_the_headline_sentence_reads_as_a_reader_writes_it():
    facts = {"country": "MAR", "metal": "cobalt", "stage": "mine", "basis": "content", "year": 2024}
    facts |= {"quantity_t": 1286.0, "share": 0.0047, "rank": 13, "source": "WMD 2026"}
    assert sentence("production", "fr", **facts) == (
        "En 2024, le Maroc a extrait 1\u202f286\u00a0t de cobalt, soit 0,5\u202f% de la production mondiale "
        "(13ᵉ rang). Source\u202f: WMD 2026."
    )
    assert sentence("production", "en", **facts) == (
        "In 2024, Morocco mined 1,286\u00a0t of cobalt, 0.5% of world output (13th place). Source: WMD 2026."
    )
    assert sentence("production", "ar", **facts) == (
        "في سنة 2024، بلغ الإنتاج المنجمي من الكوبالت في المغرب 1.286\u00a0طنا، أي \u200e0,5% من الإنتاج العالمي "
        "(المرتبة 13). المصدر: WMD 2026."
    )


@pytest.mark.parametrize(
    ("iso3", "the", "of_the", "of", "within"),
    [
        ("MAR", "le Maroc", "du Maroc", "du Maroc", "au Maroc"),
        ("ZAF", "l’Afrique du Sud", "de l’Afrique du Sud", "d’Afrique du Sud", "en Afrique du Sud"),
        ("USA", "les États-Unis", "des États-Unis", "des États-Unis", "aux États-Unis"),
        ("EGY", "l’Égypte", "de l’Égypte", "d’Égypte", "en Égypte"),
        ("COD", "la RD Congo", "de la RD Congo", "de RD Congo", "en RD Congo"),
        ("MDG", "Madagascar", "de Madagascar", "de Madagascar", "à Madagascar"),
        (
            "SGS",
            "la Géorgie du Sud et les îles Sandwich du Sud",
            "de la Géorgie du Sud et des îles Sandwich du Sud",
            "de Géorgie du Sud et des îles Sandwich du Sud",
            "en Géorgie du Sud et aux îles Sandwich du Sud",
        ),
        ("ISR", "Israël", "d’Israël", "d’Israël", "en Israël"),
        ("ZMB", "la Zambie", "de la Zambie", "de Zambie", "en Zambie"),
        ("EU27", "l’Union européenne", "de l’Union européenne", "de l’Union européenne", "dans l’Union européenne"),
    ],
)
def test_french_forms_of_countries(iso3, the, of_the, of, within):
    f = forms("country", iso3, "fr")
    assert (f.the, f.of_the, f.of, f.within) == (the, of_the, of, within)


def test_forms_of_metals_and_english_articles():
    assert forms("metal", "tin", "fr").of == "d’étain"
    assert forms("metal", "helium", "fr").of_the == "de l’hélium"
    assert forms("metal", "rare_earths", "fr").plural
    assert forms("country", "USA", "en").within == "in the United States"
    assert forms("country", "COD", "en").the == "the DRC"
    assert forms("country", "ZMB", "en").the == "Zambia"
    assert forms("country", "MAR", "ar").within == "في المغرب"


def test_every_country_and_metal_has_its_french_forms():
    for kind in ("country", "metal"):
        codes = [k.split(".")[1] for k in words.labels(f"{kind}.") if k.count(".") == 1]
        for code in codes:
            f = forms(kind, code, "fr")
            assert not re.search(r"\bde (le|les) |\bà (le|les) |’ ", " ".join(f[:5])), f


def test_a_bloc_may_stand_where_a_country_does():
    facts = {**SHARED, "metal": "cobalt", "country": "EU27", "partner": "SADC", "share": 0.4, "value_usd": 3.2e6}
    assert "de la SADC cessaient" in sentence("simulator_gap", "fr", **facts)
    assert "dans l’Union européenne" in sentence("simulator_gap", "fr", **facts)
    assert "from the AMU" in sentence("simulator_gap", "en", **{**facts, "partner": "AMU"})
    for code in (k.split(".")[1] for k in words.labels("bloc.") if k.endswith(".long")):
        if code not in {"WORLD", "OTHER"}:
            assert forms("bloc", code, "fr").the


def test_verbs_agree_with_plural_countries():
    facts = {**SHARED, "metal": "cobalt", "quantity_t": 10.0}
    assert "les Philippines ont extrait" in sentence("production", "fr", country="PHL", **facts)
    assert "la France a extrait" in sentence("production", "fr", country="FRA", **facts)


def test_an_estimate_is_about_and_a_provisional_figure_says_so():
    facts = {**SHARED, "country": "MAR", "metal": "cobalt", "quantity_t": 100.0}
    assert "environ 100\u00a0t" in sentence("production", "fr", flag="estimated", **facts)
    assert "provisional" in sentence("production", "en", flag="provisional", **facts).lower()
    assert "about" not in sentence("production", "en", **facts)


def test_no_place_is_claimed_where_intervals_overlap():
    facts = {**SHARED, "country": "MAR", "count": 57, "rank_low": 1, "rank_high": 3}
    overlapping = sentence("hub_rank", "en", overlaps=True, **facts)
    assert "cannot be ranked" in overlapping
    tied = sentence("hub_rank", "en", overlaps=True, **{**facts, "rank_high": 1})
    assert "possibly level" in tied
    assert "overlaps no other" in sentence("hub_rank", "en", overlaps=False, **facts)


def test_a_score_within_the_margin_is_not_told_from_the_mean():
    facts = {**SHARED, "country": "MAR"}
    assert "cannot be told" in sentence("governance", "en", score=-0.15, **facts)
    assert "too close to 1" in sentence("rca", "en", metal="cobalt", rca=1.02, **facts)


def test_long_lives_are_rounded():
    facts = {**SHARED, "country": "MAR", "metal": "phosphate"}
    assert "1,700\u00a0years" in sentence("reserve_life", "en", life=1667, **facts)
    assert "less than one year" in sentence("reserve_life", "en", life=0.4, **facts)


def test_a_number_of_years_takes_its_noun():
    facts = {**SHARED, "country": "MAR", "metal": "tin"}
    said = [sentence("reserve_life", "ar", life=n, **facts) for n in (1, 2, 5, 35, 1667)]
    counts = ("المغرب سنة واحدة من", "المغرب سنتين من", "5\u00a0سنوات من", "35\u00a0سنة من", "1.700\u00a0سنة من")
    assert [count in text for count, text in zip(counts, said, strict=True)] == [True] * 5, said
    assert "1\u00a0an de" in sentence("reserve_life", "fr", life=1, **facts)
    assert "2\u00a0years of" in sentence("reserve_life", "en", life=2, **facts)


def test_every_indicator_has_a_sentence_of_its_own():
    own = {model.name for model in load() if model.layer == "indicators"}
    assert {OTHER.get(slug, (slug, ""))[0] for slug in own} - {*KINDS} == set()
    assert {*OTHER} <= own


def test_a_number_of_countries_takes_its_noun():
    facts = {**SHARED, "country": "MAR", "metal": "rare_earths", "unit": "count"}
    said = [sentence("degree_export", "ar", value=n, **facts) for n in (1, 2, 5, 23, 100)]
    ends = ("إلى بلد واحد.", "إلى بلدين.", "إلى 5\u00a0بلدان.", "إلى 23\u00a0بلدا.", "إلى 100\u00a0بلد.")
    assert [text.endswith(end) for text, end in zip(said, ends, strict=True)] == [True] * 5, said
    assert sentence("degree_export", "en", value=1, **facts).endswith("to 1\u00a0country.")
    assert "a exporté des terres rares" in sentence("degree_export", "fr", value=3, **facts)


def test_what_the_data_tell_roughly_is_written_roughly():
    facts = {**SHARED, "country": "MAR", "metal": "cobalt"}
    assert "a valu 1,2 fois" in sentence("unit_value_ratio", "fr", value=1.237, unit="ratio", **facts)
    assert "déclarée à 120 fois" in sentence("unit_value_ratio", "fr", value=123.2, unit="ratio", **facts)
    assert "0.05 times" in sentence("unit_value_ratio", "en", value=0.05, unit="ratio", **facts)
    assert "environ 3\u202f800\u00a0t" in sentence("embodied_carbon", "fr", value=3_812.4, unit="t_co2e", **facts)


def test_the_unions_mark_of_65_percent_is_passed_or_not():
    facts = {**SHARED, "metal": "tin", "unit": "share_0_1"}
    assert "plus que les 65" in sentence("crma_single_country", "fr", value=0.66, **facts)
    assert "pas plus que les 65" in sentence("crma_single_country", "fr", value=0.65, **facts)


def test_a_missing_fact_raises():
    with pytest.raises(KeyError):
        sentence("production", "fr", metal="cobalt", stage="mine", quantity_t=3.0, year=2024)
    with pytest.raises(KeyError):
        sentence("horoscope", "fr")
    with pytest.raises(KeyError):
        fill("{a|x|y}", {}, {})


def test_a_note_is_said_once():
    text = sentence(
        "production",
        "en",
        **SHARED,
        country="MAR",
        metal="cobalt",
        quantity_t=3.0,
        flag="provisional",
        notes=["provisional", "provisional"],
    )
    assert text.lower().count("provisional") == 1


@pytest.mark.parametrize("lang", LANGS)
def test_goods_of_codes_that_hold_other_materials_are_called_so(lang: str) -> None:
    facts = {"partner": "ZAF", "metal": "gold", "stage": "mine", "year": 2024, "share": 0.44}
    mixed = words.t("goods.shared", lang)
    assert mixed in sentence("main_supplier_eu", lang, **facts, series=["provisional", "shared_codes"])
    assert mixed not in sentence("main_supplier_eu", lang, **facts, series=["provisional"])
