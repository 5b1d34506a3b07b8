"""What every action on a plan or a measure begins and ends with."""

from __future__ import annotations

from django.db import models

from lagesbild.core import timeline
from lagesbild.core.actions import Actor, WrongState, require
from lagesbild.core.models import Audience
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation.models import Body
from lagesbild.plans import policies
from lagesbild.plans.models import Measure, Plan


def locked_plan(actor: Actor, plan: int) -> Plan:
    """A plan, locked, for someone who arranges plans.

    Raises
    ------
    Denied
        The actor may not.

    """
    row = Plan.objects.select_for_update(of=("self",)).select_related("body", "audience").get(pk=plan)
    require(policies.may_arrange(actor))
    return row


def worked_with(plan: Plan) -> None:
    """Go on only if the plan is not closed."""
    if not plan.live:
        raise WrongState(Message(N_("The plan is closed. Open it again first.")))


def locked_measure(measure: int) -> Measure:
    """A measure, locked, with its plan."""
    return Measure.objects.select_for_update(of=("self",)).select_related("plan", "responsible").get(pk=measure)


def audience_of(chosen: int | None, body: Body | None) -> Audience:
    """Who may read a plan or a measure: all of the partnership (None), the own party, or those who sit in the body."""
    if chosen is not None and body is not None and chosen == body.circle_id:
        return body.circle
    open_to = Audience.objects.filter(kind__in=(Audience.PARTNERSHIP, Audience.OWN)).order_by("-kind", "pk")
    found = next((one for one in open_to if chosen in (None, one.pk)), None)
    if found is None:
        raise InputError(
            Message(N_("It is open to all of the partnership, to your party, or to those who sit in its body."))
        )
    return found


def own_party(actor: Actor, party: int | None) -> int:
    """The party that a new row belongs to: one that the actor contributes for; the first of them where none is said."""
    if party is None:
        party = next((one for one in actor.parties if policies.may_contribute(actor, one)), None)
    require(party is not None and policies.may_contribute(actor, party))
    assert party is not None
    return party


def record(actor: Actor, verb: str, subject: models.Model, **detail: timeline.Plain) -> None:
    """The last step."""
    timeline.record(partnership=actor.partnership, person=actor.person, verb=verb, subject=subject, **detail)
