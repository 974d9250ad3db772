"""Which template of a kind the facts allow: the claim shrinks with what is missing, null, uncertain or overlapping."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Facts = Mapping[str, Any]

# Concentration bounds of the Herfindahl–Hirschman index: US Department of Justice and FTC, 2010 guidelines.
HHI_LOW, HHI_HIGH = 0.15, 0.25
# The WGI give a standard error of about 0.2 to each score: inside it a country is not told from the world's mean.
GOVERNANCE_MARGIN = 0.2
RCA_MARGIN = 0.05
NET_MARGIN = 0.05
# Regulation (EU) 2024/1252, article 5: the share of one outside country that the Union wants to stay below.
SINGLE_COUNTRY = 0.65
FLAT = 0.01
# So far from the world's average, a price a tonne is one that marts.unit_value_outlier would flag.
STRANGE = 10


def _given(facts: Facts, *names: str) -> bool:
    return all(facts.get(n) is not None for n in names)


def _production(facts: Facts) -> str:
    flag, quantity = facts.get("flag"), facts.get("quantity_t")
    if flag in {"withheld", "small"} and not quantity:
        return f"production.{flag}"
    if quantity is None:
        return "production.none"
    if quantity == 0:
        return "production.zero"
    stage = "mine" if facts["stage"] == "mine" else "other"
    detail = "ranked" if _given(facts, "share", "rank") else "share" if _given(facts, "share") else "bare"
    return f"production.{stage}.{detail}"


def _moved(kind: str) -> Callable[[Facts], str]:
    def choose(facts: Facts) -> str:
        change = facts.get("change")
        if change is None:
            return f"{kind}.none"
        if abs(change) < FLAT:
            return f"{kind}.flat"
        if change >= 1:
            return f"{kind}.multiplied"
        return f"{kind}.up" if change > 0 else f"{kind}.down"

    return choose


def _concentration(kind: str) -> Callable[[Facts], str]:
    def choose(facts: Facts) -> str:
        hhi = facts.get("hhi")
        if hhi is None:
            return f"{kind}.none"
        level = "low" if hhi < HHI_LOW else "medium" if hhi <= HHI_HIGH else "high"
        return f"{kind}.{level}"

    return choose


def _share(kind: str, ranked: bool = False) -> Callable[[Facts], str]:
    def choose(facts: Facts) -> str:
        if facts.get("share") is None:
            return f"{kind}.none"
        if facts["share"] == 0:
            return f"{kind}.zero"
        return f"{kind}.ranked" if ranked and _given(facts, "rank") else f"{kind}.share"

    return choose


def _rca(facts: Facts) -> str:
    rca = facts.get("rca")
    if rca is None:
        return "rca.none"
    if abs(rca - 1) < RCA_MARGIN:
        return "rca.even"
    return "rca.advantage" if rca > 1 else "rca.disadvantage"


def _governance(facts: Facts) -> str:
    score = facts.get("score")
    if score is None:
        return "governance.none"
    if abs(score) < GOVERNANCE_MARGIN:
        return "governance.even"
    return "governance.above" if score > 0 else "governance.below"


def _hub(facts: Facts) -> str:
    """A rank is stated alone only where no other country's interval touches it."""
    if facts.get("rank_low") is None:
        return "hub_rank.none"
    if facts["overlaps"]:
        return "hub_rank.tied" if facts["rank_low"] == facts["rank_high"] else "hub_rank.overlapping"
    return "hub_rank.sure" if facts["rank_low"] == facts["rank_high"] else "hub_rank.apart"


def _gap(facts: Facts) -> str:
    if facts.get("share") is None:
        return "simulator_gap.none"
    if facts["share"] == 0:
        return "simulator_gap.zero"
    measure = "tonnes" if _given(facts, "quantity_t") else "money"
    return f"simulator_gap.{'stop' if facts.get('loss', 1) == 1 else 'cut'}.{measure}"


def _value(kind: str, fact: str = "value", zero: bool = False) -> Callable[[Facts], str]:
    """An indicator told by its value, apart from 0 where nothing is a sentence of its own."""

    def choose(facts: Facts) -> str:
        if facts.get(fact) is None:
            return "indicator.none"
        return f"{kind}.zero" if zero and facts[fact] == 0 else f"{kind}.{fact}"

    return choose


