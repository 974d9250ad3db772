"""What the reader makes of the five editions' excerpts, every trap they set, and what must stop the build."""

from pathlib import Path

import pytest

from etl import codes
from etl.source import KEYS, PriceYear, Production, Reserve, SourceError
from etl.sources import usgs_mcs
from etl.sources.usgs_mcs import agreement, units
from etl.sources.usgs_mcs.cells import Cell
from etl.sources.usgs_mcs.values import Amount, amount, estimated
from tests.etl.sources import usgs_mcs_excerpts as excerpts
from tests.etl.sources.usgs_mcs_excerpts import lines_2026, mirror, zipped


def read(folder: Path) -> dict[tuple[object, ...], tuple[float | None, str | None]]:
    """(contract, edition, year, metal, stage, basis, iso3) → (tonnes, flag), each key once."""
    found: dict[tuple[object, ...], tuple[float | None, str | None]] = {}
    for r in usgs_mcs.rows(folder):
        if isinstance(r, PriceYear):
            continue
        stage = r.stage if isinstance(r, Production) else "reserve"
        key = (r.edition, r.year, r.metal, stage, r.basis, r.iso3)
        assert key not in found
        found[key] = (r.quantity_t, r.flag)
    return found


def test_source_names_five_editions_and_their_folders() -> None:
    source = usgs_mcs.SOURCE
    assert [f.folder for f in source.files] == ["2022", "2023", "2024", "2025", "2026"]
    assert (source.slug, source.vintage, source.redistribution) == ("usgs_mcs", "2026", "open")
    assert source.rank["refined"] < source.rank["mine"]
    assert all(f.url and f.url.startswith("https://www.sciencebase.gov/") for f in source.files)
    assert set(source.feeds) == {"production", "reserve", "price_year"} <= set(KEYS)


def test_one_csv_a_commodity_in_tonnes_with_estimates(tmp_path: Path) -> None:
    got = read(mirror(tmp_path, {2022: {"cobal": excerpts.COBALT_2022}, 2023: {"cobal": excerpts.COBALT_2023}}))
    assert got["2022", 2020, "cobalt", "mine", "content", "MAR"] == (2300, None)
    assert got["2022", 2021, "cobalt", "mine", "content", "COD"] == (120_000, "estimated")
    assert got["2022", 2020, "cobalt", "mine", "content", "OTH"] == (7640, None)
    assert got["2023", 2021, "cobalt", "mine", "content", "COD"] == (119_000, "estimated")
    assert got["2023", 2021, "cobalt", "mine", "content", "WLD"] == (165_000, None)
    assert got["2023", 2022, "cobalt", "reserve", "content", "MAR"] == (13_000, None)


def test_footnote_digits_thousands_commas_bare_commas_and_kilograms(tmp_path: Path) -> None:
    got = read(mirror(tmp_path, {2024: {"phosp": excerpts.PHOSPHATE_2024, "galli": excerpts.GALLIUM_2024}}))
    assert got["2024", 2022, "phosphate", "mine", "gross", "CHN"] == (93_000_000, "estimated")
    assert got["2024", 2022, "phosphate", "mine", "gross", "MAR"] == (39_000_000, None)
    assert got["2024", 2023, "phosphate", "reserve", "gross", "WLD"] == (74_000_000_000, None)
    assert got["2024", 2022, "gallium", "refined", "content", "KOR"] == (2, "estimated")  # the glued e
    assert got["2024", 2022, "gallium", "refined", "content", "RUS"] == (5, "estimated")


def test_withheld_producer_world_without_it_and_a_nameless_column(tmp_path: Path) -> None:
    got = read(mirror(tmp_path, {2024: {"barit": excerpts.BARITE_2024, "fluor": excerpts.FLUORSPAR_2024}}))
    assert got["2024", 2022, "baryte", "mine", "gross", "USA"] == (None, "withheld")
    assert got["2024", 2022, "baryte", "mine", "gross", "WLD"] == (8_260_000, "withheld")
    assert got["2024", 2023, "baryte", "reserve", "gross", "IRN"] == (38_000_000, None)
    assert ("2024", 2023, "baryte", "reserve", "gross", "MAR") not in got  # NA is no row
    assert got["2024", 2022, "fluorspar", "mine", "gross", "IRN"] == (116_000, None)  # no column 'Type'
    assert ("2024", 2022, "fluorspar", "mine", "gross", "USA") not in got


