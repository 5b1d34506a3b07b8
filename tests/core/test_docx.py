"""Word documents: headings, tables, language and alternative texts; the same content gives the same bytes."""

import datetime as dt
import io
import struct
import time
import zlib

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.core.colours import contrast
from lagesbild.core.documents.docx import Word

DAY = dt.date(2026, 11, 27)


def pixel():
    """A white PNG of one pixel."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\xff")) + chunk(b"IEND", b"")


def word(**changed):
    said = {"title": "Protokoll", "owner": "Tranmora", "accent": "#0b5a61", "language": "sv", "made": DAY}
    return Word(**said | {"page": "Sida"} | changed)


def opened(one):
    return docx.Document(io.BytesIO(one.content()))


def test_headings_text_and_lists_are_read_back_as_what_they_are():
    one = word()
    one.heading("§ 1 Föregående möte")
    one.heading("Åtgärder", 2)
    one.text("Första raden\r\nandra raden", label="Beslut:")
    one.items(["Klippa häcken", "Byta armaturer"])
    one.items(["Lägesbild", "Övrigt"], numbered=True)
    found = [(each.style.name, each.text) for each in opened(one).paragraphs]
    assert found == [
        ("Title", "Protokoll"),
        ("Heading 1", "§ 1 Föregående möte"),
        ("Heading 2", "Åtgärder"),
        ("Normal", "Beslut: Första raden\nandra raden"),
        ("List Bullet", "Klippa häcken"),
        ("List Bullet", "Byta armaturer"),
        ("List", "1. Lägesbild"),
        ("List", "2. Övrigt"),
    ]


def test_a_table_has_its_caption_and_a_head_that_goes_on_over_pages():
    one = word()
    one.table("Uppgifter", ["Vem", "Vad"], [["Polisen", "Närvaro"], ["Kommunen", "Belysning"]])
    table = opened(one).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows][1:] == [
        ["Polisen", "Närvaro"],
        ["Kommunen", "Belysning"],
    ]
    assert [len(row._tr.findall(f".//{qn('w:tblHeader')}")) for row in table.rows] == [1, 0, 0]
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Uppgifter"


@pytest.mark.parametrize(("language", "tag"), [("sv", "sv-SE"), ("en", "en-GB")])
def test_every_language_mark_is_that_of_the_document(language, tag):
    made = opened(word(language=language))
    marks = {one.get(qn("w:val")) for one in made.styles.element.iter(qn("w:lang"))}
    assert marks == {tag}
    assert made.core_properties.language == tag
    assert made.core_properties.title == "Protokoll"


def test_a_picture_is_told_to_those_who_do_not_see_it():
    one = word()
    one.picture(pixel(), "Staplar: sex händelser i oktober")
    described = [each.get("descr") for each in opened(one).element.iter(qn("wp:docPr"))]
    assert described == ["Staplar: sex händelser i oktober"]
    with pytest.raises(ValueError, match="alternative text"):
        word().picture(pixel(), " ")


def test_whose_it_is_stands_on_every_page_with_what_is_to_be_known_of_it():
    section = opened(word(notice="Utkast")).sections[0]
    assert section.header.paragraphs[0].text == "Tranmora · Utkast"
    assert section.footer.paragraphs[0].text.startswith("Sida ")
    assert round(section.page_width.cm, 1) == 21.0


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_headings_are_read_on_white_whatever_the_colour(accent):
    tone = opened(word(accent=accent)).styles["Heading 1"].font.color.rgb
    assert contrast(f"#{tone}", "#ffffff") >= 4.5


@given(st.text())
def test_any_text_gives_a_document_that_opens(text):
    one = word(title=text)
    one.heading(text)
    one.text(text, label=text)
    one.table(text, [text], [[text]])
    assert len(opened(one).tables) == 1


def test_the_same_content_gives_the_same_bytes_later_on(monkeypatch):
    first = word().content()
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(86400 * 366 * 30))
    assert word().content() == first
