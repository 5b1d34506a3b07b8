"""Priority is decided in a meeting: the decision calls these, in its own transaction, and so does its undoing."""

from __future__ import annotations

from lagesbild.core.actions import Actor, WrongState, acting, move, require
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.i18n import N_, Message
from lagesbild.meetings.models import Decision
from lagesbild.problems.actions.common import TRANSITIONS, State, going_on, locked, record
from lagesbild.problems.models import Problem

PRIORITISE, DEPRIORITISE = "problems.prioritise", "problems.deprioritise"
STATES = {PRIORITISE: State.PRIORITISED, DEPRIORITISE: State.DEPRIORITISED}
"""What each resolution makes of a problem."""


def prioritise(*, actor: Actor, problem: int, decision: int) -> Problem:
    """Give a problem priority by a decision on it.

    Raises
    ------
    Denied
        The decision is not one on this problem that the actor has just written down.
    WrongState
        The problem is closed.
    """
    return _decided(actor, problem, decision, PRIORITISE)


def deprioritise(*, actor: Actor, problem: int, decision: int) -> Problem:
    """Say deliberately that a problem is not given priority; the decision's text is the reason. Raises as above."""
    return _decided(actor, problem, decision, DEPRIORITISE)


def undo_priority(*, actor: Actor, problem: int, decision: int) -> Problem:
    """Take back what a decision made of a problem: what was decided before it stands again.

    Raises
    ------
    Denied
        The decision has not been undone, or is none on this problem.
    WrongState
        The problem has been closed, or decided on anew, since.
    """
    with acting(actor):
        row = locked(problem)
        taken = Decision.objects.get(pk=decision)
        require(taken.undone is not None and taken.subject_id == row.pk and taken.act in STATES)
        going_on(row)
        if row.decision_id != taken.pk:
            raise WrongState(Message(N_("A later decision on the problem stands. Undo that one first.")))
        before = standing(row)
        state, reason = state_of(before)
        move(row, TRANSITIONS, state)
        row.reason, row.decision_id = reason, before.pk if before else None
        row.save(update_fields=["state", "reason", "decision"])
        record(actor, "problem.undecided", row, state=state, decision=taken.pk)
    return row


def standing(problem: Problem) -> Decision | None:
    """The latest decision on a problem that has not been undone, whoever may see the meeting that made it."""
    with scope(worker(problem.partnership_id).scope()):
        found = Decision.objects.filter(act__in=STATES, subject_id=problem.pk, undone__isnull=True)
        return found.order_by("-at", "-pk").first()


def state_of(decision: Decision | None) -> tuple[str, str]:
    """The state that a decision puts a problem in, and the reason to keep with it."""
    if decision is None:
        return State.OPEN, ""
    state = STATES[decision.act]
    return state, decision.text if state == State.DEPRIORITISED else ""


def _decided(actor: Actor, problem: int, decision: int, act: str) -> Problem:
    with acting(actor):
        row = locked(problem)
        made = Decision.objects.get(pk=decision)
        require(
            made.act == act and made.subject_id == row.pk and made.person_id == actor.person and made.undone is None
        )
        going_on(row)
        state, reason = state_of(made)
        move(row, TRANSITIONS, state)
        row.reason, row.decision = reason, made
        row.save(update_fields=["state", "reason", "decision"])
        record(actor, f"problem.{state}", row, decision=made.pk, meeting=made.meeting_id)
    return row
