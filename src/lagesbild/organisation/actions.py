"""Every change to bodies, seats and functions. The order within each is that of `core.actions`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.db.models import ProtectedError

from lagesbild.accounts.models import Membership
from lagesbild.core import timeline
from lagesbild.core.actions import Actor, WrongState, acting, require
from lagesbild.core.meanwhile import unchanged
from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation import policies
from lagesbild.organisation.models import Body, Cadence, Function, Holder, Seat
from lagesbild.organisation.queries import today
from lagesbild.organisation.texts import free, line

NAMELESS = Message(N_("Give a name."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """What a body is: its name in the agreement's own words, who convenes it, whom it reports to, how often it meets.

    `times` meetings at least in each `per`; none when it meets regularly without a number.
    """

    name: str
    kind: str
    convener: int
    reports_to: int | None = None
    times: int | None = None
    per: str = Cadence.REGULARLY
    mandate: str = ""


def create_body(*, actor: Actor, charter: Charter, since: dt.date | None = None) -> Body:
    """Found a body, and an audience of those who sit in it.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    InputError
        A value does not hold, or the name is taken.

    """
    with acting(actor):
        partnership = Partnership.objects.select_for_update().get(pk=actor.partnership)
        require(policies.may_arrange(actor))
        body = Body(partnership=partnership, since=since or today(partnership))
        _charter(body, charter)
        body.circle = Audience.objects.create(partnership=partnership, kind=Audience.BODIES, name=body.name)
        body.save(force_insert=True)
        _record(actor, "body.created", body, kind=body.kind, convener=body.convener_id, circle=body.circle_id)
    return body


def change_body(*, actor: Actor, body: int, charter: Charter, seen: str = "") -> Body:
    """Let a body be as its charter now says; its audience follows its name.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    InputError
        A value does not hold, the name is taken, or it would report to itself in the end.
    ChangedMeanwhile
        Someone else changed it since it had the mark `seen`.

    """
    with acting(actor):
        # the partnership's row is locked so that two bodies cannot begin to report to each other at once
        Partnership.objects.select_for_update().get(pk=actor.partnership)
        row = Body.objects.select_for_update(of=("self",)).get(pk=body)
        require(policies.may_arrange(actor))
        unchanged(row, seen)
        before = _stand(row)
        _charter(row, charter)
        row.save()
        Audience.objects.filter(pk=row.circle_id).update(name=row.name)
        changed = [name for name, value in _stand(row).items() if value != before[name]]
        if changed:
            _record(actor, "body.changed", row, fields=changed)
    return row


def close_body(*, actor: Actor, body: int, until: dt.date) -> Body:
    """The body works no longer after the day: nobody sits in it any more, and its seats are not vacant.

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
        row = Body.objects.select_for_update(of=("self",)).get(pk=body)
        _close(actor, row, until)
        _record(actor, "body.closed", row, until=until.isoformat())
    return row


def reopen_body(*, actor: Actor, body: int) -> Body:
    """Let a closed body work again, with those who sat in it.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    WrongState
        It is not closed.

    """
    with acting(actor):
        row = Body.objects.select_for_update(of=("self",)).get(pk=body)
        require(policies.may_arrange(actor))
        if row.until is None:
            raise WrongState(Message(N_("It is not closed.")))
        row.until = None
        row.save(update_fields=["until"])
        _record(actor, "body.reopened", row)
    return row


def add_seat(
    *,
    actor: Actor,
    body: int,
    title: str,
    party: int,
    leads: bool = False,
    decides: bool = True,
    opposition: bool = False,
    since: dt.date | None = None,
) -> Seat:
    """Let one more sit in a body; the seat is vacant until somebody is seated.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    InputError
        The title is empty or does not hold.
    WrongState
        The body is closed.

    """
    with acting(actor):
        row = Body.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=body)
        require(policies.may_arrange(actor))
        if row.until is not None:
            raise WrongState(Message(N_("The body is closed. Reopen it first.")))
        seat = Seat.objects.create(
            partnership_id=actor.partnership,
            body=row,
            title=line(title, required=Message(N_("Give the seat a title, as the agreement has it."))),
            party=Party.objects.get(pk=party),
            leads=leads,
            decides=decides,
            opposition=opposition,
            since=max(row.since, since or today(row.partnership)),
        )
        _record(actor, "seat.added", seat, body=row.pk, party=party)
    return seat


def change_seat(
    *,
    actor: Actor,
    seat: int,
    title: str,
    leads: bool = False,
    decides: bool = True,
    opposition: bool = False,
    seen: str = "",
) -> Seat:
    """Change a seat's title and what goes with it. The party stays: another party's is another seat.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    InputError
        The title is empty or does not hold.
    ChangedMeanwhile
        Someone else changed it since it had the mark `seen`.

    """
    with acting(actor):
        row = Seat.objects.select_for_update(of=("self",)).get(pk=seat)
        require(policies.may_arrange(actor))
        unchanged(row, seen)
        row.title = line(title, required=Message(N_("Give the seat a title, as the agreement has it.")))
        row.leads, row.decides, row.opposition = leads, decides, opposition
        row.save(update_fields=["title", "leads", "decides", "opposition"])
        _record(actor, "seat.changed", row, body=row.body_id, leads=leads, decides=decides, opposition=opposition)
    return row


