"""The pipeline: announced projects and coming ports on a time line, from the announcement to the planned start."""

from __future__ import annotations

from datetime import date

from dashboard import look, words
from dashboard.look import Figure
from dashboard.state import State
from dashboard.view import Rows, View, capital, named
from dashboard.warehouse import Row

# How far a project has come, in order, and the colour that says so.
STATUS = {
    "memorandum": "context",
    "announced": "muted",
    "agreement": "category-2",
    "construction": "category-3",
    "inaugurated": "accent",
}
_MIDDLE = {4: "-07-01", 7: "-15", 10: ""}  # a year or a month alone is drawn in its middle

SQL = """
select p.date, p.planned, p.sponsor, p.partner, p.product, p.place, p.metals, p.stage, p.capacity, p.unit as per,
    p.investment, p.currency, p.status, 'MAR' as iso3, p.reference, p.first_capacity, p.first_date, p.first_reference,
    null::varchar as unit, null::varchar as source,
    null::varchar as flag
from catalog.project p
where $country = 'MAR'
union all
select o.date, o.planned, o.name, null, 'port', o.name, null, null, null, null, null, null, o.status, o.iso3,
    o.reference, null, null, null, null, null, null
from catalog.port o
where o.iso3 = $country or o.scope = $country
order by date nulls last, sponsor, product
"""


def of_map(rows: Rows, state: State) -> Rows:
    """Leaves out what the boundaries drawn place elsewhere than in the chosen country."""
    return [r for r in rows if r["iso3"] == state.country or look.map_view() == "mar"]


def draw(rows: Rows, state: State) -> Figure:
    """A line a project: a dot at its last announced step, coloured by status, an open one at the planned start."""
    dated = [r for r in of_map(rows, state) if r["date"]]
    if not dated:
        return {"data": [], "layout": look.layout(state, meta={"empty": words.t("hub_projects.undated", state.lang)})}
    first = min(_day(r["date"]) for r in dated)[:4]
    last = max(_day(r["planned"] or r["date"]) for r in dated)[:4]
    lines = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [_day(r["date"]), _day(r["planned"])],
            "y": [lane, lane],
            "line": {"color": look.colour(STATUS[r["status"]], state), "width": 2, "dash": "dot"},
            "hoverinfo": "skip",
            "showlegend": False,
        }
        for lane, r in enumerate(dated)
        if r["planned"]
    ]
    return {
        "data": [*lines, *(t for s in STATUS for t in _dots(s, dated, state))],
        "layout": look.layout(
            state,
            meta={key: words.t(f"hub_projects.{key}", state.lang) for key in ("subtitle", "source")},
            showlegend=True,
            legend={"orientation": "h", "x": 0.5, "xanchor": "center", "y": -0.03, "yanchor": "top"},
            xaxis={"type": "date", "range": [f"{first}-01-01", f"{int(last) + 1}-12-31"], "dtick": "M12",
                   "tickformat": "%Y", "showgrid": True, "side": "top"},
            yaxis={"visible": False, "range": [len(dated) - 0.6, -0.9]},
            annotations=[_lane(lane, r, state) for lane, r in enumerate(dated)],
            margin={"t": 28},
        ),
    }  # fmt: skip


def _dots(name: str, rows: Rows, state: State) -> list[Figure]:
    """The projects of one status: what is planned as open dots, what has happened as full ones."""
    color = look.colour(STATUS[name], state)
    made = []
    for what in ("planned", "date"):
        held = [(r, lane) for lane, r in enumerate(rows) if r[what] and r["status"] == name]
        if held:
            made.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "name": look.text(words.name("project.status", name, state.lang), state),
                    "showlegend": what == "date",
                    "x": [_day(r[what]) for r, _ in held],
                    "y": [lane for _, lane in held],
                    "hovertext": [_said(r, state) for r, _ in held],
                    "hovertemplate": "%{hovertext}<extra></extra>",
                    "marker": {
                        "size": 12,
                        "symbol": "diamond" if name == "announced" else "circle",
                        "color": color if what == "date" else look.colour("paper", state),
                        "line": {"width": 2, "color": color},
                    },
                }
            )
    return made


def when(text: str | None, lang: str) -> str:
    """A date as precise as it was announced: a day, a month or a year; nothing where there is none."""
    if not text or len(text) == 4:
        return text or ""
    return (
        words.day(date.fromisoformat(text), lang)
        if len(text) == 10
        else words.month(date.fromisoformat(f"{text}-01"), lang)
    )


def _day(text: str) -> str:
    return text + _MIDDLE[len(text)]


def _label(r: Row, lang: str) -> list[str]:
    """Who, then what and how much: 'Al Mada – CNGR', 'NMC precursors · 120 kt a year'."""
    who = sponsors(r, lang)
    # The mark keeps the number after a Latin word, in Arabic, from changing sides.
    between = "\u200f · " if words.direction(lang) == "rtl" else " · "
    return [f"<b>{who}</b>", between.join(p for p in (product(r, lang), capacity(r, lang)) if p)]


def _lane(lane: int, r: Row, state: State) -> Figure:
    """A project's words over its line, at the side where reading starts, so that a narrow screen shows them whole."""
    side = "right" if look.mirrored(state) else "left"
    lines = [look.text(line, state) for line in _label(r, state.lang)]
    # A wide screen has no need of two lines, and type for a projector no room for them.
    text = "  ".join(lines[::-1] if look.mirrored(state) else lines) if state.present else "<br>".join(lines)
    return {
        "text": text,
        "xref": "paper",
        "x": 1 if side == "right" else 0,
        "y": lane,
        "yshift": 9,
        "xanchor": side,
        "yanchor": "bottom",
        "align": side,
        "showarrow": False,
        "font": {"size": look.size(state) - 1},
        "bgcolor": look.colour("paper", state),
    }


def sponsors(r: Row, lang: str) -> str:
    """Who builds: firms under their own names; a port under the port's."""
    if r["product"] == "port":
        return place(r, lang)
    return " – ".join(s for s in (r["sponsor"], r["partner"]) if s)


def place(r: Row, lang: str) -> str:
    """Where a project stands, in words; nothing where no reference says it."""
    return words.name("project.place", r["place"], lang) if r["place"] else ""


def product(r: Row, lang: str) -> str:
    """What a project makes, in words."""
    return words.name("project.product", r["product"], lang)


def metals(r: Row, lang: str) -> str:
    """The materials of a project, with commas."""
    return capital(words.COMMA[lang].join(named("metal", m, lang) for m in (r["metals"] or "").split()))


def capacity(r: Row, lang: str, column: str = "capacity") -> str:
    """A project's yearly capacity in its own unit, or the first one announced; nothing where there was none."""
    if r[column] is None:
        return ""
    if r["per"] == "t/y":
        return words.t("project.per_year", lang).format(words.quantity(r[column], lang))
    return words.t("project.gwh", lang).format(words.number(r[column], lang))


def status(r: Row, lang: str) -> str:
    """How far a project has come, in words."""
    return words.name("project.status", r["status"], lang)


def _said(r: Row, state: State) -> str:
    lang = state.lang
    lines = [*_label(r, lang), f"{capital(status(r, lang))} ({when(r['date'], lang)})"]
    lines += [words.t("project.planned", lang).format(when(r["planned"], lang))] if r["planned"] else []
    lines += [metals(r, lang), place(r, lang)]
    return "<br>".join(look.text(line, state) for line in lines if line)


VIEW = View("hub_projects", SQL, draw, height=640, empty="view.hub_projects.empty")
