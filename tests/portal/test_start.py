"""The first page of the public site, and the way from it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lagesbild.dialogues import actions as dialogues
from tests.web.world import Town, text_of

pytestmark = pytest.mark.django_db(transaction=True)
TODAY, DAY = timezone.localdate(), dt.timedelta(days=1)


def test_the_phone_menu_says_where_one_is(town: Town) -> None:
    text = text_of(Client().get(reverse("portal:promises", kwargs={"slug": "alfa"})))
    assert text.count('aria-current="page"') == 2, "in the head of a desk and in the menu of a phone"


def test_what_came_of_a_dialogue_stands_on_the_first_page(town: Town) -> None:
    told = dialogues.Told(kind="public", title="Hur är torget?", opens=TODAY - DAY, closes=TODAY + DAY)
    row = dialogues.create(actor=town.coordinator, told=told, party=town.parties["kommun"])
    dialogues.add_question(actor=town.coordinator, dialogue=row.pk, asked=dialogues.Asked(text="Varför?", kind="text"))
    dialogues.open_(actor=town.coordinator, dialogue=row.pk)
    start = reverse("portal:start", kwargs={"slug": "alfa"})
    assert "Hur är torget?" in text_of(Client().get(start))
    dialogues.tell_outcome(actor=town.coordinator, dialogue=row.pk, outcome="Lamporna lagas.")
    assert "Lamporna lagas." not in text_of(Client().get(start)), "it is not over"
    dialogues.close(actor=town.coordinator, dialogue=row.pk)
    assert "Lamporna lagas." in text_of(Client().get(start))
