"""What people have done with the rows of an import since it came: what would be lost if it were taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.db.models import QuerySet

from lagesbild.core.models import TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.incidents.models import Feedback, Forwarding, Import, Incident

Worked = Sequence[tuple[str, int]]
Count = Callable[[Import], int]
SORTED = ("incident.sorted", "incident.set_aside", "incident.duplicate", "incident.reopened")
MASKED = "incident.masked"
_others: dict[str, Count] = {}


def also(what: str, count: Count) -> None:
    """Let a room further down say what else rests on the rows of an import; `what` is marked with `N_`."""
    _others[what] = count


class WorkedOn(InputError):
    """People have worked on the rows, and nobody has said that this may be lost."""

    def __init__(self, worked: Worked) -> None:
        (what, n), *rest = worked
        listed = _one(what, n)
        for what, n in rest:
            listed = Message(N_("{first}; {then}"), {"first": listed, "then": _one(what, n)})
        super().__init__(
            Message(
                N_("People have worked on what this import brought: {listed}. Nothing was taken back."),
                {"listed": listed},
            )
        )
        self.worked = worked


def grown(worked: Worked, shown: Mapping[str, int]) -> bool:
    """Whether people have done more than was `shown`, a count for each kind of work."""
    return any(n > shown.get(what, 0) for what, n in worked)


def worked_on(batch: Import) -> Worked:
    """What has been done with the rows that an import brought, and how many of each; what has not is left out."""
    rows = Incident.objects.filter(batch=batch)
    entries = TimelineEntry.objects.filter(subject=Incident._meta.label_lower, subject_id__in=rows.values("pk"))
    with scope(worker(batch.partnership_id).scope()):  # also what another party keeps to itself
        told_twice = Incident.objects.filter(duplicate_of__in=rows.values("pk")).exclude(batch=batch).count()
    found = {
        N_("incidents that people have sorted"): _distinct(entries.filter(verb__in=SORTED)),
        N_("times forwarded"): Forwarding.objects.filter(incident__batch=batch).count(),
        N_("answers to whoever reported"): Feedback.objects.filter(incident__batch=batch).count(),
        N_("incidents with words masked"): _distinct(entries.filter(verb=MASKED)),
        N_("reports kept as duplicates of them"): told_twice,
        **{what: count(batch) for what, count in _others.items()},
    }
    return [(what, n) for what, n in found.items() if n]


def _distinct(entries: QuerySet[TimelineEntry]) -> int:
    return entries.values("subject_id").distinct().count()


def _one(what: str, n: int) -> Message:
    return Message(N_("{what}: {n}"), {"n": n, "what": Message(what)})
