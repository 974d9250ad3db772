"""Every producer of a metal in one year, sortable."""

from __future__ import annotations

from dashboard.view import View
from dashboard.views.top_producers import SQL

VIEW = View("producers_table", SQL, kind="table", params=("country",), indicator="production_share")
