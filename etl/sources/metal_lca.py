"""Carbon and energy per kilogram of metal: Nuss and Eckelman 2014 for most metals, Istrate et al. 2024 for four."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from etl.source import File, Footprint, Source, SourceError
from etl.table import given, lines, number

EDITION = "2024"
NUSS = "nuss_eckelman_2014_table_s38_transcription.csv"
TOTAL = "istrate2024_total_ghgs.csv"
BREAKDOWN = "istrate2024_breakdown_ghgs.csv"

SOURCE = Source(
    slug="metal_lca",
    publisher="Nuss and Eckelman; Istrate et al.",
    title="Life cycle assessment of metals (table S38); climate impact of battery raw materials",
    vintage=EDITION,
    page="https://doi.org/10.1371/journal.pone.0101298",
    files=(File(NUSS, None), File(TOTAL, None), File(BREAKDOWN, None)),  # a transcription and a repository's results
    licence="CC BY 4.0 (Nuss and Eckelman, transcribed by a third party); MIT (Istrate et al.)",
    redistribution="open",
    citation=(
        "Nuss and Eckelman (2014), Life Cycle Assessment of Metals: A Scientific Synthesis, PLoS ONE 9(7) e101298; "
        "Istrate et al. (2024), results repository on battery raw materials"
    ),
    feeds=("footprint",),
    rank={},
)

# Symbol → metal; the oxides of single rare earths are forms of one metal of the catalog.
_ELEMENTS = {
    "Li": "lithium", "Mg": "magnesium", "Al": "aluminium", "Ti": "titanium", "V": "vanadium", "Cr": "chromium",
    "Mn": "manganese", "Fe": "iron", "Co": "cobalt", "Ni": "nickel", "Cu": "copper", "Zn": "zinc", "Y": "rare_earths",
    "Zr": "zirconium", "Nb": "niobium", "Mo": "molybdenum", "Rh": "rhodium", "Pd": "palladium", "Ag": "silver",
    "Sn": "tin", "Sb": "antimony", "La": "rare_earths", "Ce": "rare_earths", "Pr": "rare_earths", "Nd": "rare_earths",
    "Sm": "rare_earths", "Hf": "hafnium", "Ta": "tantalum", "W": "tungsten", "Pt": "platinum", "Au": "gold",
    "Pb": "lead",
}  # fmt: skip
_LEFT_OUT = {"Ru", "In", "Re", "Ir"}  # no metal of the catalog
_MATERIALS = {
    "Lithium, brine": ("lithium", "lithium_brine"),
    "Lithium, spodumene": ("lithium", "lithium_spodumene"),
    "Lithium, brine - carbonate": ("lithium", "lithium_carbonate_brine"),
    "Lithium, spodumene - carbonate": ("lithium", "lithium_carbonate_spodumene"),
    "Cobalt": ("cobalt", "cobalt"),
    "Nickel": ("nickel", "nickel"),
    "Graphite, natural": ("graphite", "graphite_natural"),
    "Graphite, synthetic": ("graphite", "graphite_synthetic"),
}
_HEADER = ["element", "name", "form", "gwp_kgco2e_per_kg", "gwp_p2_5", "gwp_p97_5", "ced_mj_per_kg", "ced_p2_5",
           "ced_p97_5", "process"]  # fmt: skip


def rows(folder: Path) -> Iterator[Footprint]:
    """Yield cradle-to-gate kg CO₂e and MJ per kg, with the 2.5 and 97.5 % bounds of kg CO₂e where a study gives them.

    Raises SourceError for a material nobody has mapped, a repeated one, a figure outside its own bounds, and a total
    that is not the sum of its breakdown.
    """
    yield from _nuss(folder / EDITION / NUSS)
    yield from _istrate(folder / EDITION)


def _nuss(path: Path) -> Iterator[Footprint]:
    seen: set[str] = set()
    for row, (symbol, name, _, *cells, _) in lines(path, _HEADER):
        if symbol in seen or symbol not in _ELEMENTS.keys() | _LEFT_OUT:
            raise SourceError(NUSS, row, symbol, "is a repeated element, or one nobody has mapped")
        seen.add(symbol)
        co2, low, high, energy, *bounds = (number(cell, NUSS, row, 0) for cell in cells)
        if not (low <= co2 <= high and bounds[0] <= energy <= bounds[1]):
            raise SourceError(NUSS, row, cells, "is outside its own bounds")
        if symbol in _ELEMENTS:
            form = given(name.lower(), NUSS, row, "name")
            yield Footprint(_ELEMENTS[symbol], form, "nuss_2014", co2, energy, low, high, SOURCE.slug)


def _istrate(folder: Path) -> Iterator[Footprint]:
    parts: dict[str, float] = {}
    for row, (material, _, _, value) in lines(folder / BREAKDOWN, ["Raw material", "Stage", "Source", "Value"]):
        parts[material] = parts.get(material, 0.0) + number(value, BREAKDOWN, row)
    for row, (material, value) in lines(folder / TOTAL, ["Raw material", "Climate change"]):
        co2 = number(value, TOTAL, row)
        if material not in _MATERIALS:
            raise SourceError(TOTAL, row, material, "is a material nobody has mapped")
        # The breakdown is rounded to nine digits; a material is taken out, so that a repeated one is missed.
        if abs(parts.pop(material, 0.0) - co2) > 1e-5:
            raise SourceError(TOTAL, row, [material, value], f"is not the sum of its lines in {BREAKDOWN}")
        metal, form = _MATERIALS[material]
        yield Footprint(metal, form, "istrate_2024", co2, None, None, None, SOURCE.slug)
