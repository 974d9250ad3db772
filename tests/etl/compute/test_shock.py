"""The supplier-loss simulator: four countries worked by hand, its laws as properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from etl.compute import shock
from etl.compute.shock import Balance, Floats, Trade

LAW = settings(deadline=None)

# AAA and BBB export; CCC and DDD import, and CCC sells a little to DDD. Tonnes: half the dollars; one weight unknown.
METAL = [
    ("AAA", "CCC", 60.0, 30.0),
    ("AAA", "DDD", 40.0, 20.0),
    ("BBB", "CCC", 20.0, None),
    ("BBB", "DDD", 80.0, 40.0),
    ("CCC", "DDD", 10.0, 5.0),
]
ORE = [("AAA", "BBB", 80.0, 800.0), ("DDD", "BBB", 20.0, 200.0)]
A, B, C, D = range(4)


def by_hand() -> shock.Outcome:
    """AAA stops wholly; the others can add a fifth.

    Lost: CCC 60, DDD 40. CCC can ask BBB alone (60); DDD asks BBB and CCC as 100 to 10: 400/11 and 40/11. BBB has 20
    for 60 + 400/11 = 1060/11 asked, so it gives each 22/106; CCC has 2 for 40/11.
    """
    [trade] = shock.trades(METAL)
    return shock.simulate(trade, trade.vector({"AAA": 1.0}), 0.2)


def test_lost_covered_gap_by_hand() -> None:
    value = by_hand().value
    to_c, to_d = 60 * 22 / 106, 400 / 11 * 22 / 106
    assert value.lost.tolist() == pytest.approx([0, 0, 60, 40])
    assert value.covered.tolist() == pytest.approx([0, 0, to_c, to_d + 2])
    assert value.gap.tolist() == pytest.approx([0, 0, 60 - to_c, 38 - to_d])
    assert value.share[[C, D]].tolist() == pytest.approx([(60 - to_c) / 80, (38 - to_d) / 130])
    assert np.isnan(value.share[[A, B]]).all(), "no imports, no share of them"
    assert value.cover[B].tolist() == pytest.approx([0, 0, to_c, to_d])
    assert value.cover[C].tolist() == pytest.approx([0, 0, 0, 2])
    assert value.spare.tolist() == pytest.approx([0, 20, 2, 0])


def test_concentration_before_and_after_by_hand() -> None:
    outcome = by_hand()
    b, c = 80 + 400 / 11 * 22 / 106, 12
    assert outcome.hhi_before[[C, D]].tolist() == pytest.approx([0.625, (40**2 + 80**2 + 10**2) / 130**2])
    assert outcome.hhi_after[[C, D]].tolist() == pytest.approx([1, (b**2 + c**2) / (b + c) ** 2])


def test_tonnes_where_weights_are_known() -> None:
    outcome = by_hand()
    # Known: AAA 50, BBB 40 to DDD, CCC 5. DDD asks BBB and CCC as 40 to 5 for 20; CCC asks BBB for 30.
    wanted = 30 + 20 * 40 / 45
    assert outcome.tonnes.imports.tolist() == [0, 0, 30, 65]
    assert outcome.tonnes.covered.tolist() == pytest.approx([0, 0, 30 * 8 / wanted, 20 * 40 / 45 * 8 / wanted + 1])
    assert outcome.weighed[[C, D]].tolist() == pytest.approx([0.75, 1])


def test_an_importer_without_any_weight_has_no_tonnes() -> None:
    [trade] = shock.trades([("AAA", "CCC", 5.0, None), ("AAA", "DDD", 5.0, 1.0)])
    outcome = shock.simulate(trade, trade.vector({"AAA": 0.5}), 0.0)
    assert np.array_equal(outcome.tonnes.lost, [0, np.nan, 0.5], equal_nan=True)
    assert np.array_equal(outcome.tonnes.cover[:, 1], [np.nan] * 3, equal_nan=True)
    assert outcome.value.lost.tolist() == [0, 2.5, 2.5]


def test_a_cascade_by_hand() -> None:
    """BBB lives on ore: 80 of 100 from AAA. DDD can add 4, so BBB misses 76 % and cuts as much of its metal."""
    metal, ore = shock.trades(METAL, ORE)
    outcome = shock.simulate(metal, metal.vector({"AAA": 1.0}), 0.2, ore)
    assert shock.dependence(ore).tolist() == [0, 1, 0, 0]
    assert [step.cut.tolist() for step in outcome.steps] == [[1, 0, 0, 0], pytest.approx([1, 0.76, 0, 0])]
    assert outcome.value.lost.tolist() == pytest.approx([0, 0, 75.2, 100.8])
    assert outcome.value.covered.tolist() == pytest.approx([0, 0, 0, 2]), "BBB has no ore to add metal with"
    assert [(step.lost, step.gap) for step in outcome.steps][1] == pytest.approx((176, 174))
    assert outcome.settled


def test_half_of_the_output_on_its_own_ore_halves_the_cut_and_the_spare() -> None:
    metal, ore = shock.trades(METAL, ORE)
    outcome = shock.simulate(metal, metal.vector({"AAA": 1.0}), 0.2, ore, link=0.5)
    assert outcome.steps[-1].cut.tolist() == pytest.approx([1, 0.38, 0, 0])
    assert outcome.value.spare.tolist() == pytest.approx([0, 10, 2, 0])


def test_a_stage_that_feeds_itself_runs_to_the_end_of_the_chain() -> None:
    [trade] = shock.trades([("AAA", "BBB", 9.0, None), ("BBB", "CCC", 6.0, None), ("CCC", "DDD", 3.0, None)])
    outcome = shock.simulate(trade, trade.vector({"AAA": 0.5}), 0.0, trade, link=1.0)
    assert [step.cut.tolist() for step in outcome.steps] == [
        [0.5, 0, 0, 0],
        [0.5, 0.5, 0, 0],
        [0.5, 0.5, 0.5, 0],
        [0.5, 0.5, 0.5, 0.5],
    ]
    assert [step.lost for step in outcome.steps] == pytest.approx([4.5, 7.5, 9, 9])


def test_the_unspecified_neither_step_in_nor_concentrate() -> None:
    [trade] = shock.trades([("AAA", "DDD", 50.0, None), ("XXX", "DDD", 50.0, None)])
    outcome = shock.simulate(trade, trade.vector({"AAA": 1.0}), 0.5)
    assert outcome.value.gap.tolist() == [0, 50, 0]
    assert (outcome.hhi_before[1], outcome.hhi_after[1]) == (0.25, 0)


def test_spare_capacity_enough_leaves_no_gap_at_all() -> None:
    [trade] = shock.trades(METAL)
    outcome = shock.simulate(trade, trade.vector({"AAA": 0.37, "ZZZ": 1.0}), 10.0)
    assert outcome.value.gap.tolist() == [0, 0, 0, 0]
    assert outcome.value.covered.sum() == pytest.approx(37)


HUB = Balance(
    imports=np.array([0.0, 100, 50]),
    lost=np.array([0.0, 40, 20]),
    covered=np.array([0.0, 10, 5]),
    gap=np.array([0.0, 30, 15]),
    share=np.array([np.nan, 0.3, 0.3]),
    cover=np.array([[0.0, 4, 2], [0, 0, 3], [0, 6, 0]]),
    exports=np.array([60.0, 0, 0]),
    spare=np.array([6.0, 3, 6]),
)


@pytest.mark.parametrize(
    ("output", "reserves", "low", "high"),
    [
        (None, None, 4, 6),  # the bloc's part of the spare capacity, or all of it
        (75.0, None, 4, 21),  # and the 15 it does not export
        (200.0, None, 4, 34),  # never more than the need
        (75.0, 780.0, 3, 18),  # reserves feed 78 a year: 3 more than today
        (75.0, 100.0, 0, 15),  # reserves feed no more than today
        (None, 640.0, 4, 4),  # output unknown: at least what it exports
    ],
)
def test_what_a_hub_can_fill_by_hand(output: float | None, reserves: float | None, low: float, high: float) -> None:
    band = shock.fill(HUB, 0, np.array([False, True, False]), output=output, reserves=reserves)
    assert (band.need, band.low, band.high) == (34, low, high)
    assert (band.low_share, band.high_share) == pytest.approx((low / 34, high / 34))


def test_a_hub_that_stops_fills_nothing() -> None:
    [trade] = shock.trades(METAL)
    outcome = shock.simulate(trade, trade.vector({"AAA": 0.5}), 0.2)
    band = shock.fill(outcome.value, A, trade.members({"CCC", "DDD"}), output=1e9)
    assert (band.low, band.high) == (0, 0)


def test_where_nothing_is_lacking_there_is_no_share_to_fill() -> None:
    [trade] = shock.trades(METAL)
    band = shock.fill(shock.simulate(trade, np.zeros(4), 0.2).value, B, trade.members({"CCC"}))
    assert band.need == 0
    assert np.isnan([band.low_share, band.high_share]).all()


@pytest.mark.parametrize(
    ("loss", "spare", "link"), [(1.1, 0.1, 0.5), (-0.1, 0.1, 0.5), (0.5, -0.1, 0.5), (0.5, 0.1, 2), (0.5, np.nan, 1)]
)
def test_ratios_out_of_range_are_refused(loss: float, spare: float, link: float) -> None:
    metal, ore = shock.trades(METAL, ORE)
    with pytest.raises(ValueError, match="out of range"):
        shock.simulate(metal, np.full(4, loss), spare, ore, link)


def test_trade_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="between two countries"):
        shock.trades([("AAA", "AAA", 1.0, None)])
    with pytest.raises(ValueError, match="between two countries"):
        shock.trades([("AAA", "BBB", -1.0, None)])
    with pytest.raises(ValueError, match="finite"):
        shock.trades([("AAA", "BBB", float("nan"), None)])
    [one], [other] = shock.trades(METAL), shock.trades([("AAA", "BBB", 1.0, None)])
    with pytest.raises(ValueError, match="same codes"):
        shock.simulate(one, np.zeros(4), 0.1, other)
    with pytest.raises(ValueError, match="square"):
        Trade(("AAA",), np.zeros((2, 2)), np.zeros((2, 2)), np.ones(2, dtype=bool))


CODES = ("AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "XXX")
AMOUNT = st.one_of(st.just(0.0), st.floats(1e-3, 1e11))


@st.composite
def shocks(draw: st.DrawFn) -> tuple[Trade, Floats, float, Trade]:
    n = draw(st.integers(2, 7))

    def stage() -> Trade:
        value = draw(arrays.arrays(np.float64, (n, n), elements=AMOUNT))
        tonnes = draw(arrays.arrays(np.float64, (n, n), elements=st.one_of(st.just(np.nan), AMOUNT)))
        np.fill_diagonal(value, 0)
        np.fill_diagonal(tonnes, 0)
        return Trade(CODES[:n], value, tonnes, np.array([c != "XXX" for c in CODES[:n]]))

    loss = draw(arrays.arrays(np.float64, n, elements=st.one_of(st.just(0.0), st.just(1.0), st.floats(0, 1))))
    return stage(), loss, draw(st.floats(0, 2)), stage()


@LAW
@given(shocks())
def test_lost_is_covered_plus_gap_to_the_last_bit(given_: tuple[Trade, Floats, float, Trade]) -> None:
    trade, loss, spare, above = given_
    for feeds in (None, above, trade):
        outcome = shock.simulate(trade, loss, spare, feeds)
        for unit in (outcome.value, outcome.tonnes):
            assert np.array_equal(unit.lost, unit.covered + unit.gap, equal_nan=True)
            assert np.array_equal(unit.covered, unit.cover.sum(axis=0), equal_nan=True)
            assert np.nansum(unit.lost) == np.nansum(unit.covered) + np.nansum(unit.gap)
            assert not (unit.gap < 0).any()
            assert not (unit.cover < 0).any()


@LAW
@given(shocks())
def test_amounts_within_their_limits(given_: tuple[Trade, Floats, float, Trade]) -> None:
    trade, loss, spare, above = given_
    outcome = shock.simulate(trade, loss, spare, above)
    value, grain = outcome.value, trade.value.sum() * 2.0**-40
    cut = outcome.steps[-1].cut
    assert value.lost == pytest.approx(cut @ trade.value, abs=grain)
    assert (value.cover.sum(axis=1) <= value.spare + grain).all()
    assert not value.spare[loss > 0].any()
    assert not value.cover[loss > 0].any()
    assert not value.cover.diagonal().any()
    assert (cut >= loss).all()
    assert (cut <= 1).all()
    for hhi in (outcome.hhi_before, outcome.hhi_after):
        assert ((hhi >= 0) & (hhi <= 1 + 1e-9) | np.isnan(hhi)).all()
    assert outcome.settled
    band = shock.fill(value, 0, trade.members(CODES[1:3]))
    assert 0 <= band.low <= band.high <= band.need


@LAW
@given(shocks())
def test_without_a_loss_nothing_moves(given_: tuple[Trade, Floats, float, Trade]) -> None:
    trade, loss, spare, above = given_
    outcome = shock.simulate(trade, np.zeros_like(loss), spare, above)
    assert len(outcome.steps) == 1
    assert not outcome.value.lost.any()
    assert np.array_equal(outcome.hhi_before, outcome.hhi_after, equal_nan=True)


@LAW
@given(shocks())
def test_the_unit_does_not_matter_and_a_run_repeats(given_: tuple[Trade, Floats, float, Trade]) -> None:
    trade, loss, spare, above = given_
    thousands = Trade(trade.codes, trade.value * 1024, trade.tonnes, trade.named)
    one, again = shock.simulate(trade, loss, spare, above), shock.simulate(trade, loss, spare, above)
    scaled = shock.simulate(thousands, loss, spare, above)
    assert np.array_equal(one.value.gap, again.value.gap)
    assert np.array_equal(one.value.gap * 1024, scaled.value.gap)
    assert np.array_equal(one.value.share, scaled.value.share, equal_nan=True)


@LAW
@given(shocks(), st.floats(0, 1))
def test_more_spare_capacity_never_widens_the_gap(given_: tuple[Trade, Floats, float, Trade], more: float) -> None:
    trade, loss, spare, _ = given_
    less, wider = (shock.simulate(trade, loss, s).value for s in (spare, spare + more))
    grain = trade.value.sum() * 2.0**-40
    assert (wider.gap <= less.gap + grain).all()
    assert wider.gap.sum() <= less.gap.sum() + grain
