"""The callback endpoint takes only what our own pages send: anything else is refused before Dash reads it.

Dash trusts the body of /_dash-update-component: a shape it does not expect is a stack trace and a 500. Here the
body is compared with the callbacks as they were registered, and each value with the form our pages give it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson

_MOST_FIELDS = 200  # as in dashboard.screen
_MOST_IDS = 100
_ENVELOPE = {"output", "outputs", "inputs", "state", "changedPropIds", "parsedChangedPropsIds"}

Check = Callable[[Any], bool]


class ShapeError(ValueError):
    """The body is not one that our pages send."""


def readable(address: str) -> bool:
    """Whether an address can be taken apart at all."""
    try:
        parse_qsl(urlsplit(address).query, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return False
    return True


def check(body: bytes, callbacks: Mapping[str, Mapping[str, Any]], served: frozenset[str]) -> None:
    """Raise ShapeError unless `body` calls one of the server's callbacks as our pages do.

    callbacks: Dash's callback_map; served: slugs of the views whose content the server makes.
    """
    try:
        told = orjson.loads(body)  # stricter than Dash's reader: no NaN, no half characters
    except orjson.JSONDecodeError as error:
        raise ShapeError("not JSON") from error
    _hold(isinstance(told, dict) and set(told) <= _ENVELOPE and isinstance(told.get("output"), str))
    known = callbacks.get(told["output"])
    _hold(known is not None and "callback" in known)
    inputs, state = told.get("inputs"), told.get("state", [])
    given = _given(known["inputs"], inputs, served) | _given(known["state"], state, served)  # type: ignore[index]
    changed = told.get("changedPropIds", [])
    _hold(isinstance(changed, list) and all(isinstance(c, str) for c in changed) and set(changed) <= given)
    _hold(isinstance(told.get("parsedChangedPropsIds", []), list))
    _outputs(told["output"], told.get("outputs"), state, served)


def _hold(true: object) -> None:
    if not true:
        raise ShapeError("not a callback of these pages")


def _given(declared: list[dict[str, str]], told: Any, served: frozenset[str]) -> set[str]:
    """Compare dependencies with their declaration; return their `id.property` names."""
    _hold(isinstance(told, list) and len(told) == len(declared))
    names = set()
    for want, have in zip(declared, told, strict=True):
        if want["id"].startswith("{"):
            _hold(isinstance(have, list) and len(have) <= _MOST_IDS)
            for one in have:
                _hold(isinstance(one, dict) and set(one) == {"id", "property", "value"})
                _hold(one["property"] == want["property"] and _served(one["id"], served) and one["id"] == one["value"])
            continue
        _hold(isinstance(have, dict) and set(have) <= {"id", "property", "value"})
        _hold(have.get("id") == want["id"] and have.get("property") == want["property"])
        _hold(_VALUES[want["id"]](have.get("value")))
        names.add(f"{want['id']}.{want['property']}")
    return names


def _outputs(name: str, told: Any, state: Any, served: frozenset[str]) -> None:
    """Outputs are those declared; the views to fill are those whose ids came along."""
    if not name.startswith(".."):
        want = dict(zip(("id", "property"), name.rsplit(".", 1), strict=True))
        _hold(told == want)
        return
    _hold(isinstance(told, list) and len(told) == 2 and isinstance(told[0], list))
    filled, answered = told
    _hold(answered == {"id": "answered", "property": "data"})
    for one in filled:
        _hold(isinstance(one, dict) and set(one) == {"id", "property"} and one["property"] == "data-html")
        _hold(_served(one["id"], served))
    _hold([one["id"] for one in filled] == [one["id"] for one in state[1]])


def _served(found: Any, served: frozenset[str]) -> bool:
    return (
        isinstance(found, dict)
        and set(found) == {"type", "view"}
        and found["type"] == "served"
        and isinstance(found["view"], str)
        and found["view"] in served
    )


def _texts(value: Any) -> bool:
    return isinstance(value, dict) and len(value) <= _MOST_FIELDS and all(isinstance(v, str) for v in value.values())


def _address(value: Any) -> bool:
    return _texts(value) and "href" in value and readable(value["href"])


_VALUES: dict[str, Check] = {
    "address": _address,
    "asked": lambda v: v is None or _texts(v),
    "answered": _texts,
}
