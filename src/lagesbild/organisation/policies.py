"""Who may do what with bodies, seats and functions."""

from __future__ import annotations

from lagesbild.accounts.models import Role
from lagesbild.core.actions import SYSTEM, Actor

READING = tuple(role for role in Role if role != Role.REPORTER)
"""Everyone but those who only report sees who sits where."""
ARRANGING = (Role.COORDINATOR, Role.ADMINISTRATOR)
DELEGATING = (Role.LEADER, Role.REGISTRATOR)
"""Roles that say who decides for their own party."""


def may_see(actor: Actor) -> bool:
    """See bodies, seats, functions and who holds them."""
    return actor.has(*READING)


def may_arrange(actor: Actor) -> bool:
    """Change them; the whole partnership's, since a body stands between the parties."""
    return actor.person == SYSTEM or actor.has(*ARRANGING)


def may_delegate(actor: Actor, party: int) -> bool:
    """Say who decides for a party: those who arrange, and the party's own leaders and registrators."""
    return may_arrange(actor) or actor.has(*DELEGATING, party=party)
