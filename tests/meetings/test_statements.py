"""How often the minutes of a meeting ask the database, on the page and on paper."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lagesbild.meetings import actions
from tests.meetings.table import Table, table
from tests.web.statements import asks_the_same

__all__ = ["table"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_minutes_ask_the_same_of_three_points_as_of_twelve(table: Table) -> None:
    carl = table.house.carl

    def add(n: int) -> None:
        item = actions.add_item(actor=carl, meeting=table.meeting.pk, title=f"Punkt {n}")
        actions.note_item(actor=carl, item=item.pk, note="Gicks igenom.", done=True)
        actions.decide(actor=carl, item=item.pk, text=f"Beslut {n}", responsible=table.house.police.pk)
        actions.add_adjunct(
            actor=carl, meeting=table.meeting.pk, name="Siv Skog", stands_for=f"Förening {n}", present=True
        )

    kwargs = {"slug": "alfa", "pk": table.meeting.pk}
    pages = [reverse(f"meetings:{name}", kwargs=kwargs) for name in ("minutes", "word", "document")]
    asks_the_same(table.house.client("Carl"), pages, add)
