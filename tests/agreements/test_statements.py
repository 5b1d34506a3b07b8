"""How often pages of agreements ask the database."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lagesbild.agreements import actions
from lagesbild.agreements.actions import Signs, Undertaking
from lagesbild.plans import actions as plans
from lagesbild.plans.actions import PlanTold, Whose
from tests.agreements.table import TODAY, Table
from tests.plans.desk import furnish
from tests.web.statements import asks_the_same

pytestmark = pytest.mark.django_db(transaction=True)


def test_pages_of_agreements_ask_the_same_of_three_rows_as_of_twelve(table: Table) -> None:
    carl = table.house.carl
    row = table.draft()

    def add(n: int) -> None:
        actions.add_part(actor=carl, agreement=row.pk, part=Undertaking(text="att hålla", number=str(n + 2)))
        table.draft(title=f"Nummer {n}")

    pages = [
        reverse("agreements:list", kwargs={"slug": "alfa"}),
        reverse("agreements:detail", kwargs={"slug": "alfa", "pk": row.pk}),
    ]
    asks_the_same(table.house.client("Carl"), pages, add)


def test_the_agreement_and_its_annex_on_paper_ask_the_same_of_three_rows_as_of_twelve(table: Table) -> None:
    carl, row = table.house.carl, table.draft()
    desk = furnish(table.house)

    def add(n: int) -> None:
        part = Undertaking(text="att hålla", number=str(n + 2), responsible=table.house.police.pk)
        actions.add_part(actor=carl, agreement=row.pk, part=part)
        actions.add_part(actor=carl, agreement=row.pk, part=Signs(party_name=f"Bolaget {n}", function="vd"))
        told = PlanTold(name=f"Plan {n}", starts=TODAY(), ends=TODAY(), body=desk.body.pk)
        plan = plans.create_plan(actor=carl, told=told)
        whose = Whose(plan=plan.pk, problem=desk.problem.pk)
        plans.create_measure(actor=carl, told=desk.told(f"Åtgärd {n}", cause=desk.dark.pk), whose=whose)
        plans.decide_plan(actor=carl, plan=plan.pk)

    pages = [
        reverse("agreements:docx", kwargs={"slug": "alfa", "pk": row.pk}),
        reverse("agreements:plan_docx", kwargs={"slug": "alfa", "pk": row.pk, "year": TODAY().year}),
    ]
    asks_the_same(table.house.client("Carl"), pages, add)
