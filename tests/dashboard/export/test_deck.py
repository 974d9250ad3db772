"""A deck as PPTX, PDF, offline HTML and zip, in three languages, over the made-up world; the ready decks over ours."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn

from dashboard import deck, look, words
from dashboard.command import export
from dashboard.deck import Deck, DeckError, Slide
from dashboard.export import chart, chromium, markup, native, offline, pictures, slides, whole
from dashboard.export.paper import Box, Page
from dashboard.export.scene import House, Show, alone, show
from dashboard.place import places
from dashboard.state import LANGS
from dashboard.view import Cell, Table, discover
from dashboard.warehouse import Warehouse
from tests.dashboard.conftest import state_of

DAY = date(2026, 11, 24)
COBALT = {"metal": "cobalt", "stage": "mine"}
VIEWS = ("production_sentence", "key_figures", "top_producers", "production_line", "production_map", "producers_table")
TEXTS = {"fr": "Bonjour\nà tous", "en": "Hello", "ar": "مرحبا"}
SITE = "https://example.org"
PIXEL = io.BytesIO()
Image.new("RGB", (4, 2), "white").save(PIXEL, "PNG")

needs_chromium = pytest.mark.skipif(chromium.path() is None, reason="no Chromium here")
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here")


@pytest.fixture(scope="module")
def house(warehouse: Warehouse) -> House:
    link = places(discover("dashboard.pages", "PAGE"), SITE)
    return House({v.slug: v for v in discover("dashboard.views", "VIEW")}, warehouse, link)


def made_deck() -> Deck:
    views = [Slide(v, COBALT, title={"fr": "Un titre", "ar": "عنوان"}, notes="À dire") for v in VIEWS]
    return Deck("fr", {"fr": "Le pôle", "ar": "القطب"}, [Slide(text=TEXTS, caption="c"), *views], "older")


def shown(house: House, lang: str) -> Show:
    return show(made_deck(), lang, house, DAY, f"{SITE}/?lang={lang}")


def _pixels(wanted: slides.Wanted) -> list[bytes]:
    return [PIXEL.getvalue() for _ in wanted]


def _file(show_: Show) -> Any:
    return Presentation(io.BytesIO(slides.pptx(show_, _pixels)))


def _texts(slide: Any) -> str:
    return "\n".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)


@pytest.mark.parametrize("lang", LANGS)
def test_every_slide_has_title_source_date_version_code_and_notes(house: House, lang: str) -> None:
    file = _file(shown(house, lang))
    assert (file.slide_width, file.slide_height) == (12191695, 6858000)
    found = list(file.slides)
    assert len(found) == 1 + 1 + len(VIEWS) + 1
    fields = [[f.findtext("{*}t") for f in s._element.iter("{*}fld")] for s in found]
    assert fields == [[], *([str(n)] for n in range(2, len(found) + 1))]
    for slide in found[2:-1]:
        text = _texts(slide)
        assert {"fr": "Un titre", "en": "Un titre", "ar": "عنوان"}[lang] in text
        assert house.warehouse.opened().version in text
        assert "WMD" in text
        assert slide.notes_slide.notes_text_frame.text == "À dire"
        links = [s.click_action.hyperlink.address for s in slide.shapes if s.shape_type == 13]
        assert any(a and a.startswith(SITE) and f"lang={lang}" in a and "present" not in a for a in links)
    assert "older" in _texts(found[0])


@pytest.mark.parametrize(("lang", "at"), [("fr", 1), ("ar", 0)])
def test_a_table_keeps_its_tones_and_what_stands_out(lang: str, at: int) -> None:
    file = Presentation()
    page = Page(file.slides.add_slide(file.slide_layouts[6]), lang, 10)
    page.table(Box(0, 0, 5, 3), ["a", "b"], [["x", Cell("1", tone=1)], ["y", Cell("2", tone=0, strong=True)]], {1})
    table = page.slide.shapes[0].table
    fills = [str(table.cell(r, at).fill.fore_color.rgb) for r in (1, 2)]
    # A full tone is the accent at the depth that keeps its text legible, over the ground.
    assert fills == ["6DA8A5", look.tokens()["raised"].lstrip("#").upper()]
    assert [table.cell(r, at).text_frame.paragraphs[0].runs[0].font.bold for r in (1, 2)] == [False, True]


def test_a_table_names_the_columns_that_a_slide_has_no_room_for(house: House) -> None:
    show = shown(house, "fr")
    columns = [f"c{n}" for n in range(10)]
    wide = Table(columns, [["1"] * 10] * 12, heads={c: f"Pays {c}" for c in columns})
    made = replace(show, scenes=[replace(s, drawing=wide) for s in show.scenes if s.kind == "table"][:1])
    [slide] = _file(made).slides
    assert "Lignes non montrées\u202f: 1 · Colonnes non montrées\u202f: Pays c8, Pays c9" in _texts(slide)


def test_a_table_stays_inside_its_box_and_above_it_says_what_its_marks_mean(house: House) -> None:
    show = shown(house, "fr")
    key = [Cell("vendu", tone=0.5, mark="sold"), Cell("non chargé", mark="hatched"), Cell("rien")]
    tall = Table(["a", "b"], [["x" * 300, Cell("1", mark="hatched")]] * 9, heads={"a": "A", "b": "B"}, legend=key)
    made = replace(show, scenes=[replace(s, drawing=tall, caption="c") for s in show.scenes if s.kind == "table"][:1])
    [slide] = _file(made).slides
    [frame] = [s for s in slide.shapes if s.has_table]
    rows = len(frame.table.rows) - 1
    assert 1 < rows < 9
    assert f"Lignes non montrées\u202f: {9 - rows}" in _texts(slide)
    caption = next(s for s in slide.shapes if s.has_text_frame and s.text_frame.text == "c")
    assert frame.top + sum(r.height for r in frame.table.rows) < caption.top
    legend = next(s for s in slide.shapes if s.has_text_frame and "vendu" in s.text_frame.text)
    assert legend.text_frame.text.split() == ["▨", "vendu", "▨", "non", "chargé", "rien"]
    assert legend.top + legend.height <= frame.top
    assert frame.table.cell(1, 1).fill.fore_color.rgb == legend.text_frame.paragraphs[0].runs[2].font.color.rgb


def test_every_source_has_its_line_on_as_many_slides_as_they_take(house: House) -> None:
    show = shown(house, "fr")
    [note, *_] = show.sources.values()
    many = {f"s{n:02}": replace(note, title=f"n{n}", licence="words " * 40) for n in range(30)}
    made = replace(show, scenes=[replace(s, sources=many) for s in show.scenes[:2]])
    tables = [s.table for slide in _file(made).slides for s in slide.shapes if s.has_table]
    assert [t.cell(r, 1).text_frame.text for t in tables for r in range(1, len(t.rows))] == [f"n{n}" for n in range(30)]
    assert len(tables) > 1


def test_bars_and_lines_are_editable_charts_with_the_figures_own_values(house: House) -> None:
    found = list(_file(shown(house, "fr")).slides)
    charts = {i: s.chart for i, slide in enumerate(found) for s in slide.shapes if s.has_chart}
    bars, lines = charts[4], charts[5]
    assert set(charts) == {4, 5}
    assert bars.chart_type == XL_CHART_TYPE.BAR_CLUSTERED
    assert list(bars.plots[0].series[0].values) == [150.0, 25.0, 25.0]
    assert next(iter(bars.plots[0].categories)).endswith("RD Congo")
    assert lines.chart_type in (XL_CHART_TYPE.LINE_MARKERS, XL_CHART_TYPE.LINE)
    assert bars.part.chart_workbook.xlsx_part is not None


def test_bars_keep_the_words_beside_them_in_the_direction_of_the_language(house: House) -> None:
    french, arabic = (list(_file(shown(house, lang)).slides)[4] for lang in ("fr", "ar"))
    [bars] = [s.chart.plots[0] for s in french.shapes if s.has_chart]
    assert bars.series[0].points[0].data_label.text_frame.text == "150\u00a0t · 75\u202f%"
    [bars] = [s.chart.plots[0] for s in arabic.shapes if s.has_chart]
    label = bars.series[0].points[0].data_label.text_frame.text
    names = [str(c) for c in bars.categories]
    assert all(text[0] == "\u202b" and text[-1] == "\u202c" for text in (label, *names))


def test_arabic_is_right_to_left_in_paragraphs_and_places(house: House) -> None:
    french, arabic = (list(_file(shown(house, lang)).slides) for lang in ("fr", "ar"))
    paragraphs = [p for slide in arabic for s in slide.shapes if s.has_text_frame for p in s.text_frame.paragraphs]
    assert all(p._p.pPr is not None and p._p.pPr.get("rtl") == "1" for p in paragraphs if p.text)
    code = [next(s for s in found[2].shapes if s.shape_type == 13) for found in (french, arabic)]
    assert code[1].left < 6_000_000 < code[0].left
    assert not any(mark in p.text for p in paragraphs for mark in "\u2067\u2069")


def test_maps_are_pictures_and_without_a_browser_a_sentence_says_so(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chromium, "path", lambda: None)
    made = shown(house, "en")
    file = Presentation(io.BytesIO(whole.made("pptx", made, house)))
    assert "Chromium" in _texts(file.slides[6])
    with pytest.raises(chromium.MissingError, match="Chromium"):
        whole.made("pdf", made, house)


def test_a_browser_that_fails_makes_no_file_without_pictures(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium, "path", lambda: "/bin/true")
    made = shown(house, "en")
    for form in ("pptx", "pdf"):
        with pytest.raises(chromium.ChromiumError) as failed:
            whole.made(form, made, house)
        assert not isinstance(failed.value, chromium.MissingError)


def test_a_single_view_is_one_slide(house: House, warehouse: Warehouse) -> None:
    one = alone(house.views["top_producers"], state_of(warehouse, lang="ar", **COBALT), house, DAY)
    assert len(_file(one).slides) == 1


def test_rows_for_own_use_are_shown_and_not_handed_out(house: House, warehouse: Warehouse) -> None:
    secret = {"metal": "copper", "stage": "mine", "year": "2024"}
    made = show(Deck("en", "t", [Slide("top_producers", secret)]), "en", house, DAY)
    assert made.scenes[0].own_use
    file = _file(made)
    assert not any(s.has_chart for slide in file.slides for s in slide.shapes)
    with zipfile.ZipFile(io.BytesIO(whole.made("zip", made, house))) as parts:
        assert parts.namelist()[0] == "01_top_producers.txt"
        assert "own use" in parts.read("01_top_producers.txt").decode("utf-8-sig")


def test_a_slide_of_no_view_or_a_bad_state_is_refused(house: House) -> None:
    with pytest.raises(DeckError, match="nothing"):
        show(Deck("fr", "t", [Slide("nothing")]), "fr", house, DAY)
    with pytest.raises(DeckError, match="Slide 1"):
        show(Deck("fr", "t", [Slide("top_producers", {"metal": "x"})]), "fr", house, DAY)


@pytest.mark.parametrize("lang", LANGS)
def test_the_offline_file_names_nothing_outside_itself(house: House, lang: str) -> None:
    html = offline.deck(shown(house, lang))
    assert len(html.encode()) < 4_000_000
    outside = re.sub(r"<script id=\"script-assets\">.*?</script>|<a class=\"code\".*?</a>", "", html, flags=re.DOTALL)
    assert not re.search(r"(?:src|href)=\"|url\((?!\"data:)", outside)
    assert "default-src &#39;none&#39;" in html
    assert f'dir="{"rtl" if lang == "ar" else "ltr"}"' in html
    assert "world_110m" in html


def test_what_a_presenter_writes_is_text_in_the_file(house: House) -> None:
    hostile = "</script><script>alert(1)</script>"
    texts = dict.fromkeys(("text", "title", "caption", "annotation", "notes"), hostile)
    made = show(Deck("fr", hostile, [Slide(**texts)]), "fr", house, DAY)
    html = offline.deck(made)
    assert "<script>alert" not in html
    assert '<p class="annotation">&lt;/script&gt;' in html
    assert "<script>alert" not in offline.report(made, hostile)
    assert markup.script_json({"a": hostile}).count("</") == 0


@pytest.mark.parametrize("lang", LANGS)
def test_a_deck_without_a_title_opens_under_the_name_of_the_house(house: House, lang: str) -> None:
    made = show(Deck("fr", " ", [Slide(text="a")]), lang, house, DAY)
    name = words.t("ui.title", lang)
    assert made.title == name
    assert _texts(_file(replace(made, scenes=[*made.scenes] * 2)).slides[0]).count(name) == 1
    assert markup.cover(made).count(f"{name}</") == 1


def test_the_zip_holds_the_rows_of_every_slide(house: House) -> None:
    steps: list[tuple[str, int, int]] = []
    made = whole.made("zip", shown(house, "fr"), house, lambda *s: steps.append(s))
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert parts.testzip() is None
        assert {"04_top_producers.csv", "04_top_producers.meta.json", "CITATION.txt"} <= set(parts.namelist())
    assert steps[-1][1:] == (7, 7)


def test_the_command_writes_a_file_or_says_what_is_wrong(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.json"
    path.write_bytes(deck.write(made_deck()))
    common = ["--warehouse", str(world), "--quiet", "--out", str(tmp_path / "out")]
    assert export(["--deck", str(path), "--format", "html", "--lang", "ar", *common]) == 0
    assert "القطب" in (tmp_path / "out" / "mine_ar.html").read_text("utf-8")
    assert export(["--deck", str(path), "--format", "html", *common[:-1], str(path)]) == 1  # a file where a folder goes
    wrong = {"{}": "n’est pas une présentation", "[]": "n’est pas une présentation", '{"a":': "(ligne 1, colonne",
             '{"version": 1, "x": 2}': "x", "": "(ligne 1, colonne 1)"}  # fmt: skip
    capsys.readouterr()
    for text, says in wrong.items():
        path.write_text(text)
        assert export(["--deck", str(path), *common]) == 1
        assert says in capsys.readouterr().err
    for gone, says in ((tmp_path / "none.json", "n’existe pas"), (tmp_path, "est un dossier")):
        assert export(["--deck", str(gone), "--lang", "fr", *common]) == 1
        said = capsys.readouterr().err
        assert says in said
        assert "Errno" not in said
        assert said.count("\n") == 1


@pytest.mark.parametrize("name", sorted(deck.ready()))
@pytest.mark.parametrize("lang", LANGS)
def test_the_ready_decks_are_whole_in_every_language(house: House, name: str, lang: str) -> None:
    found = deck.ready()[name]
    assert 9 <= len(found.slides) <= 12
    texts = [t for s in found.slides for t in (s.title, s.caption, s.notes, s.text) if t]
    assert all(not isinstance(t, str) and set(t) == set(LANGS) and all(t.values()) for t in [found.title, *texts])
    assert all(s.title for s in show(found, lang, house, DAY).scenes)


@needs_chromium
def test_pictures_are_cut_to_their_boxes(house: House) -> None:
    made = shown(house, "ar")
    scenes = [s for s in made.scenes if s.kind == "figure"][-2:]
    found = pictures.album(made, [(s, 8.0, 4.0) for s in scenes])
    for picture in found:
        with Image.open(io.BytesIO(picture)) as image:
            assert abs(image.width / image.height - 2) < 0.01
            assert len(image.getcolors(1 << 24) or []) > 20


@needs_chromium
def test_a_pdf_has_a_sheet_a_slide_and_a_report_its_sources(house: House) -> None:
    made = shown(house, "ar")
    pdf = whole.made("pdf", made, house)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == len(made.scenes) + 2
    report = chromium.pdf(offline.report(replace(made, scenes=made.scenes[1:4]), "…"))
    assert report.startswith(b"%PDF")


@needs_chromium
def test_figures_that_nearly_fit_share_a_sheet_of_a_report(house: House) -> None:
    """Each is a little taller than half a sheet: kept whole at that height, every one would leave half of it empty."""
    made = shown(house, "fr")
    tall = [replace(s, height=580) for s in made.scenes if s.kind == "figure"][:1] * 4
    report = chromium.pdf(offline.report(replace(made, scenes=tall), "…"))
    assert len(re.findall(rb"/Type\s*/Page\b", report)) <= 3


@needs_office
@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_libreoffice_opens_the_slides(house: House, tmp_path: Path, lang: str) -> None:
    path = tmp_path / "deck.pptx"
    made = shown(house, lang)
    path.write_bytes(slides.pptx(made, _pixels))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180, env=os.environ | {"HOME": str(tmp_path)})
    pages = re.findall(rb"/Type\s*/Page\b", (tmp_path / "deck.pdf").read_bytes())
    assert len(pages) == len(made.scenes) + 2


@pytest.mark.parametrize(
    ("places", "units"),
    [
        (list(range(1990, 2025)), {"baseTimeUnit": "years", "majorUnit": "5", "majorTimeUnit": "years"}),
        ([f"{2000 + n // 12}-{n % 12 + 1:02}-01" for n in range(300)],
         {"baseTimeUnit": "months", "majorUnit": "5", "majorTimeUnit": "years"}),
        (["2024-01-01", "2024-02-01"], {"baseTimeUnit": "months", "majorUnit": "1", "majorTimeUnit": "months"}),
    ],
)  # fmt: skip
def test_an_axis_of_dates_has_few_labels_and_only_what_such_an_axis_may_have(
    house: House, places: list[object], units: dict[str, str]
) -> None:
    found = native.native(
        {"data": [{"type": "scatter", "mode": "lines", "x": places, "y": [1.0] * len(places)}], "layout": {}}
    )
    assert found is not None
    file = Presentation()
    page = Page(file.slides.add_slide(file.slide_layouts[6]), "fr", 10)
    chart.place_chart(page, Box(1, 1, 5, 3), found, shown(house, "fr").scenes[0])
    [axis] = page.slide.shapes[0].chart._chartSpace.iter(qn("c:dateAx"))
    parts = [part.tag.rpartition("}")[2] for part in axis]
    assert {p: axis.find(qn(f"c:{p}")).get("val") for p in parts[-3:]} == units
    assert not {"tickLblSkip", "tickMarkSkip"} & set(parts)


def test_the_program_offers_the_commands(world: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", "export", "--help"], capture_output=True, text=True, check=True
    )
    assert "--deck" in done.stdout
