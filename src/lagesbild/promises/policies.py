"""Who may do what with promises."""

from __future__ import annotations

from lagesbild.accounts.models import Role
from lagesbild.core.actions import SYSTEM, Actor
from lagesbild.organisation.policies import READING
from lagesbild.promises.models import Promise

WRITING = (Role.MEMBER, Role.COORDINATOR, Role.LEADER, Role.ANALYST, Role.ADMINISTRATOR)
"""Roles that write promises and tell of them while they run."""
BINDING = (Role.MEMBER, Role.LEADER, Role.REGISTRATOR)
"""Roles that write down what their own party has decided and signed."""
ARRANGING = (Role.COORDINATOR, Role.ADMINISTRATOR)
CONCLUDING = (Role.COORDINATOR, Role.LEADER)


def may_see(actor: Actor) -> bool:
    """Everyone who does more than report; the walls say which."""
    return actor.person == SYSTEM or actor.has(*READING)


def may_write(actor: Actor, promise: Promise | None = None) -> bool:
    """Write a promise, its milestones and what is done about it."""
    here = promise is None or promise.partnership_id == actor.partnership
    return here and (actor.person == SYSTEM or actor.has(*WRITING))


def may_bind(actor: Actor, party: int) -> bool:
    """Write down a party's own decision and its signature: those of the party, and coordinators for all."""
    return actor.person == SYSTEM or actor.has(*BINDING, party=party) or actor.has(*ARRANGING)


def may_withdraw(actor: Actor, promise: Promise) -> bool:
    """Take a promise back; a draft also whoever may write it."""
    if promise.state == Promise.State.DRAFT:
        return may_write(actor, promise)
    return promise.partnership_id == actor.partnership and actor.has(*CONCLUDING)


def may_conclude(actor: Actor, promise: Promise | None = None) -> bool:
    """Say how it went in the end."""
    here = promise is None or promise.partnership_id == actor.partnership
    return here and (actor.person == SYSTEM or actor.has(*CONCLUDING))


def may_mask(actor: Actor, promise: Promise) -> bool:
    """Mask words that tell who someone is, whatever has been decided."""
    return may_write(actor, promise) or actor.has(Role.REGISTRATOR)
