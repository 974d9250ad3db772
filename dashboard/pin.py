"""What a screen says of the data version that an address asks for: shown, no longer kept, or the one in service."""

from __future__ import annotations

import re

from dashboard import words
from dashboard.state import VERSION, State
from dashboard.warehouse import Warehouse


def named_version(text: str) -> str:
    """The data version in a text of an address, alone or with what caches go by behind it."""
    found = re.fullmatch(rf"{VERSION}(-.*)?", text)
    return found[1] if found else ""


def shown_version(state: State, shown: Warehouse) -> str:
    """A sentence where the reader asked for a data version that is not the one in service; else nothing."""
    version, serving = shown.opened().version, shown.now.opened().version
    if state.v in ("", serving):
        return ""
    key = "pin.shown" if state.v == version else "pin.gone"
    return words.t(key, state.lang).format(state.v, serving)