def remove_seat(*, actor: Actor, seat: int, until: dt.date) -> Seat:
    """The seat is there no longer after the day; who held it stays in its history.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    WrongState
        It is removed already.
    InputError
        The day lies before its first.

    """
    with acting(actor):
        row = Seat.objects.select_for_update(of=("self",)).get(pk=seat)
        _close(actor, row, until)
        _record(actor, "seat.removed", row, body=row.body_id, until=until.isoformat())
    return row


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
        _one_of(kind, Function.Kind.values)
        row = Function.objects.create(
            partnership=partnership,
            name=line(name, required=NAMELESS),
            kind=kind,
            party=Party.objects.get(pk=party),
            since=since or today(partnership),
        )
        _record(actor, "function.created", row, kind=kind, party=party)
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
        _one_of(kind, Function.Kind.values)
        row.name, row.kind = line(name, required=NAMELESS), kind
        row.save(update_fields=["name", "kind"])
        _record(actor, "function.changed", row, kind=kind)
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
        _close(actor, row, until)
        _record(actor, "function.closed", row, until=until.isoformat())
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
        _record(actor, "seat.filled", row, holder=holder.pk, person_id=holder.person_id, deputy=holder.deputy)
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
        _record(actor, "function.filled", row, holder=holder.pk, person_id=holder.person_id, deputy=holder.deputy)
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
        if until < row.since:
            raise InputError(
                Message(N_("The last day lies before the first, {since}. Choose a later day."), {"since": row.since})
            )
        row.until = until
        row.save(update_fields=["until"])
        _record(actor, f"{_word(post)}.vacated", post, holder=row.pk, until=until.isoformat())
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
        _record(actor, f"{_word(post)}.taken_back", post, holder=holder)


def _charter(body: Body, charter: Charter) -> None:
    """Put the charter into the row, if it holds; the partnership's row is locked."""
    name = line(charter.name, required=NAMELESS)
    others = Body.objects.exclude(pk=body.pk).filter(name=name)
    audiences = Audience.objects.exclude(pk=body.circle_id).filter(name=name)
    if others.exists() or audiences.exists():
        raise InputError(Message(N_("The name “{name}” is taken here. Choose another."), {"name": name}))
    _one_of(charter.kind, Body.Kind.values)
    _one_of(charter.per, Cadence.values)
    regularly = charter.per == Cadence.REGULARLY
    if regularly != (charter.times is None):
        raise InputError(Message(N_("Say both how many times and in which period, or regularly without a number.")))
    if charter.times is not None and not 1 <= charter.times <= 366:
        raise InputError(Message(N_("The number of meetings is to lie between 1 and 366.")))
    body.name, body.kind, body.times, body.per = name, charter.kind, charter.times, charter.per
    body.mandate = free(charter.mandate)
    body.convener = Party.objects.get(pk=charter.convener)
    body.reports_to = Body.objects.get(pk=charter.reports_to) if charter.reports_to else None
    above = body.reports_to
    while above is not None:
        if above.pk == body.pk:
            raise InputError(
                Message(N_("It would report to itself in the end. Choose a body that does not report to this one."))
            )
        above = above.reports_to


def _stand(body: Body) -> dict[str, object]:
    names = ("name", "kind", "convener_id", "reports_to_id", "times", "per", "mandate")
    return {name: getattr(body, name) for name in names}


def _close(actor: Actor, row: Body | Seat | Function, until: dt.date) -> None:
    """Set the last day of a locked row, if the policy and the row allow it."""
    require(policies.may_arrange(actor))
    if row.until is not None:
        raise WrongState(Message(N_("It has a last day already, {until}."), {"until": row.until}))
    if until < row.since:
        raise InputError(
            Message(N_("The last day lies before the first, {since}. Choose a later day."), {"since": row.since})
        )
    row.until = until
    row.save(update_fields=["until"])


def _appoint(post: Seat | Function, who: Appointment) -> Holder:
    """A holder of the locked post, if it is free and the person stands for its party."""
    name = line(who.name)
    if (who.person is None) == (not name):
        raise InputError(Message(N_("Choose a person, or write the name of someone without an account.")))
    if who.until is not None and who.until < who.since:
        raise InputError(
            Message(N_("The last day lies before the first, {since}. Choose a later day."), {"since": who.since})
        )
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
    target: dict[str, models.Model] = {_word(post): post}
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


def _word(post: Seat | Function) -> str:
    return "seat" if isinstance(post, Seat) else "function"


def _one_of(value: str, allowed: list[str]) -> None:
    if value not in allowed:
        raise InputError(Message(N_("“{value}” is none of the choices."), {"value": value}))


def _record(actor: Actor, verb: str, subject: Body | Seat | Function, **detail: timeline.Plain) -> None:
    timeline.record(partnership=actor.partnership, person=actor.person, verb=verb, subject=subject, **detail)
