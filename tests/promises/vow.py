"""A promise on its way from a draft to a signed one, and the incidents that tell whether it helps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from lagesbild.core.models import Audience
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.incidents import grid
from lagesbild.incidents.models import Category, Incident
from lagesbild.meetings import actions as meetings
from lagesbild.meetings.models import Decision
from lagesbild.promises import actions
from lagesbild.promises.actions import Binding, Position, Said, Signed, Within, Words
from lagesbild.promises.models import PartyDecision, Promise, Signature
from lagesbild.promises.periods import Period
from tests.organisation.house import House
from tests.papers import paper
from tests.plans.desk import DAY, TODAY, Desk

PDF = paper()
PLACE = (16.0, 59.5)
ZONE = ZoneInfo("Europe/Stockholm")


@dataclass
class Vow:
    desk: Desk
    promise: Promise

    @property
    def house(self) -> House:
        return self.desk.house

    def fresh(self) -> Promise:
        """As it stands in the database."""
        with scope(worker(self.house.partnership.pk).scope()):
            return Promise.objects.get(pk=self.promise.pk)

    def adopt(self) -> Decision:
        """Let the body take its joint position."""
        meeting = self.desk.meeting()
        item = meetings.add_item(
            actor=self.house.carl, meeting=meeting.pk, kind="promises.promise", subject=self.promise.pk
        )
        return meetings.decide(
            actor=self.house.carl, item=item.pk, text="Gruppen står bakom löftet.", act="promises.adopt"
        )

    def decide(self, party: int, **more: object) -> PartyDecision:
        plain: dict[str, object] = {"how": "body", "by": "Kommunstyrelsen", "date": TODAY, "dnr": "KS 2026/12"}
        binding = Binding(party=party, **{**plain, **more})  # type: ignore[arg-type]
        return actions.decide_party(actor=self.house.carl, promise=self.promise.pk, binding=binding)

    def sign(self, party: int, content: bytes = PDF, date: dt.date = TODAY) -> Signature:
        signed = Signed(
            party=party,
            signatory="Siv Skog",
            function="Ordförande",
            date=date,
            name="lofte.pdf",
            content=content,
        )
        return actions.sign(actor=self.house.carl, promise=self.promise.pk, signed=signed)

    def stand(self) -> Promise:
        """Let both parties decide and sign, after the joint position."""
        self.adopt()
        for party in (self.house.municipality.pk, self.house.police.pk):
            self.decide(party)
            self.sign(party)
        return self.fresh()


def said(desk: Desk, **more: object) -> Said:
    """What a promise says: from ten days ago to in twenty."""
    plain: dict[str, object] = {
        "words": Words(
            title="Varje fredag kväll finns det vuxna på Brukstorget.", text="Vi är där klockan 19 till 23."
        ),
        "starts": TODAY - 10 * DAY,
        "ends": TODAY + 20 * DAY,
        "parties": (desk.house.municipality.pk, desk.house.police.pk),
        "measures": (desk.lamps.pk,),
    }
    return Said(**{**plain, **more})  # type: ignore[arg-type]


def made(desk: Desk, **more: object) -> Vow:
    """A draft."""
    return Vow(desk, actions.create(actor=desk.house.carl, said=said(desk, **more)))


def category(house: House, name: str = "Störning") -> int:
    with scope(worker(house.partnership.pk).scope()):
        return Category.objects.get_or_create(partnership=house.partnership, name=name)[0].pk


def here(category: int) -> Within:
    """Where incidents of the kind are counted."""
    return Within(Position(*PLACE, 250), None, (category,))


def incidents(
    house: House, period: Period, n: int, kind: int, *, at: tuple[float, float] = PLACE, step: float = 0.0
) -> None:
    """So many incidents spread evenly over a period; `step` moves each of them a little further away."""
    with scope(worker(house.partnership.pk).scope()):
        shared = Audience.objects.get(kind=Audience.PARTNERSHIP)
        rows = []
        for i in range(n):
            day = period.starts + dt.timedelta(days=(2 * i + 1) * period.days // (2 * n))
            start = dt.datetime.combine(day, dt.time(20), ZONE)
            lon, lat = at[0] + step * i, at[1]
            rows.append(
                Incident(
                    partnership=house.partnership,
                    party=house.municipality,
                    audience=shared,
                    category_id=kind,
                    state="sorted",
                    start=start,
                    end=start + dt.timedelta(hours=1),
                    precision=Incident.Precision.HOUR,
                    lon=lon,
                    lat=lat,
                    cell=grid.cell(lon, lat),
                )
            )
        Incident.objects.bulk_create(rows)


def seasons(house: House, period: Period, counts: Sequence[int], kind: int, *, at: tuple[float, float] = PLACE) -> None:
    """Incidents in the same season of earlier years, oldest first, and the last in the period itself."""
    for years, n in zip(range(len(counts) - 1, -1, -1), counts, strict=True):
        incidents(house, period.earlier(years) if years else period, n, kind, at=at)
