"""What a secret address gives, to whom, and when it gives nothing any more."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from lagesbild.accounts import actions as accounts
from lagesbild.accounts.models import Role
from lagesbild.calendars import actions, feeds
from lagesbild.calendars import views as pages
from lagesbild.calendars.models import Feed
from lagesbild.core.actions import Denied, WrongState
from lagesbild.core.scope import scope
from lagesbild.meetings import actions as meetings
from lagesbild.meetings.actions.planning import Hours
from lagesbild.organisation.actions import Appointment, seat_person
from lagesbild.plans import actions as plans
from lagesbild.plans.actions import Told, Whose
from lagesbild.registry.actions import note
from tests.compliance.desk import DAY, TODAY, Desk
from tests.organisation.house import SPRING

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Subscriber:
    """Paula of the police, who sits in the working group, and her calendar program."""

    desk: Desk

    def __post_init__(self) -> None:
        self.desk.house.sit(self.desk.body, "Paula", self.desk.house.police)

    def subscribe(self, body: int | None = None, name: str = "Paula") -> str:
        """The path of a new address."""
        _, token = actions.open_feed(actor=self.desk.house.actor(name), body=body)
        return reverse("calendar_feed", kwargs={"token": str(token)})


@pytest.fixture
def paula(desk: Desk) -> Subscriber:
    return Subscriber(desk)


def fetched(address: str) -> Calendar:
    """What a calendar program that has never signed in reads there."""
    answer = Client().get(address)
    assert answer.status_code == 200, answer.text
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


def names(address: str) -> list[str]:
    return [str(one["SUMMARY"]) for one in fetched(address).events]


def test_meetings_of_ones_bodies_are_there_with_their_hours_and_move_instead_of_doubling(paula: Subscriber) -> None:
    desk, carl = paula.desk, paula.desk.house.carl
    row = desk.planned(TODAY + 5 * DAY, circle=True)
    address = paula.subscribe()
    [before] = fetched(address).events
    later = Hours(starts=row.starts + dt.timedelta(hours=2), ends=row.ends + dt.timedelta(hours=2), place="Rum 3")
    meetings.change_meeting(actor=carl, meeting=row.pk, hours=later)
    [after] = fetched(address).events
    assert (after["UID"], str(after["SUMMARY"])) == (before["UID"], "EST Nygård")
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.decoded("LAST-MODIFIED") >= before.decoded("LAST-MODIFIED")
    assert after.decoded("DTSTART") == later.starts
    assert str(after["LOCATION"]) == "Rum 3"
    meetings.cancel(actor=carl, meeting=row.pk)
    [gone] = fetched(address).events
    assert (gone["UID"], gone["STATUS"]) == (before["UID"], "CANCELLED")
    assert gone["SEQUENCE"] > after["SEQUENCE"]


def test_the_file_of_one_meeting_and_the_feed_say_the_same_of_it(paula: Subscriber) -> None:
    row = paula.desk.planned(TODAY + 5 * DAY)
    one = paula.desk.house.client("Carl").get(reverse("meetings:calendar", kwargs={"slug": "alfa", "pk": row.pk}))
    [alone] = Calendar.from_ical(one.content).events
    [fed] = fetched(paula.subscribe()).events
    assert {key: fed[key] for key in ("UID", "SEQUENCE", "DTSTART")} == {
        key: alone[key] for key in ("UID", "SEQUENCE", "DTSTART")
    }


def test_who_sits_elsewhere_does_not_have_the_meeting_and_the_calendar_of_the_body_has(paula: Subscriber) -> None:
    desk = paula.desk
    desk.planned(TODAY + 5 * DAY)
    desk.house.person("Hanna", desk.house.housing, Role.MEMBER)
    assert "EST Nygård" not in names(paula.subscribe(name="Hanna"))
    assert names(paula.subscribe(desk.body.pk, name="Hanna")) == ["EST Nygård"]


def test_a_meeting_of_the_circle_alone_is_in_nobody_elses_calendar_of_the_body(paula: Subscriber) -> None:
    desk = paula.desk
    desk.planned(TODAY + 5 * DAY, circle=True)
    desk.house.person("Hanna", desk.house.housing, Role.MEMBER)
    assert names(paula.subscribe(desk.body.pk, name="Hanna")) == []


def test_what_a_party_answers_for_is_in_its_peoples_calendars_and_never_in_the_words_of_a_measure(
    paula: Subscriber,
) -> None:
    house = paula.desk.house
    for party in (house.police, house.housing):
        plans.create_measure(
            actor=house.carl,
            told=Told(what="Hemlig rond", kind="situational", responsible=party.pk, due=TODAY + 9 * DAY),
            whose=Whose(party=house.municipality.pk, body=paula.desk.body.pk),
        )
    [found] = fetched(paula.subscribe()).events
    assert str(found["SUMMARY"]) == "En åtgärd ska vara genomförd"
    assert found["DTSTART"].params["VALUE"] == "DATE"
    assert found.decoded("DTSTART") == TODAY + 9 * DAY
    assert str(found["URL"]).startswith("http://testserver/s/alfa/planer/atgarder/")
    assert found.decoded("DTSTAMP") <= dt.datetime.now(dt.UTC), "it has not changed on a day that is to come"


def test_what_bears_a_secrecy_mark_is_not_called_by_its_name(paula: Subscriber) -> None:
    desk = paula.desk
    title = desk.agreement.title
    address = paula.subscribe()
    assert any(title in name for name in names(address))
    _mark(desk)
    assert not any(title in name for name in names(address))
    assert "En dag i en överenskommelse" in names(address)


def _mark(desk: Desk) -> None:
    desk.house.person("Rut", desk.house.municipality, Role.REGISTRATOR)
    note(
        actor=desk.house.actor("Rut"),
        kind="agreements.agreement",
        subject=desk.agreement.pk,
        secret=True,
        ground="OSL 18:1",
    )


def test_the_database_keeps_only_a_digest_and_each_renewal_makes_the_old_address_lead_nowhere(
    paula: Subscriber,
) -> None:
    actor = paula.desk.house.actor("Paula")
    row, token = actions.open_feed(actor=actor)
    old = reverse("calendar_feed", kwargs={"token": str(token)})
    with scope(actor.scope()):
        assert bytes(Feed.objects.get(pk=row.pk).token_digest) == token.digest
    _, new = actions.renew_feed(actor=actor, feed=row.pk)
    assert Client().get(old).status_code == 404
    assert Client().get(reverse("calendar_feed", kwargs={"token": str(new)})).status_code == 200
    actions.end_feed(actor=actor, feed=row.pk)
    assert Client().get(reverse("calendar_feed", kwargs={"token": str(new)})).status_code == 404
    with pytest.raises(WrongState):
        actions.renew_feed(actor=actor, feed=row.pk)
    assert actions.open_feed(actor=actor)[0].pk != row.pk


def test_there_is_one_address_of_each_kind_and_others_cannot_touch_it(paula: Subscriber) -> None:
    house = paula.desk.house
    row, _ = actions.open_feed(actor=house.actor("Paula"))
    with pytest.raises(WrongState):
        actions.open_feed(actor=house.actor("Paula"))
    for act in (actions.renew_feed, actions.end_feed):
        with pytest.raises(Denied):
            act(actor=house.carl, feed=row.pk)


def test_of_two_that_make_the_same_address_at_the_same_moment_one_is_told_in_words(paula: Subscriber) -> None:
    actor = paula.desk.house.actor("Paula")
    together = threading.Barrier(2)
    came: list[str] = []

    def make() -> None:
        try:
            together.wait()
            actions.open_feed(actor=actor)
            came.append("made")
        except WrongState:
            came.append("told")
        finally:
            connection.close()

    both = [threading.Thread(target=make) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(came) == ["made", "told"]


@pytest.mark.parametrize("role", [Role.REPORTER, Role.AUDITOR, Role.PROTECTION_OFFICER])
def test_those_who_only_report_or_watch_have_none(desk: Desk, role: Role) -> None:
    with pytest.raises(Denied):
        actions.open_feed(actor=desk.house.anyone(role))


def test_who_has_left_meets_the_same_wall_as_who_guesses(paula: Subscriber) -> None:
    house = paula.desk.house
    house.person("Ada", house.municipality, Role.ADMINISTRATOR)
    address = paula.subscribe()
    guess = reverse("calendar_feed", kwargs={"token": f"{house.partnership.pk}-{'x' * 43}"})
    assert Client().get(address).status_code == 200
    accounts.end_membership(actor=house.actor("Ada"), person=house.people["Paula"].pk, party=house.police.pk)
    assert Client().get(address).status_code == Client().get(guess).status_code == 404
    assert Client().get("/kalender/nej.ics").status_code == 404


def test_who_may_only_report_from_now_on_has_no_calendar_any_more(paula: Subscriber) -> None:
    house = paula.desk.house
    house.person("Ada", house.municipality, Role.ADMINISTRATOR)
    address = paula.subscribe()
    accounts.change_roles(
        actor=house.actor("Ada"), person=house.people["Paula"].pk, party=house.police.pk, roles=[Role.REPORTER]
    )
    assert Client().get(address).status_code == 404


def test_a_calendar_that_nothing_has_happened_in_is_not_sent_again(paula: Subscriber) -> None:
    paula.desk.planned(TODAY + 5 * DAY)
    address = paula.subscribe()
    first = Client().get(address)
    assert "private" in first["Cache-Control"]
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert not first.cookies


def test_guessing_is_counted_where_it_comes_from_and_leaves_those_who_know_alone(
    paula: Subscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MISSES", 2)
    monkeypatch.setattr(pages, "MOST", 3)
    address = paula.subscribe()
    guess = f"/kalender/{paula.desk.house.partnership.pk}-{'y' * 43}.ics"
    assert [Client().get(guess).status_code for _ in range(4)] == [404, 404, 429, 429]
    assert [Client().get(address).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_a_person_with_two_seats_and_an_adjunct_has_each_meeting_once(paula: Subscriber) -> None:
    desk, house = paula.desk, paula.desk.house
    seat = house.seat(desk.body, "Ersättare")
    seat_person(actor=house.carl, seat=seat.pk, who=Appointment(person=house.people["Paula"].pk, since=SPRING))
    row = desk.planned(TODAY + 5 * DAY)
    meetings.add_adjunct(actor=house.carl, meeting=row.pk, person=house.people["Paula"].pk)
    assert names(paula.subscribe()) == ["EST Nygård"]


def test_an_address_is_fetched_with_as_many_questions_however_much_there_is(
    paula: Subscriber, django_assert_max_num_queries: object
) -> None:
    address = paula.subscribe()
    for n in range(12):
        paula.desk.planned(TODAY + (n + 2) * DAY)
    Client().get(address)
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        assert len(fetched(address).events) == 12


def test_another_partnerships_number_opens_nothing(paula: Subscriber, neighbours: object) -> None:
    _, token = actions.open_feed(actor=paula.desk.house.actor("Paula"))
    other = getattr(neighbours, "partnership").pk  # noqa: B009 - a fixture
    assert Client().get(f"/kalender/{other}-{token.secret}.ics").status_code == 404
    assert feeds.opened(token) is not None
