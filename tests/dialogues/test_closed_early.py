"""A dialogue that is closed before its last day: which day counts, and what is said of it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from lagesbild.compliance import loading
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.dialogues import actions
from lagesbild.dialogues.models import Dialogue
from lagesbild.errors import InputError
from tests.dialogues.test_dialogues import TODAY, WEEK, address, opened, site, told
from tests.organisation.house import House

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)


def counted(house: House) -> list[dt.date]:
    """The days of dialogues with citizens, as commitments count them."""
    with scope(house.carl.scope()):
        record = loading.record(house.partnership)
    return [one.day for one in record.artefacts if one.kind == "dialogue.citizens"]


def test_the_day_on_which_it_was_closed_is_its_last_and_the_planned_one_is_said(house: House) -> None:
    row = opened(house)[0]
    assert row.closes > TODAY
    assert counted(house) == [row.closes]
    actions.close(actor=house.carl, dialogue=row.pk)
    assert counted(house) == [TODAY], "it has been held, and does not wait for the planned day"
    page = house.client("Carl").get(address("dialogues:detail", pk=row.pk)).text
    assert f"{row.opens}–{TODAY}" in page or row.opens == TODAY
    assert f"Avslutades tidigare än planerat, {row.closes}." in page
    assert str(row.closes) not in house.client("Carl").get(address("dialogues:list")).text


def test_opened_again_it_runs_to_the_planned_day_and_closed_on_that_day_nothing_is_early(house: House) -> None:
    row = opened(house)[0]
    actions.close(actor=house.carl, dialogue=row.pk)
    actions.open_(actor=house.carl, dialogue=row.pk)
    assert counted(house) == [row.closes]
    with scope(worker(house.partnership.pk).scope()):
        Dialogue.objects.update(opens=TODAY - WEEK, closes=TODAY)
    assert actions.close(actor=house.carl, dialogue=row.pk).ended is None


def test_one_that_was_closed_before_its_first_day_is_none_that_was_held(house: House) -> None:
    site(house)
    row = actions.create(actor=house.carl, told=told(opens=TODAY + WEEK, closes=TODAY + 2 * WEEK))
    actions.add_question(actor=house.carl, dialogue=row.pk, asked=actions.Asked(text="Vågar du gå där?", kind="text"))
    actions.open_(actor=house.carl, dialogue=row.pk)
    actions.close(actor=house.carl, dialogue=row.pk)
    assert counted(house) == []
    assert Client().get(address("open_dialogues:detail", pk=row.pk)).status_code == 200


def test_one_whose_last_day_has_passed_is_not_offered_to_be_opened_again_and_says_what_to_do(house: House) -> None:
    row = opened(house)[0]
    actions.close(actor=house.carl, dialogue=row.pk)
    again = address("dialogues:open", pk=row.pk)
    client = house.client("Carl")
    assert again in client.get(address("dialogues:detail", pk=row.pk)).text
    with scope(worker(house.partnership.pk).scope()):
        Dialogue.objects.update(opens=TODAY - WEEK, closes=TODAY - DAY, ended=None)
    assert again not in client.get(address("dialogues:detail", pk=row.pk)).text
    with pytest.raises(InputError, match="Begin a new one like it"):
        actions.open_(actor=house.carl, dialogue=row.pk)