def test_a_figure_under_no_column_name_stops_the_build(tmp_path: Path) -> None:
    broken = excerpts.BARITE_2024.replace('"38,000"', "39000")
    with pytest.raises(SourceError, match=r"mcs2024-barit_world.csv, row 3: .*39000"):
        read(mirror(tmp_path, {2024: {"barit": broken}}))


def test_potash_reserves_are_ore_and_k2o(tmp_path: Path) -> None:
    got = read(mirror(tmp_path, {2023: {"potas": excerpts.POTASH_2023}}))
    assert got["2023", 2022, "potash", "reserve", "gross", "USA"] == (970_000_000, None)
    assert got["2023", 2022, "potash", "reserve", "K2O", "USA"] == (220_000_000, None)
    assert ("2023", 2022, "potash", "reserve", "gross", "CHL") not in got
    assert got["2023", 2021, "potash", "mine", "K2O", "CHL"] == (858_000, None)


def test_ilmenite_and_rutile_are_added_where_both_are_stated(tmp_path: Path) -> None:
    got = read(mirror(tmp_path, {2023: {"timin": excerpts.TITANIUM_2023}}))
    titanium = {(y, s, i): v for (_, y, _, s, b, i), v in got.items() if b == "TiO2"}
    assert titanium[2021, "mine", "AUS"] == (790_000, None)
    assert titanium[2021, "mine", "USA"] == (100_000, None)  # rutile is inside
    assert titanium[2021, "mine", "NOR"] == (468_000, None)
    assert titanium[2021, "mine", "WLD"] == (9_500_000, None)  # never the ilmenite total beside it
    assert titanium[2022, "reserve", "AUS"] == (191_000_000, None)
    assert (2022, "reserve", "SEN") not in titanium  # ilmenite NA: no sum


def test_germanium_year_without_one_quantity_has_no_rows(tmp_path: Path) -> None:
    text = (
        "Source,Country,Type,Prod_kg_2022,Prod_kg_est_2023,Prod_notes,Reserves_kg,Reserves_notes\n"
        "MCS2024,United States,Primary and secondary refinery production,W,W,,NA,\n"
        "MCS2024,China,Primary and secondary refinery production,NA,NA,leading producer,NA,\n"
    )
    assert read(mirror(tmp_path, {2024: {"germa": text}})) == {}


def test_2025_hides_marks_in_notes(tmp_path: Path) -> None:
    got = read(mirror(tmp_path, of_2025=excerpts.LINES_2025.strip().splitlines()))
    assert got["2025", 2023, "lithium", "mine", "content", "USA"] == (None, "withheld")
    assert got["2025", 2024, "lithium", "mine", "content", "WLD"] == (240_000, "withheld")
    assert got["2025", 2024, "lithium", "reserve", "content", "USA"] == (1_800_000, None)
    assert got["2025", 2023, "lithium", "mine", "content", "BRA"] == (5260, "estimated")
    assert got["2025", 2023, "feldspar", "mine", "gross", "MAR"] == (590_000, "estimated")  # by its type
    assert got["2025", 2023, "feldspar", "mine", "gross", "TUR"] == (9_480_000, None)
    assert got["2025", 2024, "feldspar", "reserve", "gross", "WLD"] == (None, "bound")
    assert got["2025", 2024, "manganese", "reserve", "gross", "OTH"] == (None, "small")
    assert got["2025", 2024, "graphite", "reserve", "gross", "DEU"] == (None, "withheld")
    assert got["2025", 2024, "antimony", "reserve", "content", "WLD"] == (None, "bound")
    assert ("2025", 2023, "antimony", "mine", "content", "CAN") not in got  # blank is no zero


