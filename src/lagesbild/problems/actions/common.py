"""What every action on a problem begins and ends with."""

from __future__ import annotations

from django.db import models

from lagesbild.core import timeline
from lagesbild.core.actions import Actor, WrongState, require
from lagesbild.i18n import N_, Message
from lagesbild.problems import policies
from lagesbild.problems.models import Problem

State = Problem.State
TRANSITIONS: dict[str, frozenset[str]] = {
    State.OPEN: frozenset({State.PRIORITISED, State.DEPRIORITISED, State.CLOSED}),
    # a later meeting may say the same again, or otherwise
    State.PRIORITISED: frozenset({State.OPEN, State.PRIORITISED, State.DEPRIORITISED, State.CLOSED}),
    State.DEPRIORITISED: frozenset({State.OPEN, State.PRIORITISED, State.DEPRIORITISED, State.CLOSED}),
    State.CLOSED: frozenset({State.OPEN, State.PRIORITISED, State.DEPRIORITISED}),
}
"""From each state, the states that may follow."""


def locked(problem: int) -> Problem:
    """The problem, locked."""
    return Problem.objects.select_for_update(of=("self",)).get(pk=problem)


def written(actor: Actor, problem: int) -> Problem:
    """The problem, locked, for someone who may write about it while it is not closed.

    Raises
    ------
    Denied, WrongState
        The actor may not, or it is closed.
    """
    row = locked(problem)
    require(policies.may_write(actor, row))
    going_on(row)
    return row


def going_on(problem: Problem) -> None:
    """Go on only if the problem is not closed."""
    if not problem.live:
        raise WrongState(Message(N_("The problem is closed. Open it again first.")))


def owned(problem: Problem) -> dict[str, int]:
    """Tenant, owner and audience of what belongs to a problem."""
    return {
        "partnership_id": problem.partnership_id,
        "party_id": problem.party_id,
        "audience_id": problem.audience_id,
    }


def record(actor: Actor, verb: str, subject: models.Model, **detail: timeline.Plain) -> None:
    """The last step."""
    timeline.record(partnership=actor.partnership, person=actor.person, verb=verb, subject=subject, **detail)
