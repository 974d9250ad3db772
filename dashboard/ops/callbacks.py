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


def check(body: bytes, callbacks: Mapping[str, Mapping[str, Any]]) -> None:
    """Raise ShapeError unless `body` calls one of the server's callbacks (Dash's callback_map) as our pages do."""
    try:
        told = orjson.loads(body)  # stricter than Dash's reader: no NaN, no half characters
    except orjson.JSONDecodeError as error:
        raise ShapeError("not JSON") from error
    _hold(isinstance(told, dict) and set(told) <= _ENVELOPE and isinstance(told.get("output"), str))
    known = callbacks.get(told["output"])
    _hold(known is not None and "callback" in known)
    given = _given(known["inputs"], told.get("inputs")) | _given(known["state"], told.get("state", []))  # type: ignore[index]
    changed = told.get("changedPropIds", [])
    _hold(isinstance(changed, list) and all(isinstance(c, str) for c in changed) and set(changed) <= given)
    _hold(isinstance(told.get("parsedChangedPropsIds", []), list))
    _hold(told.get("outputs") == dict(zip(("id", "property"), told["output"].rsplit(".", 1), strict=True)))


def _hold(true: object) -> None:
    if not true:
        raise ShapeError("not a callback of these pages")


def _given(declared: list[dict[str, str]], told: Any) -> set[str]:
    """Compare dependencies with their declaration; return their `id.property` names."""
    _hold(isinstance(told, list) and len(told) == len(declared))
    names = set()
    for want, have in zip(declared, told, strict=True):
        _hold(isinstance(have, dict) and set(have) <= {"id", "property", "value"})
        _hold(have.get("id") == want["id"] and have.get("property") == want["property"])
        _hold(_VALUES[want["id"]](have.get("value")))
        names.add(f"{want['id']}.{want['property']}")
    return names


def _address(value: Any) -> bool:
    texts = isinstance(value, dict) and len(value) <= _MOST_FIELDS and all(isinstance(v, str) for v in value.values())
    return texts and "href" in value and readable(value["href"])


_VALUES: dict[str, Check] = {"address": _address}
