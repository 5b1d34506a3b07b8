"""Real files into a partnership: every row accounted for, twice adds nothing, undone is as before."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from lagesbild.core.scope import scope
from lagesbild.errors import InputError
from lagesbild.incidents.importing.actions import undo_import
from lagesbild.incidents.models import Incident
from tests.incidents.importing import bring, cells_counted_anew, everything
from tests.incidents.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shared]


def test_the_polices_events_of_one_municipality(town: Town, shared_data: Path, owner_url: str) -> None:
    with psycopg.connect(owner_url) as server:
        server.execute("UPDATE core_partnership SET municipality_code = '1980' WHERE id = %s", (town.partnership,))
    snapshots = sorted((shared_data / "polisen_handelser" / "api_snapshots").glob("*.json"))
    assert len(snapshots) >= 2
    for path in snapshots:
        made = bring(town, path)
        n = made.counts
        assert n["rows"] == n["added"] + n["changed"] + n["unchanged"] + n["elsewhere"] + n["refused"], path.name
        assert n["elsewhere"] > 0
    once = everything(town)
    for path in snapshots:
        assert bring(town, path).counts["added"] == 0
    carl = town.actor("coordinator", town.school)
    with scope(carl.scope()):
        found = Incident.objects.count()
        assert found > 0
    assert once["cells"] == cells_counted_anew(town)


def test_messy_files_are_taken_or_refused_in_words_and_taken_back_whole(town: Town, shared_data: Path) -> None:
    carl = town.actor("coordinator", town.school)
    taken = 0
    for path in sorted((shared_data / "svenska_kladdiga_filer").iterdir()):
        if path.suffix.lower() not in (".csv", ".xlsx", ".xls", ".json", ".geojson", ".txt", ".tsv"):
            continue
        before = everything(town)
        try:
            made = bring(town, path)
        except InputError:
            assert everything(town) == before
            continue
        n = made.counts
        assert n["rows"] == n["added"] + n["changed"] + n["unchanged"] + n["elsewhere"] + n["refused"], path.name
        assert bring(town, path).counts["added"] == 0, path.name
        assert everything(town)["cells"] == cells_counted_anew(town)
        undo_import(actor=carl, batch=made.batch)
        assert everything(town) == before, path.name
        taken += 1
    assert taken
