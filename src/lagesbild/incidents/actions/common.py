"""What the actions of this room share: what is checked, and what is done at the end of each."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import F

from lagesbild.core import guard, timeline
from lagesbild.core.actions import Actor
from lagesbild.core.meanwhile import unchanged
from lagesbild.core.models import Partnership
from lagesbild.core.years import FIRST_YEAR, LAST_YEAR
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.incidents import cells
from lagesbild.incidents.models import Import, Incident, IncidentVersion, Reporter

State = Incident.State
OPEN = frozenset({State.SORTED, State.DUPLICATE, State.SET_ASIDE, State.FORWARDED})
TRANSITIONS: dict[str, frozenset[str]] = {
    State.REPORTED: OPEN,
    State.SORTED: OPEN | {State.REPORTED},
    State.FORWARDED: OPEN | {State.REPORTED},
    State.DUPLICATE: frozenset({State.SORTED, State.REPORTED}),
    State.SET_ASIDE: frozenset({State.SORTED, State.REPORTED}),
}
"""From each state, the states that may follow."""
HANDLED = ("state", "category_id", "areas_by_hand", "duplicate_of_id", "aside")
"""What is said of an incident when it is sorted."""
KEPT = (
    "category_id",
    "start",
    "end",
    "precision",
    "lon",
    "lat",
    "placement",
    "cell",
    "place",
    "text",
    "unit",
    "unsafe",
    "recurring",
    "told_police",
    "acted",
    "summary",
    "areas",
    "areas_by_hand",
    "content",
)
"""Fields that a version keeps."""
LONGEST = 4000
"""Characters of a free text."""
MASKED_AS = "incident"
"""What maskings remember incidents by."""


class PersonalData(InputError):
    """A text tells who someone is; `found` says where in it, `field` in which."""

    def __init__(self, found: tuple[guard.Found, ...], field: str = "text") -> None:
        super().__init__(
            Message(
                N_(
                    "The text holds what can tell who someone is. Describe the place and what happened. "
                    "Call 112 about ongoing crime or danger, 114 14 to report a crime."
                )
            )
        )
        self.found = found
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a reporter tells.

    `start` and `end` are aware times, `end` not included; `lon` and `lat` WGS 84 degrees or both None.
    """

    category: int
    start: dt.datetime
    end: dt.datetime
    precision: Incident.Precision
    lon: float | None = None
    lat: float | None = None
    place: str = ""
    text: str = ""
    unit: str = ""
    unsafe: bool = False
    recurring: bool = False
    told_police: bool = False
    acted: bool = False


def check(told: Told) -> None:
    """Say in words what does not hold."""
    for field in ("text", "place", "unit"):
        refuse_personal(getattr(told, field), field)
    if told.start.tzinfo is None or told.end.tzinfo is None:
        raise InputError(Message(N_("The time needs a time zone.")))
    if told.start.year < FIRST_YEAR or told.end.year > LAST_YEAR:
        values = {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        raise InputError(
            Message(N_("The time lies outside the years {first} to {last}. Write the year again."), values)
        )
    if told.end <= told.start:
        raise InputError(Message(N_("The incident ends before it begins. Write the earlier time first.")))
    if (told.lon is None) != (told.lat is None):
        raise InputError(Message(N_("A position needs both longitude and latitude.")))
    if told.lon is not None and told.lat is not None and not (-180 <= told.lon <= 180 and -90 <= told.lat <= 90):
        raise InputError(Message(N_("The position is not on the earth. Write latitude and longitude in degrees.")))


def refuse_personal(text: str, field: str = "text") -> None:
    """Refuse what tells who someone is, and what is too long or cannot be kept."""
    found = guard.find(text)
    if found:
        raise PersonalData(found, field)
    if len(text) > LONGEST:
        values = {"n": len(text), "most": LONGEST}
        raise InputError(Message(N_("The text has {n} characters; {most} is the most. Shorten it."), values))
    if "\x00" in text:
        raise InputError(Message(N_("The text holds a character that cannot be kept. Write it again.")))


def locked(incident: int, seen: str = "") -> Incident:
    """The row, locked; those that are not seen are not there.

    Raises
    ------
    ChangedMeanwhile
        Someone else handled it since what is `HANDLED` of it had the mark `seen`.

    """
    row = Incident.objects.select_for_update(of=("self",)).get(pk=incident)
    unchanged(row, seen, HANDLED)
    return row


def is_own(actor: Actor, incident: Incident) -> bool:
    """Whether the actor reported it."""
    return Reporter.objects.filter(incident=incident, person_id=actor.person).exists()


def keep_version(actor: Actor, incident: Incident, *, batch: Import | None = None) -> None:
    """Put the incident as it stands into its history, and count it up."""
    IncidentVersion.objects.create(
        partnership_id=incident.partnership_id,
        party_id=incident.party_id,
        audience_id=incident.audience_id,
        incident=incident,
        number=incident.version,
        person_id=timeline.WITHHELD if is_own(actor, incident) else actor.person,
        batch=batch,
        data=as_kept(incident),
    )
    incident.version += 1


def as_kept(incident: Incident) -> dict[str, object]:
    """The fields of a version as plain values."""
    return {name: _plain(getattr(incident, name)) for name in KEPT}


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def changed(
    actor: Actor, verb: str, incident: Incident, counted: cells.Counted | None, /, **detail: timeline.Plain
) -> None:
    """End of every action on an incident: the map's counts, the data version that a picture names, the timeline.

    `counted` is how it counted on the map before.
    """
    cells.change(counted, cells.counted(incident))
    revise(actor)
    timeline.record(partnership=actor.partnership, person=actor.person, verb=verb, subject=incident, **detail)


def revise(actor: Actor) -> None:
    """Count a change of the partnership's incidents."""
    Partnership.objects.filter(pk=actor.partnership).update(revision=F("revision") + 1)
