"""How often pages of plans and measures ask the database."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lagesbild.plans import actions
from lagesbild.plans.actions import DoseTold
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
