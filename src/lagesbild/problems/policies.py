"""Who may do what with problems."""

from __future__ import annotations

from lagesbild.accounts.models import Role
from lagesbild.core.actions import SYSTEM, Actor
from lagesbild.organisation.policies import READING
from lagesbild.problems.models import Problem

WRITING = (Role.MEMBER, Role.LEADER, Role.COORDINATOR, Role.ANALYST, Role.ADMINISTRATOR)
"""Roles that describe problems, lay down evidence and say why they arise."""
VALUING = (Role.MEMBER, Role.LEADER, Role.COORDINATOR)
"""Roles that value problems for their party."""
DECIDING = (Role.LEADER, Role.COORDINATOR)
"""Roles that close problems, and own the weights and the focus areas."""


def may_see(actor: Actor) -> bool:
    """See what the walls leave open of problems."""
    return actor.person == SYSTEM or actor.has(*READING)


def may_write(actor: Actor, problem: Problem | None = None) -> bool:
    """Describe a problem, lay down what it rests on, say why it arises: the partnership's common work."""
    here = problem is None or problem.partnership_id == actor.partnership
    return here and (actor.person == SYSTEM or actor.has(*WRITING))


def may_open(actor: Actor, party: int) -> bool:
    """Open a problem that a party owns, which decides who sees it beside its audience."""
    return actor.person == SYSTEM or actor.has(*WRITING, party=party)


def may_value(actor: Actor, party: int | None = None) -> bool:
    """Value problems for a party that one stands for."""
    return actor.has(*VALUING, party=party)


def may_decide(actor: Actor, problem: Problem | None = None) -> bool:
    """Close a problem, or open it again. Priority is decided in a meeting."""
    here = problem is None or problem.partnership_id == actor.partnership
    return here and (actor.person == SYSTEM or actor.has(*DECIDING))


def may_arrange(actor: Actor) -> bool:
    """Say what criteria weigh, and what the focus areas are."""
    return actor.person == SYSTEM or actor.has(*DECIDING)
