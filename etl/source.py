"""The vocabulary of extraction: Source, and the row contracts that every source fills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

Redistribution = Literal["open", "credit", "own use"]
Flag = Literal["estimated", "provisional", "withheld", "bound", "small", "corrected"] | None
Stage = Literal["mine", "intermediate", "refined", "semi", "product", "scrap"]


class SourceError(Exception):
    """A publisher's file does not say what its reader expects; names the file, the row and the value."""

    sources: tuple[str, ...] = ()  # slugs of those at fault, where it is known

    def __init__(self, file: str, row: int | str, value: object, problem: str) -> None:
        super().__init__(f"{file}, row {row}: {value!r}: {problem}")


@dataclass(frozen=True)
class File:
    """One published file: the name it keeps on disk, and the address it is downloaded from.

    url is None where the publisher offers only a form: the user drops the file in, or uses a mirror.
    """

    name: str
    url: str | None
    folder: str = ""  # the vintage folder where a source publishes several (USGS editions); default: Source.vintage
    optional: bool = False  # the publisher has it, a mirror may not; then the source is read without it


@dataclass(frozen=True)
class Source:
    """One publisher's dataset. `rank` orders sources of one contract by stage: the lowest number wins."""

    slug: str
    publisher: str
    title: str
    vintage: str
    page: str
    files: tuple[File, ...]
    licence: str
    redistribution: Redistribution
    citation: str
    feeds: tuple[str, ...]
    rank: Mapping[str, int]  # stage → rank, for production; empty elsewhere


# Row contracts. Each is a staging table: the field order is the column order, KEYS its primary key.


class Trade(NamedTuple):
    """Bilateral HS6 trade of one year. value in USD, gross weight in tonnes (null: not given)."""

    year: int
    hs_revision: str
    hs6: str
    exporter_iso3: str
    importer_iso3: str
    value_usd: float
    gross_weight_t: float | None
    valuation: Literal["FOB", "CIF"]
    source: str


class TradeExport(NamedTuple):
    """What an exporter declares to have sold, USD FOB: the other side of an importer's Trade, never added to it."""

    year: int
    hs_revision: str
    hs6: str
    exporter_iso3: str
    importer_iso3: str
    value_usd: float
    source: str


class TradeTotal(NamedTuple):
    """A country's whole merchandise trade of one year over every HS6 code of one complete file, in USD."""

    year: int
    hs_revision: str
    iso3: str
    export_usd: float
    import_usd: float
    source: str


class Production(NamedTuple):
    """Output of one country and year, tonnes of `basis` (content, gross, P2O5 …); WLD as reported, OTH others."""

    year: int
    metal: str
    stage: Stage
    iso3: str
    quantity_t: float | None
    basis: str
    source: str
    edition: str
    flag: Flag


class Reserve(NamedTuple):
    """Reserves of one country as an edition states them, tonnes of `basis`; year = edition's latest data year."""

    year: int
    metal: str
    iso3: str
    quantity_t: float | None
    basis: str
    source: str
    edition: str
    flag: Flag


class Price(NamedTuple):
    """Monthly price of one quotation, in `unit` as published (USD/t, USD/kg, USD/oz …)."""

    month: date
    metal: str
    series: str
    value: float | None
    unit: str
    source: str
    edition: str
    flag: Flag


class PriceYear(NamedTuple):
    """Mean price of one quotation over a year, where only that is published, in `unit` as published."""

    year: int
    metal: str
    series: str
    value: float
    unit: str
    source: str
    edition: str
    flag: Flag


class Score(NamedTuple):
    """A country score of one year (WGI, LPI …) in `unit` as published."""

    year: int
    score: str
    iso3: str
    value: float | None
    unit: str
    source: str
    edition: str
    flag: Flag


class Site(NamedTuple):
    """A mine, plant, deposit or port. capacity_t per year; never summed where `shared`. No point: none is given."""

    site: str
    kind: Literal["mine", "plant", "deposit", "exploration", "port"]
    name: str
    metal: str
    stage: str
    iso3: str
    latitude: float | None
    longitude: float | None
    capacity_t: float | None
    shared: bool
    basis: str
    status: str
    operator: str
    confidence: str
    year: int | None
    source: str


class Country(NamedTuple):
    """A country or territory with its codes and the point its label stands at."""

    iso3: str
    iso2: str
    m49: str
    region_m49: str
    subregion_m49: str
    latitude: float | None
    longitude: float | None
    source: str


