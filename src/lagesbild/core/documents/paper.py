"""A document said once and made twice: PDF/UA-1 for print and archive, and Word to go on writing in.

A room says what stands in it, in order and in words; how that looks is the house's.

    one = Paper(title="Handlingsplan", about="Trygg kväll", owner="Tranmora", accent="#0b5a61", language="sv",
                made=day, parts=(Heading("Åtgärder"), Table("Åtgärder", ("Vad", "Vem"), rows)))
    one.pdf()
    one.word()
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from lagesbild.core.colours import readable
from lagesbild.core.documents import typeset
from lagesbild.core.documents.docx import Word, ended
from lagesbild.core.documents.letters import visible
from lagesbild.core.models import Partnership, Registration
from lagesbild.i18n import N_, Message, Translator

TEMPLATE = Path(__file__).parent / "typst" / "paper.typ"
NOTHING = "–"
"""What stands where a cell or a fact has nothing to say."""

LONGEST = 150
"""Characters of a title that programs show."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 or 2 below the title; one that shows nothing is left out."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """A text, its lines as paragraphs, or one paragraph after a label such as “1.” or “Cause:”."""

    kind: ClassVar[str] = "text"
    text: str
    label: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said in a word or two under a label, a line each."""

    kind: ClassVar[str] = "facts"
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `numbered` from 1 on where one is to be able to say which."""

    kind: ClassVar[str] = "items"
    texts: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of another text, set apart as such."""

    kind: ClassVar[str] = "quote"
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its head.

    Parameters
    ----------
    caption : str
        Empty where the heading above says it.
    head, rows : tuple
        Lines of a cell stay lines.
    widths : tuple of float
        The shares of the columns, alike where none are said.
    lead : int
        The column whose first line says what a row is about.
    """

    kind: ClassVar[str] = "table"
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    lead: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody signs for a party; `signed` is said in the place of the lines once it has been done.

    Parameters
    ----------
    of, function, mandate : str
        The party, as what, and by what right.
    signed : str
        Empty where it is to be signed.
    lines : pair of str
        What is to be written on the two lines.
    """

    of: str
    function: str
    mandate: str
    signed: str
    lines: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Places:
    """Where it is signed."""

    kind: ClassVar[str] = "places"
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What follows begins on a new page."""

    kind: ClassVar[str] = "page"


Part = Heading | Text | Facts | Items | Quote | Table | Places | Page


@dataclass(frozen=True, slots=True)
class Paper:
    """A document.

    Parameters
    ----------
    title : str
        What it is, in words of ours: never empty.
    about : str
        What it is of, in people's words.
    owner : str
        In whose name it is.
    accent : str
        Of headings, as ``#rrggbb``; made darker where it could not be read on white.
    language : str
        ``sv`` or ``en``.
    made : date
        Its day; the same content and day give the same bytes.
    page : str
        The foot, with ``{n}`` and ``{total}``.
    word_page : str
        The word before the number of a page.
    notices : tuple of str
        What every page says beside the owner: a draft, invented data.
    lead : tuple of str
        The paragraphs below the title.
    parts : tuple of Part
    """

    title: str
    about: str
    owner: str
    accent: str
    language: str
    made: dt.date
    page: str
    word_page: str
    notices: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def subject(self) -> str:
        """What programs call it, and the foot of its pages."""
        whole = " ".join((f"{self.title}: {self.about}" if self.about else self.title).split())
        return whole if len(whole) <= LONGEST else f"{whole[: LONGEST - 1]}…"

    def pdf(self) -> bytes:
        """PDF/UA-1.

        Raises
        ------
        LayoutError
            The typesetter refuses or warns: a fault in this package.

        """
        said = {
            "language": self.language,
            "title": self.title,
            "about": self.about,
            "subject": self.subject,
            "owner": self.owner,
            "accent": readable(self.accent),
            "notices": list(self.notices),
            "lead": [line for line in self.lead if line],
            "page": self.page,
            "parts": [_said(part) for part in self.shown],
        }
        return typeset(TEMPLATE, said, made=self.made)

    def word(self) -> bytes:
        """The same in Word's format."""
        document = Word(
            title=self.title,
            owner=self.owner,
            accent=self.accent,
            language=self.language,
            made=self.made,
            page=self.word_page,
            notice=" · ".join(self.notices),
        )
        if self.about:
            document.text("", label=self.about)
        for line in self.lead:
            document.text(line)
        for part in self.shown:
            _written(document, part)
        return document.content()

    @property
    def shown(self) -> list[Part]:
        """What is seen of the parts: no empty heading, list, cell or text is read out as one."""
        return [lean for part in self.parts if (lean := _lean(part)) is not None]


