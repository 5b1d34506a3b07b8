"""Signing in as an invented person with one click: only in a demonstration, only where everything is invented."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings

from lagesbild.accounts.models import Membership, Person, Role
from lagesbild.core import alphabet
from lagesbild.core.models import Partnership
from lagesbild.core.scope import Scope, scope

AT_MOST = 300
"""People that are looked at for the list; a demonstration has some ten per partnership."""

ORDER = (
    Role.COORDINATOR,
    Role.LEADER,
    Role.ANALYST,
    Role.MEMBER,
    Role.REPORTER,
    Role.REGISTRATOR,
    Role.ADMINISTRATOR,
    Role.PROTECTION_OFFICER,
    Role.AUDITOR,
)
"""The order of the list, and which of someone's roles stands there."""


@dataclass(frozen=True, slots=True)
class Character:
    """An invented person on the list of a demonstration."""

    person: int
    name: str
    role: str
    """Its name, to be translated."""
    party: str
    partnership: str
    who: str = ""
    """A sentence in Swedish about who it is, from whoever invented the person."""


Introductions = Callable[[], Mapping[str, str]]
_introductions: list[Introductions] = []


def introduced_by(source: Introductions) -> None:
    """Let the room that invents people say who they are: sentences by address."""
    if source not in _introductions:
        _introductions.append(source)


def only_invented(person: Person) -> bool:
    """Whether this is a demonstration and everything the person takes part in is invented."""
    return bool(settings.DEMO) and person.is_active and _roles(person) is not None


def characters() -> list[Character]:
    """Who one can be in the demonstration, by partnership and role; nobody outside one."""
    if not settings.DEMO:
        return []
    order = {str(role): place for place, role in enumerate(ORDER)}
    said = {address: who for source in _introductions for address, who in source().items()}
    found: list[tuple[tuple[str, int, str], Character]] = []
    for person in Person.objects.filter(is_active=True).order_by("pk")[:AT_MOST]:
        held = _roles(person)
        if held:
            first = min(held, key=lambda row: order[row.role])
            place = (alphabet.key(first.partnership.name), order[first.role], alphabet.key(person.name))
            where = (first.party.name, first.partnership.name)
            one = Character(person.pk, person.name, Role(first.role).label, *where, said.get(person.email, ""))
            found.append((place, one))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _roles(person: Person) -> list[Membership] | None:
    """The person's memberships with party and partnership; None if there is none, or one that is not invented."""
    with scope(Scope(person=person.pk)):
        ids = tuple(Membership.objects.filter(person=person).values_list("partnership_id", flat=True).distinct())
    with scope(Scope(person=person.pk, read=ids)):
        if not ids or Partnership.objects.filter(pk__in=ids, invented=True).count() != len(ids):
            return None
        return list(Membership.objects.filter(person=person).select_related("party", "partnership"))
