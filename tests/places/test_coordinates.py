"""Coordinate systems: named, concluded from values, and there and back again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.errors import InputError
from lagesbild.places import coordinates as co

SWEDISH = (co.WGS84, co.SWEREF99_TM, *co.LOCAL_ZONES, *co.RT90_ZONES, co.WEB_MERCATOR)
inland = st.lists(st.tuples(st.floats(11.5, 23.5), st.floats(55.5, 68.9)), min_size=1, max_size=20)


@given(inland, st.sampled_from((*SWEDISH, co.utm_zone(33), co.utm_zone(33, etrs89=True))))
def test_every_system_gives_back_the_place_it_was_given(points, system):
    lon, lat = np.array(points).T
    north, east = co.from_wgs84(lon, lat, system)
    back_lon, back_lat = co.to_wgs84(north, east, system)
    np.testing.assert_allclose(back_lon, lon, atol=1e-7)
    np.testing.assert_allclose(back_lat, lat, atol=1e-7)


@given(inland, st.sampled_from((co.WGS84, co.SWEREF99_TM)), st.booleans(), st.booleans())
def test_system_and_order_are_concluded_from_values(points, system, north_first, believed):
    lon, lat = np.array(points).T
    north, east = co.from_wgs84(lon, lat, system)
    found = co.detect(*((north, east) if north_first else (east, north)), north_first=believed)
    assert found.system == system
    assert found.north_first is north_first


@given(st.floats(12.0, 18.0), st.floats(56.0, 67.0), st.booleans())
def test_rt90_is_told_from_sweref(lon, lat, north_first):
    north, east = co.from_wgs84(np.array([lon]), np.array([lat]), co.RT90)
    found = co.detect(*((north, east) if north_first else (east, north)))
    assert found.system == co.RT90
    assert found.north_first is north_first
    assert set(co.RT90_ZONES) == set(found.candidates)


def test_local_zones_are_not_guessed():
    north, east = co.from_wgs84(np.array([16.5, 16.6]), np.array([59.6, 59.5]), co.LOCAL_ZONES[3])
    found = co.detect(north, east)
    assert found.system is None
    assert found.candidates == co.LOCAL_ZONES
    assert co.detect(north, east, ("N (SWEREF 99 16 30)", "E")).system == co.LOCAL_ZONES[3]


@given(st.sampled_from(co.LOCAL_ZONES), st.floats(-0.7, 0.7), st.floats(56, 66))
def test_numbers_of_a_local_zone_are_known_as_such(zone, off, lat):
    meridian = int(zone.name[10:12]) + int(zone.name[13:]) / 60
    north, east = co.from_wgs84(np.array([meridian + off]), np.array([lat]), zone)
    assert co.detect(north, east).candidates == co.LOCAL_ZONES


def test_single_errors_do_not_change_what_is_concluded():
    north = np.array([6_570_950.6, 6_608_981.8, 0.0, np.nan, 12.0])
    east = np.array([512_430.1, 587_173.1, 0.0, np.nan, 6_000_000.0])
    assert co.detect(north, east).system == co.SWEREF99_TM


def test_degrees_outside_sweden_keep_the_order_of_the_headings():
    lat, lon = np.array([40.7, 40.8]), np.array([-74.0, -73.9])
    assert co.detect(lat, lon).north_first
    assert not co.detect(lon, lat, north_first=False).north_first
    assert co.detect(np.array([-95.4]), np.array([29.7])).north_first is False


def test_nothing_is_concluded_from_nothing():
    empty = np.array([np.nan])
    assert co.detect(empty, empty).system is None
    assert co.detect(np.array([3_290_000.0]), np.array([270_000.0])).candidates == ()


@pytest.mark.parametrize(
    ("text", "epsg"),
    [
        ("EPSG:3006", 3006),
        ("3010", 3010),
        ("SWEREF 99 TM", 3006),
        ("sweref99 16 30", 3010),
        ("SWEREF991500", 3009),
        ("RT90 2,5 gon V", 3021),
        ("RT 90 5 gon O", 3024),
        ("RT 90 0 gon", 3022),
        ("rt90", 3021),
        ("UTM 33N", 32633),
        ("UTM zon 34", 32634),
        ("UTM 21S", 32721),
        ("EUREF89 UTM 32", 25832),
        ("WGS84", 4326),
        ("urn:ogc:def:crs:EPSG::3021", 3021),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326),
        ("Web Mercator", 3857),
        ("EPSG:27700", 27700),
        ("EPSG:32615", 32615),
        ("urn:ogc:def:crs:EPSG:9.8.1:25833", 25833),
    ],
)
def test_systems_are_known_by_name_and_code(text, epsg):
    assert co.system(text).epsg == epsg


@pytest.mark.parametrize("text", ["", "EPSG:99999", "EPSG:5613", "sweref", "moon", "UTM 77"])
def test_an_unknown_system_is_said_to_be_so(text):
    with pytest.raises(InputError, match="not a known coordinate system"):
        co.system(text)


@given(st.text(max_size=30))
def test_any_text_names_a_system_or_is_refused(text):
    try:
        found = co.system(text)
    except InputError:
        return
    assert found.epsg > 0


def test_the_order_within_a_named_system_follows_the_values():
    north, east = np.array([6_570_950.6]), np.array([512_430.1])
    assert co.detect(north, east, ("X SWEREF 99 TM", "Y")).north_first
    assert not co.detect(east, north, ("X SWEREF 99 TM", "Y")).north_first


def test_metres_are_sweref_in_sweden_and_utm_elsewhere():
    assert co.metres(np.array([16.0, np.nan]), np.array([59.5, np.nan])).crs == co.SWEREF99_TM
    houston = co.metres(np.array([-95.4]), np.array([29.7]))
    assert houston.crs.epsg == 32615
    assert co.metres(np.array([-54.5]), np.array([-25.5])).crs.epsg == 32721
    assert co.metres(np.array([]), np.array([])).crs == co.SWEREF99_TM


def test_distances_agree_in_metres_and_on_the_ellipsoid():
    lon, lat = np.array([16.00, 16.01, np.nan]), np.array([59.50, 59.51, 59.5])
    plane = co.metres(lon, lat)
    expected = np.hypot(plane.x[1] - plane.x[0], plane.y[1] - plane.y[0])
    found = co.distance_metres(lon, lat, 16.00, 59.50)
    assert found[0] == 0
    assert found[1] == pytest.approx(expected, rel=1e-3)
    assert np.isnan(found[2])


def test_coordinates_outside_a_system_become_nothing():
    lon, lat = co.to_wgs84(np.array([1e30, np.nan, 95.0]), np.array([1e30, 1.0, 200.0]), co.SWEREF99_TM)
    assert np.isnan(lon[:2]).all()
    assert np.isnan(lat[:2]).all()
    assert np.isnan(co.to_wgs84(np.array([95.0]), np.array([15.0]), co.WGS84)[0]).all()
