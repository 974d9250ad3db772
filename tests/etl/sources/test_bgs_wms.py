import gzip
from pathlib import Path

import pytest

from etl.source import KEYS, Production, SourceError
from etl.sources import bgs_wms

LONG_HEADER = "Country;commodity_code;commodity_desc;Sub-commodity;year;value"
SHORT_HEADER = (
    "Metal,Country,Year 2012,Year 2013,Year 2014,Year 2015,Year 2016,Year 2017,Year 2018,Year 2019,Year 2020,"
    "Year 2021,Sum_2017_2021,Share_2017_2021"
)

# Excerpts of the two tables as they stand.
LONG = [
    "Zaire;36;cobalt mine;;1991;8620",
    "Congo, Democratic Republic;36;cobalt mine;;2021;93011",
    "Congo, Democratic Republic;36;cobalt mine;;1991;",
    "Soviet Union;36;cobalt mine;;1991;5200",
    "Morocco;36;cobalt mine;;2021;1796",
    "Finland;37;cobalt refined;;2021;14287",
    "Congo, Democratic Republic;37;cobalt refined;;2021;0",
    "German Federal Republic;40;copper mine;;1989;100",
    "Germany;40;copper mine;;1989;",
    "South Africa;90;manganese ore;Chemical;2014;27000",
    "South Africa;90;manganese ore;Metallurgical;2014;13830000",
    "South Africa;90;manganese ore;;2014;",
    "Australia;119;rare earth minerals;;2021;28437",
    "Australia;119;rare earth minerals;Monazite;2021;16446",
    "Chile;84;lithium minerals;Carbonate;2021;150348",
    "Chile;84;lithium minerals;Lithium minerals (Carbonate -Li content);2021;28265",
    "Chile;84;lithium minerals;Lithium minerals (Chloride -Li content);2021;0",
    "Chile;84;lithium minerals;Lithium minerals (Li content);2021;2001",
    "Morocco;103;nickel smelter/refined;;2021;",
    "Morocco;103;nickel smelter/refined;Sulfate;2021;100",
    "Neutral zone;109;petroleum crude;;1987;19900000",
]
SHORT = [
    '"Cobalt, mine",Morocco,,,,,,,,,,1796.0,1796.0,0.01',
    '"Gold, mine",Morocco,504.0,398.0,490.0,396.0,224.0,220.0,386.0,221.0,143.0,147.0,1117.0,6.6e-05',
    "Phosphate rock,Philippines,331.0,443.0,409.0,495.0,670.0,700.0,1500.0,1500.0,1500.0,1500.0,6700.0,5.8e-06",
    "Phosphate rock,Philippines,2952.0,3478.0,3897.0,5437.0,8019.0,159.0,1236.0,1500.0,1500.0,0.0,4395.0,3.8e-06",
    "Tantalum and niobium minerals,Rwanda,,,,,,1327.0,1861.0,1519.0,1201.0,1118.0,7026.0,0.004",
    "Tantalum and niobium minerals,Rwanda,,,,,,739.0,1037.0,846.0,669.0,623.0,3914.0,0.002",
    "Ferro-chrome                                      ,Zimbabwe,,,,,,,,,134000.0,306847.0,440847.0,0.06",
    "Ferro-alloys                                      ,South Africa,,,,,,,,,,3478867.0,3478867.0,0.09",
    "Silicon metal                                     ,Norway,,,,,,,,,,200000.0,200000.0,0.06",
    "Ferro-Alloys (Ferro-silicon & silicon metal),USA,,,,,,,,,0.0,411000.0,411000.0,1.0",
    '"Lead, refined","Ireland, Republic of",,,,,,,,,,14000.0,14000.0,0.001',
]


def write(folder: Path, long: list[str] = LONG, short: list[str] = SHORT) -> Path:
    vintage = folder / bgs_wms.VINTAGE
    vintage.mkdir()
    text = "".join(f"{line}\r\n" for line in [LONG_HEADER, *long])
    (vintage / bgs_wms.LONG).write_bytes(gzip.compress(text.encode(), mtime=0))
    (vintage / bgs_wms.SHORT).write_text("".join(f"{line}\n" for line in [SHORT_HEADER, *short]), encoding="utf-8")
    return folder


@pytest.fixture
def found(tmp_path: Path) -> dict[tuple[str, str, str, int], Production]:
    return {(r.metal, r.stage, r.iso3, r.year): r for r in bgs_wms.rows(write(tmp_path))}


Found = dict[tuple[str, str, str, int], Production]


def test_a_cell_of_the_long_table(found: Found) -> None:
    row = found["cobalt", "mine", "MAR", 2021]
    assert row == Production(2021, "cobalt", "mine", "MAR", 1796.0, "content", "bgs_wms", "1970-2021", None)


def test_old_names_lead_to_todays_codes_or_to_historical_ones(found: Found) -> None:
    assert found["cobalt", "mine", "COD", 1991].quantity_t == 8620  # Zaire; a blank line under the new name is nothing
    assert found["cobalt", "mine", "COD", 2021].quantity_t == 93011
    assert found["copper", "mine", "DEU", 1989].quantity_t == 100
    assert found["cobalt", "mine", "SUN", 1991].quantity_t == 5200


