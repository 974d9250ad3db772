"""The state of a screen, read from its address and written back: the URL is the whole state.

To add a parameter: one field of `State` below. Its kind says which texts are good; everything else (notices, the 400 of
the data addresses, the order in URLs and cache keys) follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import Field, dataclass, field, fields, replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

HUB = "MAR"
LANGS = ("fr", "en", "ar")
STAGES = ("mine", "intermediate", "refined", "semi", "product", "scrap")

# A data version; with the code's and the boundaries behind it, as pages put it behind what caches may hold for ever,
# it names an answer rather than a wish of the reader's: the state does not take it up.
VERSION = r"([0-9a-f]{12})"
_PINNED = rf"{VERSION}|[0-9a-f]{{12}}-[0-9a-f]{{8}}-[a-z]+"

Vocabulary = Mapping[str, frozenset[str]]  # kind of code (metal, country …) → the codes the warehouse knows
Coverage = Mapping[str, Mapping[str, tuple[int, ...]]]  # metal → stage → years with data


class Notice(NamedTuple):
    """A text of the address that was not understood: problem 'unknown' parameter or bad 'value'."""

    problem: str
    param: str
    value: str


def _param(
    default: Any, *kinds: str, choices: tuple[str, ...] = (), span: tuple[int, int] = (0, 0), form: str = ""
) -> Any:
    """A field of State: codes of vocabulary `kinds`, one of `choices`, a whole number within `span`, or of a `form`.

    A tuple default makes a comma-separated list. A bool default makes a switch: 1 or 0. A form is a regular expression;
    its first group is the value.
    """
    return field(default=default, metadata={"kinds": kinds, "choices": choices, "span": span, "form": form})


@dataclass(frozen=True)
class State:
    """What a screen shows. `year` None is the latest year the data have; empty text is 'not chosen'."""

    lang: str = _param("fr", choices=LANGS)
    metal: str = _param("cobalt", "metal")
    stage: str = _param("", choices=STAGES)
    year: int | None = _param(None, span=(1900, 2100))
    country: str = _param(HUB, "country")
    partner: str = _param("", "country", "bloc")
    bloc: str = _param("", "bloc")
    indicator: str = _param("production_share", "indicator")
    theme: str = _param("", "theme")
    source: str = _param("", "source")
    measure: str = _param("value", choices=("value", "tonnes"))
    countries: tuple[str, ...] = _param((), "country")
    metals: tuple[str, ...] = _param((), "metal")
    start: int | None = _param(None, span=(1900, 2100))
    end: int | None = _param(None, span=(1900, 2100))
    form: str = _param("line", choices=("line", "bar", "map", "multiples", "table"))
    scale: str = _param("linear", choices=("linear", "log", "relative"))
    normalisation: str = _param("minmax", choices=("minmax", "z", "rank"))
    aggregation: str = _param("arithmetic", choices=("arithmetic", "geometric"))
    kind: str = _param("", choices=("mine", "plant", "deposit", "exploration", "port"))
    weights: tuple[str, ...] = _param((), span=(0, 100))
    sellers: str = _param("", "bloc")
    buyers: str = _param("members", choices=("members", "union", "all"))
    stop: tuple[str, ...] = _param((), "country", "bloc")
    loss: int = _param(100, span=(0, 100))
    spare: int = _param(20, span=(0, 100))
    feed: str = _param("above", choices=("above", "same"))
    step: int = _param(99, span=(1, 99))
    sort: str = _param("", "column")
    page: int = _param(1, span=(1, 100_000))
    look: str = _param("auto", choices=("auto", "light", "dark"))
    present: bool = _param(False)
    v: str = _param("", form=_PINNED)  # the data version that the reader wants to see; empty: the one in service
    since: str = _param("", form=VERSION)  # what changed since this one,
    of: str = _param("", form=r"((?:indicators\.)?[a-z0-9_]{1,60})")  # and in what: a view, or a table of indicators
    notices: tuple[Notice, ...] = field(default=(), compare=False)
    implied: frozenset[str] = field(default=frozenset({"lang", "stage"}), compare=False)  # not named by the address

    def query(self, names: Iterable[str] | None = None, **changes: Any) -> str:
        """Query string in the fields' order, defaults left out, only `names` where given; `changes` apply first."""
        return urlencode(replace(self, **changes).given(names))

    def given(self, names: Iterable[str] | None = None) -> dict[str, str]:
        """What differs from the default, as the texts of an address; the language only where the address named it."""
        wanted = frozenset(PARAMS if names is None else names)
        return {
            n: _text(getattr(self, n))
            for n, f in PARAMS.items()
            if n in wanted and n not in self.implied and (n == "lang" or getattr(self, n) != f.default)
        }

    def texts(self) -> dict[str, str]:
        """Every field as the text of an address."""
        return {n: _text(getattr(self, n)) for n in PARAMS}

    def key(self, names: Iterable[str]) -> str:
        """The canonical text of these parameters, defaults included: the part of a cache key that states are."""
        wanted = frozenset(names)
        return urlencode({n: t for n, t in self.texts().items() if n in wanted})