class Bloc(NamedTuple):
    """Membership of a country in a bloc (AMU, ECOWAS …)."""

    bloc: str
    iso3: str
    note: str
    source: str


class Distance(NamedTuple):
    """Great-circle kilometres between the largest cities of two countries; a country to itself: by its area."""

    iso3_o: str
    iso3_d: str
    km: float
    source: str


class Footprint(NamedTuple):
    """Cradle-to-gate burden of one kilogram of a material as a study gives it.

    form: what the kilogram is (lithium_brine, neodymium …). low and high bound kg_co2e_per_kg at 95 %; null: not given.
    """

    metal: str
    form: str
    source_study: str
    kg_co2e_per_kg: float
    mj_per_kg: float | None
    low: float | None
    high: float | None
    source: str


class HsCode(NamedTuple):
    """One line of a revision of the Harmonized System: chapter (level 2), heading (4) or subheading (6)."""

    hs_revision: str
    code: str
    description_en: str
    parent: str
    level: int
    source: str


class SupplyShare(NamedTuple):
    """A country's share (0–1) of the supply of a material at one stage: of the world's, or of the EU's sourcing.

    Null with the flag bound: below 0.1 %. trade_parameter: the study's t, above 1 where exports are restricted.
    """

    material: str
    metal: str
    stage: Stage
    iso3: str
    scope: Literal["global", "eu"]
    share: float | None
    trade_parameter: float
    source: str
    edition: str
    flag: Flag


class CrmParameter(NamedTuple):
    """What the EU's supply-risk formula takes beside shares: import reliance, recycling, substitution, each 0–1.

    shares: which supply shares the study used at this stage, both or one of them.
    """

    material: str
    metal: str
    stage: Stage
    ir: float | None
    eol_rir: float
    si_sr: float | None
    shares: Literal["both", "global", "eu"]
    source: str
    edition: str


class CrmScore(NamedTuple):
    """Supply risk and economic importance of a material as one EU assessment gives them."""

    year: int
    material: str
    metal: str
    sr: float
    ei: float
    source: str
    edition: str


class Membership(NamedTuple):
    """A wording of a legal list and a metal it means; one wording may mean several metals, a metal hold several."""

    membership: Literal["eu_critical", "eu_strategic"]
    wording: str
    metal: str
    source: str


Row = (
    Trade
    | TradeExport
    | TradeTotal
    | Production
    | Reserve
    | Price
    | PriceYear
    | Score
    | Site
    | Country
    | Bloc
    | Distance
    | Footprint
    | HsCode
    | SupplyShare
    | CrmParameter
    | CrmScore
    | Membership
)

CONTRACTS: dict[str, type[Row]] = {
    "trade": Trade,
    "trade_export": TradeExport,
    "trade_total": TradeTotal,
    "production": Production,
    "reserve": Reserve,
    "price": Price,
    "price_year": PriceYear,
    "score": Score,
    "site": Site,
    "country": Country,
    "bloc": Bloc,
    "distance": Distance,
    "footprint": Footprint,
    "hs_code": HsCode,
    "supply_share": SupplyShare,
    "crm_parameter": CrmParameter,
    "crm_score": CrmScore,
    "membership": Membership,
}

KEYS: dict[str, tuple[str, ...]] = {
    "trade": ("year", "hs_revision", "hs6", "exporter_iso3", "importer_iso3", "valuation", "source"),
    "trade_export": ("year", "hs_revision", "hs6", "exporter_iso3", "importer_iso3", "source"),
    "trade_total": ("year", "hs_revision", "iso3", "source"),
    "production": ("year", "metal", "stage", "iso3", "basis", "source", "edition"),
    "reserve": ("year", "metal", "iso3", "basis", "source", "edition"),
    "price": ("month", "metal", "series", "source", "edition"),
    "price_year": ("year", "metal", "series", "source", "edition"),
    "score": ("year", "score", "iso3", "source", "edition"),
    "site": ("site", "metal", "stage", "source"),
    "country": ("iso3", "source"),
    "bloc": ("bloc", "iso3", "source"),
    "distance": ("iso3_o", "iso3_d", "source"),
    "footprint": ("metal", "form", "source_study", "source"),
    "hs_code": ("hs_revision", "code", "source"),
    "supply_share": ("material", "stage", "iso3", "scope", "source", "edition"),
    "crm_parameter": ("material", "stage", "source", "edition"),
    "crm_score": ("year", "material", "metal", "source", "edition"),
    "membership": ("membership", "wording", "metal", "source"),
}
