"""Incidents out of the database as the records that a picture is composed of."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from django.db import OperationalError

from lagesbild.core.scope import scope
from lagesbild.incidents import areas, records
from lagesbild.incidents.actions import mark_duplicate, report, set_aside
from lagesbild.incidents.models import Incident, Source
from lagesbild.incidents.records import reading
from lagesbild.sources.records import Placement, Records
from tests.incidents.town import NOON, Town

LOCAL = NOON.replace(tzinfo=None) + dt.timedelta(hours=1)
pytestmark = pytest.mark.django_db(transaction=True)


def columns(records: Records) -> dict[str, list[object]]:
    """Every column as plain values, labels by name."""
    found: dict[str, list[object]] = {}
    for name in records.__dataclass_fields__:
        column = getattr(records, name)
        if hasattr(column, "codes"):
            found[name] = [(*column.names, None)[code] for code in column.codes]
        else:
            found[name] = column.tolist()
    return found


def test_what_counts_comes_out_as_it_was_told(town: Town) -> None:
    carl = town.actor("coordinator", town.school)
    told = (
        town.told(),
        town.told(lon=None, lat=None, place="", category=town.noise, unit="Fritids"),
        town.told(text="en gång till"),
        town.told(text="fel"),
    )
    first, second, third, fourth = (
        report(actor=carl, party=town.school, audience=town.shared, told=one) for one in told
    )
    mark_duplicate(actor=carl, incident=third.pk, of=first.pk)
    set_aside(actor=carl, incident=fourth.pk, reason="test")
    found = reading(carl.scope())
    rows = columns(found.records)
    # noon in universal time is one in the afternoon in March
    assert rows["start"] == [LOCAL] * 2
    assert rows["end"] == [LOCAL + dt.timedelta(minutes=1)] * 2
    assert rows["line"] == [first.pk, second.pk]
    assert rows["category"] == ["Brand", "Oväsen"]
    assert rows["place"] == ["Brukstorget", None]
    assert rows["reporter"] == ["Skolan", "Fritids"]
    assert rows["placement"] == [Placement.POINT, Placement.MISSING]
    assert rows["lon"][0] == 19.5
    assert np.isnan(found.records.lat[1])
    assert [(file.name, file.rows, file.read, file.refused) for file in found.files] == [("Rapporterat här", 2, 2, 0)]
    assert len(found.refusals) == 0
    assert found.rows == 2


def test_only_what_the_scope_sees_and_what_begins_in_time_comes_out(town: Town) -> None:
    anna, bo = town.actor("reporter", town.school), town.actor("member", town.guards, 6)
    report(actor=anna, party=town.school, audience=town.own, told=town.told(place="Skolgården"))
    late = NOON + dt.timedelta(days=7)
    report(
        actor=anna,
        party=town.school,
        audience=town.shared,
        told=town.told(start=late, end=late + dt.timedelta(minutes=1)),
    )
    assert len(reading(anna.scope()).records) == 2
    assert len(reading(anna.scope(), until=late).records) == 1
    assert len(reading(anna.scope(), since=late).records) == 1
    assert len(reading(bo.scope()).records) == 1
    assert len(reading(bo.scope(), until=late).records) == 0


def test_each_source_is_a_file_and_areas_are_those_of_the_first_set(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    carl = town.actor("coordinator", town.school)
    here = report(actor=carl, party=town.school, audience=town.shared, told=town.told())
    other = report(actor=carl, party=town.school, audience=town.shared, told=town.told())
    bare = report(actor=carl, party=town.school, audience=town.shared, told=town.told())
    with scope(carl.scope()):
        police = Source.objects.create(partnership_id=town.partnership, name="Polisen")
        Incident.objects.filter(pk=here.pk).update(areas=[901, 17])
        Incident.objects.filter(pk=other.pk).update(source=police, areas=[12, 902])
        Incident.objects.filter(pk=bare.pk).update(areas=[903])
    monkeypatch.setattr(areas, "_labellers", [lambda partnership: {12: "A", 17: "B"}])
    found = reading(carl.scope())
    rows = columns(found.records)
    assert rows["area"] == ["B", "A", None]
    assert [file.name for file in found.files] == ["Rapporterat här", "Polisen"]
    assert rows["file"] == [0, 1, 0]


def test_times_are_those_of_the_clock_on_the_wall_also_where_it_was_put_back(town: Town) -> None:
    carl = town.actor("coordinator", town.school)
    # half past two, twice that night; what is told is never finer than a second, what is sent may be
    for hour in (0, 1):
        begun = dt.datetime(2025, 10, 26, hour, 30, tzinfo=dt.UTC)
        told = town.told(start=begun, end=begun + dt.timedelta(minutes=1))
        row = report(actor=carl, party=town.school, audience=town.shared, told=told)
        with scope(carl.scope()):
            Incident.objects.filter(pk=row.pk).update(start=begun + dt.timedelta(microseconds=700_000))
    rows = columns(reading(carl.scope()).records)
    assert [str(one) for one in rows["start"]] == ["2025-10-26 02:30:00"] * 2


def test_the_same_data_give_the_same_reading(town: Town) -> None:
    carl = town.actor("coordinator", town.school)
    for n in range(5):
        report(actor=carl, party=town.school, audience=town.shared, told=town.told(place=f"Gata {n % 2}"))
    one, two = (columns(reading(carl.scope()).records) for _ in range(2))
    assert one == two


def test_rows_come_by_their_numbers_in_whatever_order_the_database_gathers_them(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    carl = town.actor("coordinator", town.school)
    told = [
        town.told(place=place, unit=unit) for place, unit in (("Åvägen", "Norr"), ("Bygatan", ""), ("Ängen", "Syd"))
    ]
    ids = [report(actor=carl, party=town.school, audience=town.shared, told=one).pk for one in told]
    before = columns(reading(carl.scope()).records)
    assert before["line"] == ids
    assert before["place"] == ["Åvägen", "Bygatan", "Ängen"]
    assert before["reporter"] == ["Norr", "Skolan", "Syd"]
    monkeypatch.setattr(records, "INCIDENT", f"{records.INCIDENT} ORDER BY id DESC")
    found = reading(carl.scope()).records
    assert columns(found) == before
    assert found.place.names == ("Åvägen", "Bygatan", "Ängen")


def test_nothing_reported_is_a_reading_of_nothing(town: Town) -> None:
    found = reading(town.actor("coordinator", town.school).scope())
    assert len(found.records) == 0
    assert found.files == ()


def test_a_database_that_goes_away_meanwhile_is_told_of_as_everywhere(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    carl = town.actor("coordinator", town.school)
    report(actor=carl, party=town.school, audience=town.shared, told=town.told())
    monkeypatch.setattr(records, "COLUMNS", "SELECT pg_terminate_backend(pg_backend_pid()) FROM ({rows}) AS rows")
    with pytest.raises(OperationalError):  # the worker's sign to try again
        reading(carl.scope())
    monkeypatch.undo()
    assert len(reading(carl.scope()).records) == 1