def test_2026_is_cp1252_with_world_sections_only(tmp_path: Path) -> None:
    got = read(mirror(tmp_path, of_2026=lines_2026(excerpts.LINES_2026)))
    assert got["2026", 2024, "phosphate", "mine", "gross", "MAR"] == (35_300_000, "estimated")
    assert got["2026", 2025, "phosphate", "reserve", "gross", "MAR"] == (50_000_000_000, None)
    assert got["2026", 2025, "phosphate", "mine", "gross", "WLD"] == (250_000_000, "estimated")
    assert got["2026", 2024, "manganese", "mine", "content", "CIV"] == (340_000, None)
    assert got["2026", 2024, "manganese", "mine", "content", "USA"] == (0, None)
    assert got["2026", 2025, "manganese", "reserve", "gross", "OTH"] == (None, "small")
    assert got["2026", 2025, "graphite", "reserve", "gross", "DEU"] == (None, "withheld")
    assert got["2026", 2024, "platinum", "mine", "content", "WLD"] == (179, None)
    assert got["2026", 2025, "chromium", "reserve", "gross", "FIN"] == (63_000_000, None)
    assert got["2026", 2025, "chromium", "reserve", "Cr2O3", "FIN"] == (16_000_000, None)
    assert got["2026", 2024, "titanium", "mine", "TiO2", "AUS"] == (800_000, None)
    assert ("2026", 2024, "titanium", "mine", "TiO2", "WLD") not in got
    assert got["2026", 2024, "antimony", "mine", "content", "WLD"] == (119_000, None)  # the U.S. made none
    assert got["2026", 2025, "antimony", "mine", "content", "WLD"] == (110_000, "withheld")
    assert {k[2] for k in got}.isdisjoint({"aluminium", "palladium", "rhodium"})


FIGURES: list[tuple[str, str, Amount | None]] = [
    ("1,800", "", Amount(1800, None)),
    ("5900000", "", Amount(5_900_000, None)),
    ("e5,000", "", Amount(5000, "estimated")),
    ("W", "", Amount(None, "withheld")),
    ("--", "", Amount(0, None)),
    ("—", "", Amount(0, None)),
    ("", "", Amount(None, None)),
    ("   NA", "", Amount(None, None)),
    ("XX", "Not applicable", Amount(None, None)),
    ("xx", "", Amount(None, None)),
    (">75", "", Amount(None, "bound")),
    ("<100", "", Amount(None, "bound")),
    ("    >9,100,000", "", Amount(None, "bound")),
    ("330 - 390", "", Amount(None, "bound")),
    ("Large", "", Amount(None, "bound")),
    ("s", "Estimated. -- Less than ½ unit.", Amount(None, "small")),
    ("Small", "", Amount(None, "small")),
    ("Less than ½ unit.", "", Amount(None, "small")),
    ("Included in World total.", "", Amount(None, "withheld")),
    ("included with ilmenite", "", None),
    ("s", "United States rutile production and reserves data are included with ilmenite.", None),
    ("", "United States rutile production and reserves data are included with ilmenite.", None),
]


def cell(text: str, note: str = "") -> Cell:
    return Cell("f.csv", 2, "cobal", "mine production", "production", "Morocco", 2022, "t", text, note, estimated=False)


@pytest.mark.parametrize(("text", "note", "expected"), FIGURES)
def test_marks(text: str, note: str, expected: Amount | None) -> None:
    assert amount(cell(text, note)) == expected


@pytest.mark.parametrize("text", ["E", "about 5", "-5", "1.2.3", "W5"])
def test_anything_else_is_no_figure(text: str) -> None:
    with pytest.raises(SourceError, match=r"f\.csv, row 2"):
        amount(cell(text))


@pytest.mark.parametrize(
    ("declared", "note", "expected"),
    [
        (False, "", False),
        (True, "", True),
        (True, "Reported production in 2021.", False),
        (True, "Metric tons, gross weight. Production was reported in 2021.", False),
        (False, "Production in 2021 is also estimated. Large mines only, as reported by the Bureau", True),
        (False, "estimated for 2023", True),
        (False, "Other countries estimated to still have capacity include Germany", False),
    ],
)
def test_estimates_are_what_column_or_note_says(declared: bool, note: str, expected: bool) -> None:
    assert estimated(declared, note) is expected


def test_a_unit_wrong_by_a_thousand_is_overridden(tmp_path: Path) -> None:
    got = read(mirror(tmp_path, {2023: {"chrom": excerpts.CHROMIUM_2023}, 2024: {"chrom": excerpts.CHROMIUM_2024}}))
    assert got["2023", 2021, "chromium", "mine", "gross", "FIN"] == (2_270_000, None)
    assert got["2024", 2022, "chromium", "mine", "gross", "FIN"] == (2_000_000, None)
    assert got["2023", 2022, "chromium", "reserve", "shipping grade", "FIN"] == (8_300_000, None)


def test_without_its_override_the_editions_disagree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "_overrides", dict)
    monkeypatch.setattr(units, "_overridden", set)
    with pytest.raises(SourceError, match=r"chromium mine \(gross\), FIN.*2023 and 2024 disagree"):
        read(mirror(tmp_path, {2023: {"chrom": excerpts.CHROMIUM_2023}, 2024: {"chrom": excerpts.CHROMIUM_2024}}))


