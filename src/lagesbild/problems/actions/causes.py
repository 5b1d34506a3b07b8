"""Why a problem arises: causes on three sides, and causes behind causes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max, ProtectedError

from lagesbild.core import masking
from lagesbild.core.actions import Actor, acting
from lagesbild.core.meanwhile import unchanged, untouched
from lagesbild.core.system import worker
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation.texts import free, line
from lagesbild.problems.actions.common import owned, record, written
from lagesbild.problems.models import Cause, Problem

DEEPEST = 5
"""Causes behind causes: five whys are enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """A cause as it is said; behind another cause it is on that one's side."""

    side: str
    text: str
    basis: str = ""
    confidence: str = Cause.Confidence.ASSUMPTION
    parent: int | None = None


def add_cause(*, actor: Actor, problem: int, said: Because) -> Cause:
    """Say why a problem arises.

    Raises
    ------
    Denied, WrongState
        The actor may not, or the problem is closed.
    InputError
        The text is empty or tells who someone is, or what it is put behind is not there.
    """
    with acting(actor):
        row = written(actor, problem)
        last: int | None = row.causes.aggregate(last=Max("position"))["last"]
        cause = Cause(problem=row, position=(last or 0) + 1, **owned(row))
        _say(cause, said)
        cause.save()
        record(actor, "cause.added", cause, problem=row.pk, side=cause.side, parent=cause.parent_id)
    return cause


def change_cause(*, actor: Actor, cause: int, said: Because, seen: str = "") -> Cause:
    """Say a cause otherwise, or put it elsewhere in the tree; what is behind it follows.

    Raises
    ------
    Denied, WrongState
        The actor may not, or the problem is closed.
    InputError
        The text is empty or tells who someone is, or it would come behind itself.
    ChangedMeanwhile
        Someone else changed it since it had the mark `seen`.
    """
    with acting(actor):
        row = _locked(actor, cause)
        unchanged(row, seen)
        _say(row, said)
        row.save()
        Cause.objects.filter(pk__in=_behind(row)).update(side=row.side)
        masking.keep(partnership=actor.partnership, subject="problem", pk=row.problem_id)
        record(actor, "cause.changed", row, side=row.side, parent=row.parent_id, confidence=row.confidence)
    return row


def move_cause(*, actor: Actor, cause: int, up: bool, seen: str = "") -> Cause:
    """Let a cause change places with the one before it (`up`) or after it, of those beside it.

    Raises
    ------
    Denied, WrongState
        The actor may not, or the problem is closed.
    NotAsSeen
        Someone else moved it since its place had the mark `seen`.
    """
    with acting(actor):
        row = _locked(actor, cause)
        untouched(row, seen, "position")
        beside = Cause.objects.filter(problem=row.problem_id, parent=row.parent_id, side=row.side)
        if up:
            other = beside.filter(position__lt=row.position).order_by("-position").first()
        else:
            other = beside.filter(position__gt=row.position).order_by("position").first()
        if other is not None:
            row.position, other.position = other.position, row.position
            Cause.objects.bulk_update([row, other], ["position"])
            record(actor, "cause.moved", row)
    return row


def remove_cause(*, actor: Actor, cause: int) -> Problem:
    """Take a cause away; what is behind it moves up to what it was behind.

    Raises
    ------
    Denied, WrongState
        The actor may not, or the problem is closed.
    InputError
        Something is being done about it.
    """
    with acting(actor):
        row = _locked(actor, cause)
        problem = Problem.objects.get(pk=row.problem_id)
        row.behind.update(parent=row.parent_id)
        try:
            # what is done about it may be open to others than the actor, and keeps it all the same
            with acting(worker(actor.partnership)):
                Cause.objects.get(pk=row.pk).delete()
        except ProtectedError as error:
            raise InputError(
                Message(N_("There are measures against this cause. Take them away, or put them elsewhere, first."))
            ) from error
        record(actor, "cause.removed", problem, cause=cause)
    return problem


def _locked(actor: Actor, cause: int) -> Cause:
    """The cause as it is once its problem is locked."""
    row = Cause.objects.get(pk=cause)
    written(actor, row.problem_id)
    row.refresh_from_db()
    return row


def _say(row: Cause, said: Because) -> None:
    """Set the fields, each as it holds."""
    if said.side not in Cause.Side.values or said.confidence not in Cause.Confidence.values:
        raise InputError(Message(N_("Choose a side, and how well it is founded.")))
    row.text = line(said.text, required=Message(N_("Write why it happens.")))
    row.basis, row.confidence = free(said.basis), said.confidence
    parent = None if said.parent is None else Cause.objects.filter(problem=row.problem_id).get(pk=said.parent)
    depth, above = 1, parent
    while above is not None:
        if row.pk is not None and above.pk == row.pk:
            raise InputError(Message(N_("A cause cannot lie behind itself. Choose another.")))
        depth, above = depth + 1, above.parent
    if depth + (_height(row) if row.pk is not None else 0) > DEEPEST:
        raise InputError(Message(N_("{most} causes behind each other are enough."), {"most": DEEPEST}))
    row.parent = parent
    row.side = parent.side if parent else said.side


def _behind(row: Cause) -> set[int]:
    """Numbers of all causes behind one."""
    parents = dict(Cause.objects.filter(problem=row.problem_id).values_list("pk", "parent"))
    found: set[int] = set()
    waiting = {row.pk}
    while waiting:
        waiting = {pk for pk, parent in parents.items() if parent in waiting} - found
        found |= waiting
    return found


def _height(row: Cause) -> int:
    """How many levels of causes lie behind one."""
    parents = dict(Cause.objects.filter(problem=row.problem_id).values_list("pk", "parent"))
    levels, waiting = 0, {row.pk}
    while waiting := {pk for pk, parent in parents.items() if parent in waiting}:
        levels += 1
    return levels
