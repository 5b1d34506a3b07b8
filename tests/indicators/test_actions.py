"""Files are read whole or not at all, twice is once, and taken back as a whole."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from lagesbild.accounts.models import Role
from lagesbild.core import masking
from lagesbild.core.actions import Denied, WrongState
from lagesbild.core.meanwhile import ChangedMeanwhile, as_seen
from lagesbild.core.models import TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.errors import InputError
from lagesbild.indicators import actions
from lagesbild.indicators.actions import Said
from lagesbild.indicators.models import Break, Change, Indicator, Reading, Series, Value
from lagesbild.places import actions as places
from lagesbild.places.models import AreaSet
from tests.indicators import files
from tests.indicators.conftest import only, read, table, told
from tests.organisation.house import House

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = table("Trygga;Norra;2022;61,5", "Trygga;Norra;2023;64", "Trygga;1983;2023;70")


def test_a_file_is_looked_at_before_anything_is_kept(house: House) -> None:
    row = actions.propose(actor=house.carl, name="enkät.csv", content=FIRST.encode())
    assert (row.state, row.counts["added"], row.counts["refused"]) == ("looked", 3, 0)
    assert told(house) == {}
    row = actions.read(actor=house.carl, reading=row.pk)
    assert (row.state, row.content) == ("read", None)
    assert told(house) == {("Norra", "2022-01-01"): 61.5, ("Norra", "2023-01-01"): 64.0, ("Köping", "2023-01-01"): 70.0}
    with pytest.raises(WrongState):
        actions.read(actor=house.carl, reading=row.pk)


def test_the_same_file_again_adds_nothing(house: House) -> None:
    read(house, FIRST)
    before = told(house)
    again = read(house, FIRST)
    assert (again.counts["added"], again.counts["changed"], again.counts["unchanged"]) == (0, 0, 3)
    assert told(house) == before


def test_a_figure_that_the_source_has_changed_is_changed_and_what_it_was_is_kept(house: House) -> None:
    read(house, FIRST)
    later = read(house, FIRST.replace("64", "63,5"))
    assert (later.counts["added"], later.counts["changed"]) == (0, 1)
    assert told(house)["Norra", "2023-01-01"] == 63.5
    with scope(house.carl.scope()):
        assert Change.objects.get().before["value"] == 64.0
        entry = TimelineEntry.objects.filter(verb="indicator.read").latest("pk")
    assert (entry.detail["added"], entry.detail["changed"]) == (0, 1)


def test_a_reading_is_taken_back_as_a_whole(house: House) -> None:
    read(house, FIRST)
    before = told(house)
    later = read(house, table("Trygga;Norra;2023;63,5", "Trygga;Södra;2023;50", "Buller;Norra;2023;3"))
    assert told(house) != before
    actions.undo(actor=house.carl, reading=later.pk)
    assert told(house) == before
    with scope(house.carl.scope()):
        assert list(Indicator.objects.with_values().values_list("name", flat=True)) == ["Trygga"]
    again = read(house, table("Trygga;Södra;2023;50"))
    assert again.counts["added"] == 1


def test_a_reading_that_a_later_one_has_changed_is_taken_back_after_it(house: House) -> None:
    first = read(house, FIRST)
    later = read(house, FIRST.replace("64", "63,5"))
    with pytest.raises(WrongState):
        actions.undo(actor=house.carl, reading=first.pk)
    actions.undo(actor=house.carl, reading=later.pk)
    actions.undo(actor=house.carl, reading=first.pk)
    assert told(house) == {}


def test_places_that_are_not_known_are_refused_and_small_areas_elsewhere_are_counted(house: House) -> None:
    row = read(
        house, table("Trygga;Norra;2023;1", "Trygga;Atlantis;2023;2", "Trygga;0180C1010;2023;3", "Trygga;Norra;2023;4")
    )
    assert (row.counts["added"], row.counts["refused"], row.counts["elsewhere"]) == (1, 2, 1)


def test_a_file_of_places_that_are_all_unknown_is_not_read(house: House) -> None:
    row = actions.propose(actor=house.carl, name="a.csv", content=table("Trygga;Atlantis;2023;2").encode())
    with pytest.raises(InputError):
        actions.read(actor=house.carl, reading=row.pk)
    actions.discard(actor=house.carl, reading=row.pk)
    with scope(house.carl.scope()):
        assert not Reading.objects.exists()


def test_names_in_a_file_that_tell_who_someone_is_are_masked(house: House) -> None:
    read(house, table("Ring 070-174 06 05;Norra;2023;1"))
    assert "174" not in only(house).name


def test_crimes_become_series_with_the_break_that_was_found(house: House) -> None:
    rows = [("2017-03-03", "2018-01-01", "Köping", "1983A0010")]
    rows += files.every_month(dt.date(2019, 7, 1), 42, 12, "Uppsala", "0380A0010")
    rows += files.every_month(dt.date(2019, 7, 1), 42, 1, "Köping", "1983A0010")
    row = read(house, files.crimes(rows), "brott.csv", steps="year")
    with scope(house.carl.scope()):
        found = Break.objects.get()
        assert (found.day, found.reading_id) == (dt.date(2019, 7, 1), row.pk)
        south = Series.objects.get(name="Södra")
        assert [one.value for one in south.values.in_order()] == [0.0, 0.0, 0.0, 0.0]
    actions.undo(actor=house.carl, reading=row.pk)
    with scope(house.carl.scope()):
        assert not Break.objects.exists()


def test_an_indicator_is_said_otherwise_and_a_later_file_leaves_that_alone(house: House) -> None:
    read(house, FIRST)
    row = only(house)
    said = Said(name="Känner sig trygga", kind="share", unit="procent", better="higher", source="Enkäten")
    actions.change(actor=house.carl, indicator=row.pk, said=said, seen=as_seen(row))
    read(house, FIRST.replace("64", "63"))
    assert (only(house).name, only(house).source) == ("Känner sig trygga", "Enkäten")
    with pytest.raises(ChangedMeanwhile):
        actions.change(actor=house.carl, indicator=row.pk, said=said, seen=as_seen(row))
    with pytest.raises(InputError):
        actions.change(actor=house.carl, indicator=row.pk, said=Said(name="Brott", kind="rate"))
    with pytest.raises(InputError):
        actions.change(actor=house.carl, indicator=row.pk, said=Said(name="Brott", kind="count", base_id=row.pk))


def test_an_indicator_is_followed_no_more_and_again(house: House) -> None:
    read(house, FIRST)
    assert actions.retire(actor=house.carl, indicator=only(house).pk).retired is not None
    assert actions.retire(actor=house.carl, indicator=only(house).pk).retired is None


def test_breaks_are_noted_once_a_day_and_taken_away(house: House) -> None:
    read(house, FIRST)
    pk, day = only(house).pk, dt.date(2023, 1, 1)
    made = actions.add_break(actor=house.carl, indicator=pk, day=day, what="Nya frågor")
    with pytest.raises(InputError):
        actions.add_break(actor=house.carl, indicator=pk, day=day, what="Igen")
    with pytest.raises(InputError):
        actions.add_break(actor=house.carl, indicator=pk, day=dt.date(2024, 1, 1), what=" ")
    assert actions.remove_break(actor=house.carl, number=made.pk) == pk


def test_words_of_a_break_are_masked(house: House) -> None:
    read(house, FIRST)
    made = actions.add_break(actor=house.carl, indicator=only(house).pk, day=dt.date(2023, 1, 1), what="Berit slutade")
    assert masking.mask(actor=house.carl, subject="indicator", pk=only(house).pk, stretches=["Berit"]) == 1
    with scope(house.carl.scope()):
        assert "Berit" not in Break.objects.get(pk=made.pk).what


@pytest.mark.parametrize("role", [Role.MEMBER, Role.REGISTRATOR, Role.REPORTER])
def test_who_does_not_arrange_statistics_reads_no_files(house: House, role: Role) -> None:
    first = read(house, FIRST)
    someone = house.anyone(role)
    with pytest.raises(Denied):
        actions.propose(actor=someone, name="a.csv", content=FIRST.encode())
    with pytest.raises(Denied):
        actions.undo(actor=someone, reading=first.pk)


def test_empty_and_unreadable_files_are_refused_in_words(house: House) -> None:
    for content in (b"", b"\x00\x01", b"a;b\n1;2\n"):
        with pytest.raises(InputError):
            actions.propose(actor=house.carl, name="a.csv", content=content)
    with pytest.raises(InputError):
        actions.propose(actor=house.carl, name="a.csv", content=FIRST.encode(), steps="week")


def test_areas_with_statistics_stay(house: House) -> None:
    read(house, FIRST)
    with scope(house.carl.scope()):
        pk = AreaSet.objects.get().pk
    with pytest.raises(WrongState):
        places.remove_areas(actor=house.carl, area_set=pk)


def test_a_file_is_read_from_disk_and_a_dry_run_changes_nothing(house: House, tmp_path: Path) -> None:
    path = files.write(tmp_path / "kolada.json", files.kolada())
    found, row = actions.read_file(actor=house.carl, path=path, dry=True)
    assert (found.counts["added"], row, told(house)) == (12, None, {})
    _, row = actions.read_file(actor=house.carl, path=path)
    assert row is not None
    assert told(house)["Riket", "2023-01-01"] is not None


def test_neighbours_see_and_change_nothing_of_it(house: House, neighbours: House) -> None:
    first = read(house, FIRST)
    with scope(neighbours.carl.scope()):
        for model in (Reading, Indicator, Series, Value, Change, Break):
            assert not model._default_manager.exists(), model
        assert not Value.objects.update(value=0)
    for action in (actions.undo, actions.discard, actions.read):
        with pytest.raises(Reading.DoesNotExist):
            action(actor=neighbours.carl, reading=first.pk)
    other = read(neighbours, FIRST)
    assert other.counts["added"] == 3


def test_a_series_cannot_refer_to_an_area_of_a_neighbour(house: House, neighbours: House) -> None:
    read(house, FIRST)
    read(neighbours, FIRST)
    with scope(neighbours.carl.scope()):
        area = Series.objects.filter(area__isnull=False).values_list("area", flat=True)[0]
    with scope(house.carl.scope()), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError):
            Series.objects.filter(area__isnull=False).update(area=area)
        transaction.set_rollback(True)
