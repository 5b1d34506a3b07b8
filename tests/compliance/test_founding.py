"""What the library proposes for an agreement and for the statute, in a partnership's own bodies, parties, functions."""

from __future__ import annotations

import pytest

from lagesbild.compliance import actions, founding, proposals
from lagesbild.compliance.models import Rule
from lagesbild.core.actions import acting
from lagesbild.core.models import Partnership
from lagesbild.organisation.models import Body
from tests.compliance.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_proposal_that_lacks_a_body_says_so_and_can_be_accepted_once_it_is_there(desk: Desk) -> None:
    readings = dict.fromkeys(["att hålla funktionen tillsatt"], "koping-2024/1")
    carl = desk.house.carl
    with acting(carl):
        before = founding.for_agreement(desk.agreement, as_read=readings)
    assert [one.told.kind for one in before] == ["existing_body"] * 3
    readings = dict.fromkeys(["att hålla funktionen tillsatt"], "koping-2024/3")
    with acting(carl):
        lacking = founding.for_agreement(desk.agreement, as_read=readings)
    assert [one.whole for one in lacking] == [False]
    assert lacking[0].lacks
    project = desk.house.body("BRÅ", kind=Body.Kind.PROJECT)
    with acting(carl):
        offers = founding.for_agreement(desk.agreement, as_read=readings)
    made = actions.accept(actor=carl, proposals=[one.proposed for one in offers if one.whole])
    assert [(row.kind, row.parameters["body"], row.proposal) for row in made] == [
        ("standing_item", project.pk, "koping-2024/3/1")
    ]
    assert actions.accept(actor=carl, proposals=[one.proposed for one in offers if one.whole]) == []


def test_the_page_of_proposals_asks_the_library(desk: Desk) -> None:
    carl = desk.house.carl
    with acting(carl):
        here = Partnership.objects.get()
        found = proposals.proposals(here, None)
    assert {one.statute for one in found} >= {"2023:196:4", "2023:196:13"}


def test_the_statute_is_proposed_paragraph_by_paragraph_and_accepted_in_one_go(desk: Desk) -> None:
    carl = desk.house.carl
    with acting(carl):
        offers = founding.for_statute()
    actions.accept(actor=carl, proposals=[one.proposed for one in offers if one.whole])
    with acting(carl):
        paragraphs = set(Rule.objects.values_list("statute", flat=True))
    assert {f"2023:196:{n}" for n in (4, 5, 6, 7, 9, 10, 11, 12, 13)} <= paragraphs
    assert "2023:196:14" not in paragraphs
