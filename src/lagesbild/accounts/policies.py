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


def may_give(actor: Actor, roles: Iterable[str], party: int | None = None) -> bool:
    """Give or take each of the roles for a party, or for some party if none is named.

    Administrators do for every party, others for the parties they stand for: whoever could let oneself in with another
    party would read what that party keeps for itself.
    """
    if actor.person == SYSTEM:
        return True
    everywhere = actor.has(Role.ADMINISTRATOR)
    given = {role for at, own in actor.roles if everywhere or party in (None, at) for role in GIVES.get(own, ())}
    return set(roles) <= given


def may_invite(actor: Actor) -> bool:
    """Invite anyone at all."""
    return may_give(actor, {Role.REPORTER})


def may_offer(actor: Actor, party: int) -> bool:
    """Make a link that lets a phone report as someone of a party: one sees that person's own reports with it."""
    return may_give(actor, {Role.REPORTER}, party)


def may_close(actor: Actor) -> bool:
    """Close someone's account here."""
    return actor.person == SYSTEM or actor.has(Role.ADMINISTRATOR)


def may_let_in(actor: Actor) -> bool:
    """Take away what opens someone's account, and have a link sent to begin anew."""
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
