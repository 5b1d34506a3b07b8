"""Notes of a walk once it is over."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from lagesbild.core.actions import WrongState
from lagesbild.dialogues import actions
from lagesbild.dialogues.actions import Seen, Told
from tests.organisation.house import House

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_noted_on_a_walk_stays_as_it_is_when_the_walk_is_over(house: House) -> None:
    carl, today = house.carl, timezone.localdate()
    row = actions.create(actor=carl, told=Told(kind="walk", title="Vandring", opens=today, closes=today))
    actions.open_(actor=carl, dialogue=row.pk)
    note = actions.add_note(actor=carl, dialogue=row.pk, seen=Seen(kind="broken", text="Lampan är trasig"))
    page = reverse("dialogues:detail", kwargs={"slug": house.partnership.slug, "pk": row.pk})
    change = reverse("dialogues:note", kwargs={"slug": house.partnership.slug, "pk": note.pk})
    assert change in house.client("Carl").get(page).text
    actions.close(actor=carl, dialogue=row.pk)
    with pytest.raises(WrongState):
        actions.change_note(actor=carl, note=note.pk, seen=Seen(kind="idea", text="Lampan är hel"))
    with pytest.raises(WrongState):
        actions.remove_note(actor=carl, note=note.pk)
    assert change not in house.client("Carl").get(page).text
