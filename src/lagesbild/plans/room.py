"""What this room tells the rooms above it: words, places to go to, points of agendas, links of the chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from lagesbild.accounts import handover
from lagesbild.core import access, timeline
from lagesbild.core.compiled import written_once
from lagesbild.core.web import Here, navigation
from lagesbild.i18n import N_, Message
from lagesbild.plans import beside, links, points, policies
from lagesbild.plans.models import Measure
from lagesbild.plans.queries import MeasureQuerySet

VERBS = {
    "plan.created": N_("Begun"),
    "plan.changed": N_("Changed"),
    "plan.decided": N_("Decided as edition {number}"),
    "plan.released": N_("The decision on edition {number} was undone"),
    "plan.party_decided": N_("A party's own decision on edition {number} was written down"),
    "plan.closed": N_("The plan was closed"),
    "plan.reopened": N_("Worked with again"),
    "plan.masked": N_("Words that tell who someone is were masked"),
    "measure.created": N_("Noted"),
    "measure.changed": N_("Changed"),
    "measure.moved": N_("Put into a plan, or taken out of one"),
    "measure.reported": N_("Told how it goes"),
    "measure.doses_planned": N_("Occasions planned: {n}"),
    "measure.dose_held": N_("An occasion was held"),
    "measure.dose_cancelled": N_("An occasion was not held"),
    "measure.dose_taken_back": N_("Taken back what was said of an occasion"),
    "measure.dose_removed": N_("A planned occasion taken away"),
    "measure.masked": N_("Words that tell who someone is were masked"),
}
MOST = 5
"""Measures that the start page shows."""


def register() -> None:
    """Called once when the application starts."""
    timeline.verbs(VERBS)
    access.subjects({"plans.plan": N_("Action plan"), "plans.measure": N_("Measure")})
    handover.has(responsible)
    points.register()
    links.register()
    beside.register()
    navigation.stop(order=50, name=N_("Plans"), url="plans:list", asks=asks, count=count, visible=policies.may_see)
    navigation.start(order=35, template="plans/start.html", context=mine, rows=_own)


def responsible(here: Here, person: int) -> Iterable[handover.Matter]:
    """The measures that a person is responsible for and that are not over."""
    label = Message(N_("Measure"))
    rows = Measure.objects.unfinished().of_person(person).order_by("due", "pk")
    return [handover.Matter(label, row.what, "plans:measure", row.pk) for row in rows]


def asks(frame: navigation.Frame) -> Mapping[str, Any]:
    """How many measures are to be done, and how many of them are late."""
    rows = Measure.objects.unfinished()
    return {"n": navigation.number(rows), "late": navigation.number(rows.filter(due__lt=frame.day))}


def count(here: Here, found: Mapping[str, Any]) -> Message | None:
    """The same in words."""
    if not found["n"]:
        return None
    if found["late"]:
        return Message(N_("{n} to do, {late} late"), found, plural=N_("{n} to do, {late} late"), n=found["late"])
    return Message(N_("{n} measure"), found, plural=N_("{n} measures"), n=found["n"])


def mine(here: Here) -> Mapping[str, Any] | None:
    """What this person is responsible for, with one press for each."""
    own = _told(here.actor.person)
    return {"n": len(own), "measures": own[:MOST], "today": timezone.localdate()}


@written_once
def _told(person: int) -> MeasureQuerySet:
    return Measure.objects.of_person(person).unfinished().with_latest_word().for_list()


def _own(frame: navigation.Frame) -> MeasureQuerySet:
    return Measure.objects.of_person(frame.actor.person).unfinished()
