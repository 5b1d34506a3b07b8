"""What becomes of how commitments are checked when an agreement gets a new edition."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from lagesbild.agreements import actions as agreements
from lagesbild.agreements.actions import Undertaking
from lagesbild.agreements.models import Agreement, Commitment
from lagesbild.compliance import actions, proposals, standing
from lagesbild.compliance.actions import Told
from lagesbild.compliance.models import Rule
from lagesbild.core.models import Partnership
from lagesbild.core.scope import scope
from tests.agreements.table import Table, wording
from tests.compliance.desk import DAY, TODAY, Desk

pytestmark = pytest.mark.django_db(transaction=True)


def amended(desk: Desk, starts: dt.date, *, number: str = "1", text: str = "") -> Agreement:
    """A new edition that begins on a day, with its first commitment in other words or under another number."""
    carl = desk.house.carl
    new = agreements.amend(actor=carl, agreement=desk.agreement.pk)
    with scope(carl.scope()):
        first = Commitment.objects.filter(agreement=new.pk).in_order()[0]
    said = Undertaking(text=text or first.text, number=number, responsible=first.responsible_id, cadence=first.cadence)
    agreements.change_part(actor=carl, number=first.pk, part=said)
    agreements.change(actor=carl, agreement=new.pk, wording=wording(starts=starts, ends=starts + 400 * DAY))
    Table(desk.house).sign(new)
    return agreements.enter_force(actor=carl, agreement=new.pk)


def test_each_day_is_judged_by_the_edition_that_applies_on_it(desk: Desk) -> None:
    carl, starts = desk.house.carl, TODAY - 20 * DAY
    old = desk.rule()
    new = amended(desk, starts, text="att ses varje dag")
    with scope(carl.scope()):
        first = Commitment.objects.filter(agreement=new.pk).in_order()[0].pk
    told = Told(kind="cadence", parameters={"body": desk.body.pk, "times": 2, "every": "month"})
    later = actions.set_rule(actor=carl, commitment=first, told=told)
    with scope(carl.scope()):
        partnership = Partnership.objects.get(pk=carl.partnership)
        for day, rule in (
            *((starts - n * DAY, old) for n in (1, 2, 300)),
            *((starts + n * DAY, later) for n in (0, 1, 20, 399)),
        ):
            assert [one.rule.pk for one in standing.judged(partnership, day)] == [rule.pk], day


@pytest.mark.parametrize(
    ("number", "text", "whole"),
    [
        ("7", "", True),
        ("1", "att ses varje vecka eller oftare", False),
        ("1", "att kommunen betalar lokalen", None),
    ],
)
def test_what_goes_on_is_proposed_to_be_checked_as_before_and_other_words_are_looked_at_first(
    desk: Desk, number: str, text: str, whole: bool | None
) -> None:
    desk.rule()
    new = amended(desk, TODAY + 30 * DAY, number=number, text=text)
    with scope(desk.house.carl.scope()):
        offered = list(proposals.of_the_edition_before(new))
    assert [one.whole for one in offered] == ([] if whole is None else [whole])


def test_what_is_filled_in_by_hand_is_not_proposed_any_more(desk: Desk) -> None:
    carl = desk.house.carl
    kept = desk.rule()
    new = amended(desk, TODAY + 30 * DAY, text="att ses varje vecka eller oftare")
    with scope(carl.scope()):
        (offer,) = proposals.of_the_edition_before(new)
    assert offer.told.parameters == kept.parameters
    actions.set_rule(actor=carl, commitment=offer.commitment, told=offer.told)
    with scope(carl.scope()):
        assert Rule.objects.count() == 2
        assert proposals.proposals(Partnership.objects.get(pk=carl.partnership), new) == []


def test_a_new_edition_that_nothing_checks_stands_on_the_list_before_it_begins(desk: Desk) -> None:
    desk.rule()
    new = amended(desk, TODAY + 30 * DAY)
    page = desk.house.client("Carl").get(reverse("compliance:list", kwargs={"slug": "alfa"})).text
    assert "3 av överenskommelsens åtaganden prövas inte." in page
    assert reverse("compliance:arrange", kwargs={"slug": "alfa", "agreement": new.pk}) in page
