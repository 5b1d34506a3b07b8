"""The invented town and its reports."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from lagesbild.demo.incidents import FIRST, LAST, REPORTERS, SILENT, VISITING_START, reports, table
from lagesbild.demo.town import Town, areas_geojson, ground_geojson, to_wgs84, town
from lagesbild.places.areas import municipalities


@pytest.fixture(scope="module")
def place() -> Town:
    return town(1)


def test_same_seed_gives_the_same_town_and_the_same_reports(place: Town) -> None:
    again = town(1)
    assert areas_geojson(again) == areas_geojson(place)
    assert ground_geojson(again) == ground_geojson(place)
    assert table(reports(again, 4), 4) == table(reports(place, 4), 4)


def test_another_seed_gives_other_reports(place: Town) -> None:
    assert table(reports(place, 4), 4) != table(reports(place, 5), 5)


def test_no_invented_incident_lies_in_a_real_municipality(place: Town) -> None:
    found = reports(place)
    points = [to_wgs84(shapely.Point(*xy)) for xy in found.xy[::200] if not np.isnan(xy[0])]
    real = municipalities()
    inside = real.locate(np.array([p.x for p in points]), np.array([p.y for p in points]))
    assert (inside == -1).all()


def test_districts_are_valid_do_not_overlap_and_leave_no_water_out(place: Town) -> None:
    assert all(shape.is_valid for shape in place.districts)
    together = shapely.union_all(place.districts)
    assert together.area == pytest.approx(sum(shape.area for shape in place.districts))
    assert all(together.buffer(30).contains(block) for block in place.blocks)


def test_reports_lie_within_whole_weeks(place: Town) -> None:
    days = reports(place).when.astype("datetime64[D]")
    assert days.min() >= np.datetime64(FIRST)
    assert days.max() <= np.datetime64(LAST) + 1


def test_a_reporter_who_has_not_begun_or_is_closed_reports_nothing(place: Town) -> None:
    found = reports(place)
    days = found.when.astype("datetime64[D]")
    guards = days[found.reporter == REPORTERS.index("Ordningsvakterna")]
    club = days[found.reporter == REPORTERS.index("Fritidsgården Navet")]
    assert guards.min() >= np.datetime64(VISITING_START)
    assert not ((club >= np.datetime64(SILENT[0])) & (club < np.datetime64(SILENT[1]))).any()
    assert len(guards)
    assert len(club)


def test_the_file_is_one_that_windows_can_write_and_has_the_faults_of_real_files(place: Town) -> None:
    text = table(reports(place), 1)
    assert text.encode("windows-1252").decode("windows-1252") == text
    lines = text.splitlines()
    assert len(lines) > len(set(lines)), "some rows are there twice"
    assert lines[-1].startswith("Summa;")
    assert any(";i går;" in line or ";2024-02-31;" in line or ";vet ej;" in line for line in lines)
