"""The dialogues of a week on the page of its picture: those open in it, with what was said in that week."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from lagesbild.core.scope import scope
from lagesbild.dialogues import actions
from lagesbild.dialogues.actions import Answered, Asked, Seen, Told
from lagesbild.dialogues.models import Answer, Note, Question
from tests.picture import weekly
from tests.picture.weekly import MONDAY, ZONE, Town

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/s/alfa/lagesbild/2026-v12/"
DAY = dt.timedelta(days=1)


@pytest.fixture
def town(owner_url: str, transactional_db: None) -> Town:
    return weekly.ready(owner_url, drawn=True)


def dialogue(town: Town, kind: str, title: str, opens: dt.date, *, begin: bool = True) -> int:
    closes = max(timezone.localdate(), opens) + 30 * DAY
    carl = town.actor("coordinator")
    row = actions.create(actor=carl, told=Told(kind=kind, title=title, opens=opens, closes=closes))
    if kind != "walk":
        actions.add_question(actor=carl, dialogue=row.pk, asked=Asked(text="Hur är det?", kind="text"))
    if begin:
        actions.open_(actor=carl, dialogue=row.pk)
    return row.pk


def page(town: Town) -> str:
    client = Client()
    client.force_login(town.member("coordinator"))
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return answer.text


def test_those_open_in_the_week_stand_there_with_what_was_said_in_it(town: Town) -> None:
    carl = town.actor("coordinator")
    staff = dialogue(town, "staff", "Hur har personalen det?", MONDAY - 7 * DAY)
    walk = dialogue(town, "walk", "Vandring i Nygård", MONDAY + 6 * DAY)
    dialogue(town, "staff", "Den som kom efteråt", MONDAY + 7 * DAY)
    dialogue(town, "staff", "Bara ett utkast", MONDAY, begin=False)
    with scope(town.system.scope()):
        question = Question.objects.get(dialogue=staff)
    for day in (MONDAY, MONDAY + 6 * DAY, MONDAY + 7 * DAY):
        made = actions.answer(actor=carl, dialogue=staff, answered=Answered(content={question.pk: "Bra"}))
        with scope(town.system.scope()):
            Answer.objects.filter(pk=made.pk).update(day=day)
    note = actions.add_note(actor=carl, dialogue=walk, seen=Seen(kind="idea", text="En bänk till"))
    with scope(town.system.scope()):
        late = dt.datetime.combine(MONDAY + 6 * DAY, dt.time(23, 30), ZONE)
        Note.objects.filter(pk=note.pk).update(at=late)
    said = page(town)
    section = said[said.index('id="dialogues"') :].split("</section>")[0]
    assert "Hur har personalen det?" in section
    assert "2 svar" in section
    assert "Vandring i Nygård" in section
    assert "1 anteckning" in section
    assert "Den som kom efteråt" not in said
    assert "Bara ett utkast" not in said


def test_a_week_without_dialogues_says_nothing_of_them(town: Town) -> None:
    assert 'id="dialogues"' not in page(town)