def _unit_value(facts: Facts) -> str:
    value = facts.get("value")
    if value is None:
        return "indicator.none"
    return "unit_value_ratio.value" if 1 / STRANGE <= value <= STRANGE else "unit_value_ratio.strange"


def _side(kind: str, line: float = 0, margin: float | None = None) -> Callable[[Facts], str]:
    """An indicator told by the side of a line it is on; with a margin, "even" within it."""

    def choose(facts: Facts) -> str:
        if facts.get("value") is None:
            return "indicator.none"
        away = facts["value"] - line
        if margin is not None and abs(away) < margin:
            return f"{kind}.even"
        return f"{kind}.above" if away > 0 else f"{kind}.below"

    return choose


def _named(kind: str, fact: str) -> Callable[[Facts], str]:
    """A share of the world's output, with the names behind it where they are given (the world is none)."""

    def choose(facts: Facts) -> str:
        found = _share(kind)(facts)
        return f"{kind}.bare" if found == f"{kind}.share" and facts.get(fact) in (None, "WLD") else found

    return choose


def _bridge(facts: Facts) -> str:
    """Both flows in USD where they are given, else their ratio."""
    if facts.get("bought_usd") is not None:
        return "bridge.value"
    if facts.get("value") is None:
        return "bridge.none"
    return "bridge.ratio" if facts["value"] else "bridge.apart"


def _present(kind: str, fact: str) -> Callable[[Facts], str]:
    return lambda facts: f"{kind}.{'value' if facts.get(fact) is not None else 'none'}"


_TOLD = (
    "production_hhi_wgi", "export_share_t", "import_share_t", "pagerank", "degree_export",
    "degree_import", "supply_risk_eu", "geopolrisk", "price_index", "price_volatility", "export_diversification",
    "grid_intensity", "renewables_share", "embodied_carbon", "logistics", "liner_connectivity",
    "electricity_access", "internet_use", "egov", "rd_spending", "patents", "hub_index", "hub_resource",
    "hub_transformation", "hub_connection", "hub_enabling", "trade_intensity", "complementarity", "crma_domestic",
    "crma_recycling",
)  # fmt: skip
# Whose 0 says that there is none, not that something measures 0.
_TOLD_OR_NONE = (
    "production_t", "production_share", "supply_without_top", "intra_industry", "import_reliance",
    "africa_trade_intensity", "betweenness",
)  # fmt: skip

VARIANTS: dict[str, Callable[[Facts], str]] = {
    "production": _production,
    "production_change": _moved("production_change"),
    "price_change": _moved("price_change"),
    "production_concentration": _concentration("production_concentration"),
    "supplier_concentration": _concentration("supplier_concentration"),
    "customer_concentration": _concentration("customer_concentration"),
    "reserve_share": _share("reserve_share", ranked=True),
    "export_share": _share("export_share", ranked=True),
    "import_share": _share("import_share", ranked=True),
    "eu_dependence": _share("eu_dependence", ranked=True),
    "top3_share": _named("top3_share", "names"),
    "top_producer_share": _named("top_producer_share", "country"),
    "main_destination": _share("main_destination"),
    "main_supplier": _share("main_supplier"),
    "main_supplier_eu": _share("main_supplier_eu"),
    "europe_market_share": _share("europe_market_share"),
    "africa_sourcing_share": _share("africa_sourcing_share"),
    "intra_africa_share": _share("intra_africa_share"),
    "processed_share": _share("processed_share"),
    "export_value": _present("export_value", "value_usd"),
    "bridge": _bridge,
    "reserve_life": _present("reserve_life", "life"),
    "rca": _rca,
    "governance": _governance,
    "hub_rank": _hub,
    "simulator_gap": _gap,
    "source_spread": _value("source_spread", "share", zero=True),
    "net_position": _side("net_position", margin=NET_MARGIN),
    "rule_of_law": _side("rule_of_law", margin=GOVERNANCE_MARGIN),
    "corruption_control": _side("corruption_control", margin=GOVERNANCE_MARGIN),
    "crma_single_country": _side("crma_single_country", SINGLE_COUNTRY),
    "unit_value_ratio": _unit_value,
    **{kind: _value(kind) for kind in _TOLD},
    **{kind: _value(kind, zero=True) for kind in _TOLD_OR_NONE},
    "indicator": _present("indicator", "value"),
}
