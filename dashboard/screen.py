"""From an address to a screen: which page, which state, and the components of header, page and footer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from dashboard import look, words
from dashboard.address import Shelf
from dashboard.flat import flat
from dashboard.page import Page, Setting, about, body, figure_urls
from dashboard.pin import named_version
from dashboard.show import link, plain, served
from dashboard.state import LANGS, State, parse
from dashboard.tag import tag
from dashboard.view import View, worded
from dashboard.warehouse import Warehouse


@dataclass(frozen=True)
class Screen:
    """A page in a state, as its first HTML shows it. page None: there is no such page.

    html: header, page and footer without the controls, which have a behaviour of their own; about: what
    assets/screen.js knows of the page; picture: the address of what other sites show beside a link to it.
    """

    page: Page | None
    state: State
    asked: str
    title: str
    heading: str
    lead: str
    sentence: str
    figures: Sequence[str]
    html: str
    about: Mapping[str, Any] | None = None
    picture: str = ""


class House:
    """Everything the screens are made of: pages, views, warehouse, and the version that caches go by."""

    def __init__(self, pages: Sequence[Page], views: Mapping[str, View], warehouse: Warehouse, code: str) -> None:
        self.pages = sorted(pages, key=lambda p: (p.number is None, p.number, p.slug))
        self.views, self.warehouse, self._code = views, warehouse, code
        self._contents = Shelf(32 << 20)
        missing = {v for p in pages for v in p.views} - views.keys()
        if missing:
            raise ValueError(f"pages show views that do not exist: {sorted(missing)}")

    def version(self, warehouse: Warehouse) -> str:
        """Data, code and boundaries together: what a drawn figure depends on beside its state."""
        return f"{warehouse.opened().version}-{self._code}-{look.map_view()}"

    def find(self, address: str, lang: str) -> tuple[Page | None, State, Warehouse]:
        """The page, the state and the data of an address; `lang` is the reader's, where the address names none."""
        at = urlsplit(address)
        args = parse_qsl(at.query, keep_blank_values=True, max_num_fields=200)
        store = self.warehouse.at(named_version(dict(args).get("v", "")))
        opened = store.opened()
        for page in self.pages:
            within = page.match(at.path)
            if within is not None:
                args = [(k, v) for k, v in args if k not in within] + list(within.items())
                state = parse(args, opened.vocabulary, opened.choices(), lang, opened.choices(*page.coverage))
                if within.keys() & {n.param for n in state.notices} or not page.exists(state):
                    return None, state, store  # a path that names no theme is no page
                return page.at(state, store), state, store
        return None, parse(args, opened.vocabulary, opened.choices(), lang), store

    def screen(self, address: str, lang: str) -> Screen:
        """What the first HTML of an address shows."""
        page, state, store = self.find(address, lang)
        site = words.t("ui.title", state.lang)
        if page is None:
            missing = words.t("ui.error.not_found", state.lang)
            return Screen(None, state, address, f"{missing} · {site}", missing, "", "", (), self._html(address, lang))
        heading = worded(f"page.{page.slug}.title", state)
        spoken = next((self.views[v] for v in page.views if self.views[v].kind == "sentence"), None)
        return Screen(
            page,
            state,
            address,
            f"{heading} · {site}",
            heading,
            worded(f"page.{page.slug}.lead", state),
            plain(spoken, state, store) if spoken else "",
            figure_urls(page, self._setting(state, store, address)),
            self._html(address, lang),
            about(page, self._setting(state, store, address)),
            self._picture(page, state),
        )

    def _picture(self, page: Page, state: State) -> str:
        """A picture of the first figure of a page, else of its first view; of the first page for one without views."""
        shown = [self.views[v] for v in page.views]
        if not shown:
            return self._picture(self.pages[0], State(lang=state.lang))
        view = next((v for v in shown if v.kind == "figure"), shown[0])
        asked = state.given([*(n for n in view.reads if n not in ("look", "present")), "v"]) | {"lang": state.lang}
        return f"/picture/{view.slug}.png?{urlencode(asked)}"

    def content(self, view: View, state: State, store: Warehouse) -> str:
        """Sentences, cards or table of a view as text, made once for a state and a version of the data."""
        key = f"{self.version(store)}/{view.slug}?{state.key([*view.reads, 'v'])}"
        return self._contents.get(key, lambda: flat(served(view, state, store)).encode()).decode()

    def _html(self, address: str, lang: str) -> str:
        return flat(self.components(address, lang), stand_in="")

    def components(self, address: str, lang: str) -> list[Any]:
        """Skip link, header, main part and footer of an address."""
        page, state, store = self.find(address, lang)
        if page is None:
            main = [tag.H1(words.t("ui.error.not_found", state.lang))]
        else:
            main = body(page, self._setting(state, store, address))
        return [
            tag.A(words.t("ui.skip", state.lang), href="#main", className="skip"),
            self._header(page, state),
            tag.Main(main, id="main", tabIndex=-1),
            self._footer(page, state, store),
        ]

    def _setting(self, state: State, store: Warehouse, address: str) -> Setting:
        return Setting(state, self.views, partial(self.content, store=store), store, self.version(store), address)

    def _header(self, current: Page | None, state: State) -> Any:
        lang = state.lang
        pages = [
            tag.A(
                words.t(f"page.{p.slug}.title", lang),
                href=p.href(state),
                **{"data-page": p.slug, "aria-current": "page" if current and _root(p) == _root(current) else "false"},
            )
            for p in self.pages
            if p.number is not None
        ]
        here = current.href if current else lambda s: f"/?{s.query()}"
        langs = [
            tag.A(
                words.t(f"screen.lang.{code}", lang),
                href=here(_spoken(state, code)),
                lang=code,
                hrefLang=code,
                **{"data-lang": code, "aria-current": "true" if code == lang else "false"},
            )
            for code in LANGS
        ]
        looks = [
            tag.A(words.t(f"screen.look.{name}", lang), href="#", **{"data-look": name}) for name in ("light", "dark")
        ]
        brand = tag.A([tag.Span(className="star"), words.t("screen.brand", lang)], href="/", className="brand",
                       **{"data-page": "overview"})  # fmt: skip
        return tag.Header(
            [
                brand,
                tag.Button(
                    [words.t("ui.search", lang), tag.Kbd("/", **{"aria-hidden": "true"})],
                    type="button",
                    className="search",
                    **{
                        "data-label": words.t("ui.search", lang),
                        "data-placeholder": words.t("ui.search.placeholder", lang),
                        "data-none": words.t("ui.search.none", lang),
                        "aria-keyshortcuts": "/",
                    },
                ),
                tag.Nav(pages, className="pages", **{"aria-label": words.t("screen.pages", lang)}),
                tag.Nav(langs, className="langs", **{"aria-label": words.t("ui.language", lang)}),
                tag.Nav(looks, className="looks", **{"aria-label": words.t("screen.look", lang)}),
            ]
        )

    def _footer(self, page: Page | None, state: State, store: Warehouse) -> Any:
        lang, opened = state.lang, store.opened()
        credits_ = [
            tag.Li(tag.A(f"{n.publisher}, {n.title} ({n.vintage})", href=n.page, rel="noreferrer"))
            for n in opened.sources.values()
        ]
        return tag.Footer(
            [
                tag.P(words.t(f"ui.map.scope.{look.map_view()}", lang), className="scope"),
                tag.P(words.t("ui.map.scope", lang), className="scope"),
                tag.Details([tag.Summary(words.t("ui.sources", lang)), tag.Ul(credits_)]),
                tag.P(
                    [
                        link(
                            words.t("screen.version", lang).format(opened.version),
                            f"v={opened.version}",
                            title=words.t("pin.fix", lang),
                        ),
                        " · ",
                        tag.A(words.t("page.changes.title", lang), href=f"/changes?lang={lang}"),
                        " · ",
                        tag.A(words.t("ui.api", lang), href=f"/data?lang={lang}"),
                        *_report(page, state),
                    ]
                ),
            ]
        )


def _report(page: Page | None, state: State) -> list[Any]:
    """The way to the page as a report on paper, where it shows any view."""
    if page is None or not page.views:
        return []
    href = f"/report/{page.slug}.pdf?{state.query()}"
    return [" · ", tag.A(words.t("ui.report", state.lang), href=href, **{"data-report": ""})]


def _spoken(state: State, lang: str) -> State:
    return State(**(vars(state) | {"lang": lang, "implied": state.implied - {"lang"}}))


def _root(page: Page) -> str:
    """The first part of a page's path: a theme's page lights up 'themes'."""
    return page.path.strip("/").split("/")[0]
