"""Two partnerships with parties, and people in the roles that a test asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from lagesbild.accounts.access import actor_of
from lagesbild.accounts.models import Membership, Person, Role
from lagesbild.core.actions import SYSTEM, Actor
from lagesbild.core.models import Audience, Party
from lagesbild.core.scope import Scope, scope

Settings = Any
"""The fixture `settings`, whose type has moved between versions of pytest-django."""
PASSWORD = "tolv gröna äpplen på rad"


@dataclass(frozen=True)
class Town:
    """The first partnership (alfa) with a municipality and a school, beside the second (beta)."""

    partnership: int
    other: int
    municipality: int
    school: int
    their_party: int

    def person(self, name: str, *roles: str, party: int | None = None, password: str | None = PASSWORD) -> Person:
        """Someone with roles, for the municipality if nothing else is said."""
        person = Person.objects.create_user(f"{name.lower()}@exempel.se", f"{name} Exempel", password)
        self.join(person, *roles, party=party)
        return person

    def join(self, person: Person, *roles: str, party: int | None = None, partnership: int | None = None) -> None:
        """Give someone roles."""
        where = partnership or self.partnership
        with scope(Scope(read=(where,), write=where)):
            for role in roles:
                Membership.objects.create(
                    partnership_id=where, party_id=party or self.municipality, person=person, role=role
                )

    def actor(self, person: Person) -> Actor:
        """The person acting in alfa."""
        return actor_of(person.pk, "alfa")

    @property
    def system(self) -> Actor:
        """Nobody in particular."""
        return Actor(SYSTEM, self.partnership, frozenset())

    def roles(self, person: Person) -> set[tuple[int, str]]:
        """Party and role of each membership in alfa."""
        with scope(Scope(read=(self.partnership,))):
            held = Membership.objects.filter(partnership_id=self.partnership, person=person)
            return set(held.values_list("party_id", "role"))


@pytest.fixture
def town(two: tuple[int, int]) -> Town:
    """An empty partnership beside another."""
    made = []
    for partnership in two:
        with scope(Scope(read=(partnership,), write=partnership)):
            Audience.objects.create(partnership_id=partnership, kind=Audience.PARTNERSHIP, name="Samverkan")
            made += [
                Party.objects.create(partnership_id=partnership, name=name, kind="other").pk
                for name in ("Kommunen", "Skolan")
            ]
    return Town(two[0], two[1], made[0], made[1], made[2])


def signed_in(person: Person) -> Client:
    """A browser in which someone who needs nothing more is signed in."""
    client = Client()
    client.force_login(person)
    return client


def with_app(person: Person) -> str:
    """Connect an authenticator app; its secret."""
    secret = str(generate_totp_secret())
    TOTP.activate(person, secret)
    return secret


def administrator(town: Town, name: str = "Ada") -> Person:
    """An administrator who has a second factor."""
    person = town.person(name, Role.ADMINISTRATOR)
    with_app(person)
    return person


def factors(person: Person) -> set[str]:
    """Kinds of second factor that someone has."""
    return set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
