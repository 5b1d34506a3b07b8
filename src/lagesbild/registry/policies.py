"""Who may do what with the registry."""

from __future__ import annotations

from lagesbild.accounts.models import READ_ONLY, Role
from lagesbild.core.actions import SYSTEM, Actor

SEEING = (Role.REGISTRATOR, *sorted(READ_ONLY))
"""Roles that look through the registry, rules and disposals."""


def may_see(actor: Actor) -> bool:
    """See the registry, the rules of what is kept, and what has been disposed of."""
    return actor.has(*SEEING)


def watches(actor: Actor) -> bool:
    """Is told on the start page of what is kept and looked at."""
    return actor.has(Role.PROTECTION_OFFICER)


def may_note(actor: Actor) -> bool:
    """Note diary numbers and secrecy marks, on whatever record the person can see."""
    return actor.has(Role.REGISTRATOR)


def may_dispose(actor: Actor) -> bool:
    """Say how long rows are kept, and have those disposed of whose time is over."""
    return actor.has(Role.REGISTRATOR)


def may_run(actor: Actor) -> bool:
    """Do what a person has decided: the system alone sees every party's rows."""
    return actor.person == SYSTEM