def test_an_override_that_no_longer_applies_stops_the_build(tmp_path: Path) -> None:
    corrected = excerpts.CHROMIUM_2023.replace("Prod_t_", "Prod_kt_")
    with pytest.raises(SourceError, match=r"is not the unit that usgs_units\.csv corrects"):
        read(mirror(tmp_path, {2023: {"chrom": corrected}}))


def antimony(edition: int, quantity: float, year: int, iso3: str = "RUS") -> Production:
    return Production(year, "antimony", "mine", iso3, quantity, "content", "usgs_mcs", str(edition), None)


def test_agreement_within_three_listed_revisions_and_a_floor() -> None:
    agreement.check([antimony(2023, 900, 2022, "CHN"), antimony(2024, 310, 2022, "CHN")])
    with pytest.raises(SourceError, match=r"antimony mine \(content\), CHN.*disagree"):
        agreement.check([antimony(2023, 900, 2022, "CHN"), antimony(2024, 290, 2022, "CHN")])
    agreement.check([antimony(2023, 20_000, 2022), antimony(2024, 4300, 2022)])  # listed
    with pytest.raises(SourceError, match="take the row out of usgs_revisions"):
        agreement.check([antimony(2023, 20_000, 2022), antimony(2024, 19_000, 2022)])
    world = antimony(2023, 90_000, 2022, "WLD")
    agreement.check([world, antimony(2023, 4000, 2022, "CHN"), antimony(2024, 290, 2022, "CHN")])
    agreement.check([antimony(2023, 900, 2022, "OTH"), antimony(2024, 90, 2022, "OTH")])
    reserves = [
        Reserve(e - 1, "tin", "AUS", q, "content", "usgs_mcs", str(e), None) for e, q in ((2024, 1.0), (2025, 1000.0))
    ]
    with pytest.raises(SourceError, match="reserve of tin"):
        agreement.check(reserves)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("MCS2023,Morocco", "MCS2023,Marocko", r"mcs2023-cobal_world.csv, row 3: 'Marocko': is a place"),
        ("metric tons of contained cobalt", "cobalt in ore", "row 2: .*is a series that"),
        ("Prod_t_2021", "Prod_lb_2021", "'Prod_lb_2021': is a column"),
        ("Prod_t_2021", "Prod_mcm_2021", "'mcm': is a unit"),
        ("Prod_t_2021", "Prod_t_2019", "should have production of 2021 and 2022"),
        ("Prod_notes", "Remarks", "'Remarks': is a column"),
        ("Source,Country", "Source,Land", "should be Source, Country, Type"),
        (",13000,", ",13000,,", "should be 8 fields"),
        ("MCS2023,Morocco", "MCS2021,Morocco", "the first MCS2023"),
        ("MCS2023,Morocco", "MCS2023,Congo (Kinshasa)", "is a key published twice"),
        (",119000,", ",many,", "'many': is not a number"),
    ],
)
def test_what_stops_the_build(tmp_path: Path, before: str, after: str, message: str) -> None:
    assert before in excerpts.COBALT_2023
    with pytest.raises(SourceError, match=message):
        read(mirror(tmp_path, {2023: {"cobal": excerpts.COBALT_2023.replace(before, after)}}))


def test_an_unknown_table_or_member_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="row 2: 'kryptonite"):
        read(mirror(tmp_path, {2023: {"kryptonite": excerpts.COBALT_2023}}))
    zipped(tmp_path / "usgs_mcs" / "2023" / "world.zip", {"notes.csv": "a\n"})
    with pytest.raises(SourceError, match=r"'notes\.csv': is not named like a world table"):
        read(tmp_path / "usgs_mcs")


@pytest.mark.parametrize(
    ("field", "wrong", "message"),
    [
        (1, "Prices", "is a section"),
        (3, "Atlantis", "is a place"),
        (4, "Demand", "is a section"),
        (5, "Smelter production", "is a series"),
        (6, "stones", "'stones': is a unit"),
        (7, "2019", "should be 2024 or 2025"),
    ],
)
def test_2026_names_file_row_and_value(tmp_path: Path, field: int, wrong: str, message: str) -> None:
    tin = lines_2026("Tin|Bolivia|Production|Mine production|metric tons|2024|21,200|")[0]
    with pytest.raises(SourceError, match=rf"MCS2026_Commodities_Data\.csv, row 2: .*{message}"):
        read(mirror(tmp_path, of_2026=[[*tin[:field], wrong, *tin[field + 1 :]]]))


