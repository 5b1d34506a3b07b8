"""From a person and a partnership to an actor: the one place where memberships become rights."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from lagesbild.accounts.models import Membership
from lagesbild.core import alphabet
from lagesbild.core.actions import Actor
from lagesbild.core.models import Partnership
from lagesbild.core.scope import Scope, scope
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

DOOR = """
WITH door AS (SELECT (here).*, party, role FROM accounts_door(%s, %s)),
     belongs AS (SELECT DISTINCT audience FROM (SELECT id AS house FROM door LIMIT 1) d, LATERAL ({}) found (audience))
SELECT *, ARRAY(SELECT audience FROM belongs ORDER BY audience) AS audiences FROM door
"""
"""Asked once for every page, before the walls are open: functions of the database alone see a partnership then."""

_audiences = ["accounts_shared"]


def audiences_from(function: str) -> None:
    """Let a room further down say which audiences a person belongs to beside the shared ones: the bodies sat in.

    `function` is one of the database: of a person, a partnership and a moment it answers numbers of audiences, past
    the walls. A room calls this in `AppConfig.ready`.
    """
    if function not in _audiences:
        _audiences.append(function)


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
    now = timezone.now()
    sources = " UNION ALL ".join(f"SELECT {name}(%s, house, %s)" for name in _audiences)
    held: list[Any] = list(
        Partnership.objects.raw(DOOR.format(sources), [person, slug, *[person, now] * len(_audiences)])
    )
    if not held:
        raise NotHere
    found: Partnership = held[0]
    roles = frozenset((row.party, row.role) for row in held)
    return found, Actor(person, found.pk, roles, tuple(held[0].audiences))
