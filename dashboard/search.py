"""The search index: metals, countries, indicators, themes, pages, sites, customs codes, by names in three languages.

/search.json?lang=fr answers all of it at once, a few dozen kilobytes; the browser looks in it (assets/search.js), so
that each letter typed costs no request.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

import orjson
from flask import Blueprint, Response, request

from dashboard import words
from dashboard.page import Page
from dashboard.state import HUB, LANGS
from dashboard.view import capital
from dashboard.warehouse import Warehouse

_ALIASES = "select metal, string_agg(alias, ' ') as aliases from catalog.alias group by metal"
_SYMBOLS = "select metal, symbol from catalog.metal order by rank"
_CODES = """
select hs6, arg_min(metal, rank) as metal, arg_min(stage, rank) as stage
from catalog.hs_code join catalog.metal using (metal)
where not apart
group by hs6
order by hs6
"""
# Places of the hub's own country only: those of the world would make the index ten times as long.
_SITES = "select distinct name, kind, other_name from marts.site where iso3 = $country order by name, kind"
# Arabic letters that readers type in one of several ways.
_ARABIC = str.maketrans("أإآىةؤئ", "اااي" + "هوي")


def search_address(pages: Sequence[Page], warehouse: Warehouse, version: Callable[[Warehouse], str]) -> Blueprint:
    """The route of the index; it changes with data and words, and so does its ETag."""
    routes = Blueprint("search", __name__)

    @routes.get("/search.json")
    def _search() -> Response:
        asked = request.args.get("lang", LANGS[0])
        lang = asked if asked in LANGS else LANGS[0]
        etag = hashlib.sha256(f"{version(warehouse)}/search/{lang}".encode()).hexdigest()[:24]
        if etag in request.if_none_match:
            answer = Response(status=304)
        else:
            answer = Response(orjson.dumps(list(entries(pages, warehouse, lang))), mimetype="application/json")
        answer.set_etag(etag)
        answer.headers["Cache-Control"] = "public, max-age=60, must-revalidate"
        return answer

    return routes


def entries(pages: Iterable[Page], warehouse: Warehouse, lang: str) -> Iterator[dict[str, str]]:
    """name, kind (in words), href, and find: every name it goes by, folded."""
    said = "" if lang == LANGS[0] else f"lang={lang}"
    aliases = {r["metal"]: r["aliases"] for r in warehouse.rows(_ALIASES, {})}
    vocabulary = warehouse.opened().vocabulary

    def entry(key: str, kind: str, path: str, *more: str) -> dict[str, str]:
        return of([words.t(key, code) for code in LANGS], kind, path, *more)

    def of(names: Sequence[str], kind: str, path: str, *more: str) -> dict[str, str]:
        found = " ".join([*names, *more])
        # In Arabic a name is as often typed without its article.
        found += "".join(f" {word.removeprefix('ال')}" for word in found.split() if word.startswith("ال"))
        place, mark, part = path.partition("#")
        address = (f"{place}{'&' if '?' in place else '?'}{said}" if said else place) + mark + part
        name = capital(names[LANGS.index(lang)])
        return {"name": name, "kind": words.t(kind, lang), "href": address, "find": fold(found)}

    def also(key: str) -> list[str]:
        return [words.t(f"{key}.also", code) for code in LANGS] if words.has(f"{key}.also") else []

    for row in warehouse.rows(_SYMBOLS, {}):
        metal = row["metal"]
        if words.has(f"metal.{metal}"):
            yield entry(f"metal.{metal}", "ui.metal", f"/?metal={metal}", row["symbol"], aliases.get(metal, ""))
    for indicator in sorted(vocabulary["indicator"]):
        if words.has(f"indicator.{indicator}"):
            short = (words.t(f"indicator.{indicator}.short", code) for code in LANGS)
            other = (indicator.replace("_", " "), *also(f"indicator.{indicator}"), *short)
            yield entry(f"indicator.{indicator}", "ui.indicator", f"/explorer?indicator={indicator}", *other)
    for iso3 in sorted(vocabulary["nation"]):
        if words.has(f"country.{iso3}"):
            yield entry(f"country.{iso3}", "ui.country", f"/?country={iso3}", iso3, *also(f"country.{iso3}"))
    for page in pages:
        if page.number is not None:
            yield entry(f"page.{page.slug}.title", "ui.page", page.path, *also(f"page.{page.slug}"))
    for theme in sorted(vocabulary["theme"]):
        question = (words.t(f"theme.{theme}.question", code) for code in LANGS)
        yield entry(f"theme.{theme}", "ui.theme", f"/themes/{theme}", *question)
    for row in warehouse.rows(_SITES, {"country": HUB}):
        key = f"place.{fold(row['name']).replace(' ', '_')}"
        names = [words.t(key, code) for code in LANGS] if words.has(key) else [row["name"]] * len(LANGS)
        kind = row["kind"]
        yield of(names, f"ui.kind.{kind}", f"/hub?kind={kind}#part-sites", row["name"], row["other_name"] or "")
    for row in warehouse.rows(_CODES, {}):
        if words.has(f"hs.{row['hs6']}"):
            flows = f"/flows?metal={row['metal']}&stage={row['stage']}"
            found = entry(f"hs.{row['hs6']}", "ui.hs_code", flows, row["hs6"])
            yield found | {"kind": f"{found['kind']} {row['hs6']}"}


def fold(text: str) -> str:
    """Lower case without accents, vowel marks and variants of Arabic letters; assets/search.js folds the same way."""
    plain = unicodedata.normalize("NFKD", text.translate(_ARABIC))
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+", " ", bare.casefold()).split())
