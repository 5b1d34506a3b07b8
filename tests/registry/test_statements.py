"""How often the pages of the registry ask the database."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from lagesbild.accounts.models import Role
from lagesbild.core import retention
from lagesbild.registry.actions import Term, note, set_rule
from tests.agreements.table import Table
from tests.organisation.house import build
from tests.web.statements import asks_the_same

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_registry_asks_as_often_of_many_records_as_of_few(two: tuple[int, int]) -> None:
    table = Table(build(two[0]))
    keeper = table.house.anyone(Role.REGISTRATOR)
    pages = [reverse(f"registry:{name}", kwargs={"slug": "alfa"}) for name in ("list", "export")]

    def add(n: int) -> None:
        row = table.draft(title=f"Överenskommelse {n}")
        note(
            actor=keeper,
            kind="agreements.agreement",
            subject=row.pk,
            dnr=f"KS {n}",
            secret=n % 2 == 0,
            ground="" if n % 2 else "18 kap. 1 § OSL",
        )

    asks_the_same(table.house.client("Registrator"), pages, add)


def test_the_rules_ask_as_often_with_many_rules_as_with_few(two: tuple[int, int]) -> None:
    house = build(two[0])
    keeper = house.anyone(Role.REGISTRATOR)
    kinds = [one for one in retention.kinds() if one.disposable]
    decided = {"body": "Nämnden", "decided_on": dt.date(2026, 2, 3), "dnr": "N 1"}
    kind = "incidents.incident"
    set_rule(actor=keeper, kind=kind, term=Term(months=60, event="happened", **decided))  # type: ignore[arg-type]
    names = [("retention", {}), ("kept", {"kind": kind}), ("rule", {"kind": kind})]
    pages = [reverse(f"registry:{name}", kwargs={"slug": "alfa", **more}) for name, more in names]
    others = [one for one in kinds if one.name != kind]

    def add(n: int) -> None:
        for one in others[n : n + 1]:
            set_rule(actor=keeper, kind=one.name, term=Term(months=12, event=next(iter(one.events))))

    asks_the_same(house.client("Registrator"), pages, add)
