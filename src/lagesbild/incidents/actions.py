"""Every change to incidents. The order within each is that of `core.actions`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F

from lagesbild.core import guard, timeline
from lagesbild.core.actions import Actor, acting, move, require
from lagesbild.core.models import Audience, Partnership
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.incidents import policies
from lagesbild.incidents.models import Category, Incident, Reporter

State = Incident.State
TRANSITIONS: dict[str, frozenset[str]] = {
    State.REPORTED: frozenset({State.SORTED, State.DUPLICATE, State.SET_ASIDE}),
    State.SORTED: frozenset({State.SORTED, State.DUPLICATE, State.SET_ASIDE}),
    State.DUPLICATE: frozenset({State.SORTED}),
    State.SET_ASIDE: frozenset({State.SORTED}),
}
"""From each state, the states that may follow."""


class PersonalData(InputError):
    """A text tells who someone is; `found` says where in it."""

    def __init__(self, found: tuple[guard.Found, ...]) -> None:
        super().__init__(
            Message(
                N_(
                    "The text holds what can tell who someone is. Describe the place and what happened. "
                    "Call 112 about ongoing crime or danger, 114 14 to report a crime."
                )
            )
        )
        self.found = found


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
    unsafe: bool = False
    recurring: bool = False
    told_police: bool = False


def report(*, actor: Actor, party: int, audience: int, told: Told) -> Incident:
    """Report an incident for a party.

    Raises
    ------
    PersonalData
        A text tells who someone is.
    InputError
        The time or the place does not hold.
    Denied
        The actor does not report for the party.

    """
    _check(told)
    with acting(actor):
        require(policies.may_report(actor, party))
        incident = Incident.objects.create(
            partnership_id=actor.partnership,
            party_id=party,
            audience=Audience.objects.get(pk=audience),
            category=Category.objects.get(pk=told.category, active=True),
            start=told.start,
            end=told.end,
            precision=told.precision,
            lon=told.lon,
            lat=told.lat,
            place=told.place,
            text=told.text,
            unsafe=told.unsafe,
            recurring=told.recurring,
            told_police=told.told_police,
        )
        Reporter.objects.create(
            partnership_id=actor.partnership, party_id=party, incident=incident, person_id=actor.person
        )
        _changed(actor, "incident.reported", incident, party=party, category=told.category)
    return incident


def sort(*, actor: Actor, incident: int, category: int) -> Incident:
    """Put an incident into the picture under a category.

    Raises
    ------
    Denied
        Only coordinators sort.
    WrongState
        It cannot be sorted from where it stands.

    """
    with acting(actor):
        row = Incident.objects.select_for_update(of=("self",)).get(pk=incident)
        require(policies.may_sort(actor, row))
        before = move(row, TRANSITIONS, State.SORTED)
        row.category, row.duplicate_of = Category.objects.get(pk=category), None
        row.save(update_fields=["state", "category", "duplicate_of"])
        _changed(actor, "incident.sorted", row, before=before, category=category)
    return row


def mark_duplicate(*, actor: Actor, incident: int, of: int) -> Incident:
    """Say that an incident has been told before; it no longer counts.

    Raises
    ------
    Denied
        Only coordinators sort.
    InputError
        The other is the same row, or itself a duplicate.

    """
    with acting(actor):
        # both are locked, in the order of their numbers, so that two people who cross do not wait for each other
        rows = {
            row.pk: row
            for row in Incident.objects.select_for_update(of=("self",)).filter(pk__in=[incident, of]).order_by("pk")
        }
        row, first = rows[incident], rows[of]
        require(policies.may_sort(actor, row))
        if row.pk == first.pk or first.state == State.DUPLICATE:
            raise InputError(Message(N_("Choose the report that was there first, and that is not itself a duplicate.")))
        before = move(row, TRANSITIONS, State.DUPLICATE)
        row.duplicate_of = first
        row.save(update_fields=["state", "duplicate_of"])
        _changed(actor, "incident.duplicate", row, before=before, of=of)
    return row


def _check(told: Told) -> None:
    found = (*guard.find(told.text), *guard.find(told.place))
    if found:
        raise PersonalData(found)
    if told.end <= told.start:
        raise InputError(Message(N_("The incident ends before it begins. Write the earlier time first.")))
    if (told.lon is None) != (told.lat is None):
        raise InputError(Message(N_("A position needs both longitude and latitude.")))


def _changed(actor: Actor, verb: str, incident: Incident, **detail: timeline.Plain) -> None:
    """End of every action here: count the change, which is the data version that a picture names, and record it."""
    Partnership.objects.filter(pk=actor.partnership).update(revision=F("revision") + 1)
    timeline.record(partnership=actor.partnership, person=actor.person, verb=verb, subject=incident, **detail)
