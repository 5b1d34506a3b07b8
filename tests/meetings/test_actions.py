"""Meetings: planned, called, held, decided at, approved; and who may do what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from lagesbild.accounts.models import Role
from lagesbild.core.actions import Actor, Denied, WrongState
from lagesbild.core.models import Audience, TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.core.timeline import faults
from lagesbild.errors import InputError
from lagesbild.i18n import Message
from lagesbild.meetings import actions, agenda, minutes
from lagesbild.meetings.actions import Hours, common
from lagesbild.meetings.forms import HoursForm
from lagesbild.meetings.models import AgendaItem, Attendance, Decision, Meeting, Minutes, Task
from lagesbild.organisation.actions import Charter, change_body
from lagesbild.organisation.models import Body
from tests.meetings.table import HOUR, HOURS, NOW, Table, table
from tests.organisation.house import House

__all__ = ["table"]

pytestmark = pytest.mark.django_db(transaction=True)
FORWARD = dt.datetime(2032, 3, 28, tzinfo=ZoneInfo("Europe/Stockholm"))
"""A night when the clock is put forward."""


@pytest.fixture
def rename(table: Table) -> Iterator[str]:
    """A point that another room has registered: deciding renames the body, undoing names it as before."""

    def named(actor: Actor, name: str) -> None:
        charter = Charter(name=name, kind="est", convener=table.house.municipality.pk, times=1, per="week")
        change_body(actor=actor, body=table.body.pk, charter=charter)

    def do(*, actor: Actor, decision: Decision, task: Task | None) -> None:
        named(actor, "Ny grupp")
        if decision.text == "Nej":
            raise InputError(Message("Refused in the other room."))

    def undo(*, actor: Actor, decision: Decision, task: Task | None) -> None:
        named(actor, "EST Nygård")
        if decision.text == "Låst":
            raise InputError(Message("It has been published."))

    agenda.kind("test.name", "A name")
    agenda.resolution("test.rename", kind="test.name", label="Rename", do=do, undo=undo)
    yield "test.rename"
    agenda.forget("test.name", "test.rename")


def named_point(table: Table) -> AgendaItem:
    return actions.add_item(actor=table.house.carl, meeting=table.meeting.pk, kind="test.name", subject=table.body.pk)


def acts_of(table: Table) -> dict[str, Callable[[Actor], object]]:
    """Every action of the room that belongs to leading, ready to be taken by somebody, in an order that works."""
    house, carl = table.house, table.house.carl
    other, called, off = (actions.plan(actor=carl, body=table.body.pk, hours=HOURS) for _ in range(3))
    actions.cancel(actor=carl, meeting=off.pk)
    with scope(carl.scope()):
        first = AgendaItem.objects.filter(meeting=table.meeting).order_by("position").first()
    assert first is not None
    decision = actions.decide(actor=carl, item=table.point.pk, text="Lampor byts", responsible=house.municipality.pk)
    undone = actions.decide(actor=carl, item=table.point.pk, text="Fel", responsible=house.municipality.pk)
    with scope(carl.scope()):
        task = Task.objects.get(decision=decision)
    there = actions.add_adjunct(actor=carl, meeting=table.meeting.pk, name="Siv Skola", stands_for="Skolan")
    gone = actions.add_adjunct(actor=carl, meeting=table.meeting.pk, name="Bo Bostad", stands_for="Bostaden")
    police = house.police.pk
    return {
        "plan": lambda who: actions.plan(actor=who, body=table.body.pk, hours=HOURS),
        "change_meeting": lambda who: actions.change_meeting(actor=who, meeting=other.pk, hours=HOURS),
        "call": lambda who: actions.call(actor=who, meeting=called.pk),
        "hold": lambda who: actions.hold(actor=who, meeting=called.pk),
        "cancel": lambda who: actions.cancel(actor=who, meeting=other.pk),
        "plan_again": lambda who: actions.plan_again(actor=who, meeting=off.pk),
        "add_item": lambda who: actions.add_item(actor=who, meeting=table.meeting.pk, title="Skolgården"),
        "move_item": lambda who: actions.move_item(actor=who, item=table.point.pk, up=True),
        "remove_item": lambda who: actions.remove_item(actor=who, item=first.pk),
        "note_item": lambda who: actions.note_item(actor=who, item=table.point.pk, note="Lugnt", done=True),
        "open_item": lambda who: actions.open_item(actor=who, item=table.point.pk, public=True),
        "attend": lambda who: actions.attend(actor=who, meeting=table.meeting.pk, holder=table.paula.pk, present=True),
        "attend_all": lambda who: actions.attend_all(actor=who, meeting=table.meeting.pk),
        "add_adjunct": lambda who: actions.add_adjunct(actor=who, meeting=table.meeting.pk, name="Eva Ek"),
        "attend_adjunct": lambda who: actions.attend_adjunct(actor=who, attendance=there.pk, present=True),
        "remove_adjunct": lambda who: actions.remove_adjunct(actor=who, attendance=gone.pk),
        "decide": lambda who: actions.decide(actor=who, item=table.point.pk, text="Fler vandrar"),
        "undo_decision": lambda who: actions.undo_decision(actor=who, decision=undone.pk),
        "change_task": lambda who: actions.change_task(actor=who, task=task.pk, responsible=police),
        "withdraw_task": lambda who: actions.withdraw_task(actor=who, task=task.pk),
        "approve": lambda who: actions.approve(actor=who, meeting=table.meeting.pk),
    }


def test_every_action_is_tried(table: Table) -> None:
    apart = {"Hours", "report_task", "choose_adjuster", "drop_adjuster", "adjust", "adjust_on_paper"}
    assert set(actions.__all__) - apart == set(acts_of(table))


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_coordinators_lead_and_all_of_it_is_on_the_timeline(table: Table, role: Role) -> None:
    actor = table.house.anyone(role)
    for act in acts_of(table).values():
        with scope(actor.scope()):
            before = TimelineEntry.objects.count()
        act(actor)
        with scope(actor.scope()):
            assert TimelineEntry.objects.count() == before + 1
    with scope(actor.scope()):
        assert list(faults(table.house.partnership.pk)) == []


def test_who_holds_the_leading_seat_leads_without_being_coordinator(table: Table) -> None:
    lena = table.house.actor("Lena")
    for act in acts_of(table).values():
        act(lena)


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.COORDINATOR, Role.ADMINISTRATOR}])
def test_the_others_lead_nothing_and_leave_nothing_behind(table: Table, role: Role) -> None:
    acts = acts_of(table)
    actor = table.house.anyone(role)
    with scope(actor.scope()):
        before = TimelineEntry.objects.count()
    for act in acts.values():
        with pytest.raises(Denied):
            act(actor)
    with scope(actor.scope()):
        assert TimelineEntry.objects.count() == before
        assert not AgendaItem.objects.filter(title="Skolgården").exists()


def test_the_leading_seat_gives_a_read_only_role_nothing(house: House) -> None:
    body = house.body()
    house.sit(body, "Rita", house.municipality, Role.AUDITOR, leads=True)
    with pytest.raises(Denied):
        actions.plan(actor=house.actor("Rita"), body=body.pk, hours=HOURS)


def test_a_planned_meeting_has_the_standing_points_of_its_kind_of_body(table: Table) -> None:
    with scope(table.house.carl.scope()):
        kinds = [item.kind for item in AgendaItem.objects.filter(meeting=table.meeting).order_by("position")]
    assert kinds[:2] == ["meetings.actions", "meetings.news"]
    assert kinds[-2:] == [agenda.POINT, "meetings.other"], "what is added comes before any other business"


def test_points_change_places_and_keep_to_the_ends(table: Table) -> None:
    carl = table.house.carl

    def order() -> list[int]:
        with scope(carl.scope()):
            return list(
                AgendaItem.objects.filter(meeting=table.meeting).order_by("position").values_list("pk", flat=True)
            )

    before = order()
    actions.move_item(actor=carl, item=before[-1], up=True)
    assert order() == [*before[:-2], before[-1], before[-2]]
    actions.move_item(actor=carl, item=before[-1], up=False)
    actions.move_item(actor=carl, item=before[-1], up=False)
    actions.move_item(actor=carl, item=before[0], up=True)
    assert order() == before


def test_a_decision_that_acts_does_so_in_the_same_transaction(table: Table, rename: str) -> None:
    point = named_point(table)
    decision = actions.decide(
        actor=table.house.carl, item=point.pk, text="Byt namn", act=rename, responsible=table.house.police.pk
    )
    with scope(table.house.carl.scope()):
        assert Body.objects.get().name == "Ny grupp"
        assert (decision.act, decision.subject_id) == (rename, table.body.pk)
        verbs = list(TimelineEntry.objects.order_by("-sequence").values_list("verb", flat=True)[:2])
        assert verbs == ["meeting.decided", "body.changed"]


def test_a_refusal_in_the_other_room_leaves_nothing_of_the_decision(table: Table, rename: str) -> None:
    point = named_point(table)
    with pytest.raises(InputError, match="other room"):
        actions.decide(
            actor=table.house.carl,
            item=point.pk,
            text="Nej",
            act=rename,
            person=table.house.people["Paula"].pk,
        )
    with scope(table.house.carl.scope()):
        assert Body.objects.get().name == "EST Nygård"
        assert not Decision.objects.exists()
        assert not Task.objects.exists()
        assert not TimelineEntry.objects.filter(verb__in=["meeting.decided", "body.changed"]).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'meetings.assigned'")
            assert cursor.fetchone() == (0,)


def test_who_may_lead_but_not_act_in_the_other_room_decides_nothing_there(table: Table, rename: str) -> None:
    point = named_point(table)
    with pytest.raises(Denied):
        actions.decide(actor=table.house.actor("Lena"), item=point.pk, text="Byt namn", act=rename)
    with scope(table.house.carl.scope()):
        assert not Decision.objects.exists()


def test_a_decision_is_undone_whole(table: Table, rename: str) -> None:
    point = named_point(table)
    carl, paula = table.house.carl, table.house.people["Paula"].pk
    decision = actions.decide(actor=carl, item=point.pk, text="Byt namn", act=rename, person=paula)
    actions.undo_decision(actor=carl, decision=decision.pk)
    with scope(carl.scope()):
        assert Body.objects.get().name == "EST Nygård"
        assert not Decision.objects.standing().exists()
        assert not Task.objects.unfinished().exists()
        assert list(faults(table.house.partnership.pk)) == []
    with pytest.raises(WrongState):
        actions.undo_decision(actor=carl, decision=decision.pk)


def test_what_cannot_be_taken_back_in_the_other_room_stays_decided(table: Table, rename: str) -> None:
    point = named_point(table)
    carl = table.house.carl
    decision = actions.decide(actor=carl, item=point.pk, text="Låst", act=rename, responsible=table.house.police.pk)
    with pytest.raises(InputError, match="published"):
        actions.undo_decision(actor=carl, decision=decision.pk)
    with scope(carl.scope()):
        assert Body.objects.get().name == "Ny grupp"
        assert Decision.objects.standing().get() == decision
        assert Task.objects.unfinished().count() == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"text": " "}, "Write what was decided"),
        ({"text": "Ring 070-174 06 05"}, "telephone"),
        ({"due": dt.date(2099, 1, 1)}, "nobody"),
        ({"act": "test.rename"}, "cannot be decided"),
        ({"act": "no.such"}, "cannot be decided"),
    ],
)
def test_a_decision_that_does_not_hold_is_refused(
    table: Table, rename: str, changes: dict[str, object], says: str
) -> None:
    with pytest.raises(InputError, match=says):
        actions.decide(**{"actor": table.house.carl, "item": table.point.pk, "text": "Byt lampor", **changes})  # type: ignore[arg-type]
    with scope(table.house.carl.scope()):
        assert not Decision.objects.exists()


def test_nothing_is_written_down_before_the_meeting_is_opened_nor_after_the_minutes_are_approved(
    table: Table,
) -> None:
    carl = table.house.carl
    planned = actions.plan(actor=carl, body=table.body.pk, hours=HOURS)
    point = actions.add_item(actor=carl, meeting=planned.pk, title="Sen")
    with pytest.raises(WrongState, match="not begun"):
        actions.decide(actor=carl, item=point.pk, text="För tidigt")
    with pytest.raises(WrongState, match="not begun"):
        actions.attend_all(actor=carl, meeting=planned.pk)
    decision = actions.decide(actor=carl, item=table.point.pk, text="Beslutat")
    actions.attend_all(actor=carl, meeting=table.meeting.pk)
    actions.approve(actor=carl, meeting=table.meeting.pk)
    for act in (
        lambda: actions.decide(actor=carl, item=table.point.pk, text="För sent"),
        lambda: actions.undo_decision(actor=carl, decision=decision.pk),
        lambda: actions.note_item(actor=carl, item=table.point.pk, note="x", done=True),
        lambda: actions.add_item(actor=carl, meeting=table.meeting.pk, title="x"),
        lambda: actions.add_adjunct(actor=carl, meeting=table.meeting.pk, name="Eva"),
        lambda: actions.approve(actor=carl, meeting=table.meeting.pk),
    ):
        with pytest.raises(WrongState):
            act()


def test_approved_minutes_stay_as_they_were_when_names_and_bodies_change(table: Table) -> None:
    carl = table.house.carl
    actions.attend(actor=carl, meeting=table.meeting.pk, holder=table.paula.pk, present=True)
    actions.add_adjunct(actor=carl, meeting=table.meeting.pk, name="Siv Skog", stands_for="Bruksskolan", present=True)
    actions.note_item(actor=carl, item=table.point.pk, note="Två lampor är släckta.", done=True)
    actions.decide(actor=carl, item=table.point.pk, text="Lampor byts", responsible=table.house.municipality.pk)
    edition = actions.approve(actor=carl, meeting=table.meeting.pk)
    paula = table.house.people["Paula"]
    paula.name = "Paula Ny"
    paula.save()
    with scope(carl.scope()):
        written, row = minutes.of(Meeting.objects.get(pk=table.meeting.pk))
        assert row == edition
        assert [place.name for place in written.present] == ["Paula", "Siv Skog"]
        assert [place.name for place in written.absent] == ["Lena"]
        decided = [one for point in written.points for one in point.decided]
        assert [(one.text, one.tasks[0].party) for one in decided] == [("Lampor byts", "Kommunen")]
        entry = TimelineEntry.objects.get(verb="minutes.approved")
        assert entry.detail["digest"] == minutes.digest(minutes.seal(edition.content)) == edition.digest
        assert "lampor" not in str(list(TimelineEntry.objects.values_list("detail", flat=True))).lower()


def test_the_application_cannot_change_approved_minutes(table: Table) -> None:
    carl = table.house.carl
    actions.attend_all(actor=carl, meeting=table.meeting.pk)
    edition = actions.approve(actor=carl, meeting=table.meeting.pk)
    with scope(carl.scope()):
        assert Minutes.objects.filter(pk=edition.pk).update(content={}) == 0
        assert Minutes.objects.get().content == edition.content


def test_minutes_without_anybody_present_are_not_approved(table: Table) -> None:
    with pytest.raises(InputError, match="Nobody"):
        actions.approve(actor=table.house.carl, meeting=table.meeting.pk)


def test_everyone_is_noted_at_once_and_one_who_left_is_noted_after(table: Table) -> None:
    carl = table.house.carl
    assert actions.attend_all(actor=carl, meeting=table.meeting.pk) == 2
    actions.attend(actor=carl, meeting=table.meeting.pk, holder=table.lena.pk, present=False)
    with scope(carl.scope()):
        assert {one.called: one.present for one in Attendance.objects.for_list()} == {"Lena": False, "Paula": True}
    assert actions.attend_all(actor=carl, meeting=table.meeting.pk) == 1


def test_one_who_does_not_sit_in_the_body_is_no_ordinary_participant(table: Table) -> None:
    stranger = table.house.sit(table.house.body("Styrgrupp"), "Hanna", table.house.housing)
    with pytest.raises(InputError, match="does not sit"):
        actions.attend(actor=table.house.carl, meeting=table.meeting.pk, holder=stranger.pk, present=True)


@pytest.mark.parametrize(
    ("hours", "says"),
    [
        (Hours(starts=NOW, ends=NOW), "ends before"),
        (Hours(starts=NOW, ends=NOW + 13 * HOUR), "12 hours at the most"),
        (Hours(starts=FORWARD.replace(hour=2, minute=30), ends=FORWARD.replace(hour=3, minute=15)), "ends before"),
        (Hours(starts=NOW.replace(tzinfo=None), ends=NOW + HOUR), "time zone"),
        (Hours(starts=NOW, ends=NOW + HOUR, link="javascript:alert(1)"), "https"),
        (Hours(starts=NOW, ends=NOW + HOUR, place="hos anna@exempel.se"), "e-mail"),
        (Hours(starts=NOW - 9999 * HOUR, ends=NOW - 9998 * HOUR), "does not work"),
    ],
)
def test_a_meeting_that_does_not_hold_is_not_planned(house: House, hours: Hours, says: str) -> None:
    body = house.body()
    with pytest.raises(InputError, match=says):
        actions.plan(actor=house.carl, body=body.pk, hours=hours)
    with scope(house.carl.scope()):
        assert not Meeting.objects.exists()


def test_an_hour_that_the_clock_is_put_forward_past_is_none_to_meet_at() -> None:
    said = {"date": "2032-03-28", "starts": "02:30", "ends": "04:00", "place": "", "link": ""}
    assert list(HoursForm(said).errors) == ["starts"]
    assert list(HoursForm(said | {"starts": "01:30", "ends": "02:00"}).errors) == ["ends"]
    past_midnight = HoursForm(said | {"date": "2032-03-27", "starts": "23:00", "ends": "01:30"})
    assert past_midnight.is_valid()
    assert past_midnight.hours().ends - past_midnight.hours().starts == dt.timedelta(hours=2, minutes=30)


def test_a_meeting_far_ahead_is_not_opened(house: House) -> None:
    body = house.body()
    meeting = actions.plan(actor=house.carl, body=body.pk, hours=Hours(starts=NOW + 48 * HOUR, ends=NOW + 49 * HOUR))
    with pytest.raises(InputError, match="lies ahead"):
        actions.hold(actor=house.carl, meeting=meeting.pk)
    with scope(house.carl.scope()):
        assert Meeting.objects.get().state == Meeting.State.PLANNED


def test_a_meeting_of_the_circle_is_seen_by_its_members_and_a_task_also_by_who_is_to_do_it(table: Table) -> None:
    house = table.house
    hanna = house.person("Hanna", house.housing, Role.MEMBER)
    house.person("Tor", house.police, Role.MEMBER)
    closed = actions.plan(actor=house.carl, body=table.body.pk, hours=HOURS, audience=table.body.circle_id)
    point = actions.add_item(actor=house.carl, meeting=closed.pk, title="Källargångar")
    actions.hold(actor=house.carl, meeting=closed.pk)
    decision = actions.decide(actor=house.carl, item=point.pk, text="Byt lås", person=hanna.pk)
    seen = {}
    for name in ("Carl", "Paula", "Hanna", "Tor"):
        with scope(house.actor(name).scope()):
            seen[name] = (
                Meeting.objects.filter(pk=closed.pk).exists(),
                Decision.objects.filter(pk=decision.pk).exists(),
                Task.objects.for_list().filter(what="Byt lås").exists(),
            )
    assert seen == {
        "Carl": (True, True, True),
        "Paula": (True, True, True),
        "Hanna": (False, False, True),
        "Tor": (False, False, False),
    }
    with scope(house.carl.scope()):
        task = Task.objects.get()
    actions.report_task(actor=house.actor("Hanna"), task=task.pk, state="done", report="Bytt i sex portar")
    with pytest.raises(Task.DoesNotExist):
        actions.report_task(actor=house.actor("Tor"), task=task.pk, state="done")


def test_a_meeting_is_open_to_its_circle_or_to_all_and_to_nobody_else(house: House) -> None:
    body, other = house.body(), house.body("Styrgrupp")
    with scope(house.carl.scope()):
        public = Audience.objects.get(kind=Audience.PUBLIC).pk
    for audience in (public, other.circle_id):
        with pytest.raises(InputError, match="open to"):
            actions.plan(actor=house.carl, body=body.pk, hours=HOURS, audience=audience)


def test_neighbours_neither_see_nor_reach_ours(table: Table, neighbours: House) -> None:
    decision = actions.decide(
        actor=table.house.carl, item=table.point.pk, text="Belysning", responsible=table.house.police.pk
    )
    stranger = neighbours.carl
    with scope(stranger.scope()):
        for model in (Meeting, AgendaItem, Attendance, Decision, Task, Minutes):
            assert not model.objects.exists()
    with pytest.raises(Meeting.DoesNotExist):
        actions.call(actor=stranger, meeting=table.meeting.pk)
    with pytest.raises(Decision.DoesNotExist):
        actions.undo_decision(actor=stranger, decision=decision.pk)


def test_what_somebody_else_took_away_meanwhile_is_neither_decided_on_nor_noted(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    carl = table.house.carl
    adjunct = actions.add_adjunct(actor=carl, meeting=table.meeting.pk, name="Siv Skog")

    def waited(module: str, take_away: Callable[[], object]) -> None:
        lock = common.led

        def led(actor: Actor, meeting: int) -> Meeting:
            take_away()
            return lock(actor, meeting)

        monkeypatch.setattr(f"lagesbild.meetings.actions.{module}.led", led)

    waited("deciding", lambda: AgendaItem.objects.filter(pk=table.point.pk).delete())
    with pytest.raises(AgendaItem.DoesNotExist):
        actions.decide(actor=carl, item=table.point.pk, text="Lamporna byts")
    waited("holding", lambda: Attendance.objects.filter(pk=adjunct.pk).delete())
    with pytest.raises(Attendance.DoesNotExist):
        actions.attend_adjunct(actor=carl, attendance=adjunct.pk, present=True)
