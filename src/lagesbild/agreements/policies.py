"""Who may do what with agreements."""

from __future__ import annotations

from lagesbild.accounts.models import Role
from lagesbild.agreements.models import Agreement
from lagesbild.core.actions import SYSTEM, Actor
from lagesbild.organisation.policies import READING

WRITING = (Role.COORDINATOR, Role.LEADER, Role.REGISTRATOR)
"""Roles that enter agreements, change drafts, and upload signed originals."""
DECIDING = (Role.COORDINATOR, Role.LEADER)
"""Roles that bring into force, give notice, and note that an agreement was followed up."""


def may_see(actor: Actor) -> bool:
    """See what the walls leave open of agreements."""
    return actor.has(*READING)


def may_write(actor: Actor, row: Agreement | None = None) -> bool:
    """Enter one, and change a draft: an agreement stands between the parties, so for whichever party."""
    return actor.person == SYSTEM or actor.has(*WRITING)


def may_decide(actor: Actor) -> bool:
    """Bring into force, end, and note what a follow-up came to."""
    return actor.person == SYSTEM or actor.has(*DECIDING)


def may_mask(actor: Actor, row: Agreement) -> bool:
    """Mask words in one."""
    return row.partnership_id == actor.partnership and may_write(actor)
