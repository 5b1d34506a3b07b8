"""Bodies, and the seats in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from lagesbild.core.actions import Actor, WrongState, acting, require
from lagesbild.core.meanwhile import unchanged
from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation import ending, mandates, policies
from lagesbild.organisation.actions.common import NAMELESS, close, one_of, record, still_works
from lagesbild.organisation.actions.mandates import give
from lagesbild.organisation.models import Body, Cadence, Reporting, Seat
from lagesbild.organisation.queries import today
from lagesbild.organisation.texts import free, line


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """What a body is: its name in the agreement's own words, who convenes it, whom it reports to, how often it meets.

    Where it comes to report to another, `reports_since` is the first day of that; none for today. A day that has been
    corrects what was noted since. `times` meetings at least in each `per`; none when it meets regularly without a
    number. `may` is what it may decide when it is founded, kinds with their limits; None for what is usual for such a
    body (`mandates.usual`).
    """

    name: str
    kind: str
    convener: int
    reports_to: int | None = None
    reports_since: dt.date | None = None
    times: int | None = None
    per: str = Cadence.REGULARLY
    mandate: str = ""
    minutes: str = Body.Minutes.NOTES
    may: Mapping[str, str] | None = None


def create_body(*, actor: Actor, charter: Charter, since: dt.date | None = None) -> Body:
    """Found a body, with what such a body usually may decide, and an audience of those who sit in it.

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
        _line(body, charter.reports_to, body.since)
        for what, limit in (mandates.usual(body.kind) if charter.may is None else charter.may).items():
            give(body, what, limit, body.since)
        record(actor, "body.created", body, kind=body.kind, convener=body.convener_id, circle=body.circle_id)
    return body


def change_body(*, actor: Actor, body: int, charter: Charter, seen: str = "") -> Body:
    """Let a body be as its charter now says; its audience follows its name.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    InputError
        A value does not hold, the name is taken, it would report to itself in the end, or to another before it was
        founded.
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
            record(actor, "body.changed", row, fields=changed)
        if charter.reports_to != row.reports_to or charter.reports_since is not None:
            since = charter.reports_since or _usual(row)
            _line(row, charter.reports_to, since)
            record(actor, "body.reports", row, since=since.isoformat(), above=charter.reports_to)
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
        The day lies before its first, or something of another room after it (`ending`).

    """
    with acting(actor):
        row = Body.objects.select_for_update(of=("self",)).get(pk=body)
        close(actor, row, until)
        ending.allowed(row.pk, until)
        record(actor, "body.closed", row, until=until.isoformat())
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
        record(actor, "body.reopened", row)
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
    senior: bool = False,
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
        still_works(row)
        seat = Seat.objects.create(
            partnership_id=actor.partnership,
            body=row,
            title=line(title, required=Message(N_("Give the seat a title, as the agreement has it."))),
            party=Party.objects.get(pk=party),
            leads=leads,
            decides=decides,
            opposition=opposition,
            senior=senior,
            since=max(row.since, since or today(row.partnership)),
        )
        record(actor, "seat.added", seat, body=row.pk, party=party)
    return seat


def change_seat(
    *,
    actor: Actor,
    seat: int,
    title: str,
    leads: bool = False,
    decides: bool = True,
    opposition: bool = False,
    senior: bool = False,
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
        marks = {"leads": leads, "decides": decides, "opposition": opposition, "senior": senior}
        for name, value in marks.items():
            setattr(row, name, value)
        row.save(update_fields=["title", *marks])
        record(actor, "seat.changed", row, body=row.body_id, **marks)
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
        close(actor, row, until)
        record(actor, "seat.removed", row, body=row.body_id, until=until.isoformat())
    return row


def _charter(body: Body, charter: Charter) -> None:
    """Put the charter into the row, if it holds; the partnership's row is locked."""
    name = line(charter.name, required=NAMELESS)
    others = Body.objects.exclude(pk=body.pk).filter(name=name)
    audiences = Audience.objects.exclude(pk=body.circle_id).filter(name=name)
    if others.exists() or audiences.exists():
        raise InputError(Message(N_("The name “{name}” is taken here. Choose another."), {"name": name}))
    one_of(charter.kind, Body.Kind.values)
    one_of(charter.per, Cadence.values)
    one_of(charter.minutes, Body.Minutes.values)
    regularly = charter.per == Cadence.REGULARLY
    if regularly != (charter.times is None):
        raise InputError(Message(N_("Say both how many times and in which period, or regularly without a number.")))
    if charter.times is not None and not 1 <= charter.times <= 366:
        raise InputError(Message(N_("The number of meetings is to lie between 1 and 366.")))
    body.name, body.kind, body.times, body.per = name, charter.kind, charter.times, charter.per
    body.mandate, body.minutes = free(charter.mandate), charter.minutes
    body.convener = Party.objects.get(pk=charter.convener)


def _usual(body: Body) -> dt.date:
    """The day from which a new line holds where none is given: today, or the day of the body that is closest to it."""
    now = today(body.partnership)
    return max(body.since, min(now, body.until or now))


def _line(body: Body, above: int | None, since: dt.date) -> None:
    """Let it report to another body, or to none, from a day on; the partnership's row is locked."""
    if since < body.since:
        raise InputError(
            Message(N_("It was founded on {since}, and reports to nobody before that."), {"since": body.since})
        )
    if above is not None:
        _no_circle(body, above, since)
    lines = Reporting.objects.filter(body=body)
    lines.filter(since__gte=since).delete()
    day_before = since - dt.timedelta(days=1)
    lines.filter(Q(until__isnull=True) | Q(until__gte=since)).update(until=day_before)
    if above is None or lines.filter(above=above, until=day_before).update(until=None):
        return
    Reporting.objects.create(
        partnership_id=body.partnership_id, body=body, above=Body.objects.get(pk=above), since=since
    )


def _no_circle(body: Body, above: int, since: dt.date) -> None:
    """Go on only if on no day from `since` on the body would report to itself in the end."""
    others = list(Reporting.objects.exclude(body=body).filter(Q(until__isnull=True) | Q(until__gte=since)))
    for day in {since, *(one.since for one in others if one.since > since)}:
        line = {one.body_id: one.above_id for one in others if one.holds(day)}
        at: int | None = above
        while at is not None and at != body.pk:
            at = line.get(at)
        if at is not None:
            raise InputError(
                Message(N_("It would report to itself in the end. Choose a body that does not report to this one."))
            )


def _stand(body: Body) -> dict[str, object]:
    names = ("name", "kind", "convener_id", "times", "per", "mandate", "minutes")
    return {name: getattr(body, name) for name in names}
