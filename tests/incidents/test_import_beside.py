"""Imports beside what others do meanwhile: another party's source, another import, areas that change, a preview."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from threading import Event
from typing import TypeVar

import pytest
from django.db import connections
from procrastinate.contrib.django.models import ProcrastinateJob

from lagesbild.core.actions import Actor
from lagesbild.core.models import Partnership
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.i18n import Message
from lagesbild.incidents import actions, areas
from lagesbild.incidents.actions import placing
from lagesbild.incidents.areas import Floats, Ints
from lagesbild.incidents.importing.actions import Outcome, Whose, import_files, propose, undo_import
from lagesbild.incidents.importing.looks import Look, look
from lagesbild.incidents.importing.plan import Plan
from lagesbild.incidents.models import Category, Import, Incident, IncidentVersion
from lagesbild.places.actions import add_areas, keep_areas
from lagesbild.places.models import Area
from tests.incidents.importing import row, write
from tests.incidents.town import Town
from tests.places.places_world import squares

pytestmark = pytest.mark.django_db(transaction=True)
Answer = TypeVar("Answer")


def beside(pool: ThreadPoolExecutor, act: Callable[[], Answer]) -> Future[Answer]:
    """Do something on a connection of its own."""

    def done() -> Answer:
        try:
            return act()
        finally:
            connections.close_all()

    return pool.submit(done)


class Paused:
    """Stops an import in the middle of its transaction until it is let go."""

    def __init__(self) -> None:
        self.there, self.on = Event(), Event()

    def __call__(self, what: Message, share: float) -> None:
        if what.text == "Loading rows":
            self.there.set()
            assert self.on.wait(30)


def bring(
    actor: Actor, party: int, audience: int, path: Path, *, source: str = "polisen.se", told: Paused | None = None
) -> Outcome:
    return import_files(
        actor=actor,
        whose=Whose(party=party, audience=audience, source=source),
        paths=[path],
        plan=Plan(),
        told=told,
    )


def rows_of(town: Town, party: int) -> list[tuple[int, str, int]]:
    with scope(worker(town.partnership).scope()):
        found = Incident.objects.filter(party=party).order_by("pk")
        return list(found.values_list("pk", "place", "version"))


@pytest.mark.parametrize("seen_by", ["own", "shared"])
def test_two_parties_that_name_one_source_keep_rows_of_their_own(town: Town, tmp_path: Path, seen_by: str) -> None:
    carl, gina = town.actor("coordinator", town.school), town.actor("coordinator", town.guards, person=6)
    audience = getattr(town, seen_by)
    path = write(tmp_path / "a.csv", [row(i) for i in range(5)])
    first = bring(carl, town.school, audience, path)
    mine = rows_of(town, town.school)
    kept = propose(
        actor=gina,
        whose=Whose(party=town.guards, audience=audience, source="polisen.se"),
        files=[("a.csv", path.read_bytes())],
        plan=Plan(),
    )
    assert look(actor=gina, batch=kept).counts["added"] == 5
    made = bring(gina, town.guards, audience, path)
    assert (made.counts["added"], made.counts["changed"], made.counts["unchanged"]) == (5, 0, 0)
    edited = write(tmp_path / "b.csv", [row(i, Plats="Torget") for i in range(5)])
    assert bring(gina, town.guards, audience, edited).counts["changed"] == 5
    assert rows_of(town, town.school) == mine
    theirs = rows_of(town, town.guards)
    assert {place for _, place, _ in theirs} == {"Torget"}
    undo_import(actor=carl, batch=first.batch)
    assert rows_of(town, town.school) == []
    assert rows_of(town, town.guards) == theirs


def test_areas_that_come_into_use_during_an_import_reach_its_rows(
    town: Town, tmp_path: Path, transactional_db: None
) -> None:
    carl = town.actor("coordinator", town.school)
    system = worker(town.partnership)
    draft = add_areas(actor=system, areas=squares(2, west=19.0, south=61.0, side=1.0), name="Distrikt")
    paused = Paused()
    with ThreadPoolExecutor(1) as pool:
        path = write(tmp_path / "a.csv", [row(i) for i in range(3)])
        running = beside(pool, lambda: bring(carl, town.school, town.shared, path, told=paused))
        assert paused.there.wait(30)
        keep_areas(actor=system, area_set=draft.pk)
        assert actions.place_again(actor=system) == 0, "what the import brings is not there yet"
        waiting = ProcrastinateJob.objects.filter(task_name="incidents.place_again")
        assert waiting.count() == 1
        paused.on.set()
        assert running.result(30).counts["added"] == 3
    assert waiting.count() == 2, "the import asks for it once more"
    actions.place_again(actor=system)
    with scope(carl.scope()):
        assert all(len(one.areas) == 1 for one in Incident.objects.all())


def test_an_import_in_areas_that_stay_asks_for_nothing(town: Town, tmp_path: Path) -> None:
    system = worker(town.partnership)
    draft = add_areas(actor=system, areas=squares(2, west=19.0, south=61.0, side=1.0), name="Distrikt")
    keep_areas(actor=system, area_set=draft.pk)
    waiting = ProcrastinateJob.objects.filter(task_name="incidents.place_again")
    before = waiting.count()
    bring(town.actor("coordinator", town.school), town.school, town.shared, write(tmp_path / "a.csv", [row(1)]))
    assert waiting.count() == before


def test_placing_again_waits_for_an_import_that_is_about_to_end(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    carl, system = town.actor("coordinator", town.school), worker(town.partnership)
    paused = Paused()

    def at_the_end(what: Message, share: float) -> None:
        if what.text == "Keeping it all":
            paused(Message("Loading rows"), share)

    with ThreadPoolExecutor(2) as pool:
        path = write(tmp_path / "a.csv", [row(i) for i in range(3)])
        running = beside(
            pool,
            lambda: import_files(
                actor=carl,
                whose=Whose(party=town.school, audience=town.shared, source="polisen.se"),
                paths=[path],
                plan=Plan(),
                told=at_the_end,
            ),
        )
        assert paused.there.wait(30)
        seen = lambda here, lon, lat: [lon * 0 + 7]  # noqa: E731
        monkeypatch.setattr(areas, "_placers", [seen])
        placing_ = beside(pool, lambda: actions.place_again(actor=system))
        assert not wait([placing_], timeout=1).done
        paused.on.set()
        assert (running.result(30).counts["added"], placing_.result(30)) == (3, 3)


@pytest.mark.parametrize("act", ["sorted", "edited"])
def test_what_someone_says_while_areas_are_found_anew_stays(
    town: Town, act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    carl, system = town.actor("coordinator", town.school), worker(town.partnership)
    draft = add_areas(actor=system, areas=squares(2, west=19.0, south=61.0, side=1.0), name="Distrikt")
    told = actions.report(actor=carl, party=town.school, audience=town.shared, told=town.told())
    keep_areas(actor=system, area_set=draft.pk)
    with scope(carl.scope()):
        here, there = draft.areas.order_by("code").values_list("pk", flat=True)
    found = areas.of_points

    def meanwhile(partnership: int, lon: Floats, lat: Floats) -> Ints:
        monkeypatch.setattr(placing.areas, "of_points", found)
        with ThreadPoolExecutor(1) as pool:
            if act == "sorted":
                sort = lambda: actions.sort(actor=carl, incident=told.pk, category=town.fire, area=there)  # noqa: E731
                beside(pool, sort).result(30)
            else:
                edit = lambda: actions.edit(actor=carl, incident=told.pk, told=town.told(lon=20.5))  # noqa: E731
                beside(pool, edit).result(30)
        return found(partnership, lon, lat)

    monkeypatch.setattr(placing.areas, "of_points", meanwhile)
    assert actions.place_again(actor=system) == 0
    assert here != there
    with scope(carl.scope()):
        assert Incident.objects.get().areas == [there]


def test_two_imports_that_bring_one_new_category_share_it(town: Town, tmp_path: Path) -> None:
    carl, gina = town.actor("coordinator", town.school), town.actor("coordinator", town.guards, person=6)
    one = write(tmp_path / "a.csv", [row(1, Kategori="Klotter"), row(2, Kategori="Bus")])
    other = write(tmp_path / "b.csv", [row(1, Kategori="Bus"), row(2, Kategori="Klotter"), row(3, Kategori="Snö")])
    paused = Paused()
    with ThreadPoolExecutor(2) as pool:
        first = beside(pool, lambda: bring(carl, town.school, town.shared, one, told=paused))
        assert paused.there.wait(30)
        second = beside(pool, lambda: bring(gina, town.guards, town.shared, other, source="Ärenden"))
        assert not wait([second], timeout=1).done
        paused.on.set()
        counts = [each.result(30).counts for each in (first, second)]
    assert [each["added"] for each in counts] == [2, 3]
    assert [each["new_categories"] for each in counts] == [2, 1], "each is counted by the import that made it"
    with scope(carl.scope()):
        assert Category.objects.filter(name__in=["Klotter", "Bus", "Snö"]).count() == 3


@pytest.mark.parametrize("source", ["polisen.se", "Ärenden"])
def test_a_preview_does_not_wait_for_an_import_that_is_running(town: Town, tmp_path: Path, source: str) -> None:
    carl = town.actor("coordinator", town.school)
    path = write(tmp_path / "a.csv", [row(1, Kategori="Klotter")])
    kept = propose(
        actor=carl,
        whose=Whose(party=town.school, audience=town.shared, source=source),
        files=[("a.csv", path.read_bytes())],
        plan=Plan(),
    )
    paused = Paused()
    with ThreadPoolExecutor(2) as pool:
        running = beside(pool, lambda: bring(carl, town.school, town.shared, path, told=paused))
        assert paused.there.wait(30)
        looking: Future[Look] = beside(pool, lambda: look(actor=carl, batch=kept))
        shown = wait([looking], timeout=15).done
        paused.on.set()
        assert shown, "it is shown while the import runs"
        assert looking.result().busy
        assert "added" not in looking.result().counts
        assert running.result(30).counts["added"] == 1
    after = look(actor=carl, batch=kept)
    assert not after.busy
    assert after.counts["added" if source == "Ärenden" else "unchanged"] == 1


def test_a_category_that_a_sorting_may_be_taken_back_to_outlives_its_import(town: Town, tmp_path: Path) -> None:
    carl = town.actor("coordinator", town.school)
    made = bring(carl, town.school, town.shared, write(tmp_path / "a.csv", [row(1, Kategori="Klotter")]))
    with scope(carl.scope()):
        graffiti = Category.objects.get(name="Klotter")
    told = actions.report(actor=carl, party=town.school, audience=town.shared, told=town.told(category=graffiti.pk))
    actions.sort(actor=carl, incident=told.pk, category=town.noise)
    undo_import(actor=carl, batch=made.batch)
    with scope(carl.scope()):
        graffiti.refresh_from_db()
        assert not graffiti.active, "it is no longer chosen"
    actions.undo(actor=carl, incident=told.pk)
    with scope(carl.scope()):
        assert Incident.objects.get().category_id == graffiti.pk


def test_a_category_that_a_row_had_before_a_later_import_outlives_the_one_that_made_it(
    town: Town, tmp_path: Path
) -> None:
    carl = town.actor("coordinator", town.school)

    def brought(name: str, **kinds: str) -> Outcome:
        rows = [row(int(number[1:]), Kategori=kind) for number, kind in kinds.items()]
        return bring(carl, town.school, town.shared, write(tmp_path / name, rows))

    first = brought("a.csv", n1="Klotter")
    second = brought("b.csv", n2="Klotter")
    third = brought("c.csv", n2="Brand")
    undo_import(actor=carl, batch=first.batch)
    undo_import(actor=carl, batch=third.batch)
    with scope(carl.scope()):
        assert Incident.objects.get().category.name == "Klotter"
        assert not IncidentVersion.objects.exists()
        assert set(Import.objects.values_list("pk", "state")) == {
            (first.batch, "undone"), (second.batch, "done"), (third.batch, "undone")
        }  # fmt: skip


def test_a_sorting_that_is_taken_back_lets_the_source_say_the_category_anew(town: Town, tmp_path: Path) -> None:
    carl = town.actor("coordinator", town.school)
    bring(carl, town.school, town.shared, write(tmp_path / "a.csv", [row(1, Kategori="Brand")]))
    with scope(carl.scope()):
        incident = Incident.objects.get()
    actions.sort(actor=carl, incident=incident.pk, category=town.noise)
    later = write(tmp_path / "b.csv", [row(1, Kategori="Stöld")])
    bring(carl, town.school, town.shared, later)
    actions.undo(actor=carl, incident=incident.pk)
    bring(carl, town.school, town.shared, later)
    with scope(carl.scope()):
        assert Incident.objects.get().category.name == "Stöld"


def test_an_import_undone_after_a_sorting_was_taken_back_does_not_bring_the_sorting_back(
    town: Town, tmp_path: Path
) -> None:
    carl = town.actor("coordinator", town.school)
    before = write(tmp_path / "a.csv", [row(1, Kategori="Brand")])
    bring(carl, town.school, town.shared, before)
    with scope(carl.scope()):
        incident = Incident.objects.get()
    actions.sort(actor=carl, incident=incident.pk, category=town.noise)
    later = bring(carl, town.school, town.shared, write(tmp_path / "b.csv", [row(1, Kategori="Stöld")]))
    actions.undo(actor=carl, incident=incident.pk)
    undo_import(actor=carl, batch=later.batch, also_worked_on=True)
    with scope(carl.scope()):
        assert Incident.objects.get().category_id == town.fire
    bring(carl, town.school, town.shared, before)
    with scope(carl.scope()):
        assert Incident.objects.get().category_id == town.fire


def test_what_was_placed_again_before_a_break_is_another_revision(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    carl, system = town.actor("coordinator", town.school), worker(town.partnership)
    bring(carl, town.school, town.shared, write(tmp_path / "a.csv", [row(i) for i in range(3)]))
    seen = lambda here, lon, lat: [lon * 0 + 7]  # noqa: E731
    monkeypatch.setattr(areas, "_placers", [seen])
    monkeypatch.setattr(placing, "CHUNK", 2)
    put = placing._put

    def broken_off(actor: Actor, rows: list[tuple[int, float | None, float | None]]) -> int:
        if len(rows) == 1:
            raise KeyboardInterrupt
        return put(actor, rows)

    with scope(carl.scope()):
        before = Partnership.objects.get().revision
    with monkeypatch.context() as breaking:
        breaking.setattr(placing, "_put", broken_off)
        with pytest.raises(KeyboardInterrupt):
            actions.place_again(actor=system)
    with scope(carl.scope()):
        assert [one.areas for one in Incident.objects.order_by("pk")] == [[7], [7], []]
        assert Partnership.objects.get().revision == before + 1, "a picture is of what it says it is of"
    assert actions.place_again(actor=system) == 1


def test_areas_said_by_hand_are_those_of_the_next_edition_where_it_has_them(town: Town) -> None:
    carl, system = town.actor("coordinator", town.school), worker(town.partnership)

    def edition(n: int, year: str) -> dict[str, int]:
        made = add_areas(actor=system, areas=squares(n, west=19.0, south=61.0), name="Distrikt", edition=year)
        keep_areas(actor=system, area_set=made.pk)
        with scope(system.scope()):
            return dict(Area.objects.filter(area_set=made).values_list("code", "pk"))

    old = edition(3, "2018")
    kept, gone = (
        actions.report(
            actor=carl, party=town.school, audience=town.shared, told=town.told(lon=None, lat=None, place=f"Gatan {i}")
        )
        for i in range(2)
    )
    actions.sort(actor=carl, incident=kept.pk, category=town.fire, area=old["A1"])
    actions.sort(actor=carl, incident=gone.pk, category=town.fire, area=old["A2"])
    new = edition(2, "2025")
    for placed in (1, 0):
        assert actions.place_again(actor=system) == placed
        with scope(carl.scope()):
            assert dict(Incident.objects.values_list("pk", "areas")) == {kept.pk: [new["A1"]], gone.pk: [old["A2"]]}
