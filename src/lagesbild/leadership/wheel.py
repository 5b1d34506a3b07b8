"""The wheel of the year: what has happened, what was missed and what comes, on a ring of twelve months. Pure.

Days are whole. What asks for something in every week is no mark of the ring but a line beneath it.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from lagesbild.compliance.rules.calendar import Period
from lagesbild.compliance.rules.record import Source
from lagesbild.i18n import Message

OFTEN = 14
"""What comes more often than this in a year is told of beneath the ring."""
RADIUS, OUTER, MIDDLE = 130.0, 158.0, 180.0
"""Of the ring, of the arcs of promises, and the middle of the picture, in its own units."""
NEAR = 9.0
"""Degrees that two marks of the ring are kept apart."""
MONTHS = 12


class Stand(StrEnum):
    """How it stands with an entry."""

    DONE = "done"
    MISSED = "missed"
    UNKNOWN = "unknown"
    """Its day has passed, and the record cannot tell what came of it."""
    COMES = "comes"


@dataclass(frozen=True, slots=True)
class Whose:
    """Whom an entry is about: a body, or who answers for it; nobody in particular where nothing is said.

    Parameters
    ----------
    body : int or None
    parties : frozenset of int
    function, person : int or None
        Who answers for the party, where that is said.
    """

    body: int | None = None
    parties: frozenset[int] = frozenset()
    function: int | None = None
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Something of the year.

    Parameters
    ----------
    day : date
        Its day, or the last day by which it is to be done.
    what : Message or str
    stand : Stand
    key : str
        What kind of thing recurs: the same for all meetings of a body.
    until : date or None
        The last day of a stretch, such as the period of a promise.
    page, arguments : str, mapping
        Where it leads; empty where nowhere.
    source : Source or None
        The row that it comes from.
    whose : Whose
    """

    day: dt.date
    what: Message | str
    stand: Stand
    key: str = ""
    until: dt.date | None = None
    page: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    source: Source | None = None
    whose: Whose = Whose()


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry on the ring: its number in the list, and where it stands."""

    number: int
    entry: Entry
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Arc:
    """A stretch outside of the ring, as the path of a drawing."""

    entry: Entry
    path: str


@dataclass(frozen=True, slots=True)
class Wheel:
    """A year, ready to be drawn and listed."""

    year: int
    marks: tuple[Mark, ...]
    arcs: tuple[Arc, ...]
    often: tuple[Entry, ...]
    """The first of each thing that comes too often for the ring."""
    counts: Mapping[Stand, int]
    today: tuple[float, float] | None
    """Where the day lies on the ring; None in another year."""

    @property
    def next(self) -> Mark | None:
        """The first that is yet to come."""
        return next((one for one in self.marks if one.entry.stand is Stand.COMES), None)


def wheel(entries: Iterable[Entry], year: int, on: dt.date) -> Wheel:
    """The entries of a year on its ring, each once, in order of their days."""
    whole = year_of(year)
    once = {
        (one.day, one.until, one.key, one.what if isinstance(one.what, str) else repr(one.what)): one for one in entries
    }
    rows = sorted(
        (one for one in once.values() if one.day in whole or (one.until is not None and _meets(one, whole))),
        key=lambda one: (one.day, one.until or one.day, one.key),
    )
    several = too_often(rows)
    single = [one for one in rows if one.key not in several]
    often = {one.key: one for one in reversed(rows) if one.key in several}
    on_ring = [one for one in single if one.until is None]
    angles = _apart([_angle(one.day, whole) for one in on_ring])
    marks = tuple(
        Mark(n, one, *_at(angle, RADIUS)) for n, (one, angle) in enumerate(zip(on_ring, angles, strict=True), 1)
    )
    arcs = tuple(Arc(one, _arc(one, whole, i)) for i, one in enumerate(one for one in single if one.until is not None))
    counts = {stand: sum(one.stand is stand for one in on_ring) for stand in Stand}
    today = _at(_angle(on, whole), RADIUS) if on in whole else None
    return Wheel(year, marks, arcs, tuple(often.values()), counts, today)


def too_often(entries: Iterable[Entry]) -> frozenset[str]:
    """The keys of what comes more often than `OFTEN` among some entries, which are those of a year at most."""
    several = Counter(one.key for one in entries if one.key)
    return frozenset(key for key, n in several.items() if n > OFTEN)


def months() -> list[tuple[int, float, float]]:
    """Number of each month, and where its name stands inside the ring."""
    return [(month, *_at(360 * (month - 0.5) / MONTHS, RADIUS - 26)) for month in range(1, MONTHS + 1)]


def year_of(year: int) -> Period:
    """The days of a year."""
    return Period(dt.date(year, 1, 1), dt.date(year, 12, 31))


def _meets(one: Entry, whole: Period) -> bool:
    return one.until is not None and Period(one.day, max(one.day, one.until)).within(whole) is not None


def _angle(day: dt.date, whole: Period) -> float:
    """Degrees from the top, clockwise."""
    return 360 * ((min(max(day, whole.first), whole.last) - whole.first).days + 0.5) / whole.days


def _apart(angles: Sequence[float]) -> list[float]:
    """The angles with marks pushed on so that none covers its neighbours, also at New Year; their order stays."""
    room = min(NEAR, 358 / max(1, len(angles)))
    placed: list[float] = []
    for angle in angles:
        placed.append(max(angle, placed[-1] + room) if placed else angle)
    end = placed[0] + 360 - room if placed else 0.0
    over = placed[-1] - end if placed else 0
    for i in range(len(placed) - 1, -1, -1):
        if over <= 0:
            break
        limit = placed[i + 1] - room if i + 1 < len(placed) else end
        placed[i] = min(placed[i], limit)
    return placed


def _at(angle: float, radius: float) -> tuple[float, float]:
    turned = math.radians(angle - 90)
    return round(MIDDLE + radius * math.cos(turned), 1), round(MIDDLE + radius * math.sin(turned), 1)


def _arc(one: Entry, whole: Period, lane: int) -> str:
    first, last = _angle(one.day, whole) - 0.5, _angle(one.until or one.day, whole) + 0.5
    radius = OUTER + 6 * (lane % 3)
    (x, y), (u, v) = _at(first, radius), _at(last, radius)
    return f"M{x} {y}A{radius} {radius} 0 {int(last - first > 180)} 1 {u} {v}"
