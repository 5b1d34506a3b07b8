"""How often pages of problems ask the database."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lagesbild.problems import actions
from tests.problems.conftest import Place
from tests.web.statements import asks_the_same

pytestmark = pytest.mark.django_db(transaction=True)


def test_pages_of_problems_ask_the_same_of_three_rows_as_of_twelve(place: Place) -> None:
    carl = place.carl
    first = actions.open_problem(actor=carl, told=actions.Told(title="Bilar på torget"))

    def add(n: int) -> None:
        actions.open_problem(actor=carl, told=actions.Told(title=f"Problem {n}"))
        actions.add_note(actor=carl, problem=first.pk, text=f"Vandring {n}")
        actions.add_cause(actor=carl, problem=first.pk, said=actions.Because(side="place", text=f"Mörkt {n}"))

    pages = [
        reverse("problems:list", kwargs={"slug": "alfa"}),
        reverse("problems:detail", kwargs={"slug": "alfa", "pk": first.pk}),
    ]
    asks_the_same(place.house.client("Carl"), pages, add)
