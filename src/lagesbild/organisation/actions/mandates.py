"""What bodies may decide, and who decides for a party."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import ProtectedError

from lagesbild.accounts.models import Membership
from lagesbild.core.actions import Actor, WrongState, acting, require
from lagesbild.core.meanwhile import unchanged, untouched
from lagesbild.core.models import Partnership, Party
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation import mandates, policies
from lagesbild.organisation.actions.common import day_after_first, record, still_works
from lagesbild.organisation.models import Body, Function, Mandate, Seat
from lagesbild.organisation.queries import today
from lagesbild.organisation.texts import line

DAY = dt.timedelta(days=1)


def give(body: Body, what: str, limit: str, since: dt.date, source: str = "") -> Mandate:
    """One mandate of a locked body, if the kind and the limit are known."""
    kind = mandates.known(what)
    if kind is None or kind.of_party or (limit != mandates.ALL and kind.limit(limit) is None):
        raise InputError(Message(N_("“{value}” is none of the choices."), {"value": limit or what}))
    return Mandate.objects.create(
        partnership_id=body.partnership_id, body=body, what=what, limit=limit, source=source, since=since
    )


@dataclass(frozen=True, slots=True)
class May:
    """What a body may decide, of old and from days to come, to see whether someone else said otherwise meanwhile."""

    mandates: tuple[tuple[object, ...], ...]
    edited: ClassVar[tuple[str, ...]] = ("mandates",)

    @classmethod
    def of(cls, body: int) -> May:
        """As it stands."""
        rows = Mandate.objects.filter(body=body).order_by("pk")
        return cls(tuple(rows.values_list("what", "limit", "since", "until")))


def set_mandates(
    *,
    actor: Actor,
    body: int,
    may: Mapping[str, str],
    source: str = "",
    since: dt.date | None = None,
    seen: str = "",
) -> list[Mandate]:
    """Say what a body may decide from a day on: kinds, each with its limit or `mandates.ALL`; those that are new.

    What it could decide until then stays as it was. A kind that it had, and of which nothing is said, ends then.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    WrongState
        The body is closed.
    InputError
        A kind or limit is unknown, or the day lies before the body's first.
    ChangedMeanwhile
        Someone else said otherwise since it had the mark `seen`, made of `May`.

    """
    with acting(actor):
        row = Body.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=body)
        require(policies.may_arrange(actor))
        still_works(row)
        unchanged(May.of(body), seen)
        day = since or today(row.partnership)
        if day < row.since:
            raise InputError(Message(N_("The body works from {since}. Choose a later day."), {"since": row.since}))
        where = line(source)
        known = {one.name for one in mandates.kinds()}
        held = {one.what: one for one in row.mandates.on(day) if one.what in known}
        changed = {what for what in known if may.get(what) != (held[what].limit if what in held else None)}
        changed |= set(may) - known
        # what was to begin later is said anew, too
        row.mandates.filter(what__in=changed, since__gt=day).delete()
        for what in changed & set(held):
            _end(held[what], day - DAY)
        made = [give(row, what, may[what], day, where) for what in sorted(changed) if what in may]
        if changed:
            record(
                actor,
                "body.mandates_changed",
                row,
                given=[one.what for one in made],
                ended=sorted(changed & set(held)),
                since=day.isoformat(),
            )
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Giving:
    """Who may decide what for a party: an organ of it by `name`, or a delegate.

    A delegate is who holds a `seat` or a `function`, a `person` here, or an office by `name`; `source` is where it
    stands, without which nobody decides by delegation.
    """

    party: int
    what: Collection[str]
    since: dt.date
    until: dt.date | None = None
    delegate: bool = False
    seat: int | None = None
    function: int | None = None
    person: int | None = None
    name: str = ""
    source: str = ""


def give_mandate(*, actor: Actor, giving: Giving) -> list[Mandate]:
    """Say who may decide something for a party.

    Raises
    ------
    Denied
        Only coordinators and administrators, and leaders and registrators of the party, do.
    InputError
        It is nobody or several, what may be decided is not said or unknown, whoever it is does not stand for the party
        or has a seat without a mandate to decide, or a delegate has no source.

    """
    with acting(actor):
        partnership = Partnership.objects.select_for_update(no_key=True).get(pk=actor.partnership)
        require(policies.may_delegate(actor, giving.party))
        party = Party.objects.get(pk=giving.party)
        known = {one.name for one in mandates.kinds(of_party=True)}
        if not giving.what or not set(giving.what) <= known:
            raise InputError(Message(N_("Say what may be decided.")))
        name, source = line(giving.name), line(giving.source)
        who = [giving.seat, giving.function, giving.person, name or None]
        if sum(one is not None for one in who) != 1:
            raise InputError(Message(N_("Say who decides: one of those to choose from, or a name.")))
        delegate = giving.delegate or not name
        if delegate and not source:
            raise InputError(Message(N_("A delegate decides by a delegation. Say where it stands.")))
        if giving.until is not None:
            day_after_first(giving.since, giving.until)
        _stands_for(party, giving)
        made = [
            Mandate.objects.create(
                partnership=partnership,
                of_party=party,
                delegate=delegate,
                seat_id=giving.seat,
                function_id=giving.function,
                person_id=giving.person,
                name=name,
                what=what,
                source=source,
                since=giving.since,
                until=giving.until,
            )
            for what in sorted(set(giving.what))
        ]
        record(actor, "mandate.given", made[0], party=party.pk, what=[one.what for one in made])
    return made


def end_mandate(*, actor: Actor, mandate: int, until: dt.date, seen: str = "") -> Mandate:
    """Nobody decides by the mandate after the day; what was decided by it stands.

    Raises
    ------
    Denied
        As `give_mandate`.
    WrongState
        It is a body's, which is changed on the page of the body.
    InputError
        The day lies before its first.
    ChangedMeanwhile
        Someone else set a last day since it had the mark `seen`.

    """
    with acting(actor):
        row = _of_party(actor, mandate)
        unchanged(row, seen)
        day_after_first(row.since, until)
        row.until = until
        row.save(update_fields=["until"])
        record(actor, "mandate.ended", row, party=row.of_party_id, until=until.isoformat())
    return row


def take_back_mandate(*, actor: Actor, mandate: int, seen: str = "") -> None:
    """Remove a mandate that was entered by mistake, as if it had never been.

    Raises
    ------
    Denied
        As `give_mandate`.
    WrongState
        It is a body's.
    InputError
        Something has been decided by it: then a last day is to be set.
    NotAsSeen
        Someone else set a last day since it had the mark `seen`.

    """
    with acting(actor):
        row = _of_party(actor, mandate)
        untouched(row, seen, *row.edited)
        party = row.of_party_id
        try:
            row.delete()
        except ProtectedError as error:
            raise InputError(Message(N_("Something has been decided by it. Set a last day instead."))) from error
        row.pk = mandate
        record(actor, "mandate.taken_back", row, party=party)


def _end(row: Mandate, last: dt.date) -> None:
    if last < row.since:
        row.delete()
    else:
        row.until = last
        row.save(update_fields=["until"])


def _of_party(actor: Actor, mandate: int) -> Mandate:
    """A party's mandate, locked, for someone who may change it."""
    row = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate)
    if row.of_party_id is None:
        raise WrongState(Message(N_("What a body may decide is changed on its page.")))
    require(policies.may_delegate(actor, row.of_party_id))
    return row


def _stands_for(party: Party, giving: Giving) -> None:
    """Go on only if the seat, function or person chosen is the party's and may decide for it."""
    if giving.seat is not None:
        seat = Seat.objects.get(pk=giving.seat)
        if not seat.decides:
            raise InputError(
                Message(
                    N_("The seat “{title}” has no mandate to decide. Change the seat first."), {"title": seat.title}
                )
            )
        theirs = seat.party_id == party.pk
    elif giving.function is not None:
        theirs = Function.objects.get(pk=giving.function).party_id == party.pk
    elif giving.person is not None:
        theirs = Membership.objects.filter(person_id=giving.person, party=party).exists()
    else:
        theirs = True
    if not theirs:
        raise InputError(Message(N_("Whoever decides for {party} is to stand for it."), {"party": party.name}))
