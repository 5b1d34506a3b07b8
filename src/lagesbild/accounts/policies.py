"""Who may do what with people."""

from __future__ import annotations

from collections.abc import Iterable

from lagesbild.accounts.models import DECIDING, READ_ONLY, Role
from lagesbild.core.actions import SYSTEM, Actor

GIVES: dict[str, frozenset[Role]] = {
    Role.ADMINISTRATOR: frozenset(Role),
    Role.COORDINATOR: frozenset({Role.REPORTER, Role.MEMBER}),
}
"""From each role, the roles that it may give and take; the others give none. Nobody gives a role above one's own."""
WATCHING = READ_ONLY | {Role.ADMINISTRATOR}
"""Roles that may see who looked at restricted material."""


def may_give(actor: Actor, roles: Iterable[str]) -> bool:
    """Give or take each of the roles, for any party of the partnership."""
    if actor.person == SYSTEM:
        return True
    given = {role for _, own in actor.roles for role in GIVES.get(own, frozenset())}
    return set(roles) <= given


def may_invite(actor: Actor) -> bool:
    """Invite anyone at all."""
    return may_give(actor, {Role.REPORTER})


def may_offer(actor: Actor, party: int) -> bool:
    """Make a link that lets a phone report as someone of a party: one sees that person's own reports with it."""
    return may_close(actor) or (may_invite(actor) and party in actor.parties)


def may_close(actor: Actor) -> bool:
    """Close someone's account here."""
    return actor.person == SYSTEM or actor.has(Role.ADMINISTRATOR)


def may_see_people(actor: Actor) -> bool:
    """See who takes part here, in which role, and who has been invited."""
    return actor.has(*DECIDING, *READ_ONLY)


def may_see_timeline(actor: Actor) -> bool:
    """See all that has been done in the partnership."""
    return actor.has(*DECIDING, *READ_ONLY)


def may_see_access(actor: Actor) -> bool:
    """See who looked at restricted material."""
    return actor.has(*WATCHING)
