"""A composite index with its uncertainty: pillars, weights, normalisations, aggregations, seeded draws.

Steps and names follow the OECD/JRC Handbook on Constructing Composite Indicators (2008); the uncertainty analysis
follows Saisana, Saltelli and Tarantola (2005). Arrays: C countries, K indicators, P pillars, D draws. NaN is missing
and is never imputed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Normalisation = Literal["min_max", "z", "rank"]
Aggregation = Literal["arithmetic", "geometric"]

NORMALISATIONS: tuple[Normalisation, ...] = ("min_max", "z", "rank")
AGGREGATIONS: tuple[Aggregation, ...] = ("arithmetic", "geometric")
COVERAGE = 0.6
SPREAD = 0.25
# A geometric mean of a pillar at 0 would be 0 whatever the others say: such a pillar counts 0.01.
FLOOR = 0.01
# Weight factors fall into this many equal classes when the rank's variance is shared out.
CLASSES = 5
# Equal countries must tie although sums in another order differ in their last bits.
DECIMALS = 12


@dataclass(frozen=True)
class Frame:
    """What is compared: values (C, K), direction (K,) of +1 or −1, pillar (K,) numbered from 0 without a gap.

    Raises ValueError where the shapes disagree, a value is infinite or a pillar has no indicator.
    """

    values: Floats
    direction: Floats
    pillar: Ints

    def __post_init__(self) -> None:
        shape = (self.values.shape[1],)
        if self.direction.shape != shape or self.pillar.shape != shape:
            raise ValueError("direction and pillar need one entry an indicator")
        if np.isinf(self.values).any() or not np.isin(self.direction, (-1, 1)).all():
            raise ValueError("values must be finite or missing, directions +1 or −1")
        if sorted({*self.pillar.tolist()}) != list(range(self.pillars)):
            raise ValueError("pillars are numbered from 0 without a gap")

    @property
    def pillars(self) -> int:
        """Number of pillars P."""
        return int(self.pillar.max()) + 1


@dataclass(frozen=True)
class Scores:
    """One set of choices: index (C,) and pillars (C, P) from 0 to 1, NaN below the coverage rule.

    coverage (C, P): share of a pillar's weighted indicators that a country has, NaN for a pillar without weight;
    normalised (C, K): what the pillars are means of.
    """

    index: Floats
    pillars: Floats
    coverage: Floats
    normalised: Floats


@dataclass(frozen=True)
class Uncertainty:
    """Ranks (D, C) over the draws, NaN for a country without an index; median, low (5 %) and high (95 %) are (C,).

    dominance (C, C): share of draws in which row ranks before column, NaN without an index. sensitivity: share of the
    variance of a country's rank that one choice explains alone, (C,) each: "normalisation", "aggregation",
    "pillar_<p>" and "indicator_<k>" (their weights). What is missing to 1 is the choices' interplay.
    """

    ranks: Floats
    median: Floats
    low: Floats
    high: Floats
    dominance: Floats
    sensitivity: dict[str, Floats]


def normalise(frame: Frame, how: Normalisation) -> Floats:
    """(C, K) scores from 0 to 1, the better the higher; an indicator that does not vary scores 0.5.

    min_max: 0 is the worst of the peer set, 1 the best. rank: the share of the other peers it beats, a tie counting
    half. z: 0.5 + z / (2√(C−1)), z with the standard deviation of the set. |z| cannot exceed √(C−1) (Samuelson 1968),
    so this one line for all indicators keeps 0–1, and sums rank as sums of z do, without cutting outliers.
    """
    # In units of the largest magnitude, so that no difference of huge or tiny numbers is lost.
    largest = np.max(np.abs(frame.values), axis=0, initial=0, where=~np.isnan(frame.values))
    oriented = frame.values / np.where(largest > 0, largest, 1) * frame.direction
    present = ~np.isnan(oriented)
    low = np.min(oriented, axis=0, initial=np.inf, where=present)
    high = np.max(oriented, axis=0, initial=-np.inf, where=present)
    varies = high > low
    base = np.where(varies, low, 0)
    scores: Floats = (oriented - base) / np.where(varies, high - base, 1)
    if how == "z":
        n = np.maximum(present.sum(axis=0), 1)
        away = np.where(present, scores - np.where(present, scores, 0).sum(axis=0) / n, 0)
        deviation = np.where(varies, np.sqrt((away**2).sum(axis=0) / n), 1)
        scores = 0.5 + away / deviation / (2 * np.sqrt(max(len(scores) - 1, 1)))
    elif how == "rank":
        above = (oriented[:, None, :] > oriented[None, :, :]).sum(axis=1)
        ties = (oriented[:, None, :] == oriented[None, :, :]).sum(axis=1) - 1
        scores = (above + ties / 2) / np.maximum(present.sum(axis=0) - 1, 1)
    return np.where(present, np.where(varies, np.clip(scores, 0, 1), 0.5), np.nan)


def score(
    frame: Frame,
    weights: Floats,
    pillar_weights: Floats,
    normalisation: Normalisation = "min_max",
    aggregation: Aggregation = "arithmetic",
) -> Scores:
    """The index for one set of choices; weights (K,) and pillar_weights (P,) need not sum to 1.

    Inside a pillar: weighted mean of the indicators present, at least 60 % of those with a weight. Between pillars:
    arithmetic or geometric mean; a country that lacks a weighted pillar has no index. A weight of 0 takes an
    indicator or a pillar out. Raises ValueError for weights that are negative, not finite or all zero.
    """
    _check(frame, weights, pillar_weights)
    scores = normalise(frame, normalisation)
    index, pillars = _aggregate(frame, scores, weights[None], pillar_weights[None], aggregation)
    return Scores(index[0], pillars[:, 0].T, _coverage(frame, weights > 0), scores)


def uncertainty(frame: Frame, weights: Floats, pillar_weights: Floats, draws: int = 1000, seed: int = 0) -> Uncertainty:
    """Rank the countries `draws` times: weights within ±25 %, normalisation and aggregation at random, seeded."""
    _check(frame, weights, pillar_weights)
    random = np.random.default_rng(seed)
    of_indicator = random.uniform(1 - SPREAD, 1 + SPREAD, (draws, len(weights)))
    of_pillar = random.uniform(1 - SPREAD, 1 + SPREAD, (draws, frame.pillars))
    normal = random.integers(len(NORMALISATIONS), size=draws)
    joined = random.integers(len(AGGREGATIONS), size=draws)
    index = np.empty((draws, len(frame.values)))
    for n, normalisation in enumerate(NORMALISATIONS):
        scores = normalise(frame, normalisation)
        for a, aggregation in enumerate(AGGREGATIONS):
            mine = (normal == n) & (joined == a)
            w, wp = weights * of_indicator[mine], pillar_weights * of_pillar[mine]
            index[mine], _ = _aggregate(frame, scores, w, wp, aggregation)
    ranks = _ranks(index)
    low, median, high = np.quantile(ranks, (0.05, 0.5, 0.95), axis=0, method="inverted_cdf")
    choices = {"normalisation": normal, "aggregation": joined}
    choices |= {f"pillar_{p}": _classes(of_pillar[:, p]) for p in range(frame.pillars)}
    choices |= {f"indicator_{k}": _classes(of_indicator[:, k]) for k in range(len(weights))}
    return Uncertainty(ranks, median, low, high, _dominance(ranks), _first_order(ranks, choices))


def rank(index: Floats) -> Floats:
    """(C,) ranks of an index (C,): 1 is the highest, equals share the better rank, NaN where there is no index."""
    ranks: Floats = _ranks(index[None])[0]
    return ranks


def overlap(first: tuple[float, float], second: tuple[float, float]) -> bool:
    """Whether two rank intervals (low, high) share a rank: then no sentence may rank one before the other."""
    return first[0] <= second[1] and second[0] <= first[1]


def _aggregate(
    frame: Frame, scores: Floats, weights: Floats, pillar_weights: Floats, aggregation: Aggregation
) -> tuple[Floats, Floats]:
    """index (D, C) and pillars (P, D, C) for D sets of weights (D, K) and (D, P) whose zeros agree."""
    present = (~np.isnan(scores)).astype(np.float64)
    filled = np.nan_to_num(scores)
    used: Bools = np.asarray((weights > 0).any(axis=0))
    enough = _coverage(frame, used) >= COVERAGE
    pillars = np.full((frame.pillars, len(weights), len(scores)), np.nan)
    share = np.zeros((len(weights), frame.pillars))
    for p in range(frame.pillars):
        inside = (frame.pillar == p) & used
        if not inside.any():
            continue
        share[:, p] = pillar_weights[:, p]
        w = weights[:, inside]
        held = w @ present[:, inside].T
        pillars[p] = np.where(enough[:, p], w @ filled[:, inside].T / np.where(held > 0, held, 1), np.nan)
    share /= share.sum(axis=1, keepdims=True)
    index = np.zeros(pillars.shape[1:])
    for p in np.flatnonzero(share.any(axis=0)).tolist():
        part = pillars[p] if aggregation == "arithmetic" else np.log(np.maximum(pillars[p], FLOOR))
        index += share[:, p, None] * part
    return index if aggregation == "arithmetic" else np.exp(index), pillars


def _coverage(frame: Frame, used: Bools) -> Floats:
    """(C, P) share of a pillar's indicators in use (K,) that a country has; NaN for a pillar without any."""
    member = ((np.arange(frame.pillars)[:, None] == frame.pillar) & used).astype(np.float64)
    held = (~np.isnan(frame.values)).astype(np.float64) @ member.T
    count = member.sum(axis=1)
    return np.where(count > 0, held / np.maximum(count, 1), np.nan)


