"""What this room puts on pages of rooms above: measures in the tree of a problem, in the picture of a week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from lagesbild.core.compiled import written_once
from lagesbild.core.web import Here
from lagesbild.i18n import N_, Message
from lagesbild.picture import page as picture
from lagesbild.picture.models import Edition, Finding
from lagesbild.plans import page, policies
from lagesbild.plans.models import Measure
from lagesbild.plans.queries import MeasureQuerySet, told_within
from lagesbild.problems import page as problems
from lagesbild.problems.models import Cause, Problem

SHAPES: Mapping[str, tuple[str, str]] = {
    Measure.State.PLANNED: ("ring", Measure.State.PLANNED.label),
    Measure.State.UNDER_WAY: ("half", Measure.State.UNDER_WAY.label),
    Measure.State.DONE: ("full", Measure.State.DONE.label),
    Measure.State.STOPPED: ("cross", Measure.State.STOPPED.label),
}


def register() -> None:
    """Called once when the application starts."""
    problems.measures_from(of_causes, against)
    picture.measures_from(of_the_week)
    picture.acts_from(of_findings)


def of_causes(here: Here, causes: Sequence[int]) -> Mapping[int, Sequence[problems.Measure]]:
    """What is done about causes, by their number; what was stopped is done no longer."""
    rows = _against(causes)
    promised = page.promised(here, [row.pk for row in rows]) if rows else {}
    found: dict[int, list[problems.Measure]] = {}
    for row in rows:
        assert row.cause_id is not None
        found.setdefault(row.cause_id, []).append(
            problems.Measure(
                *SHAPES[row.state],
                row.what,
                _detail(here, row),
                _address(here, "plans:measure", pk=row.pk),
                tuple(promised.get(row.pk, ())),
            )
        )
    return found


@written_once
def _against(causes: Collection[int]) -> MeasureQuerySet:
    return Measure.objects.filter(cause__pk__in=causes).exclude(state=Measure.State.STOPPED).for_list()


def against(here: Here, problem: Problem, cause: Cause | None) -> str:
    """Where one more measure against a cause is noted; "" for those who may not."""
    if not policies.may_contribute(here.actor):
        return ""
    query = {"problem": problem.pk} | ({"orsak": cause.pk} if cause else {})
    return reverse("plans:against", kwargs={"slug": here.partnership.slug}, query=query)


def of_the_week(here: Here, edition: Edition) -> Sequence[picture.Measure]:
    """Measures that were due in the week of a picture, or told of in it."""
    zone = timezone.get_current_timezone()
    start, end = (dt.datetime.combine(day, dt.time(), zone) for day in (edition.start, edition.end))
    found = _due_or_told(edition.start, edition.end, start, end)
    return [
        picture.Measure(
            *SHAPES[row.state],
            row.what,
            row.said or "",  # type: ignore[attr-defined]
            row.responsible.name,
            row.due,
            _address(here, "plans:measure", pk=row.pk),
        )
        for row in found
    ]


@written_once
def _due_or_told(first: dt.date, after: dt.date, start: dt.datetime, end: dt.datetime) -> MeasureQuerySet:
    due = Q(due__gte=first, due__lt=after)
    return Measure.objects.filter(due | Q(told_within(start, end))).with_latest_word().for_list()


def of_findings(here: Here, edition: Edition, findings: Collection[Finding]) -> Mapping[int, Sequence[picture.Act]]:
    """Beside each finding: what was decided on it at once, and how to decide something."""
    acts: dict[int, list[picture.Act]] = {}
    rows = Measure.objects.filter(finding__in=[one.pk for one in findings]).order_by("pk")
    for finding, pk, what in rows.values_list("finding_id", "pk", "what"):
        assert finding is not None
        said = Message(N_("Measure: {what}"), {"what": what})
        acts.setdefault(finding, []).append(picture.Act(said, _address(here, "plans:measure", pk=pk)))
    if policies.may_contribute(here.actor):
        for one in findings:
            if one.state != Finding.State.DISMISSED:
                new = reverse("plans:immediate", kwargs={"slug": here.partnership.slug}, query={"fynd": one.pk})
                acts.setdefault(one.pk, []).append(picture.Act(Message(N_("Immediate measure")), new))
    return acts


def _detail(here: Here, row: Measure) -> str:
    """Method, who and when, in one line."""
    who = f"{row.person.name}, {row.responsible.name}" if row.person else row.responsible.name
    days = [here.t.value(day) for day in (row.starts, row.due) if day is not None]
    return ". ".join(part for part in (row.method, who, "–".join(days)) if part)


def _address(here: Here, name: str, **arguments: object) -> str:
    return reverse(name, kwargs={"slug": here.partnership.slug, **arguments})
