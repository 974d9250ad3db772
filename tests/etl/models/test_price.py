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
    priced.add("catalog.indicator_note", [("price_volatility", "stale_price"), ("price_change", "posted_price")])
    notes = {(key[0], key[-1]) for key in priced.read("marts.indicator_note")}
    assert notes == {("price_volatility", "stale_price"), ("price_change", "posted_price")}, "its change is computed"


def test_a_yearly_price_serves_where_no_month_is_quoted_and_a_pound_becomes_a_tonne(priced: World) -> None:
    priced.add(
        "catalog.price_series",
        [("cobalt", "refined", "usgs_mcs", "lme_cash", 9), ("tungsten", "mine", "usgs_mcs", "ore", 9)],
    )
    rows = [(2024, "cobalt", "lme_cash", 11.84, "usd_per_lb", "usgs_mcs", "2026", None),
            (2025, "cobalt", "lme_cash", 15.0, "usd_per_lb", "usgs_mcs", "2026", "estimated"),
            (2024, "tungsten", "ore", 252.0, "usd_per_dmtu", "usgs_mcs", "2026", None)]  # fmt: skip
    priced.add("staging.price_year", rows)
    found = priced.read("marts.price_year")
    # 11.84 USD/lb × 2,204.6226 lb/t; 252 USD for 10 kg.
    assert found[2024, "cobalt", "refined"]["mean"] == pytest.approx(26_102.73, abs=0.01)
    assert (found[2025, "cobalt", "refined"]["unit"], found[2025, "cobalt", "refined"]["flag"]) == (
        "usd_per_t", "estimated")  # fmt: skip
    assert found[2024, "tungsten", "mine"]["mean"] == 25_200
    assert priced.read("indicators.price_change") == {(2025, *COBALT): pytest.approx(15 / 11.84 - 1)}
    assert priced.read("indicators.price_volatility") == {}
    assert {k[-1]: won for k, won in coverage(priced)} == {"usgs_mcs": True}
    quote(priced, 2025, [30_000.0] * 3)
    assert not [k for k in priced.read("marts.price_year") if k[1] == "cobalt"], "three months beat five years: no mix"
    assert dict(coverage(priced))["price", "cobalt", "refined", "WLD", 2025, "usgs_mcs"] is False


def coverage(world: World) -> list[tuple[tuple[object, ...], bool]]:
    return [(key, row["won"]) for key, row in world.read("marts.coverage").items() if key[0] == "price"]
