"""What the points of this room show on an agenda, and what deciding on them does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone

from lagesbild.core.actions import Actor
from lagesbild.core.models import Audience
from lagesbild.core.web import Here
from lagesbild.core.web.language import current
from lagesbild.core.web.navigation import number
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.meetings import agenda
from lagesbild.meetings.models import AgendaItem, Decision, Task
from lagesbild.meetings.papers import Enclosed
from lagesbild.organisation import mandates
from lagesbild.organisation.models import Body
from lagesbild.plans import actions, board, documents, doses, editions, policies
from lagesbild.plans.models import Dose, Measure, Plan
from lagesbild.plans.names import PARTY
from lagesbild.plans.queries import OPEN, told_within

PLAN, ADOPT, MEASURES = "plans.plan", "plans.adopt", "plans.measures"
WEEK = dt.timedelta(weeks=1)


def register() -> None:
    """Called once when the application starts."""
    agenda.kind(
        PLAN, N_("Action plan"), "plans/points/plan.html", context=plans, title=title, waits=_waits, papers=_papers
    )
    own = mandates.Limit("own", N_("only its own"), _own)
    usual = {**mandates.TOGETHER, Body.Kind.FOCUS: own.name}
    mandates.kind(ADOPT, N_("action plans"), usual=usual, limits=[own])
    mandates.party_kind(PARTY, N_("the party's own action plan"))
    agenda.resolution(ADOPT, kind=PLAN, label=N_("Decide the plan"), do=adopt, undo=release, mandate=ADOPT)
    agenda.kind(
        MEASURES,
        N_("Measures under way"),
        "plans/points/measures.html",
        context=agenda.alone(measures),
        standing={"est", "focus"},
        order=35,
    )


def _papers(here: Here, item: AgendaItem) -> Iterable[Enclosed]:
    """The plan as it stands."""
    row = Plan.objects.for_list().select_related("partnership").filter(pk=item.subject_id or 0).first()
    if row is not None:
        made = documents.document(here.t, row, editions.compose(row), None)
        yield Enclosed(row.name, made.pdf(), (PLAN, row.pk))


def _own(plans: mandates.Subjects, body: Body) -> Iterable[int]:
    """Those that the body has."""
    return body.plans.filter(pk__in=[plan for plan in plans if plan is not None]).values_list("pk", flat=True)


def _waits() -> Iterable[int]:
    """Drafts that hold a measure: an empty plan is nothing to decide on."""
    drafts = Plan.objects.filter(state=Plan.State.DRAFT, measures__isnull=False)
    return drafts.order_by("pk").values_list("pk", flat=True).distinct()


def title(number: int) -> str | None:
    """What a plan is called on an agenda; one that not all may read is not named."""
    row = Plan.objects.select_related("audience").filter(pk=number).first()
    if row is None:
        return None
    return row.name if row.audience.kind == Audience.PARTNERSHIP else current().gettext(N_("An action plan"))


def plans(here: Here, items: Sequence[AgendaItem]) -> Sequence[Mapping[str, Any]]:
    """Plans, how much of each has its parts, and what has changed since it was decided."""
    asked = Plan.objects.for_point().annotate(left=number(board.without_measure()))
    rows = asked.in_bulk({item.subject_id for item in items if item.subject_id})
    boards = board.of_plans(list(rows.values()), waiting=False)
    found = (rows.get(item.subject_id or 0) for item in items)
    return [{"plan": None} if row is None else _plan(row, boards[row.pk]) for row in found]


def _plan(row: Any, shown: board.Board) -> Mapping[str, Any]:
    own, newest = shown.measures, row.newest
    changed = editions.since(newest and newest["content"], editions.compose(row, shown))
    return {
        "plan": row,
        "gaps": shown.gaps + (row.left if row.live else 0),
        "measures": own,
        "lacking": sum(bool(one.open and one.gaps) for one in own),
        "newest": newest,
        "changed": changed,
    }


def adopt(*, actor: Actor, decision: Decision, task: Task | None) -> None:
    """Decide the plan that the item is about; leading the meeting has been checked there."""
    if decision.subject_id is None:
        raise InputError(Message(N_("There is no plan to decide on this point.")))
    actions.decide_plan(actor=actor, plan=decision.subject_id, decision=decision, led=True)


def release(*, actor: Actor, decision: Decision, task: Task | None) -> None:
    """The decision is undone: its edition is taken away, and what was decided before it stands again."""
    actions.release_plan(actor=actor, plan=decision.subject_id or 0, decision=decision)


def measures(here: Here, item: AgendaItem) -> Mapping[str, Any]:
    """The open measures of the body, those finished since its last meeting, and who is where in the week ahead."""
    meeting = item.meeting
    day, previous = timezone.localdate(meeting.starts), meeting.previous
    since = Q(state__in=OPEN)
    if previous is not None:
        since |= Q(told_within(previous.starts))
    found = Measure.objects.of_body(meeting.body_id).filter(since).with_latest_word().for_list()
    rows = list(found)
    open_ones = [row for row in rows if row.open]
    ahead = Dose.objects.of_measures([row.pk for row in open_ones]).planned().within(day, day + WEEK)
    coming = doses.occasions(ahead.for_list().select_related("measure"), day) if open_ones else []
    return {
        "open": open_ones,
        "late": sum(row.late(day) for row in open_ones),
        "finished": [row for row in rows if not row.open],
        "previous": previous,
        "coming": [one.row for one in coming if not one.row.cancelled],
        "day": day,
        "adds": policies.may_contribute(here.actor),
        "follows": {row.pk for row in open_ones if policies.may_follow(here.actor, row)},
    }
