"""The largest producers of a metal as the chosen source alone sees them; without a choice, the source shown by rule."""

from __future__ import annotations

from dashboard.view import View
from dashboard.views.top_producers import HEIGHT, draw

# The year both views of a choice of source show.
CHOSEN = """
with chosen as (
    select coalesce(
        $year,
        max(year) filter (iso3 = $country),
        max(year)
    ) as year
    from marts.production_by_source
    where metal = $metal and stage = $stage and quantity_t > 0 and (source = $source or $source = '' and shown)
)
"""
SQL = f"""{CHOSEN}
select p.year, p.stage, p.iso3, p.quantity_t, p.share, p.rank, p.basis, 't' as unit, p.source, p.edition, p.flag,
    p.shown as source_shown
from marts.production_by_source p
join chosen c on c.year = p.year
where p.metal = $metal and p.stage = $stage and p.quantity_t > 0 and (p.source = $source or $source = '' and p.shown)
order by p.quantity_t desc, p.iso3
"""  # noqa: S608 - constants of ours

VIEW = View(
    "producers_by_source",
    SQL,
    draw,
    params=("country",),
    height=HEIGHT,
    empty="view.producers_by_source.empty",
    indicator="production_share",
)
