"""What the public reads of whether a promise helped, where few reports came in."""

from __future__ import annotations

import pytest

from lagesbild.evaluation import actions as evaluations
from lagesbild.promises.actions import Position, Within
from lagesbild.promises.models import Promise
from lagesbild.promises.periods import Period
from lagesbild.publishing import actions, kinds
from lagesbild.publishing.beside import overlap
from lagesbild.publishing.public import Effect, PublicPromise, read_as
from tests.organisation.house import build
from tests.plans.desk import DAY, TODAY, furnish
from tests.promises.vow import PLACE, Vow, category, here, incidents, made, seasons

pytestmark = pytest.mark.django_db(transaction=True)
PERIOD = Period(TODAY - 120 * DAY, TODAY - DAY)


def kept(partnership: int, counts: tuple[int, ...]) -> tuple[Vow, int]:
    """A promise with so many reports in the same season of each year, and the kind of reports."""
    house = build(partnership)
    kind = category(house)
    incidents(house, Period(TODAY - 1500 * DAY, TODAY - DAY), 900, kind, at=(16.05, 59.52), step=0.0001)
    seasons(house, PERIOD, counts, kind)
    vow = made(furnish(house), starts=PERIOD.starts, ends=PERIOD.ends, within=here(kind))
    vow.stand()
    return vow, kind


def published(vow: Vow) -> Effect:
    """What the public reads once it has been evaluated by the reports of today."""
    house = vow.house
    row = evaluations.evaluate(actor=house.carl, promise=vow.promise.pk)
    evaluations.decide(actor=house.carl, evaluation=row.pk)
    found = actions.publish(actor=house.carl, kind="promise", subject=vow.promise.pk, checked=kinds.CHECKS)
    return read_as(PublicPromise, found.content).effect


def effect(partnership: int, counts: tuple[int, ...]) -> Effect:
    return published(kept(partnership, counts)[0])


def test_a_verdict_on_a_few_says_what_was_expected_where_that_tells_nothing_of_how_few(two: tuple[int, int]) -> None:
    said = effect(two[0], (40, 38, 42, 3))
    lines = [one.sv for one in said.lines]
    assert said.status.word.sv == "Ja, det hjälpte."
    assert lines[0] == "Färre än fem rapporter kom in under perioden."
    assert lines[1].startswith("Om inget hade gjorts väntades mellan ")
    assert "Det är under vad som ändå var att vänta." in lines


def test_where_few_were_expected_too_nothing_more_is_said(two: tuple[int, int]) -> None:
    assert [one.sv for one in effect(two[0], (2, 1, 3, 3)).lines] == ["Färre än fem rapporter kom in under perioden."]


def test_a_count_that_differs_little_from_what_was_told_before_is_not_told(two: tuple[int, int]) -> None:
    vow, kind = kept(two[0], (40, 38, 42, 9))
    assert published(vow).lines[0].sv.startswith("9 rapporter, mot")
    assert published(vow).lines[0].sv.startswith("9 rapporter, mot"), "what has been told can be told again"
    incidents(vow.house, PERIOD, 2, kind)
    again = published(vow)
    said = " ".join(one.sv for one in again.lines)
    assert "11" not in said
    assert again.lines[0].sv.startswith("Hur många rapporter som kom in visas inte")
    assert again.count is not None
    assert again.count.value is None
    incidents(vow.house, PERIOD, 8, kind)
    assert published(vow).lines[0].sv.startswith("19 rapporter, mot")


def another(vow: Vow, within: Within) -> Vow:
    """A promise of the same desk for the same days, counted in another place."""
    found = made(vow.desk, starts=PERIOD.starts, ends=PERIOD.ends, within=within)
    found.stand()
    return found


def test_a_count_is_seen_beside_those_of_other_promises_that_count_some_of_the_same(two: tuple[int, int]) -> None:
    vow, kind = kept(two[0], (40, 38, 42, 9))
    assert published(vow).lines[0].sv.startswith("9 rapporter, mot")
    incidents(vow.house, PERIOD, 2, kind, at=(PLACE[0], PLACE[1] + 0.003))
    around = published(another(vow, Within(Position(*PLACE, 500), None, (kind,))))
    assert around.count is not None
    assert around.count.value is None, "eleven around and nine at the square would tell of two beside it"
    incidents(vow.house, PERIOD, 3, kind, at=(PLACE[0], PLACE[1] + 0.003))
    assert (
        published(another(vow, Within(Position(*PLACE, 500), None, (kind,))))
        .lines[0]
        .sv.startswith("14 rapporter, mot")
    )
    far = (PLACE[0] + 0.1, PLACE[1])
    incidents(vow.house, PERIOD, 11, kind, at=far)
    elsewhere = published(another(vow, Within(Position(*far, 250), None, (kind,))))
    assert elsewhere.lines[0].sv.startswith("11 rapporter, mot"), "what is counted elsewhere tells nothing of here"


def counted(**changes: object) -> Promise:
    """A promise that counts in area 1 of set 7 for some days."""
    plain: dict[str, object] = {"starts": PERIOD.starts, "ends": PERIOD.ends, "area_id": 1, "categories": [5]}
    found = Promise(**{**plain, **{name: value for name, value in changes.items() if name != "area_set"}})
    found.area_set = changes.get("area_set", 7)  # type: ignore[assignment]
    return found


POINT = {"area_id": None, "area_set": None, "lon": PLACE[0], "lat": PLACE[1], "radius": 250}


@pytest.mark.parametrize(
    ("other", "may"),
    [
        ({}, True),
        ({"area_id": 2}, False),
        ({"area_id": 2, "area_set": 8}, True),
        ({"categories": [6]}, False),
        ({"categories": [6, 5]}, True),
        ({"starts": PERIOD.ends + DAY, "ends": PERIOD.ends + 9 * DAY}, False),
        ({"starts": PERIOD.ends, "ends": PERIOD.ends + 9 * DAY}, True),
        (POINT, True),
    ],
    ids=str,
)
def test_whether_two_promises_may_count_the_same_report(other: dict[str, object], may: bool) -> None:
    assert overlap(counted(), counted(**other)) is may
    assert overlap(counted(**other), counted()) is may
