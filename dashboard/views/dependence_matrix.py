"""Who depends on whom: each EU member's imports of a metal by supplier, as shares of all its imports."""

from __future__ import annotations

from dashboard import words
from dashboard.state import State
from dashboard.view import Cell, Rows, Table, View, capital, named

SUPPLIERS = 9
LEAST = 0.001  # a smaller share is a point, its words under it

SQL = """
with chosen as (
    select coalesce($year, max(s.year)) as year
    from marts.series s
    where s.metal = $metal and s.stage = $stage and s.loaded > 0
),
bought as (
    select p.year, p.stage, p.importer_iso3, p.exporter_iso3, e.eu27, p.value_usd, p.source,
        p.value_usd / sum(p.value_usd) over (partition by p.importer_iso3) as import_share,
        sum(p.value_usd) over (partition by p.exporter_iso3) as sold_usd,
        sum(p.value_usd) over (partition by p.importer_iso3) as import_usd
    from marts.pair p
    join chosen c on c.year = p.year
    join catalog.country i on i.iso3 = p.importer_iso3 and i.eu27
    join catalog.country e on e.iso3 = p.exporter_iso3
    where p.metal = $metal and p.stage = $stage and not p.partial and p.value_usd > 0
)
select year, stage, importer_iso3, exporter_iso3, eu27, value_usd, import_share, sold_usd, import_usd,
    'share_0_1' as unit, source, null::varchar as flag
from bought
where import_usd >= 100000
order by import_usd desc, importer_iso3, sold_usd desc, exporter_iso3
"""


def draw(rows: Rows, state: State) -> Table:
    """Members by size of their imports; suppliers from outside by what they sell them, the members in one column."""
    sold = {r["exporter_iso3"]: r["sold_usd"] for r in rows if not r["eu27"]}
    sellers = sorted(sold, key=lambda c: -sold[c])[:SUPPLIERS]
    if state.country in sold and state.country not in sellers:
        sellers[-1] = state.country
    lang = state.lang
    columns = ["importer_iso3", "import_usd", *sellers, "members", "others"]
    heads = {c: capital(named("country", c, lang)) for c in sellers}
    heads |= {"members": words.t("dependence.members", lang), "others": words.t("ui.others", lang)}
    lines = []
    for buyer in dict.fromkeys(r["importer_iso3"] for r in rows):
        mine = [r for r in rows if r["importer_iso3"] == buyer]
        share = {r["exporter_iso3"]: r["import_share"] for r in mine}
        members = sum(r["import_share"] for r in mine if r["eu27"])
        others = round(1 - members - sum(share.get(s, 0) for s in sellers), 9)
        strong = buyer == state.country
        cells = [_cell(share.get(s), s == state.country, state) for s in sellers]
        lines.append(
            [
                Cell(capital(named("country", buyer, lang)), f"country={buyer}", None, strong),
                Cell(words.money(mine[0]["import_usd"], lang), strong=strong),
                *cells,
                _cell(members, False, state),
                _cell(others, False, state),
            ]
        )
    trace = f"· : {words.t('dependence.trace', lang).format(words.share(LEAST, lang))}"
    legend = [Cell(words.t("dependence.legend", lang), tone=0.5), Cell(trace)]
    return Table(columns, lines, frozenset(columns[1:]), sortable=False, heads=heads, legend=legend)


def _cell(share: float | None, strong: bool, state: State) -> Cell:
    """A share with its tone; nothing where nothing was bought."""
    if not share:
        return Cell("")
    if share < LEAST:
        return Cell("·", strong=strong, note=words.share(share, state.lang))
    return Cell(words.share(share, state.lang), "", share, strong)


VIEW = View("dependence_matrix", SQL, draw, kind="table", params=("country",), empty="view.flows.empty")
