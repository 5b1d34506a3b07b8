"""The door of a partnership: what the database tells before the walls are open."""

from __future__ import annotations

import pytest
from django.db import connection

from lagesbild.accounts.access import NotHere, here_of
from lagesbild.accounts.models import Membership, Person, Role
from lagesbild.core.models import Audience, Party
from lagesbild.core.scope import Scope, scope

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_member_is_told_of_the_own_partnership_and_of_no_other(two: tuple[int, int]) -> None:
    ours = two[0]
    anna = Person.objects.create_user("anna@exempel.se", "Anna Exempel")
    with scope(Scope(read=(ours,), write=ours)):
        parties = [Party.objects.create(partnership_id=ours, name=name, kind="other") for name in ("Ett", "Två")]
        circle = Audience.objects.create(partnership_id=ours, kind=Audience.PARTNERSHIP, name="Samverkan")
        for party, role in zip(parties, (Role.ANALYST, Role.REPORTER), strict=True):
            Membership.objects.create(partnership_id=ours, party=party, person=anna, role=role)
    found, actor = here_of(anna.pk, "alfa")
    assert (found.pk, found.slug, actor.partnership) == (ours, "alfa", ours)
    assert actor.roles == {(parties[0].pk, "analyst"), (parties[1].pk, "reporter")}
    assert circle.pk in actor.audiences
    for person, slug in ((anna.pk, "beta"), (anna.pk, "gamma"), (anna.pk + 1, "alfa")):
        with pytest.raises(NotHere):
            here_of(person, slug)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_door(%s, 'beta')", [anna.pk])
        assert cursor.fetchone() == (0,)
