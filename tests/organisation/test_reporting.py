"""Whom a body reports to, from day to day: what changes today changes no earlier day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from lagesbild.core.models import TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.errors import InputError
from lagesbild.meetings import actions as meetings
from lagesbild.meetings.actions import Hours
from lagesbild.meetings.models import Meeting
from lagesbild.organisation import actions, structure
from lagesbild.organisation.models import Body, Reporting
from tests.organisation.house import SPRING, House
from tests.organisation.test_bodies import charter

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)
TODAY = timezone.localdate()


def address(name: str, **arguments: object) -> str:
    return reverse(f"organisation:{name}", kwargs={"slug": "alfa", **arguments})


def move(house: House, body: Body, above: Body | None, since: dt.date | None = None) -> None:
    """Let it report to another body from a day."""
    said = charter(house, name=body.name, reports_to=above.pk if above else None, reports_since=since)
    actions.change_body(actor=house.carl, body=body.pk, charter=said)


def above(house: House, body: Body, on: dt.date) -> str:
    """The name of what it reports to on a day, by the tree."""
    with scope(house.carl.scope()):
        nodes = [node for top in structure.tree(on) for node in top.walk()]
        return next((node.body.name for node in nodes if body.pk in {one.body.pk for one in node.below}), "")


def stretches(house: House, body: Body) -> list[tuple[str, dt.date, dt.date | None]]:
    with scope(house.carl.scope()):
        rows = Reporting.objects.filter(body=body).for_list().reverse()
        return [(one.above.name, one.since, one.until) for one in rows]


@pytest.fixture
def three(house: House) -> tuple[Body, Body, Body]:
    """A steering group, a leadership, and a project group that reports to the former since it was founded."""
    steering, leadership = house.body("Styrgrupp"), house.body("Ledning")
    return steering, leadership, house.body("BRÅ", reports_to=steering.pk)


def test_a_line_that_changes_today_is_what_it_was_yesterday(house: House, three: tuple[Body, Body, Body]) -> None:
    _, leadership, body = three
    move(house, body, leadership)
    assert [above(house, body, day) for day in (SPRING, TODAY - DAY, TODAY)] == ["Styrgrupp", "Styrgrupp", "Ledning"]
    assert stretches(house, body) == [("Styrgrupp", SPRING, TODAY - DAY), ("Ledning", TODAY, None)]
    with scope(house.carl.scope()):
        entry = TimelineEntry.objects.get(verb="body.reports")
        assert entry.detail == {"since": TODAY.isoformat(), "above": leadership.pk}


def test_an_earlier_day_corrects_and_a_day_that_is_to_come_waits(house: House, three: tuple[Body, Body, Body]) -> None:
    steering, leadership, body = three
    move(house, body, leadership, TODAY + 10 * DAY)
    assert above(house, body, TODAY) == "Styrgrupp"
    move(house, body, leadership, SPRING + 3 * DAY)
    assert stretches(house, body) == [("Styrgrupp", SPRING, SPRING + 2 * DAY), ("Ledning", SPRING + 3 * DAY, None)]
    move(house, body, steering, SPRING + 3 * DAY)
    assert stretches(house, body) == [("Styrgrupp", SPRING, None)], "what was never so leaves no seam"
    move(house, body, None)
    assert stretches(house, body) == [("Styrgrupp", SPRING, TODAY - DAY)]
    with pytest.raises(InputError, match="founded on"):
        move(house, body, leadership, SPRING - DAY)


def test_no_day_has_a_circle_also_none_that_is_to_come(house: House, three: tuple[Body, Body, Body]) -> None:
    steering, _, body = three
    move(house, body, None, TODAY)
    later = TODAY + 30 * DAY
    move(house, body, steering, later)
    with pytest.raises(InputError, match="report to itself"):
        move(house, steering, body)
    with pytest.raises(InputError, match="report to itself"):
        move(house, steering, steering)
    move(house, body, None, TODAY)
    move(house, steering, body)
    assert above(house, steering, later) == "BRÅ"


def test_a_report_point_takes_up_those_who_reported_to_the_body_on_the_day_of_their_meeting(
    house: House, three: tuple[Body, Body, Body]
) -> None:
    steering, leadership, body = three
    starts = timezone.now() - 2 * DAY
    row = meetings.plan(actor=house.carl, body=body.pk, hours=Hours(starts=starts, ends=starts + dt.timedelta(hours=1)))
    meetings.hold(actor=house.carl, meeting=row.pk)
    move(house, body, leadership)
    with scope(house.carl.scope()):
        assert list(Meeting.objects.happened().reporting_to(steering.pk).values_list("pk", flat=True)) == [row.pk]
        assert not Meeting.objects.happened().reporting_to(leadership.pk).exists()


def test_the_page_says_since_when_and_what_was_before_and_the_organisation_of_a_day_shows_its_lines(
    house: House, three: tuple[Body, Body, Body]
) -> None:
    _, leadership, body = three
    client = house.client("Carl")
    plain = {
        "name": "BRÅ",
        "kind": "project",
        "convener": house.municipality.pk,
        "per": "regularly",
        "minutes": "notes",
    }
    sent = {**plain, "reports_to": leadership.pk, "reports_since": TODAY - 5 * DAY}
    assert client.post(address("change_body", pk=body.pk), sent).status_code == 302
    page = client.get(address("body", pk=body.pk)).text
    assert f"från {TODAY - 5 * DAY}" in page
    assert f"{SPRING} – {TODAY - 6 * DAY}" in page
    early = client.post(address("change_body", pk=body.pk), {**sent, "reports_since": SPRING - DAY})
    assert f"bildades {SPRING}" in early.text
