"""How often pages of agreements ask the database."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lagesbild.agreements import actions
from lagesbild.agreements.actions import Undertaking
from tests.agreements.table import Table
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
