"""Files that hold what has been disposed of here: it does not come back, and is not counted twice."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lagesbild.core.actions import acting
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.incidents.disposing import dispose, due
from lagesbild.incidents.importing.actions import Whose, propose
from lagesbild.incidents.importing.looks import look
from lagesbild.incidents.importing.plan import Plan
from lagesbild.incidents.models import Incident
from lagesbild.incidents.records import reading
from tests.incidents.importing import bring, cells_counted_anew, everything, row, write
from tests.incidents.town import Town

pytestmark = pytest.mark.django_db(transaction=True)
LIMIT = dt.datetime(2026, 3, 17, tzinfo=dt.UTC)
"""A Tuesday: incidents of the Monday before are counted in a week of which the rest is kept."""


def disposed(town: Town) -> int:
    """Dispose of what happened before the limit; how many went."""
    system = worker(town.partnership)
    with acting(system):
        return len(dispose(system, list(due("happened", LIMIT).values_list("pk", flat=True))))


def counted(town: Town) -> int:
    return len(reading(worker(town.partnership).scope()).records)


def test_the_same_file_brings_nothing_back_and_nothing_is_counted_twice(town: Town, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [row(i) for i in range(28)])
    bring(town, path)
    gone = disposed(town)
    assert gone == 16
    before = everything(town)
    dry = bring(town, path, dry=True)
    again = bring(town, path)
    for made in (dry, again):
        assert [made.counts[name] for name in ("added", "unchanged", "disposed")] == [0, 28 - gone, gone]
    assert everything(town) == before
    assert counted(town) == 28


def test_what_is_kept_is_updated_and_what_is_new_comes(town: Town, tmp_path: Path) -> None:
    bring(town, write(tmp_path / "a.csv", [row(i) for i in range(28)]))
    gone = disposed(town)
    # of a day that is gone, of one that is kept in the week of the limit, and new of a later one
    rows = [row(3, Plats="Bron"), row(17, Plats="Bron"), row(50, Händelsedatum="2026-03-30 10:00")]
    made = bring(town, write(tmp_path / "b.csv", rows))
    assert [made.counts[name] for name in ("added", "changed", "unchanged", "disposed")] == [1, 1, 0, 1]
    assert counted(town) == 29
    assert everything(town)["cells"] == cells_counted_anew(town)
    assert gone == 16


def test_where_all_of_a_source_is_gone_nothing_of_it_comes_on_the_map(town: Town, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [row(i) for i in range(10)])
    bring(town, path)
    assert disposed(town) == 10
    assert bring(town, path).counts["disposed"] == 10
    assert everything(town)["cells"] == cells_counted_anew(town) == []


def test_another_source_may_still_tell_of_that_time(town: Town, tmp_path: Path) -> None:
    bring(town, write(tmp_path / "a.csv", [row(1), row(2)]))
    disposed(town)
    made = bring(town, write(tmp_path / "b.csv", [row(1)]), source="Larm")
    assert (made.counts["added"], made.counts["disposed"]) == (1, 0)


def test_a_preview_says_how_many_have_been_disposed_of(town: Town, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [row(i) for i in range(28)])
    bring(town, path)
    disposed(town)
    carl = town.actor("coordinator", town.school)
    with scope(carl.scope()):
        assert Incident.objects.count() == 12
    whose = Whose(party=town.school, audience=town.shared, source="Ärenden")
    batch = propose(actor=carl, whose=whose, files=[("a.csv", path.read_bytes())], plan=Plan())
    found = look(actor=carl, batch=batch)
    assert (found.counts["unchanged"], found.counts["disposed"]) == (12, 16)
