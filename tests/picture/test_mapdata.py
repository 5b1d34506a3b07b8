"""What the live map is given: the drawn map's cells and places, as GeoJSON that any program can read."""

from __future__ import annotations

import dataclasses
import json

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.i18n import LANGUAGES, Language, translator
from lagesbild.picture.mapdata import STEPS, count_steps, map_data
from lagesbild.picture.model import Ground
from tests.picture.sample import VARIANTS, sample_picture


@given(st.lists(st.integers(1, 5000), min_size=1))
def test_classes_are_few_rise_and_hold_every_count(counts: list[int]) -> None:
    limits = count_steps(counts)
    assert 1 <= len(limits) <= STEPS
    assert list(limits) == sorted(set(limits))
    assert limits[0] == min(counts)
    assert set(limits) <= set(counts)


def test_no_counts_give_no_classes() -> None:
    assert count_steps([]) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_cells_and_places_are_there_once_in_words(language: Language) -> None:
    picture = sample_picture()
    found = json.loads(json.dumps(map_data(picture, translator(language))))
    cells = [feature["properties"] for feature in found["cells"]["features"]]
    assert [cell["count"] for cell in cells] == [cell.count for cell in picture.places.cells]
    assert {cell["class"] for cell in cells} == set(range(1, len(found["steps"]) + 1))
    places = [feature["properties"] for feature in found["places"]["features"]]
    assert [place["name"] for place in places] == [row.name for row in picture.places.rows]
    assert all(str(place["count"]) in place["text"] for place in places)
    assert len(places[0]["notes"]) == 2, "a dumping point says that it is one"
    assert len(places[1]["notes"]) == 1
    assert all(found["labels"].values())


def test_every_geometry_is_valid_and_all_counted_lies_within_the_bounds() -> None:
    found = map_data(sample_picture(), translator("sv"))
    (west, south), (east, north) = found["bounds"]
    for collection in ("ground", "names", "cells", "places"):
        for feature in found[collection]["features"]:
            shape = shapely.geometry.shape(feature["geometry"])
            assert shape.is_valid
            if collection in {"cells", "places"}:
                assert shapely.box(west, south, east, north).buffer(1e-9).covers(shape)


def test_a_ring_inside_another_is_a_hole_and_one_beside_it_is_not() -> None:
    picture = sample_picture()
    (west, south), (east, north) = map_data(picture, translator("en"))["bounds"]

    def square(low: float, high: float) -> tuple[tuple[float, float], ...]:
        corners = ((low, low), (high, low), (high, high), (low, high), (low, low))
        return tuple((west + (east - west) * x / 9, south + (north - south) * y / 9) for x, y in corners)

    lake = Ground("water", (square(0, 4), square(1, 2), square(8, 9)))
    picture = dataclasses.replace(picture, places=dataclasses.replace(picture.places, ground=(lake,)))
    found = map_data(picture, translator("en"))["ground"]["features"][0]["geometry"]
    unit = (east - west) * (north - south) / 81
    assert shapely.geometry.shape(found).area / unit == pytest.approx(16 - 1 + 1)


def test_ground_is_one_feature_of_each_kind_without_what_lies_far_off_or_is_too_small_to_see() -> None:
    picture = sample_picture()
    (west, south), _ = map_data(picture, translator("en"))["bounds"]
    metre = 1 / 111_320

    def block(x: float, y: float, size: float) -> Ground:
        steps = [i * size / 50 for i in range(51)]
        edge = [(s, 0.0) for s in steps] + [(size, s) for s in steps] + [(s, size) for s in steps[::-1]]
        ring = tuple((x + dx * metre, y + dy * metre) for dx, dy in [*edge, (0.0, 0.0)])
        return Ground("block", (ring,))

    ground = (block(west, south, 40), block(west + 0.002, south, 40), block(west + 20, south, 40))
    picture = dataclasses.replace(picture, places=dataclasses.replace(picture.places, ground=ground))
    features = map_data(picture, translator("en"))["ground"]["features"]
    assert [one["properties"]["kind"] for one in features] == ["block"]
    shape = shapely.geometry.shape(features[0]["geometry"])
    assert len(shape.geoms) == 2
    assert shapely.get_num_coordinates(shape) == 10


def test_areas_are_named_inside_themselves() -> None:
    picture = sample_picture()
    found = map_data(picture, translator("sv"))
    names = {one["properties"]["name"]: shapely.geometry.shape(one["geometry"]) for one in found["names"]["features"]}
    areas = [thing for thing in picture.places.ground if thing.kind == "area" and thing.name]
    assert areas
    for area in areas:
        assert shapely.Polygon(area.lines[0]).contains(names[area.name])


@pytest.mark.parametrize("variant", ["unplaced", "few"])
def test_without_places_there_is_nothing_to_draw(variant: str) -> None:
    assert map_data(VARIANTS[variant](), translator("sv")) == {}