def _check(frame: Frame, weights: Floats, pillar_weights: Floats) -> None:
    for w, size in ((weights, len(frame.pillar)), (pillar_weights, frame.pillars)):
        if w.shape != (size,) or not np.isfinite(w).all() or (w < 0).any():
            raise ValueError(f"{size} weights are needed, zero or more")
    if not (pillar_weights[frame.pillar] * weights > 0).any():
        raise ValueError("no indicator has a weight in a pillar with one")


def _ranks(index: Floats) -> Floats:
    """(D, C) ranks of D indices: 1 is the highest, equals share the better rank, NaN where there is no index."""
    falling = np.round(-index, DECIMALS)
    order = np.argsort(falling, axis=1)
    held = np.take_along_axis(falling, order, axis=1)
    opens = np.column_stack([np.ones(len(held), dtype=bool), held[:, 1:] > held[:, :-1]])
    ranks = np.empty_like(index)
    np.put_along_axis(ranks, order, np.maximum.accumulate(opens * np.arange(index.shape[1]), axis=1) + 1.0, axis=1)
    return np.where(np.isnan(index), np.nan, ranks)


def _dominance(ranks: Floats) -> Floats:
    """(C, C) share of the draws in which row ranks before column; NaN for a country without an index."""
    missing: Bools = np.asarray(np.isnan(ranks).any(axis=0))
    # Small integers: this is the one array of draws × countries × countries.
    places = np.where(missing, 0, ranks).astype(np.int16)
    before = (places[:, :, None] < places[:, None, :]).sum(axis=0, dtype=np.int32)
    return np.where(missing[:, None] | missing, np.nan, before / len(ranks))


def _classes(factors: Floats) -> Ints:
    return ((factors - 1 + SPREAD) / (2 * SPREAD) * CLASSES).astype(np.int64)


def _first_order(ranks: Floats, choices: dict[str, Ints]) -> dict[str, Floats]:
    """Var(E[rank | choice]) / Var(rank) by country, less what chance alone gives; 0 where the rank never moves."""
    draws = len(ranks)
    away = ranks - ranks.mean(axis=0)
    total = (away**2).sum(axis=0)
    shares = {}
    for name, choice in choices.items():
        chosen = (np.unique(choice)[:, None] == choice).astype(np.float64)
        size = chosen.sum(axis=1, keepdims=True)
        between = ((chosen @ away) ** 2 / size).sum(axis=0)
        # Groups of a choice that does nothing still differ by chance: ε², Kelley's correction of the variance ratio.
        chance = (len(size) - 1) / max(draws - len(size), 1) * (total - between)
        share: Floats = np.maximum(between - chance, 0) / np.where(total > 0, total, 1)
        shares[name] = share
    return shares
