"""A protocol that is adjusted: who is chosen, how it is done, and that nothing is approved without it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from lagesbild.accounts.models import Role
from lagesbild.core.actions import Denied, WrongState
from lagesbild.core.models import TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.core.timeline import faults
from lagesbild.errors import InputError
from lagesbild.i18n import translator
from lagesbild.meetings import actions, minutes
from lagesbild.meetings.models import Adjuster, Meeting, Minutes
from lagesbild.organisation.models import Body
from tests.meetings.table import HOURS, Table
from tests.organisation.house import House
from tests.promises.vow import PDF

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def table(house: House) -> Table:
    """A body that keeps a protocol, and a meeting of it at which everyone is noted as present."""
    body = house.body(minutes=Body.Minutes.PROTOCOL)
    lena = house.sit(body, "Lena", house.municipality, leads=True)
    paula = house.sit(body, "Paula", house.police)
    meeting = actions.plan(actor=house.carl, body=body.pk, hours=HOURS)
    point = actions.add_item(actor=house.carl, meeting=meeting.pk, title="Belysning")
    actions.hold(actor=house.carl, meeting=meeting.pk)
    actions.attend_all(actor=house.carl, meeting=meeting.pk)
    return Table(house, body, lena, paula, meeting, point)


def choose(table: Table) -> Adjuster:
    return actions.choose_adjuster(actor=table.house.carl, meeting=table.meeting.pk, holder=table.paula.pk)


def approve(table: Table) -> Minutes:
    return actions.approve(actor=table.house.carl, meeting=table.meeting.pk)


def refused(table: Table) -> str:
    """Why the minutes are not approved, in Swedish."""
    with pytest.raises(InputError) as error:
        approve(table)
    return translator("sv").say(error.value.message)


def test_a_protocol_that_nobody_has_adjusted_is_not_approved(table: Table) -> None:
    assert "Ingen är vald" in refused(table)
    choose(table)
    assert "Paula" in refused(table)
    with scope(table.house.carl.scope()):
        assert Meeting.objects.get(pk=table.meeting.pk).state == Meeting.State.HELD


def test_who_is_chosen_adjusts_by_name_and_day_and_it_stands_in_the_minutes(table: Table) -> None:
    choose(table)
    actions.adjust(actor=table.house.actor("Paula"), meeting=table.meeting.pk)
    record = minutes.Record.of_json(approve(table).content)
    [one] = record.adjusters
    assert (one.name, one.day, one.how) == ("Paula", timezone.localdate().isoformat(), "signed_in")
    with scope(table.house.carl.scope()):
        assert TimelineEntry.objects.filter(verb="minutes.adjusted").count() == 1
        assert list(faults(table.house.partnership.pk)) == []


@pytest.mark.parametrize("name", ["Carl", "Lena"])
def test_nobody_adjusts_who_is_not_chosen_not_even_whoever_leads(table: Table, name: str) -> None:
    choose(table)
    with pytest.raises(Denied):
        actions.adjust(actor=table.house.actor(name), meeting=table.meeting.pk)


def test_what_is_changed_afterwards_is_adjusted_anew(table: Table) -> None:
    paula = table.house.actor("Paula")
    choose(table)
    actions.adjust(actor=paula, meeting=table.meeting.pk)
    with pytest.raises(WrongState):
        actions.adjust(actor=paula, meeting=table.meeting.pk)
    actions.note_item(actor=table.house.carl, item=table.point.pk, note="Två lampor till.", done=True)
    assert "justeras på nytt" in refused(table)
    actions.adjust(actor=paula, meeting=table.meeting.pk)
    approve(table)


def test_one_adjusting_is_no_change_to_the_other(table: Table) -> None:
    choose(table)
    actions.choose_adjuster(actor=table.house.carl, meeting=table.meeting.pk, holder=table.lena.pk)
    actions.adjust(actor=table.house.actor("Paula"), meeting=table.meeting.pk)
    actions.adjust(actor=table.house.actor("Lena"), meeting=table.meeting.pk)
    assert len(minutes.Record.of_json(approve(table).content).adjusters) == 2


def test_a_protocol_signed_on_paper_is_kept_as_it_was_uploaded(table: Table) -> None:
    chosen = choose(table)
    signed = actions.adjust_on_paper(
        actor=table.house.carl,
        meeting=table.meeting.pk,
        adjusters=[chosen.pk],
        on=timezone.localdate(),
        original=PDF,
    )
    [one] = minutes.Record.of_json(approve(table).content).adjusters
    assert one.how == "original"
    page = reverse(
        "meetings:signed_minutes",
        kwargs={"slug": table.house.partnership.slug, "pk": table.meeting.pk, "signed": signed.pk},
    )
    answer = table.house.client("Paula").get(page)
    assert b"".join(answer) == PDF if answer.streaming else answer.content == PDF


@pytest.mark.parametrize(
    ("days", "original"), [(-3, PDF), (1, PDF), (0, b"not a file that shows signatures"), (0, b"")]
)
def test_a_paper_of_another_day_or_of_no_kind_is_refused_and_nothing_kept(
    table: Table, days: int, original: bytes
) -> None:
    chosen = choose(table)
    with pytest.raises(InputError):
        actions.adjust_on_paper(
            actor=table.house.carl,
            meeting=table.meeting.pk,
            adjusters=[chosen.pk],
            on=timezone.localdate() + dt.timedelta(days=days),
            original=original,
        )
    with scope(table.house.carl.scope()):
        assert Adjuster.objects.get(pk=chosen.pk).adjusted is None


def test_whoever_was_not_there_is_not_chosen_and_who_left_the_list_does_not_count(table: Table) -> None:
    actions.attend(actor=table.house.carl, meeting=table.meeting.pk, holder=table.paula.pk, present=False)
    with pytest.raises(InputError):
        choose(table)
    actions.attend(actor=table.house.carl, meeting=table.meeting.pk, holder=table.paula.pk, present=True)
    choose(table)
    actions.adjust(actor=table.house.actor("Paula"), meeting=table.meeting.pk)
    actions.attend(actor=table.house.carl, meeting=table.meeting.pk, holder=table.paula.pk, present=False)
    assert "inte antecknad" in refused(table)


def test_a_body_that_keeps_notes_has_none_to_adjust_them(house: House) -> None:
    body = house.body()
    paula = house.sit(body, "Paula", house.police)
    meeting = actions.plan(actor=house.carl, body=body.pk, hours=HOURS)
    actions.hold(actor=house.carl, meeting=meeting.pk)
    actions.attend_all(actor=house.carl, meeting=meeting.pk)
    with pytest.raises(WrongState):
        actions.choose_adjuster(actor=house.carl, meeting=meeting.pk, holder=paula.pk)
    actions.approve(actor=house.carl, meeting=meeting.pk)


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.COORDINATOR, Role.ADMINISTRATOR}])
def test_the_others_choose_nobody_and_upload_nothing(table: Table, role: Role) -> None:
    chosen = choose(table)
    actor = table.house.anyone(role)
    for act in (
        lambda: actions.choose_adjuster(actor=actor, meeting=table.meeting.pk, holder=table.lena.pk),
        lambda: actions.drop_adjuster(actor=actor, adjuster=chosen.pk),
        lambda: actions.adjust_on_paper(
            actor=actor,
            meeting=table.meeting.pk,
            adjusters=[chosen.pk],
            on=timezone.localdate(),
            original=PDF,
        ),
    ):
        with pytest.raises(Denied):
            act()


def test_the_database_refuses_that_it_is_changed_once_the_minutes_are_approved(table: Table) -> None:
    chosen = choose(table)
    actions.adjust(actor=table.house.actor("Paula"), meeting=table.meeting.pk)
    approve(table)
    with pytest.raises(DatabaseError), scope(table.house.carl.scope()):
        Adjuster.objects.filter(pk=chosen.pk).update(adjusted=timezone.localdate() - dt.timedelta(days=1))
    with pytest.raises(DatabaseError), scope(table.house.carl.scope()):
        Adjuster.objects.filter(pk=chosen.pk).delete()


def test_the_pages_lead_through_it(table: Table) -> None:
    slug = table.house.partnership.slug

    def address(name: str, **more: int) -> str:
        return reverse(f"meetings:{name}", kwargs={"slug": slug, **({"pk": table.meeting.pk} | more)})

    carl, paula = table.house.client("Carl"), table.house.client("Paula")
    carl.post(address("choose_adjuster"), {"holder": table.paula.pk})
    assert "Justera protokollet" in paula.get(address("minutes")).text
    assert "Inte justerat än" in carl.get(address("detail")).text
    paula.post(address("adjust"))
    assert "inloggad här" in carl.get(address("detail")).text
    carl.post(address("approve"))
    assert "Paula" in carl.get(address("minutes")).text
    with scope(table.house.carl.scope()):
        assert Meeting.objects.get(pk=table.meeting.pk).state == Meeting.State.APPROVED
