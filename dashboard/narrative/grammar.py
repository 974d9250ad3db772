"""Grammar: the forms a country or a metal takes in a sentence, and the filling of a template with them."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from dashboard import words


class Forms(NamedTuple):
    """A name inside a sentence: le Maroc, du Maroc (possession), du Maroc / d’Égypte (origin), au Maroc."""

    name: str
    the: str
    of_the: str
    of: str
    within: str
    plural: bool


@cache
def _table(lang: str) -> dict[str, dict[str, str]]:
    """Rows of grammar_fr.csv or grammar_en.csv by label key; English lists only what takes an article or a plural."""
    path = words.LABELS / f"grammar_{lang}.csv"
    with path.open(encoding="utf-8", newline="") as f:
        return {row["key"]: row for row in csv.DictReader(f)}


@cache
def forms(kind: str, code: str, lang: str) -> Forms:
    """Forms of a country or a metal: forms("country", "MAR", "fr").of_the → "du Maroc"; KeyError where unknown.

    Arabic needs none: names stand as they are after من, إلى, في and as the second term of an annexation.
    """
    key = f"{kind}.{code}"
    name = words.t(key, lang)
    if kind in ("metal", "ware") and lang != "ar":
        name = name[0].lower() + name[1:]
    if lang == "fr":
        row = _table("fr")[key]
        return Forms(name, row["the"], row["of_the"], row["of"], row["in"], row["plural"] == "1")
    if lang == "en":
        row = _table("en").get(key, {"the": name, "plural": "0"})
        the = row["the"]
        return Forms(name, the, f"of {the}", f"of {the}", f"in {the}", row["plural"] == "1")
    return Forms(name, name, name, name, f"في {name}", plural=False)


def ware(metal: str, stage: str, lang: str) -> Forms:
    """The metal by the name of its goods at a stage, where they have one: aluminium is mined as bauxite."""
    code = f"{metal}.{stage}"
    return forms("ware", code, lang) if words.has(f"ware.{code}") else forms("metal", metal, lang)


def join_names(codes: Sequence[str], lang: str) -> str:
    """Countries as a list, each with its article: "la RD Congo, l’Indonésie et la Russie"."""
    return words.join([forms("country", code, lang).the for code in codes], lang)


_SLOT = re.compile(r"\{(\w+)(?:\|([^{}|]*)\|([^{}|]*))?\}")


def fill(template: str, values: Mapping[str, str], plural: Mapping[str, bool]) -> str:
    """Fill {name} from values, and {name|singular|plural} by whether the entity `name` is plural.

    KeyError where the template asks for a fact that was not given; the result starts with a capital.
    """

    def slot(match: re.Match[str]) -> str:
        entity, one, many = match.groups()
        if one is None:
            return values[entity]
        return many if plural[entity] else one

    text = _SLOT.sub(slot, template)
    return text[0].upper() + text[1:]
