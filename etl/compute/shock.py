"""The supplier-loss simulator: who is short when suppliers stop, who steps in, what follows down the chain.

One metal, stage and year. Arrays over N countries; a matrix (N, N) has exporters in rows, importers in columns.
Assumptions, to be printed with every result:
- What a supplier stops is lost by its customers in proportion to what they bought.
- Every importer asks the other exporters to fill its loss in proportion to their exports; each gives at most its
  spare capacity, a stated ratio of its exports, shared in proportion to what it is asked. One round: no price moves.
- A stopped supplier, wholly or in part, has no spare capacity. Neither have unspecified countries.
- With a stage above, the same suppliers stop there too. An exporter that misses a share of its imports from above cuts
  its own exports by that share times `link`, the part of its output that rests on those imports, and what spare
  capacity rests on them is gone. Its own mines are not seen, unless the caller puts them into `link`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Flow = tuple[str, str, float, float | None]

UNSPECIFIED = frozenset({"XXX", "OTH"})
# The cascade ends when no cut moves by a millionth of a country's exports; one still moving by then says so (settled).
TOLERANCE = 1e-6
ROUNDS = 80
# Amounts are multiples of the total's 2⁻⁴⁴ (a cent of 100 billion): sums and differences of them are exact.
BITS = 44


@dataclass(frozen=True)
class Trade:
    """codes (N,); value (N, N) in USD; tonnes (N, N) of gross weight, NaN where unknown; named (N,): not unspecified.

    Raises ValueError for other shapes, negative or infinite amounts, a value that is missing, trade with oneself.
    """

    codes: tuple[str, ...]
    value: Floats
    tonnes: Floats
    named: Bools

    def __post_init__(self) -> None:
        n = len(self.codes)
        if self.value.shape != (n, n) or self.tonnes.shape != (n, n) or self.named.shape != (n,):
            raise ValueError("value and tonnes are square over the codes")
        if not np.isfinite(self.value).all() or np.isinf(self.tonnes).any():
            raise ValueError("values are finite, tonnes finite or missing")
        if (self.value < 0).any() or (self.tonnes < 0).any() or self.value.diagonal().any():
            raise ValueError("flows are zero or more, between two countries")

    def vector(self, by_code: Mapping[str, float]) -> Floats:
        """(N,) of the given numbers, 0 elsewhere; a country that does not trade here has nothing to say."""
        return np.array([by_code.get(code, 0.0) for code in self.codes])

    def members(self, of: Collection[str]) -> Bools:
        """(N,) mask of the countries in a collection of codes."""
        return np.array([code in of for code in self.codes], dtype=bool)


@dataclass(frozen=True)
class Balance:
    """One unit (USD or tonnes): imports, lost, covered, gap and exports (N,); lost = covered + gap exactly.

    share (N,): gap / imports, NaN without imports. cover (N, N): what each exporter gives each importer on top;
    its columns sum to covered exactly. spare (N,): what each exporter could give. In tonnes an importer none of whose
    flows has a weight is NaN.
    """

    imports: Floats
    lost: Floats
    covered: Floats
    gap: Floats
    share: Floats
    cover: Floats
    exports: Floats
    spare: Floats


@dataclass(frozen=True)
class Step:
    """The cuts (N,) of one step of the cascade, 0–1 of each country's exports, and the world's lost and gap in USD."""

    cut: Floats
    lost: float
    gap: float


@dataclass(frozen=True)
class Outcome:
    """Balances at the fixed point; hhi_before, hhi_after (N,) of each importer's suppliers by value, NaN without any.

    weighed (N,): share of an importer's value whose weight is known. steps: the loss itself, then each round of the
    cascade; settled: the last round moved nothing.
    """

    value: Balance
    tonnes: Balance
    weighed: Floats
    hhi_before: Floats
    hhi_after: Floats
    steps: tuple[Step, ...]
    settled: bool


@dataclass(frozen=True)
class Band:
    """What a hub could fill of a bloc's need, in the balance's unit: need, low ≤ high, and their shares of the need.

    need: what the bloc lacks when everyone but the hub has stepped in; shares are NaN where nothing is lacking.
    """

    need: float
    low: float
    high: float
    low_share: float
    high_share: float


def trades(*stages: Iterable[Flow], unspecified: Collection[str] = UNSPECIFIED) -> tuple[Trade, ...]:
    """One Trade a stage over the codes of all, from rows (exporter, importer, USD, tonnes or None), each pair once."""
    held = [list(stage) for stage in stages]
    codes = tuple(sorted({code for stage in held for row in stage for code in row[:2]}))
    place = {code: n for n, code in enumerate(codes)}
    named = np.array([code not in unspecified for code in codes], dtype=bool)
    made = []
    for stage in held:
        value, tonnes = np.zeros((len(codes), len(codes))), np.zeros((len(codes), len(codes)))
        for exporter, importer, usd, t in stage:
            at = place[exporter], place[importer]
            value[at], tonnes[at] = usd, np.nan if t is None else t
        made.append(Trade(codes, value, tonnes, named))
    return tuple(made)


def dependence(above: Trade) -> Floats:
    """(N,) default link, 0–1: net imports over imports of the stage above; a net exporter of inputs has its own."""
    imports, exports = above.value.sum(axis=0), above.value.sum(axis=1)
    return np.where(imports > 0, np.maximum(0, 1 - exports / np.where(imports > 0, imports, 1)), 0)


def simulate(
    trade: Trade, loss: Floats, spare: float | Floats, above: Trade | None = None, link: float | Floats | None = None
) -> Outcome:
    """Stop suppliers and follow what happens.

    loss (N,): 0–1 of its exports that each supplier stops. spare: ratio of an exporter's exports that it can add, one
    or (N,). above: the stage that feeds this one, over the same codes (this trade itself where one stage feeds itself).
    link: 0–1, one or (N,), `dependence(above)` by default. Raises ValueError for ratios out of range.
    """
    n = len(trade.codes)
    ratio = _ratios(spare, n, "spare", np.inf)
    loss = _ratios(loss, n, "loss", 1)
    if above and above.codes != trade.codes:
        raise ValueError("both stages need the same codes")
    rests = _ratios(dependence(above) if link is None else link, n, "link", 1) if above else np.zeros(n)
    cut, room = loss, _room(trade, loss, loss, ratio, rests)
    balance = _balance(trade.value, cut, room)
    steps, settled = [_step(cut, balance)], True
    while above and len(steps) <= ROUNDS:
        up = (balance if above is trade else _balance(above.value, loss, _room(above, loss, loss, ratio, rests))).share
        # Never less than before: the cuts can only rise, so that they come to rest.
        further = np.maximum(cut, 1 - (1 - loss) * (1 - rests * np.nan_to_num(up)))
        settled = bool((further - cut).max(initial=0) <= TOLERANCE)
        if settled:
            break
        cut, room = further, _room(trade, loss, further, ratio, rests)
        balance = _balance(trade.value, cut, room)
        steps.append(_step(cut, balance))
    known = ~np.isnan(trade.tonnes)
    tonnes = _balance(np.nan_to_num(trade.tonnes), cut, room)
    return Outcome(
        balance,
        _blank(tonnes, ((trade.value > 0) & ~known).any(axis=0) & (tonnes.imports == 0)),
        _divide((trade.value * known).sum(axis=0), trade.value.sum(axis=0)),
        _hhi(trade.value, trade.named),
        _hhi(trade.value * (1 - cut)[:, None] + balance.cover, trade.named),
        tuple(steps),
        settled,
    )


def fill(
    balance: Balance,
    hub: int,
    bloc: Bools,
    *,
    output: float | None = None,
    reserves: float | None = None,
    years: float = 10.0,
) -> Band:
    """How much of a bloc's need the hub could fill, as a band.

    Low: its spare capacity goes to all who ask, as simulated. High: all of it goes to the bloc, and so does what it
    produces in the year (`output`) and does not export. More output than today's is held to what `reserves` can feed
    for `years`. Both only in the unit and basis of the balance; None: unknown, neither counted nor binding. A hub
    without spare capacity (stopped, or none stated) fills nothing.
    """
    asked = bloc & (np.arange(len(bloc)) != hub)
    given = float(np.nansum(balance.cover[hub, asked]))
    need = float(np.nansum(balance.gap[asked])) + given
    exported = float(balance.exports[hub])
    today = exported if output is None else output
    more = float(balance.spare[hub])
    idle = max(0.0, today - exported) if more > 0 else 0.0
    if reserves is not None:
        more = min(more, max(0.0, reserves / years - today))
    low, high = min(given, more), min(need, more + idle)
    return Band(need, low, high, low / need if need else np.nan, high / need if need else np.nan)


def _ratios(given: float | Floats, n: int, name: str, most: float) -> Floats:
    ratios = np.broadcast_to(np.asarray(given, dtype=np.float64), (n,))
    if not ((ratios >= 0) & (ratios <= most)).all():
        raise ValueError(f"{name} is out of range: 0 to {most}")
    return ratios


def _room(trade: Trade, loss: Floats, cut: Floats, ratio: Floats, rests: Floats) -> Floats:
    """(N,) ratio of its exports that each country can add: none if stopped, only what its own inputs feed if cut."""
    return np.where((loss > 0) | ~trade.named, 0, ratio * np.where(cut > 0, 1 - rests, 1))


def _balance(flow: Floats, cut: Floats, room: Floats) -> Balance:
    """Lost, asked, given: amounts in whole grains, so that lost = covered + gap holds to the last bit."""
    grain = np.ldexp(1.0, int(np.frexp(flow.sum())[1]) - BITS)
    flow = np.rint(flow / grain)
    imports, exports = flow.sum(axis=0), flow.sum(axis=1)
    lost = np.minimum(np.rint(cut @ flow), imports)
    able = np.where(room > 0, exports, 0)
    others = able.sum() - able  # of importer j: every able exporter but itself
    asked = able[:, None] * (lost / np.where(others > 0, others, 1))
    np.fill_diagonal(asked, 0)
    wanted = asked.sum(axis=1)
    spare = exports * room
    given = np.minimum(1, spare / np.where(wanted > 0, wanted, 1))
    # Rounding the running sum, not each part, keeps the parts whole, their sum right and never above the loss.
    running = np.rint(np.minimum(np.cumsum(asked * given[:, None], axis=0), lost))
    cover = np.diff(running, axis=0, prepend=0)
    covered = cover.sum(axis=0)
    gap = lost - covered
    return Balance(
        imports=imports * grain,
        lost=lost * grain,
        covered=covered * grain,
        gap=gap * grain,
        share=_divide(gap, imports),
        cover=cover * grain,
        exports=exports * grain,
        spare=spare * grain,
    )


def _blank(balance: Balance, unknown: Bools) -> Balance:
    def known(amounts: Floats) -> Floats:
        return np.where(unknown, np.nan, amounts)

    return replace(
        balance,
        imports=known(balance.imports),
        lost=known(balance.lost),
        covered=known(balance.covered),
        gap=known(balance.gap),
        cover=known(balance.cover),
    )


def _step(cut: Floats, balance: Balance) -> Step:
    return Step(cut, float(balance.lost.sum()), float(balance.gap.sum()))


def _hhi(flow: Floats, named: Bools) -> Floats:
    """(N,) Σ of squared shares of the named suppliers, the unspecified in the denominator only."""
    total = flow.sum(axis=0)
    return _divide((np.where(named[:, None], flow, 0) ** 2).sum(axis=0), total**2)


def _divide(part: Floats, whole: Floats) -> Floats:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1), np.nan)
