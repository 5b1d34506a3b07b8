"""The one mail of a person and a day: what it says, to whom, and that it goes exactly once."""

from __future__ import annotations

import datetime as dt
import json
import threading
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from procrastinate.contrib.django import app

from lagesbild.accounts import actions as accounts
from lagesbild.accounts.models import Person, Role
from lagesbild.calendars import actions, reminding, tasks
from lagesbild.calendars.models import Digest, Reminding
from lagesbild.errors import InputError
from lagesbild.meetings import actions as meetings
from lagesbild.plans import actions as plans
from lagesbild.plans.actions import Told, Whose
from tests.compliance.desk import DAY, TODAY, Desk
from tests.organisation.house import House

pytestmark = pytest.mark.django_db(transaction=True)
STOCKHOLM = ZoneInfo("Europe/Stockholm")
WORKDAY = next(day for day in (TODAY + n * DAY for n in range(10)) if reminding.works(day))
"""Today, or the first working day after it: on others nothing is sent."""
SIX = dt.datetime.combine(WORKDAY, dt.time(6), STOCKHOLM)


@pytest.fixture
def paula(desk: Desk) -> Person:
    """Paula of the police, who sits in the working group and wants to know three days ahead."""
    desk.house.sit(desk.body, "Paula", desk.house.police)
    person = desk.house.people["Paula"]
    actions.remind(person=person, ahead=3)
    return person


