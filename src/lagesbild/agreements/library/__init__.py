"""Agreements that exist, entered as they stand, to begin from; and the statute that they answer to.

An entry is a TOML file. Its documents are cut into pieces in the order of the text, each with the place where it goes
(`PLACES`); together they are the whole text, but for the names of persons: where one stood is a piece `name` that says
whose. So it can be shown that nothing is lost (`tests/agreements/test_library.py`), and an entry names nobody.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
FIELDS = ("background", "purpose", "method", "economy", "duration", "review", "text")
"""Places that are fields of an agreement."""
PLACES = frozenset({*FIELDS, "title", "heading", "lead", "commitment", "body", "annex", "signing", "name", "page"})
"""Where a piece goes: a field; the title; a heading, which goes with what follows; the words that lead commitments in;
a commitment; what is said of a body; an annex; what is said by signing; where a name stood; the page it stood on."""
OWN_HEADINGS = {
    "background": ("bakgrund",),
    "purpose": ("syfte",),
    "method": ("metod",),
    "economy": ("ekonomi",),
    "duration": ("tid", "avtalstid"),
    "review": ("uppföljning",),
}
"""Headings that the page of an agreement has itself: they are not said twice."""
STATUTE = "lag-2023-196"
KOMMUN, POLIS = "kommun", "polis"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, and where it goes."""

    place: str
    text: str = ""
    number: str = ""
    by: str = ""
    who: str = ""
    cadence: str = ""
    body: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A text: the agreement itself, or one that is annexed (`annex` is what it is called there)."""

    source: str
    pieces: tuple[Piece, ...]
    annex: str = ""


@dataclass(frozen=True, slots=True)
class Signs:
    """Who signs, by function."""

    party: str
    party_name: str
    function: str


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A commitment as an agreement keeps it; `by` is the party by its word, `annex` the title of the annex."""

    text: str
    number: str = ""
    heading: str = ""
    by: str = ""
    who: str = ""
    cadence: str = ""
    annex: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A body that there shall be; seats are mappings with title, party (by its word) and what is true of them."""

    name: str
    kind: str
    seats: tuple[Mapping[str, Any], ...] = ()
    reports_to: str = ""
    convener: str = ""
    cadence: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """A function that a party (by its word) keeps filled."""

    name: str
    kind: str
    party: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An agreement of the library."""

    name: str
    title: str
    subject: str
    term: str
    parties: Mapping[str, str]
    signatories: tuple[Signs, ...]
    bodies: tuple[Said, ...]
    functions: tuple[Post, ...]
    documents: tuple[Document, ...]
    starts: dt.date | None = None
    ends: dt.date | None = None
    follow_up: dt.date | None = None
    notice_months: int | None = None
    signed_on: dt.date | None = None
    place: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    undertakings: tuple[Undertaking, ...] = ()
    annexes: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> int:
        """How many names of persons stood in the texts and are not here."""
        return sum(piece.place == "name" for one in self.documents for piece in one.pieces)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph (§) of a statute, below the heading of its part; `text` is its text with lists as they stand."""

    number: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Statute:
    """A statute as reading text."""

    title: str
    number: str
    paragraphs: tuple[Paragraph, ...]
    after: str

    def paragraph(self, number: str) -> Paragraph:
        """One of them."""
        return next(one for one in self.paragraphs if one.number == number)


def names() -> tuple[str, ...]:
    """What the entries are called, by name."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def entries() -> list[Entry]:
    """All entries, the latest first."""
    return sorted((entry(name) for name in names()), key=lambda one: one.name.rpartition("-")[2], reverse=True)


