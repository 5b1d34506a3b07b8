"""Functions, and who holds seats and functions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.db.models import ProtectedError

from lagesbild.accounts.models import Membership
from lagesbild.core.actions import Actor, acting, require
from lagesbild.core.meanwhile import unchanged
from lagesbild.core.models import Partnership, Party
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation import policies
from lagesbild.organisation.actions.common import NAMELESS, close, day_after_first, one_of, record, word
from lagesbild.organisation.models import Function, Holder, Seat
from lagesbild.organisation.queries import today
from lagesbild.organisation.texts import line


def create_function(*, actor: Actor, name: str, kind: str, party: int, since: dt.date | None = None) -> Function:
    """Name a function that a party is to keep filled.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    InputError
        The name is empty, or the kind unknown.

    """
    with acting(actor):
        partnership = Partnership.objects.select_for_update(no_key=True).get(pk=actor.partnership)
        require(policies.may_arrange(actor))
        one_of(kind, Function.Kind.values)
        row = Function.objects.create(
            partnership=partnership,
            name=line(name, required=NAMELESS),
            kind=kind,
            party=Party.objects.get(pk=party),
            since=since or today(partnership),
        )
        record(actor, "function.created", row, kind=kind, party=party)
    return row


def change_function(*, actor: Actor, function: int, name: str, kind: str, seen: str = "") -> Function:
    """Change what a function is called and of what kind it is.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    InputError
        The name is empty, or the kind unknown.
    ChangedMeanwhile
        Someone else changed it since it had the mark `seen`.

    """
    with acting(actor):
        row = Function.objects.select_for_update(of=("self",)).get(pk=function)
        require(policies.may_arrange(actor))
        unchanged(row, seen)
        one_of(kind, Function.Kind.values)
        row.name, row.kind = line(name, required=NAMELESS), kind
        row.save(update_fields=["name", "kind"])
        record(actor, "function.changed", row, kind=kind)
    return row


def close_function(*, actor: Actor, function: int, until: dt.date) -> Function:
    """The function need not be filled after the day.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    WrongState
        It is closed already.
    InputError
        The day lies before its first.

    """
    with acting(actor):
        row = Function.objects.select_for_update(of=("self",)).get(pk=function)
        close(actor, row, until)
        record(actor, "function.closed", row, until=until.isoformat())
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """Who holds a seat or function, and when: a person who takes part here, or a name without an account."""

    since: dt.date
    until: dt.date | None = None
    person: int | None = None
    name: str = ""
    deputy: bool = False


def seat_person(*, actor: Actor, seat: int, who: Appointment) -> Holder:
    """Let someone hold a seat; from then on the person belongs to the circle of the body.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    InputError
        The days do not hold, someone else holds it then, or the person does not stand for the seat's party.

    """
    with acting(actor):
        row = Seat.objects.select_for_update(of=("self",)).get(pk=seat)
        require(policies.may_arrange(actor))
        holder = _appoint(row, who)
        record(actor, "seat.filled", row, holder=holder.pk, person_id=holder.person_id, deputy=holder.deputy)
    return holder


def fill_function(*, actor: Actor, function: int, who: Appointment) -> Holder:
    """Let someone hold a function.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    InputError
        The days do not hold, someone else holds it then, or the person does not stand for the function's party.

    """
    with acting(actor):
        row = Function.objects.select_for_update(of=("self",)).get(pk=function)
        require(policies.may_arrange(actor))
        holder = _appoint(row, who)
        record(actor, "function.filled", row, holder=holder.pk, person_id=holder.person_id, deputy=holder.deputy)
    return holder


def vacate(*, actor: Actor, holder: int, until: dt.date) -> Holder:
    """The holder leaves the seat or function after the day.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    InputError
        The day lies before the holder's first.

    """
    with acting(actor):
        row, post = _held(holder)
        require(policies.may_arrange(actor))
        day_after_first(row.since, until)
        row.until = until
        row.save(update_fields=["until"])
        record(actor, f"{word(post)}.vacated", post, holder=row.pk, until=until.isoformat())
    return row


def take_back_appointment(*, actor: Actor, holder: int) -> None:
    """Remove a holder that was entered by mistake, as if it had never been.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    InputError
        The holder has taken part in a meeting: then it was no mistake, and a last day is to be set.

    """
    with acting(actor):
        row, post = _held(holder)
        require(policies.may_arrange(actor))
        try:
            row.delete()
        except ProtectedError as error:
            raise InputError(
                Message(N_("{name} has been noted at a meeting. Set a last day instead."), {"name": row.called})
            ) from error
        record(actor, f"{word(post)}.taken_back", post, holder=holder)


def _appoint(post: Seat | Function, who: Appointment) -> Holder:
    """A holder of the locked post, if it is free and the person stands for its party."""
    name = line(who.name)
    if (who.person is None) == (not name):
        raise InputError(Message(N_("Choose a person, or write the name of someone without an account.")))
    if who.until is not None:
        day_after_first(who.since, who.until)
    if who.since < post.since or (post.until is not None and (who.until or dt.date.max) > post.until):
        raise InputError(
            Message(N_("It exists from {since} to {until}. Choose days within."), _days(post.since, post.until))
        )
    if who.person is not None and not Membership.objects.filter(person_id=who.person, party_id=post.party_id).exists():
        raise InputError(
            Message(
                N_("The person does not take part for {party}. Invite the person for that party first."),
                {"party": post.party.name},
            )
        )
    for other in post.holders.select_related("person"):
        same = other.person_id == who.person if who.person else other.name == name
        if other.overlaps(who.since, who.until) and (same or not (who.deputy or other.deputy)):
            values = {"name": other.called, **_days(other.since, other.until)}
            raise InputError(Message(N_("{name} holds it from {since} to {until}. Set a last day first."), values))
    target: dict[str, models.Model] = {word(post): post}
    return Holder.objects.create(
        partnership_id=post.partnership_id,
        person_id=who.person,
        name=name,
        deputy=who.deputy,
        since=who.since,
        until=who.until,
        **target,
    )


def _days(since: dt.date, until: dt.date | None) -> dict[str, object]:
    return {"since": since, "until": until or Message(N_("until further notice"))}


def _held(holder: int) -> tuple[Holder, Seat | Function]:
    """The holder and its post, both locked, the post first as everywhere."""
    found = Holder.objects.get(pk=holder)
    post: Seat | Function
    if found.seat_id is not None:
        post = Seat.objects.select_for_update(of=("self",)).get(pk=found.seat_id)
    else:
        assert found.function_id is not None
        post = Function.objects.select_for_update(of=("self",)).get(pk=found.function_id)
    return Holder.objects.select_for_update(of=("self",)).get(pk=holder), post
