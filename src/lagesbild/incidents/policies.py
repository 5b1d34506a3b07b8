"""Who may do what with an incident."""

from __future__ import annotations

from lagesbild.accounts.models import Role
from lagesbild.core.actions import Actor
from lagesbild.incidents.models import Incident

REPORTING = (Role.REPORTER, Role.MEMBER, Role.COORDINATOR, Role.ADMINISTRATOR)
SORTING = (Role.COORDINATOR, Role.ADMINISTRATOR)


def may_report(actor: Actor, party: int) -> bool:
    """Report for a party that one stands for."""
    return actor.has(*REPORTING, party=party)


def may_sort(actor: Actor, incident: Incident) -> bool:
    """Coordinators sort everything they can see: sorting is the partnership's common work."""
    return actor.partnership == incident.partnership_id and actor.has(*SORTING)