def prices(tmp_path: Path, text: str) -> dict[tuple[str, int], tuple[float, str, str | None]]:
    rows = usgs_mcs.rows(mirror(tmp_path, of_2026=lines_2026(text)))
    return {(r.series, r.year): (r.value, r.unit, r.flag) for r in rows if isinstance(r, PriceYear)}


def test_2026_gives_the_mapped_prices_as_published(tmp_path: Path) -> None:
    assert prices(tmp_path, excerpts.PRICES_2026) == {
        ("lme_cash", 2024): (11.84, "usd_per_lb", None),
        ("lme_cash", 2025): (15.0, "usd_per_lb", "estimated"),
        ("metal_europe", 2024): (1991.0, "usd_per_kg", None),
    }


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("(LME), cash|dollars per pound|2024", "(LME), cash|cents per pound|2024", "should be dollars per pound"),
        ("|2024|11.84|", "|2019|11.84|", "not one of the five years"),
        ("|11.84|", "|11.8A|", "is not a number"),
        ("(LME), cash", "(LME), three months", "London Metal Exchange.*no longer there"),
    ],
)
def test_a_price_of_another_unit_year_or_name_stops_the_build(
    tmp_path: Path, right: str, wrong: str, message: str
) -> None:
    with pytest.raises(SourceError, match=message):
        prices(tmp_path, excerpts.PRICES_2026.replace(right, wrong))


def test_a_header_alone_stops_the_build(tmp_path: Path) -> None:
    zipped(tmp_path / "2025" / "World_Data.zip", {"MCS2025_World_Data.csv": excerpts.COLUMNS_2025})
    with pytest.raises(SourceError, match=r"MCS2025_World_Data\.csv, row 1: .*nothing below it"):
        read(tmp_path)


def test_2025_checks_its_header(tmp_path: Path) -> None:
    header = excerpts.COLUMNS_2025.replace("PROD_EST_ 2024", "PROD_EST_2024")
    zipped(tmp_path / "2025" / "World_Data.zip", {"MCS2025_World_Data.csv": header})
    with pytest.raises(SourceError, match=r"missing \['PROD_EST_ 2024'\]"):
        read(tmp_path)


def test_broken_files_and_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no edition"):
        read(tmp_path)
    folder = mirror(tmp_path, {2023: {"cobal": excerpts.COBALT_2023}})
    whole = (folder / "2023" / "world.zip").read_bytes()
    (folder / "2023" / "world.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceError, match="is not a whole zip file"):
        read(folder)
    folder = mirror(tmp_path / "b", of_2026=[])
    (folder / "2026" / "MCS2026_Commodities_Data.csv").write_bytes(b"\x81")
    with pytest.raises(SourceError, match="is not cp1252 text"):
        read(folder)


@pytest.mark.parametrize(
    ("series", "basis"),
    [
        (
            (
                "simet | plant production, silicon content of combined totals for ferrosilicon and silicon metal "
                "production | production"
            ),
            "combined",
        ),
        ("simet | plant production, silicon metal | production", "content"),
        ("mgcomp | mine production, magnesite - contained magnesium oxide (mgo) | production", "MgO"),
        ("magnesium compounds | mine production, magnesite - gross weight | production", "gross"),
    ],
)
def test_a_series_that_changes_what_it_measures_changes_its_basis(series: str, basis: str) -> None:
    """Ferrosilicon and silicon are one figure in 2023 alone; magnesite is MgO in 2024 alone: no line joins the two."""
    found = codes.commodity(series, "usgs_mcs", "f", 1)
    assert found
    assert found.basis == basis


def test_catalog_rows_are_complete_and_consistent() -> None:
    series = codes.rows("commodities/usgs_mcs")
    assert len({r["name"] for r in series}) == len(series)
    for r in series:
        assert r["name"] == codes.fold(r["name"]).lower()
        assert bool(r["metal"]) == bool(r["stage"]) == bool(r["basis"])
        assert r["metal"] or r["reason"]
    kept = {r["name"] for r in series if r["metal"]}
    assert {r["metal"] for r in series if r["metal"]} <= set(codes.metals())
    assert {r["iso3"] for r in codes.rows("places/usgs_mcs")} <= set(codes.countries())
    for r in codes.rows("usgs_units"):
        assert r["series"] in kept
        assert r["unit"] in units.TONNES
        assert r["reason"]
    assert all(r["reason"] for r in codes.rows("usgs_revisions"))
