"""Rows of the warehouse become the frame of one year, whatever their order."""

from __future__ import annotations

import numpy as np

from etl.compute.hub import peers

ROWS = [
    ("MAR", "governance", "enabling", "high", -0.3),
    ("MAR", "grid_intensity", "enabling", "low", 595.0),
    ("MAR", "reserve_share", "resource", "high", None),
    ("EGY", "reserve_share", "resource", "high", 0.1),
    ("EGY", "governance", "enabling", "high", -0.7),
    ("EGY", "grid_intensity", "enabling", "low", None),
]


def test_rows_are_arranged_by_code() -> None:
    for rows in (ROWS, ROWS[::-1]):
        found = peers(rows)
        assert found.countries == ("EGY", "MAR")
        assert found.indicators == ("governance", "grid_intensity", "reserve_share")
        assert found.pillars == ("enabling", "resource")
        assert found.frame.direction.tolist() == [1, -1, 1]
        assert found.frame.pillar.tolist() == [0, 0, 1]
        expected = [[-0.7, np.nan, 0.1], [-0.3, 595, np.nan]]
        assert np.array_equal(found.frame.values, expected, equal_nan=True)


def test_weights_are_equal_and_choices_have_their_slug() -> None:
    found = peers(ROWS)
    indicators, pillars = found.equal()
    assert (indicators.tolist(), pillars.tolist()) == ([1, 1, 1], [1, 1])
    names = ["normalisation", "aggregation", "pillar_1", "indicator_0"]
    assert [found.choice(n) for n in names] == ["normalisation", "aggregation", "resource", "governance"]
