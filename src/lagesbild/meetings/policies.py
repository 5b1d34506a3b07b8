"""Who may do what with meetings and tasks."""

from __future__ import annotations

from lagesbild.accounts.models import Role
from lagesbild.core.actions import SYSTEM, Actor
from lagesbild.meetings.models import Task
from lagesbild.organisation.policies import ARRANGING, READING

LEADING = (Role.MEMBER, Role.LEADER, Role.ANALYST, Role.REGISTRATOR)
"""Roles that may lead the meetings of a body whose leading seat they hold."""
DOING = (Role.MEMBER, Role.LEADER, Role.COORDINATOR, Role.ADMINISTRATOR)
"""Roles that may say of any task of their party how it went."""
TAKING_PART = (Role.REPORTER, *LEADING, Role.COORDINATOR, Role.ADMINISTRATOR)
"""Roles that may say of their own task how it went: all that are not read-only."""


def may_see(actor: Actor) -> bool:
    """See what the walls leave open of meetings."""
    return actor.has(*READING)


def may_see_tasks(actor: Actor) -> bool:
    """Everybody has tasks."""
    return actor.has(*Role)


def may_lead(actor: Actor, *, leads: bool) -> bool:
    """Plan, call, hold, write down, decide and approve: coordinators, and who holds the body's leading seat."""
    return actor.person == SYSTEM or actor.has(*ARRANGING) or (leads and actor.has(*LEADING))


def may_report(actor: Actor, task: Task) -> bool:
    """Say how it went: who is to do it, others of the same party, and coordinators."""
    own = task.person_id == actor.person and actor.has(*TAKING_PART)
    return own or actor.has(*DOING, party=task.responsible_id) or actor.has(*ARRANGING)
