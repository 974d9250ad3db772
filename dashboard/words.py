"""Every word and every written number of the dashboard, in French, English and Arabic, from labels/*.csv and CLDR."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from babel import Locale, dates, numbers

Lang = Literal["fr", "en", "ar"]
LANGS: tuple[Lang, ...] = ("fr", "en", "ar")
LABELS = Path(__file__).parent / "labels"

NBSP = "\u00a0"
THIN = "\u202f"
LRM, RLM = "\u200e", "\u200f"
_LOCALES = {"fr": "fr", "en": "en", "ar": "ar_MA"}
# Decimals a unit deserves; other units take up to three significant digits.
_DECIMALS = {
    "index_0_1": 2,
    "index_0_10": 1,
    "index_0_100": 1,
    "index_minus1_1": 2,
    "score_1_5": 1,
    "index_1_5": 1,
    "wgi_estimate": 2,
    "count": 0,
}


_ARABIC_PERCENT = re.compile(r"(?<![\d,])\d[\d,]*[ \u00a0]?%")
_FRENCH_SPACE = re.compile(r"[ \u00a0](?=[;:!?»%])|(?<=«)[ \u00a0]")


def french(text: str) -> str:
    """Set French typography: narrow no-break spaces at high punctuation and inside « », curly apostrophes."""
    return _FRENCH_SPACE.sub(THIN, text).replace("'", "’")


def arabic(text: str) -> str:
    """Keep the sign of percent to the right of its number, where _percent writes it too, whatever stands before."""
    return _ARABIC_PERCENT.sub(lambda m: LRM + m[0], text)


@cache
def _table() -> dict[str, dict[str, str]]:
    """Key → language → text, over every label file that has the columns key,fr,en,ar; a key written twice raises."""
    table: dict[str, dict[str, str]] = {}
    for path in sorted(LABELS.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as f:
            reader = csv.DictReader(f)
            if reader.fieldnames != ["key", *LANGS]:
                continue  # a grammar table
            for row in reader:
                if row["key"] in table:
                    raise ValueError(f"{path.name}: the key {row['key']} is written twice")
                table[row["key"]] = {"fr": french(row["fr"]), "en": row["en"], "ar": arabic(row["ar"])}
    return table


def t(key: str, lang: str) -> str:
    """Text of a label; KeyError where no label file has the key."""
    return _table()[key][lang]


def has(key: str) -> bool:
    """Whether any label file has the key."""
    return key in _table()


def licence(source: str, published: str, lang: str) -> str:
    """The terms of a source in words; those that are a name, such as CC BY 4.0, stand as published."""
    key = f"licence.{source}"
    return t(key, lang) if has(key) else published


def reference(indicator: str, published: str, lang: str) -> str:
    """Where an indicator's definition comes from, in words; a title alone stands as published, left to right."""
    key = f"indicator.{indicator}.reference"
    return t(key, lang) if has(key) else f"\u2066{published}\u2069"


def labels(prefix: str = "") -> list[str]:
    """Keys that start with `prefix`, in the order of the label files."""
    return [k for k in _table() if k.startswith(prefix)]


def name(kind: str, code: str, lang: str) -> str:
    """Name of a code: name("country", "MAR", "fr") → "Maroc"; KeyError where it has no words."""
    return t(f"{kind}.{code}", lang)


def direction(lang: str) -> Literal["ltr", "rtl"]:
    """Writing direction of the page."""
    return "rtl" if lang == "ar" else "ltr"


@cache
def locale(lang: str) -> Locale:
    """Babel's locale: fr, en, ar_MA (Western digits, Moroccan month names); KeyError for another language."""
    return Locale.parse(_LOCALES[lang])


def number(x: float | None, lang: str, digits: int | None = None) -> str:
    """Write a number: `digits` decimals, or at most three significant digits (integers keep theirs); null → "n. d."."""
    if x is None or math.isnan(x):
        return t("ui.no_value", lang)
    if 0 < x < 0.0001 and digits is None:
        return t("ui.less_than", lang).format(number(0.0001, lang, 4))
    if digits is None:
        whole = abs(x) >= 100 or x == round(x)
        digits = 0 if whole else min(4, 2 - math.floor(math.log10(abs(x))))
        pattern = "#,##0" + ("." + "#" * digits if digits else "")
    else:
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return _written(rounded(x, digits), pattern, lang)


