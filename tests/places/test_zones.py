"""Zones that look alike are told by the names of the places."""

from __future__ import annotations

import numpy as np
import pytest

from lagesbild.places import coordinates as co
from lagesbild.places.areas import find_municipality
from lagesbild.places.zones import zone_by_names

KOPING = find_municipality("Köping")
LON, LAT = np.linspace(15.95, 16.02, 40), np.linspace(59.50, 59.53, 40)


@pytest.mark.parametrize("zone", co.LOCAL_ZONES)
def test_each_zone_is_found_again(zone):
    north, east = co.from_wgs84(LON, LAT, zone)
    assert zone_by_names(north, east, np.full(40, KOPING), co.LOCAL_ZONES) == zone


def test_too_few_or_disagreeing_names_tell_nothing():
    north, east = co.from_wgs84(LON, LAT, co.LOCAL_ZONES[3])
    assert zone_by_names(north[:4], east[:4], np.full(4, KOPING), co.LOCAL_ZONES) is None
    assert zone_by_names(north, east, np.full(40, -1), co.LOCAL_ZONES) is None
    assert zone_by_names(north, east, np.full(40, find_municipality("Malmö")), co.LOCAL_ZONES) is None