def waiting() -> list[int]:
    """The mails that wait in the queue."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'calendars.send' ORDER BY id")
        found = [args if isinstance(args, dict) else json.loads(args) for (args,) in cursor.fetchall()]
    return [one["digest"] for one in found]


def morning(now: dt.datetime = SIX) -> None:
    """What the worker does at an hour: queue, and do what is queued, once each."""
    tasks.queue_due(now)
    for digest in waiting():
        tasks.send_on(digest, now.astimezone(STOCKHOLM).date())


def test_all_that_comes_is_one_mail_with_days_and_links_and_nothing_that_people_wrote(
    desk: Desk, paula: Person
) -> None:
    day = max(reminding.days_told(WORKDAY, 3))
    row = desk.planned(day)
    meetings.add_item(actor=desk.house.carl, meeting=row.pk, title="Källargångar")
    measure = plans.create_measure(
        actor=desk.house.carl,
        told=Told(what="Rond vid skolan", kind="situational", responsible=desk.house.police.pk, due=day),
        whose=Whose(party=desk.house.municipality.pk, body=desk.body.pk),
    )
    morning()
    [letter] = mail.outbox
    assert letter.to == [paula.email]
    assert letter.subject == "Påminnelse: 2 saker på gång"
    assert "Möte i EST Nygård" in letter.body
    assert f"{day.isoformat()} 09.00" in letter.body
    assert f"/s/alfa/moten/{row.pk}/" in letter.body
    assert "En åtgärd ska vara genomförd" in letter.body
    assert f"/s/alfa/planer/atgarder/{measure.pk}/" in letter.body
    assert "/s/alfa/kalender/" in letter.body
    for secret in ("Källargångar", "Rond vid skolan", "Paula"):
        assert secret not in letter.body + letter.subject


def test_a_mail_that_would_say_nothing_is_not_sent(desk: Desk, paula: Person) -> None:
    desk.planned(max(reminding.days_told(WORKDAY, 3)) + DAY)
    morning()
    assert mail.outbox == []
    assert Digest.objects.get().settled is not None


def test_only_those_who_want_it_are_reminded_and_of_what_they_chose(desk: Desk, paula: Person) -> None:
    house = desk.house
    house.sit(desk.body, "Lena", house.municipality)
    house.sit(desk.body, "Olle", house.housing)
    actions.remind(person=house.people["Lena"], ahead=0)
    desk.planned(max(reminding.days_told(WORKDAY, 3)))
    morning()
    assert [letter.to for letter in mail.outbox] == [[paula.email]], "Lena is told on the day, Olle never asked"
    actions.remind(person=paula, ahead=None)
    assert not Reminding.objects.filter(person=paula).exists()


def test_it_is_written_in_the_readers_language(desk: Desk, paula: Person) -> None:
    accounts.describe_oneself(person=paula, name="Paula", language="en")
    desk.planned(max(reminding.days_told(WORKDAY, 3)))
    morning()
    assert mail.outbox[0].subject == "1 thing is coming up"
    assert "Meeting of EST Nygård" in mail.outbox[0].body


def test_a_cancelled_meeting_is_not_reminded_of(desk: Desk, paula: Person) -> None:
    row = desk.planned(max(reminding.days_told(WORKDAY, 3)))
    meetings.cancel(actor=desk.house.carl, meeting=row.pk)
    morning()
    assert mail.outbox == []


def test_somebody_in_two_partnerships_gets_one_mail_of_both(desk: Desk, paula: Person, neighbours: House) -> None:
    day = max(reminding.days_told(WORKDAY, 3))
    desk.planned(day)
    neighbours.people["Paula"] = paula
    there = Desk(neighbours)
    neighbours.sit(there.body, "Paula", neighbours.police)
    there.planned(day)
    morning()
    [letter] = mail.outbox
    assert "/s/alfa/moten/" in letter.body
    assert "/s/beta/moten/" in letter.body
    assert letter.subject == "Påminnelse: 2 saker på gång"


def test_who_has_left_is_not_reminded(desk: Desk, paula: Person) -> None:
    house = desk.house
    house.person("Ada", house.municipality, Role.ADMINISTRATOR)
    desk.planned(max(reminding.days_told(WORKDAY, 3)))
    tasks.queue_due(SIX)
    accounts.end_membership(actor=house.actor("Ada"), person=paula.pk, party=house.police.pk)
    morning()
    assert mail.outbox == []


def test_the_hour_before_six_and_weekends_send_nothing(desk: Desk, paula: Person) -> None:
    assert tasks.queue_due(SIX - dt.timedelta(minutes=1)) == 0
    saturday = WORKDAY + (5 - WORKDAY.weekday()) * DAY
    assert tasks.queue_due(dt.datetime.combine(saturday, dt.time(12), STOCKHOLM)) == 0
    assert tasks.queue_due(SIX) == 1
    assert tasks.queue_due(SIX + dt.timedelta(hours=3)) == 0, "the day's mail is begun"


def test_two_workers_at_once_queue_and_send_one_mail(desk: Desk, paula: Person) -> None:
    desk.planned(max(reminding.days_told(WORKDAY, 3)))
    together = threading.Barrier(2)
    failed: list[BaseException] = []

    def work() -> None:
        try:
            together.wait()
            morning()
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert failed == []
    assert len(waiting()) == 1
    morning()
    assert len(mail.outbox) == 1


def test_a_worker_killed_before_the_mail_left_leaves_it_to_the_next(
    desk: Desk, paula: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.planned(max(reminding.days_told(WORKDAY, 3)))
    with monkeypatch.context() as patch:
        patch.setattr("lagesbild.accounts.mails.EmailMessage.send", _killed)
        with pytest.raises(KeyboardInterrupt):
            morning()
    assert Digest.objects.get().settled is None
    morning()
    morning()
    assert len(mail.outbox) == 1


def test_one_that_goes_again_because_nobody_knows_whether_it_went_has_the_same_message_id(
    desk: Desk, paula: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.planned(max(reminding.days_told(WORKDAY, 3)))
    sent = tasks.Letter.send

    def sent_and_killed(letter: tasks.Letter) -> None:
        sent(letter)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(tasks.Letter, "send", sent_and_killed)
        with pytest.raises(KeyboardInterrupt):
            morning()
    morning()
    marks = [letter.message()["Message-ID"] for letter in mail.outbox]
    assert len(marks) == 2
    assert len(set(marks)) == 1


def test_a_mail_whose_day_is_over_is_left_and_the_next_one_speaks_for_it(desk: Desk, paula: Person) -> None:
    tasks.queue_due(SIX)
    [digest] = waiting()
    following = next(day for day in (WORKDAY + n * DAY for n in range(1, 10)) if reminding.works(day))
    desk.planned(max(reminding.days_told(WORKDAY, 3)))
    tasks.send_on(digest, following)
    assert mail.outbox == []
    assert Digest.objects.get().settled is None


def test_the_worker_knows_both_jobs_and_looks_every_hour() -> None:
    assert {"calendars.remind", "calendars.send"} <= set(app.tasks)
    [found] = [one for one in app.periodic_registry.periodic_tasks.values() if one.task.name == "calendars.remind"]
    assert found.cron == "7 * * * *"


@pytest.mark.parametrize("ahead", [-1, 15, 400])
def test_more_days_ahead_than_can_be_chosen_are_refused_in_words(desk: Desk, paula: Person, ahead: int) -> None:
    with pytest.raises(InputError):
        actions.remind(person=paula, ahead=ahead)
    assert Reminding.objects.get(person=paula).ahead == 3


def _killed(*_arguments: object, **_named: object) -> None:
    raise KeyboardInterrupt
