"""Names stand in the order of the Swedish alphabet, in lists made here and in those of the database."""

from __future__ import annotations

import pytest

from lagesbild.core import alphabet
from lagesbild.core.models import Party
from lagesbild.core.scope import Scope, scope

NAMES = ["Alby", "aspen", "Elverk", "Éva", "Fri", "Zon", "Åsby", "Älvhamra", "ärla", "Örby"]


def test_names_are_sorted_as_in_swedish() -> None:
    mixed = NAMES[5:] + NAMES[:5]
    assert sorted(mixed, key=alphabet.key) == NAMES


@pytest.mark.django_db(transaction=True)
def test_the_database_sorts_in_the_same_way(two: tuple[int, int]) -> None:
    with scope(Scope(read=(two[0],), write=two[0])):
        for name in reversed(NAMES):
            Party.objects.create(partnership_id=two[0], name=name, kind="other")
        assert list(Party.objects.order_by(alphabet.by("name")).values_list("name", flat=True)) == NAMES
