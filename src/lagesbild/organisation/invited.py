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
from lagesbild.organisation.cadence import worded
from lagesbild.organisation.models import Seat
from lagesbild.organisation.queries import today

MEANS = N_(
    "From the day you take the invitation you hold the seat {seat} in {body}. It meets {often}: you are called to its "
    "meetings and read their papers. {leads}{decides}"
)
LEADS = Message("{sentence} ", {"sentence": Message(N_("You lead the meetings."))})
DECIDES = N_("The seat has a mandate to decide for {party}.")
ADVISES = N_("The seat has no mandate to decide for {party}: you take part in what is said.")


def _offered(here: Here) -> Choices:
    if not policies.may_arrange(here.actor):
        return ()
    rows = Seat.objects.filter(partnership=here.partnership).vacant(today(here.partnership)).for_list()
    return sorted(((row.pk, _called(row)) for row in rows), key=lambda one: alphabet.key(one[1]))


def _named(numbers: Collection[int]) -> Mapping[int, str]:
    return {row.pk: _called(row) for row in Seat.objects.filter(pk__in=numbers).for_list()}


def _called(row: Seat) -> str:
    return f"{row.body.name}: {row.title} ({row.party.name})"


def _told(seat: int) -> Message | None:
    row = Seat.objects.filter(pk=seat).select_related("body", "party", "partnership").first()
    if row is None or not Seat.objects.on(today(row.partnership)).filter(pk=seat).exists():
        return None
    values = {
        "seat": row.title,
        "body": row.body.name,
        "often": worded(row.body),
        "leads": LEADS if row.leads else "",
        "decides": Message(DECIDES if row.decides else ADVISES, {"party": row.party.name}),
    }
    return Message(MEANS, values)


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
    known(Room(_offered, _named, _told, _wanted, _filled))
