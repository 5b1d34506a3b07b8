"""Fixtures of the room."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from lagesbild.accounts.models import Role
from lagesbild.core.actions import Actor
from lagesbild.core.models import Audience
from lagesbild.core.scope import Scope, scope
from lagesbild.i18n import translator
from lagesbild.incidents import actions as incidents
from lagesbild.incidents.models import Category, Incident
from lagesbild.problems import standard
from lagesbild.problems.models import Criterion
from tests.organisation.house import House, build

EVENING = dt.datetime(2026, 3, 13, 20, 30, tzinfo=dt.UTC)
"""A Friday, half past nine in the evening in Sweden."""
SQUARE = (16.0, 59.5)


@dataclass
class Place:
    """A partnership with criteria, two categories and people, and what it takes to report at a square."""

    house: House
    driving: Category
    graffiti: Category

    @property
    def carl(self) -> Actor:
        """The coordinator, of the municipality."""
        return self.house.carl

    @property
    def lena(self) -> Actor:
        """A leader, of the police."""
        self.house.person("Lena", self.house.police, Role.LEADER)
        return self.house.actor("Lena")

    @property
    def mia(self) -> Actor:
        """A member, of the housing company."""
        self.house.person("Mia", self.house.housing, Role.MEMBER)
        return self.house.actor("Mia")

    def criterion(self, key: str) -> Criterion:
        """A standard criterion."""
        with scope(self.carl.scope()):
            return Criterion.objects.get(key=key)

    def audience(self, kind: str = Audience.PARTNERSHIP) -> int:
        """A standard audience."""
        with scope(self.carl.scope()):
            return Audience.objects.get(kind=kind).pk

    def report(
        self,
        days: int = 0,
        *,
        category: Category | None = None,
        place: str = "Brukstorget",
        audience: str = Audience.PARTNERSHIP,
        actor: Actor | None = None,
    ) -> Incident:
        """Something that happened at the square, some days after the evening."""
        who = actor or self.carl
        start = EVENING + dt.timedelta(days=days)
        told = incidents.Told(
            category=(category or self.driving).pk,
            start=start,
            end=start + dt.timedelta(minutes=1),
            precision=Incident.Precision.MINUTE,
            lon=SQUARE[0],
            lat=SQUARE[1],
            place=place,
            text="",
        )
        return incidents.report(actor=who, party=who.parties[0], audience=self.audience(audience), told=told)


def at(house: House) -> Place:
    """What tests of problems stand on."""
    pk = house.partnership.pk
    with scope(Scope(read=(pk,), write=pk)):
        kinds = [
            Category.objects.create(partnership=house.partnership, name=name, position=i)
            for i, name in enumerate(("Störande körning", "Klotter"))
        ]
        standard.furnish(Actor(0, pk, frozenset()), translator("sv"))
    return Place(house, *kinds)


@pytest.fixture
def place(two: tuple[int, int]) -> Place:
    """Our partnership."""
    return at(build(two[0]))
