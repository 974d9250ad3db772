"""Where a view is seen live: the first page that shows it, with the state that it depends on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from dashboard.page import Page
from dashboard.state import State
from dashboard.view import View


def places(pages: Sequence[Page], site: str) -> Callable[[View, State], str]:
    """The address of a view's state on the site whose root is `site`; a view on no page stands alone under /embed."""
    of_view = {slug: page for page in reversed(pages) for slug in page.views}

    def place(view: View, state: State) -> str:
        names = [n for n in view.reads if n not in ("look", "present", "sort", "page")] + ["v"]
        wanted = replace(state, present=False, look="auto", sort="", page=1)
        page = of_view.get(view.slug)
        if page is None:
            return f"{site}/embed/{view.slug}?{wanted.query(names)}"
        kept = State(**{n: getattr(wanted, n) for n in names}, implied=wanted.implied)
        return site + page.href(kept)

    return place
