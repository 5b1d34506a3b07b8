"""How often pages of problems ask the database."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lagesbild.meetings import actions as meetings
from lagesbild.problems import actions
from lagesbild.problems.actions.deciding import DEPRIORITISE
from tests.problems.conftest import Place
from tests.problems.test_deciding import held
from tests.problems.test_valuing import valued
from tests.web.statements import asks_the_same, statements

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


def test_a_meeting_asks_the_same_of_three_problems_as_of_twelve(place: Place) -> None:
    item = held(place, valued(place))

    def add(n: int) -> None:
        row = valued(place)
        actions.add_note(actor=place.carl, problem=row.pk, text=f"Vandring {n}")
        meetings.add_item(actor=place.carl, meeting=item.meeting_id, kind=item.kind, subject=row.pk)

    page = reverse("meetings:detail", kwargs={"slug": "alfa", "pk": item.meeting_id})
    asks_the_same(place.house.client("Carl"), [page], add)


def test_a_meeting_asks_once_how_a_problem_is_valued_and_not_at_all_where_it_has_no_rank(place: Place) -> None:
    item = held(place, valued(place))
    client, page = (
        place.house.client("Carl"),
        reverse("meetings:detail", kwargs={"slug": "alfa", "pk": item.meeting_id}),
    )

    def asked() -> int:
        return sum(' FROM "problems_valuation"' in one for one in statements(client, page))

    assert asked() == 1
    meetings.decide(actor=place.carl, item=item.pk, text="Vi avvaktar.", act=DEPRIORITISE)
    assert asked() == 0
