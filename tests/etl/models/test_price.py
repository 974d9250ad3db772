"""Golden rows, worked by hand, of prices."""

from datetime import date
from math import log, sqrt

import pytest

from tests.etl.models.conftest import World

COBALT = ("cobalt", "refined", "WLD")


@pytest.fixture
def priced(world: World) -> World:
    world.add("catalog.price_series", [("cobalt", "refined", "imf_pcps", "PCOBA", 1)])
    return world


def quote(world: World, year: int, values: list[float], first_month: int = 1) -> None:
    rows = [
        (date(year, month, 1), "cobalt", "PCOBA", value, "USD/t", "imf_pcps", "2025", None)
        for month, value in enumerate(values, start=first_month)
    ]
    world.add("staging.price", rows)


ALTERNATING = [100.0, 200.0] * 6


def test_yearly_means_and_their_change(priced: World) -> None:
    quote(priced, 2015, ALTERNATING)
    quote(priced, 2016, [2 * v for v in ALTERNATING])
    quote(priced, 2017, [100.0] * 11)
    assert priced.read("indicators.price_index") == {(2015, *COBALT): 100.0, (2016, *COBALT): 200.0}
    assert priced.read("indicators.price_change") == {(2016, *COBALT): 1.0}, "eleven months are no year"


def test_volatility_of_twelve_log_returns(priced: World) -> None:
    quote(priced, 2015, ALTERNATING)
    quote(priced, 2016, ALTERNATING)
    # Twelve returns, six of −ln 2 and six of +ln 2: mean 0, s.d. ln 2·√(12/11).
    expected = log(2) * sqrt(12 / 11) * sqrt(12)
    assert priced.read("indicators.price_volatility") == {(2016, *COBALT): pytest.approx(expected)}


def test_a_return_over_a_missing_month_is_none(priced: World) -> None:
    quote(priced, 2015, ALTERNATING[:11])
    quote(priced, 2016, ALTERNATING)
    assert priced.read("indicators.price_volatility") == {}


def test_a_quote_unchanged_for_six_months_has_no_volatility(priced: World) -> None:
    quote(priced, 2015, ALTERNATING)
    quote(priced, 2016, [*ALTERNATING[:6], *[150.0] * 6])
    assert priced.read("indicators.price_volatility") == {}
    assert priced.read("marts.price_year")[2016, "cobalt", "refined"]["stale"] is True