def rounded(x: float, digits: int) -> float:
    """Round as readers do by hand: a half goes up, away from zero; 152.5 → 153, and 14.499999999999998 was 14.5."""
    return float(Decimal(f"{x:.12g}").quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)) + 0.0  # -0.0 becomes 0


@lru_cache(1 << 16)
def _written(x: float, pattern: str, lang: str) -> str:
    """A figure writes hundreds of numbers, many of them again and again."""
    return _signed(_pattern(pattern).apply(x, locale(lang)), lang)


@cache
def _pattern(text: str) -> numbers.NumberPattern:
    return numbers.parse_pattern(text)


def _signed(text: str, lang: str) -> str:
    """Write a true minus; in right-to-left text, keep it before its number, or it would jump to the other side."""
    text = text.replace("-", "−")
    return f"{LRM}{text}" if lang == "ar" and text[0] in "+−" else text


def _percent(text: str, lang: str) -> str:
    """A number with its sign of percent, which in Arabic stays to the right of it whatever stands before."""
    return f"{text}{THIN}%" if lang == "fr" else f"{LRM}{text}%" if lang == "ar" else f"{text}%"


def share(x: float | None, lang: str) -> str:
    """Write a share of 0–1 in percent with two digits or so; neither "0" nor "100" unless it is exactly that."""
    if x is None or math.isnan(x):
        return t("ui.no_value", lang)
    p = x * 100
    if 0 < p < 0.1:
        return t("ui.less_than", lang).format(_percent(number(0.1, lang), lang))
    if 99.95 <= p < 100:
        return t("ui.more_than", lang).format(_percent(number(99.9, lang), lang))
    fine = abs(p) < 10 or 99 <= p < 100
    return _percent(number(rounded(p, 1 if fine else 0), lang), lang)


def dated(text: str, year: int, lang: str) -> str:
    """A value and its year. In Arabic each is kept together, or the digits of both would change places."""
    return f"{text} · {year}" if lang != "ar" else f"\u2068{text}\u2069 · \u2068{year}\u2069"


def change(x: float | None, lang: str) -> str:
    """Write a relative change (0.12 → "+12 %") with its sign."""
    if x is None or math.isnan(x):
        return t("ui.no_value", lang)
    p = rounded(x * 100, 1 if abs(x) < 0.1 else 0)
    sign = {1: "+", 0: "", -1: "−"}[(p > 0) - (p < 0)]
    return _percent(sign + number(abs(p), lang), lang)


def _plural(key: str, x: float, lang: str) -> str:
    """The label's key for the plural form (CLDR) that x calls for, or the key itself where it has but one."""
    form = f"{key}.{locale(lang).plural_form(abs(x))}"
    return form if has(form) else key


def unit(code: str, lang: str, x: float = 0) -> str:
    """Name of a unit, in the plural form that the number x calls for (CLDR categories) where there are several."""
    return t(_plural(f"unit.{code}", x, lang), lang)


def countries(n: float, lang: str) -> str:
    """Write a number of countries, as it stands after a preposition: "1 pays", "2 countries", "20 بلدا"."""
    return t(_plural("ui.country_count", n, lang), lang).format(number(n, lang, 0))


def age(n: int, lang: str) -> str:
    """Write an age in years where it stands alone: "1 an"; in Arabic "سنتان", which a sentence would say "سنتين"."""
    alone = f"ui.age.{locale(lang).plural_form(n)}"
    return t(alone, lang) if has(alone) else years(n, lang)


def years(n: float, lang: str) -> str:
    """Write a number of years as a sentence does: "1 an", "2 years"; in Arabic "سنة واحدة", "سنتين", "35 سنة"."""
    return t(_plural("ui.year_count", n, lang), lang).format(number(n, lang, 0))


def scale(code: str, lang: str) -> str:
    """What numbers of a unit without a symbol run between or are: "indice de 0 à 1"; empty where that is no help."""
    return t(f"scale.{code}", lang) if has(f"scale.{code}") else ""


def _measure(x: float, digits: int | None, code: str, lang: str) -> str:
    return f"{number(x, lang, digits)}{NBSP}{unit(code, lang, x)}"


def _scaled(x: float) -> float:
    """Two or three digits: one decimal below 100, none above."""
    return rounded(x, 1 if abs(x) < 100 else 0)


