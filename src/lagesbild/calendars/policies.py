"""Who has a calendar."""

from __future__ import annotations

from lagesbild.accounts.models import READ_ONLY
from lagesbild.core.actions import Actor
from lagesbild.organisation.policies import READING

SUBSCRIBING = tuple(role for role in READING if role not in READ_ONLY)
"""Everyone who takes part in the work, and not only reports or watches."""


def may_subscribe(actor: Actor) -> bool:
    """Have an address that calendars fetch, and be reminded of what comes."""
    return actor.has(*SUBSCRIBING)
