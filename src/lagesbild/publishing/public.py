"""What the public reads, as types of their own: never a row of a room, only what was copied and masked at publication.

Everything here is frozen and JSON-able (`content_of`, `read_as`). `Words` are ours and stand in both languages; plain
text is what people wrote, in the language of the partnership.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import TypeAdapter

from lagesbild.i18n import Language, Message
from lagesbild.publishing.counts import Count

T = TypeVar("T")
_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}
"""Made once for each type: to make one takes longer than to read many rows with it."""
WORDS = (
    *("title", "summary", "text", "name", "what", "who", "where", "place", "goal", "outcome", "reason", "body", "by"),
    *("purpose", "method", "economy", "duration", "dnr", "party", "function", "number", "responsible", "cadence"),
    *("bodies", "happened", "done"),
)
"""Names in what is kept under which people's own words stand: days, codes and drawings are never masked."""


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """A sentence of ours in both languages."""

    sv: str
    en: str

    @classmethod
    def of(cls, message: Message) -> Words:
        """A message in words."""
        return cls(**message.to_dict())

    def say(self, language: Language) -> str:
        """In one of them."""
        return self.en if language == "en" else self.sv


@dataclasses.dataclass(frozen=True, slots=True)
class Reference:
    """Something that may be published: it is linked to where it is, and only named where it is not."""

    kind: str
    slug: str


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One link of the chain behind a promise."""

    label: Words
    text: str
    """What people wrote; "" where `words` say it."""
    words: Words | None = None
    to: Reference | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Public:
    """What every published thing has."""

    title: str
    """In the language of the partnership."""
    summary: str


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """How many reports of a kind, and what was expected."""

    name: str
    count: Count
    low: float | None
    """The expected interval; None where there is none, or where it would tell a hidden count."""
    high: float | None
    verdict: Words


@dataclasses.dataclass(frozen=True, slots=True)
class Square:
    """A square of the map with at least five reports; how many is said as a class."""

    low: int
    high: int | None
    """None: or more."""
    name: Words
    """Where it lies, in words."""
    outline: tuple[tuple[float, float], ...]
    """A closed ring of WGS 84 longitudes and latitudes."""


@dataclasses.dataclass(frozen=True, slots=True)
class Map:
    """Where reports gather."""

    start: dt.date
    end: dt.date
    """Day after the last."""
    metres: int
    squares: tuple[Square, ...]
    hidden: int
    """Squares with some reports, but fewer than five."""
    unplaced: Count
    svg: str
    """Drawn once, with no words of people's."""

    @property
    def last(self) -> dt.date:
        """The last day."""
        return self.end - dt.timedelta(days=1)


@dataclasses.dataclass(frozen=True, slots=True)
class Statement:
    """A finding: what, and the figures it rests on."""

    what: Words
    figures: Words


@dataclasses.dataclass(frozen=True, slots=True)
class PublicPicture(Public):
    """A decided picture of a week."""

    heading: Words
    start: dt.date
    end: dt.date
    """Day after the last."""
    edition: int
    decided: dt.date
    lead: tuple[Words, ...]
    kinds: tuple[Kind, ...]
    total: int | None
    at_least: int
    found: tuple[Statement, ...]
    map: Map
    coverage: tuple[Words, ...]
    limits: tuple[Words, ...]

    @property
    def last(self) -> dt.date:
        """The last day."""
        return self.end - dt.timedelta(days=1)


