"""The picture at a meeting: on the agenda, adopted by a decision, and undone until the minutes are approved."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from lagesbild.core.actions import WrongState, acting
from lagesbild.errors import InputError
from lagesbild.i18n import Message
from lagesbild.incidents.models import Incident
from lagesbild.meetings import actions as meetings
from lagesbild.meetings.actions import Hours
from lagesbild.meetings.models import AgendaItem, Decision, Task
from lagesbild.picture import releasing, room
from lagesbild.picture.actions import make_edition
from lagesbild.picture.models import Edition
from tests.picture.weekly import MONDAY, Town

pytestmark = pytest.mark.django_db(transaction=True)


def held(town: Town, *, opened: bool = True) -> AgendaItem:
    """A working group's meeting, opened or yet to be."""
    coordinator = town.actor("coordinator")
    hours = Hours(starts=timezone.now(), ends=timezone.now() + dt.timedelta(hours=1))
    meeting = meetings.plan(actor=coordinator, body=town.body(), hours=hours)
    if opened:
        meetings.hold(actor=coordinator, meeting=meeting.pk)
    with acting(town.system):
        return AgendaItem.objects.get(meeting=meeting, kind=room.POINT)


def test_the_picture_of_the_week_stands_on_the_agenda_and_is_adopted_there(town: Town, edition: Edition) -> None:
    item = held(town)
    assert item.subject_id == edition.pk
    decision = meetings.decide(
        actor=town.actor("coordinator"), item=item.pk, text="Lägesbilden fastställs", act=room.ADOPT
    )
    with acting(town.system):
        edition.refresh_from_db()
        assert (edition.state, edition.meeting) == ("decided", item.meeting_id)
    with acting(town.system):
        assert Decision.objects.standing().get() == decision


def test_the_decision_is_undone_until_the_minutes_are_approved_and_never_after(town: Town, edition: Edition) -> None:
    coordinator, item = town.actor("coordinator"), held(town)
    first = meetings.decide(actor=coordinator, item=item.pk, text="Lägesbilden fastställs", act=room.ADOPT)
    meetings.undo_decision(actor=coordinator, decision=first.pk)
    with acting(town.system):
        edition.refresh_from_db()
        assert (edition.state, edition.decided, edition.meeting) == ("draft", None, None)
    again = meetings.decide(actor=coordinator, item=item.pk, text="Lägesbilden fastställs", act=room.ADOPT)
    meetings.add_adjunct(actor=coordinator, meeting=item.meeting_id, name="Siv Skog", present=True)
    meetings.approve(actor=town.system, meeting=item.meeting_id)
    with pytest.raises(WrongState):
        meetings.undo_decision(actor=coordinator, decision=again.pk)
    with pytest.raises(DatabaseError), acting(town.system):
        Edition.objects.filter(pk=edition.pk).update(state="draft", decided=None, decided_by=None, meeting=None)


def test_what_something_below_holds_stays_decided(
    town: Town, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(releasing, "_holds", [lambda edition: Message("It is read by everyone.")])
    coordinator, item = town.actor("coordinator"), held(town)
    decision = meetings.decide(actor=coordinator, item=item.pk, text="Lägesbilden fastställs", act=room.ADOPT)
    with pytest.raises(WrongState, match="read by everyone"):
        meetings.undo_decision(actor=coordinator, decision=decision.pk)


def test_an_edition_made_during_the_meeting_is_the_one_adopted(town: Town, edition: Edition) -> None:
    item = held(town)
    with acting(town.system):
        Incident.objects.filter(start__date=MONDAY).update(state="set_aside")
    second = make_edition(actor=town.system, start=MONDAY)
    meetings.decide(actor=town.actor("coordinator"), item=item.pk, text="Fastställs", act=room.ADOPT)
    with acting(town.system):
        assert dict(Edition.objects.values_list("pk", "state")) == {edition.pk: "superseded", second.pk: "decided"}
        assert Decision.objects.get().subject_id == second.pk


def test_without_a_picture_there_is_nothing_to_adopt(town: Town) -> None:
    item = held(town)
    with pytest.raises(InputError):
        meetings.decide(actor=town.actor("coordinator"), item=item.pk, text="Fastställs", act=room.ADOPT)


def test_what_meetings_decided_was_to_be_done_in_the_week_stands_on_its_page(town: Town, edition: Edition) -> None:
    body = town.body()
    with acting(town.system):
        for what, due, state in (
            ("Kvällspass vid Brukstorget", MONDAY + dt.timedelta(days=4), "partly"),
            ("Klippa siktlinjer", MONDAY + dt.timedelta(days=9), "open"),
        ):
            Task.objects.create(
                partnership_id=town.partnership,
                party_id=town.municipality,
                audience_id=town.shared,
                body_id=body,
                responsible_id=town.municipality,
                what=what,
                due=due,
                state=state,
            )
    client = Client()
    client.force_login(town.member("member"))
    page = client.get("/s/alfa/lagesbild/2026-v12/").text
    assert "Kvällspass vid Brukstorget" in page
    assert "delvis" in page
    assert "Klippa siktlinjer" not in page


def test_before_the_meeting_is_opened_its_page_shows_the_latest_picture(town: Town, edition: Edition) -> None:
    item = held(town, opened=False)
    assert item.subject_id is None
    client = Client()
    client.force_login(town.member("member"))
    page = client.get(f"/s/alfa/moten/{item.meeting_id}/").text
    assert f"vecka {MONDAY.isocalendar().week}" in page[page.index("<main") :]
    assert "Det finns ingen lägesbild" not in page
