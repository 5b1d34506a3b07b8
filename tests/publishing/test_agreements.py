"""An agreement as the public reads it."""

from __future__ import annotations

import pytest

from lagesbild.accounts.models import Role
from lagesbild.core.models import TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.errors import InputError
from lagesbild.publishing import actions, kinds
from lagesbild.publishing.models import Publication, Withdrawal
from lagesbild.registry.actions import note
from tests.agreements.table import Table
from tests.organisation.house import build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def table(two: tuple[int, int]) -> Table:
    return Table(build(two[0]))


def publish(table: Table, pk: int) -> Publication:
    return actions.publish(actor=table.house.carl, kind="agreement", subject=pk, checked=kinds.CHECKS)


def test_an_agreement_that_gets_a_secrecy_mark_is_read_no_more(table: Table) -> None:
    carl = table.house.carl
    row = table.in_force()
    publish(table, row.pk)
    registrator = table.house.anyone(Role.REGISTRATOR)
    note(actor=registrator, kind="agreements.agreement", subject=row.pk, dnr="KS 2026/1")
    with scope(carl.scope()):
        assert Publication.objects.published().exists(), "a diary number takes nothing back"
    noted = note(
        actor=registrator,
        kind="agreements.agreement",
        subject=row.pk,
        dnr="KS 2026/1",
        secret=True,
        ground="OSL 18 kap. 1 §",
    )
    assert noted.taken_back == 1
    with scope(carl.scope()):
        assert not Publication.objects.published().exists()
        assert Withdrawal.objects.get().reason == "Detta är inte längre offentligt."
        assert TimelineEntry.objects.filter(verb="publication.withdrawn").exists()
    with pytest.raises(InputError, match="secrecy mark"):
        publish(table, row.pk)
