"""HTML elements of Dash as text: what only shows something needs no component of its own in the browser.

A page's tables have hundreds of cells; as components each would listen to every change of the page's state.
assets/screen.js puts the text into the frame that carries it (`data-html`). The first HTML of a page is this text too,
so that it is read and its charts are drawn while the components are still on their way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from dash.development.base_component import Component
from markupsafe import escape

_NAMES = {"className": "class", "htmlFor": "for"}
_VOID = {"br", "hr", "img", "input"}


def flat(parts: Any, stand_in: str | None = None) -> str:
    """The text of an element, a list of them, or a plain text; a frame holds what it carries.

    What is no HTML element but has a behaviour of its own leaves `stand_in`; without one it is a ValueError.
    """
    if parts is None:
        return ""
    if isinstance(parts, Sequence) and not isinstance(parts, str):
        return "".join(flat(part, stand_in) for part in parts)
    if not isinstance(parts, Component):
        return str(escape(parts))
    if parts._namespace != "dash_html_components":
        if stand_in is None:
            raise ValueError(f"{parts._type} has a behaviour of its own: only HTML elements can be sent as text")
        return stand_in
    name = parts._type.lower()
    told = parts.to_plotly_json()  # type: ignore[no-untyped-call]
    props = {k: v for k, v in told["props"].items() if k != "children"}
    inner = props.pop("data-html", None)
    opening = "".join(_attribute(k, v) for k, v in sorted(props.items()))
    if name in _VOID:
        return f"<{name}{opening}>"
    if inner is None:
        inner = flat(getattr(parts, "children", None), stand_in)
    return f"<{name}{opening}>{inner}</{name}>"


def _attribute(name: str, value: Any) -> str:
    if value is None or value is False or (name == "className" and not value):
        return ""
    if name == "id" and isinstance(value, dict):  # names a component for Dash, which is not there yet
        return ""
    name = _NAMES.get(name, name.lower())
    if value is True and not name.startswith(("aria-", "data-")):
        return f" {name}"
    if name == "style":
        value = "; ".join(f"{_property(k)}: {v}" for k, v in value.items())
        return f' style="{escape(value)}"' if value else ""
    return f' {name}="{escape(value)}"'


def _property(name: str) -> str:
    """A property of CSS as it is written there; one of our own as it stands."""
    return name if name.startswith("--") else re.sub("[A-Z]", lambda m: f"-{m[0].lower()}", name)
