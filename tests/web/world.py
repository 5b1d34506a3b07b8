"""Two partnerships, three parties in each, someone in every role, and a mark in every text that only some may read.

What each room holds is put in by `furnish`, by the same actions as a user's. A mark says where it comes from and who
may read it: ``mark-alfa-polis-own`` only Polisen in alfa, ``mark-alfa-polis-shared`` everyone in alfa.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from lagesbild.accounts.access import actor_of
from lagesbild.accounts.models import Membership, Person, Role
from lagesbild.core import partnerships
from lagesbild.core.actions import Actor
from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.core.scope import Scope, scope
from lagesbild.incidents import actions as incidents
from lagesbild.incidents.models import Category, Incident

PARTIES = {"kommun": "municipality", "polis": "police", "bostad": "housing"}
MARK = re.compile(r"mark-(alfa|beta)-(kommun|polis|bostad)-(own|shared)")


@dataclass
class Town:
    """One partnership of the world."""

    slug: str
    pk: int
    parties: dict[str, int]
    people: dict[tuple[str, str], Person] = field(default_factory=dict)
    """By party and role."""
    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    """Numbers of rows by kind and by party."""

    def actor(self, party: str, role: str) -> Actor:
        """Someone acting."""
        return actor_of(self.people[party, role].pk, self.slug)

    @property
    def coordinator(self) -> Actor:
        """The municipality's coordinator."""
        return self.actor("kommun", Role.COORDINATOR)

    @property
    def administrator(self) -> Actor:
        """The municipality's administrator."""
        return self.actor("kommun", Role.ADMINISTRATOR)

    def audience(self, kind: str) -> int:
        """Number of a standard audience."""
        with scope(Scope(read=(self.pk,))):
            return Audience.objects.get(kind=kind).pk

    def mark(self, party: str, kind: str) -> str:
        """The mark of a party's row: `kind` is own or shared."""
        return f"mark-{self.slug}-{party}-{kind}"


Furnishing = Callable[[Town], None]
FURNISHINGS: list[Furnishing] = []


def furnish(furnishing: Furnishing) -> Furnishing:
    """Let a room put its rows into each town."""
    FURNISHINGS.append(furnishing)
    return furnishing


def build(owner_url: str, slug: str) -> Town:
    """A town with someone in every role for every party, furnished by every room."""
    pk = partnerships.create(
        owner_url=owner_url,
        slug=slug,
        name=f"Samverkan {slug.title()}",
        invented=True,
        parties=[(f"{name.title()} {slug}", kind) for name, kind in PARTIES.items()],
    )
    with scope(Scope(read=(pk,), write=pk)):
        parties = {name: Party.objects.get(name=f"{name.title()} {slug}").pk for name in PARTIES}
        town = Town(slug, pk, parties)
        for party, number in parties.items():
            for role in Role:
                person = Person.objects.create_user(f"{role}.{party}@{slug}.exempel.se", f"{role.title()} {party}")
                Membership.objects.create(partnership_id=pk, party_id=number, person=person, role=role)
                town.people[party, role] = person
        Partnership.objects.filter(pk=pk).update(municipality_code="")
    for furnishing in FURNISHINGS:
        furnishing(town)
    return town


@furnish
def reports(town: Town) -> None:
    """Each party's reports: one for its own eyes, one shared."""
    start = timezone.now().replace(second=0, microsecond=0) - dt.timedelta(hours=3)
    for party, number in town.parties.items():
        actor = town.actor(party, Role.REPORTER)
        with scope(actor.scope()):
            category = Category.objects.filter(active=True).first()
            assert category is not None
        for kind, audience in (("own", Audience.OWN), ("shared", Audience.PARTNERSHIP)):
            told = incidents.Told(
                category=category.pk,
                start=start,
                end=start + dt.timedelta(minutes=1),
                precision=Incident.Precision.MINUTE,
                lon=16.0,
                lat=59.5,
                place=town.mark(party, kind),
                text=f"Det stod {town.mark(party, kind)} på väggen.",
            )
            made = incidents.report(actor=actor, party=number, audience=town.audience(audience), told=told)
            town.rows.setdefault(f"incident {kind}", {})[party] = made.pk


def client_of(person: Person) -> Client:
    """A browser in which the person is signed in, with a second factor where one is needed."""
    client = Client(raise_request_exception=False)
    Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.TOTP, defaults={"data": {}})
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def marks(text: str) -> set[tuple[str, str, str]]:
    """The marks in a text: partnership, party, kind."""
    return set(MARK.findall(text))
