"""Who may do what with rules, and who notes and attests what they rest on."""

from __future__ import annotations

from lagesbild.accounts.models import Role
from lagesbild.compliance.models import Rule
from lagesbild.core.actions import SYSTEM, Actor
from lagesbild.organisation.policies import READING

ARRANGING = (Role.COORDINATOR, Role.ADMINISTRATOR)
"""Roles that say how commitments are checked."""
KEEPING = (Role.COORDINATOR, Role.LEADER, Role.REGISTRATOR, Role.ADMINISTRATOR)
"""Roles that note reports, timetables, documents and services."""
NOTING = (*KEEPING, Role.MEMBER, Role.ANALYST)
"""Roles that note efforts and hours held."""


def may_see(actor: Actor) -> bool:
    """See how commitments stand, as far as the walls leave their agreements open."""
    return actor.has(*READING)


def may_arrange(actor: Actor) -> bool:
    """Say how a commitment is checked: it stands between the parties, so for whichever party."""
    return actor.person == SYSTEM or actor.has(*ARRANGING)


def may_keep(actor: Actor) -> bool:
    """Note a report, a timetable, a document, a service."""
    return actor.has(*KEEPING)


def may_note(actor: Actor) -> bool:
    """Note an effort, or hours that were held."""
    return actor.has(*NOTING)


def may_attest(actor: Actor, holders: frozenset[int]) -> bool:
    """Attest: only who answers for the commitment, `holders` being those who hold its function today."""
    return actor.person in holders and actor.has(*READING)


def may_mask(actor: Actor, row: Rule) -> bool:
    """Mask words in what is kept of commitments."""
    return row.partnership_id == actor.partnership and actor.has(*KEEPING)