@dataclasses.dataclass(frozen=True, slots=True)
class Status:
    """How something goes: a shape of the mark, a word, and why."""

    shape: str
    word: Words
    why: tuple[Words, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class PublicMeasure:
    """A measure that is promised."""

    what: str
    who: str
    status: Status


@dataclasses.dataclass(frozen=True, slots=True)
class Occasion:
    """An evening or a round: held, cancelled, unsaid or ahead."""

    day: dt.date
    mark: str


@dataclasses.dataclass(frozen=True, slots=True)
class PublicMilestone:
    """Something that is to have happened by a day."""

    what: str
    due: dt.date
    done_on: dt.date | None
    status: Status
    reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """What was done, on a day."""

    day: dt.date
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Bound:
    """What binds a party: its own decision."""

    party: str
    by: str
    date: dt.date
    dnr: str


@dataclasses.dataclass(frozen=True, slots=True)
class Effect:
    """Whether it helped."""

    status: Status
    lines: tuple[Words, ...]
    text: str
    count: Count | None = None
    """Reports in the period, which later editions are seen beside; None where nothing was counted."""


@dataclasses.dataclass(frozen=True, slots=True)
class PublicPromise(Public):
    """A promise, and how it goes on the day of the edition."""

    text: str
    where: str
    goal: str
    who: tuple[str, ...]
    starts: dt.date
    ends: dt.date
    on: dt.date
    """The day that it is told of."""
    status: Status
    outcome: str
    """Why it is called kept or not, when it has ended; why it was taken back."""
    measures: tuple[PublicMeasure, ...]
    unnamed: int
    """Measures that are not told of by name."""
    occasions: tuple[Occasion, ...]
    milestones: tuple[PublicMilestone, ...]
    log: tuple[Entry, ...]
    effect: Effect
    body: str
    """That took the joint position, and when."""
    met: dt.date | None
    bound: tuple[Bound, ...]
    chain: tuple[Step, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Signed:
    """Who signs for a party, by function alone."""

    party: str
    function: str


@dataclasses.dataclass(frozen=True, slots=True)
class Undertaking:
    """What is undertaken."""

    number: str
    text: str
    responsible: str
    cadence: str


@dataclasses.dataclass(frozen=True, slots=True)
class PublicAgreement(Public):
    """An agreement in force."""

    purpose: str
    method: str
    economy: str
    duration: str
    text: str
    starts: dt.date | None
    ends: dt.date | None
    standing: Words
    signed_on: dt.date | None
    place: str
    dnr: str
    parties: tuple[Signed, ...]
    commitments: tuple[Undertaking, ...]
    bodies: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Due:
    """What a party is to do, and the last day."""

    party: str
    due: dt.date | None


@dataclasses.dataclass(frozen=True, slots=True)
class Resolved:
    """A decision, with what is to be done of it."""

    text: str
    tasks: tuple[Due, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class OpenPoint:
    """A point of minutes; `label` is the title of its kind, for one without a title."""

    number: int
    title: str
    label: Words
    decided: tuple[Resolved, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class PublicMinutes(Public):
    """The open points of approved minutes, and how many others there were."""

    body: str
    day: dt.date
    dnr: str
    points: tuple[OpenPoint, ...]
    others: int


@dataclasses.dataclass(frozen=True, slots=True)
class PublicNews(Public):
    """What has happened and what was done."""

    day: dt.date
    place: str
    happened: str
    done: str


@dataclasses.dataclass(frozen=True, slots=True)
class PublicDocument(Public):
    """A document."""

    media_type: str
    size: int


def content_of(public: Public) -> dict[str, Any]:
    """As it is kept."""
    content: dict[str, Any] = _adapter(type(public)).dump_python(public, mode="json")
    return content


def read_as(type_: type[T], content: dict[str, Any]) -> T:
    """What was kept, as the type it was made of.

    Raises
    ------
    pydantic.ValidationError
        It does not fit the type, which only a fault of ours can bring about.

    """
    return _adapter(type_).validate_python(content)


def _adapter(type_: type[T]) -> TypeAdapter[T]:
    if type_ not in _ADAPTERS:
        _ADAPTERS[type_] = TypeAdapter(type_)
    return _ADAPTERS[type_]


def written(value: object) -> Iterator[str]:
    """Every text that people wrote in what is to be published; words of ours and drawings are left out."""
    match value:
        case str():
            yield value
        case Words() | Reference() | Map():
            return
        case tuple() | list():
            for one in value:
                yield from written(one)
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            for field in dataclasses.fields(value):
                yield from written(getattr(value, field.name))
