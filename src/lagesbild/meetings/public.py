"""What of approved minutes may be published: what was decided on the points that the meeting opened.

Of those points their titles and decisions are taken, and which party is to do what by when. No name of a person, no
note of what was said, and nothing of the other points but that they are there.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from lagesbild.meetings.minutes import Decided, Point, Record


@dataclass(frozen=True, slots=True)
class PublicTask:
    """What a party is to do, and the last day."""

    party: str
    due: str | None


@dataclass(frozen=True, slots=True)
class PublicDecision:
    """A decision, with what is to be done of it."""

    text: str
    tasks: tuple[PublicTask, ...]


@dataclass(frozen=True, slots=True)
class PublicPoint:
    """A point that may be published; `label` is the title of its kind, in English, for one without a title."""

    number: int
    title: str
    label: str
    decided: tuple[PublicDecision, ...]


@dataclass(frozen=True, slots=True)
class PublicMinutes:
    """The public part of minutes: whose, when, the open points, and how many others there were."""

    body: str
    day: dt.date
    points: tuple[PublicPoint, ...]
    others: int


def public(record: Record) -> PublicMinutes | None:
    """The public part of minutes as they were approved; None where the meeting opened nothing that was decided."""
    points = tuple(_point(n, one) for n, one in enumerate(record.points, start=1) if one.public and one.decided)
    if not points:
        return None
    return PublicMinutes(record.body, timezone.localdate(record.begins), points, len(record.points) - len(points))


def _point(number: int, point: Point) -> PublicPoint:
    return PublicPoint(number, point.title, point.label, tuple(_decided(one) for one in point.decided))


def _decided(one: Decided) -> PublicDecision:
    return PublicDecision(one.text, tuple(PublicTask(task.party, task.due) for task in one.tasks))
