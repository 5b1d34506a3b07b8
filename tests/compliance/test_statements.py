"""How often pages of commitments ask the database."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lagesbild.agreements import actions as agreements
from lagesbild.agreements.actions import Undertaking
from lagesbild.agreements.models import Commitment
from lagesbild.compliance import actions
from lagesbild.compliance.actions import Happened, Offered, Owner, Told
from lagesbild.core.scope import scope
from tests.agreements.table import PDF, Table
from tests.compliance.desk import DAY, TODAY, Desk
from tests.web.statements import asks_the_same, statements

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 60


def test_pages_of_commitments_ask_the_same_of_three_rows_as_of_twelve(desk: Desk) -> None:
    carl = desk.house.carl
    desk.rule()
    desk.met(TODAY - 70 * DAY)

    def add(n: int) -> None:
        desk.rule(n % 3, parameters={"body": desk.body.pk, "times": n + 1, "every": "month"})
        desk.met(TODAY - (10 + n) * DAY)
        actions.note(actor=carl, happened=Happened(kind="report.council", day=TODAY - n * DAY))
        actions.add_service(actor=carl, offered=Offered(name=f"Tjänst {n}", since=TODAY))
        actions.add_policy(actor=carl, owner=Owner(name=f"Policy {n}", kind="policy", owner_text="Chefen"))
        desk.judge()

    def at(name: str, **arguments: object) -> str:
        return reverse(f"compliance:{name}", kwargs={"slug": "alfa", **arguments})

    # the page of one has a part for each of its rules, each with its own evidence: it is counted with as many as before
    pages = [at("list"), at("kept"), at("arrange", agreement=desk.agreement.pk), at("arrange_statute")]
    asks_the_same(desk.house.client("Carl"), pages, add)
    for page in (at("commitment", pk=desk.commitments[1]), at("export")):
        assert len(statements(desk.house.client("Carl"), page)) <= 20, page


def test_the_list_asks_as_often_of_sixty_commitments(desk: Desk) -> None:
    table, carl = Table(desk.house), desk.house.carl
    row = table.draft(starts=TODAY - 30 * DAY, ends=TODAY + 365 * DAY)
    for n in range(MANY):
        agreements.add_part(actor=carl, agreement=row.pk, part=Undertaking(text=f"att göra {n}", number=str(n + 2)))
    agreements.sign(
        actor=carl, agreement=row.pk, signatories=table.signatories(row), signed_on=TODAY - 30 * DAY, original=PDF
    )
    agreements.enter_force(actor=carl, agreement=row.pk)
    with scope(carl.scope()):
        numbers = list(Commitment.objects.filter(agreement=row).values_list("pk", flat=True))
    told = Told(kind="cadence", parameters={"body": desk.body.pk, "every": "month"})
    actions.accept(
        actor=carl, proposals=[actions.Proposed(told=told, commitment=number, proposal="x") for number in numbers]
    )
    desk.met(TODAY - 3 * DAY)
    desk.judge()
    page = reverse("compliance:list", kwargs={"slug": "alfa"})
    assert len(statements(desk.house.client("Carl"), page)) <= 20
