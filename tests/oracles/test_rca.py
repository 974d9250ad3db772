"""RCA of random worlds against py-ecomplexity, the Growth Lab's own implementation."""

from __future__ import annotations

import warnings

import pandas as pd
import pytest
from ecomplexity.ComplexityData import ComplexityData

from tests.oracles.conftest import SERIES, Drawn

COLUMNS = {"time": "year", "loc": "exporter", "prod": "product", "val": "usd"}


def oracle(trade: pd.DataFrame, year: int) -> pd.Series:
    """RCA by (exporter, product) of one year."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the package still writes set_index(inplace=True)
        data = ComplexityData(trade, COLUMNS, "raise")
        data.create_full_df(year)
        data.calculate_rca()
    return pd.Series(data.rca_t.ravel(), index=data.data_t.index)


@pytest.mark.parametrize("year", [2022, 2023])
def test_rca_over_the_basket(drawn: Drawn, year: int) -> None:
    trade = drawn.trade[drawn.trade.metal != "gold"]
    products = trade.assign(product=trade.metal + " " + trade.stage)
    expected = oracle(products.groupby(["year", "exporter", "product"], as_index=False).usd.sum(), year)
    ours = drawn.read("indicators.rca")
    found = {(iso3, f"{m} {s}"): v for (y, m, s, iso3), v in ours.items() if y == year}
    assert found == pytest.approx(expected[expected > 0].drop("XXX").to_dict(), rel=1e-9)
    assert ("gold", "refined") in SERIES
    assert "gold" not in ours.index.get_level_values("metal")


def test_the_mean_of_rca_weighted_by_exports_is_one(drawn: Drawn) -> None:
    """Σ_i (X_i/X_w)·RCA_ij = 1 over all exporters: with the unspecified one left out, at most 1."""
    trade = drawn.trade[drawn.trade.metal != "gold"]
    weight = trade.groupby(["year", "exporter"]).usd.sum() / trade.groupby("year").usd.sum()
    rca = drawn.read("indicators.rca").rename_axis(index={"iso3": "exporter"})
    means = (
        (rca * weight.reindex(rca.index.droplevel([1, 2])).to_numpy()).groupby(level=["year", "metal", "stage"]).sum()
    )
    assert (means <= 1 + 1e-9).all()
    unspecified = trade[trade.exporter == "XXX"].groupby(["year", "metal", "stage"]).usd.sum()
    world = trade.groupby(["year", "metal", "stage"]).usd.sum()
    expected = 1 - unspecified.reindex(means.index, fill_value=0.0) / world
    assert means.to_dict() == pytest.approx(expected.to_dict(), rel=1e-9)
