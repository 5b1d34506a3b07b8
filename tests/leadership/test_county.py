"""Several partnerships side by side: who sees which, what is counted, and how often the database is asked."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lagesbild.accounts.models import Person, Role
from lagesbild.compliance.rules.judging import Status
from lagesbild.leadership.county import county
from tests.compliance.desk import DAY, TODAY, Desk
from tests.organisation.house import House
from tests.web.statements import OF_WALLS, statements

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def eva(desk: Desk, neighbours: House) -> Person:
    """Eva of the county, who takes part in both partnerships; two commitments are checked here, none there."""
    desk.rule(0, parameters={"body": desk.body.pk, "times": 40, "every": "month"})
    desk.rule(0)
    desk.rule(1)
    desk.planned(TODAY + 4 * DAY)
    desk.judge()
    eva = desk.house.person("Eva", desk.house.police, Role.MEMBER)
    neighbours.people["Eva"] = eva
    neighbours.person("Eva", neighbours.police, Role.MEMBER)
    return eva


def test_commitments_are_counted_once_and_by_their_worst_rule_for_each_partnership(desk: Desk, eva: Person) -> None:
    first, second = county(eva.pk).lines
    assert (first.partnership.slug, second.partnership.slug) == ("alfa", "beta")
    assert first.whole == 2
    assert first.counts[Status.KEPT] + first.counts[Status.ON_TRACK] < 2, "forty meetings a month are not held"
    assert (first.meeting, second.meeting) == (TODAY + 4 * DAY, None)
    assert first.due is None or first.due >= TODAY
    assert (second.whole, second.due) == (0, None)


def test_a_meeting_of_a_circle_one_does_not_sit_in_is_no_next_meeting(desk: Desk, eva: Person) -> None:
    desk.planned(TODAY + 1 * DAY, circle=True)
    assert county(eva.pk).lines[0].meeting == TODAY + 4 * DAY


def test_a_partnership_one_only_reports_in_is_counted_as_not_shown(desk: Desk, eva: Person, neighbours: House) -> None:
    olle = desk.house.person("Olle", desk.house.housing, Role.REPORTER)
    neighbours.people["Olle"] = olle
    neighbours.person("Olle", neighbours.housing, Role.MEMBER)
    found = county(olle.pk)
    assert [one.partnership.slug for one in found.lines] == ["beta"]
    assert found.hidden == 1


def test_who_takes_part_in_one_sees_that_one_alone_and_who_has_not_signed_in_none(desk: Desk, eva: Person) -> None:
    desk.house.person("Hanna", desk.house.housing, Role.MEMBER)
    text = desk.house.client("Hanna").get("/oversikt/").text
    assert "Alfa" in text
    assert "Beta" not in text
    for path in ("/oversikt/", "/oversikt/samverkan.csv"):
        assert Client().get(path).status_code == 302


def test_the_page_says_dates_and_that_numbers_are_not_to_be_ranked(desk: Desk, eva: Person) -> None:
    text = desk.house.client("Eva").get("/oversikt/").text
    assert (TODAY + 4 * DAY).isoformat() in text
    assert "inte till för att rangordnas" in text
    assert "/s/alfa/ledning/" in text


def test_the_table_to_save_says_the_same(desk: Desk, eva: Person) -> None:
    answer = desk.house.client("Eva").get("/oversikt/samverkan.csv")
    heads, alfa, beta = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert heads[:2] == ["Samverkan", "Åtaganden"]
    assert alfa[:2] == ["Alfa", "2"]
    assert sum(int(n) for n in alfa[2:7]) == 2
    assert alfa[7] == (TODAY + 4 * DAY).isoformat()
    assert beta == ["Beta", "0", "0", "0", "0", "0", "0", "", ""]


def test_questions_grow_with_partnerships_alone_and_by_few(desk: Desk, eva: Person) -> None:
    client = desk.house.client("Eva")
    few = len(statements(client, "/oversikt/"))
    for n in range(9):
        desk.rule(n % 3, parameters={"body": desk.body.pk, "times": n + 2, "every": "month"})
        desk.planned(TODAY + (n + 5) * DAY)
    desk.judge()
    assert len(statements(client, "/oversikt/")) == few
    with CaptureQueriesContext(connection) as asked:
        county(eva.pk)
    assert len([one for one in asked.captured_queries if not OF_WALLS.match(one["sql"])]) <= 2 + 2 * 4
