"""How often pages of dialogues ask the database."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from lagesbild.dialogues import actions
from lagesbild.dialogues.actions import Answered, Asked, Told
from tests.organisation.house import House
from tests.web.statements import asks_the_same

pytestmark = pytest.mark.django_db(transaction=True)


def test_pages_of_dialogues_ask_the_same_of_three_rows_as_of_twelve(house: House) -> None:
    carl, today = house.carl, timezone.localdate()
    told = Told(kind="staff", title="Hur är det på torget?", opens=today, closes=today + dt.timedelta(days=7))
    row = actions.create(actor=carl, told=told)
    question = actions.add_question(actor=carl, dialogue=row.pk, asked=Asked(text="Varför?", kind="text"))
    actions.open_(actor=carl, dialogue=row.pk)

    def add(n: int) -> None:
        actions.answer(actor=carl, dialogue=row.pk, answered=Answered(content={question.pk: f"Mörkt {n}"}))
        actions.create(actor=carl, told=told)

    pages = [
        reverse("dialogues:list", kwargs={"slug": "alfa"}),
        reverse("dialogues:detail", kwargs={"slug": "alfa", "pk": row.pk}),
    ]
    asks_the_same(house.client("Carl"), pages, add)
