"""What stands behind every figure, in two sentences: the sources, and how close ours come to published figures."""

from __future__ import annotations

from dashboard import words
from dashboard.state import State
from dashboard.view import Rows, View

SQL = """
with scored as (
    select count(ours) as figures_compared, count(*) filter (within) as figures_met,
        count(distinct publication) as publications
    from index.reproduction
)
select
    count(*) as sources_read,
    count(*) filter (s.redistribution = 'open') as sources_open,
    count(*) filter (s.redistribution = 'own use') as sources_own_use,
    (select count(*) from catalog.file) as files_read,
    (select max(nullif(fetched, '')) from catalog.file) as fetched,
    (select count(*) from catalog.indicator) as indicators_computed,
    any_value(c.figures_compared) as figures_compared, any_value(c.figures_met) as figures_met,
    any_value(c.publications) as publications,
    null::varchar as unit, null::varchar as source, null::varchar as flag
from catalog.source s
cross join scored c
having count(*) > 0
"""


def draw(rows: Rows, state: State) -> list[str]:
    """Sources and indicators; then, where there are published figures to compare with, how many are met."""
    (found,) = rows
    lang = state.lang
    counted = [name for name in found if isinstance(found[name], int)]
    values = {name: words.number(found[name], lang) for name in counted}
    key = "source_summary.sources" if found["sources_own_use"] else "source_summary.sources.free"
    said = [words.t(key, lang).format(**values)]
    if found["figures_compared"]:
        values["share"] = words.share(found["figures_met"] / found["figures_compared"], lang)
        said.append(words.t("source_summary.scores", lang).format(**values))
    return said


VIEW = View("source_summary", SQL, draw, kind="sentence")
