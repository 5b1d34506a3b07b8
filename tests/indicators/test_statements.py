"""How often pages of statistics ask the database."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lagesbild.core.scope import scope
from lagesbild.indicators.models import Indicator
from tests.indicators.conftest import read, table
from tests.organisation.house import House
from tests.web.statements import asks_the_same

pytestmark = pytest.mark.django_db(transaction=True)


def test_pages_of_statistics_ask_the_same_of_three_rows_as_of_twelve(house: House) -> None:
    read(house, table("Bränder;Norra;2000;4", "Bränder;Södra;2000;7", "Bränder;1983;2000;14"))
    with scope(house.carl.scope()):
        pk = Indicator.objects.get().pk

    def add(n: int) -> None:
        places = (f"Bränder;{place};{2001 + n};{n}" for place in ("Norra", "Södra", "1983", f"{1970 + n}"))
        read(house, table(*places, f"Mått {n};Norra;2022;{n}"))

    pages = [
        reverse("indicators:list", kwargs={"slug": "alfa"}),
        *(reverse(f"indicators:{name}", kwargs={"slug": "alfa", "pk": pk}) for name in ("detail", "compare")),
    ]
    asks_the_same(house.client("Carl"), pages, add)
