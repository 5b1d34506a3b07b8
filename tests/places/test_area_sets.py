"""Areas of a partnership: drafts, editions side by side, which of them a position lies in, and what is told others."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import TaskNotFound

from lagesbild.core.actions import Actor, Denied, WrongState
from lagesbild.core.models import TimelineEntry
from lagesbild.core.scope import Scope, scope
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.places import actions, changed, surroundings
from lagesbild.places.areas import Areas, read_areas
from lagesbild.places.models import Area, AreaSet, Gazetteer
from tests.places.places_world import arranger, shapes, squares

transactional = pytest.mark.django_db(transaction=True)


def keep(actor: Actor, areas: Areas, name: str, edition: str = "") -> AreaSet:
    draft = actions.add_areas(actor=actor, areas=areas, name=name, edition=edition)
    return actions.keep_areas(actor=actor, area_set=draft.pk)


def names(actor: Actor) -> list[str]:
    with scope(actor.scope()):
        return [str(one) for one in surroundings.in_use()]


@transactional
def test_areas_are_counted_in_when_they_are_kept_and_not_before(two: tuple[int, int]) -> None:
    actor = arranger(two[0])
    draft = actions.add_areas(actor=actor, areas=squares(3), name="Distrikt", edition="2024")
    lon, lat = np.array([16.05, 16.25, 17.0, np.nan]), np.full(4, 59.05)
    with scope(actor.scope()):
        assert surroundings.locate(two[0], lon, lat) == []
    actions.keep_areas(actor=actor, area_set=draft.pk)
    with scope(actor.scope()):
        (column,) = surroundings.locate(two[0], lon, lat)
        codes = surroundings.codes(two[0])
        assert [codes.get(int(number)) for number in column] == ["A0", "A2", None, None]


@transactional
@pytest.mark.parametrize("personal", ["Vid 19811218-9876", "Ring 070-174 06 58", "nils@exempel.se"])
def test_no_name_of_an_area_or_a_set_tells_who_someone_is(two: tuple[int, int], personal: str) -> None:
    actor, areas = arranger(two[0]), squares(2)
    with pytest.raises(InputError, match="tells who someone is"):
        actions.add_areas(actor=actor, areas=areas, name=personal)
    with pytest.raises(InputError, match="tells who someone is"):
        actions.add_areas(actor=actor, areas=areas, name="Distrikt", edition=personal)
    for field in ("names", "groups"):
        told = replace(areas, **{field: ("Norr", personal)})
        with pytest.raises(InputError, match="tells who someone is"):
            actions.add_areas(actor=actor, areas=told, name="Distrikt")
    with scope(actor.scope()):
        assert not AreaSet.objects.exists()


@transactional
def test_the_name_of_a_file_is_shown_without_what_tells_who_someone_is(two: tuple[int, int]) -> None:
    actor, file = arranger(two[0]), "nils@exempel.se 2025.geojson"
    place = actions.NamedPlace(name="Torget", kind="torg", lon=16.0, lat=59.0)
    areas = actions.add_areas(actor=actor, areas=replace(squares(1), source=file), name="Distrikt")
    named = actions.set_gazetteer(actor=actor, source=file, places=[place])
    again = actions.set_gazetteer(actor=actor, source=file, places=[place])
    with scope(actor.scope()):
        assert "nils" not in areas.source + named.source + again.source
        assert list(Gazetteer.objects.values_list("pk", flat=True)) == [again.pk], "the same file takes its own place"


@transactional
def test_what_is_stored_is_what_was_read(two: tuple[int, int]) -> None:
    actor = arranger(two[0])
    given = squares(3)
    row = actions.add_areas(
        actor=actor, areas=given, name="  Polisens   områden ", digest="d" * 64, valid_from=dt.date(2025, 1, 1)
    )
    with scope(actor.scope()):
        kept = surroundings.areas_of(AreaSet.objects.get())
    assert (row.name, row.digest, row.valid_from) == ("Polisens områden", "d" * 64, dt.date(2025, 1, 1))
    assert (kept.codes, kept.names, kept.groups) == (given.codes, given.names, given.groups)
    assert kept.population is not None
    assert given.population is not None
    assert kept.population.tolist() == given.population.tolist()
    assert shapely.equals(kept.geometry, given.geometry).all()


@transactional
def test_a_new_edition_takes_the_place_of_the_old_and_the_old_can_be_used_again(two: tuple[int, int]) -> None:
    actor = arranger(two[0])
    first, second = (keep(actor, squares(n), "DeSO", edition) for n, edition in ((2, "2018"), (4, "2025")))
    assert names(actor) == ["DeSO 2025"]
    with scope(actor.scope()):
        # pictures go on counting in the edition they counted in until someone says otherwise
        assert str(surroundings.counted_in()) == "DeSO 2018"
    actions.use_edition(actor=actor, area_set=second.pk, counted=True)
    with scope(actor.scope()):
        assert str(surroundings.counted_in()) == "DeSO 2025"
    actions.use_edition(actor=actor, area_set=first.pk)
    assert names(actor) == ["DeSO 2018"]


@transactional
def test_two_sets_stand_side_by_side(two: tuple[int, int]) -> None:
    actor = arranger(two[0])
    sets = [keep(actor, squares(n), name) for name, n in (("DeSO", 2), ("Polisens", 3))]
    with scope(actor.scope()):
        columns = surroundings.locate(two[0], np.array([16.05, 16.25]), np.array([59.05, 59.05]))
        found = surroundings.area_of(two[0], 16.25, 59.05)
        assert Area.objects.get(pk=found[sets[1].pk]).code == "A2"
    assert [(column > 0).tolist() for column in columns] == [[True, False], [True, True]]
    assert found.keys() == {sets[1].pk}


@transactional
def test_the_same_edition_is_not_kept_twice_and_a_draft_is_replaced(two: tuple[int, int]) -> None:
    actor = arranger(two[0])
    actions.add_areas(actor=actor, areas=squares(2), name="DeSO", edition="2025")
    draft = actions.add_areas(actor=actor, areas=squares(3), name="DeSO", edition="2025")
    with scope(actor.scope()):
        assert AreaSet.objects.get().areas.count() == 3
    actions.keep_areas(actor=actor, area_set=draft.pk)
    with pytest.raises(InputError, match="there already"):
        actions.add_areas(actor=actor, areas=squares(2), name="DeSO", edition="2025")
    with pytest.raises(WrongState):
        actions.keep_areas(actor=actor, area_set=draft.pk)


@transactional
def test_a_draft_cannot_be_used_and_an_edition_cannot_end_before_it_begins(two: tuple[int, int]) -> None:
    actor = arranger(two[0])
    draft = actions.add_areas(actor=actor, areas=squares(2), name="DeSO")
    with pytest.raises(WrongState):
        actions.use_edition(actor=actor, area_set=draft.pk)
    days = {"valid_from": dt.date(2025, 1, 2), "valid_to": dt.date(2025, 1, 1)}
    with pytest.raises(InputError, match="ends before"):
        actions.add_areas(actor=actor, areas=squares(2), name="RegSO", **days)


@transactional
def test_what_is_needed_is_not_removed(two: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    actor = arranger(two[0])
    old, new = (keep(actor, squares(2), "DeSO", edition) for edition in ("2018", "2025"))
    with pytest.raises(WrongState, match="Pictures count in DeSO 2018"):
        actions.remove_areas(actor=actor, area_set=old.pk)
    with pytest.raises(WrongState, match="DeSO 2025 is in use"):
        actions.remove_areas(actor=actor, area_set=new.pk)
    actions.use_edition(actor=actor, area_set=new.pk, counted=True)
    held = Message(N_("Keep the areas first."))
    monkeypatch.setattr(changed, "_holders", [lambda area_set: held if area_set == old.pk else None])
    with pytest.raises(WrongState, match="Keep the areas first"):
        actions.remove_areas(actor=actor, area_set=old.pk)
    monkeypatch.setattr(changed, "_holders", [])
    actions.remove_areas(actor=actor, area_set=old.pk)
    assert names(actor) == ["DeSO 2025"]
    actions.remove_areas(actor=actor, area_set=new.pk)
    with scope(actor.scope()):
        assert not Area.objects.exists()


def placings(partnership: int) -> int:
    """How many times incidents have been told to find their areas again."""
    return ProcrastinateJob.objects.filter(task_name="incidents.place_again", args__partnership=partnership).count()


@transactional
def test_others_are_told_when_what_is_in_use_changes_and_only_then(two: tuple[int, int]) -> None:
    actor = arranger(two[0])
    draft = actions.add_areas(actor=actor, areas=squares(2), name="DeSO", edition="2018")
    assert placings(two[0]) == 0
    first = actions.keep_areas(actor=actor, area_set=draft.pk)
    assert placings(two[0]) == 1
    second = keep(actor, squares(2), "DeSO", "2025")
    assert placings(two[0]) == 2
    actions.use_edition(actor=actor, area_set=second.pk, counted=True)
    assert placings(two[0]) == 2
    actions.remove_areas(actor=actor, area_set=first.pk)
    assert placings(two[0]) == 2
    actions.remove_areas(actor=actor, area_set=second.pk)
    assert placings(two[0]) == 3
    assert placings(two[1]) == 0


@transactional
def test_a_task_that_no_room_has_fails_the_change(two: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changed, "_tasks", ["incidents.plaec_again"])
    actor = arranger(two[0])
    draft = actions.add_areas(actor=actor, areas=squares(2), name="DeSO")
    with pytest.raises(TaskNotFound):
        actions.keep_areas(actor=actor, area_set=draft.pk)
    with scope(actor.scope()):
        assert AreaSet.objects.get().state == AreaSet.State.DRAFT


@transactional
def test_only_those_who_arrange_change_areas(two: tuple[int, int]) -> None:
    kept = keep(arranger(two[0]), squares(2), "DeSO")
    for role in ("reporter", "member", "leader", "analyst", "auditor"):
        actor = arranger(two[0], role)
        for act in (
            lambda: actions.add_areas(actor=actor, areas=squares(2), name="Distrikt"),  # noqa: B023
            lambda: actions.keep_areas(actor=actor, area_set=kept.pk),  # noqa: B023
            lambda: actions.use_edition(actor=actor, area_set=kept.pk),  # noqa: B023
            lambda: actions.remove_areas(actor=actor, area_set=kept.pk),  # noqa: B023
        ):
            with pytest.raises(Denied):
                act()


@transactional
def test_a_neighbours_areas_are_neither_seen_nor_changed(two: tuple[int, int]) -> None:
    kept = keep(arranger(two[1]), squares(2), "DeSO")
    actor = arranger(two[0])
    with pytest.raises(AreaSet.DoesNotExist):
        actions.remove_areas(actor=actor, area_set=kept.pk)
    with scope(actor.scope()):
        assert surroundings.in_use() == []
        assert surroundings.locate(two[1], np.array([16.05]), np.array([59.05])) == []
        assert surroundings.codes(two[1]) == {}
    # someone who may read both is still told only of the one that is asked for
    with scope(Scope(read=two, write=0)):
        assert surroundings.locate(two[0], np.array([16.05]), np.array([59.05])) == []
        assert len(surroundings.locate(two[1], np.array([16.05]), np.array([59.05]))) == 1


@transactional
def test_each_change_is_on_the_timeline(two: tuple[int, int]) -> None:
    actor = arranger(two[0])
    kept = keep(actor, squares(2), "DeSO")
    actions.use_edition(actor=actor, area_set=kept.pk)
    actions.remove_areas(actor=actor, area_set=kept.pk)
    with scope(actor.scope()):
        verbs = list(TimelineEntry.objects.order_by("sequence").values_list("verb", flat=True))
    assert verbs == ["areas.read", "areas.kept", "areas.used", "areas.removed"]


degrees = st.tuples(st.floats(15.9, 17.0), st.floats(58.95, 59.15))


@given(st.integers(1, 8), st.lists(degrees, max_size=40))
def test_a_point_lies_in_exactly_the_area_that_holds_it(n: int, points: list[tuple[float, float]]) -> None:
    areas = squares(n)
    lon, lat = np.array([point[0] for point in points]), np.array([point[1] for point in points])
    for at, found in zip(points, areas.locate(lon, lat), strict=True):
        inside = [i for i, shape in enumerate(areas.geometry) if shapely.intersects(shape, shapely.Point(at))]
        assert (int(found) in inside) if inside else found == -1
        if len(inside) > 1:
            assert found == min(inside)


@given(st.lists(degrees, min_size=1, max_size=30))
def test_a_hole_holds_nothing_and_what_fills_it_does(points: list[tuple[float, float]]) -> None:
    whole, hole = shapely.box(16.0, 59.0, 16.6, 59.1), shapely.box(16.2, 59.03, 16.4, 59.07)
    lon, lat = np.array([point[0] for point in points]), np.array([point[1] for point in points])
    inside = shapely.contains_properly(hole, shapely.points(lon, lat))
    ring = shapes(shapely.difference(whole, hole))
    assert (ring.locate(lon, lat)[inside] == -1).all()
    filled = shapes(shapely.difference(whole, hole), hole)
    assert (filled.locate(lon, lat)[inside] == 1).all()


@transactional
@pytest.mark.shared
def test_real_areas_in_two_editions_and_two_kinds(shared_data: Path, two: tuple[int, int]) -> None:
    actor = arranger(two[0])
    folder = shared_data / "sverige_geografi" / "deso_regso_vastmanland"
    deso, regso = (read_areas(folder / f"{name}_vastmanland.geojson") for name in ("deso", "regso"))
    assert deso.columns == {"code": "deso", "name": "namn", "group": "kommun", "population": "folkmangd_2023"}
    koping = np.array([group == "Köping" for group in deso.groups])
    assert koping.sum() == 16
    keep(actor, deso, "DeSO", "2018")
    # an edition that differs, to tell which of the two is asked
    merged = deso.take(np.flatnonzero(~koping))
    new = keep(actor, merged, "DeSO", "2025")
    keep(actor, regso, "RegSO", "2018")
    assert names(actor) == ["DeSO 2025", "RegSO 2018"]
    with scope(actor.scope()):
        old = AreaSet.objects.get(name="DeSO", edition="2018")
        assert len(surroundings.areas_of(old)) == 155
        assert len(surroundings.areas_of(new)) == 139
        # the middle of Köping, which the new edition leaves out
        assert set(surroundings.area_of(two[0], 15.9926, 59.5139)) == {AreaSet.objects.get(name="RegSO").pk}
    actions.use_edition(actor=actor, area_set=old.pk)
    with scope(actor.scope()):
        assert len(surroundings.area_of(two[0], 15.9926, 59.5139)) == 2