def paper(
    t: Translator,
    partnership: Partnership,
    *,
    title: str,
    made: dt.date,
    parts: Iterable[Part],
    about: str = "",
    lead: Sequence[str] = (),
    draft: str = "",
    registered: Registration | None = None,
) -> Paper:
    """A document in the name, the colour and with the notices of a partnership, in the reader's language.

    `registered` is what the registry says of the record that it is of: its number and secrecy mark are on every page.
    """
    invented = t.gettext(N_("Invented example data")) if partnership.invented else ""
    said = _noted(t, registered) if registered else []
    return Paper(
        title=title,
        about=about,
        owner=partnership.name,
        accent=partnership.accent,
        language=t.language,
        made=made,
        page=t.gettext(N_("Page {n} of {total}")),
        word_page=t.gettext(N_("Page")),
        notices=tuple(one for one in (*said, draft, invented) if one),
        lead=tuple(lead),
        parts=tuple(parts),
    )


def heads(t: Translator, names: Iterable[str]) -> tuple[str, ...]:
    """The heads of the columns of a table; names are marked with `N_`."""
    return tuple(t.gettext(name) for name in names)


def _noted(t: Translator, row: Registration) -> list[str]:
    """Number and secrecy mark, as far as they are noted."""
    number = [t.say(Message(N_("Diary number {dnr}"), {"dnr": row.dnr}))] if row.dnr else []
    return [*number, *([t.say(Message(N_("Secrecy mark: {mark}"), {"mark": row.ground}))] if row.secret else [])]


def _lean(part: Part) -> Part | None:
    """The part without what shows nothing; None where nothing is left."""
    match part:
        case Heading(text=text) | Quote(text=text):
            return part if visible(text) else None
        case Text(text=text, label=label):
            return part if visible(text) or visible(label) else None
        case Facts(rows=facts):
            told = tuple((ended(label), text if visible(text) else NOTHING) for label, text in facts if visible(label))
            return Facts(told) if told else None
        case Items(texts=texts):
            seen = tuple(text for text in texts if visible(text))
            return replace(part, texts=seen) if seen else None
        case Table(rows=rows):
            full = tuple(tuple(cell if visible(cell) else NOTHING for cell in row) for row in rows)
            return replace(part, rows=full) if full else None
        case Places(places=places):
            return part if places else None
        case Page():
            return part


def _said(part: Part) -> dict[str, Any]:
    """A part as the template reads it."""
    said = {"kind": part.kind, **asdict(part)}
    if isinstance(part, Table):
        said["widths"] = list(part.widths or (1.0,) * len(part.head))
    return said


def _written(document: Word, part: Part) -> None:
    match part:
        case Heading():
            document.heading(part.text, part.level)
        case Text():
            document.text(part.text, label=part.label, muted=part.quiet)
        case Facts():
            document.facts(part.rows)
        case Items():
            document.items(part.texts, numbered=part.numbered)
        case Quote():
            document.quote(part.text)
        case Table():
            document.table(part.caption, part.head, part.rows, part.widths)
        case Places():
            for place in part.places:
                document.signature(place.of, place.function, place.mandate, place.signed, place.lines)
        case Page():
            document.page_break()