PARAMS: dict[str, Field[Any]] = {f.name: f for f in fields(State) if f.metadata}


def first_stage(metal: str, coverage: Coverage) -> str:
    """The first stage at which a metal has data, in the order of the chain."""
    return next((s for s in STAGES if s in coverage.get(metal, {})), STAGES[0])


def parse(
    args: Sequence[tuple[str, str]],
    vocabulary: Vocabulary,
    coverage: Coverage,
    lang: str = "fr",
    shown: Coverage | None = None,
) -> State:
    """Read a state from query arguments. Total: what is not understood falls back and is listed in `notices`.

    `lang` stands where the address names no language. A stage not named is the metal's first one with data, on a page
    that shows only a part of the data the first one there: `shown`.
    """
    found: dict[str, Any] = {}
    notices = []
    for name, text in args:
        if name not in PARAMS:
            notices.append(Notice("unknown", name, text))
            continue
        if text == "":
            continue
        try:
            found[name] = _read(PARAMS[name], text, vocabulary)
        except ValueError:
            notices.append(Notice("value", name, text))
    state = State(**({"lang": lang} | found), notices=tuple(notices))
    stage = state.stage or first_stage(state.metal, coverage if shown is None else shown)
    usual = stage == first_stage(state.metal, coverage)
    return replace(state, stage=stage, implied=frozenset({"lang"} - found.keys() | ({"stage"} if usual else set())))


def _read(param: Field[Any], text: str, vocabulary: Vocabulary) -> Any:
    """One parameter's value; ValueError where the text is not one of its values."""
    if isinstance(param.default, tuple):
        return tuple(_one(param, part, vocabulary) for part in text.split(","))
    if isinstance(param.default, bool):
        if text not in ("0", "1"):
            raise ValueError(text)
        return text == "1"
    value = _one(param, text, vocabulary)
    return int(value) if any(param.metadata["span"]) else value


def _one(param: Field[Any], text: str, vocabulary: Vocabulary) -> str:
    low, high = param.metadata["span"]
    choices, kinds, form = param.metadata["choices"], param.metadata["kinds"], param.metadata["form"]
    if form:
        if (found := re.fullmatch(form, text, re.ASCII)) is None:
            raise ValueError(text)
        return found[1] or ""
    if high:
        good = text.isascii() and text.isdigit() and len(text) < 7 and low <= int(text) <= high
    elif choices:
        good = text in choices
    else:
        good = any(text.removeprefix("-" if kind == "column" else "") in vocabulary[kind] for kind in kinds)
    if not good:
        raise ValueError(text)
    return text


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, bool):
        return "1" if value else "0"
    return "" if value is None else str(value)
