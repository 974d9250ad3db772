"""Markets: what the chosen metal costs, how prices move, and what the country sells and buys."""

from __future__ import annotations

from dashboard.page import Page, Panel, Section

PAGE = Page(
    "markets",
    "/markets",
    number=5,
    controls=("metal", "metals", "country", "start"),
    sections=(
        Section(panels=(Panel("price_say"), Panel("price_month", 6), Panel("price_index_line", 6))),
        Section(
            "page.markets.metals",
            panels=(Panel("price_change_bar", 6), Panel("price_volatility_bar", 6), Panel("price_year_change_bar")),
        ),
        Section(
            "page.markets.trade",
            panels=(Panel("market_say"), Panel("market_trade_sold", 6), Panel("market_trade_bought", 6)),
        ),
    ),
)
