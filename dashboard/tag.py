"""Dash's HTML elements as pages use them: their generated types know no data-* and aria-* attributes."""

from __future__ import annotations

from typing import Any

from dash import html

tag: Any = html
