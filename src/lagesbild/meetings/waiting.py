"""What a meeting ahead could take up and does not yet: what is agreed for its body, and what waits for its decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lagesbild.meetings import agenda, mandated
from lagesbild.meetings.models import AgendaItem, Meeting
from lagesbild.meetings.queries import AHEAD

MOST = 20
"""How many rows of a kind are proposed at once."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What could be put on the agenda.

    Parameters
    ----------
    subject : int or None
        The row that waits to be decided; None for what is agreed for every meeting of the body.
    title : str
        What it would be called there.
    """

    kind: agenda.Kind
    subject: int | None
    title: str


def agreed(meeting: Meeting) -> list[Waiting]:
    """What every meeting of the body is to take up and does not stand on the agenda, in the order of an agenda."""
    there = set(meeting.items.values_list("kind", flat=True))
    return [Waiting(kind, None, kind.label) for kind in agenda.agreed_for(meeting.body_id) if kind.name not in there]


def waiting(meeting: Meeting) -> list[Waiting]:
    """What whoever looks may see of it, in the order of the cycle: rows that the body has a mandate to decide on.

    What stands on the agenda of another meeting ahead, or being held, is not proposed again.
    """
    may = mandated.May(meeting)
    taken = set(
        AgendaItem.objects.filter(
            meeting__state__in=(*AHEAD, Meeting.State.HELD), subject_id__isnull=False
        ).values_list("kind", "subject_id")
    )
    return [
        Waiting(kind, subject, title)
        for kind in agenda.every()
        if kind.waits is not None and kind.title is not None
        for subject in _within(kind, list(kind.waits())[:MOST], may)
        if (kind.name, subject) not in taken
        for title in [kind.title(subject)]
        if title is not None
    ]


def _within(kind: agenda.Kind, subjects: Sequence[int], may: mandated.May) -> list[int]:
    """Those on which one of the decisions on points of the kind is within the mandate of the body."""
    points = [(kind.name, one) for one in subjects]
    return [one for one, acts in zip(subjects, may.acts(points), strict=True) if acts]
