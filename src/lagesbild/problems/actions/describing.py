"""A problem is opened, described, closed and opened again."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone

from lagesbild.accounts.models import Membership
from lagesbild.core import audiences, masking
from lagesbild.core.actions import Actor, WrongState, acting, move, require
from lagesbild.core.meanwhile import unchanged
from lagesbild.core.models import Audience, Partnership
from lagesbild.core.system import worker
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation.texts import free, line
from lagesbild.places.models import Area, AreaSet
from lagesbild.problems import policies
from lagesbild.problems.actions.common import TRANSITIONS, State, locked, record, written
from lagesbild.problems.actions.deciding import standing, state_of
from lagesbild.problems.models import REACH, FocusArea, Problem

FARTHEST = 20_000
"""Metres around a place that a problem may be about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A problem as it is described: the four questions, where it lies, and who keeps it moving."""

    title: str
    what: str = ""
    where: str = ""
    when: str = ""
    who: str = ""
    focus_area: int | None = None
    lon: float | None = None
    lat: float | None = None
    metres: int = REACH
    place: str = ""
    area: int | None = None
    owner_person: int | None = None


def open_problem(*, actor: Actor, told: Told, party: int | None = None, audience: int | None = None) -> Problem:
    """Open a problem for a party (None: the first that the actor may), seen by an audience (None: the partnership).

    Raises
    ------
    Denied
        The actor may not open problems for the party.
    InputError
        A text tells who someone is, or something that is named is not there.
    """
    with acting(actor):
        own = party if party is not None else _own(actor)
        require(own is not None and policies.may_open(actor, own))
        assert own is not None
        seen_by = audiences.of_kind(Audience.PARTNERSHIP) if audience is None else Audience.objects.get(pk=audience)
        row = Problem(
            partnership_id=actor.partnership,
            party_id=own,
            audience=seen_by,
            number=_next(actor.partnership),
            made_by=actor.person,
        )
        _describe(row, told)
        row.save()
        record(actor, "problem.opened", row, number=row.number)
    return row


def change_problem(*, actor: Actor, problem: int, told: Told, seen: str = "") -> Problem:
    """Describe a problem anew.

    Raises
    ------
    Denied
        The actor may not write about problems.
    WrongState
        It is closed.
    InputError
        A text tells who someone is, or something that is named is not there.
    ChangedMeanwhile
        Someone else changed it since it had the mark `seen`.
    """
    with acting(actor):
        row = written(actor, problem)
        unchanged(row, seen)
        _describe(row, told)
        row.save()
        masking.keep(partnership=actor.partnership, subject="problem", pk=row.pk)
        record(actor, "problem.changed", row)
    return row


def close(*, actor: Actor, problem: int, reason: str) -> Problem:
    """Close a problem, and say why: it is gone, or someone else has it.

    Raises
    ------
    Denied
        The actor may not.
    WrongState
        It is closed already.
    InputError
        The reason is empty or tells who someone is.
    """
    with acting(actor):
        row = locked(problem)
        require(policies.may_decide(actor, row))
        move(row, TRANSITIONS, State.CLOSED)
        row.reason = free(reason, required=Message(N_("Write why the problem is closed.")))
        row.closed = timezone.now()
        row.save(update_fields=["state", "reason", "closed"])
        record(actor, "problem.closed", row)
    return row


def reopen(*, actor: Actor, problem: int) -> Problem:
    """Open a closed problem again; what a meeting had decided about it stands.

    Raises
    ------
    Denied
        The actor may not.
    WrongState
        It is not closed.
    """
    with acting(actor):
        row = locked(problem)
        require(policies.may_decide(actor, row))
        decision = standing(row)
        state, reason = state_of(decision)
        if row.live:
            raise WrongState(Message(N_("The problem is not closed.")))
        move(row, TRANSITIONS, state)
        row.reason, row.closed = reason, None
        row.decision_id = decision.pk if decision else None
        row.save(update_fields=["state", "reason", "closed", "decision"])
        record(actor, "problem.reopened", row, state=state)
    return row


def _own(actor: Actor) -> int | None:
    """The first party that the actor may open problems for."""
    return next((party for party in actor.parties if policies.may_open(actor, party)), None)


def _next(partnership: int) -> int:
    """The next number of the partnership, also past problems that the actor does not see."""
    Partnership.objects.select_for_update().get(pk=partnership)
    with acting(worker(partnership)):
        last: int | None = Problem.objects.filter(partnership=partnership).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _describe(row: Problem, told: Told) -> None:
    """Set the fields, each as it holds."""
    row.title = line(told.title, required=Message(N_("Give the problem a name: what, and where.")))
    row.what, row.where, row.when, row.who = (free(text) for text in (told.what, told.where, told.when, told.who))
    row.place = line(told.place)
    if (told.lon is None) != (told.lat is None):
        raise InputError(Message(N_("A position has a longitude and a latitude.")))
    if told.lon is not None and told.lat is not None and not (abs(told.lon) <= 180 and abs(told.lat) <= 90):
        raise InputError(Message(N_("There is no such position.")))
    if not 0 < told.metres <= FARTHEST:
        raise InputError(Message(N_("Say how far around the place, from 1 to {most} metres."), {"most": FARTHEST}))
    row.lon, row.lat, row.metres = told.lon, told.lat, told.metres
    row.focus_area = None if told.focus_area is None else FocusArea.objects.get(pk=told.focus_area)
    row.area = None if told.area is None else Area.objects.filter(area_set__state=AreaSet.State.KEPT).get(pk=told.area)
    if (
        told.owner_person is not None
        and not Membership.objects.filter(partnership_id=row.partnership_id, person_id=told.owner_person).exists()
    ):
        raise InputError(Message(N_("The person does not take part here.")))
    row.owner_person_id = told.owner_person
