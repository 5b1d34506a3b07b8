"""What this room tells the rooms above it, and the points that every agenda knows."""

from __future__ import annotations

from lagesbild.core import access, timeline
from lagesbild.i18n import N_
from lagesbild.meetings import agenda, points

VERBS = {
    "meeting.planned": N_("Planned"),
    "meeting.moved": N_("Time or place changed"),
    "meeting.called": N_("Called"),
    "meeting.cancelled": N_("Cancelled"),
    "meeting.planned_again": N_("Planned again"),
    "meeting.held": N_("Opened"),
    "meeting.attended": N_("Attendance noted"),
    "meeting.all_attended": N_("Everyone noted as present"),
    "meeting.adjunct_added": N_("Adjunct participant added"),
    "meeting.adjunct_removed": N_("Adjunct participant removed"),
    "meeting.decided": N_("Decision written down"),
    "meeting.undecided": N_("Decision undone"),
    "item.added": N_("Point added"),
    "item.moved": N_("Point moved to place {position}"),
    "item.removed": N_("Point removed"),
    "item.noted": N_("Note on a point"),
    "minutes.approved": N_("Minutes approved"),
    "task.reported": N_("Reported how it went"),
    "task.changed": N_("Who or when changed"),
    "task.withdrawn": N_("Withdrawn"),
}
BELOW = frozenset({"leadership", "steering", "project"})
"""Bodies that others report to."""


def register() -> None:
    """Called once when the application starts."""
    timeline.verbs(VERBS)
    access.subjects({"meetings.meeting": N_("Meeting"), "meetings.task": N_("Task")})
    agenda.kind(
        "meetings.actions",
        N_("Since last time"),
        "meetings/points/actions.html",
        context=points.actions,
        standing=agenda.EVERY_BODY,
        order=10,
    )
    agenda.kind("meetings.news", N_("News from each party"), standing={"est"}, order=20)
    agenda.kind(
        "meetings.reports",
        N_("Reports from the groups"),
        "meetings/points/reports.html",
        context=points.reports,
        standing=BELOW,
        order=30,
    )
    agenda.kind(agenda.POINT, N_("A point"), own_title=True)
    agenda.kind("meetings.other", N_("Any other business"), standing=agenda.EVERY_BODY, order=90)
