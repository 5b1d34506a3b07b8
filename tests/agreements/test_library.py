"""The library: nothing of the texts is lost, nobody is named, and every piece reaches the agreement it becomes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lagesbild.agreements import cadence, library, terms
from lagesbild.agreements.library import Document, Entry
from lagesbild.core import guard
from lagesbild.organisation.models import Body, Function
from tests.conftest import SHARED

WHERE = SHARED / "agreements"
NAME = re.compile(r"[A-ZÅÄÖ][a-zåäöé]+ [A-ZÅÄÖ][a-zåäöé]+(-[A-ZÅÄÖ][a-zåäöé]+)?")
"""A given name and a surname."""
BULLET = re.compile(r"^\s*- ", re.MULTILINE)
ENTRIES = library.names()


def source(name: str) -> str:
    """A text as it lies beside the repository, without the dashes of its lists."""
    if not WHERE.is_dir():
        pytest.skip("the folder shared/agreements does not lie beside the repository")
    return BULLET.sub("", (WHERE / name).read_text(encoding="utf-8"))


def squeezed(text: str) -> str:
    """A text without white space and without the dashes of its lists."""
    return re.sub(r"\s+", "", BULLET.sub("", text))


def test_the_five_texts_are_there() -> None:
    if not WHERE.is_dir():
        pytest.skip("the folder shared/agreements does not lie beside the repository")
    kept = {document.source for entry in library.entries() for document in entry.documents}
    assert kept == {path.name for path in WHERE.glob("*.txt")}


@pytest.mark.parametrize("name", ENTRIES)
def test_every_paragraph_stands_in_the_entry_in_its_order_but_for_the_names_of_persons(name: str) -> None:
    for document in library.entry(name).documents:
        read_through(document)


def read_through(document: Document) -> None:
    """Go through the source piece by piece: every sign of it is in a piece, or is a name that a piece leaves out."""
    text = source(document.source)
    at = 0
    for piece in document.pieces:
        while at < len(text) and text[at].isspace():
            at += 1
        if piece.place == "name":
            found = NAME.match(text, at)
            assert found, f"no name stands at {text[at : at + 40]!r}, where {piece.of} is left out"
            at = found.end()
            continue
        for sign in squeezed(f"{piece.number}. {piece.text}" if piece.number else piece.text):
            while text[at].isspace():
                at += 1
            assert text[at] == sign, f"{piece.text[:40]!r} is not what stands at {text[max(0, at - 20) : at + 20]!r}"
            at += 1
    assert text[at:].strip() == "", "the rest is in no piece"


def whole(entry: Entry) -> str:
    """All that the agreement which is begun from an entry says."""
    said = [entry.title, *entry.fields.values(), *entry.annexes.values(), *(body.text for body in entry.bodies)]
    for one in entry.undertakings:
        said += [one.heading, f"{one.number}. {one.text}" if one.number else one.text]
    return squeezed("\n".join(said))


@pytest.mark.parametrize("name", ENTRIES)
def test_every_piece_reaches_the_agreement_but_for_its_page_who_signed_and_our_own_headings(name: str) -> None:
    entry = library.entry(name)
    all_of_it = whole(entry)
    ours = {heading for headings in library.OWN_HEADINGS.values() for heading in headings}
    for document in entry.documents:
        for piece in document.pieces:
            if piece.place in ("page", "signing", "name"):
                continue
            if piece.place == "heading" and piece.text.casefold() in ours:
                continue
            assert squeezed(piece.text) in all_of_it, piece.text


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_names_nobody_and_tells_who_nobody_is(name: str) -> None:
    entry = library.entry(name)
    texts = [piece.text for document in entry.documents for piece in document.pieces]
    assert [guard.find(text) for text in texts if guard.find(text)] == []
    text = (library.FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    if WHERE.is_dir():
        for document in entry.documents:
            for person in left_out(document):
                assert person not in text


def left_out(document: Document) -> list[str]:
    """The names of persons in a source."""
    text = source(document.source)
    found, at = [], 0
    for piece in document.pieces:
        while at < len(text) and text[at].isspace():
            at += 1
        if piece.place == "name":
            name = NAME.match(text, at)
            assert name
            found.append(name[0])
            at = name.end()
            continue
        for _ in squeezed(f"{piece.number}. {piece.text}" if piece.number else piece.text):
            while text[at].isspace():
                at += 1
            at += 1
    return found


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_holds_together(name: str) -> None:
    entry = library.entry(name)
    assert set(entry.parties) == {library.KOMMUN, library.POLIS}
    assert {one.party for one in entry.signatories} == set(entry.parties)
    assert {one.kind for one in entry.bodies} <= set(Body.Kind.values)
    assert {one.kind for one in entry.functions} <= set(Function.Kind.values)
    assert entry.fields["purpose"]
    named = {body.name for body in entry.bodies}
    pieces = [piece for document in entry.documents for piece in document.pieces]
    assert {piece.body for piece in pieces if piece.place == "body"} <= named
    assert {piece.by for piece in pieces} <= {"", *entry.parties}


def test_the_four_terms_are_there() -> None:
    kinds = {entry.term for entry in library.entries()}
    assert kinds == {terms.FIXED, terms.FIXED_NOTICE, terms.FIXED_FOLLOW_UP, terms.ROLLING}


def test_there_is_no_other_entry() -> None:
    with pytest.raises(KeyError):
        library.entry("../koping-2024")


def test_the_statute_is_whole() -> None:
    law = library.statute()
    assert [one.number for one in law.paragraphs] == [str(n) for n in range(1, 15)]
    assert law.paragraph("9").text.startswith("Kommuner ska verka för att skriftliga överenskommelser")
    kept = (library.FOLDER / f"{library.STATUTE}.md").read_text(encoding="utf-8")
    said = "".join(f"{one.number}§{one.text}" for one in law.paragraphs)
    headings = dict.fromkeys(one.heading for one in law.paragraphs)
    signs = sorted(squeezed(law.title + said + "".join(headings) + "Övergångsbestämmelser" + law.after))
    assert signs == sorted(squeezed(kept.replace("#", "")))
    if WHERE.is_dir():
        assert kept == (WHERE / "lag-2023-196.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("fyra gånger per år", (4, "year")),
        ("minst fyra tillfällen per år", (4, "year")),
        ("BRÅ skall sammanträda fyra gånger per år", (4, "year")),
        ("två gånger i månaden", (2, "month")),
        ("10 gånger per år", (10, "year")),
        ("veckovis", (1, "week")),
        ("varje vecka", (1, "week")),
        ("årligen", (1, "year")),
        ("regelbundet", (None, "regularly")),
        ("", (None, "regularly")),
    ],
)
def test_how_often_is_read_where_a_number_is_said(words: str, read: tuple[int | None, str]) -> None:
    assert cadence.read(words) == read


def test_a_file_of_the_library_is_in_the_package() -> None:
    assert Path(library.__file__).parent == library.FOLDER
