"""A document said once: conformant by an independent checker and opened as Word, whatever texts stand in it."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path

import docx
import pikepdf
import pypdf
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from outloud import check

from lagesbild.core.documents.paper import Facts, Heading, Items, Page, Paper, Part, Place, Places, Quote, Table, Text

DAY = dt.date(2026, 11, 27)
LINES = ("Ort och datum", "Underskrift")


def of(*parts: Part, **changed: object) -> Paper:
    said: dict[str, object] = {"title": "Handlingsplan", "about": "Trygg kväll", "owner": "Tranmora"}
    said |= {"accent": "#f4d35e", "language": "sv", "made": DAY, "page": "Sida {n} av {total}", "word_page": "Sida"}
    return Paper(**{**said, "notices": ("Utkast",), "lead": ("Gäller 2026.",), "parts": parts, **changed})  # type: ignore[arg-type]


def whole(text: str = "Ljus längs gångvägen") -> Paper:
    """One of each part, the same text in all of them."""
    places = (Place("Kommunen", text, text, "", LINES), Place("Polisen", text, "", "Undertecknat 2026-11-01", LINES))
    return of(
        Heading(text),
        Text(text),
        Text(text, label=text),
        Text(text, quiet=True),
        Facts(((text, text),)),
        Heading(text, 2),
        Items((text, text)),
        Items((text, text), numbered=True),
        Quote(text),
        Table(text, ("Vad", "Vem"), ((text, text), (text, text)), (2, 1)),
        Page(),
        Places(places),
        about=text,
        owner=text,
        lead=(text,),
        notices=(text,),
    )


def printed(paper: Paper, path: Path) -> Path:
    path.write_bytes(paper.pdf())
    return path


def complaints(path: Path) -> list[str]:
    result = check(str(path))
    assert not result.error, result.error
    return [f"{found.rule} {found.message}" for found in result.findings]


def text_of(path: Path) -> str:
    pages = (page.extract_text() for page in pypdf.PdfReader(path).pages)
    return " ".join(re.sub("[\u00ad\u2060\u200b]|-\n", "", " ".join(pages)).split())


def opened(paper: Paper) -> docx.document.Document:
    return docx.Document(io.BytesIO(paper.word()))


def test_every_part_is_tagged_and_the_independent_checker_has_nothing_to_say(tmp_path: Path) -> None:
    path = printed(whole(), tmp_path / "one.pdf")
    assert complaints(path) == []
    with pikepdf.open(path) as file:
        assert str(file.Root.Lang) == "sv"
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


@pytest.mark.parametrize("text", ["", " ", "\u200b\ufe0f", "🦄 åäö", "#strong[*] $ \\ \x00\x07", "{n} {total}"])
def test_odd_texts_are_set_as_they_are(tmp_path: Path, text: str) -> None:
    assert complaints(printed(whole(text), tmp_path / "odd.pdf")) == []
    assert opened(whole(text)).tables


def test_no_long_text_falls_off_the_page(tmp_path: Path) -> None:
    words = [f"ord{i}" for i in range(900)]
    long = of(Heading(" ".join(words)), Places((Place("Kommunen", " ".join(words), "", "", LINES),)), about="x" * 5000)
    assert len(long.subject) < 200
    assert text_of(printed(long, tmp_path / "long.pdf")).count("ord899") == 2


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200))
def test_whatever_is_written_is_set(text: str) -> None:
    assert whole(text).pdf().startswith(b"%PDF")
    assert opened(whole(text)).tables


def test_what_says_nothing_is_left_out(tmp_path: Path) -> None:
    empty = of(Heading("\u200b"), Text(""), Facts(()), Items(()), Quote(" "), Table("Tom", ("Vad",), ()), Places(()))
    assert empty.shown == []
    assert "Tom" not in text_of(printed(empty, tmp_path / "empty.pdf"))
    assert opened(empty).tables == []


def test_signed_and_unsigned_places_are_told_apart_in_both(tmp_path: Path) -> None:
    text, word = text_of(printed(whole(), tmp_path / "p.pdf")), opened(whole())
    styles = [one.style.name for one in word.paragraphs]
    assert text.count("Underskrift") == styles.count("Line to write on") - 1 == 1
    assert "Undertecknat 2026-11-01" in text
    assert "Undertecknat 2026-11-01" in [one.text for one in word.paragraphs]


def test_columns_have_their_shares_in_word() -> None:
    table = opened(whole()).tables[0]
    wide, narrow = (column.width for column in table.columns)
    assert wide is not None
    assert narrow is not None
    assert round(wide / narrow, 1) == 2.0
    assert table.rows[0]._tr.findall(f".//{qn('w:tblHeader')}")


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert whole().pdf() == whole().pdf()
    assert whole().word() == whole().word()