@cache
def entry(name: str) -> Entry:
    """One entry.

    Raises
    ------
    KeyError
        There is none of that name.

    """
    if name not in names():
        raise KeyError(name)
    return _entry(name, tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")))


@cache
def statute() -> Statute:
    """Lag (2023:196) om kommuners ansvar för brottsförebyggande arbete."""
    text = (FOLDER / f"{STATUTE}.md").read_text(encoding="utf-8")
    title, _, rest = text.removeprefix("# ").partition("\n")
    law, _, after = rest.partition("## Övergångsbestämmelser")
    found, heading = [], ""
    for part in re.split(r"^(?=#)", law, flags=re.MULTILINE):
        line, _, body = part.strip().partition("\n")
        if line.startswith("### "):
            found.append(Paragraph(line.removeprefix("### ").removesuffix(" §"), heading, body.strip()))
        elif line.startswith("## "):
            heading = line.removeprefix("## ")
    return Statute(title.strip(), "2023:196", tuple(found), after.strip())


def _entry(name: str, said: Mapping[str, Any]) -> Entry:
    documents = tuple(
        Document(one["source"], tuple(_piece(piece) for piece in one["piece"]), one.get("annex", ""))
        for one in said["document"]
    )
    told = {one["name"]: "" for one in said.get("body", ())}
    undertakings: list[Undertaking] = []
    fields: dict[str, str] = {}
    annexes: dict[str, str] = {}
    for document in documents:
        if document.annex:
            annexes[document.annex] = _joined(_lines(document.pieces))
        else:
            fields = {place: _joined(_of_field(document.pieces, place)) for place in FIELDS}
        undertakings += _undertakings(document)
        for body, text in _of_bodies(document.pieces):
            told[body] = f"{told[body]}\n\n{text}".strip()
    return Entry(
        name=name,
        documents=documents,
        signatories=tuple(Signs(**one) for one in said["signatory"]),
        bodies=tuple(_said(one, told[one["name"]]) for one in said.get("body", ())),
        functions=tuple(Post(**one) for one in said.get("function", ())),
        fields=fields,
        undertakings=tuple(undertakings),
        annexes=annexes,
        **{key: value for key, value in said.items() if key not in ("document", "signatory", "body", "function")},
    )


def _piece(said: Mapping[str, str]) -> Piece:
    rest = {key: value.strip() for key, value in said.items() if key != "in"}
    if said["in"] not in PLACES:
        raise ValueError(f"a piece has no place called {said['in']}")
    return Piece(said["in"], **rest)


def _said(one: Mapping[str, Any], text: str) -> Said:
    return Said(**{**one, "seats": tuple(one.get("seats", ()))}, text=text)


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(parts)


def _of_field(pieces: Iterable[Piece], place: str) -> Iterable[str]:
    """What goes to a field, each with the heading that stands above it; a number stands before what had one."""
    heading = ""
    for piece in pieces:
        if piece.place == "heading":
            heading = f"{heading}\n\n{piece.text}".strip()
            continue
        if piece.place == place:
            if heading.casefold() in OWN_HEADINGS.get(place, ()):
                heading = ""
            yield from filter(None, (heading, f"{piece.number}. {piece.text}" if piece.number else piece.text))
        heading = ""


def _of_bodies(pieces: Iterable[Piece]) -> Iterable[tuple[str, str]]:
    heading = ""
    for piece in pieces:
        if piece.place == "heading":
            heading = piece.text
            continue
        if piece.place == "body":
            yield piece.body, f"{heading}\n\n{piece.text}".strip()
        heading = ""


def _undertakings(document: Document) -> Iterable[Undertaking]:
    """The commitments of a document, each with what stands above it, said once."""
    above: list[str] = []
    for piece in document.pieces:
        if piece.place == "heading":
            above = [piece.text]
        elif piece.place == "lead":
            above.append(piece.text)
        elif piece.place == "commitment":
            yield Undertaking(
                text=piece.text.removeprefix("- "),
                number=piece.number,
                heading="\n\n".join(above),
                by=piece.by,
                who=piece.who,
                cadence=piece.cadence,
                annex=document.annex,
            )
            above = []
        else:
            above = []


def _lines(pieces: Iterable[Piece]) -> Iterable[str]:
    """The whole text of an annex, where names stood left out."""
    return (piece.text for piece in pieces if piece.text)
