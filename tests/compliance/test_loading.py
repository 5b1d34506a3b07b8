"""The record of a partnership: what each room holds becomes facts with days, whoever asks, in a few statements."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lagesbild.accounts.models import Role
from lagesbild.compliance import actions, loading, standing
from lagesbild.compliance.actions import Decided, Happened, Offered, Owner
from lagesbild.compliance.rules.calendar import Period
from lagesbild.compliance.rules.judging import Status
from lagesbild.compliance.rules.kinds import Context
from lagesbild.compliance.rules.kinds.agreement import InForce
from lagesbild.compliance.rules.record import Record, Stretch
from lagesbild.core.actions import Actor
from lagesbild.core.models import Audience
from lagesbild.core.scope import scope
from lagesbild.i18n import translator
from lagesbild.meetings import actions as meetings
from lagesbild.organisation import actions as organisation
from lagesbild.organisation.actions import Appointment
from lagesbild.organisation.models import Function
from tests.agreements.table import Table
from tests.compliance.desk import DAY, TODAY, Desk
from tests.organisation.house import House
from tests.plans.desk import furnish
from tests.promises.vow import Vow, made
from tests.web.statements import OF_WALLS

pytestmark = pytest.mark.django_db
IN_FORCE = InForce()
AT_MOST = 6
"""Statements that a record takes, however much there is."""


def record(house: House, actor: Actor | None = None) -> Record:
    with scope((actor or house.carl).scope()):
        return loading.record(house.partnership)


@pytest.fixture
def vow(house: House) -> Vow:
    """A promise against a problem that has causes and a measure."""
    return made(furnish(house))


def test_an_empty_partnership_has_a_record_that_begins_today(house: House) -> None:
    found = record(house)
    assert found.begins == TODAY
    assert [one.name for one in found.parties] == ["Kommunen", "Polisen", "Bostaden"]


def test_meetings_have_their_day_what_was_taken_up_and_whether_they_were_held(desk: Desk) -> None:
    held, ahead = desk.met(TODAY - 9 * DAY), desk.planned(TODAY + 9 * DAY)
    called_off = desk.planned(TODAY + 2 * DAY)
    meetings.cancel(actor=desk.house.carl, meeting=called_off.pk)
    with scope(desk.house.carl.scope()):
        item = held.items.exclude(kind="meetings.other").order_by("position").first()
    assert item is not None
    meetings.note_item(actor=desk.house.carl, item=item.pk, note="Allt gick bra.", done=True)
    found = {one.number: one for one in record(desk.house).meetings}
    assert found[held.pk].noted == found[held.pk].day == TODAY - 9 * DAY
    assert found[held.pk].handled == {item.kind}
    assert item.kind in found[held.pk].listed
    assert found[ahead.pk].noted is None
    assert found[ahead.pk].planned == TODAY
    assert found[held.pk].planned is None
    assert (found[called_off.pk].cancelled, found[called_off.pk].called_off) == (True, TODAY)


MOMENTS = {
    "2026-12-31T22:59": "2026-12-31",
    "2026-12-31T23:00": "2027-01-01",
    "2027-01-03T22:59": "2027-01-03",
    "2027-01-03T23:00": "2027-01-04",
    "2027-03-27T23:00": "2027-03-28",
    "2027-03-28T21:59": "2027-03-28",
    "2027-03-28T22:00": "2027-03-29",
    "2027-10-30T22:00": "2027-10-31",
    "2027-10-31T22:59": "2027-10-31",
    "2027-10-31T23:00": "2027-11-01",
    "2028-02-28T23:00": "2028-02-29",
    "2028-02-29T22:59": "2028-02-29",
    "2028-03-31T21:59": "2028-03-31",
    "2028-03-31T22:00": "2028-04-01",
}
"""Last and first moments, in UTC, of a year, a week 53, days on which the clock is changed, a leap day, a half-year."""


def test_a_meeting_is_on_the_day_of_the_partnership_to_the_minute(desk: Desk) -> None:
    planned = {}
    for moment, day in MOMENTS.items():
        starts = dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC)
        hours = meetings.Hours(starts=starts, ends=starts + dt.timedelta(minutes=30))
        planned[meetings.plan(actor=desk.house.carl, body=desk.body.pk, hours=hours).pk] = day
    found = {one.number: one.day.isoformat() for one in record(desk.house).meetings}
    assert {pk: found[pk] for pk in planned} == planned


def test_who_held_a_function_and_a_seat_and_no_deputies(house: House) -> None:
    function = organisation.create_function(
        actor=house.carl,
        name="Kommunpolis",
        kind=Function.Kind.MUNICIPAL_POLICE,
        party=house.police.pk,
        since=TODAY - 60 * DAY,
    )
    person = house.person("Vera", house.police, Role.MEMBER)
    deputy = house.person("Didrik", house.police, Role.MEMBER)
    since, until = TODAY - 30 * DAY, TODAY - 5 * DAY
    organisation.fill_function(
        actor=house.carl, function=function.pk, who=Appointment(person=person.pk, since=since, until=until)
    )
    organisation.fill_function(
        actor=house.carl, function=function.pk, who=Appointment(person=deputy.pk, since=since, deputy=True)
    )
    found = record(house)
    office = next(one for one in found.offices if one.number == function.pk and one.seat_of is None)
    assert office.held == (Stretch(since, until),)
    assert (office.kind, office.party) == ("municipal_police", house.police.pk)


def test_a_promise_has_the_days_on_which_it_came_to_stand(vow: Vow) -> None:
    house = vow.house
    before = record(house).promises[0]
    assert (before.joint, before.bound, before.signed) == (None, None, None)
    decision = vow.adopt()
    vow.decide(house.municipality.pk)
    # the meeting began an hour ago, which may have been yesterday
    assert record(house).promises[0].joint == timezone.localdate(decision.meeting.starts)
    assert record(house).promises[0].bound is None
    vow.decide(house.police.pk)
    for party in (house.municipality.pk, house.police.pk):
        vow.sign(party)
    after = record(house).promises[0]
    assert (after.bound, after.signed, after.published) == (TODAY, TODAY, None)
    assert after.parties == {house.municipality.pk, house.police.pk}
    assert after.problems == (vow.desk.problem.pk,)
    assert after.period == Period(TODAY - 10 * DAY, TODAY + 20 * DAY)


def test_a_problem_has_the_days_of_what_it_has_to_have(vow: Vow) -> None:
    problem = next(one for one in record(vow.house).problems if one.number == vow.desk.problem.pk)
    assert problem.caused == TODAY
    assert problem.planned == TODAY
    assert problem.pictured is None
    assert problem.heard is None


def test_what_only_one_party_may_read_is_counted_and_not_named(vow: Vow) -> None:
    named = {one.name for one in record(vow.house).promises}
    assert named == {vow.promise.title}
    with scope(vow.house.carl.scope()):
        own = Audience.objects.get(kind=Audience.OWN)
        vow.promise.__class__.objects.filter(pk=vow.promise.pk).update(audience=own)
    assert {one.name for one in record(vow.house).promises} == {f"löfte nr {vow.promise.pk}"}


def test_a_measure_has_who_answers_and_by_when(vow: Vow) -> None:
    measure = next(one for one in record(vow.house).measures if one.number == vow.desk.lamps.pk)
    assert measure.party == vow.house.police.pk
    assert measure.problem == vow.desk.problem.pk
    assert not measure.carried_out


def test_what_is_noted_counts_until_it_is_taken_back(house: House) -> None:
    carl = house.carl
    noted = actions.note(actor=carl, happened=Happened(kind="report.council", day=TODAY - DAY))
    service = actions.add_service(actor=carl, offered=Offered(name="Reception", since=TODAY - 20 * DAY))
    for hours in (1.5, 0.5):
        session = actions.note_session(actor=carl, service=service.pk, day=TODAY, hours=hours)
    policy = actions.add_policy(actor=carl, owner=Owner(name="Policy", kind="policy", owner_text="Säkerhetschefen"))
    decided = Decided(decided=TODAY - 3 * DAY, revise_by=TODAY + 300 * DAY)
    edition = actions.note_edition(actor=carl, policy=policy.pk, decided=decided)
    found = record(house)
    assert [(one.kind, one.day) for one in found.artefacts] == [("report.council", TODAY - DAY)]
    assert found.services[0].hours == {TODAY: 2.0}
    assert found.policies[0].decided == (TODAY - 3 * DAY,)
    assert found.policies[0].revise_by == TODAY + 300 * DAY
    assert found.policies[0].owner == "Säkerhetschefen"
    assert found.begins == TODAY - DAY, "what is noted of an earlier day moves the beginning to it"
    actions.take_back_noted(actor=carl, noted=noted.pk)
    actions.take_back_session(actor=carl, session=session.pk)
    actions.take_back_edition(actor=carl, edition=edition.pk)
    after = record(house)
    assert after.artefacts == ()
    assert after.services[0].hours == {TODAY: 1.5}
    assert after.policies[0].decided == ()


def test_an_agreement_in_force_stands_for_as_long_as_it_applies(desk: Desk) -> None:
    assert desk.agreement
    found = record(desk.house)
    assert [one.source.number for one in found.standing("agreement.in_force", TODAY)] == [desk.agreement.pk]
    assert found.standing("agreement.in_force", TODAY + 400 * DAY) == []


def test_the_record_begins_no_later_than_the_agreement(desk: Desk) -> None:
    assert desk.agreement.starts == TODAY - 365 * DAY
    assert record(desk.house).begins == TODAY - 365 * DAY
    desk.met(TODAY - 9 * DAY)
    assert record(desk.house).begins == TODAY - 365 * DAY


def test_without_an_agreement_the_record_begins_with_the_timeline_and_stays_there(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.body()
    later = timezone.now() + 40 * DAY
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert record(house).begins == TODAY


def test_those_who_enter_nothing_break_what_they_agreed_on(desk: Desk) -> None:
    desk.rule()
    with scope(desk.house.carl.scope()):
        (found,) = standing.judged(desk.house.partnership, TODAY)
    assert found.status is Status.BROKEN
    assert translator("sv").say(found.judgement.reason).startswith("EST Nygård skulle ha träffats")


def test_a_successor_that_is_signed_stands_from_its_first_day_and_is_known_from_when_it_was_signed(desk: Desk) -> None:
    table, last = Table(desk.house), TODAY + 30 * DAY
    old = table.in_force(starts=TODAY - 300 * DAY, ends=last)
    new = table.in_force(starts=last + DAY, ends=last + 700 * DAY)
    found = record(desk.house)
    known = {one.source.number: one for one in found.artefacts if one.kind == "agreement.in_force"}
    assert known[new.pk].day == TODAY - 40 * DAY
    assert known[new.pk].covers == Period(last + DAY, last + 700 * DAY)
    assert [one.source.number for one in found.standing("agreement.in_force", last)] == [old.pk]
    assert [one.source.number for one in found.standing("agreement.in_force", last + DAY)] == [new.pk]
    said = IN_FORCE.judge(IN_FORCE.parameters(), found, TODAY, Context(1, Period(TODAY - 300 * DAY, last)))
    assert said.status is Status.KEPT
    assert said.evidence[0].number == new.pk


def test_the_record_is_the_same_whoever_asks(vow: Vow) -> None:
    house = vow.house
    house.person("Hugo", house.housing, Role.AUDITOR)
    assert record(house, house.actor("Hugo")) == record(house)


def test_a_record_takes_few_statements_however_much_there_is(desk: Desk) -> None:
    for n in range(3):
        desk.met(TODAY - n * 7 * DAY)
    with scope(desk.house.carl.scope()), CaptureQueriesContext(connection) as asked:
        loading.record(desk.house.partnership)
    assert len([one for one in asked.captured_queries if not OF_WALLS.match(one["sql"])]) <= AT_MOST
