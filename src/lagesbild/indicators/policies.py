"""Who may do what with indicators."""

from __future__ import annotations

from lagesbild.accounts.models import Role
from lagesbild.core.actions import SYSTEM, Actor
from lagesbild.organisation.policies import READING

ARRANGING = (Role.COORDINATOR, Role.ANALYST, Role.LEADER, Role.ADMINISTRATOR)
"""Roles that read statistics in, take readings back, and say what the figures are."""


def may_see(actor: Actor) -> bool:
    """See indicators and their series: they are the partnership's."""
    return actor.person == SYSTEM or actor.has(*READING)


def may_arrange(actor: Actor) -> bool:
    """Read files, take readings back, say what an indicator is and where its source changed."""
    return actor.person == SYSTEM or actor.has(*ARRANGING)
