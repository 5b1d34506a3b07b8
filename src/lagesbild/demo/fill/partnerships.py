"""The partnership itself, by the owner's login, and everyone in it."""

from __future__ import annotations

from lagesbild.accounts.actions import accept, invite
from lagesbild.accounts.models import Membership, Person
from lagesbild.core import partnerships
from lagesbild.core.database import owner
from lagesbild.core.models import Partnership
from lagesbild.demo.cast.people import CHARACTERS
from lagesbild.demo.events.units import PARTIES
from lagesbild.demo.fill.here import Here
from lagesbild.demo.towns import Shape

ACCENTS = {
    "alvhamra": "#0b5a61",
    "ronnmora": "#6b3f1d",
    "kungsfjarda": "#23457f",
    "tranmora": "#3b5f2b",
    "malmfjarda": "#6d2f45",
}


def known(owner_url: str) -> dict[str, int]:
    """Numbers of the invented partnerships that are there, by slug."""
    with owner(owner_url):
        return dict(Partnership.objects.filter(invented=True).values_list("slug", "pk"))


def found(owner_url: str, shape: Shape) -> int:
    """Make the partnership with its parties; its number."""
    return partnerships.create(
        owner_url=owner_url,
        slug=shape.slug,
        name=f"Samverkan {shape.name}",
        municipality_code=shape.code,
        accent=ACCENTS[shape.slug],
        invented=True,
        parties=[(party.name, party.kind) for party in PARTIES[shape.slug]],
    )


def introduce() -> None:
    """Make every character a person, without a password: in a demonstration one signs in from the list."""
    there = set(Person.objects.filter(email__in=[one.email for one in CHARACTERS]).values_list("email", flat=True))
    for one in CHARACTERS:
        if one.email not in there:
            Person.objects.create_user(one.email, one.name)


def gather(here: Here) -> None:
    """Invite everyone who takes part, and let them take the invitation."""
    rows = {row.pk: row for row in Person.objects.filter(pk__in=here.people.values())}
    for key, character in here.cast.items():
        for place in character.places:
            if place.slug == here.slug:
                _, token = invite(
                    actor=here.system,
                    email=character.email,
                    party=here.parties[place.party],
                    roles=place.roles,
                    mail=False,
                )
                accept(token=token, person=rows[here.people[key]])


def gathered(here: Here) -> bool:
    """Whether everyone takes part already."""
    return Membership.objects.filter(partnership_id=here.partnership).exists()
