"""What problems are valued by, how much it weighs, and what the partnership has agreed to work with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from lagesbild.core.actions import Actor, acting, require
from lagesbild.core.meanwhile import unchanged
from lagesbild.core.models import Partnership
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation.texts import free, line
from lagesbild.problems import policies
from lagesbild.problems.actions.common import record
from lagesbild.problems.models import Criterion, FocusArea

HEAVIEST = 1000


@dataclass(frozen=True, slots=True)
class Weighing:
    """All criteria as a form shows them, to see whether someone else weighed them meanwhile."""

    weights: tuple[tuple[int, int, bool], ...]
    edited: tuple[str, ...] = ("weights",)

    @classmethod
    def of(cls, rows: Iterable[Criterion]) -> Weighing:
        """That of the criteria."""
        return cls(tuple(sorted((row.pk, row.weight, row.active) for row in rows)))


def weigh(*, actor: Actor, weights: Mapping[int, int], active: Collection[int], seen: str = "") -> int:
    """Say how much each criterion weighs beside the others, and which are in use; how many were changed.

    Raises
    ------
    Denied
        The actor does not own the weights.
    InputError
        A weight is negative, or nothing weighs anything.
    ChangedMeanwhile
        Someone else weighed them since they had the mark `seen`.
    """
    with acting(actor):
        require(policies.may_arrange(actor))
        rows = list(Criterion.objects.select_for_update(of=("self",)).order_by("pk"))
        unchanged(Weighing.of(rows), seen)
        if not all(0 <= weight <= HEAVIEST for weight in weights.values()):
            raise InputError(Message(N_("A weight is a whole number from 0 to {most}."), {"most": HEAVIEST}))
        changed = []
        for row in rows:
            before = (row.weight, row.active)
            row.weight, row.active = weights.get(row.pk, row.weight), row.pk in active
            if (row.weight, row.active) != before:
                changed.append(row)
        if not any(row.active and row.weight for row in rows):
            raise InputError(Message(N_("At least one criterion has to be in use and weigh something.")))
        Criterion.objects.bulk_update(changed, ["weight", "active"])
        for row in changed:
            record(actor, "criterion.weighed", row, weight=row.weight, active=row.active)
    return len(changed)


def add_focus_area(
    *, actor: Actor, name: str, since: dt.date, description: str = "", until: dt.date | None = None
) -> FocusArea:
    """Agree to work with something from a day on.

    Raises
    ------
    Denied
        The actor may not.
    InputError
        The name is empty or taken, a text tells who someone is, or the days do not hold.
    """
    with acting(actor):
        require(policies.may_arrange(actor))
        Partnership.objects.select_for_update().get(pk=actor.partnership)
        row = FocusArea(partnership_id=actor.partnership)
        _set(row, name, description, since, until)
        row.save()
        record(actor, "focus_area.added", row)
    return row


def change_focus_area(
    *,
    actor: Actor,
    focus_area: int,
    name: str,
    since: dt.date,
    description: str = "",
    until: dt.date | None = None,
    seen: str = "",
) -> FocusArea:
    """Say it otherwise, or that it ends.

    Raises
    ------
    Denied, InputError
        As `add_focus_area`.
    ChangedMeanwhile
        Someone else changed it since it had the mark `seen`.
    """
    with acting(actor):
        require(policies.may_arrange(actor))
        Partnership.objects.select_for_update().get(pk=actor.partnership)
        row = FocusArea.objects.select_for_update(of=("self",)).get(pk=focus_area)
        unchanged(row, seen)
        _set(row, name, description, since, until)
        row.save()
        record(actor, "focus_area.changed", row)
    return row


def _set(row: FocusArea, name: str, description: str, since: dt.date, until: dt.date | None) -> None:
    row.name = line(name, required=Message(N_("Give a name.")))
    if FocusArea.objects.filter(name=row.name).exclude(pk=row.pk).exists():
        raise InputError(Message(N_("The name “{name}” is taken here. Choose another."), {"name": row.name}))
    if until is not None and until < since:
        raise InputError(Message(N_("The last day lies before the first.")))
    row.description, row.since, row.until = free(description), since, until