def quantity(t_: float | None, lang: str) -> str:
    """Write tonnes: "350 kg", "1 286 t", "123 kt", "4,1 Mt"."""
    if t_ is None or math.isnan(t_):
        return t("ui.no_value", lang)
    size = abs(t_)
    if 0 < size < 0.001:
        return t("ui.less_than", lang).format(_measure(1, 0, "kg", lang))
    if 0 < size < 1:
        return _measure(_scaled(t_ * 1e3), None, "kg", lang)
    if round(size) < 10_000:
        return _measure(_scaled(t_), None, "t", lang)
    if round(size / 1e3) < 1_000:
        return _measure(_scaled(t_ / 1e3), None, "kt", lang)
    return _measure(_scaled(t_ / 1e6), None, "Mt", lang)


def money(usd: float | None, lang: str) -> str:
    """Write US dollars: "45 200 USD", "626 M USD", "1,3 Md USD"."""
    if usd is None or math.isnan(usd):
        return t("ui.no_value", lang)
    size = abs(usd)
    if 0 < usd < 1:
        return t("ui.less_than", lang).format(t("ui.money.one", lang).format(number(1, lang)))
    if round(size / 1e6) >= 1_000:
        scaled, scale = _scaled(usd / 1e9), "billion"
    elif size >= 999_500:
        scaled, scale = _scaled(usd / 1e6), "million"
    else:
        coarse = max(0, math.floor(math.log10(size)) - 2) if size else 0
        scaled, scale = rounded(usd, -coarse), "one"
    return t(_plural(f"ui.money.{scale}", scaled, lang), lang).format(number(scaled, lang))


def value(x: float | None, unit_code: str, lang: str) -> str:
    """Write a value in the unit of an indicator's front matter; KeyError for a unit that units.csv does not have."""
    if x is None or math.isnan(x):
        return t("ui.no_value", lang)
    writers = {"share_0_1": share, "share_change": change, "t": quantity, "usd": money}
    if unit_code in writers:
        return writers[unit_code](x, lang)
    if unit_code == "percent":
        return share(x / 100, lang)
    text = number(x, lang, _DECIMALS.get(unit_code))
    symbol = unit(unit_code, lang, x)
    return f"{text}{NBSP}{symbol}" if symbol != "–" else text


def rca(x: float, lang: str) -> str:
    """Write a Balassa index with its symmetric form, (RCA − 1)/(RCA + 1): "4,30 (0,62 sur l’échelle de −1 à 1)"."""
    even = (x - 1) / (x + 1)
    return t("ui.rca", lang).format(number(x, lang, 2 if x < 10 else 0), number(even, lang, 2))


def ordinal(n: int, lang: str, gender: Literal["m", "f"] = "m") -> str:
    """Write a rank as an ordinal: "1ᵉʳ", "1ʳᵉ", "13ᵉ"; "13th"; in Arabic "المرتبة 13"."""
    if lang == "fr":
        return f"{number(n, lang)}{'ᵉ' if n != 1 else 'ᵉʳ' if gender == 'm' else 'ʳᵉ'}"
    if lang == "en":
        suffix = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
        return f"{number(n, lang)}{suffix}"
    spelled = f"ui.rank.{n}"
    return t(spelled, lang) if has(spelled) else t("ui.rank", lang).format(number(n, lang))


def rank(n: int, lang: str) -> str:
    """Write a place in a ranking: "13ᵉ rang", "13th place", "المرتبة 13"."""
    return ordinal(n, lang) if lang == "ar" else t("ui.rank", lang).format(ordinal(n, lang))


def month(day: date, lang: str) -> str:
    """Write a month: "août 2024", "August 2024", "غشت 2024"."""
    return dates.format_date(day, "MMMM y", locale=locale(lang))


def day(when: date, lang: str) -> str:
    """Write a date: "1 août 2024" (French: "1ᵉʳ août 2024")."""
    if lang == "fr" and when.day == 1:
        return f"1ᵉʳ{NBSP}{month(when, lang)}"
    return dates.format_date(when, "d MMMM y", locale=locale(lang))


# What parts the items of a line where no "and" closes it, and the parts of a long one.
COMMA = {"fr": ", ", "en": ", ", "ar": "، "}
DOT = f"{NBSP}· "  # a line may end after it, none begins with it
SEMICOLON = {"fr": f"{NBSP}; ", "en": "; ", "ar": "؛ "}


def join(items: Sequence[str], lang: str) -> str:
    """Write a list: "a, b et c", "a, b and c", "أ وب وج"; an empty one is empty."""
    if len(items) < 2:
        return "".join(items)
    if lang == "ar":
        return " و".join(items)
    return f"{', '.join(items[:-1])} {t('ui.and', lang)} {items[-1]}"
