"""Every decision that acts is one that a body has to have a mandate for, and that some body usually has."""

from __future__ import annotations

import pytest

from lagesbild.meetings import agenda
from lagesbild.organisation import mandates
from lagesbild.organisation.models import Body

RESOLUTIONS = [one for kind in agenda.kinds() for one in agenda.resolutions(kind)]


def test_there_are_such_decisions() -> None:
    assert {"problems.prioritise", "plans.adopt", "promises.adopt", "picture.adopt", "agreements.review"} <= {
        one.name for one in RESOLUTIONS
    }


@pytest.mark.parametrize("one", RESOLUTIONS, ids=lambda one: one.name)
def test_a_decision_that_acts_asks_for_a_mandate_that_a_room_has_registered(one: agenda.Resolution) -> None:
    kind = mandates.known(one.mandate)
    assert kind is not None
    assert not kind.of_party


@pytest.mark.parametrize("one", mandates.kinds(), ids=lambda one: one.name)
def test_what_a_body_usually_has_is_a_kind_of_body_and_a_limit_that_there_is(one: mandates.Kind) -> None:
    assert set(one.usual) <= set(Body.Kind.values)
    assert one.usual
    for limit in one.usual.values():
        assert limit == mandates.ALL or one.limit(limit) is not None
