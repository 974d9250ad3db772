"""The built assets are the ones their build promises: versions, sizes, geometry, words, characters, licences."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import brotli
import plotly.offline
import pytest
from babel.dates import get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "assets"
BUNDLE = ASSETS / "plotly" / "plotly.min.js"
VIEWS = ("un", "mar", "defacto")
MAPS = ("world_110m", "africa_110m", "africa_50m", "europe_110m", "europe_50m")
PACKAGE = json.loads((ASSETS / "build" / "package.json").read_text())
POINTS = json.loads((ASSETS / "topojson" / "points.json").read_text())
# fmt: off
AFRICA = {
    "AGO", "BDI", "BEN", "BFA", "BWA", "CAF", "CIV", "CMR", "COD", "COG", "COM", "CPV", "DJI", "DZA", "EGY",
    "ERI", "ETH", "GAB", "GHA", "GIN", "GMB", "GNB", "GNQ", "KEN", "LBR", "LBY", "LSO", "MAR", "MDG", "MLI",
    "MOZ", "MRT", "MUS", "MWI", "NAM", "NER", "NGA", "RWA", "SDN", "SEN", "SLE", "SOM", "SSD", "STP", "SWZ",
    "SYC", "TCD", "TGO", "TUN", "TZA", "UGA", "ZAF", "ZMB", "ZWE",
}
EU27 = {
    "AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GRC", "HRV", "HUN", "IRL",
    "ITA", "LTU", "LUX", "LVA", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "SWE",
}
# fmt: on


def topology(view: str, name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((ASSETS / "topojson" / view / f"{name}.json").read_text())
    return read


def shapes(view: str, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = topology(view, name)["objects"]["countries"]["geometries"]
    return found


def arcs(node: Any) -> list[int]:
    return [node] if isinstance(node, int) else [i for part in node for i in arcs(part)]


def area(view: str, name: str, iso3: str) -> float:
    """Planar area in square degrees of a shape's outlines (the shapes asked for have no holes)."""
    map_ = topology(view, name)
    (kx, ky), total = map_["transform"]["scale"], 0.0
    (shape,) = (s for s in map_["objects"]["countries"]["geometries"] if s.get("id") == iso3)
    for ring in shape["arcs"] if shape["type"] == "Polygon" else [r for polygon in shape["arcs"] for r in polygon]:
        points: list[tuple[float, float]] = []
        for i in ring:
            x, y, line = 0, 0, []
            for dx, dy in map_["arcs"][i if i >= 0 else ~i]:
                x, y = x + dx, y + dy
                line.append((x * kx, y * ky))
            points += line if i >= 0 else line[::-1]
        total += sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True)) / 2
    return abs(total)


def test_the_bundle_has_the_version_of_the_python_package() -> None:
    version = plotly.offline.get_plotlyjs_version()
    assert PACKAGE["devDependencies"]["plotly.js"] == version
    assert BUNDLE.read_text(encoding="utf-8").startswith(f"/* plotly.js v{version},")


def test_the_bundle_stays_small_and_evaluates_no_text() -> None:
    assert Path(f"{BUNDLE}.gz").stat().st_size <= 560_000
    assert Path(f"{BUNDLE}.br").stat().st_size <= 460_000
    assert not re.search(r"\beval\(|\bnew Function\b|\bFunction\(['\"]", BUNDLE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(ASSETS.glob("**/*.br")), ids=lambda p: str(p.relative_to(ASSETS)))
def test_a_compressed_twin_holds_the_file_it_is_named_after(path: Path) -> None:
    plain = path.with_suffix("").read_bytes()
    assert brotli.decompress(path.read_bytes()) == plain
    assert gzip.decompress(path.with_suffix(".gz").read_bytes()) == plain


def test_every_build_tool_is_pinned_and_the_lock_names_no_address() -> None:
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in PACKAGE["devDependencies"].values())
    assert "resolved" not in (ASSETS / "build" / "package-lock.json").read_text()


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", MAPS)
def test_a_map_has_one_shape_per_country_and_no_unused_line(view: str, name: str) -> None:
    map_ = topology(view, name)
    ids = [s["id"] for s in shapes(view, name) if s.get("id")]
    assert len(ids) == len(set(ids))
    layers = map_["objects"].values()
    used = {i if i >= 0 else ~i for layer in layers for g in layer["geometries"] for i in arcs(g["arcs"])}
    assert used == set(range(len(map_["arcs"])))
    # plotly.js turns every layer it is asked to show into shapes: an absent one would stop the figure.
    assert set(map_["objects"]) == {"coastlines", "countries", "lakes", "land", "ocean", "rivers", "subunits"}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", MAPS)
