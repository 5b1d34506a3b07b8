"""What is given to be done at a meeting: to whom, by when, how it went, and who may say so."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from lagesbild.accounts.models import Role
from lagesbild.core.actions import Denied, WrongState
from lagesbild.core.meanwhile import ChangedMeanwhile, as_seen
from lagesbild.core.scope import scope
from lagesbild.errors import InputError
from lagesbild.meetings import actions
from lagesbild.meetings.actions import Hours
from lagesbild.meetings.actions.deciding import GIVEN
from lagesbild.meetings.models import Decision, Meeting, Task
from tests.meetings.table import HOUR, NOW, Table, a_task, table
from tests.organisation.house import House

__all__ = ["table"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_decision_gives_a_task_to_a_person_with_a_day_and_a_letter(table: Table) -> None:
    paula = table.house.people["Paula"]
    due = timezone.localdate() + dt.timedelta(days=3)
    decision = actions.decide(
        actor=table.house.carl, item=table.point.pk, text="Närvaro fredag kväll", person=paula.pk, due=due
    )
    with scope(table.house.actor("Paula").scope()):
        task = Task.objects.of_person(paula.pk).unfinished().get()
        assert (task.what, task.due, task.responsible, task.decision) == (
            "Närvaro fredag kväll",
            due,
            table.house.police,
            decision,
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT args->>'assigned' FROM procrastinate_jobs WHERE task_name = 'meetings.assigned'")
            assert cursor.fetchall() == [(str(task.pk),)]


@pytest.mark.parametrize("state", ["done", "partly", "not_done"])
def test_a_decision_whose_task_has_been_reported_is_not_undone(table: Table, state: str) -> None:
    carl, paula = table.house.carl, table.house.people["Paula"].pk
    decision = actions.decide(actor=carl, item=table.point.pk, text="Närvaro", person=paula)
    with scope(carl.scope()):
        task = Task.objects.get()
    actions.report_task(actor=table.house.actor("Paula"), task=task.pk, state=state, report="Fredag kväll")
    with pytest.raises(WrongState, match="to be done after all"):
        actions.undo_decision(actor=carl, decision=decision.pk)
    with scope(carl.scope()):
        task.refresh_from_db()
        assert (task.state, task.report) == (state, "Fredag kväll")
        assert Decision.objects.standing().exists()
    actions.report_task(actor=carl, task=task.pk, state="open")
    actions.undo_decision(actor=carl, decision=decision.pk)
    with scope(carl.scope()):
        task.refresh_from_db()
        assert task.state == "withdrawn"


def test_a_task_is_not_due_before_the_meeting_and_not_given_for_another_party(table: Table) -> None:
    carl, paula = table.house.carl, table.house.people["Paula"].pk
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    with pytest.raises(InputError, match="before the meeting"):
        actions.decide(actor=carl, item=table.point.pk, text="Sent", person=paula, due=yesterday)
    with pytest.raises(InputError, match="that party"):
        actions.decide(actor=carl, item=table.point.pk, text="Fel", person=paula, responsible=table.house.housing.pk)


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.MEMBER, True),
        (Role.LEADER, True),
        (Role.COORDINATOR, True),
        (Role.ADMINISTRATOR, True),
        (Role.REPORTER, False),
        (Role.ANALYST, False),
        (Role.REGISTRATOR, False),
        (Role.AUDITOR, False),
        (Role.PROTECTION_OFFICER, False),
    ],
)
def test_others_of_the_party_say_how_a_task_went_by_their_role(table: Table, role: Role, allowed: bool) -> None:
    task = a_task(table)
    actor = table.house.anyone(role)
    if allowed:
        assert actions.report_task(actor=actor, task=task.pk, state="done").state == "done"
    else:
        with pytest.raises(Denied):
            actions.report_task(actor=actor, task=task.pk, state="done")


def test_a_member_of_another_party_does_not_say_how_a_task_went(table: Table) -> None:
    task = a_task(table)
    table.house.person("Hanna", table.house.housing, Role.MEMBER)
    with pytest.raises(Denied):
        actions.report_task(actor=table.house.actor("Hanna"), task=task.pk, state="done")


def test_a_reporter_says_how_the_own_task_went_and_an_auditor_never_does(table: Table) -> None:
    rut = table.house.person("Rut", table.house.police, Role.REPORTER)
    table.house.person("Rita", table.house.police, Role.AUDITOR)
    task = a_task(table)
    for name in ("Rut", "Rita"):
        actions.change_task(
            actor=table.house.carl,
            task=task.pk,
            responsible=table.house.police.pk,
            person=table.house.people[name].pk,
        )
        if name == "Rita":
            with pytest.raises(Denied):
                actions.report_task(actor=table.house.actor(name), task=task.pk, state="open")
        else:
            actions.report_task(actor=table.house.actor(name), task=task.pk, state="partly", report="En kväll av två")
    assert rut.pk == table.house.people["Rut"].pk


def test_the_second_of_two_who_give_a_task_away_is_told(table: Table) -> None:
    task, house = a_task(table), table.house
    with scope(house.carl.scope()):
        seen = as_seen(Task.objects.get(pk=task.pk), GIVEN)
    actions.change_task(actor=house.carl, task=task.pk, responsible=house.municipality.pk, seen=seen)
    with pytest.raises(ChangedMeanwhile):
        actions.change_task(actor=house.carl, task=task.pk, responsible=house.housing.pk, seen=seen)
    with scope(house.carl.scope()):
        assert Task.objects.get(pk=task.pk).responsible_id == house.municipality.pk


def test_what_is_not_done_says_why_and_can_be_to_do_again(table: Table) -> None:
    task, paula = a_task(table, "Paula"), table.house.actor("Paula")
    with pytest.raises(InputError, match="what is left"):
        actions.report_task(actor=paula, task=task.pk, state="not_done")
    actions.report_task(actor=paula, task=task.pk, state="not_done", report="Ingen bil")
    again = actions.report_task(actor=paula, task=task.pk, state="open")
    assert again.reported is None
    actions.withdraw_task(actor=table.house.carl, task=task.pk)
    with pytest.raises(WrongState):
        actions.report_task(actor=paula, task=task.pk, state="done")


def test_the_next_meeting_begins_with_what_is_left_and_what_was_reported_since_the_last(table: Table) -> None:
    carl, house = table.house.carl, table.house
    texts = ("Kvar", "Gjord", "Gammal", "Ångrad")
    made = {
        text: actions.decide(actor=carl, item=table.point.pk, text=text, responsible=house.police.pk) for text in texts
    }
    with scope(carl.scope()):
        tasks = {task.what: task.pk for task in Task.objects.all()}
    for text in ("Gjord", "Gammal"):
        actions.report_task(actor=carl, task=tasks[text], state="done")
    actions.undo_decision(actor=carl, decision=made["Ångrad"].pk)
    following = actions.plan(actor=carl, body=table.body.pk, hours=Hours(starts=NOW + 10 * HOUR, ends=NOW + 11 * HOUR))
    with scope(carl.scope()):
        Task.objects.filter(what="Gammal").update(reported=NOW - 99 * HOUR)
        previous = Meeting.objects.before(following).first()
        assert previous is not None
        found = Task.objects.to_go_through(following, previous).for_list()
        assert [task.what for task in found] == ["Kvar", "Gjord"]
        assert not Task.objects.to_go_through(table.meeting, None).exists(), "its own tasks are not earlier ones"


def test_one_who_serves_two_partnerships_sees_the_tasks_of_the_one_that_is_open(
    table: Table, neighbours: House
) -> None:
    task = a_task(table, "Paula")
    neighbours.people["Paula"] = table.house.people["Paula"]
    neighbours.person("Paula", neighbours.police, Role.MEMBER)
    with scope(table.house.actor("Paula").scope()):
        assert list(Task.objects.all()) == [task]
    with scope(neighbours.actor("Paula").scope()):
        assert not Task.objects.exists()


def test_who_ends_somebody_reads_what_others_are_to_take_over_first(table: Table) -> None:
    task, house = a_task(table, "Paula"), table.house
    house.person("Ada", house.municipality, Role.ADMINISTRATOR)
    where = f"/s/alfa/personer/{house.people['Paula'].pk}/{house.police.pk}/"
    page = house.client("Ada").get(where).text
    assert f"/s/alfa/uppgifter/{task.pk}/" in page
    assert f"/s/alfa/organisation/post/{table.paula.seat_id}/" in page
    actions.report_task(actor=house.actor("Paula"), task=task.pk, state="done")
    page = house.client("Ada").get(where).text
    assert f"/uppgifter/{task.pk}/" not in page
