"""Who may do what with evaluations."""

from __future__ import annotations

from lagesbild.accounts.models import Role
from lagesbild.core.actions import SYSTEM, Actor
from lagesbild.evaluation.models import Evaluation
from lagesbild.organisation.policies import READING

EVALUATING = (Role.ANALYST, Role.COORDINATOR, Role.LEADER, Role.ADMINISTRATOR)
DECIDING = (Role.COORDINATOR, Role.LEADER)


def may_see(actor: Actor) -> bool:
    """Everyone who does more than report; the walls say which."""
    return actor.person == SYSTEM or actor.has(*READING)


def may_evaluate(actor: Actor) -> bool:
    """Make an evaluation, and write to it while it is a draft."""
    return actor.person == SYSTEM or actor.has(*EVALUATING)


def may_decide(actor: Actor) -> bool:
    """Freeze an evaluation."""
    return actor.person == SYSTEM or actor.has(*DECIDING)


def may_mask(actor: Actor, evaluation: Evaluation) -> bool:
    """Mask words in it, also when it is decided."""
    return evaluation.partnership_id == actor.partnership and actor.has(*EVALUATING, Role.REGISTRATOR)
