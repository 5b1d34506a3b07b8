"""Who may change where a partnership is; every member may see it."""

from __future__ import annotations

from lagesbild.accounts.models import Role
from lagesbild.core.actions import SYSTEM, Actor

ARRANGING = (Role.COORDINATOR, Role.ADMINISTRATOR)


def may_arrange(actor: Actor) -> bool:
    """Choose the municipality, add areas, places and ground."""
    return actor.person == SYSTEM or actor.has(*ARRANGING)
