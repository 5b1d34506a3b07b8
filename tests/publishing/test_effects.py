"""What the public reads of whether a promise helped, where few reports came in."""

from __future__ import annotations

import pytest

from lagesbild.evaluation import actions as evaluations
from lagesbild.promises.periods import Period
from lagesbild.publishing import actions, kinds
from lagesbild.publishing.public import Effect, PublicPromise, read_as
from tests.organisation.house import build
from tests.plans.desk import DAY, TODAY, furnish
from tests.promises.vow import category, here, incidents, made, seasons

pytestmark = pytest.mark.django_db(transaction=True)
PERIOD = Period(TODAY - 120 * DAY, TODAY - DAY)


def effect(partnership: int, counts: tuple[int, ...]) -> Effect:
    """Of a promise with so many reports in the same season of each year."""
    house = build(partnership)
    kind = category(house)
    incidents(house, Period(TODAY - 1500 * DAY, TODAY - DAY), 900, kind, at=(16.05, 59.52), step=0.0001)
    seasons(house, PERIOD, counts, kind)
    vow = made(furnish(house), starts=PERIOD.starts, ends=PERIOD.ends, within=here(kind))
    vow.stand()
    row = evaluations.evaluate(actor=house.carl, promise=vow.promise.pk)
    evaluations.decide(actor=house.carl, evaluation=row.pk)
    published = actions.publish(actor=house.carl, kind="promise", subject=vow.promise.pk, checked=kinds.CHECKS)
    return read_as(PublicPromise, published.content).effect


def test_a_verdict_on_a_few_says_what_was_expected_where_that_tells_nothing_of_how_few(two: tuple[int, int]) -> None:
    said = effect(two[0], (40, 38, 42, 3))
    lines = [one.sv for one in said.lines]
    assert said.status.word.sv == "Ja, det hjälpte."
    assert lines[0] == "Färre än fem rapporter kom in under perioden."
    assert lines[1].startswith("Om inget hade gjorts väntades mellan ")
    assert "Det är under vad som ändå var att vänta." in lines


def test_where_few_were_expected_too_nothing_more_is_said(two: tuple[int, int]) -> None:
    assert [one.sv for one in effect(two[0], (2, 1, 3, 3)).lines] == ["Färre än fem rapporter kom in under perioden."]
