"""Bodies, seats and functions, arranged by the coordinator."""

from __future__ import annotations

import datetime as dt

from lagesbild.demo.cast.bodies import BODIES, FUNCTIONS, MANDATES, BodyPlan, MandatePlan
from lagesbild.demo.fill.here import Here
from lagesbild.organisation import actions
from lagesbild.organisation.models import Body, Seat

YEARS = dt.timedelta(days=730)
NOBODY = "-"


def arranged(here: Here) -> bool:
    """Whether there are bodies."""
    return Body.objects.filter(partnership_id=here.partnership).exists()


def arrange(here: Here) -> None:
    """Make the bodies in the order of who reports to whom, fill their seats, and name the functions."""
    since = here.today - YEARS
    made: dict[str, int] = {}
    for plan in BODIES[here.slug]:
        made[plan.key] = _body(here, plan, made, since)
    coordinator = here.actor("coordinator")
    for one in FUNCTIONS[here.slug]:
        function = actions.create_function(
            actor=coordinator, name=one.name, kind=one.kind, party=here.parties[one.party], since=since
        )
        if one.holder != NOBODY:
            actions.fill_function(actor=coordinator, function=function.pk, who=_who(here, one.holder, since))
    for mandate in MANDATES.get(here.slug, ()):
        _give(here, mandate, since)
    here.forget_actors()


def _give(here: Here, plan: MandatePlan, since: dt.date) -> None:
    """Say who decides for a party."""
    seat = None
    if plan.seat is not None:
        body, title = plan.seat
        seat = Seat.objects.get(partnership_id=here.partnership, body__name=body, title=title).pk
    giving = actions.Giving(
        party=here.parties[plan.party], what=plan.what, name=plan.name, seat=seat, source=plan.source, since=since
    )
    actions.give_mandate(actor=here.actor("coordinator"), giving=giving)


def _body(here: Here, plan: BodyPlan, made: dict[str, int], since: dt.date) -> int:
    coordinator = here.actor("coordinator")
    charter = actions.Charter(
        name=plan.name,
        kind=plan.kind,
        convener=here.parties["kommun"],
        reports_to=made[plan.reports_to] if plan.reports_to else None,
        times=plan.times,
        per=plan.per,
        mandate=plan.mandate,
        minutes=Body.Minutes.PROTOCOL if plan.protocol else Body.Minutes.NOTES,
    )
    body = actions.create_body(actor=coordinator, charter=charter, since=since)
    for one in plan.seats:
        seat = actions.add_seat(
            actor=coordinator,
            body=body.pk,
            title=one.title,
            party=here.parties[one.party],
            leads=one.leads,
            decides=one.decides,
            opposition=one.opposition,
            senior=one.senior,
            since=since,
        )
        if one.holder != NOBODY:
            actions.seat_person(actor=coordinator, seat=seat.pk, who=_who(here, one.holder, since))
        if one.deputy:
            actions.seat_person(actor=coordinator, seat=seat.pk, who=_who(here, one.deputy, since, deputy=True))
    return body.pk


def _who(here: Here, holder: str, since: dt.date, *, deputy: bool = False) -> actions.Appointment:
    """A character, or ``=Name`` of someone without an account."""
    if holder.startswith("="):
        return actions.Appointment(since=since, name=holder[1:], deputy=deputy)
    return actions.Appointment(since=since, person=here.people[holder], deputy=deputy)
