"""How often pages of plans and measures ask the database."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lagesbild.meetings import actions as meetings
from lagesbild.plans import actions
from lagesbild.plans.actions import DoseTold, PlanTold, Whose
from tests.plans.desk import DAY, TODAY, Desk
from tests.web.statements import asks_the_same

pytestmark = pytest.mark.django_db(transaction=True)


def test_pages_of_plans_ask_the_same_of_three_rows_as_of_twelve(desk: Desk) -> None:
    carl = desk.house.carl

    def add(n: int) -> None:
        desk.measure(f"Åtgärd {n}", cause=desk.empty, due=TODAY - DAY)
        actions.report(actor=carl, measure=desk.lamps.pk, state="under_way", text=f"Vecka {n}")
        actions.plan_doses(actor=carl, measure=desk.lamps.pk, days=[TODAY + n * DAY], told=DoseTold(unit="kvällar"))

    pages = [
        *(reverse(f"plans:{name}", kwargs={"slug": "alfa"}) for name in ("list", "measures", "mine")),
        reverse("plans:detail", kwargs={"slug": "alfa", "pk": desk.plan.pk}),
        reverse("plans:docx", kwargs={"slug": "alfa", "pk": desk.plan.pk}),
        reverse("plans:measure", kwargs={"slug": "alfa", "pk": desk.lamps.pk}),
    ]
    asks_the_same(desk.house.client("Carl"), pages, add)


def test_a_meeting_asks_the_same_of_three_plans_as_of_twelve(desk: Desk) -> None:
    carl = desk.house.carl
    meeting = desk.meeting()
    desk.adopt(desk.put(meeting))

    def add(n: int) -> None:
        told = PlanTold(name=f"Plan {n}", starts=TODAY, ends=TODAY + DAY, body=desk.body.pk)
        row = actions.create_plan(actor=carl, told=told)
        whose = Whose(plan=row.pk, problem=desk.problem.pk)
        actions.create_measure(actor=carl, told=desk.told(f"Åtgärd {n}", cause=desk.empty.pk), whose=whose)
        meetings.add_item(actor=carl, meeting=meeting.pk, kind="plans.plan", subject=row.pk)

    page = reverse("meetings:detail", kwargs={"slug": "alfa", "pk": meeting.pk})
    asks_the_same(desk.house.client("Carl"), [page], add)
