"""Saying what is to be done, changing it, putting it into a plan, and telling how it goes."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from django.utils import timezone

from lagesbild.core import masking, outbox
from lagesbild.core.actions import Actor, acting, move, require
from lagesbild.core.meanwhile import unchanged
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.meetings.actions.common import who_does
from lagesbild.organisation.models import Body
from lagesbild.organisation.texts import free, line
from lagesbild.picture.models import Finding
from lagesbild.plans import catalogue, policies
from lagesbild.plans.actions.common import audience_of, locked_measure, own_party, record, worked_with
from lagesbild.plans.models import Measure, Plan, Progress
from lagesbild.plans.names import MEASURE
from lagesbild.problems.models import Cause, Problem

State = Measure.State
TRANSITIONS: dict[str, frozenset[str]] = {
    State.PLANNED: frozenset({State.UNDER_WAY, State.DONE, State.STOPPED}),
    State.UNDER_WAY: frozenset({State.PLANNED, State.DONE, State.STOPPED}),
    State.DONE: frozenset({State.PLANNED, State.UNDER_WAY}),
    State.STOPPED: frozenset({State.PLANNED, State.UNDER_WAY}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a measure is. `responsible` is a party, `person` one of its people; position in degrees, WGS 84."""

    what: str
    kind: str
    responsible: int
    person: int | None = None
    cause: int | None = None
    method: str = ""
    technique: str = ""
    starts: dt.date | None = None
    due: dt.date | None = None
    goal: str = ""
    indicator: str = ""
    unit: str = ""
    baseline: float | None = None
    target: float | None = None
    resources: str = ""
    hands_over_to: str = ""
    lon: float | None = None
    lat: float | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Where a measure belongs: in a plan, or (immediate) to a party, an audience and the body that follows it.

    `finding` is one of a picture, `problem` what it is against.
    """

    plan: int | None = None
    problem: int | None = None
    finding: int | None = None
    body: int | None = None
    party: int | None = None
    audience: int | None = None
    reactive: bool = False


def create_measure(*, actor: Actor, told: Told, whose: Whose | None = None) -> Measure:
    """Say what is to be done, by whom and by when.

    Raises
    ------
    Denied
        The actor does not contribute to plans, or not for that party.
    WrongState
        The plan is closed.
    InputError
        What is to be done is missing, the days do not hold, the cause is of another problem, or the person does not
        stand for the party.

    """
    with acting(actor):
        where = whose or Whose()
        require(policies.may_contribute(actor))
        body = Body.objects.select_related("circle").get(pk=where.body) if where.body else None
        if where.plan is not None:
            plan = Plan.objects.select_for_update(no_key=True, of=("self",)).get(pk=where.plan)
            worked_with(plan)
            owned = _as_plan(plan)
        else:
            owner = own_party(actor, where.party)
            owned = {"plan_id": None, "party_id": owner, "audience_id": audience_of(where.audience, body).pk}
        problem = Problem.objects.get(pk=where.problem) if where.problem else None
        finding = Finding.objects.get(pk=where.finding) if where.finding else None
        row = Measure(
            partnership_id=actor.partnership,
            body=body if where.plan is None else None,
            problem=problem,
            finding=finding,
            reactive=where.reactive,
            made_by=actor.person,
            **owned,
        )
        _tell(actor, row, told)
        row.save(force_insert=True)
        _assigned(actor, row, None)
        record(actor, "measure.created", row, plan=row.plan_id, problem=row.problem_id, cause=row.cause_id)
    return row


def change_measure(*, actor: Actor, measure: int, told: Told, seen: str = "") -> Measure:
    """Say anew what a measure is; raises as `create_measure`, and `ChangedMeanwhile` where someone else was faster."""
    with acting(actor):
        row = locked_measure(measure)
        require(policies.may_change(actor, row))
        if row.plan is not None:
            worked_with(row.plan)
        unchanged(row, seen)
        before = row.person_id
        _tell(actor, row, told)
        row.save()
        masking.keep(partnership=row.partnership_id, subject=MEASURE, pk=row.pk)
        _assigned(actor, row, before)
        record(actor, "measure.changed", row, responsible=row.responsible_id, person_id=row.person_id)
    return row


def move_measure(*, actor: Actor, measure: int, plan: int | None) -> Measure:
    """Put a measure into a plan, whose readers read it from then on, or take it out of its plan (None).

    Raises
    ------
    Denied
        The actor does not arrange plans.
    WrongState
        The plan is closed.

    """
    with acting(actor):
        row = locked_measure(measure)
        require(policies.may_arrange(actor))
        if row.plan is not None:
            worked_with(row.plan)
        if plan is None:
            row.body_id = row.plan.body_id if row.plan else row.body_id
            row.plan = None
        else:
            into = Plan.objects.select_for_update(no_key=True, of=("self",)).get(pk=plan)
            worked_with(into)
            row.plan, row.body = into, None
            row.party_id, row.audience_id = into.party_id, into.audience_id
        row.save(update_fields=["plan", "body", "party", "audience"])
        record(actor, "measure.moved", row, plan=plan)
    return row


def report(*, actor: Actor, measure: int, state: str, text: str = "", on: dt.date | None = None) -> Progress:
    """Tell how a measure goes: as planned, carried through (on a day, today where none is said), or stopped and why.

    Raises
    ------
    Denied
        Neither responsible for it, nor of a party that is, nor one who arranges plans.
    WrongState
        It does not follow from how the measure stands.
    InputError
        Nothing says why it was stopped, the day lies ahead, or the text tells who someone is.

    """
    with acting(actor):
        row = locked_measure(measure)
        require(policies.may_follow(actor, row))
        if state not in State.values:
            raise InputError(Message(N_("Say whether it is under way, carried through or stopped.")))
        needs = Message(N_("Say in a few words why it was stopped.")) if state == State.STOPPED else None
        said = free(text, required=needs)
        today = timezone.localdate()
        day = on or today
        if state == State.DONE and day > today:
            raise InputError(Message(N_("{day} lies ahead. Choose the day when it was done."), {"day": day}))
        if state != row.state:
            move(row, TRANSITIONS, state)
        row.reason = said if state == State.STOPPED else ""
        row.done_on = (row.done_on if on is None and row.done_on else day) if state == State.DONE else None
        row.save(update_fields=["state", "reason", "done_on"])
        progress = Progress.objects.create(
            partnership_id=row.partnership_id, measure=row, state=state, text=said, person_id=actor.person
        )
        record(actor, "measure.reported", row, state=state, progress=progress.pk)
    return progress


def _as_plan(plan: Plan) -> dict[str, int | None]:
    return {"plan_id": plan.pk, "party_id": plan.party_id, "audience_id": plan.audience_id}


def _tell(actor: Actor, row: Measure, told: Told) -> None:
    """Write what was told into a row, when all of it holds."""
    if told.kind not in Measure.Kind.values:
        raise InputError(Message(N_("Choose what kind of measure it is.")))
    if told.technique and catalogue.entry(told.technique) is None:
        raise InputError(Message(N_("There is no such technique in the catalogue.")))
    if told.starts is not None and told.due is not None and told.due < told.starts:
        raise InputError(Message(N_("The measure ends before it begins. Choose a later last day.")))
    if (told.lon is None) != (told.lat is None):
        raise InputError(Message(N_("A position needs both longitude and latitude.")))
    if told.target is not None and not told.indicator.strip():
        raise InputError(Message(N_("A target needs an indicator: say what is counted.")))
    cause = Cause.objects.get(pk=told.cause) if told.cause else None
    if cause is not None and cause.problem_id != row.problem_id:
        raise InputError(Message(N_("The cause is one of another problem.")))
    party, person = who_does(actor, told.responsible, told.person)
    row.what = line(told.what, required=Message(N_("Say what is to be done.")))
    row.kind, row.technique, row.cause = told.kind, told.technique, cause
    row.responsible_id, row.person_id = party or told.responsible, person
    row.starts, row.due = told.starts, told.due
    row.method, row.goal, row.resources = free(told.method), free(told.goal), free(told.resources)
    row.indicator, row.unit = line(told.indicator), line(told.unit)
    row.baseline, row.target = _number(told.baseline), _number(told.target)
    row.hands_over_to = line(told.hands_over_to)
    row.lon, row.lat, row.place = _number(told.lon), _number(told.lat), line(told.place)


def _number(value: float | None) -> float | None:
    """A number as the database gives it back."""
    if value is not None and not math.isfinite(value):
        raise InputError(Message(N_("Say it with a number.")))
    return None if value is None else float(value)


def _assigned(actor: Actor, row: Measure, before: int | None) -> None:
    """Tell whoever became responsible, unless they said so themselves."""
    if row.person_id is not None and row.person_id not in (before, actor.person):
        outbox.add("plans.assigned", partnership=actor.partnership, measure=row.pk)
