"""A partnership with three parties, a person in each role, and a steering group: what tests of bodies stand on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.test import Client

from lagesbild.accounts.access import actor_of
from lagesbild.accounts.models import Membership, Person, Role
from lagesbild.core.actions import Actor
from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.core.scope import Scope, scope
from lagesbild.organisation import mandates
from lagesbild.organisation.actions import Appointment, Charter, add_seat, create_body, seat_person
from lagesbild.organisation.models import Body, Holder, Seat

SPRING = dt.date(2026, 3, 2)
"""A Monday."""


@dataclass
class House:
    partnership: Partnership
    municipality: Party
    police: Party
    housing: Party
    people: dict[str, Person] = field(default_factory=dict)

    def person(self, name: str, party: Party, role: Role) -> Person:
        """Someone who takes part, by name; made the first time."""
        if name not in self.people:
            self.people[name] = Person.objects.create_user(f"{name.lower()}@{self.partnership.slug}.exempel.se", name)
        with scope(Scope(read=(self.partnership.pk,), write=self.partnership.pk)):
            Membership.objects.get_or_create(
                partnership=self.partnership, party=party, person=self.people[name], role=role
            )
        return self.people[name]

    def actor(self, name: str) -> Actor:
        """Someone acting, with all that the person may today."""
        return actor_of(self.people[name].pk, self.partnership.slug)

    def client(self, name: str) -> Client:
        """A browser in which the person has signed in, with a second factor as those who decide must have."""
        person = self.people[name]
        Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.TOTP, defaults={"data": {}})
        client = Client()
        client.force_login(person)
        return client

    def anyone(self, role: Role) -> Actor:
        """Someone of the police in the role."""
        self.person(role.title(), self.police, role)
        return self.actor(role.title())

    @property
    def carl(self) -> Actor:
        """The municipality's coordinator."""
        if "Carl" not in self.people:
            self.person("Carl", self.municipality, Role.COORDINATOR)
        return self.actor("Carl")

    def body(self, name: str = "EST Nygård", **changes: object) -> Body:
        """A working group that has worked since the spring, and may decide everything that bodies decide."""
        plain: dict[str, object] = {
            "may": everything(),
            "name": name,
            "kind": Body.Kind.EST,
            "convener": self.municipality.pk,
            "times": 1,
            "per": "week",
        }
        return create_body(actor=self.carl, charter=Charter(**{**plain, **changes}), since=SPRING)  # type: ignore[arg-type]

    def seat(self, body: Body, title: str = "Områdespolis", party: Party | None = None, **how: bool) -> Seat:
        return add_seat(
            actor=self.carl, body=body.pk, title=title, party=(party or self.police).pk, since=SPRING, **how
        )

    def sit(self, body: Body, name: str, party: Party, role: Role = Role.MEMBER, **how: bool) -> Holder:
        """Let someone sit in a seat of their own."""
        person = self.person(name, party, role)
        seat = self.seat(body, f"{name}s plats", party, **how)
        return seat_person(actor=self.carl, seat=seat.pk, who=Appointment(person=person.pk, since=SPRING))


def everything() -> dict[str, str]:
    """All that bodies decide, without limits."""
    return dict.fromkeys((kind.name for kind in mandates.kinds()), mandates.ALL)


def build(partnership: int) -> House:
    """The house in an empty partnership."""
    with scope(Scope(read=(partnership,), write=partnership)):
        parties = [
            Party.objects.create(partnership_id=partnership, name=name, kind=kind)
            for name, kind in (("Kommunen", "municipality"), ("Polisen", "police"), ("Bostaden", "housing"))
        ]
        for kind in (Audience.OWN, Audience.PARTNERSHIP, Audience.PUBLIC):
            Audience.objects.create(partnership_id=partnership, kind=kind, name=kind)
        return House(Partnership.objects.get(pk=partnership), *parties)
