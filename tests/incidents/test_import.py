"""Files into a partnership: every row accounted for, twice is once, undone is as before."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lagesbild.core import masking
from lagesbild.core.actions import SYSTEM, Denied, WrongState
from lagesbild.core.guard import MASK
from lagesbild.core.models import Partnership, TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.core.timeline import faults
from lagesbild.errors import InputError
from lagesbild.incidents import actions
from lagesbild.incidents.importing import actions as importing
from lagesbild.incidents.importing.actions import Outcome, refusals_of, undo_import
from lagesbild.incidents.importing.worked import WorkedOn, worked_on
from lagesbild.incidents.models import Category, Import, ImportFile, Incident, IncidentVersion
from lagesbild.incidents.records import reading
from lagesbild.sources.read import read
from lagesbild.sources.records import Reading, ReadOptions
from tests.incidents.importing import bring, cells_counted_anew, everything, row, write
from tests.incidents.town import Town

pytestmark = pytest.mark.django_db(transaction=True)


def accounted(made: Outcome) -> bool:
    n = made.counts
    return n["rows"] == n["added"] + n["changed"] + n["unchanged"] + n["elsewhere"] + n["refused"]


def test_a_file_becomes_incidents_with_one_entry_on_the_timeline(town: Town, tmp_path: Path) -> None:
    made = bring(town, write(tmp_path / "a.csv", [row(i) for i in range(30)]))
    assert (made.counts["added"], made.counts["refused"]) == (30, 0)
    carl = town.actor("coordinator", town.school)
    with scope(carl.scope()):
        assert Incident.objects.count() == 30
        first = Incident.objects.filter(place="Gatan 1").earliest("start")
        assert (first.state, first.category_id, first.unit) == ("sorted", town.noise, "Fritids")
        assert first.start.isoformat() == "2026-03-02T10:30:00+00:00", "local time of the file, kept in universal time"
        assert Category.objects.filter(name="Stöld").exists(), "a kind that is not known here is made"
        assert [entry.verb for entry in TimelineEntry.objects.all()] == ["import.done"]
        assert list(faults(town.partnership)) == []
        assert Partnership.objects.get().revision == 1
    assert everything(town)["cells"] == cells_counted_anew(town)
    assert len(reading(carl.scope()).records) == 30


def test_the_same_file_again_adds_nothing(town: Town, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [row(i) for i in range(30)])
    bring(town, path)
    before = everything(town)
    again = bring(town, path)
    assert (again.counts["added"], again.counts["changed"], again.counts["unchanged"]) == (0, 0, 30)
    assert everything(town) == before


def test_what_an_import_says_of_its_files_holds_no_rows_but_the_refused(town: Town, tmp_path: Path) -> None:
    wrong = row(2, Händelsedatum="i förrgår")
    for dry in (True, False):
        told = bring(town, write(tmp_path / "a.csv", [row(1), wrong]), dry=dry).reading
        assert told is not None
        assert (told.rows, len(told.records), told.ids, len(told.refusals)) == (2, 0, None, 1)
        assert b"i f\xc3\xb6rrg\xc3\xa5r" in refusals_of(told, "sv")


def test_rows_without_identity_are_told_apart_by_what_they_say(town: Town, tmp_path: Path) -> None:
    headings = ("Händelsedatum", "Kategori", "Plats", "Latitud", "Longitud")
    rows = [row(1), row(1), row(2)]
    path = write(tmp_path / "a.csv", rows, headings=headings)
    assert bring(town, path).counts["added"] == 3, "equal rows may be two incidents"
    assert bring(town, path).counts["added"] == 0
    more = write(tmp_path / "b.csv", [row(3), *reversed(rows), row(1)], headings=headings)
    assert bring(town, more).counts["added"] == 2, "one more of the equal ones, and the new one"


def test_an_edited_row_is_updated_and_what_it_was_is_kept(town: Town, tmp_path: Path) -> None:
    bring(town, write(tmp_path / "a.csv", [row(i) for i in range(5)]))
    made = bring(
        town, write(tmp_path / "b.csv", [*(row(i) for i in range(4)), row(4, Plats="Torget", Kategori="Brand")])
    )
    assert (made.counts["added"], made.counts["changed"], made.counts["unchanged"]) == (0, 1, 4)
    with scope(town.actor("coordinator", town.school).scope()):
        edited = Incident.objects.get(place="Torget")
        assert (edited.version, edited.category_id) == (2, town.fire)
        was = IncidentVersion.objects.get(incident=edited)
        assert (was.number, was.data["place"], was.batch_id) == (1, "Gatan 4", made.batch)
    assert everything(town)["cells"] == cells_counted_anew(town)


def test_what_was_sorted_here_the_source_does_not_sort_back(town: Town, tmp_path: Path) -> None:
    bring(town, write(tmp_path / "a.csv", [row(3)]))
    carl = town.actor("coordinator", town.school)
    with scope(carl.scope()):
        incident = Incident.objects.get()
    actions.sort(actor=carl, incident=incident.pk, category=town.noise)
    bring(town, write(tmp_path / "b.csv", [row(3, Plats="Torget")]))
    with scope(carl.scope()):
        incident.refresh_from_db()
        assert (incident.place, incident.category_id) == ("Torget", town.noise)


def test_an_import_is_undone_as_a_whole(town: Town, tmp_path: Path) -> None:
    carl = town.actor("coordinator", town.school)
    bring(town, write(tmp_path / "a.csv", [row(i) for i in range(10)]))
    before = everything(town)
    changed = [row(i, Plats="Torget") if i % 2 else row(i) for i in range(20)]
    made = bring(town, write(tmp_path / "b.csv", [*changed, row(99, Kategori="Klotter")]))
    assert (made.counts["added"], made.counts["changed"]) == (11, 5)
    undo_import(actor=carl, batch=made.batch)
    assert everything(town) == before
    with pytest.raises(WrongState):
        undo_import(actor=carl, batch=made.batch)


def test_what_was_sorted_by_hand_since_an_import_stays_so_when_it_is_undone(town: Town, tmp_path: Path) -> None:
    carl = town.actor("coordinator", town.school)
    bring(town, write(tmp_path / "a.csv", [row(3)]))
    later = bring(town, write(tmp_path / "b.csv", [row(3, Plats="Torget")]))
    with scope(carl.scope()):
        incident = Incident.objects.get()
    actions.sort(actor=carl, incident=incident.pk, category=town.noise)
    undo_import(actor=carl, batch=later.batch)
    with scope(carl.scope()):
        incident.refresh_from_db()
        assert (incident.place, incident.category_id) == ("Gatan 3", town.noise)
    assert everything(town)["cells"] == cells_counted_anew(town)


def test_an_import_under_a_later_one_is_not_undone(town: Town, tmp_path: Path) -> None:
    carl = town.actor("coordinator", town.school)
    first = bring(town, write(tmp_path / "a.csv", [row(1)]))
    second = bring(town, write(tmp_path / "b.csv", [row(1, Plats="Torget")]))
    with pytest.raises(InputError):
        undo_import(actor=carl, batch=first.batch)
    undo_import(actor=carl, batch=second.batch)
    undo_import(actor=carl, batch=first.batch)
    with scope(carl.scope()):
        assert not Incident.objects.exists()


def test_a_duplicate_of_what_is_undone_is_to_be_sorted_again(town: Town, tmp_path: Path) -> None:
    carl = town.actor("coordinator", town.school)
    made = bring(town, write(tmp_path / "a.csv", [row(1)]))
    with scope(carl.scope()):
        brought = Incident.objects.get()
    told = actions.report(actor=carl, party=town.school, audience=town.shared, told=town.told())
    actions.mark_duplicate(actor=carl, incident=told.pk, of=brought.pk)
    undo_import(actor=carl, batch=made.batch, also_worked_on=True)
    with scope(carl.scope()):
        assert [one.pk for one in Incident.objects.to_sort()] == [told.pk]
    assert everything(town)["cells"] == cells_counted_anew(town)


def test_what_another_party_keeps_to_itself_as_a_duplicate_is_told_of_and_sorted_again(
    town: Town, tmp_path: Path
) -> None:
    carl, gina = town.actor("coordinator", town.school), town.actor("coordinator", town.guards, person=6)
    made = bring(town, write(tmp_path / "a.csv", [row(1)]))
    with scope(carl.scope()):
        brought = Incident.objects.get()
    told = actions.report(actor=gina, party=town.guards, audience=town.own, told=town.told())
    actions.mark_duplicate(actor=gina, incident=told.pk, of=brought.pk)
    with pytest.raises(WorkedOn) as refused:
        undo_import(actor=carl, batch=made.batch)
    assert dict(refused.value.worked) == {"reports kept as duplicates of them": 1}
    undo_import(actor=carl, batch=made.batch, also_worked_on=True)
    with scope(gina.scope()):
        assert [one.pk for one in Incident.objects.to_sort()] == [told.pk]
        entry = TimelineEntry.objects.get(verb="incident.reopened")
        assert (entry.subject_id, entry.person_id, entry.detail) == (told.pk, SYSTEM, {"before": "duplicate"})
        assert list(faults(town.partnership)) == []


def test_what_is_said_may_be_lost_is_what_was_shown_and_no_more(town: Town, tmp_path: Path) -> None:
    carl = town.actor("coordinator", town.school)
    made = bring(town, write(tmp_path / "a.csv", [row(1)]))
    with scope(carl.scope()):
        brought = Incident.objects.get()
    actions.forward(actor=carl, incident=brought.pk, to=actions.Onward(authority="police"))
    with pytest.raises(WorkedOn) as refused:
        undo_import(actor=carl, batch=made.batch)
    shown = dict(refused.value.worked)
    actions.forward(actor=carl, incident=brought.pk, to=actions.Onward(authority="landlord"))
    with pytest.raises(WorkedOn) as again:
        undo_import(actor=carl, batch=made.batch, also_worked_on=True, shown=shown)
    assert dict(again.value.worked)["times forwarded"] == 2
    undo_import(actor=carl, batch=made.batch, also_worked_on=True, shown=dict(again.value.worked))
    with scope(carl.scope()):
        assert not Incident.objects.exists()


def worked_upon(town: Town, tmp_path: Path) -> Outcome:
    """An import whose rows people have sorted, forwarded, answered, masked and found to be told again."""
    carl = town.actor("coordinator", town.school)
    made = bring(town, write(tmp_path / "a.csv", [row(i) for i in range(6)]))
    with scope(carl.scope()):
        first, second, third, fourth, fifth, sixth = Incident.objects.order_by("pk").values_list("pk", flat=True)
        place = Incident.objects.get(pk=sixth).place
    actions.sort(actor=carl, incident=first, category=town.noise)
    actions.set_aside(actor=carl, incident=second, reason="other")
    actions.forward(actor=carl, incident=third, to=actions.Onward(authority="police", note="Se till grinden"))
    actions.tell_reporter(actor=carl, incident=fourth, text="Grinden är lagad")
    told = actions.report(actor=carl, party=town.school, audience=town.shared, told=town.told())
    actions.mark_duplicate(actor=carl, incident=told.pk, of=fifth)
    masking.mask(actor=carl, subject="incident", pk=sixth, stretches=[place])
    return made


def test_an_import_that_people_have_worked_on_is_undone_only_when_they_say_so(town: Town, tmp_path: Path) -> None:
    carl = town.actor("coordinator", town.school)
    made = worked_upon(town, tmp_path)
    before = everything(town)
    with pytest.raises(WorkedOn, match="Nothing was taken back") as refused:
        undo_import(actor=carl, batch=made.batch)
    assert everything(town) == before
    assert dict(refused.value.worked) == {
        "incidents that people have sorted": 2,
        "times forwarded": 1,
        "answers to whoever reported": 1,
        "incidents with words masked": 1,
        "reports kept as duplicates of them": 1,
    }
    undo_import(actor=carl, batch=made.batch, also_worked_on=True)
    with scope(carl.scope()):
        assert Incident.objects.count() == 1
        entry = TimelineEntry.objects.get(verb="import.undone")
        assert (entry.detail["removed"], entry.detail["worked_on"]) == (6, 6)


def test_how_much_was_worked_on_is_counted_by_the_database(town: Town, tmp_path: Path) -> None:
    made = worked_upon(town, tmp_path)
    with scope(town.actor("coordinator", town.school).scope()):
        batch = Import.objects.get(pk=made.batch)
        with CaptureQueriesContext(connection) as asked:
            worked_on(batch)
    rows = [one["sql"] for one in asked if 'FROM "incidents_' in one["sql"]]
    assert rows
    assert all("COUNT(" in one for one in rows)


def test_the_name_of_a_file_is_kept_without_what_tells_who_someone_is(town: Town, tmp_path: Path) -> None:
    made = bring(town, write(tmp_path / "nils@exempel.se mars.csv", [row(1)]))
    with scope(town.actor("coordinator", town.school).scope()):
        assert Import.objects.get(pk=made.batch).files[0]["name"] == f"{MASK} mars.csv"


def test_a_dry_run_says_what_would_come_and_changes_nothing(town: Town, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [row(i) for i in range(12)])
    before = everything(town)
    dry = bring(town, path, dry=True)
    assert dry.dry
    assert dry.counts["added"] == 12
    assert everything(town) == before
    with scope(town.actor("coordinator", town.school).scope()):
        assert not Import.objects.exists()
        assert not TimelineEntry.objects.exists()


def test_a_file_that_is_still_being_written_is_not_taken(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.csv", [row(i) for i in range(3)])
    before = everything(town)

    def while_it_grows(paths: Sequence[Path], *given: Any) -> Reading:
        found = read(paths, *given)
        with path.open("a", encoding="utf-8") as more:
            more.write("INC-9;2026-03-")
        return found

    monkeypatch.setattr(importing, "read", while_it_grows)
    with pytest.raises(InputError, match=r"a\.csv changed while it was read"):
        bring(town, path)
    assert everything(town) == before


def test_every_row_is_accounted_for_and_refusals_can_be_fetched(town: Town, tmp_path: Path) -> None:
    rows = [row(i) for i in range(8)] + [row(8, Händelsedatum="okänt"), row(9, Händelsedatum=""), row(3)]
    made = bring(town, write(tmp_path / "a.csv", rows))
    assert accounted(made)
    assert (made.counts["unreadable"], made.counts["repeated"], made.counts["added"]) == (2, 1, 8)
    with scope(town.actor("coordinator", town.school).scope()):
        refusals = bytes(ImportFile.objects.get(kind="refusals").content).decode("utf-8-sig")
    assert len(refusals.strip().splitlines()) == 4
    assert "okänt" in refusals


def test_what_tells_who_someone_is_is_masked_and_counted(town: Town, tmp_path: Path) -> None:
    rows = [row(1, Plats="hos anna@exempel.se"), row(2, Plats="Ring 070-174 06 05"), row(3), row(4, Enhet="ABC 123")]
    path = write(tmp_path / "a.csv", rows)
    made = bring(town, path)
    assert made.counts["masked"] == 3
    with scope(town.actor("coordinator", town.school).scope()):
        assert Incident.objects.filter(place=MASK).count() == 2
        assert not Incident.objects.search("exempel.se").exists()
    assert "exempel" not in str(everything(town))
    assert bring(town, path).counts["added"] == 0


def test_a_mask_made_afterwards_stands_when_the_source_changes_the_row(town: Town, tmp_path: Path) -> None:
    carl = town.actor("coordinator", town.school)
    bring(town, write(tmp_path / "a.csv", [row(1, Plats="Hos Exempelsson")]))
    with scope(carl.scope()):
        incident = Incident.objects.get()
    masking.mask(actor=carl, subject="incident", pk=incident.pk, stretches=["Exempelsson"])
    bring(town, write(tmp_path / "b.csv", [row(1, Plats="Hos Exempelsson, gården")]))
    assert "Exempelsson" not in str(everything(town))
    with scope(carl.scope()):
        assert Incident.objects.get().place == f"Hos {MASK}, gården"


def test_categories_are_those_said_then_remembered_then_like(town: Town, tmp_path: Path) -> None:
    bring(town, write(tmp_path / "a.csv", [row(1, Kategori="Eldning")]), categories={"Eldning": "Brand"})
    made = bring(
        town, write(tmp_path / "b.csv", [row(2, Kategori="Eldning"), row(3, Kategori="OVÄSEN"), row(4, Kategori="")])
    )
    assert made.categories == {"Eldning": "Brand", "OVÄSEN": "Oväsen", "": "Ingen kategori"}
    assert made.counts["new_categories"] == 1


def test_rows_of_another_municipality_are_left_out_and_counted(town: Town, tmp_path: Path, owner_url: str) -> None:
    import psycopg

    with psycopg.connect(owner_url) as server:
        server.execute("UPDATE core_partnership SET municipality_code = '1983' WHERE id = %s", (town.partnership,))
    headings = ("Ärendenr", "Händelsedatum", "Kategori", "Kommun")
    rows = [row(i) | {"Kommun": ("Köping", "Arboga", "Kungsör")[i % 3]} for i in range(9)]
    path = write(tmp_path / "a.csv", rows, headings=headings)
    made = bring(town, path)
    assert (made.counts["added"], made.counts["elsewhere"]) == (3, 6)
    assert accounted(made)
    assert bring(town, path, only_here=False).counts["added"] == 6


@pytest.mark.parametrize("role", ["reporter", "member", "leader", "registrator", "protection_officer", "auditor"])
def test_only_some_roles_import(town: Town, tmp_path: Path, role: str) -> None:
    path = write(tmp_path / "a.csv", [row(1)])
    with pytest.raises(Denied):
        bring(town, path, actor=town.actor(role, town.school))
    made = bring(town, path, actor=town.actor("analyst", town.school))
    with pytest.raises(Denied):
        undo_import(actor=town.actor(role, town.school), batch=made.batch)


def test_one_imports_only_for_a_party_one_stands_for(town: Town, tmp_path: Path) -> None:
    with pytest.raises(Denied):
        bring(town, write(tmp_path / "a.csv", [row(1)]), actor=town.actor("coordinator", town.guards))


def test_a_column_that_is_no_category_is_refused_before_anything_is_made(town: Town, tmp_path: Path) -> None:
    before = everything(town)
    path = write(tmp_path / "a.csv", [row(i, Kategori=f"Sak {i} om {i * 7}") for i in range(300)])
    with pytest.raises(InputError):
        bring(town, path, options=ReadOptions(columns={"category": "Kategori"}))
    assert everything(town) == before


EDITS = st.lists(
    st.tuples(st.integers(0, 11), st.sampled_from(["Torget", "Skolan", "Hamnen"]), st.sampled_from(["Brand", "Stöld"])),
    min_size=1,
    max_size=14,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=EDITS, second=EDITS)
def test_whatever_the_files_twice_is_once_and_undone_is_as_before(
    town: Town, first: list[tuple[int, str, str]], second: list[tuple[int, str, str]]
) -> None:
    carl = town.actor("coordinator", town.school)
    with tempfile.TemporaryDirectory() as folder:
        one, two = (
            write(Path(folder) / name, [row(n, Plats=place, Kategori=kind) for n, place, kind in edits])
            for name, edits in (("a.csv", first), ("b.csv", second))
        )
        made = [bring(town, one)]
        before = everything(town)
        assert (bring(town, one).counts["added"], bring(town, one).counts["changed"]) == (0, 0)
        assert everything(town) == before
        made.append(bring(town, two))
        assert all(accounted(each) for each in made)
        assert everything(town)["cells"] == cells_counted_anew(town)
        undo_import(actor=carl, batch=made[1].batch)
        assert everything(town) == before
        undo_import(actor=carl, batch=made[0].batch)
        assert not everything(town)["incidents_incident"]
        assert not everything(town)["cells"]
