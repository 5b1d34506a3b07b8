"""The minutes of a meeting: as they stand while it is written, and as they were approved."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from lagesbild.core.compiled import written_once
from lagesbild.core.sealed import Seal
from lagesbild.meetings import agenda, mandated
from lagesbild.meetings.models import Adjuster, AgendaItem, Attendance, Decision, Meeting, Minutes, Task
from lagesbild.meetings.queries import AttendanceQuerySet
from lagesbild.organisation.models import Holder

WORDS = ("place", "title", "note", "text", "name", "party")
"""Names in minutes under which people's own words stand."""
SEAL = Seal("lagesbild.meetings.minutes", WORDS)
seal, digest = SEAL.of, SEAL.digest


@dataclass(frozen=True, slots=True)
class Place:
    """Someone who is expected at a meeting, or adjunct to it, and whether noted as present."""

    name: str
    title: str
    party: str
    deputy: bool = False
    adjunct: bool = False
    present: bool = False
    leads: bool = False
    holder: int | None = None
    attendance: int | None = None

    @property
    def ordinary(self) -> bool:
        """Whether expected: neither a deputy nor an adjunct."""
        return not self.deputy and not self.adjunct


@dataclass(frozen=True, slots=True)
class Assigned:
    """A task as the minutes have it."""

    party: str
    person: str
    due: str | None


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as the minutes have it; `act` is the label of what it did, in English.

    `without` names parties in the body of whom nobody with a mandate to decide was there; of decisions that act.
    """

    text: str
    act: str
    tasks: tuple[Assigned, ...]
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A point as the minutes have it; `label` is the title of its kind, in English, for those without an own one."""

    title: str
    label: str
    note: str
    decided: tuple[Decided, ...]
    public: bool = False


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Somebody chosen to adjust the protocol; `day` is empty until then, `how` a value of `Adjuster.How`."""

    name: str
    title: str
    party: str
    day: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """Minutes; `without` names parties in the body of whom nobody with a mandate to decide was there.

    `adjusters` are those of a protocol that is adjusted; where it is notes there are none.
    """

    body: str
    starts: str
    ends: str
    place: str
    present: tuple[Place, ...]
    absent: tuple[Place, ...]
    points: tuple[Point, ...]
    without: tuple[str, ...] = ()
    adjusters: tuple[Adjusted, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return json.loads(json.dumps(asdict(self)))  # type: ignore[no-any-return]

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> Record:
        """Minutes out of what was kept."""
        return cls(
            **{
                **kept,
                "present": tuple(Place(**one) for one in kept["present"]),
                "absent": tuple(Place(**one) for one in kept["absent"]),
                "points": tuple(
                    Point(
                        **{
                            **point,
                            "decided": tuple(
                                Decided(
                                    **{
                                        **one,
                                        "tasks": tuple(Assigned(**task) for task in one["tasks"]),
                                        "without": tuple(one["without"]),
                                    }
                                )
                                for one in point["decided"]
                            ),
                        }
                    )
                    for point in kept["points"]
                ),
                "without": tuple(kept["without"]),
                "adjusters": tuple(Adjusted(**one) for one in kept["adjusters"]),
            }
        )

    @property
    def begins(self) -> dt.datetime:
        """When it began."""
        return dt.datetime.fromisoformat(self.starts)

    @property
    def ended(self) -> dt.datetime:
        """When it ended."""
        return dt.datetime.fromisoformat(self.ends)


def roll(meeting: Meeting) -> list[Place]:
    """Who is expected, in the order of the seats, then those noted who no longer sit there, then adjuncts."""
    noted = _noted(meeting.pk)
    by_holder = {one.holder_id: one for one in noted if one.holder_id is not None}
    sitting = {holder.pk for holder in meeting.sitting}
    earlier = [one.holder for one in noted if one.holder is not None and one.holder_id not in sitting]
    places = [_seat_place(holder, by_holder.get(holder.pk)) for holder in [*meeting.sitting, *earlier]]
    return places + [
        Place(one.called, "", one.stands_for, adjunct=True, present=one.present, attendance=one.pk)
        for one in noted
        if one.adjunct
    ]


@written_once
def _noted(meeting: int) -> AttendanceQuerySet:
    return Attendance.objects.filter(meeting=meeting).for_list().select_related("holder__seat__party")


def _seat_place(holder: Holder, noted: Attendance | None) -> Place:
    seat = holder.seat
    assert seat is not None
    return Place(
        holder.called,
        seat.title,
        seat.party.name,
        deputy=holder.deputy,
        present=noted is not None and noted.present,
        leads=seat.leads,
        holder=holder.pk,
        attendance=noted.pk if noted else None,
    )


def written(meeting: Meeting) -> Record:
    """The minutes as they stand now."""
    places = roll(meeting)
    items = list(meeting.items.for_page())
    names = mandated.names_of({party for item in items for one in item.decisions.all() for party in one.without})
    # a deputy who did not come is not absent: it was not the deputy's turn
    return Record(
        meeting.body.name,
        meeting.starts.isoformat(),
        meeting.ends.isoformat(),
        meeting.place,
        tuple(place for place in places if place.present),
        tuple(place for place in places if not place.present and not place.deputy),
        tuple(_point(item, names) for item in items),
        tuple(party.name for party in mandated.voiceless(meeting)),
        tuple(_adjusted(one) for one in meeting.adjusters.for_list()),
    )


def adjusted(record: Record) -> str:
    """A keyed digest of what those who adjust say is right: the minutes without who has adjusted them."""
    return digest(seal(replace(record, adjusters=()).to_json()))


def of(meeting: Meeting) -> tuple[Record, Minutes | None]:
    """The approved edition and its row; while there is none, the minutes as they stand."""
    edition = Minutes.objects.filter(meeting=meeting).select_related("person").first()
    return (Record.of_json(edition.content), edition) if edition else (written(meeting), None)


def _point(item: AgendaItem, names: Mapping[int, str]) -> Point:
    return Point(
        item.title,
        agenda.known(item.kind).label,
        item.note,
        tuple(_decided(one, names) for one in item.decisions.all()),
        item.public,
    )


def _decided(decision: Decision, names: Mapping[int, str]) -> Decided:
    resolution = agenda.resolution_of(decision.act) if decision.act else None
    return Decided(
        decision.text,
        resolution.label if resolution else "",
        tuple(_assigned(one) for one in decision.tasks.all()),
        tuple(names[party] for party in decision.without),
    )


def _adjusted(one: Adjuster) -> Adjusted:
    seat = one.holder.seat
    assert seat is not None
    day = one.adjusted.isoformat() if one.adjusted else ""
    return Adjusted(one.holder.called, seat.title, seat.party.name, day, one.how)


def _assigned(task: Task) -> Assigned:
    return Assigned(
        task.responsible.name, task.person.name if task.person else "", task.due.isoformat() if task.due else None
    )
