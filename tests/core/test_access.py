"""From memberships to rights."""

from __future__ import annotations

import pytest

from lagesbild.accounts.access import NotHere, actor_of, partnerships_of
from lagesbild.accounts.models import Membership, Person, Role
from lagesbild.core.models import Audience, Party
from lagesbild.core.scope import Scope, scope
from lagesbild.core.system import worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def anna(two: tuple[int, int]) -> Person:
    """A coordinator for the municipality and reporter for a school in alfa; unknown in beta."""
    ours, _ = two
    person = Person.objects.create_user("anna@exempel.se", "Anna Exempel")
    for partnership in two:
        with scope(Scope(read=(partnership,), write=partnership)):
            Audience.objects.create(partnership_id=partnership, kind=Audience.PARTNERSHIP, name="samverkan")
            Audience.objects.create(partnership_id=partnership, kind=Audience.OWN, name="egen part")
            for name, role in (("Kommunen", Role.COORDINATOR), ("Skolan", Role.REPORTER)):
                party = Party.objects.create(partnership_id=partnership, name=name, kind="other")
                if partnership == ours:
                    Membership.objects.create(partnership_id=ours, party=party, person=person, role=role)
    return person


def test_a_person_sees_only_the_partnerships_served(anna: Person) -> None:
    assert [one.slug for one in partnerships_of(anna.pk)] == ["alfa"]


def test_an_actor_has_each_role_for_its_party_and_the_shared_audiences(anna: Person) -> None:
    actor = actor_of(anna.pk, "alfa")
    with scope(actor.scope()):
        names = dict(Party.objects.values_list("pk", "name"))
        audiences = set(Audience.objects.filter(pk__in=actor.audiences).values_list("kind", flat=True))
    assert {(names[party], role) for party, role in actor.roles} == {
        ("Kommunen", "coordinator"),
        ("Skolan", "reporter"),
    }
    assert audiences == {Audience.PARTNERSHIP}


@pytest.mark.parametrize("slug", ["beta", "finns-inte"])
def test_a_partnership_not_served_and_one_that_does_not_exist_look_alike(anna: Person, slug: str) -> None:
    with pytest.raises(NotHere):
        actor_of(anna.pk, slug)


def test_the_worker_stands_for_every_party(anna: Person, two: tuple[int, int]) -> None:
    actor = worker(two[1])
    with scope(actor.scope()):
        assert set(actor.parties) == set(Party.objects.values_list("pk", flat=True))
    assert len(actor.parties) == 2
