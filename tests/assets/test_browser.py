"""The bundle, the maps and the fonts work in a browser under the dashboard's security policy, and stay at home."""

from __future__ import annotations

from typing import Any

import plotly.offline
import pytest

from tests.assets.conftest import Window

pytestmark = pytest.mark.browser

STRONG: dict[str, Any] = {"locations": ["MAR", "COD", "ZAF"], "z": [1, 2, 3], "locationmode": "ISO-3"}
TRACES: dict[str, dict[str, Any]] = {
    "scatter": {"x": [1, 2], "y": [1, 2]},
    "bar": {"x": [1, 2], "y": [1, 2]},
    "box": {"y": [1, 2, 3]},
    "heatmap": {"z": [[1, 2], [3, 4]]},
    "pie": {"values": [1, 2], "labels": ["a", "b"]},
    "treemap": {"labels": ["a", "b"], "parents": ["", "a"], "values": [2, 1]},
    "sunburst": {"labels": ["a", "b"], "parents": ["", "a"], "values": [2, 1]},
    "choropleth": STRONG,
    "scattergeo": {"lon": [-7], "lat": [33]},
    "sankey": {"node": {"label": ["a", "b"]}, "link": {"source": [0], "target": [1], "value": [3]}},
    "indicator": {"value": 3, "mode": "number"},
}


def map_layout(**geo: Any) -> dict[str, Any]:
    return {"geo": {"fitbounds": False, "showcoastlines": False, "showframe": False, **geo}}


@pytest.mark.parametrize("kind", TRACES)
def test_a_trace_draws_without_a_complaint_or_a_foreign_request(window: Window, kind: str) -> None:
    window.draw([{"type": kind, **TRACES[kind]}], map_layout(showland=True, showlakes=True, showrivers=True), {})
    drawn = window.page.evaluate("document.getElementById('figure')._fullData[0].type")
    assert drawn == kind
    assert window.foreign() == []
    assert window.complaints == []


def test_the_bundle_reports_its_version_and_offers_no_upload(window: Window) -> None:
    window.draw([{"type": "bar", **TRACES["bar"]}], {}, {"displayModeBar": True})
    assert window.page.evaluate("Plotly.version") == plotly.offline.get_plotlyjs_version()
    titles = window.page.eval_on_selector_all(".modebar-btn", "all => all.map(b => b.getAttribute('data-title'))")
    assert "Download the figure (PNG)" in titles
    assert not [title for title in titles if "hare" in title or "Plotly" in title]


@pytest.mark.parametrize("view", ["un", "mar", "defacto"])
@pytest.mark.parametrize(("scope", "resolution"), [("africa", 110), ("africa", 50), ("europe", 110), ("world", 110)])
def test_a_map_reads_its_boundaries_from_the_folder_of_its_view(
    window: Window, view: str, scope: str, resolution: int
) -> None:
    places = ["FRA", "DEU", "ESP"] if scope == "europe" else ["MAR", "COD", "ZAF"]
    window.draw(
        [{"type": "choropleth", **STRONG, "locations": places}],
        map_layout(scope=scope, resolution=resolution),
        {"topojsonURL": f"/assets/topojson/{view}/"},
    )
    assert f"{window.site}/assets/topojson/{view}/{scope}_{resolution}m.json" in window.requests
    assert window.page.locator(".choroplethlayer path").count() == len(places)
    assert window.foreign() == []
    assert window.complaints == []


def test_a_map_that_forgets_its_folder_still_stays_at_home(window: Window) -> None:
    window.draw([{"type": "choropleth", **STRONG}], map_layout(scope="africa"), {})
    assert f"{window.site}/assets/topojson/un/africa_110m.json" in window.requests
    assert window.foreign() == []


@pytest.mark.parametrize(
    ("locale", "ticks", "month", "button"),
    [
        ("fr", "1\u202f234\u202f567,5", "août 2024", "Télécharger la figure (PNG)"),
        ("en", "1,234,567.5", "Aug 2024", "Download the figure (PNG)"),
        ("ar", "1.234.567,5", "غشت 2024", "تنزيل الرسم (PNG)"),
        ("ar-MA", "1.234.567,5", "غشت 2024", "تنزيل الرسم (PNG)"),
    ],
)
def test_numbers_months_and_buttons_speak_the_language(
    window: Window, locale: str, ticks: str, month: str, button: str
) -> None:
    layout = {
        "xaxis": {"type": "date", "tickvals": ["2024-08-01"], "tickformat": "%b %Y"},
        "yaxis": {"tickvals": [1234567.5], "tickformat": ",.1f", "automargin": True},
    }
    data = [{"type": "scatter", "x": ["2024-07-01", "2024-09-01"], "y": [1_000_000, 2_000_000]}]
    window.draw(data, layout, {"locale": locale, "displayModeBar": True})
    assert window.page.locator(".xtick text").text_content() == month
    assert window.page.locator(".ytick text").text_content() == ticks
    titles = window.page.eval_on_selector_all(".modebar-btn", "all => all.map(b => b.getAttribute('data-title'))")
    assert button in titles


# A font drawn at half size halves exactly the characters it holds; the others come from elsewhere at full size.
NOT_HELD = """async ([file, text]) => {
    for (const [family, sizeAdjust] of [["Full", "100%"], ["Half", "50%"]]) {
        document.fonts.add(await new FontFace(family, `url(/assets/fonts/${file}.woff2)`, { sizeAdjust }).load());
    }
    const pen = document.createElement("canvas").getContext("2d");
    const width = (family, sign) => { pen.font = `100px ${family}, monospace`; return pen.measureText(sign).width; };
    return [...new Set(text)].filter((sign) => width("Half", sign) > 0.75 * width("Full", sign)).join("");
}"""


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("inter", "Où va l’uranium ? 1\u202f286\u00a0t, 13ᵉ rang, 1ᵉʳ, 0,5 %, « œ », Č ł ş ğ, µ σ Δ Σ"),
        ("inter", "≥ ≤ ± − × ≈ ≠ ∞ CO₂ P₂O₅ 10⁻³ m² → ← ↑ ↓ ↗ ↘ ▲ ▼ ● ○ ■ □ ✓ ★ … • – — ° € £"),
        ("noto-sans-arabic", "المغربغشتدجنبرفوسفاطأإآءئؤةىچپڤڭگ،؛؟٪ـ"),
        ("newsreader", "Le Maroc, pôle régional des métaux : « œuvre » 2024–2030, 0,5 %"),
    ],
)
def test_a_font_holds_the_characters_it_promises(window: Window, file: str, text: str) -> None:
    assert window.page.evaluate(NOT_HELD, [file, text + "Ж"]) == "Ж"
    assert window.foreign() == []


@pytest.mark.parametrize(
    ("font", "text"),
    [
        ("400 16px Inter", "Maroc"),
        ("600 16px Inter", "Maroc"),
        ("400 16px 'Noto Sans Arabic'", "المغرب"),
        ("600 16px 'Noto Sans Arabic'", "المغرب"),
        ("600 32px Newsreader", "Maroc"),
    ],
)
def test_the_style_sheet_loads_each_face(window: Window, font: str, text: str) -> None:
    faces = "([font, text]) => document.fonts.load(font, text).then((faces) => faces.length)"
    assert window.page.evaluate(faces, [font, text]) == 1
    assert window.complaints == []
