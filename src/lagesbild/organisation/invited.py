"""Seats that somebody is invited to: offered while they are vacant, filled when the invitation is taken."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lagesbild.accounts.seats import Choices, Room, known
from lagesbild.core import alphabet, timeline
from lagesbild.core.actions import Actor, acting, require
from lagesbild.core.models import Partnership
from lagesbild.core.system import worker
from lagesbild.core.web import Here
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation import actions, policies
from lagesbild.organisation.actions import Appointment
from lagesbild.organisation.models import Seat
from lagesbild.organisation.queries import today


def _offered(here: Here) -> Choices:
    if not policies.may_arrange(here.actor):
        return ()
    rows = Seat.objects.filter(partnership=here.partnership).vacant(today(here.partnership)).for_list()
    return sorted(((row.pk, _called(row)) for row in rows), key=lambda one: alphabet.key(one[1]))


def _named(numbers: Collection[int]) -> Mapping[int, str]:
    return {row.pk: _called(row) for row in Seat.objects.filter(pk__in=numbers).for_list()}


def _called(row: Seat) -> str:
    return f"{row.body.name}: {row.title} ({row.party.name})"


def _wanted(actor: Actor, seat: int, party: int) -> None:
    require(policies.may_arrange(actor))
    day = today(Partnership.objects.get(pk=actor.partnership))
    row = Seat.objects.filter(pk=seat, partnership=actor.partnership).vacant(day).select_related("party").first()
    if row is None:
        raise InputError(Message(N_("The seat is not vacant any more. Choose another, or none.")))
    if row.party_id != party:
        raise InputError(Message(N_("The seat belongs to {party}. Invite for that party."), {"party": row.party.name}))


def _filled(partnership: int, person: int, seat: int) -> bool:
    actor = worker(partnership)
    with acting(actor):
        row = Seat.objects.get(pk=seat)
        since = max(today(Partnership.objects.get(pk=partnership)), row.since)
    try:
        actions.seat_person(actor=actor, seat=seat, who=Appointment(since=since, person=person))
    except InputError as error:
        # whoever was invited takes part all the same, and the vacancy stands on the page of who arranges
        with acting(actor):
            timeline.record(
                partnership=partnership, person=actor.person, verb="seat.not_filled", subject=row, why=str(error)
            )
        return False
    return True


def register() -> None:
    """Called once when the application starts."""
    timeline.verbs({"seat.not_filled": N_("Not filled when the invitation was taken: it was not free any more")})
    known(Room(_offered, _named, _wanted, _filled))
