"""Who may do what with what is published."""

from __future__ import annotations

from lagesbild.accounts.models import Role
from lagesbild.core.actions import Actor
from lagesbild.organisation.policies import READING
from lagesbild.publishing.models import Document, News, Publication

PUBLISHING = (Role.COORDINATOR, Role.REGISTRATOR, Role.LEADER)
"""Roles that publish and take back."""
WRITING = (*PUBLISHING, Role.MEMBER, Role.ANALYST)
"""Roles that write news and upload documents, for others to publish."""


def may_see(actor: Actor) -> bool:
    """See what is published, what waits, and how it would look."""
    return actor.has(*READING)


def may_publish(actor: Actor) -> bool:
    """Publish, and take back."""
    return actor.has(*PUBLISHING)


def may_write(actor: Actor, row: News | Document | None = None) -> bool:
    """Write news and upload documents: for the own party, those who publish also for others."""
    return actor.has(*PUBLISHING) or actor.has(*WRITING, party=row.party_id if row else None)


def may_mask(actor: Actor, row: Publication) -> bool:
    """Mask words in what is published."""
    return row.partnership_id == actor.partnership and actor.has(*PUBLISHING)
