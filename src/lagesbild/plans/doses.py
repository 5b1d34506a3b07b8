"""The dose of a measure as people see it: a square for each occasion, and how much was planned and held.

`strip` and `tally` take any rows like `models.Dose`, and a promise that names several measures gives those of all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lagesbild.plans.models import Dose

WEEK = dt.timedelta(weeks=1)
MOST_WEEKS = 53
"""Weeks that are drawn: the latest of a longer time."""
LEFT, TOP, STEP, SIDE = 40, 22, 16, 13
"""Pixels of the drawing: before the first square, above it, from one to the next, and of a square's side."""


class Mark(StrEnum):
    """What became of an occasion, or of all those of a day."""

    HELD = "held"
    PART = "part"
    """Some of the day's were held."""
    EXTRA = "extra"
    """Held without having been planned."""
    CANCELLED = "cancelled"
    UNSAID = "unsaid"
    """Its day has passed and nobody has said whether it was held."""
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Occasion:
    """A planned dose with what became of it, or one that was held without having been planned."""

    planned: Dose | None
    held: Dose | None
    mark: Mark

    @property
    def row(self) -> Dose:
        """The dose that says when, where and who: as it was held, else as it is planned."""
        found = self.held or self.planned
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Square:
    """A day of the strip, with the position of its square in the drawing."""

    day: dt.date
    mark: Mark
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Month:
    """The first week of a month in the strip."""

    day: dt.date
    x: int


@dataclass(frozen=True, slots=True)
class Strip:
    """Squares by weekday and week, with what the drawing needs; sizes in pixels.

    `cut` says that earlier weeks are left out.
    """

    squares: tuple[Square, ...]
    weekdays: tuple[tuple[int, int], ...]
    months: tuple[Month, ...]
    today: int | None
    width: int
    height: int
    cut: bool
    side: int = SIDE

    def count(self, *marks: str) -> int:
        """How many days have one of the marks."""
        return sum(one.mark in marks for one in self.squares)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many occasions there are of each sort, and how much in all, of one unit.

    `due` were planned for days that have passed, `held` are those of them that were held; `extra` were held besides.
    `amount` is what was held, planned or not, and `planned_amount` what was planned for days that have passed.
    """

    unit: str
    planned: int
    due: int
    held: int
    extra: int
    cancelled: int
    unsaid: int
    ahead: int
    amount: float
    planned_amount: float
    handed_over: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """What one party held, of one unit."""

    party: str
    unit: str
    occasions: int
    amount: float


def occasions(doses: Iterable[Dose], today: dt.date) -> list[Occasion]:
    """What became of each, in order of time."""
    rows = list(doses)
    held = {row.of_id: row for row in rows if not row.planned and row.of_id is not None}
    found = [Occasion(row, held.get(row.pk), _mark(row, held.get(row.pk), today)) for row in rows if row.planned]
    found += [Occasion(None, row, Mark.EXTRA) for row in rows if not row.planned and row.of_id is None]
    return sorted(found, key=lambda one: (one.row.day, one.row.starts or dt.time.min, one.row.pk))


def strip(found: Sequence[Occasion], today: dt.date) -> Strip | None:
    """A square for each day with an occasion, by weekday and week; None where there is none."""
    if not found:
        return None
    marks: dict[dt.date, list[Mark]] = {}
    for one in found:
        marks.setdefault(one.row.day, []).append(one.mark)
    last = max(marks) - dt.timedelta(days=max(marks).weekday())
    first = min(marks) - dt.timedelta(days=min(marks).weekday())
    begins = max(first, last - (MOST_WEEKS - 1) * WEEK)
    weekdays = sorted({day.weekday() for day in marks if day >= begins})
    rows = {weekday: TOP + place * STEP for place, weekday in enumerate(weekdays)}
    squares = [
        Square(day, _together(marks[day]), _x(day, begins), rows[day.weekday()])
        for day in sorted(marks)
        if day >= begins
    ]
    weeks = (last - begins) // WEEK + 1
    here = _x(today, begins) if begins <= today < last + WEEK else None
    return Strip(
        tuple(squares),
        tuple(rows.items()),
        tuple(_months(begins, weeks)),
        here,
        LEFT + weeks * STEP,
        TOP + len(weekdays) * STEP + (20 if here is not None else 2),
        first < begins,
    )


def tallies(found: Iterable[Occasion]) -> list[Tally]:
    """How it went, for each unit, in the order of its first occasion."""
    units: dict[str, list[Occasion]] = {}
    for one in found:
        units.setdefault(one.row.unit, []).append(one)
    return [_tally(unit, ones) for unit, ones in units.items()]


def by_party(found: Iterable[Occasion]) -> list[Share]:
    """What each party held, for each unit: the one that held most first."""
    shares: dict[tuple[str, str], list[Dose]] = {}
    for one in found:
        if one.held is not None:
            shares.setdefault((one.held.of_party.name, one.held.unit), []).append(one.held)
    made = [Share(*key, len(rows), sum(row.amount for row in rows)) for key, rows in shares.items()]
    return sorted(made, key=lambda one: (-one.occasions, one.party, one.unit))


def _mark(planned: Dose, held: Dose | None, today: dt.date) -> Mark:
    if held is not None:
        return Mark.HELD
    if planned.cancelled:
        return Mark.CANCELLED
    return Mark.UNSAID if planned.day < today else Mark.AHEAD


def _together(marks: Sequence[Mark]) -> Mark:
    """One mark for all of a day."""
    kinds = set(marks)
    if kinds <= {Mark.HELD, Mark.EXTRA}:
        return Mark.EXTRA if kinds == {Mark.EXTRA} else Mark.HELD
    if kinds & {Mark.HELD, Mark.EXTRA}:
        return Mark.PART
    return next(mark for mark in (Mark.UNSAID, Mark.AHEAD, Mark.CANCELLED) if mark in kinds)


def _x(day: dt.date, begins: dt.date) -> int:
    return LEFT + (day - begins).days // 7 * STEP


def _months(begins: dt.date, weeks: int) -> Iterable[Month]:
    """The first week that begins in each month; the very first only where its name has room before the next."""
    starts = [begins + n * WEEK for n in range(weeks)]
    new = [
        day for before, day in zip([None, *starts], starts, strict=False) if before is None or before.month != day.month
    ]
    for day, following in zip(new, [*new[1:], None], strict=True):
        if following is None or (following - day) // WEEK >= 2:
            yield Month(day, _x(day, begins))


def _tally(unit: str, found: Sequence[Occasion]) -> Tally:
    count = {mark: sum(one.mark is mark for one in found) for mark in Mark}
    held = [one.held for one in found if one.held is not None]
    passed = [one.planned for one in found if one.planned is not None and one.mark is not Mark.AHEAD]
    over = [row.handed_over for row in held if row.handed_over is not None]
    return Tally(
        unit,
        planned=sum(one.planned is not None for one in found),
        due=len(passed),
        held=count[Mark.HELD],
        extra=count[Mark.EXTRA],
        cancelled=count[Mark.CANCELLED],
        unsaid=count[Mark.UNSAID],
        ahead=count[Mark.AHEAD],
        amount=sum(row.amount for row in held),
        planned_amount=sum(row.amount for row in passed),
        handed_over=sum(over) if over else None,
    )
