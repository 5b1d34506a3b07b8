"""Reads of meetings, items, attendance, decisions and tasks, chainable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncDate

from lagesbild.organisation.models import Reporting

if TYPE_CHECKING:
    from lagesbild.meetings.models import (  # noqa: F401 - named below
        Adjuster,
        AgendaItem,
        Attendance,
        Decision,
        Meeting,
        Task,
    )

AHEAD = ("planned", "called")
HAPPENED = ("held", "approved")
UNFINISHED = ("open", "partly")
EVER = dt.datetime(1, 1, 2, tzinfo=dt.UTC)
"""Before all meetings."""


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings."""

    def coming(self) -> MeetingQuerySet:
        """Those yet to be held, also those whose hour has passed, soonest first."""
        return self.filter(state__in=AHEAD).order_by("starts", "pk")

    def under_way(self) -> MeetingQuerySet:
        """Those held whose minutes are not approved, latest first."""
        return self.filter(state="held").order_by("-starts", "-pk")

    def earlier(self) -> MeetingQuerySet:
        """Those that are over: approved or cancelled, latest first."""
        return self.filter(state__in=("approved", "cancelled")).order_by("-starts", "-pk")

    def happened(self) -> MeetingQuerySet:
        """Those that took place."""
        return self.filter(state__in=HAPPENED)

    def reporting_to(self, body: int) -> MeetingQuerySet:
        """Those of the bodies that reported to a body on the day of the meeting."""
        lines = Reporting.objects.on(OuterRef("day")).filter(body=OuterRef("body"), above=body)
        return self.annotate(day=TruncDate("starts")).filter(Exists(lines))

    def of_body(self, body: int) -> MeetingQuerySet:
        """Those of a body."""
        return self.filter(body_id=body)

    def of_bodies(self, bodies: Iterable[int]) -> MeetingQuerySet:
        """Those of some bodies."""
        return self.filter(body_id__in=list(bodies))

    def latest_of_each(self) -> MeetingQuerySet:
        """The latest of each body."""
        return self.order_by("body_id", "-starts", "-pk").distinct("body_id")

    def before(self, meeting: Meeting) -> MeetingQuerySet:
        """Those of the same body that took place before the meeting, latest first."""
        return self.happened().filter(body_id=meeting.body_id, starts__lt=meeting.starts).order_by("-starts", "-pk")

    def for_list(self) -> MeetingQuerySet:
        """With what a row of a list shows."""
        return self.select_related("body", "party", "audience")

    def with_decisions(self) -> MeetingQuerySet:
        """With how many decisions of theirs stand, as `decided`."""
        from lagesbild.meetings.models import Decision

        standing = Decision.objects.filter(meeting=OuterRef("pk"), undone__isnull=True).order_by()
        several = standing.values("meeting").annotate(n=Count("pk")).values("n")
        return self.annotate(decided=Coalesce(Subquery(several, output_field=IntegerField()), Value(0)))


class ItemQuerySet(models.QuerySet["AgendaItem"]):
    """Items of agendas."""

    def for_page(self) -> ItemQuerySet:
        """In order, each with its decisions and their tasks."""
        from lagesbild.meetings.models import Decision, Task

        tasks = Prefetch("tasks", Task.objects.exclude(state="withdrawn").for_list())
        decisions = Prefetch("decisions", Decision.objects.standing().prefetch_related(tasks))
        return self.order_by("position", "pk").prefetch_related(decisions)


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Attendance."""

    def for_list(self) -> AttendanceQuerySet:
        """With names."""
        return self.select_related("holder__person", "person").order_by("pk")

    def adjuncts(self) -> AttendanceQuerySet:
        """Those of one meeting alone."""
        return self.filter(holder__isnull=True)


class AdjusterQuerySet(models.QuerySet["Adjuster"]):
    """Those who adjust."""

    def for_list(self) -> AdjusterQuerySet:
        """With names, seats and parties, in the order they were chosen."""
        return self.select_related("holder__person", "holder__seat__party").order_by("pk")


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions."""

    def standing(self) -> DecisionQuerySet:
        """Those not undone, in order."""
        return self.filter(undone__isnull=True).order_by("at", "pk")


class TaskQuerySet(models.QuerySet["Task"]):
    """Tasks."""

    def unfinished(self) -> TaskQuerySet:
        """Those yet to be done, wholly or in part."""
        return self.filter(state__in=UNFINISHED)

    def finished(self) -> TaskQuerySet:
        """Those reported on for good, latest first."""
        return self.filter(state__in=("done", "not_done")).order_by("-reported", "-pk")

    def of_person(self, person: int) -> TaskQuerySet:
        """Those that a person is to do."""
        return self.filter(person_id=person)

    def of_parties(self, parties: Iterable[int]) -> TaskQuerySet:
        """Those that some parties are to do and no person in particular."""
        return self.filter(responsible_id__in=list(parties), person__isnull=True)

    def to_go_through(self, meeting: Meeting, previous: Meeting | None) -> TaskQuerySet:
        """What a meeting begins with: earlier tasks of its body, unfinished or reported since the last meeting."""
        since = previous.starts if previous is not None else EVER
        return self.before(meeting.pk, meeting.body_id, meeting.starts, since)

    def before(self, meeting: int, body: int, starts: dt.datetime, since: dt.datetime) -> TaskQuerySet:
        """Those that a body had before a meeting begins, unfinished or reported on since a moment."""
        again = Q(state__in=UNFINISHED) | Q(state__in=("done", "not_done"), reported__gte=since)
        return (
            self.filter(again, body_id=body)
            .exclude(meeting_id=meeting)
            .filter(Q(meeting__isnull=True) | Q(meeting__starts__lt=starts))
        )

    def overdue(self, day: dt.date) -> TaskQuerySet:
        """Those unfinished whose day has passed."""
        return self.unfinished().filter(due__lt=day)

    def for_list(self) -> TaskQuerySet:
        """With person, responsible party and body; what is to be done first comes first, then what has no day."""
        finished = Case(When(state__in=UNFINISHED, then=Value(0)), default=Value(1), output_field=IntegerField())
        return self.select_related("person", "responsible", "body", "meeting").order_by(
            finished, F("due").asc(nulls_last=True), "pk"
        )
