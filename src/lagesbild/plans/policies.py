"""Who may do what with plans and measures."""

from __future__ import annotations

from lagesbild.accounts.models import Role
from lagesbild.core.actions import SYSTEM, Actor
from lagesbild.organisation.policies import READING
from lagesbild.plans.models import Measure

ARRANGING = (Role.COORDINATOR, Role.LEADER, Role.ANALYST, Role.ADMINISTRATOR)
"""Roles that make plans, and change and follow up every measure."""
CLOSING = (Role.COORDINATOR, Role.LEADER, Role.ADMINISTRATOR)
"""Roles that close a plan."""
BINDING = (Role.MEMBER, Role.LEADER, Role.REGISTRATOR)
"""Roles that write down what their own party has decided."""
COORDINATING = (Role.COORDINATOR, Role.ADMINISTRATOR)
CONTRIBUTING = (Role.MEMBER, *ARRANGING)
"""Roles that add measures, and change and follow up those of their own party."""
TAKING_PART = (Role.REPORTER, Role.REGISTRATOR, *CONTRIBUTING)
"""Roles that may say of their own measure how it goes: all that are not read-only."""


def may_see(actor: Actor) -> bool:
    """See what the walls leave open of plans, measures and the catalogue."""
    return actor.has(*READING)


def may_see_own(actor: Actor) -> bool:
    """Everybody may be responsible for a measure."""
    return actor.has(*Role)


def may_arrange(actor: Actor) -> bool:
    """Make plans and change them."""
    return actor.person == SYSTEM or actor.has(*ARRANGING)


def may_close(actor: Actor) -> bool:
    """Close a plan and open it again."""
    return actor.person == SYSTEM or actor.has(*CLOSING)


def may_contribute(actor: Actor, party: int | None = None) -> bool:
    """Add measures, for a party."""
    return actor.person == SYSTEM or actor.has(*CONTRIBUTING, party=party)


def may_read(actor: Actor, measure: Measure) -> bool:
    """Read a measure: who reads plans, and whoever is responsible for it."""
    return may_see(actor) or measure.person_id == actor.person


def may_change(actor: Actor, measure: Measure) -> bool:
    """Say what a measure is, who does it and when: those who arrange, its owner and the responsible party."""
    return (
        may_arrange(actor)
        or actor.has(*CONTRIBUTING, party=measure.party_id)
        or actor.has(*CONTRIBUTING, party=measure.responsible_id)
    )


def may_follow(actor: Actor, measure: Measure) -> bool:
    """Say how a measure goes and how much of it was done: also whoever is responsible for it."""
    own = measure.person_id == actor.person and actor.has(*TAKING_PART)
    return own or may_change(actor, measure)


def may_bind(actor: Actor, party: int) -> bool:
    """Write down a party's own decision: those of the party, and coordinators for all."""
    return actor.person == SYSTEM or actor.has(*BINDING, party=party) or actor.has(*COORDINATING)