def test_a_zero_is_a_zero_and_a_blank_is_no_row(found: Found) -> None:
    assert found["cobalt", "refined", "COD", 2021].quantity_t == 0
    assert ("gold", "mine", "MAR", 2012) in found
    assert ("silicon", "refined", "NOR", 2020) not in found


def test_parts_make_the_whole_only_where_no_whole_is_given(found: Found) -> None:
    assert found["manganese", "mine", "ZAF", 2014].quantity_t == 13_857_000
    assert found["rare_earths", "mine", "AUS", 2021].quantity_t == 28437
    assert found["nickel", "refined", "MAR", 2021].quantity_t == 100


def test_lithium_is_read_as_content_never_as_product_weight(found: Found) -> None:
    row = found["lithium", "mine", "CHL", 2021]
    assert (row.quantity_t, row.basis) == (30266, "content")


def test_precious_metals_are_in_kilograms(found: Found) -> None:
    row = found["gold", "mine", "MAR", 2021]
    assert (row.quantity_t, row.edition) == (0.147, "2012-2021")


def test_a_series_of_both_tables_is_read_once(tmp_path: Path) -> None:
    keys = [tuple(getattr(r, k) for k in KEYS["production"]) for r in bgs_wms.rows(write(tmp_path))]
    assert len(keys) == len(set(keys))
    assert {k[6] for k in keys if k[1] == "cobalt"} == {"1970-2021"}


def test_two_lines_of_phosphate_rock_add_up(found: Found) -> None:
    assert found["phosphate", "mine", "PHL", 2016].quantity_t == 8689


def test_tantalum_and_niobium_are_left_out(found: Found) -> None:
    assert not {metal for metal, *_ in found} & {"tantalum", "niobium"}


def test_alloys_inside_one_figure_are_withheld(found: Found) -> None:
    row = found["chromium", "refined", "ZAF", 2021]
    assert (row.quantity_t, row.flag) == (None, "withheld")
    assert found["chromium", "refined", "ZWE", 2021].quantity_t == 306847
    assert found["silicon", "refined", "USA", 2021].flag == "withheld"
    assert ("silicon", "refined", "USA", 2020) not in found


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Atlantis;36;cobalt mine;;2021;1", "row 2: 'Atlantis'.* place"),
        ("Morocco;36;unobtainium mine;;2021;1", "row 2: 'unobtainium mine'.* series"),
        ("Morocco;84;lithium minerals;Zabuyelite;2021;1", "'lithium minerals: Zabuyelite'.* series"),
        ("Morocco;36;cobalt mine;;2021;1796", "second line for this key"),
        ("Zaire;36;cobalt mine;;2021;7", "two figures for COD"),
        ("Morocco;36;cobalt mine;;2020;W", "row 2: 'W'.* not a number"),
        ("Morocco;36;cobalt mine;2020;5", "5 cells instead of 6"),
    ],
)
def test_a_long_line_nobody_mapped_stops_the_build(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        list(bgs_wms.rows(write(tmp_path, long=[line, *LONG])))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('"Tin, mine",Atlantis,,,,,,,,,,1.0,1.0,1', "row 2: 'Atlantis'.* place"),
        ("Unobtainium,Morocco,,,,,,,,,,1.0,1.0,1", "row 2: 'Unobtainium'.* series"),
        ('"Gold, mine",Morocco,,,,,,,,,,147.0,147.0,1', "second line for this key"),
        ('"Cobalt, mine",Finland,,,,,,,,,,1084.0,1084.0,1', "1084.0: is None in production_1970"),
        ('"Cobalt, refined",Finland,,,,,,,,,,14000.0,14000.0,1', "14000.0: is 14287.0 in production_1970"),
        ('"Tin, mine",Peru,,,,,,,,,,27000.0,26000.0,1', "do not add up to 26000.0"),
        ('"Tin, mine",Peru,,,,,,,,,27000.0,27000.0,1', "13 cells instead of 14"),
    ],
)
def test_a_short_line_nobody_mapped_stops_the_build(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        list(bgs_wms.rows(write(tmp_path, short=[line, *SHORT])))


def test_two_names_of_one_state_in_the_short_table_stop_the_build(tmp_path: Path) -> None:
    lines = ['"Tin, mine",Zaire,,,,,,,,,,1.0,1.0,1', '"Tin, mine","Congo, Democratic Republic",,,,,,,,,,1.0,1.0,1']
    with pytest.raises(SourceError, match="second name for COD"):
        list(bgs_wms.rows(write(tmp_path, short=lines)))


def test_a_renamed_column_stops_the_build(tmp_path: Path) -> None:
    path = write(tmp_path) / bgs_wms.VINTAGE / bgs_wms.SHORT
    path.write_text(path.read_text(encoding="utf-8").replace("Year 2015", "2015"), encoding="utf-8")
    with pytest.raises(SourceError, match="unexpected columns"):
        list(bgs_wms.rows(tmp_path))


@pytest.mark.parametrize("table", ["long", "short"])
def test_a_header_alone_stops_the_build(tmp_path: Path, table: str) -> None:
    with pytest.raises(SourceError, match=r"row 1: .* is a header with nothing below it"):
        list(bgs_wms.rows(write(tmp_path, **{table: []})))


def test_a_truncated_table_stops_the_build(tmp_path: Path) -> None:
    path = write(tmp_path) / bgs_wms.VINTAGE / bgs_wms.LONG
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(SourceError, match="not a readable table"):
        list(bgs_wms.rows(tmp_path))
