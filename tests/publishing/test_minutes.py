"""The public part of minutes: what was decided on the points that were opened, and nothing that tells who."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lagesbild.accounts.models import Role
from lagesbild.core import masking, partnerships
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.errors import InputError
from lagesbild.i18n import translator
from lagesbild.meetings import actions as meetings
from lagesbild.meetings.models import AgendaItem
from lagesbild.plans import actions as plans
from lagesbild.plans.actions import PlanTold
from lagesbild.publishing import actions, kinds, minuted
from lagesbild.publishing.models import Publication
from lagesbild.publishing.public import Due, PublicMinutes, read_as
from lagesbild.registry.actions import note
from tests.meetings.table import Table, a_task, table
from tests.plans.desk import DAY, TODAY

__all__ = ["table"]
pytestmark = pytest.mark.django_db(transaction=True)


def approved(table: Table, *, opened: bool = True) -> None:
    carl = table.house.carl
    if opened:
        meetings.open_item(actor=carl, item=table.point.pk, public=True)
    meetings.attend_all(actor=carl, meeting=table.meeting.pk)
    meetings.approve(actor=carl, meeting=table.meeting.pk)


def publish(table: Table) -> Publication:
    return actions.publish(actor=table.house.carl, kind="minutes", subject=table.meeting.pk, checked=kinds.CHECKS)


def outside(table: Table, language: str = "sv") -> str:
    """All that the public is given of it, in a language."""
    partnerships.open_site(actor=worker(table.house.partnership.pk), public=True)
    client, slug = Client(), {"slug": table.house.partnership.slug}
    one = {**slug, "ref": str(table.meeting.pk)}
    client.get(reverse("language"), {"language": language, "next": "/"})
    found = [client.get(reverse(f"portal:{name}", kwargs=slug)) for name in ("start", "minutes_list", "feed")]
    found += [client.get(reverse(name, kwargs=one)) for name in ("portal:minutes", "api:minutes_one")]
    return " ".join(answer.text for answer in found)


def test_nothing_is_public_that_the_meeting_has_not_opened_and_nothing_before_the_minutes_are_approved(
    table: Table,
) -> None:
    a_task(table, "Paula")
    with pytest.raises(InputError, match="when they are approved"):
        publish(table)
    approved(table, opened=False)
    with scope(table.house.carl.scope()):
        assert kinds.waiting(kinds.named("minutes"), table.house.carl) == []
    with pytest.raises(InputError, match="no point was opened"):
        publish(table)


def test_a_citizen_reads_what_was_decided_and_by_which_party_it_is_done_and_no_names_and_no_notes(
    table: Table,
) -> None:
    task = a_task(table, "Paula")
    meetings.note_item(actor=table.house.carl, item=table.point.pk, note="Paula berättade om lamporna.", done=True)
    approved(table)
    with scope(table.house.carl.scope()):
        [waiting] = kinds.waiting(kinds.named("minutes"), table.house.carl)
    row = publish(table)
    said = read_as(PublicMinutes, row.content)
    assert said.title == translator("sv").value(waiting.called)
    [point] = said.points
    assert (point.title, [one.text for one in point.decided]) == ("Belysning", [task.what])
    assert point.decided[0].tasks == (Due("Polisen", task.due),)
    assert said.others > 0
    text = outside(table)
    for shown in (said.title, "Belysning", task.what, "Polisen"):
        assert shown in text
    for hidden in ("Paula", "berättade"):
        assert hidden not in text
    in_english = outside(table, "en")
    for written in ("Belysning", task.what, said.title):
        assert re.search(rf'lang="sv">[^<]*{re.escape(written)}', in_english)


def test_a_secrecy_mark_takes_it_back_and_words_that_are_masked_in_the_meeting_are_masked_in_it(table: Table) -> None:
    what = a_task(table, "Paula").what
    approved(table)
    publish(table)
    masking.mask(actor=table.house.carl, subject="meeting", pk=table.meeting.pk, stretches=[what])
    text = outside(table)
    assert what not in text
    assert "Belysning" in text
    keeper = table.house.anyone(Role.REGISTRATOR)
    noted = note(actor=keeper, kind="meetings.meeting", subject=table.meeting.pk, secret=True, ground="OSL 18:1")
    assert noted.taken_back == 1
    assert "Belysning" not in outside(table)
    with pytest.raises(InputError, match="secrecy mark"):
        publish(table)


def test_a_point_about_something_that_bears_a_mark_is_taken_back_and_not_shown_again(table: Table) -> None:
    a_task(table, "Paula")
    told = PlanTold(name="Plan", starts=TODAY, ends=TODAY + DAY, body=table.body.pk)
    plan = plans.create_plan(actor=table.house.carl, told=told)
    with scope(worker(table.house.partnership.pk).scope()):
        AgendaItem.objects.filter(pk=table.point.pk).update(kind="plans.plan", subject_id=plan.pk)
    approved(table)
    publish(table)
    keeper = table.house.anyone(Role.REGISTRATOR)
    assert note(actor=keeper, kind="plans.plan", subject=plan.pk, secret=True, ground="OSL 18:1").taken_back == 1
    assert "Belysning" not in outside(table)
    with pytest.raises(InputError, match="no point was opened"):
        publish(table)


def test_a_meeting_that_begins_after_midnight_is_of_the_day_that_it_is_here(table: Table) -> None:
    carl = table.house.carl
    day = timezone.localdate() - dt.timedelta(days=2)
    starts = timezone.make_aware(dt.datetime.combine(day, dt.time(0, 15)))
    hours = meetings.Hours(starts=starts, ends=starts + dt.timedelta(hours=1))
    row = meetings.plan(actor=carl, body=table.body.pk, hours=hours)
    item = meetings.add_item(actor=carl, meeting=row.pk, kind="meetings.point", title="Belysning")
    meetings.hold(actor=carl, meeting=row.pk)
    meetings.attend_all(actor=carl, meeting=row.pk)
    meetings.decide(actor=carl, item=item.pk, text="Lamporna byts.")
    meetings.open_item(actor=carl, item=item.pk, public=True)
    meetings.approve(actor=carl, meeting=row.pk)
    with scope(carl.scope()):
        assert minuted.build(carl, row.pk).day == day
