"""What comes next with a problem, for whoever looks: the step of the cycle that it stands before."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse
from django.utils import timezone

from lagesbild.core.web import Here
from lagesbild.i18n import N_, Message
from lagesbild.meetings.models import AgendaItem, Meeting
from lagesbild.meetings.policies import may_lead
from lagesbild.meetings.queries import AHEAD
from lagesbild.organisation.models import Holder
from lagesbild.organisation.queries import today
from lagesbild.problems.models import Problem
from lagesbild.problems.page import Tree


class Step(StrEnum):
    """Steps of a problem, in the order of the cycle."""

    DESCRIBE = "describe"
    VALUE = "value"
    MEET = "meet"
    EXPLAIN = "explain"
    ACT = "act"


@dataclass(frozen=True, slots=True)
class Next:
    """The next step: which it is, words for it, and the address of the page where it is taken."""

    step: Step
    label: Message
    url: str


def next_of(here: Here, problem: Problem, tree: Tree, *, kind: str, writes: bool, to_value: bool) -> Next | None:
    """The first step that is not taken and that this person can take; None where there is none.

    `kind` is that of its points on agendas; `to_value` says whether the person may value the problem and has not.
    """
    if writes and not all((problem.what, problem.where, problem.when, problem.who)):
        return Next(Step.DESCRIBE, Message(N_("Answer the four questions")), _address(here, "problems:change", problem))
    decided = writes and problem.state == Problem.State.PRIORITISED
    if to_value and not decided:
        return Next(Step.VALUE, Message(N_("Value the problem")), _address(here, "problems:value", problem))
    if not writes:
        return None
    if problem.state == Problem.State.OPEN:
        return _meeting(here, problem, kind)
    if problem.state != Problem.State.PRIORITISED:
        return None
    if not tree.all:
        return Next(Step.EXPLAIN, Message(N_("Say why it happens")), _address(here, "problems:add_cause", problem))
    gap = next((one for one in tree.leaves if not one.measures and one.add), None)
    if gap is None:
        return None
    return Next(Step.ACT, Message(N_("Do something about cause {number}"), {"number": gap.number}), gap.add)


def _meeting(here: Here, problem: Problem, kind: str) -> Next | None:
    """The meeting that is to take it up; for those who lead meetings the page that puts it on an agenda."""
    taken = AgendaItem.objects.filter(kind=kind, subject_id=problem.pk)
    ahead = taken.filter(meeting__state__in=(*AHEAD, Meeting.State.HELD)).select_related("meeting")
    item = ahead.order_by("meeting__starts", "pk").first()
    if item is not None:
        day = timezone.localdate(item.meeting.starts)
        url = reverse("meetings:detail", kwargs={"slug": here.partnership.slug, "pk": item.meeting_id})
        return Next(Step.MEET, Message(N_("To the meeting {day}"), {"day": day}), f"{url}#punkt-{item.pk}")
    if not _leads_meetings(here):
        return None
    url = reverse("meetings:put", kwargs={"slug": here.partnership.slug, "kind": kind, "subject": problem.pk})
    return Next(Step.MEET, Message(N_("Take up at a meeting")), url)


def _leads_meetings(here: Here) -> bool:
    if may_lead(here.actor, leads=False):
        return True
    led = Holder.objects.seated(today(here.partnership)).filter(person_id=here.actor.person, seat__leads=True)
    return may_lead(here.actor, leads=True) and led.exists()


def _address(here: Here, name: str, problem: Problem) -> str:
    return reverse(name, kwargs={"slug": here.partnership.slug, "pk": problem.pk})
