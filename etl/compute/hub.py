"""The regional-hub index's inputs, as rows of index.hub_input, become the frame that composite works on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from etl.compute.composite import Floats, Frame

DRAWS = 1000
SEED = 2026
Row = tuple[str, str, str, str, float | None]


@dataclass(frozen=True)
class Peers:
    """One year's frame and the codes of its axes, sorted: countries (C,), indicators (K,), pillars (P,)."""

    countries: tuple[str, ...]
    indicators: tuple[str, ...]
    pillars: tuple[str, ...]
    frame: Frame

    def equal(self) -> tuple[Floats, Floats]:
        """The default weights: equal inside pillars (K,) and between them (P,)."""
        return np.ones(len(self.indicators)), np.ones(len(self.pillars))

    def choice(self, name: str) -> str:
        """The slug behind a name of composite's sensitivity: pillar_2 → a pillar, indicator_5 → an indicator."""
        kind, _, number = name.rpartition("_")
        names = {"pillar": self.pillars, "indicator": self.indicators}
        return names[kind][int(number)] if kind in names else name


def peers(rows: Iterable[Row]) -> Peers:
    """Arrange rows (iso3, indicator, pillar, better 'high' or 'low', value or None) of one year, in any order."""
    held = list(rows)
    countries = tuple(sorted({row[0] for row in held}))
    facts = {indicator: (pillar, better) for _, indicator, pillar, better, _ in held}
    indicators = tuple(sorted(facts))
    pillars = tuple(sorted({pillar for pillar, _ in facts.values()}))
    values = np.full((len(countries), len(indicators)), np.nan)
    row_of, column_of = ({code: n for n, code in enumerate(codes)} for codes in (countries, indicators))
    for iso3, indicator, _, _, value in held:
        if value is not None:
            values[row_of[iso3], column_of[indicator]] = value
    direction = np.array([1.0 if facts[i][1] == "high" else -1.0 for i in indicators])
    pillar = np.array([pillars.index(facts[i][0]) for i in indicators])
    return Peers(countries, indicators, pillars, Frame(values, direction, pillar))