def test_every_state_is_a_shape_or_a_point_and_never_both(view: str, name: str) -> None:
    drawn = {s["id"] for s in shapes(view, name) if s.get("id")}
    points = POINTS[f"{view}/{name}"]
    assert not drawn & set(points)
    assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in points.values())
    # Natural Earth counts Cyprus as Asia, hence absent from its map of Europe.
    expected = {"world": AFRICA | EU27 | {"BHR", "SGP", "XKX"}, "africa": AFRICA, "europe": EU27 - {"CYP"}}
    assert expected[name.partition("_")[0]] <= drawn | set(points)


def test_the_three_views_differ_where_they_should() -> None:
    for name in ("world_110m", "africa_110m", "africa_50m"):
        ids = {view: {s.get("id") for s in shapes(view, name)} for view in VIEWS}
        assert {"MAR", "ESH"} <= ids["un"]
        assert {"MAR", "ESH"} <= ids["defacto"]
        assert ids["mar"] == ids["un"] - {"ESH"}
        assert not any("ESH" in POINTS[f"mar/{map_}"] for map_ in MAPS)


@pytest.mark.parametrize("name", ["world_110m", "africa_110m", "africa_50m"])
def test_the_dissolved_shape_is_one_outline_with_the_area_of_both(name: str) -> None:
    (merged,) = (s for s in shapes("mar", name) if s.get("id") == "MAR")
    assert [len(polygon) for polygon in merged["arcs"]] == [1]
    both = area("un", name, "MAR") + area("un", name, "ESH")
    assert area("mar", name, "MAR") == pytest.approx(both, rel=1e-9)


def test_parts_of_one_country_share_a_shape() -> None:
    # Two outlines at least: mainland and Canaries, the West Bank and Gaza, mainland and Galápagos.
    for iso3 in ("ESP", "PSE", "ECU"):
        (shape,) = (s for s in shapes("un", "world_110m") if s.get("id") == iso3)
        assert len(shape["arcs"]) >= 2


@pytest.mark.parametrize("locale", ["fr", "en", "ar-MA"])
def test_plotly_words_are_complete_and_its_numbers_are_those_of_the_page(locale: str) -> None:
    read = {code: json.loads((ASSETS / "locale" / f"{code}.json").read_text()) for code in ("fr", "en", "ar-MA")}
    ours, babel = read[locale], locale.replace("-", "_")
    assert ours["name"] == locale
    assert set(ours["dictionary"]) == set(read["fr"]["dictionary"])
    assert all(word.strip() for word in ours["dictionary"].values())
    assert ours["format"]["decimal"] == get_decimal_symbol(babel)
    assert ours["format"]["thousands"] == get_group_symbol(babel)
    assert ours["format"]["months"] == list(get_month_names("wide", locale=babel).values())
    assert ours["format"]["shortMonths"] == list(get_month_names("abbreviated", locale=babel).values())


def test_the_style_sheet_names_exactly_the_fonts_that_are_there() -> None:
    folder = ASSETS / "fonts"
    sheet = (folder / "fonts.css").read_text()
    files = {path.name: path.stat().st_size for path in folder.glob("*.woff2")}
    assert set(re.findall(r'url\("([^"]+)"\)', sheet)) == set(files)
    assert sum(files.values()) <= 160_000
    assert sheet.count("font-display: swap") == sheet.count("unicode-range:") == len(files)
    for name in files:
        licence = (folder / name.replace(".woff2", ".LICENSE.txt")).read_text()
        assert "SIL Open Font License" in licence
        assert "Reserved Font Name" not in licence.split("-----")[0]  # a subset may then keep the family's name


def test_the_accessibility_checker_is_the_pinned_one() -> None:
    head = (ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8")[:40]
    assert f"axe v{PACKAGE['devDependencies']['axe-core']}" in head
