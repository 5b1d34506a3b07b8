"""From a person and a partnership to an actor: the one place where memberships become rights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from lagesbild.accounts.models import Membership
from lagesbild.core import alphabet
from lagesbild.core.actions import Actor
from lagesbild.core.models import Audience, Partnership
from lagesbild.core.scope import Scope, scope, walls_for
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

"""Audiences that every member belongs to."""

DOOR = "SELECT (here).*, party, role FROM accounts_door(%s, %s)"

Audiences = Callable[[int, Partnership], QuerySet[Any, int]]
_audiences: list[Audiences] = []


def audiences_from(source: Audiences) -> None:
    """Let a room further down say which audiences a person belongs to beside the shared ones: the bodies sat in.

    `source` is given the person and the partnership and answers numbers that are not asked for yet: those of all
    sources are asked for at once, where the partnership may be read. A room calls this in `AppConfig.ready`.
    """
    if source not in _audiences:
        _audiences.append(source)


class NotHere(InputError):
    """There is no such partnership for this person: the same answer whether it exists or not."""

    status = 404

    def __init__(self) -> None:
        super().__init__(Message(N_("There is nothing here for you.")))


def partnerships_of(person: int) -> list[Partnership]:
    """The partnerships a person serves, by name."""
    with scope(Scope(person=person)):
        ids = tuple(Membership.objects.filter(person_id=person).values_list("partnership_id", flat=True).distinct())
    with scope(Scope(person=person, read=ids)):
        return list(Partnership.objects.order_by(alphabet.by("name")))


def actor_of(person: int, slug: str) -> Actor:
    """The person acting in the partnership that `slug` names.

    Raises
    ------
    NotHere
        The person has no membership in it.

    """
    return here_of(person, slug)[1]


def here_of(person: int, slug: str) -> tuple[Partnership, Actor]:
    """The partnership that `slug` names, and the person acting in it.

    Raises
    ------
    NotHere
        The person has no membership in it.

    """
    # a function of the database, which alone sees a partnership before the walls are open, and only a member's
    held: list[Any] = list(Partnership.objects.raw(DOOR, [person, slug]))
    if not held:
        raise NotHere
    found: Partnership = held[0]
    with walls_for(Scope(person=person, read=(found.pk,))):
        everyone = Audience.objects.filter(partnership=found, kind__in=Audience.SHARED)
        shared = everyone.order_by().values_list("pk", flat=True)
        audiences = tuple(sorted(shared.union(*(source(person, found) for source in _audiences))))
    roles = frozenset((row.party, row.role) for row in held)
    return found, Actor(person, found.pk, roles, audiences)
