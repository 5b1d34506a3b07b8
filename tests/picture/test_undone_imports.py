"""An import that a decided picture counts is taken back only by someone who has been told so."""

from __future__ import annotations

from pathlib import Path

import pytest

from lagesbild.core.scope import scope
from lagesbild.incidents.importing.actions import Whose, import_files, undo_import
from lagesbild.incidents.importing.plan import Plan
from lagesbild.incidents.importing.worked import WorkedOn, worked_on
from lagesbild.incidents.models import Import
from lagesbild.picture.actions import decide
from lagesbild.picture.making import make_edition
from tests.incidents.importing import row, write
from tests.picture import weekly

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_decided_picture_of_a_week_that_an_import_brought_to_holds_it(two: tuple[int, int], tmp_path: Path) -> None:
    town = weekly.town(two[0], "alfa")
    weekly.fill(town)
    carl = town.actor("coordinator")
    path = write(tmp_path / "a.csv", [row(i, Händelsedatum=f"{weekly.MONDAY} 12:00") for i in range(3)])
    whose = Whose(party=town.municipality, audience=town.shared, source="Ärenden")
    made = import_files(actor=carl, whose=whose, paths=[path], plan=Plan())
    edition = make_edition(actor=town.system, start=weekly.MONDAY)
    with scope(carl.scope()):
        assert worked_on(Import.objects.get(pk=made.batch)) == [], "a draft can be made again"
    decide(actor=carl, edition=edition.pk)
    with pytest.raises(WorkedOn) as refused:
        undo_import(actor=carl, batch=made.batch)
    assert list(refused.value.worked) == [("decided pictures that count some of them", 1)]
    undo_import(actor=carl, batch=made.batch, also_worked_on=True)
