"""A body that has met: the table at which meetings are tried."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pytest
from django.utils import timezone

from lagesbild.core.scope import scope
from lagesbild.meetings import actions
from lagesbild.meetings.actions import Hours
from lagesbild.meetings.models import AgendaItem, Meeting, Task
from lagesbild.organisation.models import Body, Holder
from tests.organisation.house import House

NOW = timezone.now().replace(microsecond=0)
HOUR = dt.timedelta(hours=1)
HOURS = Hours(starts=NOW, ends=NOW + HOUR, place="Rådhuset")


@dataclass
class Table:
    """A body with one who leads, one who sits, and a meeting that has been opened."""

    house: House
    body: Body
    lena: Holder
    paula: Holder
    meeting: Meeting
    point: AgendaItem
    acted: list[tuple[str, int]] = field(default_factory=list)


@pytest.fixture
def table(house: House) -> Table:
    body = house.body()
    lena = house.sit(body, "Lena", house.municipality, leads=True)
    paula = house.sit(body, "Paula", house.police)
    meeting = actions.plan(actor=house.carl, body=body.pk, hours=HOURS)
    point = actions.add_item(actor=house.carl, meeting=meeting.pk, title="Belysning")
    actions.hold(actor=house.carl, meeting=meeting.pk)
    return Table(house, body, lena, paula, meeting, point)


def a_task(table: Table, person: str | None = None) -> Task:
    who = {"person": table.house.people[person].pk} if person else {"responsible": table.house.police.pk}
    actions.decide(actor=table.house.carl, item=table.point.pk, text="Närvaro", **who)
    with scope(table.house.carl.scope()):
        return Task.objects.get()
