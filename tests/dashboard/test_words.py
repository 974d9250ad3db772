"""Words: no translation missing, typography right in each language, and numbers that never show false precision."""

import csv
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from babel import Locale

from dashboard import words
from dashboard.words import LABELS, LANGS
from etl.source import Flag
from etl.stage import readers

FILES = sorted(p for p in LABELS.glob("*.csv") if not p.name.startswith("grammar"))

# Moroccan and short usage where CLDR writes otherwise; every other country name is CLDR's.
USAGE = {
    "fr": {"COD", "HKG", "MAC", "VAT", "MMR", "PSE", "VNM"},
    "en": {"COD", "HKG", "MAC", "MMR", "PSE"},
    "ar": {
        *("COD", "COG", "HKG", "MAC", "MMR", "PSE", "CHL", "PER", "POL", "CIV", "DNK", "SAU", "BLR", "IRL", "ISL"),
        *("MUS", "SYC", "OMN", "TLS", "REU", "MTQ", "MDV", "BHS"),
    },
}
CATALOG = Path(words.__file__).parent.parent / "etl" / "catalog"


def texts() -> list[tuple[str, str, str]]:
    return [(key, lang, words.t(key, lang)) for key in words.labels() for lang in LANGS]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_label_is_written_in_the_three_languages(path):
    with path.open(encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    assert list(rows[0]) == ["key", *LANGS]
    for row in rows:
        assert None not in row, row
        for lang in LANGS:
            assert row[lang].strip() == row[lang] != "", (row["key"], lang)
            assert "  " not in row[lang], (row["key"], lang)


def test_no_key_is_written_twice(tmp_path, monkeypatch):
    words.t("ui.title", "fr")
    for name in ("a", "b"):
        (tmp_path / f"{name}.csv").write_text("key,fr,en,ar\nx,1,2,3\n", encoding="utf-8")
    monkeypatch.setattr(words, "LABELS", tmp_path)
    with pytest.raises(ValueError, match="written twice"):
        words._table.__wrapped__()


def test_french_typography():
    for key, lang, text in texts():
        if lang == "fr":
            assert "'" not in text, key
            assert '"' not in text, key
            if text != "%":
                assert not re.search(r"[^\u202f][;:!?»%]", text), (key, text)
            assert not re.search("«[^\u202f]", text), key


def test_arabic_is_arabic_and_uses_its_own_punctuation():
    for key, lang, text in texts():
        if lang == "ar":
            assert not re.search(r"[;?]", text), key
            assert not re.search(r"[\u0600-\u06ff]\s*,", text), key
            assert not re.search("[\u0660-\u0669]", text), key


def test_what_is_read_from_the_left_stays_whole_in_arabic():
    """Paths and days of ISO between isolates, works apart from their authors, tonnes from who says so."""
    for key, lang, text in texts():
        if lang == "ar":
            assert not re.search(r"(?<![\w`/.\u2066-])/[<a-z]", text), key
            assert not re.search(r"(?<!\u2066)\b\d{4}-\d\d\b", text), key
            assert not re.search(r"\([^()\u0600-\u06ff]+\)، [A-Za-z]", text), key
            assert not re.search(r"\d[ \u00a0]%", text), key
            assert not re.search(r"[A-Za-z] \d[\d.,]*[ \u00a0](ألف|آلاف|مليون|طن)", text), key


def test_the_ends_of_a_scale_stay_together():
    for lang, between in {"fr": "à", "en": "to", "ar": "إلى"}.items():
        for scale in ("index_0_1", "index_0_10", "index_minus1_1", "wgi_estimate"):
            assert f"\u00a0{between}\u00a0" in words.scale(scale, lang)


def test_terms_of_use_that_are_no_name_and_every_correction_have_words():
    for slug, module in readers().items():
        terms = module.SOURCE.licence
        if not re.fullmatch(r"(CC|Etalab)[A-Za-z0-9 .-]+", terms):
            assert words.licence(slug, "", "en").replace("’", "'") == terms
    assert words.licence("wgi", "CC BY 4.0", "ar") == "CC BY 4.0"
    with (CATALOG / "corrections.csv").open(encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            key = ".".join(["correction", *(row[c] for c in ("source", "year", "metal", "iso3"))])
            said = [words.t(f"{key}.{what}", "en").replace("’", "'") for what in ("because", "evidence")]
            assert said == [row["reason"], row["evidence"]]


def test_country_names_are_cldr_except_where_usage_differs():
    with (CATALOG / "countries.csv").open(encoding="utf-8", newline="") as f:
        iso2 = {row["iso3"]: row["iso2"] for row in csv.DictReader(f) if row["kind"] == "country"}
    for lang in LANGS:
        cldr = {iso3: words.locale(lang).territories[code] for iso3, code in iso2.items()}
        changed = {iso3 for iso3, name in cldr.items() if words.name("country", iso3, lang) != _spelled(name)}
        assert changed == USAGE[lang], lang


def _spelled(name: str) -> str:
    """CLDR's name without its abbreviations, and with Morocco's spelling of Africa."""
    name = re.sub(r"\bSt\. ", "Saint ", name.replace(" & ", " and ").replace("U.S.", "US"))
    return name.replace("أفريقيا", "إفريقيا").replace(" - ", "-").replace("'", "’")


def test_an_unknown_key_or_language_raises():
    with pytest.raises(KeyError):
        words.t("ui.nothing", "fr")
    with pytest.raises(KeyError):
        words.t("ui.title", "de")
    assert not words.has("ui.nothing")
    assert words.has("ui.title")


def test_languages_have_direction_and_locale():
    assert [words.direction(lang) for lang in LANGS] == ["ltr", "ltr", "rtl"]
    assert words.locale("ar") == Locale("ar", "MA")
    assert "metal.cobalt" in words.labels("metal.")


def test_numbers_keep_three_significant_digits():
    assert words.number(1286, "fr") == "1\u202f286"
    assert words.number(1286.4, "en") == "1,286"
    assert words.number(1286, "ar") == "1.286"
    assert words.number(0.123456, "fr") == "0,123"
    assert words.number(12.0, "en") == "12"
    assert words.number(0.00001, "en") == "less than 0.0001"
    assert words.number(-0.04, "en", 1) == "0.0"
    assert words.number(2.5, "fr", 2) == "2,50"
    assert words.number(None, "fr") == words.number(float("nan"), "fr") == "n.\u00a0d."
    assert words.number(-3, "ar") == "\u200e−3"


def test_percent_stays_to_the_right_of_its_number_in_arabic_labels():
    assert words.arabic("أقل من 1%") == "أقل من \u200e1%"
    assert words.arabic("من 10% إلى 99,99%") == "من \u200e10% إلى \u200e99,99%"
    assert words.arabic("مجال 5–95%") == "مجال 5–\u200e95%"
    assert words.arabic("{share}% و2024") == "{share}% و2024"


@pytest.mark.parametrize(
    ("x", "fr", "en", "ar"),
    [
        (0.0047, "0,5\u202f%", "0.5%", "\u200e0,5%"),
        (0.734, "73\u202f%", "73%", "\u200e73%"),
        (0.0004, "moins de 0,1\u202f%", "less than 0.1%", "أقل من \u200e0,1%"),
        (0.9997, "plus de 99,9\u202f%", "more than 99.9%", "أكثر من \u200e99,9%"),
        (0.994, "99,4\u202f%", "99.4%", "\u200e99,4%"),
        (1, "100\u202f%", "100%", "\u200e100%"),
        (0, "0\u202f%", "0%", "\u200e0%"),
        (None, "n.\u00a0d.", "n/a", "غ.\u00a0م."),
    ],
)
def test_shares(x, fr, en, ar):
    assert (words.share(x, "fr"), words.share(x, "en"), words.share(x, "ar")) == (fr, en, ar)


def test_a_half_is_rounded_up_as_by_hand():
    assert words.number(152.5, "fr") == "153"
    assert words.number(-152.5, "en") == "−153"
    assert words.number(2.5, "en", 0) == "3"
    assert words.number(1.125, "en") == "1.13"
    assert words.share(0.145, "en") == "15%"  # 14.499999999999998 in binary
    assert words.change(0.0125, "en") == "+1.3%"
    assert words.quantity(2_250_000, "en") == "2.3\u00a0Mt"
    assert words.money(1_250_000_000, "en") == "USD\u00a01.3\u00a0bn"


def test_changes_carry_their_sign():
    assert words.change(0.123, "fr") == "+12\u202f%"
    assert words.change(-0.051, "en") == "−5.1%"
    assert words.change(-0.0001, "en") == "0%"
    assert words.change(-0.5, "ar") == "\u200e−50%"
    assert words.change(None, "en") == "n/a"


@pytest.mark.parametrize(
    ("t", "fr"),
    [
        (0.35, "350\u00a0kg"),
        (8.53, "8,5\u00a0t"),
        (1286, "1\u202f286\u00a0t"),
        (9999.7, "10\u00a0kt"),
        (12_345, "12,3\u00a0kt"),
        (123_456, "123\u00a0kt"),
        (999_700, "1\u00a0Mt"),
        (4_123_000, "4,1\u00a0Mt"),
        (0.0002, "moins de 1\u00a0kg"),
        (0, "0\u00a0t"),
        (None, "n.\u00a0d."),
    ],
)
def test_quantities(t, fr):
    assert words.quantity(t, "fr") == fr


def test_arabic_counts_tonnes_as_its_grammar_does():
    assert words.quantity(5, "ar") == "5\u00a0أطنان"
    assert words.quantity(1286, "ar") == "1.286\u00a0طنا"
    assert words.quantity(3e6, "ar") == "3\u00a0ملايين طن"
    assert words.money(3e6, "ar") == "3\u00a0ملايين\u00a0دولار"
    assert words.quantity(100, "ar") == "100\u00a0طن"


@pytest.mark.parametrize(
    ("usd", "fr", "en"),
    [
        (1.285e9, "1,3\u00a0Md\u00a0USD", "USD\u00a01.3\u00a0bn"),
        (626.3e6, "626\u00a0M\u00a0USD", "USD\u00a0626\u00a0m"),
        (999.7e6, "1\u00a0Md\u00a0USD", "USD\u00a01\u00a0bn"),
        (45_230, "45\u202f200\u00a0USD", "USD\u00a045,200"),
        (0.3, "moins de 1\u00a0USD", "less than USD\u00a01"),
        (0, "0\u00a0USD", "USD\u00a00"),
        (None, "n.\u00a0d.", "n/a"),
    ],
)
def test_money(usd, fr, en):
    assert (words.money(usd, "fr"), words.money(usd, "en")) == (fr, en)


def test_values_follow_their_unit():
    assert words.value(0.5, "share_0_1", "fr") == words.value(50, "percent", "fr") == "50\u202f%"
    assert words.value(0.2, "index_0_1", "fr") == "0,20"
    assert words.value(1, "years", "fr") == "1\u00a0an"
    assert words.value(3, "years", "ar") == "3\u00a0سنوات"
    assert words.value(1e6, "usd", "en") == "USD\u00a01\u00a0m"
    assert words.value(2e6, "t", "en") == "2\u00a0Mt"
    assert words.value(0.1, "share_change", "en") == "+10%"
    assert words.value(None, "share_0_1", "en") == "n/a"
    with pytest.raises(KeyError):
        words.value(1, "furlongs", "en")


def test_a_comparative_advantage_has_its_symmetric_form():
    assert words.rca(4.3, "fr") == "4,30 (0,62 sur l’échelle de −1 à 1)"
    assert words.rca(0, "en") == "0.00 (−1.00 on a scale from −1 to 1)"
    assert words.rca(1, "en") == "1.00 (0.00 on a scale from −1 to 1)"


def test_ordinals_and_ranks():
    assert [words.ordinal(n, "fr") for n in (1, 2, 13)] == ["1ᵉʳ", "2ᵉ", "13ᵉ"]
    assert words.ordinal(1, "fr", "f") == "1ʳᵉ"
    assert [words.ordinal(n, "en") for n in (1, 2, 3, 4, 11, 12, 13, 21, 111)] == [
        *("1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "111th")
    ]
    assert words.ordinal(13, "ar") == "المرتبة 13"
    assert words.rank(1, "ar") == "المرتبة الأولى"
    assert words.rank(13, "fr") == "13ᵉ rang"


def test_dates_follow_moroccan_usage():
    assert words.month(date(2024, 8, 1), "ar") == "غشت 2024"
    assert words.day(date(2024, 8, 1), "fr") == "1ᵉʳ\u00a0août 2024"
    assert words.day(date(2024, 8, 12), "fr") == "12 août 2024"
    assert words.day(date(2024, 8, 12), "en") == "12 August 2024"


def test_lists():
    assert words.join([], "fr") == ""
    assert words.join(["a"], "fr") == "a"
    assert words.join(["a", "b", "c"], "fr") == "a, b et c"
    assert words.join(["a", "b"], "en") == "a and b"
    assert words.join(["أ", "ب"], "ar") == "أ وب"


def test_every_fact_of_the_catalog_has_its_words():
    metals = tomllib.loads((CATALOG / "metals.toml").read_text(encoding="utf-8"))
    wanted = {f"metal.{m}" for m in metals} | {f"metal_family.{b['family']}" for b in metals.values()}
    for block in metals.values():
        for stage in block.get("trade", {}) | block.get("production", {}):
            wanted |= {f"stage.{stage}", f"stage.{stage}.short", f"stage.{stage}.goods", f"stage.{stage}.long"}
        wanted |= {f"basis.{basis}" for basis in block.get("production", {}).values()}
        for series in (*block.get("trade", {}).values(), *block.get("apart", [])):
            wanted |= {f"hs.{code}" for key, found in series.items() if key.startswith("HS") for code in found}
    for name, kind in (("countries", "country"), ("themes", "theme")):
        with (CATALOG / f"{name}.csv").open(encoding="utf-8", newline="") as f:
            wanted |= {f"{kind}.{row['iso3' if kind == 'country' else 'theme']}" for row in csv.DictReader(f)}
    for name, column in (("projects", "place"), ("ports", "name")):
        with (CATALOG / f"{name}.csv").open(encoding="utf-8", newline="") as f:
            wanted |= {f"project.place.{row[column]}" for row in csv.DictReader(f) if row[column]}
    wanted |= {f"flag.{f}{long}" for f in get_args(get_args(Flag)[0]) for long in ("", ".long")}
    assert sorted(k for k in wanted if not words.has(k)) == []


def test_every_theme_has_its_question_and_its_limits():
    for key in words.labels("theme."):
        if key.count(".") == 1:
            assert all(words.has(f"{key}.{part}") for part in ("short", "question", "limits")), key


def test_every_indicator_has_its_words():
    models = Path(words.__file__).parent.parent / "etl" / "models" / "indicators"
    for path in (*models.glob("*.sql"), *models.glob("[!_]*.py")):
        text = path.read_text(encoding="utf-8")
        key = f"indicator.{path.stem}"
        assert all(words.has(key + part) for part in ("", ".short", ".long", ".limits")), key
        for unit in re.findall(r"""^\s*"?unit"?\s*[:=]\s*["'](\w+)""", text, re.MULTILINE):
            assert words.value(1.0, unit, "fr"), (key, unit)
        for notes in re.findall(r"""^\s*"?notes"?\s*[:=]\s*\[([^\]]*)\]""", text, re.MULTILINE):
            for code in re.findall(r"\w+", notes):
                assert words.has(f"note.{code}"), (key, code)


def test_every_source_has_its_short_name():
    sources = Path(words.__file__).parent.parent / "etl" / "sources"
    for path in sources.glob("[!_]*"):
        assert path.stem == "__pycache__" or words.has(f"source.{path.stem}"), path.stem


@pytest.mark.parametrize("lang", words.LANGS)
def test_a_concentration_index_names_one_scale_wherever_it_is_written(lang: str) -> None:
    ends = {"fr": "(de 0 à 1)", "en": "(0 to 1)", "ar": "(من 0 إلى 1)"}[lang]
    written = [k for k in words.labels("sentence.") if "{hhi}" in words.t(k, lang)] + ["view.shock_hhi.subtitle"]
    assert len(written) > 9
    assert all(ends in words.t(k, lang) for k in written)


@pytest.mark.parametrize(("lang", "said"), [("fr", ["1 an", "2 ans"]), ("ar", ["سنة واحدة", "سنتان"])])
def test_an_age_stands_alone_in_its_cell(lang: str, said: list[str]) -> None:
    assert [words.age(n, lang).replace(words.NBSP, " ") for n in (1, 2)] == said
    assert words.age(5, lang) == words.years(5, lang)
