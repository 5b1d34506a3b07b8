"""The partnership that tests of incidents happen in."""

from __future__ import annotations

import pytest

from lagesbild.core.models import Audience, Party
from lagesbild.core.scope import Scope, scope
from lagesbild.incidents.models import Category
from tests.incidents.town import Town


@pytest.fixture
def town(two: tuple[int, int]) -> Town:
    """A school and a guard company in one partnership."""
    partnership = two[0]
    with scope(Scope(read=(partnership,), write=partnership)):
        school, guards = (
            Party.objects.create(partnership_id=partnership, name=name, kind="other").pk for name in ("Skolan", "Vakt")
        )
        own, shared = (
            Audience.objects.create(partnership_id=partnership, kind=kind, name=kind).pk
            for kind in ("own", "partnership")
        )
        fire, noise = (
            Category.objects.create(partnership_id=partnership, name=name).pk for name in ("Brand", "Oväsen")
        )
    return Town(partnership, school, guards, own, shared, fire, noise)
