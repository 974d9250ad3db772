"""The composite index: the handbook's steps worked by hand, its laws as properties, its uncertainty by seed."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from etl.compute import composite
from etl.compute.composite import AGGREGATIONS, NORMALISATIONS, Floats, Frame

NAN = float("nan")
# A property takes the time it takes: the machine may be busy.
LAW = settings(deadline=None)

# Four countries, three indicators (the second: the lower the better) in two pillars: {0, 1} and {2}.
VALUES = np.array(
    [
        [10.0, 2.0, 100.0],
        [20.0, 6.0, 300.0],
        [30.0, 4.0, 100.0],
        [20.0, 8.0, 500.0],
    ]
)
EXAMPLE = Frame(VALUES, np.array([1.0, -1.0, 1.0]), np.array([0, 0, 1]))
ONES, BOTH = np.ones(3), np.ones(2)

# Worked by hand. Means 20, 5, 250; Σ(x−mean)² = 200, 20, 110 000; over n = 4: 50, 5, 27 500. √(C−1) = √3.
MIN_MAX = [[0, 1, 0], [0.5, 1 / 3, 0.5], [1, 2 / 3, 0], [0.5, 0, 1]]
RANK = [[0, 1, 1 / 6], [0.5, 1 / 3, 2 / 3], [1, 2 / 3, 1 / 6], [0.5, 0, 1]]
Z = np.array([[-10, 3, -150], [0, -1, 50], [10, 1, -150], [0, -3, 250]]) / np.sqrt([50, 5, 27_500])


def test_normalisations_by_hand() -> None:
    assert composite.normalise(EXAMPLE, "min_max") == pytest.approx(np.array(MIN_MAX))
    assert composite.normalise(EXAMPLE, "rank") == pytest.approx(np.array(RANK))
    assert composite.normalise(EXAMPLE, "z") == pytest.approx(0.5 + Z / (2 * np.sqrt(3)))


def test_arithmetic_by_hand() -> None:
    scores = composite.score(EXAMPLE, ONES, BOTH)
    assert scores.pillars == pytest.approx(np.array([[0.5, 0], [5 / 12, 0.5], [5 / 6, 0], [0.25, 1]]))
    assert scores.index == pytest.approx(np.array([0.25, 11 / 24, 5 / 12, 0.625]))
    assert composite.rank(scores.index).tolist() == [4, 2, 3, 1]
    assert scores.normalised == pytest.approx(np.array(MIN_MAX))


def test_geometric_by_hand_counts_an_empty_pillar_a_hundredth() -> None:
    index = composite.score(EXAMPLE, ONES, BOTH, aggregation="geometric").index
    assert index == pytest.approx(np.sqrt([0.5 * 0.01, 5 / 12 * 0.5, 5 / 6 * 0.01, 0.25]))
    assert composite.rank(index).tolist() == [4, 2, 3, 1]


def test_weights_by_hand() -> None:
    scores = composite.score(EXAMPLE, np.array([3.0, 1.0, 7.0]), np.array([1.0, 3.0]))
    assert scores.pillars[:, 0] == pytest.approx(np.array([1 / 4, (1.5 + 1 / 3) / 4, (3 + 2 / 3) / 4, 1.5 / 4]))
    assert scores.index == pytest.approx(scores.pillars @ np.array([0.25, 0.75]))
    geometric = composite.score(EXAMPLE, ONES, np.array([1.0, 3.0]), aggregation="geometric").index
    assert geometric[1] == pytest.approx((5 / 12) ** 0.25 * 0.5**0.75)


def test_z_ranks_as_the_sum_of_standard_scores() -> None:
    flat = Frame(VALUES, EXAMPLE.direction, np.zeros(3, dtype=np.int64))
    index = composite.score(flat, ONES, np.ones(1), "z").index
    assert index == pytest.approx(0.5 + Z.mean(axis=1) / (2 * np.sqrt(3)))


def frame_with_gaps(present: int) -> Frame:
    values = np.vstack([np.arange(6.0), np.ones(6)])
    values[0, present:5] = NAN
    return Frame(values, np.ones(6), np.array([0, 0, 0, 0, 0, 1]))


@pytest.mark.parametrize(("present", "has_index"), [(5, True), (3, True), (2, False)])
def test_a_country_needs_sixty_percent_of_every_pillar(present: int, has_index: bool) -> None:
    scores = composite.score(frame_with_gaps(present), np.ones(6), BOTH)
    assert scores.coverage[0].tolist() == [present / 5, 1]
    assert np.isnan(scores.index[0]) == (not has_index)
    assert np.isnan(scores.pillars[0]).tolist() == [not has_index, False]


def test_present_indicators_alone_make_the_pillar() -> None:
    values = np.array([[1.0, NAN, 1.0], [0.0, 0.0, 0.0], [1.0, 1.0, 0.5]])
    pillars = composite.score(Frame(values, np.ones(3), np.zeros(3, dtype=np.int64)), ONES, np.ones(1)).pillars
    assert pillars[:, 0] == pytest.approx(np.array([1.0, 0.0, 2.5 / 3]))


def test_a_weight_of_zero_takes_out() -> None:
    gaps = frame_with_gaps(2)
    without = composite.score(gaps, np.array([1.0, 1, 0, 0, 0, 1]), BOTH)
    assert without.coverage[0].tolist() == [1, 1]
    assert not np.isnan(without.index).any()
    only_second = composite.score(gaps, np.ones(6), np.array([0.0, 1.0]))
    assert only_second.index == pytest.approx(only_second.pillars[:, 1])
    emptied = composite.score(gaps, np.array([0.0, 0, 0, 0, 0, 1]), BOTH)
    assert np.isnan(emptied.coverage[:, 0]).all()
    assert emptied.index == pytest.approx(emptied.pillars[:, 1])


def test_an_indicator_that_does_not_vary_or_that_nobody_has() -> None:
    frame = Frame(np.array([[7.0, NAN, 1.0], [7.0, NAN, 2.0]]), np.ones(3), np.array([0, 0, 0]))
    for how in NORMALISATIONS:
        scores = composite.normalise(frame, how)
        assert scores[:, 0].tolist() == [0.5, 0.5]
        assert np.isnan(scores[:, 1]).all()


@pytest.mark.parametrize(
    ("weights", "pillar_weights"),
    [([1, 1, -1], [1, 1]), ([0, 0, 0], [1, 1]), ([1, 1, 0], [0, 1]), ([1, 1], [1, 1]), ([1, 1, NAN], [1, 1])],
)
def test_weights_that_say_nothing_are_refused(weights: list[float], pillar_weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weight"):
        composite.score(EXAMPLE, np.array(weights, dtype=float), np.array(pillar_weights, dtype=float))


@pytest.mark.parametrize(
    ("values", "direction", "pillar"),
    [
        ([[np.inf, 1.0]], [1.0, 1.0], [0, 0]),
        ([[1.0, 1.0]], [1.0, 0.0], [0, 0]),
        ([[1.0, 1.0]], [1.0, 1.0], [0, 2]),
        ([[1.0, 1.0]], [1.0], [0, 0]),
    ],
)
def test_a_frame_that_does_not_fit_is_refused(
    values: list[list[float]], direction: list[float], pillar: list[int]
) -> None:
    with pytest.raises(ValueError, match=r"indicator|finite|pillars"):
        Frame(np.array(values), np.array(direction), np.array(pillar))


def test_ties_share_the_better_rank_and_a_missing_index_has_none() -> None:
    ranks = composite.rank(np.array([0.5, 0.9, 0.5, NAN, 0.1 + 0.2, 0.3]))
    assert np.array_equal(ranks, [2, 1, 2, NAN, 4, 4], equal_nan=True)


@pytest.mark.parametrize(
    ("first", "second", "shared"), [((1, 3), (3, 5), True), ((1, 2), (3, 5), False), ((2, 3), (1, 9), True)]
)
def test_rank_intervals_overlap(first: tuple[float, float], second: tuple[float, float], shared: bool) -> None:
    assert composite.overlap(first, second) is shared
    assert composite.overlap(second, first) is shared


def test_draws_repeat_by_seed_and_differ_between_seeds() -> None:
    one, again, other = (composite.uncertainty(EXAMPLE, ONES, BOTH, draws=200, seed=s) for s in (5, 5, 6))
    assert np.array_equal(one.ranks, again.ranks)
    assert all(np.array_equal(one.sensitivity[k], again.sensitivity[k]) for k in one.sensitivity)
    assert not np.array_equal(one.ranks, other.ranks)


def test_a_country_best_at_everything_is_first_in_every_draw() -> None:
    values = np.array([[3.0, 1.0, 9.0], [2.0, 2.0, 8.0], [1.0, 3.0, NAN]])
    found = composite.uncertainty(Frame(values, EXAMPLE.direction, EXAMPLE.pillar), ONES, BOTH)
    assert (found.low[0], found.median[0], found.high[0]) == (1, 1, 1)
    assert found.dominance[0, 1] == 1
    assert found.dominance[1, 0] == 0
    assert found.sensitivity["normalisation"][0] == 0
    assert np.isnan([found.low[2], found.dominance[0, 2], found.sensitivity["aggregation"][2]]).all()


def test_intervals_are_ranks_that_were_drawn() -> None:
    found = composite.uncertainty(EXAMPLE, ONES, BOTH, draws=1000, seed=1)
    for country in range(4):
        drawn = np.sort(found.ranks[:, country])
        assert [found.low[country], found.median[country], found.high[country]] == [drawn[49], drawn[499], drawn[949]]


def test_sensitivity_names_the_choice_that_moves_the_rank() -> None:
    # Arithmetic prefers the specialist (1, 0), geometric the all-rounder (0.4, 0.4): nothing else decides.
    values = np.array([[1.0, 0.0], [0.4, 0.4], [0.0, 1.0], [0.0, 0.0]])
    frame = Frame(values, np.ones(2), np.array([0, 1]))
    found = composite.uncertainty(frame, np.ones(2), BOTH, draws=2000)
    shares = {name: share[1] for name, share in found.sensitivity.items()}
    assert max(shares, key=lambda name: shares[name]) == "aggregation"
    # An indicator alone in its pillar has no weight to speak of.
    assert shares["indicator_0"] < 0.01
    names = ["normalisation", "aggregation", "pillar_0", "pillar_1", "indicator_0", "indicator_1"]
    assert list(found.sensitivity) == names


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    countries, indicators = draw(st.integers(2, 8)), draw(st.integers(1, 6))
    value = st.one_of(st.floats(-1e6, 1e6), st.integers(0, 3).map(float), st.just(NAN))
    values = draw(arrays.arrays(np.float64, (countries, indicators), elements=value))
    pillars = draw(st.integers(1, indicators))
    direction = draw(arrays.arrays(np.float64, indicators, elements=st.sampled_from([-1.0, 1.0])))
    return Frame(values, direction, np.arange(indicators) % pillars)


def equal_weights(frame: Frame) -> tuple[Floats, Floats]:
    return np.ones(frame.values.shape[1]), np.ones(frame.pillars)


@LAW
@given(frames())
def test_scores_stay_within_bounds_and_missing_stays_missing(frame: Frame) -> None:
    for how in NORMALISATIONS:
        scores = composite.normalise(frame, how)
        assert np.array_equal(np.isnan(scores), np.isnan(frame.values))
        assert ((scores >= 0) & (scores <= 1) | np.isnan(scores)).all()
        for aggregation in AGGREGATIONS:
            result = composite.score(frame, *equal_weights(frame), how, aggregation)
            for found in (result.index, result.pillars):
                assert ((found >= -1e-12) & (found <= 1 + 1e-12) | np.isnan(found)).all()
            assert np.array_equal(np.isnan(result.index), np.isnan(result.pillars).any(axis=1))


@LAW
@given(frames(), st.floats(1e-3, 1e3), st.floats(1e-3, 1e3))
def test_units_and_the_sum_of_weights_do_not_matter(frame: Frame, unit: float, times: float) -> None:
    weights, pillar_weights = equal_weights(frame)
    rescaled = Frame(frame.values * unit, frame.direction, frame.pillar)
    for how in ("min_max", "z"):
        index = composite.score(frame, weights, pillar_weights, how).index
        again = composite.score(rescaled, weights * times, pillar_weights * times, how).index
        assert index == pytest.approx(again, rel=1e-6, abs=1e-6, nan_ok=True)


@LAW
@given(frames(), st.randoms(use_true_random=False))
def test_the_order_of_countries_does_not_matter(frame: Frame, random: Random) -> None:
    order = list(range(len(frame.values)))
    random.shuffle(order)
    shuffled = Frame(frame.values[order], frame.direction, frame.pillar)
    weights = equal_weights(frame)
    found = composite.uncertainty(frame, *weights, draws=30)
    again = composite.uncertainty(shuffled, *weights, draws=30)
    assert np.array_equal(found.ranks[:, order], again.ranks, equal_nan=True)
    assert np.array_equal(found.dominance[np.ix_(order, order)], again.dominance, equal_nan=True)


@LAW
@given(frames())
def test_ranks_are_a_permutation_but_for_ties(frame: Frame) -> None:
    index = composite.score(frame, *equal_weights(frame)).index
    ranks = composite.rank(index)
    held = ranks[~np.isnan(ranks)]
    assert np.array_equal(np.isnan(ranks), np.isnan(index))
    assert all(rank == 1 + (held < rank).sum() for rank in held)
    if len(set(held)) == len(held):
        assert sorted(held) == list(range(1, len(held) + 1))


@LAW
@given(frames())
def test_one_before_the_other_or_a_tie(frame: Frame) -> None:
    found = composite.uncertainty(frame, *equal_weights(frame), draws=50)
    ties = (found.ranks[:, :, None] == found.ranks[:, None, :]).mean(axis=0)
    total = found.dominance + found.dominance.T + ties
    held = ~np.isnan(found.median)
    assert total[np.ix_(held, held)] == pytest.approx(np.ones((held.sum(), held.sum())))
    assert np.isnan(found.dominance[~held]).all()
    assert (found.low <= found.median)[held].all()
    assert (found.median <= found.high)[held].all()
    for share in found.sensitivity.values():
        assert ((share >= 0) & (share <= 1 + 1e-12))[held].all()


@LAW
@given(frames(), st.data())
def test_a_better_value_never_lowers_the_index(frame: Frame, data: st.DataObject) -> None:
    row = data.draw(st.integers(0, len(frame.values) - 1))
    column = data.draw(st.integers(0, frame.values.shape[1] - 1))
    better = frame.values.copy()
    better[row, column] += frame.direction[column] * 1e5
    for how in NORMALISATIONS:
        before = composite.normalise(frame, how)[row, column]
        after = composite.normalise(Frame(better, frame.direction, frame.pillar), how)[row, column]
        assert np.isnan(before) or after >= before - 1e-9
